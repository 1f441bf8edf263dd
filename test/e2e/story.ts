import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, type ClientOptions } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type CredentialPlace, itemName } from "#core/platform/credentials";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome } from "./app";
import { startTrayHost, type TrayHost } from "./tray-host";

/** Where pictures go; PUNCHCARD_SCREENSHOTS=docs/images makes those of the documentation. */
export const pictures = process.env.PUNCHCARD_SCREENSHOTS ?? join(root, "out/screenshots");
export const hour = 3_600_000;

/** Milliseconds of the clock that the app uses, too. */
export const appTime = () => Date.now();

/** Resolves in the next second of the clock: services store whole seconds. */
export async function nextSecond(): Promise<void> {
  const second = () => Math.floor(appTime() / 1000);
  const first = second();
  await eventually(() => expect(second()).toBeGreaterThan(first));
}

type Bridge = { punchcard: { invoke(channel: string, request?: object): Promise<unknown> } };

/** Asks main for something as the page's own code does. */
export const invoke = (page: Page, channel: string, request?: object) =>
  page.evaluate(
    ([name, body]) => (globalThis as unknown as Bridge).punchcard.invoke(name as string, body as object),
    [channel, request],
  );

/** Both themes of what a window shows now. */
export async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of ["dark", "light"]) {
    await invoke(page, "settings:update", { theme });
    await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: "attached" });
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`), animations: "disabled" });
  }
}

export const isoDay = (day: Date, more = 0) => new Date(day.getTime() + more * 24 * hour).toISOString().slice(0, 10);

/** The calendar day in Berlin, the zone of the app in these tests, as `2026-11-18`. */
export const berlinDay = (moreDays = 0, nowMs = appTime()) => {
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(nowMs);
  return isoDay(new Date(`${today}T12:00:00Z`), moreDays);
};

/** Milliseconds of an hour in UTC on a calendar day of Berlin, counted from today. */
export const berlinDayAt = (moreDays: number, utcHour: number, nowMs = appTime()) =>
  Date.parse(`${berlinDay(moreDays, nowMs)}T00:00:00Z`) + utcHour * hour;

/** The first Monday of next July: a whole week in summer, and no New Year within it. */
export const monday = () => {
  const day = new Date(Date.UTC(new Date(appTime()).getUTCFullYear() + 1, 6, 1));
  day.setUTCDate(1 + ((8 - day.getUTCDay()) % 7));
  return day;
};

/** What is asked for before the app starts, and closed after it. */
interface Prepared {
  env?: Record<string, string>;
  close?(): unknown;
}

/** A person's computer in one test file: home, panel, app, and an AI client. Tests go on where the one before ended. */
export class Story {
  home!: TestHome;
  tray!: TrayHost;
  app!: RunningApp;
  client!: Client;
  /** All that the AI client was told; no secret may be in it. */
  readonly said: string[] = [];

  constructor(prepare: (home: TestHome) => Promise<Prepared> | Prepared) {
    let prepared: Prepared = {};
    beforeEach(({ onTestFailed }) => onTestFailed(() => this.app?.pictures(join(root, "out/e2e-failed"))));
    beforeAll(async () => {
      mkdirSync(pictures, { recursive: true });
      this.home = testHome();
      prepared = await prepare(this.home);
      this.tray = await startTrayHost();
      this.app = await startApp(this.home, { env: prepared.env });
    });
    afterAll(async () => {
      await this.client?.close().catch(() => undefined);
      await this.app?.close().catch(() => undefined);
      this.tray?.close();
      await prepared.close?.();
      this.home?.remove();
    });
  }

  settings = () => JSON.parse(readFileSync(join(this.home.punchcard, "settings.json"), "utf8"));
  labels = async () => (await this.tray.read()).menu.map(({ label }) => label);

  /** What the Secret Service has for an account. */
  inKeychain = (account: CredentialPlace) =>
    execFileSync("secret-tool", ["lookup", "service", "Punchcard", "username", itemName(account)]).toString();

  /**
   * An AI client starts our launcher, or the command that stands in its file, with the bare environment that the SDK's
   * clients pass.
   */
  async connect(options: ClientOptions = {}, started?: { command: string; args: string[] }): Promise<Client> {
    const command = started?.command ?? join(this.home.punchcard, "bin/punchcard-mcp");
    await eventually(() => expect(existsSync(command)).toBe(true));
    const env = {
      ...{ HOME: this.home.path, LOGNAME: "root", PATH: "/usr/bin:/bin" },
      ...{ SHELL: "/bin/sh", TERM: "xterm", USER: "root" },
    };
    const args = started?.args ?? ["--client=claude-desktop"];
    const transport = new StdioClientTransport({ command, args, env, stderr: "pipe" });
    transport.stderr?.on("data", (chunk: Buffer) => this.said.push(chunk.toString()));
    this.client = new Client({ name: "claude-ai", version: "1.0.0" }, options);
    await this.client.connect(transport);
    return this.client;
  }

  /** Calls a tool and keeps what it said, also where it failed. */
  async answer(name: string, args: Record<string, unknown> = {}) {
    const result = await this.client.callTool({ name, arguments: args });
    this.said.push(JSON.stringify(result));
    return result;
  }
  async call(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const result = await this.answer(name, args);
    expect(result.isError, JSON.stringify(result.content)).toBeFalsy();
    return result.structuredContent as Record<string, unknown>;
  }

  /** No file, no argument and no output has any of these. */
  hasNowhere(...secrets: string[]): void {
    const lines = this.app.commandLines();
    expect(lines.length, "processes of the app").toBeGreaterThan(0);
    const seen = [lines.join("\n"), this.app.output(), ...this.said].join("\n");
    for (const secret of secrets) {
      expect(this.home.filesWith(secret)).toEqual([]);
      expect(seen).not.toContain(secret);
    }
  }

  async quit(): Promise<void> {
    const closed = this.app.electron.waitForEvent("close");
    await this.tray.click("Quit");
    await closed;
  }
}
