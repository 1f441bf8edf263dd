import { expect, test } from "vitest";
import { questionNotice } from "#main/confirm/wayland-notice";

function noticesOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv) {
  const log: string[] = [];
  const shown: { urgency?: string; title: string; click(): void }[] = [];
  class FakeNotification {
    static isSupported = () => true;
    private readonly number = shown.length;
    constructor(options: { title: string; urgency?: string }) {
      shown.push({ ...options, click: () => undefined });
    }
    on(event: string, run: () => void) {
      const one = shown[this.number];
      if (event === "click" && one) {
        const before = one.click;
        one.click = () => {
          before();
          run();
        };
      }
    }
    show = () => log.push(`show ${this.number}`);
    close = () => log.push(`close ${this.number}`);
  }
  const says = () => ({ title: `question ${shown.length}`, body: "body" });
  const open = () => void log.push("window");
  return {
    log,
    shown,
    notice: questionNotice({ Notification: FakeNotification } as never, { platform, env }, says, open),
  };
}

test("under Wayland a question is told by a notice that stays, leads to its window, and ends with it", () => {
  const { log, shown, notice } = noticesOf("linux", { XDG_SESSION_TYPE: "wayland" });
  notice.show();
  expect(shown[0]).toMatchObject({ title: "question 0", urgency: "critical" });
  shown[0]?.click();
  // The next question takes its place.
  notice.show();
  notice.end();
  expect(log).toEqual(["show 0", "window", "close 0", "show 1", "close 1"]);
});

test.each([
  ["linux", { XDG_SESSION_TYPE: "x11" }],
  ["win32", { WAYLAND_DISPLAY: "x" }],
  ["darwin", {}],
] as const)("where windows come to the front, there is no notice: %s %j", (platform, env) => {
  const { log, notice } = noticesOf(platform, env);
  notice.show();
  notice.end();
  expect(log).toEqual([]);
});
