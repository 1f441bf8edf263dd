import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import type { CleanRoot } from "./clean-root";

type Bridge = { punchcard: { invoke(channel: string, request?: object): Promise<{ ok: boolean; failure?: object }> } };

/** An installed app, used as a person and their AI client do. */
export class InstalledApp {
  private browser: Browser | undefined;

  /** @param system in which Ada has an account */
  constructor(private readonly system: CleanRoot) {}

  /**
   * Starts the app as a desktop would.
   * @param env of the session; without a bus in it the app gets one of its own
   * @returns its first window
   */
  async start(program: string, env: Record<string, string>): Promise<Page> {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const session = ["xvfb-run", "-a", program, `--remote-debugging-port=${port}`];
    if (!env.DBUS_SESSION_BUS_ADDRESS) session.unshift("dbus-run-session", "--");
    this.system.start("env", session, "ada", env);
    const address = `http://127.0.0.1:${port}`;
    await expect
      .poll(
        () =>
          fetch(`${address}/json/version`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 60_000 },
      )
      .toBe(true);
    this.browser = await chromium.connectOverCDP(address);
    const pages = () => this.browser?.contexts().flatMap((one) => one.pages()) ?? [];
    await expect.poll(() => pages().length, { timeout: 30_000 }).toBeGreaterThan(0);
    const [page] = pages();
    if (!page) throw new Error("no window");
    await page.locator("main").first().waitFor();
    return page;
  }

  async end(): Promise<void> {
    await this.browser?.close();
    this.system.endPrograms();
  }

  /** What an AI client reads of a server that it starts by a command. */
  listed(command: string): { version: string; tools: string[] } {
    const messages = [
      {
        id: 1,
        method: "initialize",
        params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "cursor", version: "1" } },
      },
      { method: "notifications/initialized" },
      { id: 2, method: "tools/list" },
    ].map((one) => `${JSON.stringify({ jsonrpc: "2.0", ...one })}\n`);
    const said = this.system.run(command, [], "ada", messages.join(""));
    const answers = said
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
    return {
      version: answers.find(({ id }) => id === 1).result.serverInfo.version,
      tools: answers.find(({ id }) => id === 2).result.tools.map(({ name }: { name: string }) => name),
    };
  }
}

/** Asks the app through the bridge that its pages have. */
export const invoke = (page: Page, channel: string, request?: object) =>
  page.evaluate(
    ([name, body]) => (globalThis as unknown as Bridge).punchcard.invoke(name as string, body as object),
    [channel, request],
  );
