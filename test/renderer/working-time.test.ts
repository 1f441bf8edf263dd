import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { type Answers, asked, hold, release, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

describe.skipIf(whyNot)(`working time page${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (answers?: Answers, state: AppState = sample.localIdle) => {
    page = await windows.open(state, { window: "main", page: "workingTime", answers });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const ok = <T>(value: T) => ({ ok: true as const, value });
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  it("shows what holds from which day on, and what holds now", async () => {
    await open();
    const rows = await page.getByRole("row").allInnerTexts();
    expect(rows.map((row) => row.split(/\s+/).join(" ").trim())).toEqual([
      "Valid from Mon Tue Wed Thu Fri Sat Sun Week",
      "Before that 6:24 6:24 6:24 6:24 6:24 – – 32:00",
      "1 Jan 2026 now 8:00 8:00 8:00 8:00 8:00 – – 40:00",
      "1 Mar 2027 8:00 8:00 8:00 8:00 4:00 – – 36:00",
    ]);
    expect(await asked(page, "workingTime:get")).toEqual([
      { accountId: "local", from: "2026-11-19", to: "2027-11-19" },
    ]);
    const next = page.getByRole("list", { name: "Next public holidays" });
    expect(await next.textContent()).toContain("Silvester (half day)");
  });

  it("adds a free day of one's own, changes one and takes one away, and the focus stays with them", async () => {
    await open();
    const own = page.getByRole("list", { name: "Days of your own" });
    expect(await own.getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringMatching(/5 Jun 2026\s*Company outing/),
      expect.stringMatching(/24 Dec, yearly\s*Christmas Eve \(half day\)/),
    ]);
    await button("Add a day of your own").click();
    const form = page.getByRole("form", { name: "Add a day of your own" });
    expect(await form.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await form.getByLabel("Name").fill(" Town feast ");
    await form.getByLabel("Day", { exact: true }).fill("");
    expect(await form.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await form.getByLabel("Day", { exact: true }).fill("2027-05-07");
    await form.getByText("Each year from this date on").click();
    await page.keyboard.press("Enter");
    await expect
      .poll(() => asked(page, "workingTime:saveOwnDay"))
      .toEqual([{ accountId: "local", name: "Town feast", day: "2027-05-07", yearly: true, half: false }]);
    await form.waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Add a day of your own");
    await button("Change Christmas Eve").click();
    const change = page.getByRole("form", { name: "Change Christmas Eve" });
    expect(await change.getByLabel("Name").inputValue()).toBe("Christmas Eve");
    await change.getByText("Half a day, from noon on").click();
    await change.getByRole("button", { name: "Save" }).click();
    await expect
      .poll(async () => (await asked(page, "workingTime:saveOwnDay")).at(-1))
      .toEqual({ accountId: "local", id: "2", name: "Christmas Eve", day: "2026-12-24", yearly: true, half: false });
    await button("Remove Company outing").click();
    await expect.poll(() => asked(page, "workingTime:removeOwnDay")).toEqual([{ accountId: "local", id: "1" }]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Add a day of your own");
    expect((await asked(page, "workingTime:get")).length).toBe(4);
  });

  it("keeps what was typed of a free day that was not saved, asks before Esc drops it, and shows a day that is none", async () => {
    const failure = {
      code: "invalid",
      message: "There is a free day on 2026-12-24 already (#2).",
      saved: "no" as const,
    };
    const damaged = { id: "3", name: "Odd", day: "never", yearly: true, half: false };
    await open({
      "workingTime:saveOwnDay": { ok: false, failure },
      "workingTime:get": ok({ ...sample.workingTime, ownDays: [damaged] }),
    });
    await page.getByText("never", { exact: true }).waitFor();
    await button("Add a day of your own").click();
    const form = page.getByRole("form", { name: "Add a day of your own" });
    await form.getByLabel("Name").fill("Again");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("There is a free day on 2026-12-24 already").first().waitFor();
    expect(await form.getByLabel("Name").inputValue()).toBe("Again");
    await form.getByLabel("Name").press("Escape");
    expect(await form.count()).toBe(1);
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
  });

  it("lets the zone of new entries be found by its city, and saves nothing for the same or for none", async () => {
    await open();
    const zone = page.getByRole("combobox", { name: "Zone of new entries" });
    expect(await zone.inputValue()).toBe("Berlin (Europe/Berlin)");
    await zone.fill("");
    await page.getByLabel("Balance on that day").focus();
    expect(await zone.inputValue()).toBe("Berlin (Europe/Berlin)");
    await zone.fill("warsaw");
    await page.getByRole("option", { name: "Warsaw (Europe/Warsaw)" }).click();
    await expect
      .poll(() => asked(page, "workingTime:saveZone"))
      .toEqual([{ accountId: "local", zone: "Europe/Warsaw" }]);
    expect((await asked(page, "workingTime:get")).length).toBe(2);
  });

  it("saves reminders as they are switched and typed, the last one however quickly they come", async () => {
    const state = sample.localIdle;
    await open({ "settings:update": ok(state) });
    await hold(page, "settings:update");
    await page.getByText("Reminders", { exact: true }).waitFor();
    const section = page.getByRole("region", { name: "Reminders" });
    await section.locator(".switch").nth(0).click();
    await section.getByLabel("Time: A workday begins").fill("08:45");
    await section.locator(".switch").nth(2).click();
    expect(await asked(page, "settings:update")).toHaveLength(1);
    await hold(page);
    await release(page, "settings:update", ok(state));
    await expect.poll(async () => (await asked(page, "settings:update")).length).toBe(2);
    expect((await asked(page, "settings:update")).at(-1)).toMatchObject({
      reminders: { begin: { on: true, at: 525 }, break: { on: true, after: 360 }, end: { on: false } },
    });
  });

  it("offers reminders also where a service keeps the hours, with quiet hours over midnight", async () => {
    await open(undefined, sample.working);
    expect(await page.getByLabel("Quiet from").inputValue()).toBe("19:00");
    await page.getByLabel("Quiet until").fill("06:00");
    await expect
      .poll(() => asked(page, "settings:update"))
      .toMatchObject([{ reminders: { quiet: { on: true, from: 1140, to: 360 } } }]);
  });

  it("keeps single days from a date on by the keyboard, and refuses what is no time", async () => {
    await open();
    await button("New row from a date").press("Enter");
    await page.getByLabel("Valid from", { exact: true }).fill("2027-06-01");
    await page.getByLabel("Fri", { exact: true }).fill("25");
    await page.getByText("Enter hours as 8, 7.5 or 7:30, and a date.").waitFor();
    expect(await button("Save").first().isDisabled()).toBe(true);
    await page.getByLabel("Thu", { exact: true }).fill("7,5");
    await page.getByLabel("Fri", { exact: true }).fill("");
    await page.getByText("31:30 a week").waitFor();
    await page.keyboard.press("Enter");
    await expect
      .poll(() => asked(page, "workingTime:saveTarget"))
      .toEqual([{ accountId: "local", first: "2027-06-01", week: [28_800, 28_800, 28_800, 27_000, 0, 0, 0] }]);
    await expect.poll(() => page.getByRole("form", { name: "New row from a date" }).count()).toBe(0);
    expect((await asked(page, "workingTime:get")).length).toBeGreaterThan(1);
  });

  it("keeps the first day and its balance as people write it, and refuses what is none", async () => {
    await open();
    const form = page.getByRole("form", { name: "First day of the balance" });
    const [day, balance] = [form.getByLabel("First day of the balance"), form.getByLabel("Balance on that day")];
    const save = form.getByRole("button", { name: "Save" });
    expect([await day.inputValue(), await balance.inputValue()]).toEqual(["2026-01-01", "+4:10"]);
    await form.getByText("Today’s balance: +8:55").waitFor();
    expect(await save.isDisabled()).toBe(true);
    const last = async () => (await asked(page, "workingTime:saveFirstDay")).at(-1);
    const keeps = async (text: string, opening: number | null) => {
      await balance.fill(text);
      await balance.press("Enter");
      await expect.poll(last).toEqual({ accountId: "local", firstDay: "2026-01-01", opening });
    };
    await keeps("-4:10", -15_000);
    await keeps("4,5", 16_200);
    await keeps("−0.25", -900);
    await keeps("0", 0);
    await keeps("", null);
    for (const text of ["4:75", "four", "-", "1e3", "4:5", "--1"]) {
      await balance.fill(text);
      await form.getByText("Enter hours as 4:10").waitFor();
      expect(await save.isDisabled(), text).toBe(true);
    }
    // A balance without its day belongs nowhere.
    await balance.fill("1:00");
    await day.fill("");
    expect(await save.isDisabled()).toBe(true);
    await balance.fill("");
    await save.click();
    await expect.poll(last).toEqual({ accountId: "local", firstDay: null, opening: null });
    expect((await asked(page, "workingTime:get")).length).toBeGreaterThan(1);
  });

  it("changes a row only once it is clicked, and says first what becomes of the balance", async () => {
    await open({ "workingTime:foresee": ok({ before: 32_100, after: -3_900 }) });
    expect(await page.getByRole("row").getByRole("textbox").count()).toBe(0);
    const row = button("Change the row from 1 Jan 2026");
    await row.press("Enter");
    await page.getByLabel("Fri", { exact: true }).fill("4");
    await page.keyboard.press("Enter");
    await page.getByText("This changes your balance from +8:55 to −1:05.").waitFor();
    const change = { id: "1", week: [28_800, 28_800, 28_800, 28_800, 14_400, 0, 0] };
    expect(await asked(page, "workingTime:foresee")).toEqual([
      { accountId: "local", today: "2026-11-19", id: "1", row: { first: "2026-01-01", week: change.week } },
    ]);
    expect(await asked(page, "workingTime:saveTarget")).toEqual([]);
    // Another value is another question.
    await page.getByLabel("Fri", { exact: true }).fill("5");
    expect(await page.getByText("This changes your balance").count()).toBe(0);
    await page.getByLabel("Fri", { exact: true }).fill("4");
    await page.keyboard.press("Enter");
    await button("Change").click();
    await expect
      .poll(() => asked(page, "workingTime:saveTarget"))
      .toEqual([{ accountId: "local", first: "2026-01-01", ...change }]);
    await expect.poll(() => row.evaluate((one) => one === document.activeElement)).toBe(true);
  });

  it("does not ask about the balance where a row begins later than today", async () => {
    await open();
    await button("Change the row from 1 Mar 2027").click();
    await page.getByLabel("Fri", { exact: true }).fill("5");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await asked(page, "workingTime:saveTarget")).length).toBe(1);
    expect(await asked(page, "workingTime:foresee")).toEqual([]);
  });

  it("asks before a row goes, with the balance after it, and says why where that failed", async () => {
    const failure = { code: "unavailable", message: "The file is in use.", saved: "no" as const };
    await open({
      "workingTime:foresee": ok({ before: 32_100, after: null }),
      "workingTime:removeTarget": { ok: false, failure },
    });
    await button("Remove the row from 1 Mar 2027").click();
    const question = page.getByRole("region", { name: "Remove the row from 1 Mar 2027?" });
    await question.getByText("Without any hours there is no balance; now it is +8:55.").waitFor();
    await question.getByRole("button", { name: "Cancel" }).click();
    expect(await asked(page, "workingTime:removeTarget")).toEqual([]);
    await button("Remove the row from 1 Mar 2027").click();
    await question.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("alert").waitFor();
    expect(await asked(page, "workingTime:removeTarget")).toEqual([{ accountId: "local", id: "2" }]);
  });

  it("keeps what was carried over with its last day, and takes it away", async () => {
    await open();
    const form = page.getByRole("form", { name: "Carried over into 2026" });
    const [days, until] = [form.getByLabel("Carried over into 2026"), form.getByLabel("To be taken until")];
    expect([await days.inputValue(), await until.inputValue()]).toEqual(["5", "2026-03-31"]);
    await form.getByText("2026: 6.5 left").waitFor();
    const last = async () => (await asked(page, "workingTime:saveCarry")).at(-1);
    const kept = { accountId: "local", id: "4", year: 2026 };
    await days.fill("4,5");
    await days.press("Enter");
    await expect.poll(last).toEqual({ ...kept, days: 4.5, until: "2026-03-31" });
    await days.fill("4.3");
    await form.getByText("Enter whole or half days, and a day in 2026.").waitFor();
    await days.fill("4");
    await until.fill("2027-01-31");
    await form.getByText("Enter whole or half days, and a day in 2026.").waitFor();
    expect(await form.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await days.fill("");
    await until.fill("");
    await days.press("Enter");
    await expect.poll(last).toEqual({ ...kept, days: null, until: null });
  });

  it("shows the hours of any account that is chosen", async () => {
    const state = { ...sample.localIdle, accounts: [...sample.localIdle.accounts, sample.kimai] };
    await open({}, state);
    await page.getByRole("button", { name: /Account/ }).click();
    await page.getByRole("option", { name: "Kimai" }).click();
    await page.getByText("Kimai keeps working time, holidays and leave itself.").waitFor();
    expect(await page.getByRole("form", { name: "First day of the balance" }).count()).toBe(0);
  });

  it("drops the region with its country, and keeps the days of leave", async () => {
    await open();
    await page.getByRole("button", { name: /Country/ }).click();
    await page.getByRole("option", { name: "Poland" }).click();
    await expect
      .poll(() => asked(page, "workingTime:saveLeave"))
      .toEqual([{ accountId: "local", leaveDays: 28, country: "PL", region: null }]);
    await page.getByLabel("Days a year").fill("27,5");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => (await asked(page, "workingTime:saveLeave")).at(-1))
      .toEqual({
        accountId: "local",
        leaveDays: 27.5,
        country: "DE",
        region: "HH",
      });
    await page.getByLabel("Days a year").fill("27.3");
    await page.getByText("Enter whole or half days").waitFor();
  });

  it("says where nothing is kept yet, and that a service keeps its own", async () => {
    const empty = { ...sample.workingTime, targets: [], before: null, country: null, region: null, holidays: [] };
    await open({ "workingTime:get": ok(empty) });
    await page.getByText("No target hours yet.").waitFor();
    await page.getByText("Without a country, public holidays count as workdays.").waitFor();
    await open({}, sample.working);
    await page.getByText("keeps working time, holidays and leave itself.").waitFor();
    expect(await page.getByRole("row").last().textContent()).toBe("Kimai8:008:008:008:008:00––40:00");
    expect(await page.getByRole("region", { name: "Hours per weekday" }).getByRole("button").count()).toBe(0);
    expect(await asked(page, "workingTime:get")).toEqual([]);
  });

  it.each(["light", "dark"] as const)("has no fault that axe finds: %s", async (theme) => {
    await open({}, { ...sample.localIdle, ui: { ...sample.localIdle.ui, theme } });
    await button("Change the row from 1 Jan 2026").click();
    await withoutViolations(page);
  });
});
