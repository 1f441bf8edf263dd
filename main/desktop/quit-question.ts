import type { Dialog } from "electron";
import type { AppState } from "../ipc/contract";
import type { Translate } from "../locales";
import { moment } from "../tray/format";

/**
 * Asks whether to quit while a command waits for its service. Nothing is lost either way: it is on disk.
 * @returns whether the person wants to quit
 */
export async function mayQuit(
  dialog: Pick<Dialog, "showMessageBox">,
  t: Translate,
  { accounts, activeAccount, language, now, timer }: AppState,
  { command, meantAt }: NonNullable<AppState["timer"]["failed"]>,
): Promise<boolean> {
  const account = accounts.find(({ id }) => id === activeAccount);
  const at = moment(meantAt, timer.status?.zone ?? account?.zone ?? null, now, language);
  const { response } = await dialog.showMessageBox({
    type: "question",
    title: "Punchcard",
    message: t(`failed.${command}`, { at }),
    detail: t("dialog.quitKept", { service: account?.label ?? "" }),
    buttons: [t("dialog.quitNot"), t("dialog.quit")],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
