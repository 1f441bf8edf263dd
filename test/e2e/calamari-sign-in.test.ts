import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readSignIn } from "#core/domain/sign-in";
import { type CredentialPlace, itemName } from "#core/platform/credentials";
import { type FakeGateway, startFakeGateway } from "../fakes/calamari-gateway";
import { visit } from "../fakes/calamari-gateway/browser";
import { eventually } from "./app";
import { invoke, Story, shoot } from "./story";

/**
 * A worker without an API key signs in to Calamari in the browser, clocks in and out without being told whether work runs,
 * asks for leave, lets an AI client work, is signed out by an administrator and signs in again. Everything is real but
 * Calamari and the browser, which follows what the app opens. Each test goes on where the one before ended.
 */
let gateway: FakeGateway;
/** Codes that the browser brought back, and our own secrets at Calamari. */
const codes: string[] = [];
const secrets = new Set<string>();

type Opened = { opened: string[] };

const story = new Story(async () => {
  gateway = await startFakeGateway();
  return { close: () => gateway.close() };
});
// The system's browser: it is told addresses here, and the tests go where it would.
beforeAll(() =>
  story.app.electron.evaluate(({ shell }) => {
    const kept = globalThis as unknown as Opened;
    kept.opened = [];
    shell.openExternal = async (address) => void kept.opened.push(address);
  }),
);

/** The address that was opened last, once there are so many. */
const opened = (count: number) =>
  eventually(async () => {
    const all = await story.app.electron.evaluate(() => (globalThis as unknown as Opened).opened);
    expect(all).toHaveLength(count);
    return new URL(all.at(-1) ?? "about:blank");
  });
async function inBrowser(address: URL): Promise<string> {
  const { at, page } = await visit(address.href, gateway.people.nora);
  codes.push(new URL(at).searchParams.get("code") ?? "no code");
  return page;
}

const account = () => story.settings().accounts[0];
const inKeychain = (of: CredentialPlace) => readSignIn(story.inKeychain(of));

/** Every token that Calamari ever gave away, our own secret, and every code: in the keychain alone. */
function noTokenAnywhere(): void {
  const all = [...gateway.authorization.issued, ...secrets, ...codes];
  for (const token of all) expect(token.length).toBeGreaterThan(20);
  story.hasNowhere(...all);
}

async function call(name: string) {
  const result = await story.answer(name);
  return { result, text: JSON.stringify(result.content) };
}

test("a newcomer without a key is shown where the browser will go; a sign-in that is cancelled keeps nothing", async () => {
  const window = await story.app.window("onboarding");
  await window.getByText("Calamari", { exact: true }).click();
  await window.getByRole("button", { name: "Connect Calamari" }).click();
  await window.getByRole("button", { name: "Sign in with Calamari (no API key)" }).click();
  await window.getByText(/does not see whether you are clocked in/).waitFor();
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
  expect(existsSync(join(story.home.punchcard, "settings.json")) ? (account() ?? null) : null).toBeNull();
});

test("the person agrees in the browser and is connected; what Calamari gave lies in the keychain and in no file", async () => {
  const window = await story.app.window("onboarding");
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
  await story.app.window("timer");
  noTokenAnywhere();
});

test("timer and tray say that they cannot tell whether work runs, and clock in and out all the same", async () => {
  const window = await story.app.window("timer");
  // What is read aloud stands a second time outside it.
  const main = window.getByRole("main");
  await window.getByRole("heading", { name: "Calamari does not report whether you are clocked in" }).waitFor();
  const { menu, tooltip } = await story.tray.read();
  expect(tooltip).toContain("Calamari does not report whether you are clocked in");
  expect(menu.map(({ label }) => label)).toEqual(expect.arrayContaining(["Clock in", "Clock out"]));
  expect(menu.map(({ label }) => label).join()).not.toMatch(/Clocked out|Take a break|Switch to/);

  await window.getByRole("button", { name: "Clock in" }).click();
  await main.getByText(/Clocked in at \d\d:\d\d/).waitFor();
  expect(gateway.state.shifts).toMatchObject([{ employee: 41, finished: null }]);
  await window.getByRole("heading", { name: "Calamari does not report whether you are clocked in" }).waitFor();
  await shoot(window, "timer-calamari-sign-in");
  // Again, by mistake: nothing is stamped, and the person is told why.
  await window.getByRole("button", { name: "Clock in" }).click();
  await main.getByText(/seem to be clocked in already/).waitFor();
  await story.tray.click("Clock out");
  await main.getByText(/Clocked out at \d\d:\d\d/).waitFor();
  expect(gateway.state.shifts).toHaveLength(1);
  expect(gateway.state.shifts[0]?.finished).not.toBeNull();
});

test("leave is asked for from the absences page, after Calamari itself was asked what it would be", async () => {
  const timer = await story.app.window("timer");
  await invoke(timer, "app:openWindow", { name: "main", page: "absences" });
  const page = await story.app.window("main");
  await page.getByRole("heading", { name: "Request absence" }).waitFor();
  await page.getByText("Approve, reject and cancel in Calamari itself.").waitFor();
  await page.getByText(/Only your own absences: this account is limited to you/).waitFor();
  await page.getByRole("button", { name: "Next month" }).click();
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
  await page.getByText(/does not report whether an absence is approved/).waitFor();
});

test("an AI client is offered what this way can, from its first look, and what it does arrives", async () => {
  await story.connect();
  const names = (await story.client.listTools()).tools.map(({ name }) => name);
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

  const timer = await story.app.window("timer");
  const stamps = () => gateway.calls.filter(({ tool }) => /^clock/.test(tool)).length;
  const sofar = stamps();
  await timer.getByRole("button", { name: "Clock in" }).click();
  await timer
    .getByRole("main")
    .getByText(/You are signed out of Calamari/)
    .waitFor();
  expect(stamps()).toBe(sofar);

  await timer.getByRole("button", { name: "Open account" }).click();
  const page = await story.app.window("main");
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
  const page = await story.app.window("main");
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
  await story.client.close();
  await story.quit();
  for (const token of gateway.authorization.issued) expect(story.home.filesWith(token)).toEqual([]);
});
