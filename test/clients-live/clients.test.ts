import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientPrograms } from "./programs";
import { homes, removeHomes, sandbox, script } from "./sandbox";

/**
 * The real command lines, each with a home folder of its own, read what we wrote and (where they do) start our server.
 * Needs a built server and the programs from npm: npm run test:clients-live.
 */
const { programs } = clientPrograms();

/** What the clients keep in a person's real home folder; not a byte of it may change because of these tests. */
const atHome = [
  ...[".claude.json", ".codex/config.toml", ".gemini/settings.json", ".gemini/trustedFolders.json"],
  ...[".copilot/mcp-config.json", ".copilot/config.json", ".punchcard/bin/punchcard-mcp", ".punchcard/lib"],
];
const stateOfHome = () =>
  atHome.map((name) => {
    const found = statSync(join(homedir(), name), { throwIfNoEntry: false });
    return `${name} ${found ? `${found.ino} ${found.size} ${found.mtimeMs}` : "-"}`;
  });
const homeBefore = stateOfHome();

beforeAll(() => {
  if (!existsSync(script)) throw new Error("Build first: npm run build");
});
afterAll(removeHomes);

describe.skipIf(!programs.codex)("Codex", () => {
  const before = `# mine
model = "gpt-5.5-codex" # best

[mcp_servers.wiki]   # company
command = '/opt/wiki'
some_future_key = 7`;
  it("lists what we wrote beside what was there, and forgets it", async () => {
    const { clients, file, json, launcher } = sandbox();
    const config = file(".codex/config.toml", before);
    expect(await clients.register("codex")).toMatchObject({ state: "registered" });
    const list = await json("codex", "mcp", "list", "--json");
    const ours = list.find(({ name }: { name: string }) => name === "punchcard");
    expect(ours).toMatchObject({
      enabled: true,
      transport: { type: "stdio", command: launcher, args: ["--client=codex"] },
    });
    expect(list.map(({ name }: { name: string }) => name).sort()).toEqual(["punchcard", "wiki"]);
    await clients.unregister("codex");
    expect(config.text()).toBe(before);
    expect(await json("codex", "mcp", "list", "--json")).toHaveLength(1);
  });

  it("takes an entry back that its own command wrote anew", async () => {
    const { clients, file, said, json } = sandbox();
    const config = file(".codex/config.toml", before);
    await clients.register("codex");
    await said("codex", "mcp", "add", "other", "--", "/opt/other", "x");
    expect(config.text()).toContain("[mcp_servers.other]");
    expect((await clients.list()).find(({ id }) => id === "codex")).toMatchObject({ state: "registered" });
    await clients.unregister("codex");
    const list = await json("codex", "mcp", "list", "--json");
    expect(list.map(({ name }: { name: string }) => name).sort()).toEqual(["other", "wiki"]);
  });
});

describe.skipIf(!programs.gemini)("Gemini CLI", () => {
  it("starts our server from what we wrote", async () => {
    const before = '{\n  // sign-in\n  "security": { "auth": { "selectedType": "gemini-api-key" } }\n}';
    const { clients, file, said, work, launcher } = sandbox();
    const settings = file(".gemini/settings.json", before);
    file(".gemini/trustedFolders.json", JSON.stringify({ [work]: "TRUST_FOLDER" }));
    expect(await clients.register("gemini")).toMatchObject({ state: "registered" });
    const list = await said("gemini", "mcp", "list");
    expect(list).toContain(`punchcard: ${launcher} --client=gemini (stdio) - Connected`);
    expect(list).not.toContain("Unrecognized");
    await clients.unregister("gemini");
    expect(settings.text()).toBe(before);
  });
});

describe.skipIf(!programs.copilot)("GitHub Copilot CLI", () => {
  it("lists what we wrote, and forgets it", async () => {
    const { clients, file, json, launcher } = sandbox();
    const config = file(".copilot/mcp-config.json");
    expect(await clients.register("copilot")).toMatchObject({ state: "registered" });
    const { mcpServers } = await json("copilot", "mcp", "list", "--json");
    expect(mcpServers.punchcard).toMatchObject({
      ...{ type: "local", tools: ["*"], command: launcher, args: ["--client=copilot"], enabled: true },
    });
    await clients.unregister("copilot");
    expect(config.exists()).toBe(false);
    expect((await json("copilot", "mcp", "list", "--json")).mcpServers ?? {}).toEqual({});
  });
});

describe.skipIf(!programs.claude)("Claude Code", () => {
  it("is asked by its own command, and starts our server", async () => {
    const { clients, file, said } = sandbox();
    expect(await clients.register("claude-code")).toMatchObject({ state: "registered" });
    const config = file(".claude.json");
    expect(JSON.parse(config.text())).toMatchObject({ machineID: expect.any(String) }); // Its own hand.
    expect(await said("claude", "mcp", "get", "punchcard")).toMatch(/✔ Connected/);
    expect(await clients.unregister("claude-code")).toMatchObject({ state: "not_registered" });
    expect(await said("claude", "mcp", "list")).not.toContain("punchcard");
    // It has laid the file out in its own way by now, and from then on comes back to that.
    const own = config.text();
    await clients.register("claude-code");
    expect(config.text()).not.toBe(own);
    await clients.unregister("claude-code");
    expect(config.text()).toBe(own);
  });

  it("is brought up to date by its own command, with what the person set", async () => {
    const { clients, file, said } = sandbox();
    const entry = { command: "/old/bin/punchcard-mcp", args: ["--client=claude-code"], env: { TZ: "UTC" } };
    const config = file(".claude.json", JSON.stringify({ mcpServers: { punchcard: entry } }));
    expect(await clients.register("claude-code")).toMatchObject({ state: "registered" });
    expect(JSON.parse(config.text()).mcpServers.punchcard.env).toEqual({ TZ: "UTC" });
    expect(await said("claude", "mcp", "get", "punchcard")).toMatch(/✔ Connected/);
  });

  it("reads the file as we write it where its command is not found", async () => {
    const before = '{\n  "numStartups": 3\n}\n';
    const { clients, file, said } = sandbox({ run: async () => ({ code: null, output: "" }) });
    const config = file(".claude.json", before);
    expect(await clients.register("claude-code")).toMatchObject({ state: "registered" });
    const added = config.text();
    expect(await said("claude", "mcp", "get", "punchcard")).toMatch(/✔ Connected/);
    file(".claude.json", added);
    await clients.unregister("claude-code");
    expect(config.text()).toBe(before);
  });
});

describe.skipIf(!["codex", "gemini", "copilot", "claude"].some((name) => programs[name]))(
  "The person's own home folder",
  () => {
    it("is as it was: every client above lived in one of its own", () => {
      expect(homes.length).toBeGreaterThan(0);
      expect(homes).not.toContain(homedir());
      expect(stateOfHome()).toEqual(homeBefore);
    });
  },
);
