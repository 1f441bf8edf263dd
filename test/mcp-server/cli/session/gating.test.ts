import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import type { McpSession } from "../../../fakes/mcp-session";
import { temporaryFolder } from "../../../fakes/server-home";
import { InProcessClient } from "../../../fakes/server-in-process";

/** Tools that need a plugin are offered once the plugin is known to be installed. */

const absenceTools = ["list_absences", "get_leave_balance", "request_absence", "update_absence"];

async function kimaiWith(plugin: boolean): Promise<FakeKimai> {
  const plugins = plugin ? [{ name: "WorkContractBundle", version: "1.0" }] : [];
  const kimai = await startFakeKimai({ settings: { plugins } });
  onTestFinished(() => kimai.close());
  return kimai;
}

async function clientOf(kimai: FakeKimai, home = temporaryFolder(), modern = false): Promise<McpSession> {
  const args = ["--kimai-url", kimai.url, "--profile", "track"];
  const server = new InProcessClient({ home, args, modern, env: { KIMAI_API_TOKEN: kimai.tokens.user } });
  await server.open();
  return server;
}
const changes = ({ notifications }: McpSession) =>
  notifications.filter(({ method }) => method === "notifications/tools/list_changed").length;
const absencesIn = (tools: string[]) => tools.filter((name) => absenceTools.includes(name));

const listFacts = (home: string) => readdirSync(join(home, "account-facts")).filter((name) => name.endsWith(".json"));
const factsFile = (home: string) => join(home, "account-facts", listFacts(home)[0] ?? "");
const readFacts = (home: string) => JSON.parse(readFileSync(factsFile(home), "utf8")) as Record<string, unknown>;

test("the first list names no absence tool and waits for no network; with the plugin they come by themselves", async () => {
  const kimai = await kimaiWith(true);
  const home = temporaryFolder();
  const server = await clientOf(kimai, home);
  const first = await server.tools();
  expect(kimai.requests).toEqual([]);
  expect(absencesIn(first)).toEqual([]);
  expect(first).toContain("clock_in");
  await expect.poll(() => changes(server)).toBeGreaterThan(0);
  expect(absencesIn(await server.tools())).toEqual(absenceTools);
  const asked = kimai.requests.length;
  // The next process knows it already, and asks nobody.
  const next = await clientOf(kimai, home);
  expect(absencesIn(await next.tools())).toEqual(absenceTools);
  expect((await next.call("get_status")).isError).toBeFalsy();
  expect(kimai.requests.slice(asked).filter(({ path }) => path.includes("plugins"))).toEqual([]);
  expect(changes(next)).toBe(0);
});

test("without the plugin they never come, and a call says why", async () => {
  const kimai = await kimaiWith(false);
  const home = temporaryFolder();
  const server = await clientOf(kimai, home);
  await server.tools();
  await expect.poll(() => readdirSync(home)).toContain("account-facts");
  expect(absencesIn(await server.tools())).toEqual([]);
  const answer = await server.call("list_absences");
  expect(answer).toMatchObject({ isError: true, structuredContent: { error: { code: "permission", saved: "no" } } });
  expect(answer.content[0]?.text).toMatch(/plugin/i);
});

test.each([true, false])("a call before anything is known asks first, then decides (plugin: %s)", async (plugin) => {
  const kimai = await kimaiWith(plugin);
  const server = await clientOf(kimai);
  const answer = await server.call("list_absences", { period: "2026" });
  expect(answer.isError ?? false).toBe(!plugin);
  if (!plugin) expect(answer.structuredContent).toMatchObject({ error: { code: "permission" } });
});

test("a Kimai out of reach keeps no list waiting and no call from saying so; the next call learns", async () => {
  const kimai = await kimaiWith(true);
  kimai.fail({ failure: { kind: "status", status: 403 } });
  const server = await clientOf(kimai);
  expect(absencesIn(await server.tools())).toEqual([]);
  await expect.poll(() => kimai.requests.length).toBeGreaterThan(0);
  const refused = await server.call("list_absences");
  expect(refused).toMatchObject({ isError: true, structuredContent: { error: { code: "forbidden" } } });
  expect(changes(server)).toBe(0);
  kimai.heal();
  expect((await server.call("get_status")).isError).toBeFalsy();
  await expect.poll(() => changes(server)).toBeGreaterThan(0);
  expect(absencesIn(await server.tools())).toEqual(absenceTools);
  expect(server.stderr).toBe("");
  expect(server.noise).toEqual([]);
});

test("what is known for more than a day is asked for again in the background", async () => {
  const kimai = await kimaiWith(true);
  const home = temporaryFolder();
  const first = await clientOf(kimai, home);
  await first.tools();
  await expect.poll(() => readdirSync(home)).toContain("account-facts");
  await expect.poll(() => listFacts(home)).not.toEqual([]);
  await expect.poll(() => readFacts(home)).toHaveProperty("proof");
  first.endInput();
  await first.ended;
  const facts = readFacts(home);
  kimai.state.settings.plugins = [];
  const at = Number(facts.at) - 25 * 3_600_000;
  writeFileSync(factsFile(home), JSON.stringify({ ...facts, at }));
  const second = await clientOf(kimai, home);
  // Old knowledge holds until there is newer.
  expect(absencesIn(await second.tools())).toEqual(absenceTools);
  await expect.poll(() => changes(second)).toBeGreaterThan(0);
  expect(absencesIn(await second.tools())).toEqual([]);
  expect(Number(readFacts(home).at)).toBeGreaterThanOrEqual(Number(facts.at));
});

test("what the role may not set is not listed; where it may, it comes", async () => {
  const kimai = await kimaiWith(false);
  const rows = async (token: string) => {
    const server = new InProcessClient({
      args: ["--kimai-url", kimai.url, "--profile", "manage"],
      env: { KIMAI_API_TOKEN: token },
    });
    await server.open();
    await server.tools();
    await expect.poll(() => changes(server)).toBeGreaterThan(0);
    const { result } = await server.ask("tools/list");
    const tool = ((result?.tools ?? []) as { name: string; inputSchema: object }[]).find(
      ({ name }) => name === "log_time",
    );
    return JSON.stringify(tool?.inputSchema);
  };
  const [user, boss] = await Promise.all([rows(kimai.tokens.user), rows(kimai.tokens.super)]);
  expect(user).not.toContain('"billable"');
  expect(boss).toContain('"billable"');
  expect(boss).toContain('"hourly_rate"');
});

test("a client that may do nothing with an account asks its service nothing", async () => {
  const kimai = await kimaiWith(true);
  const home = temporaryFolder();
  const account = { id: "kimai-1", service: "kimai", label: "Kimai", url: kimai.url };
  const settings = { version: 1, accounts: [account], clients: { closed: { "kimai-1": "nothing" } } };
  writeFileSync(join(home, "settings.json"), JSON.stringify(settings));
  const server = new InProcessClient({ home, args: ["--client=closed"] });
  await server.open();
  expect(await server.tools()).toEqual([]);
  expect(await server.call("get_status")).toMatchObject({ isError: true });
  server.endInput();
  await server.ended;
  expect(kimai.requests).toEqual([]);
});
