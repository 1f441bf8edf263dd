import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "../../main/ipc/contract";
import * as sample from "./fixtures";
import { teamAbsences } from "./fixtures-absences";
import { withOwnCalendar } from "./fixtures-calendar";
import { importPreview } from "./fixtures-import";
import { report } from "./fixtures-reports";
import { notify, type OpenOptions, shows, sizes, takeComplaints, Windows, whyNot } from "./window";

interface Screen {
  name: string;
  state: AppState;
  options: OpenOptions;
  /** What a person does to get there. */
  go?: (page: Page) => Promise<void>;
}

const main = (page: string) => ({ window: "main", page }) as const;
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
const screens: Screen[] = [
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
        "sheet:lookAtRows": { ok: true, value: sample.recoverableRows },
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
    go: press(/ 6$|^Utwórz wpisy|^Aus diesen/),
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
  {
    name: "import",
    state: sample.working,
    options: {
      ...main("import"),
      answers: {
        "imports:pending": { ok: true, value: null },
        "imports:choose": { ok: true, value: { name: "clockify-2026.csv" } },
        "imports:preview": {
          ok: true,
          value: { ...importPreview, offers: { ...importPreview.offers, levels: ["customer", "project"] } },
        },
      },
    },
    go: async (page) => {
      await press(/CSV/)(page);
      await page.getByRole("heading", { level: 2 }).first().waitFor();
    },
  },
  { name: "working time", state: sample.localIdle, options: main("workingTime"), go: press("New row from a date") },
  { name: "permissions", state: sample.working, options: main("permissions") },
  { name: "clients", state: sample.working, options: main("clients"), go: press("Show VS Code") },
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
    go: press("Show Cursor"),
  },
  { name: "general", state: sample.working, options: main("general") },
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

/** Runs in the page: what is cut, or stands outside, without another way to read it. */
function cutTexts(): string[] {
  const found: string[] = [];
  const shown = (element: Element) => {
    const box = element.getBoundingClientRect();
    return (
      (box.width > 0 || element.matches(".clip")) &&
      box.height > 0 &&
      getComputedStyle(element).visibility !== "hidden" &&
      // `inert`: a question lies over it.
      !element.closest(".sr, [aria-hidden=true], [data-react-aria-hidden], [hidden], [inert]")
    );
  };
  const scrolls = (element: Element) => {
    for (let up: Element | null = element; up; up = up.parentElement)
      if (
        /auto|scroll/.test(getComputedStyle(up).overflowX) &&
        up.scrollWidth > up.clientWidth &&
        up.matches("pre, .codebox, .tablebox, .permissions__main .card, .calview")
      )
        return true;
    return false;
  };
  const words = (element: Element) => (element.textContent ?? "").trim().slice(0, 60);
  if (document.documentElement.scrollWidth > innerWidth + 1)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.querySelectorAll("body *")) {
    if (!shown(element) || element.closest("svg")) continue;
    const box = element.getBoundingClientRect();
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    // Inside a line that may be cut, the line itself counts: it has its whole text as a title.
    if (element.parentElement?.closest(".clip[title]")) continue;
    const outside = box.right > innerWidth + 1 || box.left < -1;
    if ((own || element.matches("button, input")) && outside && !scrolls(element))
      found.push(`outside: ${words(element)}`);
    const style = getComputedStyle(element);
    const hides = style.overflowX === "hidden" || style.overflowX === "clip";
    if (
      hides &&
      element.scrollWidth > element.clientWidth + 1 &&
      words(element) &&
      !element.closest("[title], input, .weekchart__plot")
    )
      found.push(`cut: ${words(element)}`);
    if (element.matches(".clip") && box.width < 48 && element.scrollWidth > box.width + 1)
      found.push(`only ${Math.round(box.width)} px left for: ${words(element)}`);
  }

  const cuts = new Map<Element, { left: number; right: number; top: number; bottom: number }>();
  /** What an element and all around it leave to be seen; measured once each. */
  const cutOf = (element: Element | null): { left: number; right: number; top: number; bottom: number } => {
    if (!element) return { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
    const known = cuts.get(element);
    if (known) return known;
    let { left, right, top, bottom } = cutOf(element.parentElement);
    if (getComputedStyle(element).overflowX !== "visible") {
      const box = element.getBoundingClientRect();
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    const cut = { left, right, top, bottom };
    cuts.set(element, cut);
    return cut;
  };
  /** What can be seen of each line of an element's own text, after all that cuts it. */
  const lines = (element: Element) => {
    const rects = [...element.childNodes].flatMap((node) => {
      if (node.nodeType !== Node.TEXT_NODE || !node.textContent?.trim()) return [];
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    });
    const cut = cutOf(element);
    return rects.map(({ left, right, top, bottom }) => ({
      element,
      left: Math.max(left, cut.left),
      right: Math.min(right, cut.right),
      top: Math.max(top, cut.top),
      bottom: Math.min(bottom, cut.bottom),
    }));
  };
  const texts = [...document.querySelectorAll("body *")]
    .filter((one) => shown(one) && !one.closest("svg"))
    .flatMap(lines);
  for (const [index, a] of texts.entries())
    for (const b of texts.slice(index + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (a.element !== b.element && wide > 3 && high > 5)
        found.push(`on top of each other: ${words(a.element)} / ${words(b.element)}`);
    }
  return found;
}

/** Runs in the page: controls without a name, and what a screen reader would stumble over. */
function unnamed(): string[] {
  const found: string[] = [];
  const selector =
    "button, a[href], input, select, textarea, [role=button], [role=option], [role=radio], [role=switch], [role=tab], [role=meter], [role=progressbar], [role=dialog], [role=listbox], [role=radiogroup], nav";
  for (const element of document.querySelectorAll(selector)) {
    if (element.closest("[hidden]")) continue;
    const labels =
      element instanceof HTMLInputElement ? [...(element.labels ?? [])].map((label) => label.textContent) : [];
    const by = (element.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => (id && document.getElementById(id)?.textContent) ?? "");
    const container = element.matches("[role=dialog], [role=listbox], [role=radiogroup], nav, input, [role=meter]");
    const name = [element.getAttribute("aria-label"), ...by, ...labels, container ? "" : element.textContent]
      .join("")
      .trim();
    if (!name) found.push(element.outerHTML.slice(0, 120));
    if (element instanceof HTMLElement && element.tabIndex > 0) found.push(`tabindex ${element.tabIndex}: ${name}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`twice: id ${id}`);
  // React Aria names a list that is not open yet by the id that it will have.
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls"])
    for (const element of document.querySelectorAll(`[${name}]`))
      for (const id of (element.getAttribute(name) ?? "").split(" "))
        if (id && !document.getElementById(id) && name !== "aria-controls")
          found.push(`${name} points at nothing: ${id}`);
  if (document.querySelectorAll("main").length !== 1) found.push("not one main landmark");
  if (document.querySelectorAll("h1").length !== 1)
    found.push(`${document.querySelectorAll("h1").length} headings of level 1`);
  if (!document.title) found.push("no title");
  return found;
}

describe.skipIf(whyNot)(`layout and names${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());

  it.each(screens)(
    "$name: nothing cut in three languages at 85, 100 and 160 %, everything named",
    async ({ state, options, go }) => {
      const page = await windows.open(state, options);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await go?.(page);
      await page.clock.runFor(500);
      expect(await page.evaluate(unnamed)).toEqual([]);
      const { width, height } = sizes[options.window ?? "timer"];
      const problems: string[] = [];
      for (const language of ["en", "de", "pl"]) {
        await notify(page, "state:changed", { ...state, language });
        await shows(page, `html[lang="${language}"]`);
        for (const zoom of [85, 100, 160]) {
          // The window grows with the zoom up to the screen; here it does not, which is the harder case.
          await page.setViewportSize({
            width: Math.round((width * 100) / zoom),
            height: Math.round((height * 100) / zoom),
          });
          // What is open moves along a moment after the window has its size.
          let cut = await page.evaluate(cutTexts);
          for (let tries = 0; cut.length > 0 && tries < 10; tries++) {
            await page.clock.runFor(50);
            cut = await page.evaluate(cutTexts);
          }
          problems.push(...cut.map((what) => `${language} ${zoom} %: ${what}`));
        }
      }
      expect(problems).toEqual([]);
      expect(takeComplaints(page)).toEqual([]);
    },
  );

  it("shows where the focus is on every stop, and reaches every control by Tab", async () => {
    const page = await windows.open(sample.working);
    const seen = new Set<string>();
    for (let stop = 0; stop < 20; stop += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const active = document.activeElement;
        if (!active || active === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(active);
        return {
          name: active.getAttribute("aria-label") ?? active.textContent ?? "",
          ring: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
        };
      });
      if (!here) continue;
      expect(here.ring, here.name).toBeGreaterThanOrEqual(2);
      seen.add(here.name);
    }
    for (const name of ["Open Punchcard", "Settings", "Clock out", "Break", "Switch", "Search work", "Refresh"])
      expect(
        [...seen].some((one) => one.includes(name)),
        name,
      ).toBe(true);
  });

  // The least size grows with the zoom, so it is this at each of them.
  it.each([
    "entries",
    "absences",
    "reports",
    "activity",
    "import",
    "accounts",
    "workingTime",
    "permissions",
    "clients",
    "general",
  ])("%s in the smallest window: Tab brings each control into view, and moves nothing else away", async (name) => {
    // Only the time sheet on this computer has working time of its own.
    const state = name === "workingTime" ? sample.localIdle : sample.working;
    const page = await windows.open(state, { ...main(name), size: { width: 640, height: 480 } });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.clock.runFor(500);
    const seen = new Set<string>();
    const lost = new Set<string>();
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const active = document.activeElement;
        if (!active || active === document.body) return null;
        // A switch or a radio is drawn by the label around its input.
        const drawn = active.closest("label") ?? active;
        const { left, top, width, height } = drawn.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 10));
        const moved = document.documentElement.scrollTop + document.documentElement.scrollLeft;
        return {
          name: active.getAttribute("aria-label") ?? (drawn.textContent || active.id),
          inView: hit !== null && (drawn.contains(hit) || hit.contains(drawn)) && moved === 0,
        };
      });
      if (!here) continue;
      seen.add(here.name);
      if (!here.inView) lost.add(here.name);
    }
    expect([...lost]).toEqual([]);
    expect(seen.size).toBeGreaterThan(9);
  });

  it("shows where the focus is in the calendar and its request, and each Tab goes on", async () => {
    const page = await windows.open(sample.working, {
      ...main("absences"),
      answers: { "absences:list": { ok: true, value: teamAbsences } },
    });
    await page.getByRole("complementary").waitFor();
    const seen: string[] = [];
    // However many places the sidebar has before them.
    for (let stop = 0; stop < 60 && !seen.some((name) => name.startsWith("Comment")); stop += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const active = document.activeElement;
        if (!active || active === document.body) return null;
        // A checkbox is drawn by the label around its input.
        const drawn = active.closest("[data-focus-visible]") ?? active;
        const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
        const label = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : null;
        return {
          name: active.getAttribute("aria-label") ?? label ?? active.textContent ?? "",
          ring: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
        };
      });
      if (!here) continue;
      expect(here.ring, here.name).toBeGreaterThanOrEqual(2);
      seen.push(here.name);
    }
    // The days of the month are one stop.
    expect(seen.filter((name) => /^\w+ \d+ November/.test(name))).toEqual(["Thursday 19 November"]);
    for (const name of ["Previous month", "Next month", "You: ½ day", "From", "To", "First day ½", "Comment"])
      expect(
        seen.some((one) => one.startsWith(name)),
        name,
      ).toBe(true);
  });

  it("moves nothing where motion is not wanted, and keeps marks in forced colours", async () => {
    const page = await windows.open(sample.working, {
      held: ["timer:clockOut"],
      reducedMotion: true,
      forcedColors: true,
    });
    await page.keyboard.press("Enter");
    await page.clock.runFor(400);
    await page.getByRole("progressbar").waitFor();
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter((one) => one.playState === "running")
        .map((one) => one.effect?.getComputedTiming().duration),
    );
    expect(moving).toEqual([]);
    // Bars are told by their fill: forced colours would paint it away.
    const bar = await page.locator(".bar .now").evaluate((one) => getComputedStyle(one).backgroundColor);
    expect(bar).not.toBe("rgba(0, 0, 0, 0)");
  });
});
