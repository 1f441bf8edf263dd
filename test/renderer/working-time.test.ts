import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "../../main/ipc/contract";
import * as sample from "./fixtures";
import { type Answers, asked, hold, release, takeComplaints, Windows, whyNot } from "./window";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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

  it("keeps the first day of the balance, and takes it away where none is given", async () => {
    await open();
    const day = page.getByLabel("First day of the balance", { exact: true }).last();
    expect(await day.inputValue()).toBe("2026-01-01");
    const save = page.getByRole("form", { name: "First day of the balance" }).getByRole("button", { name: "Save" });
    expect(await save.isDisabled()).toBe(true);
    await day.fill("2026-11-12");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => asked(page, "workingTime:saveFirstDay"))
      .toEqual([{ accountId: "local", firstDay: "2026-11-12" }]);
    expect((await asked(page, "workingTime:get")).length).toBeGreaterThan(1);
    await day.fill("");
    await save.click();
    await expect
      .poll(async () => (await asked(page, "workingTime:saveFirstDay")).at(-1))
      .toEqual({ accountId: "local", firstDay: null });
  });

  it("takes a row off, and says why where that failed", async () => {
    const failure = { code: "unavailable", message: "The file is in use.", saved: "no" as const };
    await open({ "workingTime:removeTarget": { ok: false, failure } });
    await button("Remove the row from 1 Mar 2027").click();
    await page.getByRole("alert").waitFor();
    expect(await asked(page, "workingTime:removeTarget")).toEqual([{ accountId: "local", id: "2" }]);
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
    await button("New row from a date").click();
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
    );
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
