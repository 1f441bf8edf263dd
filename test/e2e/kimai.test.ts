import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { toolNames, toolState } from "#core/access/tool-rules";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import { eventually, startApp } from "./app";
import { appTime, invoke, Story } from "./story";

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

let kimai: FakeKimai;
let configFile: string;
let listChanges = 0;

const story = new Story(async (home) => {
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
  return { close: () => kimai.close() };
});

const countChange = () => {
  listChanges += 1;
};
const running = () => kimai.state.timesheets.filter(({ end }) => end === null);

function noTokenAnywhere(): void {
  story.hasNowhere(token);
  kimai.assertTokensOnlyInAuthorization(...story.said);
}

test("a newcomer connects Kimai; the token goes to the keychain and to no file", async () => {
  const window = await story.app.window("onboarding");
  await window.getByRole("button", { name: "Connect Kimai" }).click();
  await window.getByLabel("Address").fill(kimai.url);
  await window.getByLabel("API token").fill("wrong-token");
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("alert").waitFor();
  expect(await window.getByRole("alert").textContent()).toMatch(/token/i);

  await window.getByLabel("API token").fill(token);
  await window.getByRole("button", { name: "Test and save" }).click();
  await window.getByRole("heading", { name: "What an AI may do" }).waitFor({ timeout: 12_000 });
  const { accounts } = story.settings();
  expect(accounts).toHaveLength(1);
  expect(story.inKeychain(accounts[0])).toBe(token);
  await window.getByRole("button", { name: "Open the timer" }).click();
  await story.app.window("timer");
  noTokenAnywhere();
});

test("the tray menu clocks in, and Kimai has the entry", async () => {
  const before = (await story.tray.read()).icon;
  await story.tray.click("Clock in on > Website relaunch");
  await eventually(() => expect(running()).toHaveLength(1));
  expect(running()[0]).toMatchObject({ user: 4, project: 1 });
  await eventually(async () => {
    const { menu, tooltip, icon } = await story.tray.read();
    expect(menu.map(({ label }) => label)).toContain("Clock out");
    expect(tooltip).toContain("Website relaunch");
    expect(icon?.argb.equals(before?.argb ?? Buffer.alloc(0))).toBe(false);
  });
  const window = await story.app.window("timer");
  await window.getByRole("button", { name: "Clock out" }).waitFor();
  expect(await window.locator("main").textContent()).toContain("Website relaunch");
});

test("one click registers with Claude Desktop and adds our lines only", async () => {
  const timer = await story.app.window("timer");
  await invoke(timer, "app:openWindow", { name: "main", page: "clients" });
  const window = await story.app.window("main");
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
    mcpServers: Record<string, { command: string; args: string[] }>;
  };
  const entry = mcpServers.punchcard;
  if (!entry) throw new Error("no punchcard in the config");
  await story.connect({ listChanged: { tools: { autoRefresh: false, onChanged: countChange } } }, entry);
  const { tools } = await story.client.listTools();
  const [account] = story.settings().accounts;
  // This Kimai has no absence plugin, so nothing about absences is offered.
  const lacking: readonly string[] = ["list_absences", "get_leave_balance", "request_absence", "update_absence"];
  const allowed = toolNames.filter(
    (name) => !lacking.includes(name) && toolState(name, "kimai", account.permissions, "same") === "on",
  );
  expect(tools.map(({ name }) => name).sort()).toEqual([...allowed].sort());
  expect(allowed).toContain("clock_out");
});

test("what the AI does shows in the tray and the window", async () => {
  const timer = await story.app.window("timer");
  await story.call("clock_out");
  expect(running()).toEqual([]);
  await eventually(async () => expect(await story.labels()).not.toContain("Clock out"));
  await timer.getByRole("button", { name: /^Clock in/ }).waitFor();
});

test("a tool switched off in the window is gone for the running client, and refused when called anyway", async () => {
  const window = await story.app.window("main");
  await window.getByRole("link", { name: "AI permissions" }).click();
  await window.getByRole("switch", { name: "Clock in", exact: true }).click({ force: true });
  await eventually(() => expect(listChanges).toBeGreaterThan(0));
  const { tools } = await story.client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain("clock_in");
  const called = await story.client
    .callTool({ name: "clock_in", arguments: { project: "Website relaunch", activity: "Design" } })
    .catch((error: Error) => ({ isError: true, message: error.message }));
  expect(called.isError).toBe(true);
  expect(running()).toEqual([]);
});

test("remove brings every byte of the config file back", async () => {
  await story.client.close();
  const window = await story.app.window("main");
  await window.getByRole("link", { name: "AI clients" }).click();
  await window.getByRole("button", { name: "Remove from Claude Desktop" }).click();
  await eventually(() => expect(readFileSync(configFile, "utf8")).toBe(claudeConfig));
});

test("no window can reach the network, Node or another origin", async () => {
  const timer = await story.app.window("timer");
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

test("a start without Kimai shows what was known last, and a clock-in from there is sent once when Kimai answers", async () => {
  const before = kimai.state.timesheets.length;
  kimai.fail({ failure: { kind: "drop", afterEffect: false }, times: 10_000 });
  await story.app.close();
  story.app = await startApp(story.home);
  await eventually(async () => expect(await story.labels()).toContain("Open timer"));
  await story.tray.click("Open timer");
  const timer = await story.app.window("timer");
  await timer.getByText(/^As of .+: clocked out/).waitFor({ timeout: 60_000 });
  await timer.getByRole("button", { name: "Clock in", exact: true }).first().click();
  await timer.getByRole("region", { name: "1 waits for Kimai" }).waitFor();
  const clicked = appTime();
  noTokenAnywhere();
  kimai.heal();
  await timer.getByRole("button", { name: "Send now" }).click();
  await timer.getByRole("region", { name: "1 waits for Kimai" }).waitFor({ state: "detached", timeout: 15_000 });
  await timer.getByText("Cannot reach Kimai").waitFor({ state: "detached" });
  expect(kimai.state.timesheets).toHaveLength(before + 1);
  expect(running()).toHaveLength(1);
  expect(Math.abs((running()[0]?.begin ?? 0) - clicked)).toBeLessThan(61_000);
});

test("quit in the tray ends everything, and the token was nowhere all along", async () => {
  noTokenAnywhere();
  await story.quit();
  await eventually(() =>
    expect(story.app.commandLines().filter((line) => !line.includes("vitest") && line.includes("out/"))).toEqual([]),
  );
  expect(story.home.filesWith(token)).toEqual([]);
});
