import { mkdtempSync, rmSync } from "node:fs";
import { request as ask, createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { inject } from "vitest";
import type { GivenOptions } from "#team/config/read-options";
import { teamConfig } from "#team/config/team-config";
import { startServing } from "#team/operation/start";
import { Invitations } from "#team/people/invitations";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import type { Database } from "#team/store/database";
import { openLibsql } from "#team/store/libsql";
import { sharedChromium } from "../../fakes/chromium";
import { listen } from "../../fakes/listen";
import { cheapHash } from "../../fakes/team/cheap-hash";

export const password = "correct horse battery";

export interface OpenOptions {
  dark?: boolean;
  width?: number;
  height?: number;
  locale?: string;
}

/** The real team server behind a small proxy, one for a test file, and the browser of the process before it. */
export class TeamSite {
  private constructor(
    readonly origin: string,
    /** Where the server keeps its database and keys. */
    readonly folder: string,
    readonly database: Database,
    readonly people: PeopleRepository,
    private readonly browser: Browser,
    private readonly visitors: BrowserContext[],
    private readonly end: () => Promise<void>,
  ) {}

  static async start(values: GivenOptions["values"] = {}): Promise<TeamSite> {
    const folder = mkdtempSync(join(tmpdir(), "pc-site-"));
    let port = 0;
    // The public address has to be known before the server starts, as behind a company's proxy.
    const proxy = await listen(
      createServer((request, response) => {
        const { method, url: path, headers } = request;
        // A connection of its own: the server may close a kept one at the moment in which it is used again.
        const onward = ask({ host: "127.0.0.1", port, method, path, headers, agent: false }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        onward.on("error", () => response.destroy());
        // As nginx and Caddy do where a browser does not wait any more.
        response.once("close", () => onward.destroy());
        request.pipe(onward);
      }),
    );
    const origin = `http://localhost:${proxy.port}`;
    const given = { publicUrl: origin, port: "0", operationPort: "0", data: folder, logLevel: "error", ...values };
    const server = await startServing(teamConfig(given, folder), inject("teamPages"));
    port = server.port;
    const database = await openLibsql(join(folder, "team.db"));
    const browser = await sharedChromium();
    const visitors: BrowserContext[] = [];
    return new TeamSite(
      origin,
      folder,
      database,
      new PeopleRepository(database, Date.now),
      browser,
      visitors,
      async () => {
        await Promise.all(visitors.map((context) => context.close()));
        await server.stop();
        await proxy.close();
        await database.close();
        rmSync(folder, { recursive: true, force: true });
      },
    );
  }

  stop = () => this.end();

  /** Somebody with a password. @returns their id */
  async person(email: string, name: string, isAdmin = false): Promise<string> {
    const person = await this.people.create({ email, name, group: null, isAdmin, status: "active" });
    const passwords = new Passwords(this.database, Date.now);
    await passwords.store(this.database, person.id, cheapHash(password));
    return person.id;
  }

  /** Somebody who was invited. @returns the path of their invitation */
  async invite(email: string, name: string): Promise<string> {
    const { id } = await this.people.create({ email, name, group: null, isAdmin: false, status: "invited" });
    return `/invitation#${await new Invitations(this.database, Date.now).create(id)}`;
  }

  /** A browser of its own, without cookies. */
  async visitor({ dark = false, width = 1200, height = 800, locale = "en-GB" }: OpenOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.origin,
      locale,
      timezoneId: "Europe/Berlin",
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      viewport: { width, height },
    });
    this.visitors.push(context);
    return newPage(context);
  }

  /** A browser in which this person is signed in. */
  async signedIn(email: string, options: OpenOptions = {}): Promise<Page> {
    const page = await this.visitor(options);
    const answer = await page.request.post("/api/sign-in", {
      data: { email, password },
      headers: { origin: this.origin },
    });
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
    return page;
  }
}

const complaints = new WeakMap<BrowserContext, string[]>();

/** Everything that the pages of this browser said against since it was asked last. Refused requests are part of the tests. */
export const takeComplaints = (page: Page): string[] =>
  (complaints.get(page.context())?.splice(0) ?? []).filter((text) => !/Failed to load resource/.test(text));

/** Another tab of the same browser. */
export async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const heard = complaints.get(context) ?? [];
  complaints.set(context, heard);
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("console", (message) => message.type() === "error" && heard.push(message.text()));
  return page;
}

const pictures = process.env.PUNCHCARD_SCREENSHOTS;

/** Takes a picture of the whole page, where a folder for them is named: in a window as high, as feet stick to its end. */
export async function picture(page: Page, name: string): Promise<void> {
  const size = page.viewportSize();
  if (!pictures || !size) return;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...size, height: Math.max(height, size.height) });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
  await page.setViewportSize(size);
}
