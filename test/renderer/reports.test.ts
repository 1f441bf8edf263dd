import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import type { Request } from "#main/ipc/contract/index";
import * as sample from "./fixtures";
import { groups, report } from "./fixtures-reports";
import { pdfText } from "./pdf-text";
import { type Answers, asked, hold, notify, pause, release, takeComplaints, Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`reports page${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (answers?: Answers, state: AppState = sample.working) => {
    page = await windows.open(state, { window: "main", page: "reports", answers });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const last = async () => (await asked(page, "reports:get")).at(-1);
  const ok = <T>(value: T) => ({ ok: true as const, value });
  const november = { from: "2026-11-01", to: "2026-11-30" };

  it("shows what was worked, owed, over and billable, with where it comes from", async () => {
    await open();
    const totals = page.getByRole("region", { name: "Totals" });
    const words = (await totals.textContent()) ?? "";
    expect(words).toMatch(/Worked171:2096 entries on 21 days/);
    expect(words).toMatch(/Target168:0022 days less 1 day sick/);
    expect(words).toMatch(/Overtime\+3:20balance on 31 Oct \+8:30/);
    expect(words).toMatch(/Billable157:0091\.6\u00a0% of the time worked/);
    await sees("Read from Kimai at 11:12: all 96 entries, nothing left out. Targets: your work contract in Kimai");
    expect(await asked(page, "reports:get")).toEqual([{ ...november, by: "project", who: "me" }]);
  });

  it("labels each bar with its name, hours and part, and draws the longest as wide as there is room", async () => {
    await open();
    const bars = page.getByRole("list", { name: "Hours by Project, 1–30 Nov 2026" });
    expect(await bars.getByRole("listitem").count()).toBe(5);
    expect(await bars.getByRole("listitem").nth(1).textContent()).toBe(
      "Warehouse app Nordhafen Logistics54:3031.8\u00a0%",
    );
    const widths = await bars
      .locator(".hbar__track i")
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).style.width));
    expect(widths).toEqual(["100%", "86.9%", "49.8%", "22.8%", "13.5%"]);
  });

  it("shows each week against its target, with what happened in it", async () => {
    await open();
    const table = page.getByRole("region", { name: "Weeks and target" });
    const row = (name: RegExp) => table.getByRole("row", { name }).textContent();
    expect(await row(/^43/)).toBe("43 · 19–25 Oct39:1540:00−0:45+6:20Sickness (part of the day) on 22 Oct");
    expect(await table.getByRole("row").last().textContent()).toBe("November 2026171:20168:00+3:20+8:30");
    await notify(page, "state:changed", { ...sample.working, language: "de" });
    await sees("Krankheit (Teil des Tages) am 22. Okt.");
  });

  it("narrows a report by names, exports what is shown then, and takes the filters off", async () => {
    await open({ "tables:save": ok({ path: "/home/marta/november.csv" }) });
    await button("Filter").click();
    const form = page.getByRole("form", { name: "Filter" });
    const project = form.getByRole("combobox", { name: "Project" });
    // Only what there is can be chosen: in the report, or found by the service.
    await project.fill("No such thing");
    await sees("Nothing found");
    await page.keyboard.press("Escape");
    expect(await project.inputValue()).toBe("");
    await project.fill("config");
    await page.getByRole("option", { name: "Product configurator", exact: true }).waitFor();
    await project.fill("relaunch");
    await page.getByRole("option", { name: "Website relaunch", exact: true }).click();
    // The service lists no tags here, so what was typed can be chosen all the same.
    await form.getByRole("combobox", { name: "Tag" }).fill("remote");
    await page.getByRole("option", { name: "remote", exact: true }).click();
    await form.getByRole("button", { name: "Apply" }).click();
    await button("2 filters").waitFor();
    expect(await last()).toEqual({ ...november, by: "project", who: "me", project: "Website relaunch", tag: "remote" });
    await button("Export").click();
    const item = (name: RegExp) => page.getByRole("menuitem", { name });
    expect(await item(/^Entries as a table/).getAttribute("aria-disabled")).toBe("true");
    await sees("Entries are exported without a filter: clear it first.");
    await item(/for programs/).click();
    await sees("Saved to /home/marta/november.csv");
    await button("Export").click();
    await item(/for spreadsheets/).click();
    await expect.poll(async () => (await asked(page, "tables:save")).length).toBe(2);
    const [neutral, language] = (await asked(page, "tables:save")) as Request<"tables:save">[];
    expect(neutral).toMatchObject({ name: "punchcard-project-2026-11-01-2026-11-30.csv", form: "neutral" });
    expect(neutral?.head).toEqual([
      ...["project", "project_id", "hours", "seconds", "billable_seconds", "entries", "share"],
    ]);
    expect(language?.head).toEqual(["Project", "Hours", "Billable (hours)", "Entries", "Share"]);
    expect([neutral?.rows.length, language?.rows.length]).toEqual([groups.length, groups.length]);
    expect(await asked(page, "reports:export")).toEqual([]);
    await button("Clear").click();
    expect(await last()).toEqual({ ...november, by: "project", who: "me" });
  });

  it("shows what is used and left of the budget of a project, and of no customer with its number", async () => {
    const time = { budget: 720_000, used: 584_100, left: 135_900 };
    await open({ "projects:budgets": ok({ budgets: { 1: { month: null, time }, 77: { month: null, time } } }) });
    const row = page.getByRole("listitem").filter({ hasText: "Website relaunch" });
    await row.getByText("162:15 of 200:00").waitFor();
    await row.getByText("37:45 left").waitFor();
    expect(await page.locator(".hbar__budget").count()).toBe(1);
    expect(await asked(page, "projects:budgets")).toEqual([{ accountId: "kimai" }]);
    const customers = { ...report, groups: groups.map((one) => ({ ...one, by: "customer" as const })) };
    await open({
      "reports:get": ok(customers),
      "projects:budgets": ok({ budgets: { 1: { month: null, time } } }),
    });
    await page.locator(".hbar").first().waitFor();
    expect(await page.locator(".hbar__budget").count()).toBe(0);
  });

  it("makes no table of a part of the groups, and prints whose time it is", async () => {
    await open({ "reports:get": ok({ ...report, more: 3 }) });
    await button("Filter").click();
    const form = page.getByRole("form", { name: "Filter" });
    await page.evaluate(() => {
      window.fake.answers["reports:names"] = { ok: true, value: ["Ada Berg", "Adam Nowak"] };
    });
    await form.getByRole("combobox", { name: "Person" }).fill("ada");
    await page.getByRole("option", { name: "Adam Nowak" }).waitFor();
    await page.getByRole("option", { name: "Ada Berg" }).click();
    expect(await asked(page, "reports:names")).toContainEqual({ of: "person", query: "ada" });
    await form.getByRole("button", { name: "Apply" }).click();
    await button("1 filter").waitFor();
    expect(await page.locator(".printhead").textContent()).toContain("Kimai · Ada Berg");
    expect(await page.locator(".printhead").textContent()).not.toContain("My time");
    await button("Export").click();
    await sees("There are more groups than are shown, so the table would not be complete");
    for (const name of [/for programs/, /for spreadsheets/])
      expect(await page.getByRole("menuitem", { name }).getAttribute("aria-disabled")).toBe("true");
  });

  it("makes a PDF of what is shown, in light colors without the controls, with its period, account and reading", async () => {
    page = await windows.open(sample.working, {
      window: "main",
      page: "reports",
      dark: true,
      answers: { "reports:print": ok({ path: "/home/marta/report.pdf" }) },
    });
    await button("Export").click();
    await page.getByRole("menuitem", { name: "This report as a PDF…" }).click();
    await sees("Saved to /home/marta/report.pdf");
    expect(await asked(page, "reports:print")).toEqual([{ ...november, what: "pdf" }]);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const head = page.locator(".printhead");
    expect(await head.textContent()).toMatch(/^Time, 1–30 Nov 2026Kimai · My timeRead on .* 19 .* at 11:12$/);
    expect(await page.getByRole("navigation").isVisible()).toBe(false);
    expect(await button("Export").count()).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("light");
    const folder = process.env.PUNCHCARD_SCREENSHOTS;
    if (folder) await page.screenshot({ path: `${folder}/report-print.png`, fullPage: true });
    await page.emulateMedia({ media: null });
    const written = pdfText(await page.pdf({ format: "A4", printBackground: true }));
    for (const words of [
      "Time, 1–30 Nov 2026Kimai · My time",
      "Worked171:2096 entries on 21 days",
      "Target168:00",
      "Overtime+3:20balance on 31 Oct +8:30",
      "Billable157:00",
      "Website relaunch Brightwater Museum62:4536.6 %",
      "Warehouse app Nordhafen Logistics54:3031.8 %",
      "Product configurator Lumen Optics31:1518.2 %",
      "Studio internal14:208.4 %",
      "Website care Brightwater Museum8:305.0 %",
      "41 · 5–11 Oct41:1040:00+1:10+6:00",
      "November 2026171:20168:00+3:20+8:30",
      "all 96 entries, nothing left out.",
    ])
      expect(written).toContain(words.replaceAll(" ", ""));
    expect(written).not.toMatch(/Export|Filter|Clocked|thenby|…/);
  });

  it("groups by something else, and again within each group", async () => {
    const inner = {
      ...groups[0],
      by: "activity",
      id: "7",
      name: "Design",
      share: 0.2,
      seconds: 36_000,
    } as (typeof groups)[number];
    await open({
      "reports:get": ok({ ...report, groups: groups.map((one) => ({ ...one, groups: [inner], more: 2 })) }),
    });
    await page.getByText("Customer", { exact: true }).first().click();
    expect(await last()).toEqual({ ...november, by: "customer", who: "me" });
    await page.getByRole("button", { name: /then by/ }).click();
    expect(await page.getByRole("option").allTextContents()).not.toContain("Customer");
    await page.getByRole("option", { name: "Activity" }).click();
    expect(await last()).toEqual({ ...november, by: "customer", thenBy: "activity", who: "me" });
    const below = page.getByRole("list", { name: "Website relaunch" });
    expect(await below.textContent()).toContain("Design10:0020.0");
    await sees("2 more groups are not shown");
  });

  it("steps by week, month and year, by buttons and by keys", async () => {
    await open();
    await button("Previous month").click();
    expect(await last()).toMatchObject({ from: "2026-10-01", to: "2026-10-31" });
    await page.getByText("Week", { exact: true }).first().click();
    expect(await last()).toMatchObject({ from: "2026-09-28", to: "2026-10-04" });
    await button(/back to today/).click();
    expect(await last()).toMatchObject({ from: "2026-11-16", to: "2026-11-22" });
    await button(/back to today/).press("ArrowLeft");
    expect(await last()).toMatchObject({ from: "2026-11-09", to: "2026-11-15" });
    await page.getByText("Year", { exact: true }).click();
    await button("Previous year").click();
    expect(await last()).toMatchObject({ from: "2025-01-01", to: "2025-12-31" });
  });

  it("tells running time apart, and what was left out", async () => {
    const part = {
      ...report,
      total: { ...report.total, running: 2700 },
      read: { ...report.read, left_out: ["Absences could not be read: the plugin is missing."] },
    };
    await open({ "reports:get": ok(part) });
    await sees(/96 entries on 21 days, 0:45 still running/);
    await sees(/96 entries\. Left out: Absences could not be read/);
    expect(await page.getByText("nothing left out").count()).toBe(0);
  });

  it("tells days below their target and gaps, the first few by name", async () => {
    const missing = Array.from({ length: 9 }, (_, index) => ({
      day: `2026-10-${String(index + 12).padStart(2, "0")}`,
      target: 28_800,
      seconds: index === 0 ? 3600 : 0,
    }));
    await open({ "reports:get": ok({ ...report, missing }) });
    await sees("9 days below target");
    await sees("Mon 12 Oct: 1:00 of 8:00");
    await sees("Tue 13 Oct: nothing of 8:00");
    await sees("and 3 more");
    await sees("22 Oct, 12:50–13:30: 0:40");
  });

  it("shows no target where none is kept, and none for everybody together", async () => {
    const { target: _target, ...without } = report;
    await open({ "reports:get": ok(without) });
    await sees("no target hours set");
    expect(await page.getByRole("table").count()).toBe(0);
    expect(await page.getByText("Overtime", { exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: /Whose time/ }).click();
    await page.getByRole("option", { name: "Everyone’s time" }).click();
    expect(await last()).toMatchObject({ who: "everyone" });
    await sees("choose My time to see it");
  });

  it("cannot choose everybody where the service refuses it, and says why", async () => {
    const refused = { "others_time.read": "your Kimai role has no right to see other people's time" };
    await open({}, { ...sample.working, accounts: [{ ...sample.kimai, refused }] });
    expect(await page.getByRole("button", { name: /Whose time/ }).isDisabled()).toBe(true);
    expect(await page.getByTitle("your Kimai role has no right to see other people's time").count()).toBe(1);
  });

  it("exports what is shown into a file that main asks for, and says where it went", async () => {
    await open();
    await button("Export").click();
    await page.getByRole("menuitem", { name: "This report for programs (CSV with commas, ISO dates)" }).click();
    await sees("Saved to /home/marta/october.csv");
    expect(await asked(page, "reports:export")).toEqual([{ ...november, by: "project", what: "report" }]);
    await page.evaluate(() => {
      window.fake.answers["reports:export"] = { ok: true, value: { path: null } };
    });
    await button("Export").click();
    await page.getByRole("menuitem", { name: "Entries as a calendar (iCal)" }).click();
    await expect.poll(() => page.getByText("Saved to").count()).toBe(0);
    await page.getByRole("button", { name: /Whose time/ }).click();
    await page.getByRole("option", { name: "Everyone’s time" }).click();
    await button("Export").click();
    await sees("Entries can be exported of your own time only: choose My time.");
    expect(await page.getByRole("menuitem").last().getAttribute("aria-disabled")).toBe("true");
  });

  it("says that nothing was exported, and why", async () => {
    const failure = { code: "file", message: "/x.csv could not be written.", saved: "no" as const, next: "Make room." };
    await open({ "reports:export": { ok: false, failure } });
    await button("Export").click();
    await page.getByRole("menuitem", { name: "Entries as a table (CSV)" }).click();
    expect(await page.getByRole("alert").textContent()).toMatch(
      /Nothing was exported.*could not be written.*Make room/,
    );
  });

  it("shows progress after a moment, can be cancelled when it takes long, and shows only the newest answer", async () => {
    await open();
    await pause(page);
    await hold(page, "reports:get");
    await button("Previous month").click();
    await page.clock.runFor(250);
    expect(await page.getByRole("progressbar").count()).toBe(0);
    await page.clock.runFor(100);
    await page.getByRole("progressbar", { name: "Loading the report" }).waitFor();
    expect(await button("Cancel").count()).toBe(0);
    await page.clock.runFor(3_000);
    await button("Cancel").click();
    expect(await asked(page, "reports:cancel")).toHaveLength(1);
    await release(page, "reports:get", { ok: false, failure: { code: "cancelled", message: "x", saved: "no" } });
    await sees("Refresh canceled");
    await button("Previous month").click();
    await hold(page);
    await button("Previous month").click();
    await sees("171:20");
    await release(page, "reports:get", { ok: false, failure: { code: "offline", message: "late", saved: "no" } });
    await page.clock.runFor(100);
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("says what to do where nothing is booked, and reads again after a write", async () => {
    const none = { ...report, groups: [], total: { ...report.total, seconds: 0, entries: 0, billable: 0 } };
    await open({ "reports:get": ok(none) });
    await sees("Nothing booked, 1–30 Nov 2026");
    await sees("no time worked");
    const before = (await asked(page, "reports:get")).length;
    await notify(page, "state:changed", { ...sample.working, writes: 1 });
    await expect.poll(async () => (await asked(page, "reports:get")).length).toBe(before + 1);
  });
});
