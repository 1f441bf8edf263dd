import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import type { Response } from "#main/ipc/contract/index";
import * as sample from "./fixtures";
import {
  type Answers,
  asked,
  hold,
  notify,
  type OpenOptions,
  takeComplaints,
  Windows,
  whyNot,
  withoutViolations,
} from "./window";

const pictures = process.env.PUNCHCARD_SCREENSHOTS;
const byId = (id: string) =>
  sample.entries.entries.find((entry) => entry.id === id) as (typeof sample.entries.entries)[number];
const done = (more: Partial<Response<"entries:changeMany">>): Answers["entries:changeMany"] => ({
  ok: true,
  value: { done: [], failed: [], left: [], notes: [], change: 31, failure: null, ...more },
});
const answers: Answers = {
  "entries:previewMany": {
    ok: true,
    value: {
      entries: [{ ...byId("90"), tags: ["review"] }, byId("88")],
      failed: [{ id: "89", message: "The project has ended." }],
      notes: [],
    },
  },
  "entries:changeMany": done({ done: ["90"], failed: [{ id: "88", message: "It is closed by now." }], notes: [] }),
};

describe.skipIf(whyNot)(`several entries at once${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const state: AppState = {
    ...sample.working,
    accounts: sample.working.accounts.map((one) => ({ ...one, fields: ["text", "tags", "billable"] })),
  };
  const open = async (more: Answers = answers, on: AppState = state, options: OpenOptions = {}) => {
    page = await windows.open(on, { window: "main", page: "entries", answers: more, ...options });
    await page.locator("[data-row]").first().waitFor();
  };
  const row = (id: string) => page.locator(`[data-row="${id}"]`);
  const box = (id: string) => page.locator(".entry", { has: row(id) }).getByRole("checkbox");
  const bar = () => page.getByRole("region", { name: "Chosen entries" });
  const chosen = () =>
    page.locator(".entry[data-chosen] [data-row]").evaluateAll((all) => all.map((one) => one.getAttribute("data-row")));
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-row"));

  it("are chosen by mouse, singly and as a range, and by the row with Shift or Ctrl", async () => {
    await open();
    await box("90").click();
    await box("88").click({ modifiers: ["Shift"] });
    expect(await chosen()).toEqual(["90", "89", "88"]);
    await box("89").click();
    expect(await chosen()).toEqual(["90", "88"]);
    await row("79").click({ modifiers: ["Control"] });
    expect(await chosen()).toEqual(["90", "88", "79"]);
    expect(await bar().getByRole("status").textContent()).toContain("3 entries chosen");
    await button("Choose none").click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
    expect(await chosen()).toEqual([]);
    expect(await page.getByRole("form").count()).toBe(0);
  });

  it("are not chosen on another account, where the same ids are other entries", async () => {
    const [first] = state.accounts;
    const second = { ...first, id: "other-1", label: "Other" } as (typeof state.accounts)[number];
    await open(answers, { ...state, accounts: [...state.accounts, second] });
    await box("90").click();
    expect(await chosen()).toEqual(["90"]);
    await notify(page, "state:changed", {
      ...state,
      accounts: [...state.accounts, second],
      activeAccount: second.id,
    });
    await page.locator(".entry:not([data-chosen])", { has: row("90") }).waitFor();
    expect(await chosen()).toEqual([]);
    expect(await bar().count()).toBe(0);
  });

  it("are chosen by keyboard with Space, Shift and arrows and Ctrl+A, and Esc chooses none", async () => {
    await open();
    await row("90").focus();
    await page.keyboard.press("Space");
    expect(await chosen()).toEqual(["90"]);
    expect(await row("90").getAttribute("aria-label")).toMatch(/^Chosen: /);
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    expect(await chosen()).toEqual(["90", "89", "88"]);
    expect(await focused()).toBe("88");
    await page.keyboard.press("ArrowDown");
    expect(await chosen()).toHaveLength(3);
    await page.keyboard.press("Control+a");
    expect(await chosen()).toHaveLength(10);
    await page.keyboard.press("Escape");
    expect(await chosen()).toEqual([]);
    expect(await focused()).toBe("80");
    await page.keyboard.press("Enter");
    await page.getByRole("form").waitFor();
    await page.keyboard.press("Escape");
  });

  it("show what changes for which, leave out the locked with the reason, and say which were not changed", async () => {
    await open();
    await row("90").focus();
    await page.keyboard.press("Control+a");
    await button("Change…").click();
    const dialog = page.getByRole("dialog");
    const out = dialog.getByRole("region", { name: /left out/ });
    expect(await out.textContent()).toMatch(
      /3 entries are left out.*Exported: it can only be changed.*November 16 is closed/,
    );
    expect(await button("Preview").isDisabled()).toBe(true);
    await dialog.getByLabel("Add tags, separated by commas").fill("review, review ,");
    await page.keyboard.press("Enter");
    await dialog.getByRole("list", { name: "What changes" }).waitFor();
    const [preview] = (await asked(page, "entries:previewMany")) as { ids: string[]; change: object }[];
    expect(preview?.change).toEqual({ addTags: ["review"] });
    expect(preview?.ids).not.toContain("78");
    const list = dialog.getByRole("list", { name: "What changes" });
    expect(await list.textContent()).toMatch(/13:15–18:00.*– review/);
    expect(await list.textContent()).toMatch(/08:30–10:00.*Stays as it is/);
    expect(await out.textContent()).toMatch(/4 entries are left out.*The project has ended/);
    if (pictures) await page.screenshot({ path: join(pictures, "entries-bulk-preview.png") });
    await button("Change 2 entries").click();
    await page.getByRole("heading", { name: "1 entry changed" }).waitFor();
    expect(await asked(page, "entries:changeMany")).toEqual([{ ids: ["90", "88"], change: { addTags: ["review"] } }]);
    const result = page.locator(".bulkresult");
    expect(await result.textContent()).toMatch(/1 entry was not changed.*08:30–10:00.*It is closed by now/);
    expect(await chosen()).toEqual([]);
    await result.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Done: the change was taken back.").waitFor();
    expect(await asked(page, "activity:undo")).toEqual([{ id: 31 }]);
  });

  it("show how far the change is and can be stopped, and say what was not reached", async () => {
    await open({ ...answers, "entries:changeMany": done({ done: ["90"], left: ["88"] }) });
    await row("90").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await button("Change…").click();
    await page.getByRole("dialog").getByLabel("Move to day").fill("2026-11-20");
    await button("Preview").click();
    await hold(page, "entries:changeMany");
    await button("Change 2 entries").click();
    await notify(page, "entries:progress", { done: 1, total: 2 });
    await page.getByText("1 of 2").waitFor();
    await button("Stop").click();
    expect(await asked(page, "entries:cancelMany")).toHaveLength(1);
    await hold(page);
    await page.evaluate(() =>
      window.fake.release("entries:changeMany", window.fake.answers["entries:changeMany"] as never),
    );
    await page.getByText(/1 entry was not reached/).waitFor();
  });

  it("keep what was typed at the first Escape, name days in words, and keep the focus on the way back", async () => {
    await open();
    await box("90").click();
    await box("88").click();
    await button("Change…").click();
    const text = page.getByRole("dialog").getByRole("textbox", { name: "Description", exact: true });
    await text.fill("Layout");
    await page.keyboard.press("Escape");
    await page.getByText("Press Esc again to discard").waitFor();
    expect(await text.inputValue()).toBe("Layout");
    await page.evaluate(
      (entries) => {
        window.fake.answers["entries:previewMany"] = { ok: true, value: { entries, failed: [], notes: [] } };
      },
      [{ ...byId("90"), begin: "2026-11-17T13:15:00+01:00" }, byId("88")],
    );
    await text.press("Enter");
    await page.locator(".bulkpreview del").waitFor();
    expect(await page.locator(".bulkpreview").textContent()).toMatch(/Nov.*13:15/);
    expect(await page.locator(".bulkpreview").textContent()).not.toMatch(/2026-/);
    const isInDialog = () => page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null);
    expect(await isInDialog()).toBe(true);
    await button("Back").click();
    await text.waitFor();
    expect(await isInDialog()).toBe(true);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("are deleted together after a question that names them", async () => {
    await open({ ...answers, "entries:changeMany": done({ done: ["90", "89"] }) });
    await box("90").click();
    await box("89").click();
    await button("Delete…").click();
    const dialog = page.getByRole("alertdialog");
    expect(await dialog.textContent()).toMatch(
      /Delete 2 entries \(6:00\)\?.*13:15–18:00, Website relaunch.*11:15–12:30/,
    );
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Cancel");
    await button("Delete 2 entries").click();
    await page.getByRole("heading", { name: "2 entries deleted" }).waitFor();
    expect(await asked(page, "entries:changeMany")).toEqual([{ ids: ["90", "89"], change: "delete" }]);
  });

  it("are chosen all in a list that is longer than what is drawn at first, of which every row is drawn in the end", async () => {
    const long = Array.from({ length: 300 }, (_, at) => ({ ...byId("90"), id: `n${at}` }));
    await open({ ...answers, "entries:list": { ok: true, value: { ...sample.entries, entries: long } } });
    await page.locator("[data-row]").first().focus();
    await page.keyboard.press("Control+a");
    await bar().getByText("300 entries chosen").waitFor();
    await expect.poll(() => page.locator("[data-row]").count()).toBe(300);
  });

  it("have no field that the service lacks", async () => {
    await open(answers, { ...state, accounts: state.accounts.map((one) => ({ ...one, fields: ["text"] })) });
    await box("90").click();
    await button("Change…").click();
    expect(await page.getByRole("dialog").getByLabel(/tags/).count()).toBe(0);
    expect(await page.getByRole("dialog").getByText("Billable").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it.each([
    ["en", false],
    ["de", true],
    ["pl", false],
  ] as const)("have no fault that axe finds in %s (dark: %s)", async (language, dark) => {
    await open(answers, { ...state, language }, { dark });
    await box("90").click();
    await box("78").click();
    await withoutViolations(page);
    if (pictures) await page.screenshot({ path: join(pictures, `entries-bulk-${language}.png`) });
    await bar().or(page.locator(".bulkbar")).first().getByRole("button").first().click();
    await page.getByRole("dialog").waitFor();
    await withoutViolations(page);
    if (pictures) await page.screenshot({ path: join(pictures, `entries-bulk-form-${language}.png`) });
  });
});
