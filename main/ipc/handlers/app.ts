import { notSaved } from "../../app/failure";
import { credentialPage, linkAmong } from "../../windows/links";
import type { HandlersOf } from "../handle";
import type { HandlerDeps } from "./deps";
import { forOnePage } from "./for-one-page";

/** The app as a whole: windows, settings, updates, and what it finds about itself. */
export function appHandlers(
  deps: Pick<
    HandlerDeps,
    | "snapshot"
    | "timer"
    | "asides"
    | "settings"
    | "windows"
    | "confirmations"
    | "shortcuts"
    | "updates"
    | "setStartAtLogin"
    | "restoreSettings"
    | "checks"
    | "report"
    | "system"
  >,
): HandlersOf<"app" | "asides" | "shortcuts" | "confirm" | "updates" | "settings" | "diagnostics"> {
  const { timer, settings, system } = deps;
  const record = forOnePage(() => {
    deps.shortcuts.suspend(true);
    return () => deps.shortcuts.suspend(false);
  });
  return {
    "app:snapshot": () => deps.snapshot(),
    "app:refresh": async () => {
      await timer.refresh({ recent: true });
      return timer.view();
    },
    "app:openWindow": ({ name, page }) => deps.windows.show(name, page),
    "app:closeWindow": (_request, sender) => deps.windows.close(sender.id),
    "app:takeTask": (_request, sender) => ({ task: deps.windows.takeTask(sender.id) }),
    "app:openLink": async (asked) => {
      if (asked.link === "release_page") return system.openLink(await deps.updates.releasePage());
      return system.openLink(
        asked.link === "service_page" ? linkAmong(settings.get(), asked.url) : credentialPage(asked.service, asked.url),
      );
    },
    "app:quit": () => system.quit(),
    "asides:reveal": ({ file }) => system.reveal(deps.asides.known(file)),
    "asides:dismiss": ({ file }) => deps.asides.dismiss(file),
    "shortcuts:set": ({ id, keys }) => deps.shortcuts.set(id, keys),
    "shortcuts:record": ({ on }, sender) => record(on, sender),
    "confirm:current": (_request, sender) =>
      deps.windows.isOf("confirm", sender.id) ? deps.confirmations.current() : null,
    "confirm:answer": ({ id, answer }, sender) => {
      if (!deps.windows.isOf("confirm", sender.id))
        throw notSaved("permission", "Only its own window may answer this.");
      deps.confirmations.answer(id, answer);
    },
    "updates:check": () => deps.updates.check(),
    "updates:download": () => deps.updates.download(),
    "updates:install": () => deps.updates.install(),
    "settings:update": async ({ startAtLogin, ...ui }) => {
      if (startAtLogin !== undefined) await deps.setStartAtLogin(startAtLogin);
      settings.update((draft) => Object.assign(draft.ui, ui));
      if (ui.updates !== undefined) deps.updates.plan();
      return deps.snapshot();
    },
    "settings:restore": async () => {
      await deps.restoreSettings();
      return deps.snapshot();
    },
    "settings:accept": () => {
      settings.accept();
      return deps.snapshot();
    },
    "diagnostics:run": () => deps.checks(),
    "diagnostics:copy": async () => system.copy(deps.report(await deps.checks())),
    "diagnostics:openLog": () => system.openLog(),
  };
}
