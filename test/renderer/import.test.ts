import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { importPreview } from "./fixtures-import";
import { type Answers, asked, notify, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

describe.skipIf(whyNot)(`import page${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const ok = <T>(value: T) => ({ ok: true as const, value });
  const file = ok({ name: "clockify-2026.csv" });
  const open = async (
    answers: Answers = {},
    state: AppState = sample.working,
    dark = false,
    held: (keyof Answers)[] = [],
  ) => {
    page = await windows.open(state, {
      window: "main",
      page: "import",
      dark,
      held,
      answers: {
        "imports:pending": ok(null),
        "imports:choose": file,
        "imports:preview": ok(importPreview),
        ...answers,
      },
    });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const choose = async () => {
    await page.getByRole("button", { name: /CSV/ }).click();
    await page.getByRole("heading", { level: 2 }).first().waitFor();
  };
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const requests = (channel: keyof Answers) => asked(page, channel);

  it("tells what becomes of each row, and the parts sum up to the file", async () => {
    await open();
    await choose();
    const table = page.getByRole("table").first();
    const cells = await table.getByRole("row").evaluateAll((rows) => rows.map((row) => row.textContent));
    expect(cells).toEqual([
      "RowsNumberHours",
      "Imported1212:00",
      "Imported, overlaps other time11:00",
      "Already there22:00",
      "Twice in the file11:00",
      "From other people22:00",
      "Cannot be read21:45",
      "The whole file2019:45",
    ]);
    await sees("clockify-2026.csv, from Clockify");
    await sees("Not imported: Group, Billable Rate (EUR)");
  });

  it("keeps rows that are alike where that is chosen, and takes the choice back", async () => {
    await open();
    await choose();
    const keep = page.getByRole("checkbox", { name: "Import rows that are in the file twice" });
    await keep.press("Space");
    const chosen = async () => ((await requests("imports:preview")).at(-1) as { choices: object }).choices;
    await expect.poll(chosen).toEqual({ keepTwice: true });
    await keep.press("Space");
    await expect.poll(chosen).toEqual({});
  });

  it("says that tasks are left out where the account has no activities, of rows that are imported", async () => {
    const [first, second, third] = importPreview.work;
    const offers = { ...importPreview.offers, levels: ["customer", "project"] };
    const left = third && { ...third, target: { project: "skip", activity: "none" } };
    const work = [first, second, left].flatMap((one) => one ?? []);
    await open({ "imports:preview": ok({ ...importPreview, offers, work }) });
    await choose();
    await sees("This account has no activities, so the tasks of 12 rows are not imported.");
    await open();
    await choose();
    expect(await page.getByText("has no activities").count()).toBe(0);
  });

  it("is reached from the list of entries", async () => {
    page = await windows.open(sample.working, {
      window: "main",
      page: "entries",
      answers: { "imports:pending": ok(null) },
    });
    await page.getByRole("main").getByRole("button", { name: "Import", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Import" }).waitFor();
  });

  it("shows rows with a problem with their line, reason and cell", async () => {
    await open();
    await choose();
    await page.getByRole("button", { name: /Show/ }).click();
    await page.getByRole("option", { name: "Cannot be read (2)" }).click();
    const rows = page.getByRole("table").last().getByRole("row");
    expect(await rows.nth(1).textContent()).toMatch(
      /^9length does not match the times 09:00 – 10:00 2:00:00 {2}Call 1:00$/,
    );
  });

  it("previews anew with what is chosen, and keeps the choices of before", async () => {
    await open();
    await choose();
    await page.getByRole("button", { name: /Project for Nordhafen · Web site/ }).click();
    await page.getByRole("option", { name: "Leave out" }).click();
    await page.getByRole("button", { name: /Tag for on-site/ }).click();
    await page.getByRole("option", { name: "remote" }).click();
    await page.getByRole("checkbox", { name: /Otto Berg/ }).press("Space");
    await expect
      .poll(async () => (await requests("imports:preview")).at(-1))
      .toEqual({
        accountId: sample.working.activeAccount,
        choices: {
          work: { 2: { project: "skip" } },
          tags: { "on-site": "id:remote" },
          people: ["Marta Kruse", "Otto Berg"],
        },
      });
  });

  it("imports exactly what was shown, tells how far it is, and both sums at its end", async () => {
    await open({}, sample.working, false, ["imports:run"]);
    await choose();
    await page.getByRole("button", { name: "Import 13 entries (13:00)" }).click();
    await notify(page, "imports:progress", { done: 5, all: 13 });
    await sees("Importing 5 of 13");
    expect(await page.getByRole("progressbar").getAttribute("value")).toBe("5");
    expect((await requests("imports:run"))[0]).toMatchObject({
      expected: { rows: 13, seconds: 46_800 },
      sha256: "a".repeat(64),
    });
    await page.evaluate(() =>
      window.fake.release("imports:run", { ok: true, value: { change: 7, rows: 13, seconds: 46_800, notes: [] } }),
    );
    await sees("13 entries imported");
    await sees("13:00 in the file, 13:00 in your account.");
    await page.getByRole("button", { name: "Undo import" }).click();
    await sees("The import was undone");
    expect(await requests("activity:undo")).toEqual([{ id: 7 }]);
  });

  it("a cancel is asked of the app, and the choices are still there", async () => {
    await open({}, sample.working, false, ["imports:run"]);
    await choose();
    await page.getByRole("button", { name: /^Import 13/ }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await sees("Taking back…");
    expect((await requests("imports:cancel")).length).toBe(1);
    await page.evaluate(() =>
      window.fake.release("imports:run", { ok: false, failure: { code: "cancelled", message: "x", saved: "no" } }),
    );
    await page.getByRole("button", { name: /^Import 13/ }).waitFor();
  });

  it("says what has to be decided, and imports nothing before", async () => {
    await open({
      "imports:preview": ok({
        ...importPreview,
        order: { kind: "ambiguous", example: "03/04/2026", day: "2026-04-03", month: "2026-03-04" },
        open: ["order", "work"],
      }),
    });
    await choose();
    await sees("Choose how dates are read.");
    await sees("Choose a project for every row, or leave rows out.");
    expect(await page.getByRole("button", { name: /^Import 13/ }).isDisabled()).toBe(true);
    await page.getByRole("radio", { name: /3 Apr|Apr 3/ }).press("Space");
    await expect
      .poll(async () => (await requests("imports:preview")).at(-1))
      .toMatchObject({ choices: { order: "day" } });
  });

  it("names a file that cannot be read, and lets another be chosen", async () => {
    const failure = { code: "import_unknown_columns", message: "There are: a, b.", saved: "no" as const };
    await open({ "imports:preview": { ok: false, failure } });
    await page.getByRole("button", { name: /CSV/ }).click();
    await sees("These columns are not from any program Punchcard knows");
    await sees("There are: a, b.");
    await page.getByRole("button", { name: "Another file…" }).waitFor();
  });

  it("an import that broke off is told, and can be taken back or go on", async () => {
    const left = {
      account: "kimai-1",
      name: "toggl.csv",
      at: "2026-11-19T10:00:00Z",
      running: false,
      written: 40,
      all: 120,
    };
    await open({ "imports:pending": ok(left), "imports:takeBack": ok({ removed: 40, notes: ["Website"] }) });
    await sees("toggl.csv: 40 of 120 entries are in your account.");
    expect(await page.getByRole("button", { name: /CSV/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Take back" }).click();
    await sees("40 entries were removed again");
    await sees("Still there, because it is used: Website");
  });

  it("a failure says that nothing was imported", async () => {
    const failure = {
      code: "locked",
      message: "Line 5: This month is locked. What was written before that is taken back.",
      saved: "no" as const,
    };
    await open({ "imports:run": { ok: false, failure } });
    await choose();
    await page.getByRole("button", { name: /^Import 13/ }).click();
    await sees("Nothing was imported");
    await sees(/Line 5: This month is locked/);
  });

  it.each([
    ["en", false],
    ["de", true],
    ["pl", false],
  ] as const)(
    "has no fault that axe finds in %s (dark: %s), and is not cut in a small window",
    async (language, dark) => {
      await open({}, { ...sample.working, language }, dark);
      await withoutViolations(page);
      await choose();
      await withoutViolations(page);
      await page.setViewportSize({ width: 640, height: 480 });
      const wide = () => page.evaluate(() => document.querySelector(".page__body")?.scrollWidth);
      expect(await wide()).toBe(await page.evaluate(() => document.querySelector(".page__body")?.clientWidth));
    },
  );

  const folder = process.env.PUNCHCARD_SCREENSHOTS;
  it
    .skipIf(!folder)
    .each((["en", "de", "pl"] as const).flatMap((language) => [false, true].map((dark) => [language, dark] as const)))(
    "draws the page in %s, dark: %s",
    async (language, dark) => {
      mkdirSync(folder as string, { recursive: true });
      await open({}, { ...sample.working, language }, dark);
      const picture = (name: string) =>
        page.screenshot({ path: join(folder as string, `import-${name}-${language}${dark ? "-dark" : ""}.png`) });
      await picture("start");
      await choose();
      await picture("top");
      await page.locator(".importfoot").scrollIntoViewIfNeeded();
      await picture("end");
    },
  );
});
