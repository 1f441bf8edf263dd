import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import {
  type Answers,
  asked,
  hold,
  notify,
  type OpenOptions,
  pause,
  release,
  takeComplaints,
  Windows,
  whyNot,
  withoutViolations,
} from "./window";

const pictures = process.env.PUNCHCARD_SCREENSHOTS;
const [, , opening] = sample.entries.entries;
if (!opening) throw new Error("no entry");
const old = {
  ...opening,
  id: "12",
  begin: "2026-09-02T09:00:00+02:00",
  end: "2026-09-02T10:30:00+02:00",
  seconds: 5_400,
  text: "Opening hours, first idea",
};
const found: Answers = { "entries:search": { ok: true, value: { entries: [old, opening], partial: false } } };

describe.skipIf(whyNot)(`search and filter of entries${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (answers: Answers = found, state: AppState = sample.working, options: OpenOptions = {}) => {
    page = await windows.open(state, { window: "main", page: "entries", answers, ...options });
    await page.locator("[data-row]").first().waitFor();
  };
  const search = () => page.getByRole("searchbox");
  const elsewhere = () => page.getByRole("region", { name: "In other weeks" });
  const rows = () => page.locator("[data-row]").evaluateAll((all) => all.map((row) => row.getAttribute("data-row")));
  const choose = async (label: string, option: string) => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("dialog").getByLabel(label).first().click();
    await page.getByRole("option", { name: option, exact: true }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };

  it("lists what is found in other weeks below the week, with its day, and opens its week with the focus on it", async () => {
    await open();
    await page.keyboard.press("/");
    await page.keyboard.type("opening");
    await elsewhere().getByText("Wednesday 2 September").waitFor();
    expect(await rows()).toEqual(["90", "12"]);
    expect((await asked(page, "entries:search")).at(-1)).toEqual({
      query: "opening",
      from: "2025-11-16",
      to: "2026-12-23",
    });
    await elsewhere()
      .getByRole("button", { name: /first idea.*Open its week/ })
      .click();
    const september = { ...sample.entries, entries: [old] };
    expect((await asked(page, "entries:list")).at(-1)).toEqual({ from: "2026-08-31", to: "2026-09-06" });
    await page.evaluate(
      (value) => Object.assign(window.fake.answers, { "entries:list": { ok: true, value } }),
      september,
    );
    await page.getByRole("button", { name: "Next week" }).click();
    await page.getByRole("button", { name: "Previous week" }).click();
    await page.getByRole("button", { name: /first idea.*Edit/ }).waitFor();
    expect(await search().inputValue()).toBe("opening");
  });

  it("can be ended, says so, and searches again", async () => {
    await open();
    await pause(page);
    await hold(page, "entries:search");
    await search().fill("opening");
    await page.clock.runFor(3_600);
    await elsewhere().getByRole("progressbar", { name: "Searching other weeks" }).waitFor();
    await elsewhere().getByRole("button", { name: "Cancel" }).click();
    await elsewhere().getByText("Refresh canceled").waitFor();
    expect((await asked(page, "entries:cancelSearch")).length).toBeGreaterThan(0);
    await release(page, "entries:search", found["entries:search"] as never);
    expect(await elsewhere().locator("[data-row]").count()).toBe(0);
  });

  it("keeps the filter from week to week, says what is shown, and clears it", async () => {
    await open();
    await choose("Tag", "layout");
    expect(await rows()).toEqual(["89"]);
    const line = page.getByRole("status").filter({ hasText: "layout" });
    expect(await line.textContent()).toContain("layout 1 of 10 entries, 1:15");
    await page.getByRole("button", { name: "Previous week" }).click();
    await line.waitFor();
    await page.getByRole("button", { name: "Clear filter" }).click();
    // The button went with the filter: the focus is near to where it was.
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
    await page.getByRole("button", { name: "Next week" }).click();
    await expect.poll(rows).toHaveLength(10);
  });

  it("reads the time of everybody where the account may, and says whose each entry is", async () => {
    const state = { ...sample.working, accounts: sample.working.accounts.map((one) => ({ ...one, refused: {} })) };
    const aylin = { ...opening, id: "500", person: { id: "7", name: "Aylin Kaya" } };
    await open(
      { "entries:list": { ok: true, value: { ...sample.entries, entries: [aylin, ...sample.entries.entries] } } },
      state,
    );
    await choose("Person", "Everyone’s time");
    expect((await asked(page, "entries:list")).at(-1)).toMatchObject({ people: ["everyone"] });
    await page
      .getByRole("button", { name: /Aylin Kaya/ })
      .first()
      .waitFor();
    expect(await page.getByText("Nothing booked").count()).toBe(0);
    await choose("Person", "Aylin Kaya");
    expect((await asked(page, "entries:list")).at(-1)).toMatchObject({ people: ["#7"] });
  });

  it("offers no other people to an account that may not see them", async () => {
    await open();
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("dialog").getByRole("combobox", { name: "Project" }).waitFor();
    expect(await page.getByRole("dialog").getByLabel("Person").count()).toBe(0);
    await page.keyboard.press("Escape");
  });

  it("saves what is shown as a table in the form that was chosen, and says where", async () => {
    await open({ ...found, "tables:save": { ok: true, value: { path: "/home/marta/week.csv" } } });
    await search().fill("opening");
    await elsewhere().getByText("Wednesday 2 September").waitFor();
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: "For spreadsheets (CSV)" }).click();
    await page.getByText("Saved to /home/marta/week.csv").waitFor();
    const [table] = (await asked(page, "tables:save")) as {
      rows: unknown[][];
      form: string;
      name: string;
      head: string[];
    }[];
    expect(table).toMatchObject({ form: "language", name: "punchcard-2026-11-16-2026-11-22.csv" });
    expect(table?.head[0]).toBe("Day");
    expect(table?.rows.map(([day]) => day)).toEqual([{ day: "2026-09-02" }, { day: "2026-11-18" }]);
  });

  it("opens the menu of a row by keyboard, and gives the focus back to its button", async () => {
    await open();
    const more = page.getByRole("button", { name: /^More actions for Website relaunch, 11:15/ });
    await more.press("ArrowDown");
    await page.getByRole("menuitem", { name: "Edit" }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Edit");
    expect(await page.locator("[aria-haspopup=menu][aria-expanded=true][aria-label^='More actions for']").count()).toBe(
      1,
    );
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    expect(await more.getAttribute("aria-expanded")).toBe("false");
    expect(await more.evaluate((button) => button === document.activeElement)).toBe(true);
    await more.press("Enter");
    await page.getByRole("menuitem", { name: "Duplicate" }).press("Enter");
    await page.getByRole("form", { name: "Log time" }).waitFor();
    expect(await page.getByRole("menu").count()).toBe(0);
  });

  it("closes the menu of a row that is not listed any more, and leaves it closed when the row comes back", async () => {
    await open();
    const more = page.getByRole("button", { name: /^More actions for Website relaunch, 11:15/ });
    await more.click();
    await page.getByRole("menu").waitFor();
    const readAgain = async (entries: typeof sample.entries.entries, revision: number) => {
      await page.evaluate(
        (value) => {
          window.fake.answers["entries:list"] = value;
        },
        { ok: true, value: { ...sample.entries, entries } },
      );
      await notify(page, "state:changed", sample.withTimer(sample.working, { revision }));
    };
    await readAgain(
      sample.entries.entries.filter(({ id }) => id !== "89"),
      2,
    );
    await page.getByRole("menu").waitFor({ state: "detached" });
    await more.waitFor({ state: "detached" });
    await readAgain(sample.entries.entries, 3);
    await more.waitFor();
    expect(await page.getByRole("menu").count()).toBe(0);
  });

  it("names the zone of an entry from elsewhere", async () => {
    const lisbon = { ...opening, zone: "Europe/Lisbon" };
    await open({ "entries:list": { ok: true, value: { ...sample.entries, entries: [lisbon] } } });
    expect(await page.locator(".entry").first().textContent()).toContain("Lisbon time");
  });

  it.each([false, true])("has no fault that axe finds (dark: %s)", async (dark) => {
    await open(found, sample.working, { dark });
    await search().fill("opening");
    await elsewhere().getByText("Wednesday 2 September").waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, `entries-search-${dark ? "dark" : "light"}.png`) });
    await search().fill("");
    await elsewhere().waitFor({ state: "detached" });
    await withoutViolations(page);
  });

  it.each(["en", "de", "pl"] as const)("cuts no text of the bar and the filter at 160 %% in %s", async (language) => {
    await open(found, { ...sample.working, language }, { zoom: 160 });
    await page.locator(".entrybar button").first().click();
    await page.getByRole("dialog").waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, `entries-filter-${language}.png`) });
    const cut = await page
      .locator(".entrybar button, .filterform .label")
      .evaluateAll((all) =>
        all
          .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflow !== "visible")
          .map((one) => one.textContent),
      );
    expect(cut).toEqual([]);
    await page.keyboard.press("Escape");
  });
});
