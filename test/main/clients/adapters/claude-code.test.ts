import { describe, expect, it } from "vitest";
import { clientsOn, files, launcher, machine } from "../machine";
import type { MemoryFiles } from "../memory-files";

const program = "/home/marta/.local/bin/claude";
const started =
  '{\n  "numStartups": 12,\n  "projects": {\n    "/home/marta/x": {\n      "allowedTools": []\n    }\n  }\n}';

/** Claude Code's command as it behaves (reference/ai-clients.md §1.3): strict about names, writes the file its own way. */
function withCommand(text: string | null, answer?: { code: number | null; output: string }, broken = false) {
  const { fs } = machine({ "claude-code": text });
  fs.put(program, "", 0o755);
  const calls: string[][] = [];
  const clients = clientsOn(fs, {
    run: async (file, args) => {
      expect(file).toBe(program);
      if (args[0] === "--version") return { code: broken ? 1 : 0, output: "2.1.197 (Claude Code)" };
      calls.push(args);
      return answer ?? command(fs, args);
    },
  });
  return { fs, clients, calls, text: () => fs.text(files["claude-code"]) };
}

function command(fs: MemoryFiles, [mcp, verb, flag, scope, name = "", json = ""]: string[]) {
  expect([mcp, flag, scope]).toEqual(["mcp", "-s", "user"]);
  const config = JSON.parse(fs.text(files["claude-code"]) ?? "{}");
  config.mcpServers ??= {};
  const there = name in config.mcpServers;
  if (verb === "add-json" && there) return { code: 1, output: `MCP server ${name} already exists in user config` };
  if (verb === "remove" && !there) return { code: 1, output: `No user-scoped MCP server found with name: ${name}` };
  if (verb === "add-json") config.mcpServers[name] = JSON.parse(json);
  else delete config.mcpServers[name];
  fs.put(files["claude-code"], JSON.stringify({ ...config, changedMeanwhile: 1 }, null, 2), 0o600);
  return { code: 0, output: "Done" };
}

describe("Claude Code", () => {
  it("is asked by its own command, so that nothing of its restless file is lost", async () => {
    const { fs, clients, calls, text } = withCommand(started);
    const plan = await clients.plan("claude-code");
    expect(plan).toMatchObject({ action: "register", file: files["claude-code"], refusal: null });
    expect(calls).toEqual([]);
    expect(await clients.register("claude-code")).toMatchObject({ state: "registered", needsRestart: true });
    const entry = { command: launcher, args: ["--client=claude-code"] };
    expect(calls).toEqual([["mcp", "add-json", "-s", "user", "punchcard", JSON.stringify(entry)]]);
    expect(JSON.parse(text() ?? "")).toMatchObject({ numStartups: 12, mcpServers: { punchcard: entry } });
    await clients.register("claude-code");
    expect(calls).toHaveLength(1);
    expect([...fs.files.keys()].filter((name) => name.endsWith(".bak"))).toHaveLength(1);

    expect(await clients.unregister("claude-code")).toMatchObject({ state: "not_registered" });
    expect(calls.at(-1)).toEqual(["mcp", "remove", "-s", "user", "punchcard"]);
    expect(JSON.parse(text() ?? "")).toMatchObject({ numStartups: 12, mcpServers: {} });
  });

  it("is updated in one step in its file, and keeps what the person set, unknown members too", async () => {
    const old = {
      type: "stdio",
      command: "/old/bin/punchcard-mcp",
      args: ["--client=claude-code", "--profile=look"],
      env: { TZ: "UTC" },
      timeout: 7,
    };
    const { clients, calls, text } = withCommand(JSON.stringify({ mcpServers: { punchcard: old } }));
    expect(await clients.register("claude-code")).toMatchObject({ state: "registered" });
    // Its command has no update: between "remove" and "add-json" there would be no entry, and add-json drops "timeout".
    expect(calls).toEqual([]);
    expect(JSON.parse(text() ?? "").mcpServers.punchcard).toEqual({ ...old, command: launcher });
  });

  it("says in its own words why it would not", async () => {
    const { clients, text } = withCommand(started, {
      code: 1,
      output: "Cannot add MCP server: denied by policy\n  at x",
    });
    await expect(clients.register("claude-code")).rejects.toMatchObject({
      code: "client_refused",
      message: "Claude Code did not do it: Cannot add MCP server: denied by policy",
    });
    expect(text()).toBe(started);
  });

  it("does not take the command's word: what counts is the file", async () => {
    const { clients } = withCommand(started, { code: 0, output: "Added" });
    await expect(clients.register("claude-code")).rejects.toMatchObject({ code: "client_not_kept" });
  });

  it.each([null, 126, 127])("has its file edited where its command cannot be started (%s)", async (code) => {
    const { clients, text } = withCommand(started, { code, output: "env: node: No such file" });
    expect(await clients.register("claude-code")).toMatchObject({ state: "registered" });
    await clients.unregister("claude-code");
    expect(text()).toBe(started);
  });

  it("has its file edited where npm installed a command that cannot run", async () => {
    const { clients, text } = withCommand(
      started,
      { code: 1, output: "Error: claude native binary not installed." },
      true,
    );
    expect(await clients.register("claude-code")).toMatchObject({ state: "registered" });
    await clients.unregister("claude-code");
    expect(text()).toBe(started);
  });

  it("loses no file to a comment: Claude Code would begin anew, so it is told first", async () => {
    const { clients, calls, text } = withCommand('{ "a": 1, // x\n }');
    await expect(clients.register("claude-code")).rejects.toMatchObject({ code: "client_comments" });
    expect([calls, text()]).toEqual([[], '{ "a": 1, // x\n }']);
  });

  it("is left alone where the organisation sets its servers", async () => {
    const { fs, clients, calls } = withCommand(started);
    fs.put("/etc/claude-code/managed-mcp.json", "{}");
    await expect(clients.register("claude-code")).rejects.toMatchObject({ code: "client_policy" });
    const view = (await clients.list()).find(({ id }) => id === "claude-code");
    expect(view).toMatchObject({
      state: "blocked_by_policy",
      canRegister: false,
      reason: expect.stringContaining("organisation"),
    });
    expect(calls).toEqual([]);
  });
});
