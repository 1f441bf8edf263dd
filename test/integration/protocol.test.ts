import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { spawnedTest } from "./launched";
import { Server, temporaryFolder, until } from "./server";

const bundle = resolve(import.meta.dirname, "../../out/mcp-server/index.js");
const run = (...args: string[]) => {
  const home = temporaryFolder();
  return spawnSync(process.execPath, [bundle, ...args], {
    encoding: "utf8",
    cwd: home,
    env: { HOME: home, PATH: process.env.PATH },
  });
};

spawnedTest.each([false, true])(
  "a client of the older and the newer protocol works in a bare environment (modern: %s)",
  async (modern) => {
    const server = new Server({ modern });
    const hello = await server.open();
    expect(JSON.stringify(hello)).toContain("Punchcard books working time");
    expect(await server.tools()).toHaveLength(toolNames.length);
    expect((await server.call("clock_in", { project: "Website", create_missing: true })).isError).toBeFalsy();
    expect((await server.call("get_status")).structuredContent).toMatchObject({
      state: "working",
      running: { work: { project: { name: "Website" } } },
    });
    const { result } = await server.ask("resources/read", { uri: "punchcard://status" });
    expect(JSON.stringify(result)).toContain("working");
    const prompts = await server.ask("prompts/list", {});
    expect(JSON.stringify(prompts.result)).toContain("fill_week");
    const prompt = await server.ask("prompts/get", { name: "fill_week", arguments: { week: "last week" } });
    expect(JSON.stringify(prompt.result)).toContain("working time of last week.");
    const completed = await server.ask("completion/complete", {
      ref: { type: "ref/prompt", name: "fill_week" },
      argument: { name: "week", value: "la" },
    });
    expect(completed.result).toMatchObject({ completion: { values: ["last week"] } });
    expect((await server.ask("prompts/get", { name: "none" })).error?.code).toBe(-32602);
    expect((await server.call("clock_out")).structuredContent).toMatchObject({
      entries: [{ end: expect.any(String) }],
    });
    expect(server.noise).toEqual([]);
    server.endInput();
    expect(await server.ended).toBe(0);
  },
);

spawnedTest("server/discover and then initialize on the same pipe, as Claude Code does it", async () => {
  const server = new Server();
  const probe = await server.ask("server/discover", {
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": {},
      "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    },
  });
  expect(probe.result).toBeTruthy();
  await server.open();
  expect(await server.tools()).toContain("clock_in");
});

spawnedTest("input that is no JSON, unknown methods and unknown tools break nothing", async () => {
  const server = new Server();
  await server.open();
  server.send({ jsonrpc: "2.0", id: "x", method: "no/such" });
  expect((await server.ask("tools/call", { name: "rm_rf", arguments: {} })).error?.code).toBe(-32602);
  expect((await server.ask("resources/read", { uri: "file:///etc/passwd" })).error?.code).toBe(-32602);
  expect(await server.tools()).toHaveLength(toolNames.length);
  expect(server.noise).toEqual([]);
});

spawnedTest.each(["SIGTERM", "SIGINT"] as const)("%s ends it at once", async (signal) => {
  const server = new Server();
  await server.open();
  server.kill(signal);
  expect(await server.ended).toBe(0);
});

spawnedTest("wrong flags are told on stderr with the usage, exit 2, and no value is repeated", () => {
  for (const args of [
    ["--nope"],
    ["--kimai-url"],
    ["server"],
    ["--local", "x", "--profile", "boss"],
    ["--kimai-token", "canary-1"],
    ["--kimai-url", "ftp://canary-1"],
    ["--clockodo-user", "canary-1"],
    ["--clockodo-key", "canary-1"],
    ["--clockodo-user", "mara@studio.example", "--clockodo-url", "http://canary-1"],
  ]) {
    const { status, stdout, stderr } = run(...args);
    expect(status, args.join(" ")).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: punchcard-mcp");
    expect(stderr).not.toContain("canary-1");
  }
});

spawnedTest("--help and --version answer", () => {
  expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("--kimai-url URL") });
  expect(run("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

spawnedTest("KIMAI_ variables of .env make an account; a registered client does not read them", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, ".env"), 'KIMAI_URL="http://127.0.0.1:9"\nKIMAI_API_TOKEN=canary-token-77\n');
  const own = new Server({ cwd, args: [] });
  await own.open();
  const offline = await own.call("get_account");
  expect(offline).toMatchObject({ isError: true, structuredContent: { error: { code: "offline" } } });
  const registered = new Server({ cwd, args: ["--client=claude-desktop"] });
  await registered.open();
  expect((await registered.call("get_account")).structuredContent).toMatchObject({ error: { code: "no_account" } });
  own.endInput();
  await own.ended;
  const log = join(own.home, "log/server.log");
  expect((existsSync(log) ? readFileSync(log, "utf8") : "") + own.stderr + JSON.stringify(offline)).not.toContain(
    "canary-token-77",
  );
});

test("after a write of any process subscribers are told, and the changed file says who it was", async () => {
  const watching = new Server();
  await watching.open();
  await watching.ask("resources/subscribe", { uri: "punchcard://status" });
  const args = ["--local", join(watching.home, "sheet.db"), "--client", "other"];
  const writing = new Server({ home: watching.home, args });
  await writing.open();
  await writing.call("clock_in", { project: "Website", create_missing: true });
  expect((await writing.call("clock_in", {})).isError).toBeFalsy();
  await until("the update of the status", () =>
    watching.notifications.some(({ method }) => method === "notifications/resources/updated"),
  );
});

spawnedTest("doctor tells one line for each part and exits 1 when something is wrong", () => {
  const good = run("doctor", "--local", "sheet.db");
  expect(good.stdout).toMatch(/ok +account local-[0-9a-f]+: This computer, local/);
  expect(good.status).toBe(0);
  const bad = run("doctor", "--kimai-url", "http://127.0.0.1:9", "--kimai-token", "canary-9");
  expect(bad.status).toBe(1);
  expect(bad.stdout).toMatch(/PROBLEM account kimai-/);
  expect(bad.stdout + bad.stderr).not.toContain("canary-9");
});

spawnedTest("a message of more than 10 MB is answered with an error, and the server goes on", async () => {
  const server = new Server();
  await server.open();
  const text = "x".repeat(10 * 1024 * 1024);
  await expect(server.call("clock_in", { description: text })).rejects.toThrow("longer than 10 MB. Nothing was done");
  const almost = "y".repeat(10 * 1024 * 1024 - 1_000);
  expect((await server.call("clock_in", { description: almost })).isError).toBe(true);
  const { structuredContent } = await server.call("get_status");
  expect(structuredContent).toMatchObject({ state: "idle" });
  expect(server.noise).toEqual([]);
});
