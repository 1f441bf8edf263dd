import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { toolNames, toolState } from "../../mcp-server/access/tool-rules";
import { type CredentialPlace, itemName } from "../../mcp-server/platform/credentials";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome } from "./app";
import { startTrayHost, type TrayHost } from "./tray-host";

/**
 * The whole story with everything real but Kimai: Electron, a Secret Service, a panel on D-Bus, an MCP client that starts
 * what stands in the client's config file. The tests are chapters: each goes on where the one before ended.
 */
const token = "canary-7f3a9c-kimai-token";
const claudeConfig = `{
  "preferences": { "theme": "dark" },
  "mcpServers": {
    "files": { "command": "/usr/bin/files-mcp", "args": ["--root", "/tmp"] }
  }
}
`;

let home: TestHome;
let kimai: FakeKimai;
let tray: TrayHost;
let app: RunningApp;
let client: Client;
let configFile: string;
let listChanges = 0;
const said: string[] = [];

let brokenOff = "";
beforeEach(({ task, onTestFailed }) => {
  if (brokenOff) throw new Error(`the story broke off at "${brokenOff}"`);
  onTestFailed(async () => {
    brokenOff ||= task.name;
    await app?.pictures(join(root, "out/e2e-failed"));
  });
});

beforeAll(async () => {
  home = testHome();
  configFile = join(home.path, ".config/Claude/claude_desktop_config.json");
  mkdirSync(dirname(configFile), { recursive: true });
  writeFileSync(configFile, claudeConfig, { mode: 0o640 });
  kimai = await startFakeKimai({
    zones: { user: "Europe/Berlin" },
    entries: 3,
    seed: (state) => {
      for (const user of state.users) if (user.id === 4) user.token = token;
    },
  });
  tray = await startTrayHost();
  app = await startApp(home);
});

afterAll(async () => {
  await client?.close().catch(() => undefined);
  await app?.close().catch(() => undefined);
  tray?.close();
  await kimai?.close();
  home?.remove();
});

const countChange = () => {
  listChanges += 1;
};
const running = () => kimai.state.timesheets.filter(({ end }) => end === null);
const settingsFile = () => join(home.punchcard, "settings.json");
const labels = async () => (await tray.read()).menu.map(({ label }) => label);

function noTokenAnywhere(): void {
  expect(home.filesWith(token)).toEqual([]);
  expect(app.commandLines().join("\n")).not.toContain(token);
  expect(app.output()).not.toContain(token);
  kimai.assertTokensOnlyInAuthorization(...said);
}

test("a newcomer connects Kimai; the token goes to the keychain and to no file", async () => {
  const window = await app.window("onboarding");
  await window.getByRole("button", { name: "Connect Kimai" }).click();
  await window.getByLabel("Address").fill(kimai.url);
  await window.getByLabel("API token").fill("wrong-token");
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("alert").waitFor();
  expect(await window.getByRole("alert").textContent()).toMatch(/token/i);

  await window.getByLabel("API token").fill(token);
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("heading", { name: "What an AI may do" }).waitFor({ timeout: 12_000 });
  const settings = JSON.parse(readFileSync(settingsFile(), "utf8")) as { accounts: [CredentialPlace] };
  expect(settings.accounts).toHaveLength(1);
  const item = itemName(settings.accounts[0]);
  const stored = execFileSync("secret-tool", ["lookup", "service", "Punchcard", "username", item]);
  expect(stored.toString()).toBe(token);
  await window.getByRole("button", { name: "Open the timer" }).click();
  await app.window("timer");
  noTokenAnywhere();
});

test("the tray menu clocks in, and Kimai has the entry", async () => {
  await eventually(async () => expect(await labels()).toContain("Clock in on"));
  const before = (await tray.read()).icon;
  await tray.click("Clock in on > Website relaunch");
  await eventually(() => expect(running()).toHaveLength(1));
  expect(running()[0]).toMatchObject({ user: 4, project: 1 });
  await eventually(async () => {
    const { menu, tooltip, icon } = await tray.read();
    expect(menu.map(({ label }) => label)).toContain("Clock out");
    expect(tooltip).toContain("Website relaunch");
    expect(icon?.argb.equals(before?.argb ?? Buffer.alloc(0))).toBe(false);
  });
  const window = await app.window("timer");
  await window.getByRole("button", { name: "Clock out" }).waitFor();
  expect(await window.locator("main").textContent()).toContain("Website relaunch");
});

test("one click registers with Claude Desktop and adds our lines only", async () => {
  const timer = await app.window("timer");
  await timer.evaluate(() =>
    (
      window as unknown as { punchcard: { invoke(channel: string, request: object): Promise<unknown> } }
    ).punchcard.invoke("app:openWindow", { name: "main", page: "clients" }),
  );
  const window = await app.window("main");
  await window.getByRole("button", { name: "Register: Claude Desktop" }).click();
  await eventually(() => expect(readFileSync(configFile, "utf8")).toContain("--client=claude-desktop"));
  const written = readFileSync(configFile, "utf8");
  expect(written.length).toBeGreaterThan(claudeConfig.length);
  const kept = JSON.parse(written) as { preferences: unknown; mcpServers: Record<string, unknown> };
  expect(kept.preferences).toEqual({ theme: "dark" });
  expect(kept.mcpServers.files).toEqual({ command: "/usr/bin/files-mcp", args: ["--root", "/tmp"] });
  noTokenAnywhere();
});

test("an MCP client starts exactly that command with a bare environment and sees what is allowed", async () => {
  const { mcpServers } = JSON.parse(readFileSync(configFile, "utf8")) as {
    mcpServers: Record<string, { command: string; args: string[]; env?: Record<string, string> }>;
  };
  const entry = mcpServers.punchcard;
  if (!entry) throw new Error("no punchcard in the config");
  const transport = new StdioClientTransport({
    command: entry.command,
    args: entry.args,
    // What the SDK's own clients pass, and nothing of this session.
    env: {
      HOME: home.path,
      LOGNAME: "root",
      PATH: "/usr/bin:/bin",
      SHELL: "/bin/sh",
      TERM: "xterm",
      USER: "root",
      ...entry.env,
    },
    stderr: "pipe",
  });
  transport.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  client = new Client(
    { name: "claude-desktop", version: "1.0.0" },
    { listChanged: { tools: { autoRefresh: false, onChanged: countChange } } },
  );
  await client.connect(transport);
  const { tools } = await client.listTools();
  const settings = JSON.parse(readFileSync(settingsFile(), "utf8"));
  const [account] = settings.accounts;
  // This Kimai has no absence plugin, so nothing about absences is offered.
  const lacking: readonly string[] = ["list_absences", "get_leave_balance", "request_absence", "update_absence"];
  const allowed = toolNames.filter(
    (name) => !lacking.includes(name) && toolState(name, "kimai", account.permissions, "same") === "on",
  );
  expect(tools.map(({ name }) => name).sort()).toEqual([...allowed].sort());
  expect(allowed).toContain("clock_out");
});

test("what the AI does shows in the tray and the window within two seconds", async () => {
  const timer = await app.window("timer");
  const result = await client.callTool({ name: "clock_out", arguments: {} });
  said.push(JSON.stringify(result));
  expect(result.isError).toBeFalsy();
  expect(running()).toEqual([]);
  const since = Date.now();
  await eventually(async () => expect(await labels()).not.toContain("Clock out"), 2000);
  await timer.getByRole("button", { name: /^Clock in/ }).waitFor({ timeout: 2000 });
  expect(Date.now() - since).toBeLessThan(2000);
});

test("a tool switched off in the window is gone for the running client, and refused when called anyway", async () => {
  const window = await app.window("main");
  await window.getByRole("link", { name: "AI permissions" }).click();
  await window.getByRole("switch", { name: /^clock_in/ }).click({ force: true });
  await eventually(() => expect(listChanges).toBeGreaterThan(0));
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain("clock_in");
  const called = await client
    .callTool({ name: "clock_in", arguments: { project: "Website relaunch", activity: "Design" } })
    .catch((error: Error) => ({ isError: true, message: error.message }));
  expect(called.isError).toBe(true);
  expect(running()).toEqual([]);
});

test("remove brings every byte of the config file back", async () => {
  await client.close();
  const window = await app.window("main");
  await window.getByRole("link", { name: "AI clients" }).click();
  await window.getByRole("button", { name: "Remove from Claude Desktop" }).click();
  await eventually(() => expect(readFileSync(configFile, "utf8")).toBe(claudeConfig));
});

test("no window can reach the network, Node or another origin", async () => {
  const timer = await app.window("timer");
  const reach = await timer.evaluate(
    async (url) => ({
      fetched: await fetch(url).then(
        () => "fetched",
        () => "blocked",
      ),
      require: typeof (globalThis as { require?: unknown }).require,
      process: typeof (globalThis as { process?: unknown }).process,
      opened: (globalThis as unknown as { open(url: string): unknown }).open("https://example.com") === null,
    }),
    kimai.url,
  );
  expect(reach).toEqual({ fetched: "blocked", require: "undefined", process: "undefined", opened: true });
});

test("quit in the tray ends everything, and the token was nowhere all along", async () => {
  noTokenAnywhere();
  const closed = app.electron.waitForEvent("close");
  await tray.click("Quit");
  await closed;
  await eventually(() =>
    expect(app.commandLines().filter((line) => !line.includes("vitest") && line.includes("out/"))).toEqual([]),
  );
  expect(home.filesWith(token)).toEqual([]);
});
