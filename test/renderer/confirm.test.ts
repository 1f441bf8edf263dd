import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as sample from "./fixtures";
import { asked, notify, type OpenOptions, takeComplaints, Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`confirmation${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  /** A question that stood there long enough to be read. */
  const open = async (options: OpenOptions = {}) => {
    page = await windows.open(sample.working, { window: "confirm", ...options });
    await page.getByRole("alertdialog").waitFor();
    await page.clock.runFor(600);
  };
  const { id } = sample.question;
  const answers = () => asked(page, "confirm:answer");
  const focused = () => page.evaluate(() => document.activeElement?.textContent);

  it("says who wants what exactly, whose time it is, and until when; words of others are marked", async () => {
    await open();
    const dialog = page.getByRole("alertdialog", { name: "Claude Desktop asks to delete 3 entries" });
    const text = (await dialog.textContent()) ?? "";
    // The computer's own clock: the test's stands in New York.
    expect(text).toContain("Kimai · kimai.hollmann-ree.example · your own time · asked at 05:09");
    expect(text).toContain("Denied automatically at 05:14");
    expect(text).toContain(
      "Tue Nov 17  14:30–16:45  2:15  Lindqvist Optics / Product configurator / Meeting  “Lens data workshop”",
    );
    expect(text).toContain("Thu Nov 12  09:00–11:00");
    expect(text).toContain("Not all of it can be brought back.");
    expect(text).not.toMatch(/#\d|2026-|Delete 3/);
    expect(text).toContain("In its own words, not verified: “claude-ai”");
    expect(text).toContain("They are not verified");
    const described = await dialog.getAttribute("aria-describedby");
    expect(await page.locator(`[id="${described}"]`).textContent()).toContain("Thu Nov 12");
  });

  it("says in the person's language whether what is deleted can be brought back, and warns where it cannot", async () => {
    const german = { ...sample.working, language: "de" };
    const { parts = [] } = sample.question;
    const rows = parts.slice(0, 2).flatMap((part) => part ?? []);
    for (const [back, said, warns] of [
      ["all", "Unter „Aktivität“ lässt sich das zurückholen.", 0],
      ["part", "Nicht alles davon lässt sich zurückholen.", 1],
      ["none", "Das lässt sich nicht zurückholen.", 1],
    ] as const) {
      const value = { ...sample.question, ...sample.linesOf(...rows, { kind: "bringBack", back }) };
      page = await windows.open(german, { window: "confirm", answers: { "confirm:current": { ok: true, value } } });
      await page.getByText(said).waitFor();
      await page.getByText(/^Di\.? 17\. Nov\. +14:30/).waitFor();
      expect(await page.locator(".change--warn").count()).toBe(warns);
    }
  });

  it("tells what is deleted along with a record in the person's language, and shows no id", async () => {
    const lines = sample.linesOf(
      { kind: "head", act: "delete", of: "customer", count: 2 },
      {
        kind: "record",
        record: { type: "customer", id: "1", name: 'Acme "1"' },
        gone: [
          { what: "projects", count: 3 },
          { what: "activities", count: 12 },
          { what: "entries at least", count: 925 },
        ],
      },
      { kind: "record", record: { type: "customer", id: "2", name: "Beta, (#3)" } },
      { kind: "bringBack", back: "none" },
    );
    const value = { ...sample.question, tool: "delete_record" as const, count: 2, ...lines };
    const german = { ...sample.working, language: "de" };
    page = await windows.open(german, { window: "confirm", answers: { "confirm:current": { ok: true, value } } });
    await page.getByText("Das lässt sich nicht zurückholen.").waitFor();
    expect((await page.locator(".change").allTextContents()).map((text) => text.trim())).toEqual([
      "Das lässt sich nicht zurückholen.",
      'Kunde „Acme "1"“. Mitgelöscht wird: 3 Projekte, 12 Tätigkeiten, 925 Einträge mindestens; vielleicht sind nicht alle sichtbar',
      "Kunde „Beta, (#3)“",
    ]);
  });

  it("has the focus on Deny: Enter denies, and Escape does too", async () => {
    await open();
    expect(await focused()).toBe("Deny");
    await page.keyboard.press("Enter");
    expect(await answers()).toEqual([{ id, answer: "deny" }]);
    await notify(page, "confirm:changed", { ...sample.question, id: "c".repeat(32) });
    await page.clock.runFor(600);
    await page.keyboard.press("Escape");
    expect(await answers()).toEqual([
      { id, answer: "deny" },
      { id: "c".repeat(32), answer: "deny" },
    ]);
  });

  it.each(["a", "y", "Y", "o", " ", "Tab", "ArrowRight", "Control+Enter", "F2"])(
    "no single key allows: %s",
    async (key) => {
      await open();
      await page.keyboard.press(key);
      expect(JSON.stringify(await answers())).not.toContain("allow");
    },
  );

  it("allows by Tab and Enter, or by a click", async () => {
    await open();
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Allow once");
    await page.keyboard.press("Enter");
    expect(await answers()).toEqual([{ id, answer: "allow" }]);
    await open();
    await page.getByRole("button", { name: "Allow once" }).click();
    expect(await answers()).toEqual([{ id, answer: "allow" }]);
  });

  it("takes nothing that was pressed in the first half second, also not with the next question", async () => {
    await open();
    const allow = page.getByRole("button", { name: "Allow once" });
    await page.clock.pauseAt(Date.parse(sample.now) + 60_000);
    // It only now appears on the screen.
    await notify(page, "confirm:changed", sample.question);
    await allow.click();
    await page.clock.runFor(400);
    await allow.click();
    await page.keyboard.press("Escape");
    expect(await answers()).toEqual([]);
    await page.clock.runFor(200);
    await allow.click();
    expect(await answers()).toHaveLength(1);
    await notify(page, "confirm:changed", sample.othersQuestion);
    await page.getByRole("heading", { name: /change one entry/ }).waitFor();
    expect(await focused()).toBe("Deny");
    await allow.click();
    expect(await answers()).toHaveLength(1);
    await page.clock.runFor(600);
    await allow.click();
    expect(await answers()).toHaveLength(2);
  });

  it("names no client that Punchcard does not know, and says that other people are concerned", async () => {
    await open({ answers: { "confirm:current": { ok: true, value: sample.othersQuestion } } });
    const dialog = page.getByRole("alertdialog", { name: "An AI client asks to change one entry" });
    const text = (await dialog.textContent()) ?? "";
    expect(text).toContain("other people’s time");
    expect(text).toContain("Started as “cursor”, which Punchcard does not know");
    expect(text).toContain("In its own words, not verified: “Donaudampf");
  });

  it.each([
    ["de", "Claude Desktop möchte 3 Einträge löschen", "Ablehnen", "Einmal erlauben"],
    ["pl", "Claude Desktop chce usunąć 3 wpisy", "Odmów", "Zezwól raz"],
  ])("speaks %s", async (language, name, deny, allow) => {
    await open();
    await notify(page, "state:changed", { ...sample.working, language });
    await page.getByRole("alertdialog", { name }).waitFor();
    await page.getByRole("button", { name: deny }).waitFor();
    await page.getByRole("button", { name: allow }).click();
    expect(await answers()).toEqual([{ id, answer: "allow" }]);
    expect(await page.title()).toContain("Punchcard");
  });

  it("shows many lines in a part that scrolls, with the buttons in reach", async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `#${index}  2026-11-17  09:00–10:00  1:00  Studio`);
    await open({ answers: { "confirm:current": { ok: true, value: { ...sample.question, lines } } } });
    const region = page.getByRole("region", { name: "Details" });
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("End");
    await page.clock.runFor(600);
    await expect.poll(() => region.evaluate((element) => element.scrollTop)).toBeGreaterThan(500);
    for (const name of ["Deny", "Allow once"]) {
      const box = await page.getByRole("button", { name }).boundingBox();
      expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThanOrEqual(300);
    }
  });

  it("says when an answer could not be given", async () => {
    const failure = { code: "internal", message: "The disk is full.", saved: "no" as const };
    await open({ answers: { "confirm:answer": { ok: false, failure } } });
    await page.getByRole("button", { name: "Allow once" }).click();
    await page.getByText("The disk is full.").waitFor();
  });
});
