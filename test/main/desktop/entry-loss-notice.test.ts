import { expect, test } from "vitest";
import { entryLossNotice } from "#main/desktop/entry-loss-notice";
import { translator } from "#main/locales/index";

test("a lost entry is told of in the person's language, and a click leads to where it is put back", () => {
  const made: { options: { title: string; body: string }; events: Map<string, () => void>; shown: boolean }[] = [];
  class FakeNotification {
    static supported = true;
    static isSupported = () => FakeNotification.supported;
    readonly one: (typeof made)[number];
    constructor(options: { title: string; body: string }) {
      this.one = { options, events: new Map(), shown: false };
      made.push(this.one);
    }
    on = (event: string, listener: () => void) => {
      const before = this.one.events.get(event);
      this.one.events.set(event, () => {
        before?.();
        listener();
      });
    };
    show = () => {
      this.one.shown = true;
    };
  }
  const opened: string[] = [];
  const tell = (language: "en" | "de" | "pl") =>
    entryLossNotice(
      { Notification: FakeNotification } as never,
      translator(language),
      [{ label: "Codex" }, { label: "Zed" }],
      () => opened.push(language),
    );
  for (const language of ["en", "de", "pl"] as const) tell(language);
  expect(made.map(({ options, shown }) => [options.title, shown])).toEqual([
    ["Punchcard’s entry is missing from Codex, Zed", true],
    ["Der Eintrag von Punchcard fehlt in Codex, Zed", true],
    ["Brak wpisu Punchcard w: Codex, Zed", true],
  ]);
  expect(new Set(made.map(({ options }) => options.body)).size).toBe(3);
  made[1]?.events.get("click")?.();
  made[2]?.events.get("action")?.();
  made[0]?.events.get("close")?.();
  expect(opened).toEqual(["de", "pl"]);
  // An unsigned app on macOS, or a desktop without notices: the page opens instead.
  made[0]?.events.get("failed")?.();
  FakeNotification.supported = false;
  tell("pl");
  expect(made).toHaveLength(3);
  expect(opened).toEqual(["de", "pl", "en", "pl"]);
});
