import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as sample from "./fixtures";
import { key, ownEvents, ownSuggested, website, withOwnCalendar } from "./fixtures-calendar";
import {
  type Answers,
  asked,
  hold,
  notify,
  release,
  takeComplaints,
  Windows,
  whyNot,
  withoutViolations,
} from "./window";

describe.skipIf(whyNot)(`the own calendar behind the entries${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (answers?: Answers, state = withOwnCalendar) => {
    page = await windows.open(state, { window: "main", page: "entries", answers });
    await page.locator("[data-block]").first().waitFor();
  };
  const layer = () => page.getByRole("list", { name: "Events of my calendar" });
  const dialog = () => page.getByRole("dialog", { name: "Make entries of events" });
  const preview = async () => {
    await page.getByRole("button", { name: "Make entries of these 6" }).click();
    await dialog().getByText("as last time").waitFor();
  };
  const ticks = () => dialog().getByRole("checkbox");
  const row = (title: string) => dialog().getByRole("listitem").filter({ hasText: title });
  const book = (count: number) =>
    dialog().getByRole("button", { name: count === 1 ? "Book 1 entry" : `Book ${count} entries` });

  it("shows events at their hours and those of whole days in the head, as text", async () => {
    await open();
    expect(await layer().getByRole("button").allTextContents()).toContain("<b>Demo</b> 🎉");
    await layer().getByRole("button", { name: "Team retro, Tue 17 Nov 17:00–17:45. Make an entry" }).waitFor();
    expect(await page.locator(".calwhole").allTextContents()).toEqual(["Jana away", "Jana away", "Jana away"]);
    expect(await asked(page, "calendar:events")).toEqual([
      { from: "2026-11-16", to: "2026-11-22", zone: "Europe/Berlin", fresh: false },
    ]);
  });

  const early = { ...ownEvents.timed[0], begin: "2026-11-17T04:30:00Z", end: "2026-11-17T05:00:00Z" };
  const withEarly = {
    ok: true,
    value: { ...ownEvents, timed: [...ownEvents.timed, early] },
  } as Answers["calendar:events"];
  const openedAt = () => page.locator(".calbody").evaluate((body) => Math.round((body.scrollTop / 44) * 60));

  it("opens the week at an event that is earlier than all entries, less ten minutes", async () => {
    await open({ "calendar:events": withEarly });
    await expect.poll(openedAt).toBe(5 * 60 + 20);
  });

  it("leaves the week where it was scrolled to when its events come late", async () => {
    page = await windows.open(withOwnCalendar, { window: "main", page: "entries", held: ["calendar:events"] });
    await page.locator("[data-block]").first().waitFor();
    await page.locator(".calbody").evaluate((body) => body.scrollTo(0, 12 * 44));
    await release(page, "calendar:events", withEarly as NonNullable<typeof withEarly>);
    await layer().waitFor();
    expect(await openedAt()).toBe(12 * 60);
  });

  it("is switched off by its box, and asked again with F5", async () => {
    await open({ "settings:update": { ok: true, value: { ...withOwnCalendar, ui: sample.calendar.ui } } });
    await page.keyboard.press("F5");
    await expect.poll(() => asked(page, "calendar:events")).toHaveLength(2);
    expect((await asked(page, "calendar:events"))[1]).toMatchObject({ fresh: true });
    await page.getByText("My calendar", { exact: true }).click();
    await layer().waitFor({ state: "detached" });
    expect(await asked(page, "settings:update")).toEqual([{ ownCalendarShown: false }]);
  });

  it("leads to where one is chosen, where there is none", async () => {
    await open({}, sample.calendar);
    await page.getByRole("button", { name: "Show my calendar…" }).click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "main", page: "general" }]);
    expect(await asked(page, "calendar:events")).toEqual([]);
  });

  it("says why it could not be read, beside what was read before", async () => {
    const failure = { code: "calendar_offline", message: "x", saved: "no" as const };
    await open({ "calendar:events": { ok: true, value: { ...ownEvents, failure } } });
    await page.getByRole("alert").getByText("The calendar could not be read").waitFor();
    await page.getByText("Shown as read at").waitFor();
    expect(await layer().getByRole("button").count()).toBe(6);
  });

  it("is one stop of Tab, and arrows walk through it", async () => {
    await open();
    const events = layer().getByRole("button");
    expect(await events.evaluateAll((all) => all.filter((one) => one.tabIndex === 0).length)).toBe(1);
    await events.first().focus();
    await page.keyboard.press("ArrowDown");
    expect(await events.nth(1).evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await dialog().waitFor();
    expect(await dialog().getByRole("listitem").count()).toBe(1);
  });

  it("lets a new entry be drawn over an event", async () => {
    await open();
    const call = layer().getByRole("button", { name: /Call, Jonas/ });
    await call.scrollIntoViewIfNeeded();
    const box = await call.boundingBox();
    if (!box) throw new Error("no event");
    const [x, y] = [box.x + box.width / 2, box.y + 4];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 30);
    await page.mouse.move(x, y + 44);
    await page.mouse.up();
    await page.getByRole("form", { name: "Log time" }).waitFor();
    expect(await dialog().count()).toBe(0);
  });

  it("ticks only what is over, has its work and overlaps nothing, and says why of all others", async () => {
    await open();
    await preview();
    const checked = await ticks().evaluateAll((all) => all.map((one) => (one as HTMLInputElement).checked));
    expect(checked).toEqual([true, false, true, false, false, false]);
    const words = await dialog().locator(".proposal__why").allTextContents();
    expect(words.map((text) => text.replace(/^ · /, ""))).toEqual([
      "choose what to book it on",
      "overlaps Website relaunch, 13:15–18:00",
      "not over yet",
      "has no duration",
    ]);
    await book(2).waitFor();
  });

  it("books what is ticked, with the times as they were changed, and nothing before its button is pressed", async () => {
    await open({
      "calendar:book": {
        ok: true,
        value: {
          rows: [
            { key: key("a"), state: "booked" },
            { key: key("c"), state: "failed", reason: "Month locked." },
          ],
          notes: [],
          change: 31,
          failure: null,
        },
      },
    });
    await preview();
    await row("Weekly planning").getByLabel("To", { exact: false }).fill("8:45");
    expect(await asked(page, "calendar:book")).toEqual([]);
    await hold(page, "calendar:book");
    await book(2).click();
    await notify(page, "calendar:progress", { done: 1, total: 2 });
    await dialog().getByText("1 of 2 booked").waitFor();
    await page.keyboard.press("Escape");
    await dialog().getByRole("button", { name: "Stop" }).click();
    expect(await asked(page, "calendar:stopBooking")).toHaveLength(1);
    expect(await dialog().count()).toBe(1);
    await release(page, "calendar:book", {
      ok: true,
      value: {
        rows: [
          { key: key("a"), state: "booked" },
          { key: key("c"), state: "failed", reason: "Month locked." },
        ],
        notes: [],
        change: 31,
        failure: null,
      },
    });
    const done = page.getByRole("dialog", { name: "Entries made of events" });
    await done.getByText("Booked 1 of 2.").waitFor();
    await done.getByText("Team retro: not booked. Month locked.").waitFor();
    const rows = {
      key: key("a"),
      series: key("a"),
      day: "2026-11-16",
      from: "08:00",
      to: "8:45",
      work: website,
      text: "Weekly planning",
    };
    expect(await asked(page, "calendar:book")).toMatchObject([
      { rows: [rows, { key: key("c"), from: "17:00", to: "17:45" }] },
    ]);
    await done.getByRole("button", { name: "Undo" }).click();
    await done.getByText("All of it was undone.").waitFor();
    expect(await asked(page, "activity:undo")).toEqual([{ id: 31 }]);
    await done.getByRole("button", { name: "Close" }).click();
    await done.waitFor({ state: "detached" });
  });

  it("ticks an event once its work is chosen, and keeps that when the preview is closed", async () => {
    await open();
    await preview();
    await row("Call, Jonas")
      .getByRole("button", { name: /^Work:/ })
      .click();
    await page.getByRole("option").first().click();
    await book(3).waitFor();
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await preview();
    await book(3).waitFor();
  });

  it("takes the events of one day where that is chosen", async () => {
    await open();
    await preview();
    await dialog()
      .getByRole("button", { name: /Which events|All of these/ })
      .click();
    await page.getByRole("option", { name: "Mon 16 Nov" }).click();
    expect(await dialog().getByRole("listitem").count()).toBe(2);
    await book(1).waitFor();
  });

  it("marks what was booked before, and what is gone since", async () => {
    const booked = [
      { key: key("a"), entryId: "88" },
      { key: key("c"), entryId: "404" },
    ];
    await open({ "calendar:suggest": { ok: true, value: { ...ownSuggested, booked } } });
    await page.getByRole("button", { name: "Make entries of these 6" }).click();
    await row("Weekly planning").getByText("already booked").waitFor();
    await row("Team retro").getByText("was booked before; that entry is gone or elsewhere").waitFor();
    expect(await book(0).isDisabled()).toBe(true);
  });

  it("suggests nothing where earlier entries cannot be read, and books all the same", async () => {
    await open({ "calendar:suggest": { ok: false, failure: { code: "offline", message: "x", saved: "no" } } });
    await page.getByRole("button", { name: "Make entries of these 6" }).click();
    await dialog().getByText("Earlier entries could not be read, so nothing is suggested").waitFor();
    expect(await row("Weekly planning").getByRole("checkbox").isDisabled()).toBe(true);
  });

  it.each(["light", "dark"] as const)("has no fault that axe finds: %s", async (theme) => {
    await open({}, { ...withOwnCalendar, ui: { ...withOwnCalendar.ui, theme } });
    const pictures = process.env.PUNCHCARD_SCREENSHOTS;
    if (pictures) await page.screenshot({ path: `${pictures}/own-${theme}.png` });
    await withoutViolations(page);
    await preview();
    if (pictures) await page.screenshot({ path: `${pictures}/own-make-${theme}.png` });
    await withoutViolations(page);
  });

  describe("in the settings", () => {
    const settings = async (answers?: Answers, state = withOwnCalendar) => {
      page = await windows.open(state, { window: "main", page: "general", answers });
      await page.getByRole("heading", { name: "My calendar" }).waitFor();
    };
    it("takes an address, hides it while it is typed and forgets it afterwards", async () => {
      await settings();
      const field = page.getByLabel("Address (https or webcal)");
      expect(await field.getAttribute("type")).toBe("password");
      await field.fill("webcal://calendar.example/secret.ics");
      await field.press("Enter");
      await expect.poll(() => field.inputValue()).toBe("");
      expect(await asked(page, "calendar:setAddress")).toEqual([{ address: "webcal://calendar.example/secret.ics" }]);
    });

    it("says why one was not taken, and keeps what was typed", async () => {
      const failure = { code: "calendar_insecure", message: "x", saved: "no" as const };
      await settings({ "calendar:setAddress": { ok: false, failure } });
      await page.getByLabel("Address (https or webcal)").fill("http://a.example");
      await page.getByRole("button", { name: "Use", exact: true }).click();
      await page.getByRole("alert").getByText("This calendar was not taken over").waitFor();
      expect(await page.getByLabel("Address (https or webcal)").inputValue()).toBe("http://a.example");
    });

    it("names the one in use and removes it", async () => {
      await settings();
      await page.getByText("calendar.example", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Remove", exact: true }).click();
      await expect.poll(() => asked(page, "calendar:remove")).toHaveLength(1);
    });
  });
});
