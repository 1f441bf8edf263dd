import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import type { Request } from "#main/ipc/contract/index";
import * as sample from "./fixtures";
import {
  type Answers,
  asked,
  notify,
  type OpenOptions,
  takeComplaints,
  Windows,
  whyNot,
  withoutViolations,
} from "./window";

const account = sample.kimai.id;
const pictures = process.env.PUNCHCARD_SCREENSHOTS;

describe.skipIf(whyNot)(`drafts of entries${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (answers?: Answers, state: AppState = sample.working, options: OpenOptions = {}) => {
    page = await windows.open(state, { window: "main", page: "entries", answers, ...options });
    await page.locator("[data-row], [data-block]").first().waitFor();
  };
  const row = () => page.getByRole("button", { name: /first layout/ }).first();
  const form = () => page.getByRole("form");
  const field = (label: string) => form().getByLabel(label, { exact: true });
  const typed = (label: string) => field(label).inputValue();
  const kept = async () => (await asked(page, "drafts:keep")) as Request<"drafts:keep">[];
  const dropped = () => asked(page, "drafts:drop");
  /** The same window loaded anew, with what main was told to keep at 10:12 in the account's zone. */
  const loadAnew = async (answers?: Answers, state?: AppState, options?: OpenOptions) => {
    const byKey = new Map((await kept()).map((draft) => [draft.key, { ...draft, at: "2026-11-19T09:12:00.000Z" }]));
    await open({ "drafts:list": { ok: true, value: [...byKey.values()] }, ...answers }, state, options);
  };
  const startLog = () => page.getByRole("button", { name: "Log time" }).first().click();

  it("come back with their time after another row, week, page and load, and are dropped by main once saved", async () => {
    await open();
    await row().press("Enter");
    await field("Description").fill("second layout");
    await page
      .getByRole("button", { name: /Opening hours/ })
      .first()
      .press("Enter");
    expect(await typed("Description")).not.toBe("second layout");
    expect(await page.getByText(/^Draft from/).count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Previous week" }).click();
    await page.getByRole("button", { name: "Next week" }).click();
    await page.keyboard.press("Control+2");
    await page.getByRole("heading", { level: 1, name: "Absences" }).waitFor();
    await page.keyboard.press("Control+1");
    await row().waitFor();
    await loadAnew();
    await row().press("Enter");
    expect(await typed("Description")).toBe("second layout");
    await form().getByText("Draft from 10:12").waitFor();
    await page.keyboard.press("Enter");
    await form().waitFor({ state: "detached" });
    expect(await asked(page, "entries:update")).toEqual([
      { id: "89", text: "second layout", draft: { account, key: "entry/89" } },
    ]);
  });

  it("keep of an entry only what was changed, so that what changed elsewhere stays", async () => {
    await open();
    await row().press("Enter");
    await field("Description").fill("second layout");
    expect((await kept()).at(-1)).toEqual({ account, key: "entry/89", fields: { text: "second layout" } });
    const entries = sample.entries.entries.map((entry) =>
      entry.id === "89" ? { ...entry, end: "2026-11-18T13:00:00+01:00", seconds: 6_300 } : entry,
    );
    await loadAnew({ "entries:list": { ok: true, value: { ...sample.entries, entries } } });
    await row().press("Enter");
    expect([await typed("To"), await typed("Duration")]).toEqual(["13:00", "1:45"]);
    await page.keyboard.press("Enter");
    expect(await asked(page, "entries:update")).toMatchObject([{ id: "89", text: "second layout" }]);
    expect((await asked(page, "entries:update"))[0]).not.toHaveProperty("to");
  });

  it("are discarded by their button, which gives the focus back to the form", async () => {
    await open();
    await row().press("Enter");
    await field("Duration").fill("2h");
    await loadAnew();
    await row().press("Enter");
    expect([await typed("To"), await typed("Duration")]).toEqual(["", "2h"]);
    await form().getByRole("button", { name: "Discard draft" }).press("Enter");
    await form().getByText("Draft from").waitFor({ state: "detached" });
    expect([await typed("To"), await typed("Duration")]).toEqual(["12:30", "1:15"]);
    expect(await page.evaluate(() => document.activeElement?.closest("label")?.textContent)).toContain("From");
    expect(await dropped()).toEqual([{ account, key: "entry/89" }]);
  });

  it("are given up by the second Esc, and the first one says so, wherever the focus is", async () => {
    await open();
    await row().press("Enter");
    await field("Description").fill("second layout");
    const said = form().getByRole("status").getByText("Press Esc again to discard");
    await page.keyboard.press("Escape");
    await said.waitFor();
    expect(await typed("Description")).toBe("second layout");
    await field("Description").fill("third layout");
    await said.waitFor({ state: "detached" });
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press("Escape");
    await said.waitFor();
    expect(await dropped()).toEqual([]);
    await page.keyboard.press("Escape");
    await form().waitFor({ state: "detached" });
    expect(await dropped()).toEqual([{ account, key: "entry/89" }]);
    expect(await asked(page, "app:closeWindow")).toEqual([]);
    await row().press("Enter");
    expect(await typed("Description")).not.toBe("third layout");
    await page.keyboard.press("Escape");
    await form().waitFor({ state: "detached" });
  });

  it("are dropped by Cancel, and when everything is typed back as it was", async () => {
    await open();
    await row().press("Enter");
    const before = await typed("Description");
    await field("Description").fill("x");
    await field("Description").fill(before);
    expect(await dropped()).toHaveLength(1);
    await field("Description").fill("y");
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await dropped()).toHaveLength(2);
    await row().press("Enter");
    expect(await typed("Description")).toBe(before);
  });

  it("of a new entry survive, take the times of a gap, and leave a copy alone", async () => {
    await open();
    await startLog();
    await field("From").fill("8:00");
    await field("Description").fill("Call with Jana");
    await page.getByRole("button", { name: /Log it, 10:00–11:15/ }).click();
    expect([await typed("From"), await typed("To"), await typed("Description")]).toEqual([
      ...["10:00", "11:15"],
      "Call with Jana",
    ]);
    await page.getByRole("button", { name: /^More actions for Website relaunch, 11:15/ }).click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await expect.poll(() => typed("From")).toBe("11:15");
    expect(await typed("Description")).not.toBe("Call with Jana");
    await field("Description").fill("a copy");
    await loadAnew();
    await startLog();
    expect([await typed("From"), await typed("Description")]).toEqual(["8:00", "Call with Jana"]);
    await field("Duration").fill("0:30");
    await page.keyboard.press("Enter");
    await form().waitFor({ state: "detached" });
    expect(await asked(page, "entries:log")).toMatchObject([
      { from: "8:00", duration: "0:30", text: "Call with Jana", draft: { account, key: "new" } },
    ]);
    await startLog();
    expect(await typed("Description")).toBe("");
  });

  it("outlive a change of language and theme", async () => {
    await open();
    await row().press("Enter");
    await field("Description").fill("second layout");
    await notify(page, "state:changed", { ...sample.working, language: "de" });
    await expect.poll(() => form().getByLabel("Beschreibung").inputValue()).toBe("second layout");
    await page.keyboard.press("Escape");
    await form().getByText("Zum Verwerfen drücken Sie erneut Esc").waitFor();
  });

  it("come back in the calendar with all that counts, and Esc asks there too", async () => {
    await open(undefined, sample.calendar);
    const block = page.locator("[data-block]").and(page.getByRole("button", { name: /Coating price rules/ }));
    await block.press("F2");
    await field("Duration").fill("2h");
    await page.mouse.click(5, 5);
    await form().waitFor({ state: "detached" });
    await block.press("F2");
    expect([await typed("To"), await typed("Duration")]).toEqual(["", "2h"]);
    await loadAnew(undefined, sample.calendar);
    await page.getByRole("button", { name: /Coating price rules.*not saved yet/ }).press("F2");
    await form().getByText("Draft from 10:12").waitFor();
    await page.keyboard.press("Escape");
    await form().getByText("Press Esc again to discard").waitFor();
    await page.keyboard.press("Enter");
    await form().waitFor({ state: "detached" });
    expect(await asked(page, "entries:update")).toMatchObject([{ id: "88", duration: "2h" }]);
    expect(await page.getByText("not saved yet").count()).toBe(0);
  });

  it.each([
    ["light", "en", 85],
    ["dark", "de", 160],
    ["light", "pl", 100],
  ])("are shown in %s and %s at %i percent without a fault", async (theme, language, zoom) => {
    const fields = { text: "second layout" };
    const value = [{ account, key: "entry/89", fields, at: "2026-11-18T09:12:00.000Z" }];
    await open(
      { "drafts:list": { ok: true, value } },
      { ...sample.working, language },
      {
        ...{ zoom, dark: theme === "dark" },
      },
    );
    await row().press("Enter");
    await form().locator("input").last().press("Escape");
    await form().scrollIntoViewIfNeeded();
    await withoutViolations(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    if (pictures) await page.screenshot({ path: join(pictures, `draft-${theme}-${language}-${zoom}.png`) });
  });
});
