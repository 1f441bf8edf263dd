import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { activity, changes, lostChanges, otherChanges } from "./fixtures-activity";
import { type Answers, asked, notify, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

describe.skipIf(whyNot)(`activity page${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const ok = <T>(value: T) => ({ ok: true as const, value });
  const open = async (answers?: Answers, state: AppState = sample.working, dark = false) => {
    page = await windows.open(state, { window: "main", page: "activity", answers, dark });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const row = (text: RegExp) => page.getByRole("listitem").filter({ hasText: text });
  const rows = () => page.locator("[data-change]");
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();

  it("tells who did what when, by day, and what can be done about it", async () => {
    await open();
    expect(await rows().count()).toBe(7);
    expect(await row(/12:00/).textContent()).toMatch(
      /10:58CDClaude Desktop changed 09:00–11:30 → 09:00–12:00, Website relaunch · DesignUndo/,
    );
    expect(await row(/clocked in/).textContent()).toMatch(/You \(tray\) clocked in, 10:07–…/);
    expect(await row(/Cursor changed/).textContent()).toMatch(/Changed since by Claude Desktop at 18:30/);
    expect(
      await row(/12 entries/)
        .getByRole("button", { name: "Undo all 12" })
        .count(),
    ).toBe(1);
    expect(await row(/could not delete/).textContent()).toMatch(/It is exported\.Failed, nothing changed/);
    expect(
      await row(/You deleted/)
        .getByRole("button", { name: "Bring back" })
        .count(),
    ).toBe(1);
    expect(
      await row(/Undone at 17:05/)
        .getByRole("button", { name: "Redo" })
        .count(),
    ).toBe(1);
    await sees("Today, Thursday 19 November");
  });

  it("shows what was before and after, line by line", async () => {
    await open();
    await row(/12:00/).getByRole("button", { expanded: false }).click();
    const table = page.getByRole("table");
    expect(await table.getByRole("row", { name: /^Time/ }).textContent()).toBe("Time09:00–11:3009:00–12:00");
    expect(await table.getByRole("row", { name: /^Duration/ }).textContent()).toBe("Duration2:303:00");
    expect(await table.getByRole("row").count()).toBe(3);
    await sees(/13 Nov · Kimai/);
  });

  it("tells leave, records and reasons in the language of the window, and no seconds or stamps", async () => {
    await open({ "activity:list": ok({ ...activity, changes: otherChanges }) }, { ...sample.working, language: "de" });
    await sees("beantragt: Urlaub, 4.–6. Nov.");
    await sees("geändert: Sollstunden ab 1. Dez. 2026: 38:30 pro Woche");
    await sees(/nicht eingetragen: .*: Der Eintrag ist exportiert\.$/);
    await row(/Urlaub/)
      .getByRole("button", { expanded: false })
      .click();
    await row(/Sollstunden/)
      .getByRole("button", { expanded: false })
      .click();
    const said = async (label: RegExp) => (await page.getByRole("row", { name: label }).textContent()) ?? "";
    expect(await said(/^Art/)).toBe("ArtUrlaub");
    expect(await said(/^Status/)).toBe("Statuswartet auf Genehmigung");
    expect(await said(/^Fr/)).toBe("Fr8:006:30");
    expect(await said(/^Gültig ab/)).toBe("Gültig ab1. Nov. 20261. Dez. 2026");
    expect(await said(/^Saldo/)).toBe("Saldo an diesem Tag+4:10−1:00");
    expect(await said(/^vermerk/)).toBe("vermerkab");
  });

  it("lists only what one of them did, and what all assistants did", async () => {
    await open();
    await page.getByRole("radio", { name: "Cursor 1" }).check({ force: true });
    expect(await rows().count()).toBe(1);
    await page.getByRole("radio", { name: "Assistants 5" }).check({ force: true });
    expect(await rows().count()).toBe(5);
    await page.getByRole("radio", { name: "Tray 1" }).check({ force: true });
    expect(await rows().count()).toBe(1);
  });

  it("asks for another period and one account", async () => {
    await open();
    await page.getByRole("button", { name: /Period/ }).click();
    await page.getByRole("option", { name: "Last 30 days" }).click();
    await page.getByRole("button", { name: /Account/ }).click();
    await page.getByRole("option", { name: "Kimai" }).click();
    const last = (await asked(page, "activity:list")).at(-1) as Record<string, string>;
    expect(last.accountId).toBe(sample.kimai.id);
    expect(last).toMatchObject({ from: "2026-10-20T00:00:00Z", to: "2026-11-21T00:00:00Z" });
  });

  it("undoes the change of its row, and redoes by taking the undo back", async () => {
    await open();
    await row(/12:00/).getByRole("button", { name: "Undo", exact: true }).click();
    await row(/Undone at/)
      .getByRole("button", { name: "Redo" })
      .click();
    expect(await asked(page, "activity:undo")).toEqual([{ id: 9 }, { id: 20 }]);
  });

  it("says what has changed since and by whom, and that nothing was done", async () => {
    const item = changes[0]?.items[0];
    if (!item) throw new Error("the sample has an item");
    const by = { client: "cursor", at: "2026-11-19T10:00:00Z" };
    await open({ "activity:undo": ok({ kind: "changed", changed: [{ item, differences: ["end"], by }] }) });
    await row(/12:00/).getByRole("button", { name: "Undo", exact: true }).click();
    const alert = page.getByRole("alert");
    expect(await alert.textContent()).toMatch(
      /It has changed since, so it was not undone.*09:00–11:30 → 09:00–12:00.*other end \(Cursor, 11:00\)Nothing was changed\./,
    );
  });

  it("says why the service refused, and whether anything was saved", async () => {
    const error = { code: "locked", message: "The month is locked.", saved: "no" as const };
    await open({ "activity:undo": ok({ kind: "failed", error }) });
    await row(/12:00/).getByRole("button", { name: "Undo", exact: true }).click();
    expect(await page.getByRole("alert").textContent()).toMatch(/Nothing was saved|not saved/);
  });

  it("goes by keys from row to row, opens, closes and undoes", async () => {
    await open();
    await rows().first().getByRole("button", { expanded: false }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(
      await row(/clocked in/)
        .getByRole("button", { expanded: true })
        .count(),
    ).toBe(1);
    await page.keyboard.press("ArrowLeft");
    expect(await page.getByRole("button", { expanded: true }).count()).toBe(0);
    await page.keyboard.press("u");
    expect(await asked(page, "activity:undo")).toEqual([{ id: 8 }]);
    await page.keyboard.press("/");
    expect(
      await page.getByRole("searchbox", { name: "Search changes" }).evaluate((one) => one === document.activeElement),
    ).toBe(true);
  });

  it("finds a change by its words, and says when none matches", async () => {
    await open();
    await page.getByRole("searchbox").fill("exported");
    expect(await rows().count()).toBe(1);
    await page.getByRole("searchbox").fill("invoice");
    await sees("No change matches “invoice”");
    await sees("What you or an assistant writes is listed here for 90 days.");
    await page.getByRole("button", { name: "Clear search" }).click();
    expect(await rows().count()).toBe(7);
  });

  it("says what belongs here while there is nothing yet", async () => {
    await open({ "activity:list": ok({ ...activity, changes: [] }) });
    await sees("No changes yet");
  });

  it("reads more when there is more, and again when something was written", async () => {
    await open({ "activity:list": ok({ ...activity, more: true }) });
    await page.getByRole("button", { name: "Show older changes" }).click();
    expect((await asked(page, "activity:list")).at(-1)).toMatchObject({ limit: 400 });
    const before = (await asked(page, "activity:list")).length;
    await notify(page, "state:changed", { ...sample.working, writes: sample.working.writes + 1 });
    await expect.poll(async () => (await asked(page, "activity:list")).length).toBeGreaterThan(before);
  });

  it("opens with Ctrl+5", async () => {
    page = await windows.open(sample.working, { window: "main", page: "entries" });
    await page.getByRole("heading", { level: 1, name: "Entries" }).waitFor();
    await page.keyboard.press("Control+5");
    await page.getByRole("heading", { level: 1, name: "Activity" }).waitFor();
  });

  const folder = process.env.PUNCHCARD_SCREENSHOTS;
  it.skipIf(!folder).each(["light", "dark"])("makes a picture (%s)", async (theme) => {
    await open(undefined, sample.working, theme === "dark");
    await row(/12:00/).getByRole("button", { expanded: false }).click();
    await page.screenshot({ path: join(folder ?? "", `activity-${theme}.png`) });
  });

  describe("after the time sheet was put back to a backup", () => {
    const lost = { "activity:lost": ok(lostChanges), "activity:applyLost": ok({ ...lostChanges, written: 2 }) };
    const button = (name: string) => page.getByRole("button", { name });

    it("lists all that is missing, applies it once, and says what was left out", async () => {
      await open(lost, sample.localIdle);
      await sees("3 changes since the backup of Wed Nov 18 18:02 are missing");
      const missing = page.getByRole("list", { name: "Missing changes" });
      const said = await missing.getByRole("listitem").allTextContents();
      expect(said).toHaveLength(2);
      expect(said[0]).toMatch(/^Wed Nov 18 19:00 You logged 17:00–18:00/);
      expect(said[1]).toMatch(/^Wed Nov 18 19:10 Claude Desktop changed 09:00–11:30 → 09:00–12:00/);
      await missing.getByText(/Claude Desktop/).click();
      await page.getByRole("row", { name: /^Duration/ }).waitFor();
      await sees(/08:00–09:00, Website relaunch · Design: changed since$/);
      await sees(/: the same entry is there already$/);
      await withoutViolations(page);
      await button("Apply 2 changes again").dblclick();
      await page.getByRole("alert").filter({ hasText: "2 changes were applied again" }).waitFor();
      await sees(/: changed since$/);
      expect(await asked(page, "activity:applyLost")).toHaveLength(1);
    });

    it("does not offer it any more where that is chosen, and not at all where nothing fits", async () => {
      const unfit = lostChanges.changes.map((change) => ({ ...change, items: [] }));
      await open({ "activity:lost": ok({ ...lostChanges, changes: unfit }) }, sample.localIdle);
      await sees("3 changes since the backup of Wed Nov 18 18:02 are missing");
      expect(await button("Apply 0 changes again").count()).toBe(0);
      await button("Don’t offer again").click();
      expect(await asked(page, "activity:forgetLost")).toHaveLength(1);
    });

    it("asks nothing of a service that keeps its own data safe", async () => {
      await open(lost);
      await rows().first().waitFor();
      expect(await asked(page, "activity:lost")).toEqual([]);
    });
  });
});
