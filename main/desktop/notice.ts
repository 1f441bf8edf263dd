import type { Notification } from "electron";

export interface Notice {
  title: string;
  body: string;
  /** Buttons, as far as the system shows them: macOS and Windows do, elsewhere the whole notice is one. */
  actions: { text: string; run(): void }[];
  click(): void;
  /** Somebody waits for it: where the system knows urgency (Linux), it stays until it is clicked or closed. */
  urgent?: boolean;
  /** It could not be shown: what it asks must be asked elsewhere. */
  failed?(): void;
}

/** Kept while they can be clicked: the system's notice outlives a collected object, its click does not. */
const shown = new Set<Notification>();

/** Shows one notice, without a sound. @returns ends it */
export function showNotice(electron: { Notification: typeof Notification }, notice: Notice): () => void {
  if (!electron.Notification.isSupported()) {
    notice.failed?.();
    return () => undefined;
  }
  const { title, body, actions, urgent } = notice;
  const made = new electron.Notification({
    title,
    body,
    actions: actions.map(({ text }) => ({ type: "button" as const, text })),
    silent: true,
    ...(urgent && { urgency: "critical" as const }),
  });
  const done = () => void shown.delete(made);
  made.on("click", notice.click);
  made.on("action", (event, index?: number) => {
    // Newer systems tell the index with the event.
    const pressed = index ?? (event as { actionIndex?: number } | undefined)?.actionIndex ?? 0;
    actions[pressed]?.run();
  });
  made.on("failed", () => notice.failed?.());
  for (const end of ["click", "action", "close", "failed"] as const) made.on(end as "click", done);
  shown.add(made);
  made.show();
  return () => made.close();
}
