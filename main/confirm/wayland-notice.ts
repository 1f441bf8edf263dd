import type { Notification } from "electron";
import { type Notice, showNotice } from "../desktop/notice";
import { needsPortal } from "../shortcuts/support";

/**
 * Says by a notice that stays that a question waits: under Wayland no window can come to the front by itself, and a
 * question that nobody sees ends as a no. A click shows its window. Elsewhere the window alone is enough.
 */
export function questionNotice(
  electron: { Notification: typeof Notification },
  system: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv },
  says: () => Pick<Notice, "title" | "body">,
  open: () => void,
): { show(): void; end(): void } {
  let end: () => void = () => undefined;
  return {
    show() {
      end();
      if (needsPortal(system.platform, system.env))
        end = showNotice(electron, { ...says(), actions: [], click: open, urgent: true });
    },
    end: () => end(),
  };
}
