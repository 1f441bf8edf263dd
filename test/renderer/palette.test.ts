import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { asked, hold, type OpenOptions, release, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

const ok = <T>(value: T) => ({ ok: true as const, value });
const older = { entries: sample.entries.entries.slice(5, 7), total: 38 };

describe.skipIf(whyNot)(`find and do, and shortcuts${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (state: AppState = sample.working, options: OpenOptions = {}) => {
    const answers = { "entries:find": ok(older), ...options.answers };
    page = await windows.open(state, { window: "main", page: "general", ...options, answers });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Find and do" }).waitFor();
  };
  const lines = () => page.getByRole("option").allTextContents();
  const line = (name: string | RegExp) => page.getByRole("option", { name });
  /** The line that Enter takes and a screen reader reads, a moment after the key. */
  const isChosen = (name: string) =>
    expect
      .poll(() =>
        page.evaluate(() => {
          const id = document.querySelector("[role=combobox]")?.getAttribute("aria-activedescendant");
          return (id && document.getElementById(id)?.textContent?.trim()) || "";
        }),
      )
      .toMatch(new RegExp(`^${name}`));

  it("shows what was used last and what can be done now while nothing is typed", async () => {
    await open();
    const all = await lines();
    expect(all[0]).toContain("Website relaunch");
    expect(all.join(" ")).toContain("Clock out");
    expect(all.join(" ")).not.toContain("Resume");
    await withoutViolations(page);
  });

  it("finds commands, pages and projects, marks the letters, and keeps what is impossible with its reason", async () => {
    await open();
    await page.keyboard.type("re");
    await line(/^Resume/).waitFor();
    expect(await line(/^Resume/).textContent()).toContain("you are not on a break");
    expect(
      await line(/^Reports/)
        .locator("mark")
        .first()
        .textContent(),
    ).toBe("Re");
    await line(/^Resume/).click();
    expect(await asked(page, "timer:resume")).toEqual([]);
    await page.getByRole("dialog", { name: "Find and do" }).waitFor();
    await withoutViolations(page);
  });

  it("searches beyond the week when the typing rests, and moves no row above what comes", async () => {
    await open(sample.working, { held: ["work:search", "entries:find"] });
    // At once: on a busy machine a pause between two keys is one in which the typing rests.
    await page.keyboard.insertText("we");
    await line(/^Website relaunch/)
      .first()
      .waitFor();
    const before = await lines();
    await expect.poll(async () => (await asked(page, "entries:find")).length).toBe(1);
    expect(await asked(page, "entries:find")).toEqual([{ query: "we", before: "2026-11-16" }]);
    await hold(page);
    await release(page, "work:search", ok(sample.search));
    await release(page, "entries:find", ok(older));
    await page.getByText("2 of 38").waitFor();
    const after = await lines();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length);
  });

  it("switches to a project, opens a page and clocks out by the keyboard alone", async () => {
    await open();
    await page.keyboard.type("warehouse");
    await isChosen("Warehouse app");
    // What is found in the service comes after it.
    await line(/^Website care/).waitFor();
    await page.keyboard.press("ArrowDown");
    await isChosen("Website relaunch");
    await page.keyboard.press("ArrowUp");
    await isChosen("Warehouse app");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => asked(page, "timer:clockIn"))
      .toMatchObject([{ work: { project: { name: "Warehouse app" } } }]);
    expect(await page.getByRole("dialog").count()).toBe(0);
    await open();
    await page.keyboard.type("weekday");
    await isChosen("Working time");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Working time" }).waitFor();
    await open();
    await page.keyboard.type("clock out");
    await isChosen("Clock out");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await asked(page, "timer:clockOut")).length).toBe(1);
  });

  it("clears by Escape, then closes, and closes no window", async () => {
    await open();
    await page.keyboard.type("we");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("combobox", { name: /Find a project/ }).inputValue()).toBe("");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await asked(page, "app:closeWindow")).toEqual([]);
  });

  it("lists all shortcuts on ? in the main window and the timer, but not while something is typed", async () => {
    page = await windows.open(sample.working, { window: "main", page: "general" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await withoutViolations(page);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    page = await windows.open(sample.working);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await asked(page, "app:closeWindow")).toEqual([]);
    await page.keyboard.press("/");
    await page.keyboard.press("?");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });
});
