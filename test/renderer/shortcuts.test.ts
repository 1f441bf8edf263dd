import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { asked, notify, type OpenOptions, takeComplaints, Windows, whyNot, withoutViolations } from "./window";

const ok = <T>(value: T) => ({ ok: true as const, value });
const older = { entries: sample.entries.entries.slice(5, 7), total: 38 };
const pictures = process.env.PUNCHCARD_SCREENSHOTS;

describe.skipIf(whyNot)(`shortcuts from anywhere${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const general = async (state: AppState = sample.working, options: OpenOptions = {}) => {
    page = await windows.open(state, { window: "main", page: "general", ...options });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const palette = async (task: string | null, options: OpenOptions = {}, state: AppState = sample.working) => {
    const answers = {
      "app:takeTask": ok({ task }),
      "entries:find": ok(older),
      ...options.answers,
    } as OpenOptions["answers"];
    page = await windows.open(state, { window: "palette", ...options, answers });
    await page.getByRole("combobox").waitFor();
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const lines = () => page.getByRole("option").allTextContents();
  const picture = async (name: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, animations: "disabled" });
  };

  it("takes the keys pressed on a row, and none acts meanwhile", async () => {
    await general();
    await button("Clock in or out: no keys").click();
    await expect.poll(() => asked(page, "shortcuts:record")).toEqual([{ on: true }]);
    await page.keyboard.press("Control+Alt+T");
    await expect.poll(() => asked(page, "shortcuts:set")).toEqual([{ id: "clock", keys: "Control+Alt+T" }]);
    await expect.poll(() => asked(page, "shortcuts:record")).toEqual([{ on: true }, { on: false }]);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BUTTON");
  });

  it("changes nothing on Escape, leaves by Tab, and clears by Delete or its button", async () => {
    await general();
    const timer = button("Show the timer: Ctrl Alt P");
    await timer.click();
    await page.keyboard.press("Escape");
    await timer.waitFor();
    await timer.click();
    await page.keyboard.press("Tab");
    await timer.waitFor();
    expect(await asked(page, "shortcuts:set")).toEqual([]);
    expect(await asked(page, "app:closeWindow")).toEqual([]);
    await timer.click();
    await page.keyboard.press("Delete");
    await expect.poll(() => asked(page, "shortcuts:set")).toEqual([{ id: "timer", keys: null }]);
    await timer.waitFor();
    await button("Clear the keys: Show the timer").click();
    await expect.poll(async () => (await asked(page, "shortcuts:set")).length).toBe(2);
  });

  it("says what was refused and why, and which kept keys do nothing", async () => {
    const failure = { code: "shortcut_refused", message: "x", saved: "no" as const };
    await general(sample.working, { answers: { "shortcuts:set": { ok: false, failure } } });
    await page.getByText("The system refused Ctrl Alt K. Another app may use it.").waitFor();
    await button("Clock in or out: no keys").click();
    await page.keyboard.press("Control+Alt+T");
    await page.getByText("Not set: The system refused Ctrl Alt T. Another app may use it.").waitFor();
    await withoutViolations(page);
    await page.getByRole("heading", { name: "Shortcuts from anywhere" }).scrollIntoViewIfNeeded();
    await picture("general-keys-en-light");
  });

  it.each(["de", "pl"])("shows its rows in %s and in the dark", async (language) => {
    await general({ ...sample.working, language }, { dark: true });
    await page.locator("#general-keys").scrollIntoViewIfNeeded();
    await withoutViolations(page);
    await picture(`general-keys-${language}-dark`);
  });

  it("is off with the reason where the desktop passes no keys on", async () => {
    await general({ ...sample.working, shortcuts: { ...sample.working.shortcuts, by: "none" } });
    await page.getByText(/passes no keys on/).waitFor();
    expect(await button("Clock in or out: no keys").isDisabled()).toBe(true);
  });

  it("lists set keys on ? and in the palette, but not those that the system refused", async () => {
    await general();
    await page.keyboard.press("?");
    const list = page.getByRole("region", { name: "From anywhere", exact: true });
    await list.getByText("Show the timer").waitFor();
    expect(await list.getByText("Find and do").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("open the timer");
    const line = page.getByRole("option", { name: /^Open the timer/ });
    await line.waitFor();
    expect(await line.textContent()).toContain("Ctrl Alt P");
  });

  it("shows the palette in a window of its own, which closes by Escape and before it does something", async () => {
    await palette("palette");
    expect((await lines())[0]).toContain("Website relaunch");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("search");
    await withoutViolations(page);
    await picture("palette-window-light");
    await page.keyboard.type("reports");
    await page.getByRole("option", { name: /^Reports/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => asked(page, "app:openWindow")).toEqual([{ name: "main", page: "reports" }]);
    expect((await asked(page, "app:closeWindow")).length).toBe(1);
    await palette("palette");
    await page.keyboard.type("we");
    await page.keyboard.press("Escape");
    expect(await asked(page, "app:closeWindow")).toEqual([]);
    await page.keyboard.press("Escape");
    await expect.poll(async () => (await asked(page, "app:closeWindow")).length).toBe(1);
  });

  it("is empty and about the new task each time it is shown", async () => {
    await palette("palette");
    await page.keyboard.type("clock out");
    await page.evaluate(() => {
      window.fake.answers["app:takeTask"] = { ok: true, value: { task: "work" } };
    });
    await notify(page, "window:task", null);
    await page.getByRole("combobox", { name: "Find a project to switch to" }).waitFor();
    expect(await page.getByRole("combobox").inputValue()).toBe("");
    expect((await lines()).join(" ")).not.toContain("Clock out");
    await page.keyboard.type("we");
    await page.getByText("Entries before this week").waitFor();
    expect((await lines()).join(" ")).not.toContain("Working time");
  });

  it("opens the timer where a click failed, and not where it worked", async () => {
    await palette("palette", { dark: true });
    await withoutViolations(page);
    await picture("palette-window-dark");
    await page.keyboard.type("clock out");
    await page.getByRole("option", { name: /^Clock out/ }).click();
    await expect.poll(async () => (await asked(page, "timer:clockOut")).length).toBe(1);
    expect(await asked(page, "app:openWindow")).toEqual([]);
    const failure = { code: "offline", message: "x", saved: "no" as const };
    await palette("palette", { answers: { "timer:clockOut": { ok: false, failure } } });
    await page.keyboard.type("clock out");
    await page.getByRole("option", { name: /^Clock out/ }).click();
    await expect.poll(() => asked(page, "app:openWindow")).toEqual([{ name: "timer" }]);
  });

  it("lists the shortcuts inside of its window", async () => {
    await palette("palette");
    await page.keyboard.type("keyboard");
    await page.getByRole("option", { name: /^Keyboard shortcuts/ }).click();
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    expect(await asked(page, "app:closeWindow")).toEqual([]);
  });

  it("edits the running text as soon as the timer is shown for it, and again when it is open already", async () => {
    page = await windows.open(sample.working, { answers: { "app:takeTask": ok({ task: "text" as const }) } });
    const field = page.getByRole("textbox", { name: "Description" });
    await field.waitFor();
    await page.keyboard.press("Escape");
    await field.waitFor({ state: "detached" });
    await notify(page, "window:task", null);
    await field.waitFor();
  });
});
