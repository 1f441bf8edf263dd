import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readSignIn } from "../../mcp-server/domain/sign-in";
import { itemName } from "../../mcp-server/platform/credentials";
import { type FakeGateway, startFakeGateway } from "../fakes/calamari-gateway";
import { visit } from "../fakes/calamari-gateway/browser";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome } from "./app";
import { startTrayHost, type TrayHost } from "./tray-host";

/**
 * A worker without an API key signs in to Calamari in the browser, clocks in and out without being told whether work runs,
 * asks for leave, lets an AI client work, is signed out by an administrator and signs in again. Everything is real but
 * Calamari and the browser, which follows what the app opens. Each test goes on where the one before ended.
 */
const pictures = process.env.PUNCHCARD_SCREENSHOTS ?? join(root, "out/screenshots");

let home: TestHome;
let gateway: FakeGateway;
let tray: TrayHost;
let app: RunningApp;
let client: Client;
/** What clients were told, and codes that the browser brought back: no token may be there, and no code anywhere. */
const said: string[] = [];
const codes: string[] = [];
const secrets = new Set<string>();

let brokenOff = "";
beforeEach(({ task, onTestFailed }) => {
  if (brokenOff) throw new Error(`the story broke off at "${brokenOff}"`);
  onTestFailed(async () => {
    brokenOff ||= task.name;
    await app?.pictures(join(root, "out/e2e-failed"));
  });
});

type Opened = { opened: string[] };

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  home = testHome();
  gateway = await startFakeGateway();
  tray = await startTrayHost();
  app = await startApp(home);
  // The system's browser: it is told addresses here, and the tests go where it would.
  await app.electron.evaluate(({ shell }) => {
    const kept = globalThis as unknown as Opened;
    kept.opened = [];
    shell.openExternal = async (address) => void kept.opened.push(address);
  });
});

afterAll(async () => {
  await client?.close().catch(() => undefined);
  await app?.close().catch(() => undefined);
  tray?.close();
  await gateway?.close();
  home?.remove();
});

/** The address that was opened last, once there are so many. */
const opened = (count: number) =>
  eventually(async () => {
    const all = await app.electron.evaluate(() => (globalThis as unknown as Opened).opened);
    expect(all).toHaveLength(count);
    return new URL(all.at(-1) ?? "about:blank");
  });
async function inBrowser(address: URL): Promise<string> {
  const { at, page } = await visit(address.href, gateway.people.nora);
  codes.push(new URL(at).searchParams.get("code") ?? "no code");
  return page;
}

type Bridge = { punchcard: { invoke(channel: string, request?: object): Promise<unknown> } };
const invoke = (page: Page, channel: string, request: object) =>
  page.evaluate(
    ([name, body]) => (globalThis as unknown as Bridge).punchcard.invoke(name as string, body as object),
    [channel, request],
  );

async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of ["dark", "light"]) {
    await invoke(page, "settings:update", { theme });
    await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: "attached" });
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`), animations: "disabled" });
  }
}

const account = () => JSON.parse(readFileSync(join(home.punchcard, "settings.json"), "utf8")).accounts[0];
const inKeychain = (of: Parameters<typeof itemName>[0]) =>
  readSignIn(execFileSync("secret-tool", ["lookup", "service", "Punchcard", "username", itemName(of)]).toString());

/** Every token that Calamari ever gave away, our own secret, and every code: in the keychain alone. */
function noTokenAnywhere(): void {
  const lines = app.commandLines().join("\n");
  for (const token of [...gateway.authorization.issued, ...secrets, ...codes]) {
    expect(token.length).toBeGreaterThan(20);
    expect(home.filesWith(token)).toEqual([]);
    expect([lines, app.output(), ...said].join("\n")).not.toContain(token);
  }
}

async function call(name: string, args: Record<string, unknown> = {}) {
  const result = await client.callTool({ name, arguments: args });
  said.push(JSON.stringify(result));
  return { result, text: JSON.stringify(result.content) };
}

test("a newcomer without a key is shown where the browser will go; a sign-in that is cancelled keeps nothing", async () => {
  const window = await app.window("onboarding");
  await window.getByText("Calamari", { exact: true }).click();
  await window.getByRole("button", { name: "Connect Calamari" }).click();
  await window.getByRole("button", { name: "Sign in with Calamari (no API key)" }).click();
  await window.getByText(/does not tell whether you are working/).waitFor();
  await window.getByLabel("Address of the MCP server").fill(gateway.mcpUrl);
  await window.getByRole("button", { name: "Continue" }).click();
  const { host } = new URL(gateway.authorization.url);
  await window.getByText(`Your browser opens a page of ${gateway.authorization.url}`).waitFor();
  // Looking up told nobody anything and opened nothing.
  await opened(0);
  expect(gateway.authorization.requests.filter(({ method }) => method === "POST")).toEqual([]);

  await window.getByRole("button", { name: `Sign in at ${host}` }).click();
  const address = await opened(1);
  expect(address.origin).toBe(gateway.authorization.url);
  await window.getByText(/Sign in and agree in your browser/).waitFor();
  await shoot(window, "onboarding-calamari-sign-in");
  await window.getByRole("button", { name: "Cancel" }).click();
  await window.getByRole("button", { name: `Sign in at ${host}` }).waitFor();
  // Who comes back now finds nobody who waits.
  await expect(visit(address.href, gateway.people.nora)).rejects.toThrow();
  expect(gateway.authorization.requests.filter(({ url }) => url === "/token")).toEqual([]);
  expect(existsSync(join(home.punchcard, "settings.json")) ? (account() ?? null) : null).toBeNull();
});

test("the person agrees in the browser and is connected; what Calamari gave lies in the keychain and in no file", async () => {
  const window = await app.window("onboarding");
  const { host } = new URL(gateway.authorization.url);
  await window.getByRole("button", { name: `Sign in at ${host}` }).click();
  const page = await inBrowser(await opened(2));
  expect(page).toContain("You are signed in. You can close this page");
  await window.getByRole("heading", { name: "What an AI may do" }).waitFor({ timeout: 12_000 });
  expect(account()).toMatchObject({
    service: "calamari",
    mcpUrl: gateway.mcpUrl,
    user: gateway.people.nora,
    permissions: { profile: "track" },
  });
  const kept = inKeychain(account());
  expect(gateway.authorization.issued).toContain(kept?.refreshToken);
  secrets.add(kept?.clientSecret ?? "");
  await window.getByRole("button", { name: "Open the timer" }).click();
  await app.window("timer");
  noTokenAnywhere();
});

test("timer and tray say that they cannot tell whether work runs, and clock in and out all the same", async () => {
  const window = await app.window("timer");
  // What is read aloud stands a second time outside it.
  const main = window.getByRole("main");
  await window.getByRole("heading", { name: "Calamari does not tell whether you are working" }).waitFor();
  const { menu, tooltip } = await tray.read();
  expect(tooltip).toContain("Calamari does not tell whether you are working");
  expect(menu.map(({ label }) => label)).toEqual(expect.arrayContaining(["Clock in", "Clock out"]));
  expect(menu.map(({ label }) => label).join()).not.toMatch(/Not working|Take a break|Switch to/);

  await window.getByRole("button", { name: "Clock in" }).click();
  await main.getByText(/Clocked in at \d\d:\d\d/).waitFor();
  expect(gateway.state.shifts).toMatchObject([{ employee: 41, finished: null }]);
  await window.getByRole("heading", { name: "Calamari does not tell whether you are working" }).waitFor();
  await shoot(window, "timer-calamari-sign-in");
  // Again, by mistake: nothing is stamped, and the person is told why.
  await window.getByRole("button", { name: "Clock in" }).click();
  await main.getByText(/seem to be clocked in already/).waitFor();
  await tray.click("Clock out");
  await main.getByText(/Clocked out at \d\d:\d\d/).waitFor();
  expect(gateway.state.shifts).toHaveLength(1);
  expect(gateway.state.shifts[0]?.finished).not.toBeNull();
});

test("leave is asked for from the absences page, after Calamari itself was asked what it would be", async () => {
  const timer = await app.window("timer");
  await invoke(timer, "app:openWindow", { name: "main", page: "absences" });
  const page = await app.window("main");
  await page.getByRole("heading", { name: "Request absence" }).waitFor();
  await page.getByText("Approving, rejecting and cancelling is done in Calamari itself.").waitFor();
  await page.getByText(/Only your own absences: this account is kept to you/).waitFor();
  await page.getByRole("button", { name: "Month after" }).click();
  const days = page.locator(".month__week").nth(2).locator("[data-day]");
  const first = await days.nth(1).getAttribute("data-day");
  const last = await days.nth(2).getAttribute("data-day");
  await days.nth(1).click();
  await days.nth(2).click();
  await page.getByText("Nothing sent yet.").waitFor();
  expect(gateway.calls.map(({ tool }) => tool)).toContain("checkAbsenceRequestRestrictions");
  expect(gateway.state.absences).toEqual([]);
  await page.getByRole("button", { name: "Send request" }).click();
  await page.getByText(/Sent to Calamari/).waitFor();
  expect(gateway.state.absences).toMatchObject([{ employee: 41, from: first, to: last }]);
  await page.getByText(/does not tell here whether an absence is approved/).waitFor();
});

test("an AI client is offered what this way can, from its first look, and what it does arrives", async () => {
  const launcher = join(home.punchcard, "bin/punchcard-mcp");
  await eventually(() => expect(existsSync(launcher)).toBe(true));
  client = new Client({ name: "claude-ai", version: "1.0.0" });
  const transport = new StdioClientTransport({
    command: launcher,
    args: ["--client=claude-desktop"],
    env: { HOME: home.path, LOGNAME: "root", PATH: "/usr/bin:/bin", SHELL: "/bin/sh", TERM: "xterm", USER: "root" },
    stderr: "pipe",
  });
  transport.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  await client.connect(transport);
  const names = (await client.listTools()).tools.map(({ name }) => name);
  for (const can of ["clock_in", "clock_out", "log_time", "list_absences", "request_absence", "get_leave_balance"])
    expect(names).toContain(can);
  for (const cannot of ["get_status", "take_break", "list_time", "report_time", "update_time", "find_work"])
    expect(names).not.toContain(cannot);
  const { result, text } = await call("get_leave_balance");
  expect(result.isError, text).toBeFalsy();
  expect(text).toContain("Annual leave");
});

test("signed out by an administrator, app and AI say so; signed in again, both go on with the same account", async () => {
  const before = account();
  await gateway.authorization.revokeAll();
  const refused = await call("get_leave_balance");
  expect(refused.result.isError).toBe(true);
  expect(refused.text).toMatch(/signed out of Calamari.*sign in to Calamari again/s);

  const timer = await app.window("timer");
  const stamps = () => gateway.calls.filter(({ tool }) => /^clock/.test(tool)).length;
  const sofar = stamps();
  await timer.getByRole("button", { name: "Clock in" }).click();
  await timer
    .getByRole("main")
    .getByText(/You are signed out of Calamari/)
    .waitFor();
  expect(stamps()).toBe(sofar);

  await timer.getByRole("button", { name: "Look at the account" }).click();
  const page = await app.window("main");
  await page.getByRole("button", { name: "Sign in again" }).click();
  await page.getByText(`Your browser opens a page of ${gateway.authorization.url}`).waitFor();
  await page.getByRole("button", { name: `Sign in at ${new URL(gateway.authorization.url).host}` }).click();
  await inBrowser(await opened(3));
  await page.getByText("Connected", { exact: true }).waitFor();
  expect(account()).toEqual(before);
  secrets.add(inKeychain(before)?.clientSecret ?? "");
  const again = await call("get_leave_balance");
  expect(again.result.isError, again.text).toBeFalsy();
  await timer.getByText(/You are signed out of Calamari/).waitFor({ state: "detached" });
  noTokenAnywhere();
});

test("disconnecting takes the sign-in back at Calamari, and nothing of it is left on this computer", async () => {
  const name = itemName(account());
  const page = await app.window("main");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
  await page.getByText("No account yet").waitFor();
  expect(spawnSync("secret-tool", ["lookup", "service", "Punchcard", "username", name]).stdout.toString()).toBe("");
  await eventually(() =>
    expect(gateway.authorization.requests.filter(({ url }) => url === "/token/revocation")).toMatchObject([
      { status: 200 },
    ]),
  );
  expect(gateway.authorization.reused()).toBe(0);
  noTokenAnywhere();
  await client.close();
  const closed = app.electron.waitForEvent("close");
  await tray.click("Quit");
  await closed;
  for (const token of gateway.authorization.issued) expect(home.filesWith(token)).toEqual([]);
});
