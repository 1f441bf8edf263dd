import { type Log, toFailure } from "../app/failure";
import type { WindowTask } from "../ipc/contract/app";
import type { MainPage } from "../ipc/contract/main-pages";
import type { TimerView } from "../ipc/contract/timer/timer";
import { inPlace } from "../server/place";
import type { Timer } from "../timer/timer";
import type { WindowName } from "../windows";
import type { TrayAction } from "./describe";

/**
 * Does what a click in the tray asks for. A click that fails opens the timer window: there stands what happened,
 * whether it was saved, and what to do next.
 */
export function trayActions(deps: {
  timer: Timer;
  chooseAccount(accountId: string): Promise<void>;
  show(name: WindowName, page?: MainPage, task?: WindowTask): void;
  /** Puts the new version in place and starts it. */
  update(): Promise<void>;
  quit(): void;
  log: Log;
}): (action: TrayAction) => void {
  const { timer, show } = deps;
  const write = (run: () => Promise<TimerView>) => {
    inPlace("tray", run).then(
      (view) => {
        if (view.failed || view.outbox.question) show("timer");
      },
      (error: unknown) => {
        deps.log("tray click", { code: toFailure(error, deps.log).code });
        show("timer");
      },
    );
  };
  return (action) => {
    switch (action.do) {
      case "clockIn":
        return write(() => timer.clockIn(action.choice));
      case "clockOut":
        return write(() => timer.clockOut());
      case "takeBreak":
        return write(() => timer.takeBreak(action.typeId));
      case "resume":
        return write(() => timer.resume());
      case "undo":
        return write(() => timer.undo());
      case "retry":
        return write(() => timer.retry());
      case "giveUp":
        return write(() => timer.cancel());
      case "useAccount":
        // A click on the way is waited for, as when the window changes the account.
        return void deps.chooseAccount(action.accountId).catch((error: unknown) => {
          deps.log("tray account", { code: toFailure(error, deps.log).code });
          show("timer");
        });
      case "refresh":
        return void timer.refresh({ recent: true });
      case "update":
        return void deps.update().catch((error: unknown) => {
          deps.log("tray update", { code: toFailure(error, deps.log).code });
          show("main", "general");
        });
      case "openTimer":
        return show("timer");
      case "openMain":
        return show("main");
      case "openPalette":
        return show("palette", undefined, "palette");
      case "findWork":
        return show("palette", undefined, "work");
      case "openSettings":
        return show("main", "general");
      case "openOnboarding":
        return show("onboarding");
      case "quit":
        return deps.quit();
    }
  };
}
