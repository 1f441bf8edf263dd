import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AwayQuestion } from "#main/ipc/contract/timer/away";
import * as sample from "./fixtures";
import { asked, type OpenOptions, pause, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

const ok = <T>(value: T) => ({ ok: true as const, value });

describe.skipIf(whyNot)(`away${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (question: AwayQuestion = sample.away, options: OpenOptions = {}, look = 700) => {
    const answers = { "away:current": ok(question) };
    page = await windows.open(sample.working, { window: "away", ...options, answers });
    await page.locator("h1").waitFor();
    await page.clock.runFor(look);
  };
  const answers = () => asked(page, "away:answer");
  const closed = async () => (await asked(page, "app:closeWindow")).length;
  const focused = () => page.evaluate(() => document.activeElement?.textContent);

  it("says from when to when, why it counts as away and what ran on, with the focus on ending and going on", async () => {
    await open();
    const dialog = page.getByRole("dialog", { name: "You were away 12:02–12:47" });
    const text = (await dialog.textContent()) ?? "";
    expect(text).toContain("45 min, computer locked · Website relaunch ran on");
    expect(text).toContain("End at 12:02 and go on now from 12:47");
    expect(await focused()).toContain("and go on now");
    await withoutViolations(page);
    await page.keyboard.press("Enter");
    expect(await answers()).toEqual([{ id: "lunch", answer: "goOn" }]);
  });

  it.each([
    ["1", "keep"],
    ["2", "end"],
    ["3", "goOn"],
    ["4", "break"],
  ])("answers by the number %s: %s", async (key, answer) => {
    await open();
    await page.keyboard.press(key);
    expect(await answers()).toEqual([{ id: "lunch", answer }]);
  });

  it("takes no key of the first 600 ms, not for a control either", async () => {
    await open(sample.away, {}, 0);
    await pause(page);
    page = await windows.open(sample.working, { window: "away" });
    await page.clock.pauseAt(Date.parse(sample.now) + 60_000);
    await page.evaluate((question) => window.fake.notify("away:changed", question), { ...sample.away, id: "new" });
    await page.getByRole("dialog").waitFor();
    for (const key of ["1", "Enter", "Escape", " "]) await page.keyboard.press(key);
    expect([await answers(), await closed()]).toEqual([[], 0]);
    await page.clock.runFor(700);
    await page.keyboard.press("2");
    expect(await answers()).toEqual([{ id: "new", answer: "end" }]);
  });

  it("means later by Escape, and changes nothing", async () => {
    await open();
    await page.keyboard.press("Escape");
    expect([await answers(), await closed()]).toEqual([[], 1]);
  });

  it("asks what it was for another project, and takes the rule for none", async () => {
    await open();
    await page.keyboard.press("5");
    await page.getByRole("heading", { name: "What was it, 12:02–12:47?" }).waitFor();
    expect(await page.getByText("Always do this").count()).toBe(0);
    await page.getByRole("option", { name: /Warehouse app/ }).click();
    expect(await answers()).toMatchObject([
      { id: "lunch", answer: "other", choice: { work: { project: { name: "Warehouse app" } } } },
    ]);
  });

  it("makes an answer the rule for short absences where the person ticks it", async () => {
    await open({ ...sample.away, back: "2026-11-19T12:12:00+01:00", always: [15, 30] });
    await page.getByText("Always do this under").click();
    await page.getByRole("button", { name: /for absences under/ }).click();
    await page.getByRole("option", { name: "30 min" }).click();
    await page.getByRole("button", { name: /Keep/ }).click();
    expect(await answers()).toEqual([{ id: "lunch", answer: "keep", always: 30 }]);
  });

  it("offers only to keep it where the service stamps times itself, and says so", async () => {
    await open({ ...sample.away, stamps: true });
    expect(await focused()).toContain("Keep");
    expect(await page.getByRole("button", { name: /End at 12:02 this service stamps/ }).isDisabled()).toBe(true);
    await page.keyboard.press("2");
    expect(await answers()).toEqual([]);
  });

  it("asks when it ended for what runs since yesterday, with reasons, and the button repeats the time", async () => {
    await open(sample.overnight);
    const form = page.getByRole("form", { name: "Since yesterday, 17:30" });
    expect(await form.textContent()).toContain("Warehouse app · Support");
    const options = await page.getByRole("radio").allInnerTexts();
    expect(options.length).toBe(3);
    await withoutViolations(page);
    await page.getByText("computer went to sleep").click();
    await page.getByText("makes 2:45").waitFor();
    await page.getByRole("button", { name: "End at 20:15" }).click();
    expect(await answers()).toEqual([{ id: "night", answer: "endAt", at: "2026-11-18T19:15:00.000Z" }]);
  });

  it("takes a time and a day that the person types, in the account's zone, and refuses what cannot be", async () => {
    await open(sample.overnight);
    const field = page.getByLabel("It ended at");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    for (const [typed, said] of [
      ["17:29", "That is before the start."],
      ["25", "Enter a time such as 17:30."],
      ["soon", "Enter a time such as 17:30."],
      ["17:75", "Enter a time such as 17:30."],
    ] as const) {
      await field.fill(typed);
      await page.getByText(said).waitFor();
      expect(await page.getByRole("button", { name: /^End at/ }).isDisabled()).toBe(true);
      await page.keyboard.press("Enter");
    }
    await page.getByRole("button", { name: /^Yesterday/ }).click();
    await page.getByRole("option", { name: /^Today/ }).click();
    await field.fill("12");
    await page.getByText("That has not come yet.").waitFor();
    await field.fill("1.30");
    await page.getByText("makes 8:00").waitFor();
    await page.keyboard.press("Enter");
    expect(await answers()).toEqual([{ id: "night", answer: "endAt", at: "2026-11-19T00:30:00.000Z" }]);
  });

  it("says that a time is skipped by the clocks", async () => {
    const entry = { ...sample.overnight.entry, begin: "2026-03-28T22:00:00+01:00" };
    const back = "2026-03-29T09:00:00+02:00";
    await open({ ...sample.overnight, entry, back, suggestions: [] });
    await page.getByRole("button", { name: /^Yesterday/ }).click();
    await page.getByRole("option", { name: /^Today/ }).click();
    await page.getByLabel("It ended at").fill("2:30");
    await page.getByText("Clocks skip this time.").waitFor();
    await page.getByLabel("It ended at").fill("3:30");
    await page.getByText("makes 4:30").waitFor();
  });

  it("is offered again in the timer window until it is answered", async () => {
    page = await windows.open({ ...sample.working, away: sample.away }, {});
    await page.getByText("You were away 12:02–12:47. What was it?").waitFor();
    await page.getByRole("button", { name: "Answer…" }).click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "away" }]);
  });
});
