import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { confirmingItself, Server, type ToolAnswer, temporaryFolder, trayKey, until, writeSettings } from "./server";

/** What a company says holds in the process that a client starts, whether the app runs or not. */

const entry = { entries: [{ day: "today", from: "0:00", duration: "1m" }] };
const textOf = (answer: ToolAnswer) => answer.content.map(({ text }) => text).join("\n");
const listChanged = (server: Server) =>
  server.notifications.filter(({ method }) => method === "notifications/tools/list_changed").length;

function company(policy: object | string) {
  const home = temporaryFolder();
  writeSettings(home, { profile: "everything" });
  const file = join(home, "policy.json");
  const say = (next: object | string) =>
    writeFileSync(file, typeof next === "string" ? next : JSON.stringify({ version: 1, ...next }));
  say(policy);
  const start = async (args: string[], more: Partial<ConstructorParameters<typeof Server>[0]> = {}) => {
    const server = new Server({ home, args, ...more, env: { PUNCHCARD_POLICY: file, ...more.env } });
    await server.open();
    return server;
  };
  return { home, file, say, start };
}

test("no setting, option or client passes what the company allows at most, and a refusal says whose it is", async () => {
  const { home, start } = company({
    company: "Example GmbH",
    permissions: { "*.delete": "off", "time.create": "off" },
  });
  const headless = ["--local", join(home, "other.db"), "--profile", "everything"];
  for (const args of [["--client=codex"], headless, [...headless, "--may-confirm-by-itself"]]) {
    const server = await start(args);
    const tools = await server.tools();
    expect(tools).toContain("clock_in");
    expect(tools).not.toContain("delete_record");
    expect(tools).not.toContain("delete_time");
    const answer = await server.call("delete_time", { ids: ["1"] });
    expect(answer).toMatchObject({ isError: true, structuredContent: { error: { code: "policy", saved: "no" } } });
    expect(textOf(answer)).toMatch(/Example GmbH[\s\S]*administers this computer \(.*policy\.json\)/);
    server.endInput();
  }
});

test("a policy that changes while the server runs holds with the next call, and the list is announced", async () => {
  const { say, start } = company({});
  const server = await start(["--client=codex"]);
  expect((await server.call("log_time", entry)).isError).toBeFalsy();
  say({ permissions: { "*.create": "off" } });
  expect(await server.call("log_time", entry)).toMatchObject({ structuredContent: { error: { code: "policy" } } });
  await until("list_changed", () => listChanged(server) > 0);
  expect(await server.tools()).not.toContain("log_time");
  say({});
  expect(
    (await server.call("log_time", { entries: [{ day: "yesterday", from: "0:05", duration: "1m" }] })).isError,
  ).toBeFalsy();
});

test.each<[string, object | string, string, RegExp]>([
  ["that is broken", '{"version":1,\n"permisions":{}}', "codex", /policy\.json, line 2: unknown key "permisions"/],
  ["that names other clients", { clients: ["cursor"] }, "codex", /does not allow this AI client \(codex\)/],
  ["that names other services", { services: { kimai: {} } }, "codex", /allows none of the connected accounts/],
])("a policy %s leaves an AI nothing, and each tool says why", async (_name, policy, client, why) => {
  const { start } = company(policy);
  const server = await start([`--client=${client}`]);
  expect(await server.tools()).toHaveLength(toolNames.length);
  for (const [tool, args] of [
    ["get_status", {}],
    ["log_time", entry],
  ] as const) {
    const answer = await server.call(tool, args);
    expect(answer).toMatchObject({ isError: true, structuredContent: { error: { code: "policy", saved: "no" } } });
    expect(textOf(answer)).toMatch(why);
  }
});

test("the person goes on under a broken policy, and not with a service that is not allowed", async () => {
  const { home, say, start } = company("{");
  const server = await start(["--tray"], { firstLine: JSON.stringify({ key: trayKey(home) }) });
  expect((await server.call("log_time", entry)).isError).toBeFalsy();
  say({ services: { kimai: {} } });
  const refused = await server.call("get_status", {});
  expect(refused).toMatchObject({ isError: true, structuredContent: { error: { code: "policy", saved: "no" } } });
  expect(textOf(refused)).toMatch(/does not allow local/);
});

test("an AI client that may answer for its person may not where the company says no", async () => {
  const { home, say, start } = company({});
  const server = await start(confirmingItself(home));
  const rows = [7, 8].map((hour) => ({ day: "yesterday", from: `${hour}:00`, duration: "30m" }));
  const logged = (await server.call("log_time", { entries: rows })).structuredContent.entries as { id: string }[];
  const remove = async () => server.call("delete_time", { ids: logged.map(({ id }) => id) });
  expect(JSON.stringify(await remove())).toContain('"token"');
  say({ mayConfirmItself: false });
  const refused = await remove();
  expect(refused).toMatchObject({ isError: true, structuredContent: { error: { code: "confirm", saved: "no" } } });
  expect(JSON.stringify(refused)).not.toContain('"token"');
});

test("doctor names the policy, and one that is broken with its line", async () => {
  const { home, file, say } = company({ updates: "off" });
  const doctor = async () => {
    const server = new Server({
      home,
      args: ["doctor", "--local", join(home, "d.db")],
      env: { PUNCHCARD_POLICY: file },
    });
    await server.ended;
    return server.noise.join("\n");
  };
  expect(await doctor()).toMatch(/ok\s+policy: set by your company in .*policy\.json: updates/);
  say('{"version":1,\n"updates":"on"}');
  expect(await doctor()).toMatch(/PROBLEM policy: .*policy\.json, line 2: updates/);
});
