import { activeAccount } from "../../app/state/server-calls";
import type { Handlers } from "../handle";
import { accountHandlers } from "./accounts";
import { appHandlers } from "./app";
import { clientHandlers } from "./clients";
import type { HandlerDeps } from "./deps";
import { entryHandlers } from "./entries";
import { pageHandlers } from "./pages";
import { permissionHandlers } from "./permissions";
import { sheetHandlers } from "./sheet";
import { timerHandlers } from "./timer";

/** What each channel does. Every handler is a few calls; what they mean is in the folders they call. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { timer, settings, system } = deps;
  return {
    ...appHandlers(deps),
    ...timerHandlers(deps),
    ...entryHandlers(deps),
    ...pageHandlers(deps),
    ...accountHandlers(deps),
    ...permissionHandlers(deps),
    ...clientHandlers(deps),
    ...sheetHandlers({
      timeSheets: deps.timeSheets,
      account: () => activeAccount(settings.get().activeAccount),
      chooseFile: system.chooseSheet,
      reveal: system.reveal,
      refresh: () => {
        deps.asides.look();
        return timer.refresh({ recent: true });
      },
    }),
  };
}
