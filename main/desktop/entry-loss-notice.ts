import type { Notification } from "electron";
import type { Translate } from "../locales";

/** Kept while they can be clicked: the system's notice outlives a collected object, its click does not. */
const shown = new Set<Notification>();

/** Tells that clients threw our entry away; a click leads to where it can be put back. */
export function entryLossNotice(
  electron: { Notification: typeof Notification },
  t: Translate,
  lost: readonly { label: string }[],
  open: () => void,
): void {
  if (!electron.Notification.isSupported()) return;
  const clients = lost.map(({ label }) => label).join(", ");
  const notice = new electron.Notification({
    title: t("notification.lostTitle", { clients }),
    body: t("notification.lostBody"),
    // Only macOS shows a button; elsewhere the whole notice is one.
    actions: [{ type: "button", text: t("notification.lostAction") }],
    silent: true,
  });
  const done = () => void shown.delete(notice);
  notice.on("click", open);
  notice.on("action", open);
  for (const end of ["click", "action", "close"] as const) notice.on(end as "click", done);
  shown.add(notice);
  notice.show();
}
