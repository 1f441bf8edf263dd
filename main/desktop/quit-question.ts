import type { Dialog } from "electron";
import type { AppState } from "../ipc/contract/app-state";
import type { CommandName } from "../ipc/contract/timer/outbox";
import type { Translate } from "../locales";
import { moment } from "../tray/format";

/** Lines of the list; more are counted. */
const mostLines = 8;

/**
 * Asks whether to quit while commands wait for their service. Nothing is lost either way: they are on disk.
 * @param waiting at least one, oldest first
 * @returns whether the person wants to quit
 */
export async function mayQuit(
  dialog: Pick<Dialog, "showMessageBox">,
  t: Translate,
  { accounts, activeAccount, language, now, timer }: AppState,
  waiting: readonly { account: string; command: CommandName; meantAt: string }[],
): Promise<boolean> {
  const lines = waiting.map(({ account: id, command, meantAt }) => {
    const account = accounts.find((one) => one.id === id);
    const zone = id === activeAccount ? timer.status?.zone : undefined;
    const at = moment(meantAt, zone ?? account?.zone ?? null, now, language);
    return t(`waits.${command}`, { at, service: account?.label ?? "" });
  });
  const [first = ""] = lines;
  const listed = lines.slice(0, mostLines);
  if (lines.length > mostLines) listed.push(t("dialog.quitMore", { count: lines.length - mostLines }));
  const { response } = await dialog.showMessageBox({
    type: "question",
    title: "Punchcard",
    message: lines.length === 1 ? first : t("dialog.quitWaiting", { count: lines.length }),
    detail: [...(lines.length === 1 ? [] : [listed.join("\n"), ""]), t("dialog.quitKept")].join("\n"),
    buttons: [t("dialog.quitNot"), t("dialog.quit")],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
