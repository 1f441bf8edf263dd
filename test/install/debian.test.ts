import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { CleanRoot } from "./clean-root";
import { packed } from "./packages";

/** A Debian package from install to purge, for a person named Ada; each test goes on where the one before ended. */
const launcher = "/home/ada/.punchcard/bin/punchcard-mcp";
const autostart = "/home/ada/.config/autostart/app.punchcard.Punchcard.desktop";
const work = mkdtempSync(join(tmpdir(), "punchcard-install-"));
let debian: CleanRoot;
let browser: Browser | undefined;
let brokenOff = "";

beforeEach(({ task, onTestFailed }) => {
  if (brokenOff) throw new Error(`not tried after "${brokenOff}"`);
  onTestFailed(() => {
    brokenOff ||= task.name;
  });
});
beforeAll(() => {
  debian = new CleanRoot();
  debian.apt("update");
  debian.apt("install", "xvfb", "xauth", "dbus-x11", "gnome-keyring", "desktop-file-utils");
});
afterAll(async () => {
  await browser?.close();
  debian?.close();
  rmSync(work, { recursive: true, force: true });
});

const inside = (path: string) => join(debian.path, path);
const read = (path: string) => readFileSync(inside(path), "utf8");
const install = (version: string) =>
  debian.apt("install", debian.put(packed("deb", version, work), `/tmp/punchcard-${version}.deb`));

const linked = () =>
  debian
    .run("find", ["/opt/Punchcard", "-type", "f", "-perm", "/111", "-o", "-name", "*.node"])
    .trim()
    .split("\n")
    .filter((path) => readFileSync(inside(path)).subarray(0, 4).toString("latin1") === "\x7fELF");

/** Starts the app as a desktop would and answers with its first window. */
async function start(): Promise<Page> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const session = `xvfb-run -a punchcard --remote-debugging-port=${port}`;
  debian.start("dbus-run-session", ["--", "sh", "-c", session], "ada", { PUNCHCARD_NO_TRAY: "1" });
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
  browser = await chromium.connectOverCDP(address);
  const pages = () => browser?.contexts().flatMap((one) => one.pages()) ?? [];
  await expect.poll(() => pages().length, { timeout: 30_000 }).toBeGreaterThan(0);
  const [page] = pages();
  if (!page) throw new Error("no window");
  await page.locator("main").first().waitFor();
  return page;
}

type Bridge = { punchcard: { invoke(channel: string, request?: object): Promise<{ ok: boolean; failure?: object }> } };
const invoke = (page: Page, channel: string, request?: object) =>
  page.evaluate(
    ([name, body]) => (globalThis as unknown as Bridge).punchcard.invoke(name as string, body as object),
    [channel, request],
  );

/** What an AI client reads of a server that it starts by a command. */
function listed(command: string): { version: string; tools: string[] } {
  const messages = [
    {
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "cursor", version: "1" } },
    },
    { method: "notifications/initialized" },
    { id: 2, method: "tools/list" },
  ].map((one) => `${JSON.stringify({ jsonrpc: "2.0", ...one })}\n`);
  const said = debian.run(command, [], "ada", messages.join(""));
  const answers = said
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return {
    version: answers.find(({ id }) => id === 1).result.serverInfo.version,
    tools: answers.find(({ id }) => id === 2).result.tools.map(({ name }: { name: string }) => name),
  };
}

it("apt installs it with what it depends on", () => {
  install("0.1.0");
  const entry = "/usr/share/applications/app.punchcard.Punchcard.desktop";
  expect(debian.run("desktop-file-validate", [entry])).not.toMatch(/error/);
  expect(read(entry)).toMatch(/^Exec=\/opt\/Punchcard\/punchcard %U$/m);
  for (const size of ["16x16", "24x24", "32x32", "48x48", "64x64", "128x128", "256x256", "512x512"])
    expect(statSync(inside(`/usr/share/icons/hicolor/${size}/apps/punchcard.png`)).size).toBeGreaterThan(100);
  expect(debian.run("readlink", ["-f", "/usr/bin/punchcard"]).trim()).toBe("/opt/Punchcard/punchcard");
  expect(statSync(inside("/opt/Punchcard/punchcard")).uid).toBe(0);
  // Every library that its binaries are linked to came with it or with what it depends on.
  for (const binary of linked()) expect(debian.run("ldd", [binary]), binary).not.toMatch(/not found/);
  // Namespaces cannot be made in a chroot, so Chromium's sandbox needs its helper.
  expect(statSync(inside("/opt/Punchcard/chrome-sandbox")).mode & 0o4777).toBe(0o4755);
});

it("punchcard-mcp on PATH is the server alone, with a time sheet", () => {
  expect(debian.run("punchcard-mcp", ["--version"], "ada").trim()).toMatch(/^\d+\.\d+\.\d+$/);
  const sheet = debian.run("punchcard-mcp", ["doctor", "--local", "/home/ada/sheet.db"], "ada");
  expect(sheet).toMatch(/^ok +account local-/m);
  expect(statSync(inside("/home/ada/sheet.db")).size).toBeGreaterThan(1000);
});

it("Ada starts it from the menu with its sandbox, sets up a time sheet and Cursor, which reads the tools", async () => {
  mkdirSync(inside("/home/ada/.cursor"));
  writeFileSync(inside("/home/ada/.cursor/mcp.json"), '{\n  "mcpServers": {}\n}\n');
  debian.run("chown", ["-R", "ada:ada", "/home/ada"]);
  const page = await start();
  const account = { service: "local", label: "This computer", values: {} };
  expect(await invoke(page, "accounts:connect", account)).toMatchObject({ ok: true });
  expect(await invoke(page, "clients:register", { clientId: "cursor" })).toMatchObject({ ok: true });
  expect(JSON.parse(read("/home/ada/.cursor/mcp.json")).mcpServers.punchcard.command).toBe(launcher);
  expect(listed(launcher).tools.length).toBeGreaterThan(0);
  expect(await invoke(page, "settings:update", { startAtLogin: true })).toMatchObject({ ok: true });
  expect(read(autostart)).toMatch(/^Exec="\/opt\/Punchcard\/punchcard" "--hidden"/m);
});

it("an upgrade keeps settings and the entry of Cursor, which then starts the new one", async () => {
  await browser?.close();
  debian.endPrograms();
  const before = [read("/home/ada/.punchcard/settings.json"), read("/home/ada/.cursor/mcp.json")];
  install("0.1.1");
  expect(debian.run("dpkg-query", ["-W", "-f", "${Version}", "punchcard"])).toBe("0.1.1");
  expect([read("/home/ada/.punchcard/settings.json"), read("/home/ada/.cursor/mcp.json")]).toEqual(before);
  expect(listed(launcher).tools.length).toBeGreaterThan(0);
  await start();
  expect(read("/home/ada/.punchcard/log/app.log")).toMatch(/"version":"0\.1\.1"/);
});

it("its removal takes the entry out of Cursor's file and leaves the rest as it was", async () => {
  await browser?.close();
  debian.endPrograms();
  expect(debian.apt("remove", "punchcard")).toMatch(/AI clients of ada/);
  expect(read("/home/ada/.cursor/mcp.json")).toBe('{\n  "mcpServers": {}\n}\n');
  for (const gone of ["/opt/Punchcard", "/usr/bin/punchcard-mcp", "/usr/bin/punchcard", launcher, autostart])
    expect(() => statSync(inside(gone)), gone).toThrow(/ENOENT/);
});

it("purging leaves nothing of it in the system, and what Ada recorded in her home", () => {
  debian.apt("purge", "punchcard");
  const left = debian.run("sh", [
    "-c",
    "find / -xdev -iname '*punchcard*' -not -path '/home/*' -not -path '/tmp/*' -not -path '/proc/*'",
  ]);
  expect(
    left
      .trim()
      .split("\n")
      .filter((path) => !path.startsWith("/var/log") && path !== ""),
  ).toEqual([]);
  expect(statSync(inside("/home/ada/.punchcard/timesheet.db")).size).toBeGreaterThan(1000);
});
