import type { Notification } from "electron";
import type { Translate } from "../locales";
import { showNotice } from "./notice";

/** Tells that clients threw our entry away; a click leads to where it can be put back. */
export function entryLossNotice(
  electron: { Notification: typeof Notification },
  t: Translate,
  lost: readonly { label: string }[],
  open: () => void,
): void {
  const clients = lost.map(({ label }) => label).join(", ");
  showNotice(electron, {
    title: t("notification.lostTitle", { clients }),
    body: t("notification.lostBody"),
    actions: [{ text: t("notification.lostAction"), run: open }],
    click: open,
    // Of a loss it is told once: where no notice can be shown, the page says it.
    failed: open,
  });
}
