import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { absences } from "./fixtures-absences";
import { type Answers, asked, hold, release, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

const week = sample.calendar;
const withStep = (calendarStep: AppState["ui"]["calendarStep"]): AppState => ({
  ...week,
  ui: { ...week.ui, calendarStep },
});

describe.skipIf(whyNot)(`a week as a calendar${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (answers?: Answers, state: AppState = week) => {
    page = await windows.open(state, { window: "main", page: "entries", answers });
    await page.locator("[data-block]").first().waitFor();
  };
  const block = (name: string | RegExp) => page.getByRole("button", { name }).and(page.locator("[data-block]"));
  const boxOf = async (name: string | RegExp) => {
    const box = await block(name).first().boundingBox();
    if (!box) throw new Error(`${name} is not shown`);
    return box;
  };
  const column = (day: string) => page.locator(`[data-day="2026-11-${day}"]`);
  /** An hour is 44 pixels at a step of 15 minutes. */
  const drag = async (from: { x: number; y: number }, by: { x?: number; y?: number }, key?: string) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    if (key) await page.keyboard.down(key);
    await page.mouse.move(from.x + (by.x ?? 0) / 2, from.y + (by.y ?? 0) / 2);
    await page.mouse.move(from.x + (by.x ?? 0), from.y + (by.y ?? 0));
    await page.mouse.up();
    if (key) await page.keyboard.up(key);
  };
  const middle = (box: { x: number; y: number; width: number; height: number }) => ({
    x: box.x + box.width / 2,
    y: box.y + Math.min(box.height / 2, 40),
  });
  const updates = () => asked(page, "entries:update");

  it("is chosen on the page or by its keys, and remembered", async () => {
    page = await windows.open(sample.working, {
      window: "main",
      page: "entries",
      answers: { "settings:update": { ok: true, value: week } },
    });
    await page.getByText("Calendar", { exact: true }).click();
    await page.getByRole("list", { name: "Entries of the week" }).waitFor();
    await page.keyboard.press("Control+Shift+C");
    expect(await asked(page, "settings:update")).toEqual([{ entriesView: "week" }, { entriesView: "list" }]);
  });

  it("names each entry in full, with what is wrong or closed about it", async () => {
    await open();
    await block(
      "Website relaunch, Development · Opening hours, ticket page, Wed 18 Nov 13:15–18:00, 4:45. Edit",
    ).waitFor();
    await block(/Website relaunch, Design.*, Thu 19 Nov 10:07–now, 1:05/).waitFor();
    await block(/14:30–16:45, 2:15, Overlaps Website relaunch, 14:30–15:00, by 0:30/).waitFor();
    await block(/Offline queue.*Exported: it can only be changed in the service/).waitFor();
    expect(
      await block(/Offline queue/)
        .locator("[data-edge]")
        .count(),
    ).toBe(0);
    expect(
      await block(/10:07–now/)
        .locator("[data-edge]")
        .count(),
    ).toBe(1);
  });

  it("opens at the first entry less ten minutes, and puts what overlaps side by side", async () => {
    await open();
    const view = await page.locator(".calbody").boundingBox();
    const first = await boxOf(/Coating price rules/);
    expect(first.y - (view?.y ?? 0)).toBeCloseTo((10 / 60) * 44, 0);
    const [left, right] = [await boxOf(/12:45–15:00/), await boxOf(/14:30–16:45/)];
    expect(right.x).toBeGreaterThanOrEqual(left.x + left.width);
    expect(right.y - left.y).toBeCloseTo(1.75 * 44, 0);
  });

  it.each(["en", "de", "pl"] as const)("keeps the sum of each day within its column in %s", async (language) => {
    await open(undefined, { ...week, language });
    const pictures = process.env.PUNCHCARD_SCREENSHOTS;
    if (pictures) await page.screenshot({ path: `${pictures}/calendar-${language}.png` });
    const wide = await page.locator(".calfoot__day").evaluateAll(
      (all) =>
        all.filter((day) => {
          const right = day.getBoundingClientRect().right - 4;
          return [...day.querySelectorAll("span")].some((part) => part.getBoundingClientRect().right > right);
        }).length,
    );
    expect(await page.locator(".calfoot__day .icon").count()).toBeGreaterThan(0);
    expect(wide).toBe(0);
  });

  it("moves an entry by the mouse to another day and hour, in steps, and to the minute with Alt", async () => {
    await open();
    const from = middle(await boxOf(/Coating price rules/));
    const width = (await column("18").boundingBox())?.width ?? 0;
    await drag(from, { x: -width, y: 50 });
    await drag(from, { y: 50 }, "Alt");
    await drag(from, { y: -5 });
    expect(await updates()).toEqual([
      { id: "88", day: "2026-11-17", from: "09:45", to: "11:15" },
      { id: "88", day: "2026-11-18", from: "09:38", to: "11:08" },
    ]);
  });

  it("changes the begin or the end by an edge, never below a minute", async () => {
    await open();
    const box = await boxOf(/Coating price rules/);
    await drag({ x: box.x + box.width / 2, y: box.y + box.height - 3 }, { y: 22 });
    await drag({ x: box.x + box.width / 2, y: box.y + 3 }, { y: 300 });
    expect(await updates()).toEqual([
      { id: "88", day: "2026-11-18", from: "08:30", to: "10:30" },
      { id: "88", day: "2026-11-18", from: "09:59", to: "10:00" },
    ]);
  });

  it("moves and changes an entry by keys, sent once when they are let go", async () => {
    await open();
    await block(/Coating price rules/).focus();
    await page.keyboard.down("Alt");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await updates()).toEqual([]);
    await page.getByRole("status").getByText("Thursday 19 November, 09:00–10:30").waitFor();
    await page.keyboard.up("Alt");
    await page.keyboard.down("Shift");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.up("Shift");
    await page.keyboard.press("Shift+Alt+ArrowDown");
    await page.keyboard.down("Alt");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Escape");
    await page.keyboard.up("Alt");
    expect(await updates()).toEqual([
      { id: "88", day: "2026-11-19", from: "09:00", to: "10:30" },
      { id: "88", day: "2026-11-18", from: "08:30", to: "09:45" },
      { id: "88", day: "2026-11-18", from: "08:45", to: "10:00" },
    ]);
  });

  it("changes only the begin of what runs, and nothing of what is exported", async () => {
    await open();
    await block(/10:07–now/).focus();
    await page.keyboard.press("Alt+ArrowUp");
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Shift+Alt+ArrowUp");
    await block(/Offline queue/).focus();
    await page.keyboard.press("Alt+ArrowUp");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Delete");
    await drag(middle(await boxOf(/Offline queue/)), { y: 44 });
    expect(await updates()).toEqual([{ id: "101", day: "2026-11-19", from: "09:45" }]);
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("says why a move was not saved, and shows the entry where it is", async () => {
    await open({ "entries:update": { ok: false, failure: sample.failures.timeout } });
    const before = await boxOf(/Coating price rules/);
    await drag(middle(before), { y: 88 });
    await page.getByRole("alert").waitFor();
    await block(/Coating price rules.*08:30–10:00/).waitFor();
  });

  it("keeps a moved entry where it was put until the week has been read again", async () => {
    await open();
    await hold(page, "entries:update");
    await drag(middle(await boxOf(/Coating price rules/)), { y: 44 });
    await block(/Coating price rules.*09:30–11:00/).waitFor();
    await drag(middle(await boxOf(/Coating price rules/)), { y: 44 });
    expect(await updates()).toHaveLength(1);
    expect(await block(/Coating price rules.*09:30–11:00/).count()).toBe(1);
    await release(page, "entries:update", { ok: true, value: { notes: ["Kimai rounded the begin."] } });
    await page.getByText("Kimai rounded the begin.").waitFor();
    await block(/Coating price rules.*08:30–10:00/).waitFor();
  });

  it("logs time by a drag over empty hours, and keeps what was typed when the form is left", async () => {
    await open();
    const box = await column("20").boundingBox();
    const view = await page.locator(".calbody").boundingBox();
    if (!box || !view) throw new Error("no column");
    await drag({ x: box.x + box.width / 2, y: view.y + 7 + 22 }, { y: 66 });
    const form = page.getByRole("form", { name: "Log time" });
    expect([await form.getByLabel("From").inputValue(), await form.getByLabel(/^To/).inputValue()]).toEqual([
      "09:00",
      "10:30",
    ]);
    await form.getByLabel("Description", { exact: true }).fill("Planning");
    await page.mouse.click(view.x + 5, view.y + 5);
    await form.waitFor({ state: "detached" });
    await page.getByRole("button", { name: /New entry, Friday 20 November, 09:00–10:30, not saved yet/ }).click();
    expect(await form.getByLabel("Description", { exact: true }).inputValue()).toBe("Planning");
    await form.getByLabel("From").press("Enter");
    await form.waitFor({ state: "detached" });
    expect(await asked(page, "entries:log")).toMatchObject([
      { day: "2026-11-20", from: "09:00", to: "10:30", text: "Planning" },
    ]);
    expect(await page.locator("[data-fresh]").count()).toBe(0);
  });

  it("logs time by keys at the cursor", async () => {
    await open();
    await page.locator("[data-cursor]").focus();
    for (const key of ["ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowDown"]) await page.keyboard.press(key);
    await page.getByRole("button", { name: "Friday 20 November, 09:30–10:00. Log time" }).press("n");
    const form = page.getByRole("form", { name: "Log time" });
    expect([await form.getByLabel("From").inputValue(), await form.getByLabel(/^To/).inputValue()]).toEqual([
      "09:30",
      "10:00",
    ]);
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    expect(await page.locator("[data-fresh]").count()).toBe(0);
  });

  it("edits in a form beside the block that keeps what was typed, gives it up with Esc, and deletes after a question", async () => {
    await open();
    await block(/Coating price rules/).press("F2");
    const form = page.getByRole("form", { name: "Edit Product configurator" });
    await form.getByLabel("Description", { exact: true }).fill("Coating rules");
    await page.mouse.click(5, 5);
    await form.waitFor({ state: "detached" });
    await block(/Coating price rules.*not saved yet/).press("Enter");
    expect(await form.getByLabel("Description", { exact: true }).inputValue()).toBe("Coating rules");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    await block(/Coating price rules.*1:30\. Edit/).press("Enter");
    await form.getByLabel(/^To/).fill("10:30");
    await page.keyboard.press("Enter");
    await form.waitFor({ state: "detached" });
    const draft = { account: sample.kimai.id, key: "entry/88" };
    expect(await updates()).toEqual([{ id: "88", day: "2026-11-18", from: "08:30", to: "10:30", draft }]);
    await block(/Coating price rules/).press("Delete");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    expect(await asked(page, "entries:delete")).toEqual([{ ids: ["88"] }]);
  });

  it("walks from block to block with arrows", async () => {
    await open();
    await block(/Coating price rules/).focus();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toMatch(/11:15–12:30/);
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toMatch(/10:07–now/);
    await page.keyboard.press("ArrowLeft");
    expect(await focused()).toMatch(/11:15–12:30/);
  });

  it("shows absences and holidays in the head, and lets only what is approved lower the target", async () => {
    const mine = { id: "1", mine: true, type: { id: "h", name: "Holiday" }, comment: "" };
    const days = { first: "2026-11-19", last: "2026-11-19", days: 0.5, first_half: true };
    await open({
      "absences:list": {
        ok: true,
        value: {
          ...absences,
          absences: [
            { ...mine, ...days, status: "approved" },
            { ...mine, id: "2", status: "requested", first: "2026-11-20", last: "2026-11-20", days: 1 },
          ],
          holidays: [{ day: "2026-11-18", name: "Day of Repentance", half: false }],
        },
      },
    });
    await page.getByText("Day of Repentance").waitFor();
    await page.getByText("You: Holiday, waiting for approval").first().waitFor({ state: "attached" });
    const feet = await page.locator(".calfoot__day").allTextContents();
    expect(feet.map((text) => text.trim())).toEqual([
      "8:05 of 8:00",
      "7:40 of 8:00",
      "7:30",
      "2:30 of 4:00",
      "0:00 of 8:00",
      "–",
      "–",
    ]);
    await page.getByText("of 28:00 · 2:15 left").waitFor();
  });

  it("counts what is planned apart from what was worked", async () => {
    const base = sample.entries.entries[2];
    if (!base) throw new Error("the sample has entries");
    const planned = {
      ...base,
      ...{
        id: "300",
        planned: true,
        begin: "2026-11-21T09:00:00+01:00",
        end: "2026-11-21T11:30:00+01:00",
        seconds: 9000,
      },
    };
    await open({
      "entries:list": { ok: true, value: { ...sample.entries, entries: [...sample.entries.entries, planned] } },
    });
    await block(/Sat 21 Nov 09:00–11:30, 2:30, planned/).waitFor();
    expect((await page.locator(".calfoot__day").nth(5).textContent())?.trim()).toMatch(/^0:00 2:30 planned$/);
    const [saturday, sunday] = [await column("21").boundingBox(), await column("22").boundingBox()];
    expect(saturday?.width).toBeGreaterThan((sunday?.width ?? 0) + 10);
  });

  it("zooms by its buttons and keys, and snaps to that step", async () => {
    await open({ "settings:update": { ok: true, value: withStep(5) } });
    await page.getByRole("button", { name: "Show more detail" }).click();
    await page.getByText("5 min", { exact: true }).waitFor();
    await block(/Coating price rules/).press("Alt+ArrowDown");
    await page.keyboard.press("Control+-");
    expect(await asked(page, "settings:update")).toEqual([{ calendarStep: 5 }, { calendarStep: 15 }]);
    expect(await updates()).toEqual([{ id: "88", day: "2026-11-18", from: "08:35", to: "10:05" }]);
  });

  it("tells the two showings of an hour apart where clocks go back", async () => {
    const base = sample.entries.entries[2];
    if (!base) throw new Error("the sample has entries");
    const night = {
      ...base,
      ...{ id: "25", begin: "2026-10-25T02:30:00+01:00", end: "2026-10-25T04:00:00+01:00", seconds: 5400 },
    };
    await open();
    await page.evaluate((value) => Object.assign(window.fake.answers, { "entries:list": { ok: true, value } }), {
      ...sample.entries,
      entries: [night],
    });
    const button = page.getByRole("button", { name: /back to this week/ });
    for (let weeks = 0; weeks < 4; weeks++) await button.press("ArrowLeft");
    await block(/02:30–04:00/).press("Shift+ArrowDown");
    expect(await page.locator(".calrail").textContent()).toContain("01020203");
    expect(await updates()).toEqual([{ id: "25", day: "2026-10-25", from: "02:30+01:00", to: "04:15" }]);
  });

  it("begins the week on Sunday where the region does", async () => {
    await open(undefined, { ...week, language: "en-US" });
    expect(await asked(page, "entries:list")).toEqual([{ from: "2026-11-15", to: "2026-11-21" }]);
  });

  it.each(["light", "dark"] as const)("has no fault that axe finds: %s", async (theme) => {
    await open({}, { ...week, ui: { ...week.ui, theme } });
    await withoutViolations(page);
    await block(/Coating price rules/).press("Enter");
    await page.getByRole("form").waitFor();
    await withoutViolations(page);
  });
});
