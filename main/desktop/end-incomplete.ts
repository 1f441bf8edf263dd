import type { App, Dialog } from "electron";
import { type Log, toFailure } from "../app/failure";
import type { Translate } from "../locales";

interface ElectronParts {
  app: Pick<App, "exit">;
  dialog: Pick<Dialog, "showMessageBox">;
}

/** Ends an app whose files cannot be read: it would have an icon, and no click on it would ever do anything. */
export async function endIncomplete(
  { app, dialog }: ElectronParts,
  words: () => Translate | Promise<Translate>,
  { error, log, flush }: { error: unknown; log: Log; flush(): Promise<void> },
): Promise<undefined> {
  toFailure(error, log);
  try {
    const t = await words();
    await dialog.showMessageBox({
      type: "error",
      title: "Punchcard",
      message: t("dialog.incomplete"),
      detail: t("dialog.incompleteNext"),
      buttons: [t("dialog.quit")],
      noLink: true,
    });
  } finally {
    await flush().finally(() => app.exit(1));
  }
}
