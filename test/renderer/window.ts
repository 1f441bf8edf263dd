import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { expect, inject } from "vitest";
import type { InvokeChannel, NotifyChannel } from "#main/ipc/channels";
import type { AppState } from "#main/ipc/contract/app-state";
import type { Answer, Bridge, Notification, Response } from "#main/ipc/contract/index";
import { contentSecurityPolicy } from "#main/windows/security";
/** The built windows in a real browser, under the real policy, with a bridge of our own behind them. */
import { launchChromium, sharedChromium, whyNoChromium } from "../fakes/chromium";
import * as samples from "./fixtures";
import * as leave from "./fixtures-absences";
import { activity } from "./fixtures-activity";
import * as own from "./fixtures-calendar";
import { merged, projectLook, projects } from "./fixtures-projects";
import { report } from "./fixtures-reports";
export const whyNot = whyNoChromium;

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
};

/** What the fake main answers per channel; a channel that is not named answers with nothing. */
export type Answers = { [C in InvokeChannel]?: Answer<Response<C>> };
interface Call {
  channel: InvokeChannel;
  request: unknown;
}

const ok = <T>(value: T) => ({ ok: true as const, value });
const usual = (state: AppState): Answers => ({
  "app:snapshot": ok(state),
  "app:refresh": ok(state.timer),
  "timer:clockIn": ok(state.timer),
  "timer:clockOut": ok(state.timer),
  "timer:takeBreak": ok(state.timer),
  "timer:resume": ok(state.timer),
  "timer:undo": ok(state.timer),
  "timer:retry": ok(state.timer),
  "timer:discard": ok(state.timer),
  "timer:decide": ok(state.timer),
  "timer:cancel": ok(state.timer),
  "timer:edit": ok(state.timer),
  "timer:useAccount": ok(state.timer),
  "work:search": ok(samples.search),
  "entries:list": ok(samples.entries),
  "entries:log": ok({ notes: [] }),
  "entries:update": ok({ notes: [] }),
  "drafts:list": ok([]),
  "calendar:events": ok(own.ownEvents),
  "calendar:suggest": ok(own.ownSuggested),
  "calendar:book": ok({ rows: [], notes: [], change: null, failure: null }),
  "calendar:chooseFile": ok({ chosen: false }),
  "absences:list": ok(leave.absences),
  "absences:types": ok(leave.absenceTypes),
  "absences:balance": ok(leave.balances),
  "absences:request": ok(leave.checked),
  "absences:decide": ok({ absences: [], done: [], failed: [], notes: [] }),
  "workingTime:get": ok(samples.workingTime),
  "projects:list": ok(projects),
  "projects:colors": ok({ colors: {} }),
  "projects:budgets": ok({ budgets: {} }),
  "projects:save": ok({ id: "11", notes: [] }),
  "projects:look": ok(projectLook),
  "projects:merge": ok(merged),
  "reports:get": ok(report),
  "reports:names": ok([]),
  "activity:list": ok(activity),
  "activity:lost": ok({ since: null, changes: [], labels: {} }),
  "activity:forgetLost": ok(undefined),
  "activity:undo": ok({ kind: "done", notes: [], change: 21 }),
  "reports:export": ok({ path: "/home/marta/october.csv" }),
  "accounts:connect": ok(samples.kimai),
  "accounts:findSignIn": ok({ origin: "https://auth.calamari.io" }),
  "accounts:signIn": ok(samples.calamari),
  "accounts:chooseCaFile": ok({ path: "/home/marta/hollmann-ca.pem" }),
  "permissions:get": ok(samples.permissions),
  "permissions:setProfile": ok(samples.permissions),
  "permissions:putOff": ok({ ...samples.permissions, undecided: true }),
  "permissions:setCell": ok(samples.permissions),
  "permissions:setTool": ok(samples.permissions),
  "permissions:setConfirmsItself": ok(samples.permissions),
  "permissions:reset": ok(samples.permissions),
  "permissions:limitClient": ok(samples.permissions),
  "clients:list": ok(samples.clients),
  "clients:plan": ok(samples.plan),
  "clients:unregisterAll": ok([]),
  "clients:extension": ok({ state: "none" }),
  "clients:snippets": ok(samples.snippets),
  "confirm:current": ok(samples.question),
  "away:current": ok(samples.away),
  "app:takeTask": ok({ task: null }),
  "shortcuts:set": ok(state.shortcuts),
  "settings:update": ok(state),
  "settings:restore": ok(state),
  "settings:accept": ok(state),
  "diagnostics:run": ok(samples.checks),
});

interface Setup {
  answers: Record<string, unknown>;
  /** Channels that never answer by themselves. */
  held: string[];
}

declare global {
  interface Window {
    fake: {
      calls: Call[];
      answers: Record<string, unknown>;
      held: string[];
      notify(channel: string, value: unknown): void;
      /** Lets the calls that wait on a held channel have this answer. */
      release(channel: string, answer: unknown): void;
    };
  }
}

/** Runs inside the page, before any script of ours. */
function install({ answers, held }: Setup) {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const waiting = new Map<string, ((answer: unknown) => void)[]>();
  const calls: Call[] = [];
  const nothing = { ok: true, value: undefined };
  window.fake = {
    calls,
    answers,
    held,
    notify: (channel, value) => {
      for (const listener of listeners.get(channel) ?? []) listener(value);
    },
    release: (channel, answer) => {
      for (const resolve of waiting.get(channel) ?? []) resolve(answer);
      waiting.delete(channel);
    },
  };
  const bridge = {
    invoke: (channel: InvokeChannel, request: unknown) => {
      calls.push({ channel, request });
      if (window.fake.held.includes(channel))
        return new Promise((resolve) => waiting.set(channel, [...(waiting.get(channel) ?? []), resolve]));
      return Promise.resolve(window.fake.answers[channel] ?? nothing);
    },
    on: (channel: string, listener: (value: unknown) => void) => {
      const all = listeners.get(channel) ?? new Set();
      listeners.set(channel, all.add(listener));
      return () => all.delete(listener);
    },
  };
  Object.defineProperty(window, "punchcard", { value: bridge as unknown as Bridge });
}

export interface OpenOptions {
  window?: keyof typeof sizes;
  page?: string;
  answers?: Answers;
  held?: InvokeChannel[];
  zoom?: number;
  dark?: boolean;
  size?: { width: number; height: number };
  reducedMotion?: boolean;
  forcedColors?: boolean;
}

export const sizes = {
  timer: { width: 380, height: 560 },
  main: { width: 920, height: 680 },
  onboarding: { width: 920, height: 680 },
  confirm: { width: 420, height: 300 },
  away: { width: 420, height: 360 },
  palette: { width: 640, height: 420 },
  restore: { width: 640, height: 420 },
};

const complaints = new WeakMap<Page, string[]>();

/** Everything that a page said against since it was asked last: errors, refused styles and scripts. */
export const takeComplaints = (page: Page): string[] => complaints.get(page)?.splice(0) ?? [];

export class Windows {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #origin: string;
  /**
   * A page is used again by the next window of its kind, which throws away all that was in it: starting a renderer for
   * each costs a second of processor time. Nothing of ours is kept in a browser's storage.
   */
  readonly #kept = new Map<number, Page>();

  private constructor(browser: Browser, server: Server, origin: string) {
    this.#browser = browser;
    this.#server = server;
    this.#origin = origin;
  }

  static #ofProcess: Promise<Windows> | undefined;

  /**
   * The built windows of this process, in its browser: test files that share a process share both.
   * @param folder other windows than the tests', in a browser of their own
   */
  static start(folder?: string): Promise<Windows> {
    if (folder !== undefined) return Windows.#serve(folder, launchChromium());
    Windows.#ofProcess ??= Windows.#serve(inject("pages"), sharedChromium());
    return Windows.#ofProcess;
  }

  static async #serve(folder: string, browser: Promise<Browser>): Promise<Windows> {
    const server = serve(folder);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new Windows(await browser, server, `http://127.0.0.1:${address.port}`);
  }

  /** A window as main opens it, at the state's own time, with the clock in the test's hand. */
  async open(state: AppState, options: OpenOptions = {}): Promise<Page> {
    const name = options.window ?? "timer";
    const zoom = (options.zoom ?? 100) / 100;
    const { width, height } = options.size ?? sizes[name];
    const page = await this.#page(zoom);
    // Zoomed windows grow up to the screen; here they do not, which is the harder case.
    await page.setViewportSize({ width: Math.round(width / zoom), height: Math.round(height / zoom) });
    await page.emulateMedia({
      colorScheme: options.dark ? "dark" : "light",
      reducedMotion: options.reducedMotion === false ? "no-preference" : "reduce",
      forcedColors: options.forcedColors ? "active" : "none",
    });
    await page.mouse.move(0, 0);
    await page.clock.install({ time: Date.parse(state.now) });
    await page.clock.resume();
    const answers = { ...usual(state), ...options.answers };
    const bridge = await page.addInitScript(install, { answers, held: options.held ?? [] });
    const query = new URLSearchParams({ window: name, ...(options.page ? { page: options.page } : {}) });
    await page.goto(`${this.#origin}/index.html?${query}`);
    await shows(page, "main");
    await bridge.dispose();
    return page;
  }

  async #page(zoom: number): Promise<Page> {
    const kept = this.#kept.get(zoom);
    if (kept && !kept.isClosed()) return kept;
    const context = await this.#browser.newContext({
      deviceScaleFactor: zoom,
      timezoneId: "America/New_York",
      locale: "en-GB",
    });
    const page = await context.newPage();
    // Shorter than a test: an action that hangs would go on in the next one, on the same page.
    page.setDefaultTimeout(15_000);
    complaints.set(page, []);
    page.on("pageerror", (error) => complaints.get(page)?.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.get(page)?.push(message.text()));
    this.#kept.set(zoom, page);
    return page;
  }

  /** Ends what is shown. Pages, server and browser are kept for the next test file, where they are the process's. */
  async stop() {
    if ((await Windows.#ofProcess) !== this) {
      await this.#browser.close();
      this.#server.close();
      return;
    }
    for (const page of this.#kept.values()) {
      if (page.isClosed()) continue;
      await page.goto("about:blank");
      takeComplaints(page);
    }
  }
}

function serve(folder: string): Server {
  return createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    try {
      const body = await readFile(join(folder, path));
      response.writeHead(200, {
        "content-type": types[extname(path)] ?? "application/octet-stream",
        "content-security-policy": contentSecurityPolicy,
        "cache-control": "max-age=3600",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
}

/** Waits until the document has an element, by its own changes: polling draws frames, which cost processor time. */
export const shows = (page: Page, selector: string) =>
  page.evaluate(
    (wanted) =>
      new Promise<void>((done) => {
        const observer = new MutationObserver(look);
        function look() {
          if (!document.querySelector(wanted)) return;
          observer.disconnect();
          done();
        }
        observer.observe(document, { subtree: true, childList: true, attributeFilter: ["lang"] });
        look();
      }),
    selector,
  );

/** Main tells the window something. */
export const notify = <C extends NotifyChannel>(page: Page, channel: C, value: Notification<C>) =>
  page.evaluate(([to, what]) => window.fake.notify(to, what), [channel, value] as const);

export const release = <C extends InvokeChannel>(page: Page, channel: C, answer: Answer<Response<C>>) =>
  page.evaluate(([to, what]) => window.fake.release(to, what), [channel, answer] as const);

/**
 * From here on the page's time passes only by `runFor`, however slow the machine is. It first jumps ahead, which ends
 * the waits that are under way: nobody can say at which moment a clock stops.
 */
export async function pause(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 10_000);
}

/** From now on these channels, and no others, answer only by `release`. */
export const hold = (page: Page, ...channels: InvokeChannel[]) =>
  page.evaluate((all) => {
    window.fake.held = all;
  }, channels);

/** What the window asked main for on this channel. */
export async function asked(page: Page, channel: InvokeChannel): Promise<unknown[]> {
  const calls = await page.evaluate(() => window.fake.calls);
  return calls.filter((call) => call.channel === channel).map((call) => call.request);
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
  configure(spec: object): void;
  run(options?: { runOnly: string[] }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/**
 * Expects that axe finds no fault in the whole page.
 * @param rules only these; by default all of axe's rules and two more that axe has switched off
 */
export async function withoutViolations(page: Page | Frame, rules?: string[]): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const violations = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: Axe };
    axe.configure({
      rules: [
        { id: "target-size", enabled: true },
        // The name of a day begins with its date in full, and the holiday that can be seen follows later.
        { id: "label-content-name-mismatch", enabled: true, selector: "*:not(.dayno)" },
      ],
      // React Aria puts its buttons to leave a popover beside the dialog in it.
      checks: [
        { id: "region", options: { regionMatcher: "dialog, [role=dialog], [role=alertdialog], svg, .popover" } },
      ],
    });
    const { violations } = await axe.run(runOnly && { runOnly });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }, rules);
  expect(violations).toEqual([]);
}
