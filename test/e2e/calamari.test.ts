import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { itemName } from "../../mcp-server/platform/credentials";
import { type FakeCalamari, startFakeCalamari } from "../fakes/calamari";
import type { FakeShift } from "../fakes/calamari/model";
import { people } from "../fakes/calamari/seed";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome } from "./app";
import { startTrayHost, type TrayHost } from "./tray-host";

/**
 * A worker reads what a key of the whole company can do, agrees and connects, clocks in from the tray, takes a break of a
 * kind, corrects a shift and asks for leave through an AI client. Everything is real but Calamari. Nobody else is ever asked
 * about. Each test goes on where the one before ended.
 */
const key = "canary-0815+calamari/key==";
const basic = Buffer.from(`calamari:${key}`).toString("base64");
const pictures = process.env.PUNCHCARD_SCREENSHOTS ?? join(root, "out/screenshots");
const hour = 3_600_000;

let home: TestHome;
let calamari: FakeCalamari;
let tray: TrayHost;
let app: RunningApp;
let client: Client;
let booked: FakeShift;
const said: string[] = [];

let brokenOff = "";
beforeEach(({ task, onTestFailed }) => {
  if (brokenOff) throw new Error(`the story broke off at "${brokenOff}"`);
  onTestFailed(async () => {
    brokenOff ||= task.name;
    await app?.pictures(join(root, "out/e2e-failed"));
  });
});

/** So many days ago at that hour in UTC. */
const earlier = (days: number, at: number) => {
  const day = new Date(Date.now() - days * 24 * hour);
  return day.setUTCHours(at, 0, 0, 0);
};
const shift = (id: number, days: number, from: number, to: number, description: string): FakeShift => ({
  id,
  employee: 41,
  started: earlier(days, from),
  finished: earlier(days, to),
  breaks: [{ from: earlier(days, 11), to: earlier(days, 11) + hour / 2, breakType: 2 }],
  projects: [{ from: earlier(days, from), to: earlier(days, to), project: 14 }],
  description,
});

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  home = testHome();
  calamari = await startFakeCalamari({
    seed(state) {
      state.key = key;
      state.shifts.push(
        shift(501, 1, 7, 15, "Quay drawings"),
        shift(502, 2, 7, 16, "Quay drawings"),
        shift(503, 3, 8, 15, "Ferry timetable"),
        // Another's, on the same days: it must never be seen.
        { ...shift(599, 1, 6, 14, "canary of another person"), employee: 42 },
      );
    },
  });
  [booked] = calamari.state.shifts as [FakeShift];
  tray = await startTrayHost();
  app = await startApp(home);
});

afterAll(async () => {
  await client?.close().catch(() => undefined);
  await app?.close().catch(() => undefined);
  tray?.close();
  await calamari?.close();
  home?.remove();
});

const running = () => calamari.state.shifts.filter(({ finished }) => finished === null);

async function call(name: string, args: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const result = await client.callTool({ name, arguments: args });
  said.push(JSON.stringify(result));
  expect(result.isError, JSON.stringify(result.content)).toBeFalsy();
  return result.structuredContent as Record<string, unknown>;
}

function noKeyAnywhere(): void {
  for (const form of [key, basic]) {
    expect(home.filesWith(form)).toEqual([]);
    expect(app.commandLines().join("\n")).not.toContain(form);
    expect(app.output()).not.toContain(form);
  }
  calamari.assertKeyOnlyInHeaders(...said);
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

const invoke = (page: Page, channel: string, request: object) =>
  page.evaluate(
    ([name, body]) => (globalThis as unknown as Bridge).punchcard.invoke(name as string, body as object),
    [channel, request],
  );

test("a newcomer reads what the key can do, agrees, and connects; the key goes to the keychain and to no file", async () => {
  const window = await app.window("onboarding");
  await window.getByText("Calamari", { exact: true }).click();
  await window.getByRole("button", { name: "Connect Calamari" }).click();
  await window.getByRole("heading", { name: "Before you connect Calamari" }).waitFor();
  await shoot(window, "onboarding-calamari-consent");
  expect(calamari.requests).toEqual([]);
  await window.getByText("I have read this").click();
  await window.getByRole("button", { name: "Continue" }).click();
  await window.locator("input[name=url]").fill("fjordworks.calamari.io");
  await window.getByLabel("Who you are in Calamari").fill("Nora.Lind@fjordworks.example");
  await shoot(window, "onboarding-calamari");
  await window.locator("input[name=url]").fill(calamari.url);
  await window.getByLabel("API key").fill("wrong-key");
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("alert").waitFor();
  expect(await window.getByRole("alert").textContent()).toMatch(/refused the API key/);

  await window.getByLabel("API key").fill(key);
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("heading", { name: "What an AI may do" }).waitFor({ timeout: 12_000 });
  await window.getByText(/with the company’s key/).waitFor();
  const settings = JSON.parse(readFileSync(join(home.punchcard, "settings.json"), "utf8"));
  expect(settings.accounts).toMatchObject([
    { service: "calamari", url: calamari.url, user: "Nora.Lind@fjordworks.example", permissions: { profile: "track" } },
  ]);
  const lookup = ["lookup", "service", "Punchcard", "username", itemName(settings.accounts[0])];
  expect(execFileSync("secret-tool", lookup).toString()).toBe(key);
  await window.getByRole("button", { name: "Open the timer" }).click();
  await app.window("timer");
  noKeyAnywhere();
});

test("the tray menu clocks in, and a shift runs in Calamari", async () => {
  await eventually(() => tray.click("Clock in: Harbour app"));
  await eventually(() => expect(running()).toHaveLength(1));
  expect(running()[0]).toMatchObject({ employee: 41, projects: [{ project: 14 }] });
  await eventually(async () => {
    const { menu, tooltip } = await tray.read();
    expect(menu.map(({ label }) => label)).toContain("Clock out");
    expect(tooltip).toContain("Harbour app");
    expect(JSON.stringify(menu)).toContain("Calamari · read at");
  });
  // An hour later, for the rest of the day.
  for (const one of running()) {
    one.started -= hour;
    for (const project of one.projects) project.from -= hour;
  }
  const window = await app.window("timer");
  await window.getByRole("button", { name: "Read again" }).click();
  await window.getByRole("button", { name: "Clock out" }).waitFor();
  await eventually(async () => expect(await window.locator("main").textContent()).toContain("1:0"));
});

test("a break of the kind that was chosen begins, ends, and is in the shift", async () => {
  const window = await app.window("timer");
  await window.getByRole("button", { name: "Break" }).click();
  await window.getByRole("menuitem", { name: "Coffee" }).waitFor();
  expect(await window.getByRole("menuitem").allTextContents()).toEqual(["Lunch", "Coffee"]);
  await shoot(window, "timer-calamari");
  if ((await window.getByRole("menuitem").count()) === 0) await window.getByRole("button", { name: "Break" }).click();
  await window.getByRole("menuitem", { name: "Coffee" }).click();
  await window.getByRole("button", { name: "Resume" }).waitFor();
  expect(running()[0]?.breaks).toMatchObject([{ breakType: 3, to: null }]);
  await window.getByRole("button", { name: "Resume" }).click();
  await window.getByRole("button", { name: "Clock out" }).waitFor();
  await eventually(() => expect(running()[0]?.breaks[0]?.to).not.toBeNull());
});

test("clock out is saved and shown so, and no undo is offered that Calamari cannot do", async () => {
  const window = await app.window("timer");
  await window.getByRole("button", { name: "Clock out" }).click();
  await window.getByText("Saved", { exact: true }).waitFor();
  expect(await window.getByRole("button", { name: /Undo/ }).count()).toBe(0);
  expect(running()).toEqual([]);
  expect((await tray.read()).menu.map(({ label }) => label).join()).not.toContain("Undo");
});

test("an AI client corrects yesterday's shift and keeps its break; the app shows what it does", async () => {
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
  const { entries } = (await call("list_time", { period: "yesterday", detail: "full" })) as {
    entries: { id: string }[];
  };
  expect(entries).toHaveLength(1);
  await call("update_time", { changes: [{ id: entries[0]?.id, text: "Quay drawings, second round" }] });
  expect(calamari.state.shifts.find(({ id }) => id === booked.id)).toMatchObject({
    description: "Quay drawings, second round",
    started: earlier(1, 7),
    breaks: [{ breakType: 2 }],
  });
  const others = await client.callTool({ name: "list_time", arguments: { period: "yesterday", people: ["everyone"] } });
  said.push(JSON.stringify(others));
  expect(others.isError).toBe(true);
  expect(said.join()).not.toContain("canary of another person");
});

/** A whole week in the next summer: no New Year within it. */
const monday = () => {
  const day = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 6, 1));
  day.setUTCDate(1 + ((8 - day.getUTCDay()) % 7));
  return day;
};
const isoDay = (day: Date, more = 0) => new Date(day.getTime() + more * 24 * hour).toISOString().slice(0, 10);

test("the client asks for a week of leave; approving and cancelling it is left to Calamari, and said so", async () => {
  const { absences } = await call("request_absence", {
    type: "Annual leave",
    from: isoDay(monday()),
    to: isoDay(monday(), 4),
    reason: "Sailing",
  });
  const [asked] = absences as [{ id: string }];
  expect(calamari.state.absences.at(-1)).toMatchObject({
    employee: 41,
    type: 3,
    from: isoDay(monday()),
    to: isoDay(monday(), 4),
    status: "PENDING",
    reason: "Sailing",
  });
  const own = await client.callTool({ name: "update_absence", arguments: { ids: [asked.id], action: "cancel" } });
  said.push(JSON.stringify(own));
  expect(own.isError).toBe(true);
  expect(calamari.state.absences.at(-1)).toMatchObject({ status: "PENDING" });
});

test("the absences page asks for leave with who stands in, and has no buttons for what is done in Calamari", async () => {
  const timer = await app.window("timer");
  await invoke(timer, "app:openWindow", { name: "main", page: "absences" });
  const page = await app.window("main");
  await page.getByRole("heading", { name: "Request absence" }).waitFor();
  await page.getByText("Approving, rejecting and cancelling is done in Calamari itself.").waitFor();
  await page.getByText(/Only your own absences: the company’s key is kept to you/).waitFor();
  await page.getByRole("button", { name: "Month after" }).click();
  const days = page.locator(".month__week").nth(2).locator("[data-day]");
  const first = await days.nth(1).getAttribute("data-day");
  await days.nth(1).click();
  await days.nth(3).click();
  await page.getByLabel("Reason").fill("Family visit");
  await page.getByLabel("Who stands in").fill(people.ida);
  await page.getByText("Nothing sent yet.").waitFor();
  await shoot(page, "absences-calamari");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.getByText(/Sent to Calamari/).waitFor();
  expect(calamari.state.absences.at(-1)).toMatchObject({
    employee: 41,
    from: first,
    reason: "Family visit",
    substitute: 42,
  });
  await page.getByRole("link", { name: "AI permissions" }).click();
  await page.getByText(/This key could reach everybody/).waitFor();
  await shoot(page, "settings-permissions-calamari");
});

test("every request was one that Calamari knows and about nobody else, and the key was nowhere all along", async () => {
  expect(calamari.unknownMembers()).toEqual([]);
  expect(calamari.othersAskedFor(people.nora)).toEqual([]);
  noKeyAnywhere();
  await client.close();
  const closed = app.electron.waitForEvent("close");
  await tray.click("Quit");
  await closed;
  for (const form of [key, basic]) expect(home.filesWith(form)).toEqual([]);
});
