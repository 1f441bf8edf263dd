import type { Page } from "playwright-core";
import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";
import { teamAbsences } from "./fixtures-absences";
import { withOwnCalendar } from "./fixtures-calendar";
import * as company from "./fixtures-company";
import { importPreview } from "./fixtures-import";
import { report } from "./fixtures-reports";
import * as updates from "./fixtures-updates";
import type { Answers, OpenOptions } from "./window";

/** Every page, dialog and window of the app with what a person does to get there. Tests of looks go through all of them. */
export interface Screen {
  name: string;
  state: AppState;
  options: OpenOptions;
  /** What a person does to get there. */
  go?: (page: Page) => Promise<void>;
}

export const main = (page: string) => ({ window: "main", page }) as const;
const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole("button", { name }).first().click();
};
const fillClockodo = async (page: Page) => {
  await page.getByText("Clockodo", { exact: true }).click();
  await page.getByRole("button", { name: "Connect Clockodo" }).click();
  await page.getByLabel("Email address").fill("marta@hollmann-ree.example");
  await page.getByLabel("API key").fill("key");
  await page.keyboard.press("Enter");
};
const toCalamari = async (page: Page) => {
  await page.getByText("Calamari", { exact: true }).click();
  await page.getByRole("button", { name: "Connect Calamari" }).click();
  await page.getByRole("heading", { level: 1, name: "Before you connect Calamari" }).waitFor();
};
const fillCalamari = async (page: Page) => {
  await toCalamari(page);
  await page.getByText("I have read this").click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.locator("input[name=url]").fill("fjordworks.calamari.io");
  await page.getByLabel("API key").fill("key");
  await page.getByLabel("Who you are in Calamari").fill("nora.lind@fjordworks.example");
  await page.keyboard.press("Enter");
};
const ok = <T>(value: T) => ({ ok: true as const, value });
const withFields: AppState = {
  ...sample.working,
  accounts: sample.working.accounts.map((one) => ({ ...one, fields: ["text", "tags", "billable", "rate"] })),
};
const { studio, review, care } = sample.choices;
const withFavorites: AppState = {
  ...sample.working,
  favorites: [
    { id: "a", name: "Weekly planning", ...studio, gone: null },
    { id: "b", name: "Reviews of all that the museum has sent since the last meeting", ...review, gone: null },
    { id: "c", name: "Winter", ...care, gone: "The project is closed." },
  ],
};
const [, , opening] = sample.entries.entries;
const found: Answers["entries:search"] = ok({
  entries: opening
    ? [{ ...opening, id: "12", begin: "2026-09-02T09:00:00+02:00", end: "2026-09-02T10:30:00+02:00", seconds: 5_400 }]
    : [],
  partial: true,
});
const byId = (id: string) => sample.entries.entries.filter((entry) => entry.id === id);
const bulk: Answers = {
  "entries:previewMany": ok({
    entries: [...byId("90"), ...byId("78")].map((entry) => ({ ...entry, text: "Layout" })),
    failed: [{ id: "89", message: "The project has ended." }],
    notes: [],
  }),
};
const imports: Answers = {
  "imports:pending": ok(null),
  "imports:choose": ok({ name: "clockify-2026.csv" }),
  "imports:preview": ok(importPreview),
};
const chooseTwo = async (page: Page) => {
  for (const id of ["90", "78"])
    await page
      .locator(".entry", { has: page.locator(`[data-row="${id}"]`) })
      .getByRole("checkbox")
      .click();
  await page.locator(".bulkbar").first().waitFor();
};
export const screens: Screen[] = [
  { name: "working", state: sample.working, options: {} },
  {
    name: "working, with kinds of break",
    state: {
      ...sample.working,
      accounts: [
        {
          ...sample.kimai,
          breakTypes: [
            { id: "2", name: "Lunch" },
            { id: "3", name: "Religious observance" },
          ],
        },
      ],
    },
    options: {},
    go: press("Break"),
  },
  { name: "just clocked out", state: sample.justOut, options: {} },
  { name: "break", state: sample.onBreakNow, options: {} },
  { name: "offline", state: sample.offline, options: {} },
  {
    name: "a computer that has travelled",
    state: { ...sample.localIdle, ui: { ...sample.localIdle.ui, zoneKept: null } },
    options: {},
  },
  { name: "clicks wait", state: sample.waiting, options: {} },
  { name: "a click contradicted", state: sample.contradicted, options: {} },
  { name: "no account", state: sample.noAccount, options: {} },
  { name: "broken settings", state: sample.brokenSettings, options: { window: "onboarding" } },
  { name: "files that were put aside", state: sample.putAside, options: {} },
  { name: "a timer that cannot be read", state: sample.unreadable, options: {} },
  {
    name: "a damaged time sheet",
    state: sample.damagedSheet,
    options: {},
  },
  {
    name: "ways to go on with a damaged time sheet",
    state: sample.damagedSheet,
    options: {
      window: "restore",
      answers: {
        "sheet:read": { ok: true, value: sample.sheetCopies },
      },
    },
  },
  {
    name: "a wait that takes long",
    state: sample.working,
    options: { ...main("general"), held: ["diagnostics:run"] },
    go: (page) => page.clock.runFor(3_100),
  },
  {
    name: "a wait that was ended",
    state: sample.working,
    options: { ...main("absences"), held: ["absences:list"] },
    go: async (page) => {
      await page.clock.runFor(3_100);
      await press("Cancel")(page);
    },
  },
  { name: "back after an absence", state: sample.working, options: { window: "away" } },
  {
    name: "back after an absence, what it was",
    state: sample.working,
    options: { window: "away" },
    go: async (page) => {
      await page.clock.runFor(700);
      await press(/something else|etwas anderes|coś innego/)(page);
    },
  },
  {
    name: "running since yesterday",
    state: sample.working,
    options: { window: "away", answers: { "away:current": { ok: true, value: sample.overnight } } },
  },
  {
    name: "working, with an absence that waits",
    state: { ...sample.working, away: sample.away },
    options: {},
  },
  { name: "the own calendar behind the entries", state: withOwnCalendar, options: main("entries") },
  {
    name: "entries made of events",
    state: withOwnCalendar,
    options: main("entries"),
    go: press(/ 6$|^Utwórz wpisy|^Einträge aus/),
  },
  {
    name: "entries, the filter",
    state: sample.working,
    options: main("entries"),
    go: async (page) => {
      await page.locator("[data-row]").first().waitFor();
      await press("Filter")(page);
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "entries, searched in other weeks",
    state: sample.working,
    options: { ...main("entries"), answers: { "entries:search": found } },
    go: async (page) => {
      await page.locator("[data-row]").first().waitFor();
      await page.getByRole("searchbox").fill("opening");
      await page.clock.runFor(1_000);
      await page.getByRole("region", { name: "In other weeks" }).locator("[data-row]").first().waitFor();
    },
  },
  { name: "entries, several chosen", state: withFields, options: main("entries"), go: chooseTwo },
  {
    name: "entries, several changed at once",
    state: withFields,
    options: { ...main("entries"), answers: bulk },
    go: async (page) => {
      await chooseTwo(page);
      await press("Change…")(page);
      await page.getByRole("dialog").getByRole("textbox", { name: "Description", exact: true }).fill("Layout");
      await page.getByRole("dialog").getByRole("button", { name: "Preview" }).click();
      await page.locator(".bulkpreview").waitFor();
      // React Aria takes away what it announced of the wait.
      await page.clock.runFor(8_000);
    },
  },
  {
    name: "entries, several deleted at once",
    state: withFields,
    options: main("entries"),
    go: async (page) => {
      await chooseTwo(page);
      await press("Delete…")(page);
      await page.getByRole("alertdialog").waitFor();
    },
  },
  {
    name: "entries, all fields of one",
    state: withFields,
    options: main("entries"),
    go: async (page) => {
      await page.locator("[data-row]").first().press("Enter");
      await page.locator(".moreform > summary").press("Enter");
      await page.getByLabel("Hourly rate").waitFor();
    },
  },
  { name: "import", state: sample.working, options: { ...main("import"), answers: imports } },
  {
    name: "import, the preview",
    state: sample.working,
    options: { ...main("import"), answers: imports },
    go: async (page) => {
      await press(/CSV/)(page);
      await page.getByRole("table").first().waitFor();
    },
  },
  {
    name: "import, one that broke off",
    state: sample.working,
    options: {
      ...main("import"),
      answers: {
        "imports:pending": ok({
          ...{ account: "kimai-1", name: "toggl-2026-01-01-2026-11-19.csv", at: "2026-11-19T10:00:00Z" },
          ...{ running: false, written: 40, all: 120 },
        }),
      },
    },
    go: (page) => page.getByText("40 of 120").waitFor(),
  },
  { name: "favorites", state: withFavorites, options: {} },
  {
    name: "favorites, editing",
    state: withFavorites,
    options: {},
    go: async (page) => {
      await press("Edit favorites")(page);
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "find and do, in a window of its own",
    state: withFavorites,
    options: { window: "palette" },
    go: (page) => page.getByRole("option").first().waitFor(),
  },
  {
    name: "reports, the filter",
    state: sample.working,
    options: main("reports"),
    go: async (page) => {
      await press("Filter")(page);
      await page.getByRole("form", { name: "Filter" }).waitFor();
    },
  },
  {
    name: "reports, with budgets",
    state: sample.working,
    options: {
      ...main("reports"),
      answers: {
        "projects:budgets": ok({
          budgets: {
            1: { month: null, time: { budget: 720_000, used: 584_100, left: 135_900 } },
            2: { month: "2026-11", money: { budget: 5_000, used: 6_200, left: -1_200, currency: "EUR" } },
          },
        }),
      },
    },
    go: (page) => page.locator(".hbar__budget").first().waitFor(),
  },
  {
    name: "reports, the export",
    state: sample.working,
    options: main("reports"),
    go: async (page) => {
      await press("Export")(page);
      await page.getByRole("menu").waitFor();
    },
  },
  { name: "projects", state: sample.working, options: main("projects") },
  {
    name: "projects, a new one",
    state: sample.working,
    options: main("projects"),
    go: async (page) => {
      await press("New project")(page);
      await page.getByRole("textbox", { name: "Name" }).waitFor();
    },
  },
  {
    name: "projects, merging",
    state: sample.working,
    options: main("projects"),
    go: async (page) => {
      await press(/^Website relaunch/)(page);
      await press("Merge…")(page);
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "projects, deleting",
    state: sample.working,
    options: main("projects"),
    go: async (page) => {
      await press(/^Website relaunch/)(page);
      await press("Delete…")(page);
      await page.getByText("3 activities").waitFor();
    },
  },
  { name: "activity", state: sample.working, options: main("activity"), go: press(/^10:58/) },
  {
    name: "find and do",
    state: sample.working,
    options: main("general"),
    go: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "all shortcuts",
    state: sample.working,
    options: main("general"),
    go: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "reminders", state: sample.localIdle, options: main("workingTime") },
  { name: "entries as a calendar", state: sample.calendar, options: main("entries") },
  {
    name: "entries as a calendar, editing",
    state: sample.calendar,
    options: main("entries"),
    go: async (page) => {
      await page.locator("[data-block='89']").press("Enter");
    },
  },
  { name: "entries, editing", state: sample.working, options: main("entries"), go: press(/first layout/) },
  {
    name: "entries with breaks, editing",
    state: { ...sample.working, accounts: [{ ...sample.kimai, fields: ["text", "break"] }] },
    options: main("entries"),
    go: press(/first layout/),
  },
  {
    name: "accounts",
    state: { ...sample.localIdle, accounts: [sample.stale.accounts[0] ?? sample.kimai, sample.local] },
    options: main("accounts"),
  },
  {
    name: "absences, a request",
    state: sample.working,
    options: { ...main("absences"), answers: { "absences:list": { ok: true, value: teamAbsences } } },
    go: async (page) => {
      await page.getByRole("button", { name: "Next month" }).click();
      await page.getByLabel("From", { exact: true }).fill("2026-12-21");
      await page.getByLabel("To", { exact: true }).fill("2026-12-31");
      await page.clock.runFor(500);
      await page.getByText("Nothing sent yet.").waitFor();
    },
  },
  {
    name: "absences of an account that has none",
    state: sample.working,
    options: {
      ...main("absences"),
      answers: {
        "absences:list": {
          ok: false,
          failure: { code: "unsupported", message: "The plugin is not installed.", saved: "no", next: "Ask for it." },
        },
      },
    },
  },
  {
    name: "reports",
    state: sample.working,
    options: {
      ...main("reports"),
      answers: {
        "reports:get": {
          ok: true,
          value: {
            ...report,
            groups: report.groups.map((one, _index, all) => ({ ...one, groups: all.slice(0, 2), more: 1 })),
          },
        },
      },
    },
  },
  {
    name: "projects, editing",
    state: sample.working,
    options: main("projects"),
    go: async (page) => {
      await page.locator(".segments label").nth(2).click();
      await press(/^Website relaunch/)(page);
      await page.locator(".projacts .hint").first().waitFor();
    },
  },
  { name: "working time", state: sample.localIdle, options: main("workingTime"), go: press("New row from a date") },
  { name: "permissions", state: sample.working, options: main("permissions") },
  {
    name: "permissions, bound by the company",
    state: company.bound,
    options: { ...main("permissions"), answers: { "permissions:get": ok(company.permissions) } },
  },
  { name: "general, a broken policy of the company", state: company.broken, options: main("general") },
  {
    name: "onboarding, bound by the company",
    state: { ...sample.noAccount, company: company.bound.company },
    options: { window: "onboarding" },
  },
  { name: "clients", state: sample.working, options: main("clients"), go: press("Details of VS Code") },
  {
    name: "clients, removing from all",
    state: sample.working,
    options: main("clients"),
    go: press("Remove from all clients"),
  },
  {
    name: "clients, why they are as they are",
    state: sample.working,
    options: main("clients"),
    go: press("Details of Cursor"),
  },
  { name: "general", state: sample.working, options: main("general") },
  {
    name: "general, a new version",
    state: updates.failed,
    options: main("general"),
    go: (page) => page.getByRole("heading", { name: "Updates", exact: true }).scrollIntoViewIfNeeded(),
  },
  { name: "a question", state: sample.working, options: { window: "confirm" } },
  {
    name: "a question about other people",
    state: sample.working,
    options: { window: "confirm", answers: { "confirm:current": { ok: true, value: sample.othersQuestion } } },
  },
  { name: "onboarding", state: sample.noAccount, options: { window: "onboarding" } },
  {
    name: "onboarding, Kimai",
    state: sample.noAccount,
    options: { window: "onboarding", answers: { "accounts:connect": { ok: false, failure: sample.failures.tls } } },
    go: async (page) => {
      await page.getByRole("button", { name: "Connect Kimai" }).click();
      await page.getByLabel("Address").fill("https://kimai.hollmann-ree.example");
      await page.getByLabel("API token").fill("token");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "onboarding, Clockodo",
    state: sample.noAccount,
    options: {
      window: "onboarding",
      answers: { "accounts:connect": { ok: false, failure: { ...sample.failures.tls, code: "tls" } } },
    },
    go: async (page) => {
      await fillClockodo(page);
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "onboarding, Calamari's consent",
    state: sample.noAccount,
    options: { window: "onboarding" },
    go: toCalamari,
  },
  {
    name: "onboarding, Calamari",
    state: sample.noAccount,
    options: { window: "onboarding", answers: { "accounts:connect": { ok: false, failure: sample.failures.badKey } } },
    go: async (page) => {
      await fillCalamari(page);
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "permissions of a Calamari",
    state: { ...sample.working, accounts: [sample.calamari], activeAccount: "calamari" },
    options: {
      ...main("permissions"),
      answers: { "permissions:get": { ok: true, value: { ...sample.permissions, accountId: "calamari" } } },
    },
    go: (page) => page.getByText("This key can reach everyone").waitFor(),
  },
  {
    name: "onboarding, what an AI may do in Clockodo",
    state: sample.noAccount,
    options: {
      window: "onboarding",
      answers: {
        "accounts:connect": { ok: true, value: sample.clockodo },
        "permissions:get": { ok: true, value: { ...sample.permissions, accountId: "clockodo" } },
      },
    },
    go: async (page) => {
      await fillClockodo(page);
      await page.getByRole("heading", { level: 1, name: "What an AI may do" }).waitFor();
    },
  },
  {
    name: "onboarding, signing in to Calamari",
    state: sample.noAccount,
    options: { window: "onboarding", held: ["accounts:signIn"] },
    go: async (page) => {
      await toCalamari(page);
      await page.getByRole("button", { name: "Sign in with Calamari (no API key)" }).click();
      await page.locator("input[name=url]").fill("https://gateway.eu-west-1.calamari.io/mcp-server/mcp");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Sign in at auth.calamari.io" }).click();
      await page.getByRole("progressbar", { name: "Waiting for you to sign in…" }).waitFor();
    },
  },
  {
    name: "accounts, a Clockodo with a wrong key",
    state: {
      ...sample.working,
      accounts: [sample.kimai, { ...sample.clockodo, state: "failing", failure: sample.failures.badKey }],
    },
    options: main("accounts"),
  },
];
