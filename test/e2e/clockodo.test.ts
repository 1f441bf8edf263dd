import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { itemName } from "../../mcp-server/platform/credentials";
import { type FakeClockodo, startFakeClockodo } from "../fakes/clockodo";
import type { FakeEntry } from "../fakes/clockodo/model";
import { people } from "../fakes/clockodo/seed";
import { Server } from "../integration/server";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome } from "./app";
import { startTrayHost, type TrayHost } from "./tray-host";

/**
 * A worker connects Clockodo, clocks in from the tray, corrects an entry and asks for leave through an AI client; the owner
 * approves it by a server of her own. Everything is real but Clockodo. Each test goes on where the one before ended.
 */
const key = "canary-0815-clockodo-key";
const { email } = people.mara;
const pictures = process.env.PUNCHCARD_SCREENSHOTS ?? join(root, "out/screenshots");
const hour = 3_600_000;

let home: TestHome;
let clockodo: FakeClockodo;
let tray: TrayHost;
let app: RunningApp;
let client: Client;
let booked: FakeEntry;
let leave = "";
const said: string[] = [];

let brokenOff = "";
beforeEach(({ task, onTestFailed }) => {
  if (brokenOff) throw new Error(`the story broke off at "${brokenOff}"`);
  onTestFailed(async () => {
    brokenOff ||= task.name;
    await app?.pictures(join(root, "out/e2e-failed"));
  });
});

/** Yesterday at ten o'clock in UTC: late morning in Berlin. */
const yesterday = () => {
  const day = new Date(Date.now() - 24 * hour);
  return day.setUTCHours(10, 0, 0, 0);
};

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  home = testHome();
  clockodo = await startFakeClockodo({
    seed(state) {
      for (const user of state.users) if (user.email === email) user.key = key;
      state.entries.push({
        id: state.nextId++,
        type: 1,
        users_id: 42,
        customers_id: 510,
        projects_id: 7720,
        subprojects_id: null,
        services_id: 31,
        lumpsum_services_id: null,
        lumpsum_services_amount: null,
        lumpsum: null,
        billable: 1,
        text: "Wireframes",
        since: yesterday(),
        until: yesterday() + 2 * hour,
        clocked: true,
        hourly_rate: null,
        changed: yesterday(),
      });
    },
  });
  [booked] = clockodo.state.entries as [FakeEntry];
  tray = await startTrayHost();
  app = await startApp(home, { env: { CLOCKODO_API_URL: clockodo.url } });
});

afterAll(async () => {
  await client?.close().catch(() => undefined);
  await app?.close().catch(() => undefined);
  tray?.close();
  await clockodo?.close();
  home?.remove();
});

const running = () => clockodo.state.entries.filter(({ until }) => until === null);
const labels = async () => (await tray.read()).menu.map(({ label }) => label);

async function call(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const result = await client.callTool({ name, arguments: args });
  said.push(JSON.stringify(result));
  expect(result.isError, JSON.stringify(result.content)).toBeFalsy();
  return result.structuredContent as Record<string, unknown>;
}

function noKeyAnywhere(): void {
  expect(home.filesWith(key)).toEqual([]);
  expect(app.commandLines().join("\n")).not.toContain(key);
  expect(app.output()).not.toContain(key);
  clockodo.assertKeysOnlyInHeaders(...said);
}

type Bridge = { punchcard: { invoke(channel: string, request?: object): Promise<unknown> } };

async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of ["dark", "light"]) {
    await page.evaluate(
      (chosen) => (globalThis as unknown as Bridge).punchcard.invoke("settings:update", { theme: chosen }),
      theme,
    );
    await page.locator(`html[data-theme="${theme}"]`).waitFor({ state: "attached" });
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`), animations: "disabled" });
  }
}

test("a newcomer connects Clockodo by e-mail address and key; the key goes to the keychain and to no file", async () => {
  const window = await app.window("onboarding");
  await window.getByText("Clockodo", { exact: true }).click();
  await window.getByRole("button", { name: "Connect Clockodo" }).click();
  await window.getByLabel("E-mail address").fill(email);
  await shoot(window, "onboarding-clockodo");
  await window.getByLabel("API key").fill("clockodo_key_wrong");
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("alert").waitFor();
  expect(await window.getByRole("alert").textContent()).toMatch(/refused the e-mail address or the API key/);

  await window.getByLabel("API key").fill(key);
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("heading", { name: "What an AI may do" }).waitFor({ timeout: 12_000 });
  await window.getByText(/with your rights in Clockodo/).waitFor();
  const settings = JSON.parse(readFileSync(join(home.punchcard, "settings.json"), "utf8"));
  expect(settings.accounts).toMatchObject([{ service: "clockodo", user: email, label: `Clockodo · ${email}` }]);
  const lookup = ["lookup", "service", "Punchcard", "username", itemName(settings.accounts[0])];
  expect(execFileSync("secret-tool", lookup).toString()).toBe(key);
  await window.getByRole("button", { name: "Open the timer" }).click();
  await app.window("timer");
  noKeyAnywhere();
});

test("the tray menu clocks in, and Clockodo's clock runs", async () => {
  // What was worked on last is read after the status.
  await eventually(() => tray.click("Clock in: App relaunch"));
  await eventually(() => expect(running()).toHaveLength(1));
  expect(running()[0]).toMatchObject({ users_id: 42, customers_id: 510, projects_id: 7720, services_id: 31 });
  await eventually(async () => {
    const { menu, tooltip } = await tray.read();
    expect(menu.map(({ label }) => label)).toContain("Clock out");
    expect(tooltip).toContain("App relaunch");
    expect(JSON.stringify(menu)).toContain("Clockodo · read at");
    expect(JSON.stringify(menu)).not.toContain("Kimai");
  });
  const window = await app.window("timer");
  await window.getByRole("button", { name: "Clock out" }).waitFor();
  expect(await window.locator("main").textContent()).toContain("App relaunch");
});

test("an AI client sees the status and corrects yesterday's entry; the app shows what it does", async () => {
  const launcher = join(home.punchcard, "bin/punchcard-mcp");
  await eventually(() => expect(existsSync(launcher)).toBe(true));
  client = new Client({ name: "claude-ai", version: "1.0.0" });
  const bare = {
    HOME: home.path,
    LOGNAME: "root",
    PATH: "/usr/bin:/bin",
    SHELL: "/bin/sh",
    TERM: "xterm",
    USER: "root",
  };
  const transport = new StdioClientTransport({
    command: launcher,
    args: ["--client=claude-desktop"],
    env: bare,
    stderr: "pipe",
  });
  transport.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  await client.connect(transport);
  expect(await call("get_status")).toMatchObject({ running: { work: { project: { name: "App relaunch" } } } });
  expect(JSON.stringify(await call("list_time", { period: "yesterday" }))).toContain(String(booked.id));
  await call("update_time", { changes: [{ id: String(booked.id), text: "Wireframes, second round" }] });
  expect(clockodo.state.entries[0]).toMatchObject({
    id: booked.id,
    text: "Wireframes, second round",
    since: yesterday(),
  });
  await call("clock_out");
  expect(running()).toEqual([]);
  await eventually(async () => expect(await labels()).not.toContain("Clock out"), 2000);
});

/** A whole week in the next summer: no New Year within it. */
const monday = () => {
  const day = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 6, 1));
  day.setUTCDate(1 + ((8 - day.getUTCDay()) % 7));
  return day;
};
const isoDay = (day: Date, more = 0) => new Date(day.getTime() + more * 24 * hour).toISOString().slice(0, 10);

test("the worker asks for a week of leave, and cannot approve it herself", async () => {
  const { absences } = await call("request_absence", {
    // By its name in the language that Mara has chosen in Clockodo.
    type: "Urlaub",
    from: isoDay(monday()),
    to: isoDay(monday(), 4),
  });
  [{ id: leave }] = absences as [{ id: string }];
  expect(clockodo.state.absences).toMatchObject([
    { users_id: 42, date_since: isoDay(monday()), date_until: isoDay(monday(), 4), status: 0 },
  ]);
  const own = await client.callTool({ name: "update_absence", arguments: { ids: [leave], action: "approve" } });
  said.push(JSON.stringify(own));
  expect(own.isError).toBe(true);
  expect(own.structuredContent).toMatchObject({ error: { code: "forbidden", saved: "no" } });
  expect(clockodo.state.absences).toMatchObject([{ status: 0 }]);
});

test("the owner is asked, approves it by a server of her own, and the worker's app has it", async () => {
  const { email: owner, key: ownerKey } = people.olga;
  const asked: string[] = [];
  const server = new Server({
    args: ["--clockodo-user", owner, "--clockodo-url", clockodo.url, "--profile", "everything"],
    env: { CLOCKODO_API_KEY: ownerKey },
    elicit: (params) => {
      asked.push(JSON.stringify(params));
      return { action: "accept", content: { confirm: true } };
    },
  });
  await server.open();
  const approved = await server.call("update_absence", { ids: [leave], action: "approve" });
  said.push(JSON.stringify(approved), server.stderr);
  expect(approved.isError, approved.content[0]?.text).toBeFalsy();
  expect(asked.join()).toContain("Mara Lind");
  expect(clockodo.state.absences).toMatchObject([{ status: 1, approved_by: 40 }]);
  const { absences } = await call("list_absences", { from: isoDay(monday()), to: isoDay(monday(), 4) });
  expect(absences).toMatchObject([{ id: leave, status: "approved" }]);
});

test("every request was one that Clockodo knows, and the key was nowhere all along", async () => {
  expect(clockodo.unknownParameters()).toEqual([]);
  noKeyAnywhere();
  await client.close();
  const closed = app.electron.waitForEvent("close");
  await tray.click("Quit");
  await closed;
  expect(home.filesWith(key)).toEqual([]);
});
