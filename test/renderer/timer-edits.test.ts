import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import type { KeptDraft } from "#main/ipc/contract/entries/drafts";
import * as sample from "./fixtures";
import { asked, type OpenOptions, takeComplaints, Windows, whyNot } from "./window";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = process.env.PUNCHCARD_SCREENSHOTS;

describe.skipIf(whyNot)(`changes of what runs in the timer window${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (state: AppState, options?: OpenOptions) => {
    page = await windows.open(state, options);
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const channels = () => page.evaluate(() => window.fake.calls.map((call) => call.channel));
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  const problems = async (): Promise<string[]> => {
    await page.evaluate(axe);
    const run = page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
    );
    await page.clock.runFor(1_000);
    return (await run).violations.map(({ id }) => id);
  };
  const details = {
    ...sample.working,
    accounts: sample.working.accounts.map((one) => ({ ...one, fields: ["tags", "billable"] })),
  };
  const kept = (fields: KeptDraft["fields"]) => ({
    "drafts:list": {
      ok: true as const,
      value: [{ account: "kimai", key: "entry/101", at: "2026-11-19T10:05:00.000Z", fields }],
    },
  });

  it("changes tags and billing of what runs by keyboard, sends only what was changed, and keeps the focus", async () => {
    await open(details);
    await button("Project, activity, tags. Change project, activity, tags").press("Enter");
    const form = page.getByRole("form", { name: "Change entry" });
    await form.waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest("form") !== null)).toBe(true);
    expect(await problems()).toEqual([]);
    await form.getByLabel("Tags, with commas").fill("print, urgent");
    await form.getByRole("button", { name: /Billable/ }).press("Enter");
    await page.getByRole("option", { name: "No" }).click();
    await form.getByLabel("Tags, with commas").press("Enter");
    await form.waitFor({ state: "detached" });
    expect(await asked(page, "timer:edit")).toEqual([
      { tags: ["print", "urgent"], billable: false, createMissing: true },
    ]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(/Change project/);
    expect((await asked(page, "drafts:drop")).at(-1)).toEqual({ account: "kimai", key: "entry/101" });
  });

  it("moves what runs to other work, and Esc sends nothing", async () => {
    await open(details);
    await button(/Change project, activity, tags$/).click();
    const form = page.getByRole("form", { name: "Change entry" });
    await form.getByRole("button", { name: /Website relaunch/ }).click();
    await page.getByRole("option", { name: "Product configurator, Development", exact: true }).click();
    await page.keyboard.press("Escape");
    await sees("Press Esc again to discard");
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    expect(await channels()).not.toContain("timer:edit");
    expect(await channels()).not.toContain("app:closeWindow");
    await button(/Change project, activity, tags$/).click();
    await form.getByRole("button", { name: /Website relaunch/ }).click();
    await page.getByRole("option", { name: "Product configurator, Development", exact: true }).click();
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    expect(await asked(page, "timer:edit")).toEqual([{ work: sample.choices.configurator.work }]);
  });

  it("keeps the form and says why where the change of work was not saved", async () => {
    await open(details, { answers: { "timer:edit": { ok: false, failure: sample.failures.time } } });
    await button(/Change project, activity, tags$/).click();
    await page.getByLabel("Tags, with commas").fill("print");
    await page.getByRole("form").getByRole("button", { name: "Save" }).click();
    expect(await page.getByRole("alert").textContent()).toMatch(/The entry was not changed/);
    expect(await page.getByLabel("Tags, with commas").inputValue()).toBe("print");
    expect((await asked(page, "drafts:keep")).at(-1)).toEqual({
      account: "kimai",
      key: "entry/101",
      fields: { tags: ["print"] },
    });
    expect(await channels()).not.toContain("drafts:drop");
  });

  it("shows what was typed about the running entry before the window was gone, and gives it up when told", async () => {
    await open(details, { answers: kept({ text: "Half a sen", from: "9:5", day: "2026-11-19", tags: ["print"] }) });
    expect(await page.getByRole("textbox", { name: "Description" }).inputValue()).toBe("Half a sen");
    expect(await page.getByRole("textbox", { name: "Start time" }).inputValue()).toBe("9:5");
    expect(await page.getByLabel("Tags, with commas").inputValue()).toBe("print");
    expect(await page.getByText("Draft from 11:05").count()).toBe(3);
    expect(await focused()).toContain("Clock out");
    expect(await problems()).toEqual([]);
    await page.locator(".state__text").getByRole("button", { name: "Discard draft" }).click();
    await page.getByRole("textbox", { name: "Description" }).waitFor({ state: "detached" });
    expect((await asked(page, "drafts:keep")).at(-1)).toMatchObject({
      fields: { from: "9:5", day: "2026-11-19", tags: ["print"] },
    });
    expect(await channels()).not.toContain("timer:edit");
  });

  it("keeps each letter of a text that is being typed", async () => {
    await open(sample.working);
    await page.keyboard.press("F2");
    await page.keyboard.type("No");
    expect((await asked(page, "drafts:keep")).at(-1)).toEqual({
      account: "kimai",
      key: "entry/101",
      fields: { text: "No" },
    });
  });

  it("offers no change of what runs while the service does not answer, and says why beside it", async () => {
    const timer = { ...sample.working.timer, stale: true };
    await open({ ...sample.working, timer });
    const off = button("Change entry");
    expect(await off.isDisabled()).toBe(true);
    await sees("Cannot be changed until Kimai answers.");
    expect(await off.getAttribute("aria-describedby")).not.toBeNull();
    expect(await problems()).toEqual([]);
  });

  it("offers no change while something waits to be sent, and says so", async () => {
    await open(sample.waiting);
    expect(await button("Change entry").isDisabled()).toBe(true);
    await sees("Cannot be changed until everything is sent.");
    expect(await problems()).toEqual([]);
  });

  it.each([
    ["en", false],
    ["de", true],
    ["pl", false],
  ] as const)("cuts no word and has no fault that axe finds in %s (dark: %s)", async (language, dark) => {
    await open(
      { ...details, language },
      { dark, answers: kept({ text: "Half a sen", tags: ["print"], billable: "no" }) },
    );
    await page.locator(".fieldsedit").waitFor();
    expect(await problems()).toEqual([]);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".fieldsedit :is(.button, .label, .link), .state :is(.hint, .link)")]
        .filter((one) => !one.closest(".clip") && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
        .map((one) => one.textContent),
    );
    expect(cut).toEqual([]);
    if (pictures) await page.screenshot({ path: join(pictures, `timer-edits-${language}.png`) });
  });
});
