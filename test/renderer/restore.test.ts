import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as sample from "./fixtures";
import { lostChanges } from "./fixtures-activity";
import { asked, type OpenOptions, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

const ok = <T>(value: T) => ({ ok: true as const, value });
const mine = { file: "/home/marta/Desktop/old sheet.db", entries: 900, latest: "2026-11-10T10:00:00Z" };

describe.skipIf(whyNot)(`restore${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async ({ answers, ...options }: OpenOptions = {}, state = sample.damagedSheet) => {
    page = await windows.open(state, {
      window: "restore",
      ...options,
      answers: {
        "sheet:read": ok(sample.sheetCopies),
        "sheet:goOn": ok({ aside: "/home/marta/.punchcard/timesheet.db.damaged-2026-11-19T08-12-00" }),
        ...answers,
      },
    });
    await page.locator("h1").waitFor();
  };
  const went = () => asked(page, "sheet:goOn");
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  /** Of the parts of the window, with a space between them. */
  const text = () =>
    page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const parts: string[] = [];
      while (walker.nextNode()) parts.push(walker.currentNode.nodeValue ?? "");
      return parts.join(" ").replace(/\s+/g, " ");
    });

  it("tells what is known and which copies there are, and does nothing by itself", async () => {
    await open();
    const said = await text();
    expect(said).toContain("Found Thu Nov 19 08:12. Latest good backup: Wed Nov 18 18:02.");
    expect(said).toContain("Wed Nov 18 18:02 1284 entries latest good backup");
    expect(said).toContain("Tue Nov 17 18:05 1280 entries 4 fewer");
    expect(said).toContain("/home/marta/.punchcard/timesheet.db");
    expect(await page.getByRole("radio").count()).toBe(5);
    await button("1 older backup").click();
    expect(await page.getByRole("radio").count()).toBe(6);
    await withoutViolations(page);
    expect(await went()).toEqual([]);
  });

  it("goes on with the newest copy by Enter, and says what is kept where", async () => {
    await open();
    await page.getByRole("radio").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await button("Continue with Wed Nov 18 18:02").click();
    expect(await went()).toEqual([{ way: "copy", copy: "2026-11-18T170211Z.db" }]);
    await page.getByRole("heading", { name: "Your time sheet works again" }).waitFor();
    const said = await text();
    expect(said).toContain("It has 1284 entries now. What was entered after Wed Nov 18 18:02");
    expect(said).toContain("timesheet.db.damaged-2026-11-19T08-12-00");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Open Punchcard");
    await button("Show in folder").click();
    expect(await asked(page, "sheet:reveal")).toHaveLength(1);
    await button("Open Punchcard").click();
    expect([await asked(page, "app:openWindow"), (await asked(page, "app:closeWindow")).length]).toEqual([
      [{ name: "timer" }],
      1,
    ]);
  });

  it("leads to the changes that the backup lacks", async () => {
    await open({ answers: { "activity:lost": ok(lostChanges) } });
    await button("Continue with Wed Nov 18 18:02").click();
    await page.getByText("2 changes were made after Wed Nov 18 18:02. You can apply them again.").waitFor();
    expect(await text()).not.toContain("only in the damaged file");
    await button("Show missing changes").click();
    expect(await asked(page, "app:openWindow")).toEqual([{ name: "main", page: "activity" }]);
  });

  it("uses a file that the person chose, once it was found whole", async () => {
    await open({ answers: { "sheet:chooseFile": ok(mine) } });
    expect(await page.getByRole("radio", { name: /Use a file of your own/ }).isDisabled()).toBe(true);
    await button("Choose…").click();
    await page.getByText("/home/marta/Desktop/old sheet.db, 900 entries").waitFor();
    await button("Use this file").click();
    expect(await went()).toEqual([{ way: "own" }]);
  });

  it("says what is wrong with a file, and keeps what was chosen before", async () => {
    const message = "/home/marta/places.sqlite is the database of another program, not a time sheet.";
    await open({
      answers: { "sheet:chooseFile": { ok: false, failure: { code: "not_this_product", message, saved: "no" } } },
    });
    await button("Choose…").click();
    await page.getByText(message).first().waitFor();
    await button("Continue with Wed Nov 18 18:02").waitFor();
    await withoutViolations(page);
  });

  it("begins a new one only where that is chosen, also without any copy, and says why it could not", async () => {
    const failure = { code: "conflict", message: "The time sheet is whole: it is not replaced.", saved: "no" } as const;
    await open({
      answers: {
        "sheet:read": ok({ ...sample.sheetCopies, foundAt: null, copies: [] }),
        "sheet:goOn": { ok: false, failure },
      },
    });
    await page.getByText("There is no usable backup.").waitFor();
    expect(await button("Continue").isDisabled()).toBe(true);
    await page.getByRole("radio", { name: /Start a new time sheet/ }).focus();
    await page.keyboard.press("Space");
    await button("Start a new time sheet").click();
    expect(await went()).toEqual([{ way: "new" }]);
    await page.getByText(/is whole: it is not replaced/).waitFor();
  });

  it("offers nothing where the time sheet is whole meanwhile", async () => {
    await open({ answers: { "sheet:read": ok({ ...sample.sheetCopies, state: "whole" }) } });
    await page.getByText("Nothing needs to be restored.").waitFor();
    await withoutViolations(page);
    expect(await page.getByRole("radio").count()).toBe(0);
  });

  it("quits, and copies what support needs", async () => {
    await open();
    await button("Copy diagnostics").click();
    await button("Copied").waitFor();
    await button("Quit").click();
    expect([(await asked(page, "diagnostics:copy")).length, (await asked(page, "app:quit")).length]).toEqual([1, 1]);
  });

  it.each(["en", "de", "pl"] as const)("looks as it should in %s", async (language) => {
    for (const dark of [false, true]) {
      await open({ dark }, { ...sample.damagedSheet, language });
      await page.locator(".way__rest").first().waitFor();
      await withoutViolations(page);
      const folder = process.env.PUNCHCARD_SCREENSHOTS;
      if (folder) await page.screenshot({ path: join(folder, `restore-${language}-${dark ? "dark" : "light"}.png`) });
    }
  });
});
