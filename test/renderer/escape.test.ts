import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { importPreview } from "./fixtures-import";
import { main } from "./screens";
import { asked, type OpenOptions, takeComplaints, Windows, whyNot } from "./window";

interface Case {
  name: string;
  state?: AppState;
  options?: OpenOptions;
  /** What a person does to get there. */
  go?: (page: Page) => Promise<unknown>;
  /** Types something, or changes it. */
  type: (page: Page) => Promise<unknown>;
  /** Whether what was opened or typed is there. */
  isThere: (page: Page) => Promise<boolean>;
  /** Always in view: there is nothing to close before something is typed. */
  always?: true;
  /** Leaving it saves. */
  saves?: true;
  /** How it asks, if not by a line that says so. */
  asks?: string;
  /** Closing it is closing its window. */
  closesWindow?: true;
}

const field = (name: string) => (page: Page) => page.getByRole("textbox", { name, exact: true });
const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();
const fill = (name: string, text: string) => (page: Page) => field(name)(page).fill(text);
const has = (name: string) => async (page: Page) => (await field(name)(page).count()) > 0;
const holds = (label: string, text: string) => async (page: Page) =>
  (await page.getByLabel(label, { exact: true }).inputValue()) === text;
const heads = (heading: string) => async (page: Page) =>
  (await page.getByRole("heading", { level: 1, name: heading }).count()) > 0;
const withFields: AppState = {
  ...sample.working,
  accounts: sample.working.accounts.map((one) => ({ ...one, fields: ["text", "tags", "billable"] })),
};
const { studio } = sample.choices;
const sheet = { state: sample.localIdle, options: main("workingTime") };
const welcome = { state: sample.noAccount, options: { window: "onboarding" } as const };
const connect = (service: string, button: string) => async (page: Page) => {
  await page.getByText(service, { exact: true }).first().click();
  await press(button)(page);
};

const cases: Case[] = [
  {
    name: "the text of what runs",
    go: press(/^Description: .*Change$/),
    type: fill("Description", "New"),
    isThere: has("Description"),
    saves: true,
  },
  {
    name: "the start of what runs",
    go: press(/^since 10:07/),
    type: fill("Start time", "9:5"),
    isThere: has("Start time"),
    saves: true,
  },
  {
    name: "work and tags of what runs",
    state: withFields,
    go: press(/Change project, activity, tags$/),
    type: (page) => page.getByLabel("Tags, with commas").fill("print"),
    isThere: async (page) => (await page.getByRole("form", { name: "Change entry" }).count()) > 0,
  },
  {
    name: "the name of a favorite",
    state: { ...sample.working, favorites: [{ id: "a", name: "Weekly planning", ...studio, gone: null }] },
    go: press("Edit favorites"),
    type: fill("Name of Weekly planning", "Else"),
    isThere: holds("Name of Weekly planning", "Else"),
    always: true,
    saves: true,
  },
  {
    name: "an entry",
    options: main("entries"),
    go: press(/first layout/),
    type: fill("Description", "New"),
    isThere: has("Description"),
  },
  {
    name: "a new entry",
    options: main("entries"),
    go: press("Log time"),
    type: fill("Description", "New"),
    isThere: has("Description"),
  },
  {
    name: "an entry beside its block",
    state: sample.calendar,
    options: main("entries"),
    go: (page) => page.locator("[data-block='89']").press("Enter"),
    type: fill("Description", "New"),
    isThere: has("Description"),
  },
  {
    name: "a project",
    options: main("projects"),
    go: press(/^Website relaunch/),
    type: fill("Name", "New"),
    isThere: has("Name"),
    asks: "Discard the changes?",
  },
  {
    name: "a request for leave",
    options: main("absences"),
    type: (page) => page.getByLabel("From", { exact: true }).fill("2026-12-21"),
    isThere: holds("From", "2026-12-21"),
    always: true,
  },
  {
    name: "a row of target hours",
    ...sheet,
    go: press("New row from a date"),
    type: (page) =>
      page
        .getByRole("form", { name: /New row/ })
        .getByLabel("Tue")
        .fill("3"),
    isThere: async (page) => (await page.getByRole("form", { name: /New row/ }).count()) > 0,
  },
  {
    name: "the first day of the balance",
    ...sheet,
    type: fill("Balance on that day", "+1:00"),
    isThere: holds("Balance on that day", "+1:00"),
    always: true,
  },
  {
    name: "days of leave",
    ...sheet,
    type: fill("Days a year", "31"),
    isThere: holds("Days a year", "31"),
    always: true,
  },
  {
    name: "the address of a calendar",
    options: main("general"),
    type: (page) => page.getByLabel("Address (https or webcal)").fill("https://a.example"),
    isThere: holds("Address (https or webcal)", "https://a.example"),
    always: true,
  },
  {
    name: "a file to import",
    options: {
      ...main("import"),
      answers: {
        "imports:pending": { ok: true, value: null },
        "imports:choose": { ok: true, value: { name: "clockify-2026.csv" } },
        "imports:preview": { ok: true, value: importPreview },
      },
    },
    go: press(/CSV/),
    type: (page) => page.getByText("Import rows that are in the file twice").click(),
    isThere: async (page) => (await page.getByRole("table").count()) > 0,
  },
  {
    name: "when it ended",
    options: { window: "away", answers: { "away:current": { ok: true, value: sample.overnight } } },
    go: (page) => page.clock.runFor(700),
    type: fill("It ended at", "16:01"),
    isThere: async (page) => (await asked(page, "app:closeWindow")).length === 0,
    closesWindow: true,
  },
  {
    name: "the step for Kimai",
    ...welcome,
    go: press("Connect Kimai"),
    type: (page) => page.getByLabel("API token").fill("token"),
    isThere: heads("Connect Kimai"),
  },
  {
    name: "the step for Clockodo",
    ...welcome,
    go: connect("Clockodo", "Connect Clockodo"),
    type: (page) => page.getByLabel("API key").fill("key"),
    isThere: heads("Connect Clockodo"),
  },
];

describe.skipIf(whyNot)(`Esc${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const pressEscape = () => page.keyboard.press("Escape");
  const leave = () => page.evaluate(() => (document.activeElement as HTMLElement).blur());
  const closed = async () => (await asked(page, "app:closeWindow")).length;

  it.each(cases)("closes $name, after a question where something was typed", async (one) => {
    const { state = sample.working, options, go, type, isThere, always, saves, asks, closesWindow } = one;
    page = await windows.open(state, options);
    await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
    const there = (wanted: boolean) => expect.poll(() => isThere(page)).toBe(wanted);
    const warning = page.getByText(asks ?? "Press Esc again to discard");
    if (!always && !closesWindow) {
      await go?.(page);
      await there(true);
      // Leaving a field that has not changed closes it, too.
      if (!saves) await leave();
      await pressEscape();
      await there(false);
      expect(await closed()).toBe(0);
    }
    if (!always || one.go) await go?.(page);
    for (const from of saves || asks ? ["inside"] : ["inside", "body"]) {
      await type(page);
      if (from === "body") await leave();
      await pressEscape();
      await warning.waitFor();
      await there(true);
      expect(await closed()).toBe(0);
      // Going on typing is a no.
      if (asks) await page.getByRole("button", { name: "Cancel" }).last().click();
      else await page.keyboard.press("Shift");
      await warning.waitFor({ state: "detached" });
    }
    await pressEscape();
    await warning.waitFor();
    if (asks) await page.getByRole("button", { name: "Discard" }).click();
    else await pressEscape();
    await there(false);
    expect(await closed()).toBe(closesWindow ? 1 : 0);
    expect(await page.evaluate(() => window.fake.calls.map(({ channel }) => channel))).not.toContain("timer:edit");
  });

  it.each([
    ["timer", sample.working],
    ["main", sample.working],
    ["restore", sample.damagedSheet],
    ["onboarding", sample.noAccount],
    ["palette", sample.working],
  ] as const)("closes the %s window where nothing else is open", async (window, state) => {
    page = await windows.open(state, { window });
    await leave();
    await pressEscape();
    await expect.poll(closed).toBe(1);
  });

  it("goes back from the choice of other work to the answers, and then means later", async () => {
    page = await windows.open(sample.working, { window: "away" });
    await page.clock.runFor(700);
    await press(/something else/)(page);
    await page.getByRole("searchbox").waitFor();
    await pressEscape();
    await press(/something else/)(page);
    expect(await closed()).toBe(0);
    await pressEscape();
    await pressEscape();
    await expect.poll(closed).toBe(1);
  });

  it("closes a form that is open when the focus is lost in it", async () => {
    page = await windows.open(withFields);
    await press(/Change project, activity, tags$/)(page);
    const form = page.getByRole("form", { name: "Change entry" });
    await form.getByRole("button", { name: /Website relaunch/ }).click();
    await page.getByRole("option", { name: "Product configurator, Development", exact: true }).click();
    await leave();
    await pressEscape();
    await page.getByText("Press Esc again to discard").waitFor();
    await pressEscape();
    await form.waitFor({ state: "detached" });
    expect(await closed()).toBe(0);
  });

  it("is of the field in which it is pressed, and closes no form beside it", async () => {
    page = await windows.open(sample.working, main("entries"));
    await press(/first layout/)(page);
    await page.getByRole("searchbox").first().focus();
    await pressEscape();
    await page.keyboard.press("Shift");
    expect(await has("Description")(page)).toBe(true);
    expect(await closed()).toBe(0);
  });

  it("is not held up by a list that is just going away", async () => {
    page = await windows.open(sample.working, main("entries"));
    await press(/first layout/)(page);
    await leave();
    const show = (attribute: string) =>
      page.evaluate((name) => {
        document.querySelector("#list")?.remove();
        const list = Object.assign(document.createElement("div"), { id: "list", className: "popover" });
        if (name) list.setAttribute(name, "true");
        document.body.append(list);
      }, attribute);
    await show("");
    await pressEscape();
    expect(await has("Description")(page)).toBe(true);
    await show("data-exiting");
    await pressEscape();
    await expect.poll(() => has("Description")(page)).toBe(false);
  });
});
