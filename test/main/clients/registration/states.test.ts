import { describe, expect, it } from "vitest";
import type { Clients } from "#main/clients/index";
import type { ClientView } from "#main/ipc/contract/clients";
import { clientsOn, files, launcher, machine } from "../machine";

const entry = (more: object) =>
  JSON.stringify({ servers: { punchcard: { type: "stdio", command: launcher, args: ["--client=vscode"], ...more } } });
const byId = async (clients: Clients, id: string) => (await clients.list()).find((client) => client.id === id);
async function vscode(text: string): Promise<ClientView | undefined> {
  const { fs, clients } = machine({ vscode: text });
  fs.put(launcher, "#!/bin/sh");
  return byId(clients, "vscode");
}

describe("how a client stands", () => {
  it.each([
    ["registered", {}],
    ["registered", { type: undefined }],
    ["registered", { dev: { watch: "x" }, args: ["--client=vscode", "--profile=look"] }],
    ["disabled_by_user", { disabled: true }],
    ["disabled_by_user", { enabled: false }],
    ["needs_update", { command: "/opt/old/bin/punchcard-mcp" }],
    ["needs_update", { args: ["--client=other"] }],
    ["needs_update", { type: "http" }],
    ["needs_update", { disabled: true, command: "/somewhere/else" }],
    ["foreign", { command: "npx", args: ["x"] }],
    ["foreign", { command: "node", args: ["/x/server.js", "--client=codex"] }],
  ] as const)("%s: %j", async (state, more) => {
    expect(await vscode(entry(more))).toMatchObject({ state });
  });

  it("not installed, not registered, and what can be done", async () => {
    const { clients } = machine({ vscode: "{}" });
    expect((await clients.list()).filter(({ id }) => /^vscode|desktop/.test(id))).toMatchObject([
      {
        id: "claude-desktop",
        state: "not_registered",
        canRegister: true,
        canUnregister: false,
        file: files["claude-desktop"],
      },
      { id: "vscode", state: "not_registered", canRegister: true, canUnregister: false, needsRestart: false },
      { id: "vscode-insiders", state: "not_installed", canRegister: false, canUnregister: false },
    ]);
    expect(await clients.fileOf("vscode")).toBe(files.vscode);
    expect(await clients.fileOf("claude-desktop")).toBeNull();
  });

  it("tells when the client threw the entry away, and puts it back", async () => {
    const { fs, clients } = machine({ "claude-desktop": '{"scale":1}' });
    await clients.register("claude-desktop");
    fs.put(files["claude-desktop"], '{"scale":2,"mcpServers":{}}');
    expect(await byId(clients, "claude-desktop")).toMatchObject({ state: "removed_by_client", canRegister: true });
    expect(await clients.register("claude-desktop")).toMatchObject({ state: "registered" });
    await clients.unregister("claude-desktop");
    expect(fs.text(files["claude-desktop"])).toBe('{"scale":2,"mcpServers":{}}');

    await clients.register("claude-desktop");
    fs.put(files["claude-desktop"], "{}");
    expect(await clients.unregister("claude-desktop")).toMatchObject({ state: "not_registered" });
  });

  it("needs an update when the launcher is gone, and registering brings that back", async () => {
    const { fs, clients } = machine({ vscode: "{}" });
    await clients.register("vscode");
    fs.files.delete(launcher);
    expect(await byId(clients, "vscode")).toMatchObject({ state: "needs_update" });
    expect(await clients.plan("vscode")).toMatchObject({ action: "update", diff: [], refusal: null });
    expect(await clients.register("vscode")).toMatchObject({ state: "registered" });
    expect(fs.text(launcher)).toMatch(/^#!\/bin\/sh/);
  });
});

describe("an update", () => {
  it("keeps what the person set in our entry, letter for letter", async () => {
    const before = `{
  "servers": {
    "punchcard": { // mine
      "disabled": true, "alwaysAllow": ["get_status"],
      "command": "/old/bin/punchcard-mcp",   // was elsewhere
      "env": { "TZ": "Europe/Berlin" },
      "args": ["--client=vscode", "--profile=look"]
    }
  }
}`;
    const { clients, text } = machine({ vscode: before });
    expect(await clients.register("vscode")).toMatchObject({ state: "disabled_by_user" });
    expect(text("vscode")).toBe(before.replace("/old/bin/punchcard-mcp", launcher));
    expect(await clients.unregister("vscode")).toMatchObject({ state: "not_registered" });
    expect(text("vscode")).not.toContain("--client");
  });

  it("adds what is missing and leaves the rest", async () => {
    const { clients, text } = machine({ vscode: '{"servers":{"punchcard":{"command":"/old/punchcard-mcp","x":1}}}' });
    await clients.register("vscode");
    expect(JSON.parse(text("vscode") ?? "")).toEqual({
      servers: { punchcard: { args: ["--client=vscode"], command: launcher, x: 1 } },
    });
  });

  it("follows an entry that the person renamed", async () => {
    const before = `{"servers":{"time":{"command":"/old/bin/punchcard-mcp","args":["--client=vscode"]},"punchcard":{"command":"npx"}}}`;
    const { clients, text } = machine({ vscode: before });
    expect(await byId(clients, "vscode")).toMatchObject({ state: "needs_update" });
    expect(await clients.register("vscode")).toMatchObject({ state: "registered" });
    expect(text("vscode")).toBe(before.replace("/old/bin/punchcard-mcp", launcher));
    await clients.unregister("vscode");
    expect(text("vscode")).toBe('{"servers":{"punchcard":{"command":"npx"}}}');
  });

  it("removes what a person wrote into our entry along with it, and no more", async () => {
    const { fs, clients } = machine({ vscode: '{\n  "servers": {\n    "a": {}\n  }\n}\n' });
    await clients.register("vscode");
    fs.put(files.vscode, (fs.text(files.vscode) ?? "").replace('"type"', '"disabled": true,\n      "type"'));
    await clients.unregister("vscode");
    expect(fs.text(files.vscode)).toBe('{\n  "servers": {\n    "a": {}\n  }\n}\n');
  });
});

describe("the preview", () => {
  const before = `{
  // "OLD_KEY": "commented-secret"
  "servers": {
    "github": {
      "command": "npx",
      "args": ["mcp-remote", "--token", "after-flag-secret", "API_KEY=assigned-secret", "--header", "X: header-secret"],
      "env": { "GITHUB_TOKEN": "env-secret", "N": 5, "nested": ["deep-secret"] },
      "url": "https://a.example/mcp?api_key=url-secret"
    }
  }
}
`;
  it("shows what is added with lines around it, and no secret", async () => {
    const { clients, text } = machine({ vscode: before });
    const plan = await clients.plan("vscode");
    expect(plan).toMatchObject({ clientId: "vscode", action: "register", file: files.vscode, refusal: null });
    expect(plan.diff.filter(({ kind }) => kind === "add").map(({ text: line }) => line)).toEqual([
      '    "punchcard": {',
      '      "type": "stdio",',
      `      "command": "${launcher}",`,
      '      "args": ["--client=vscode"]',
      "    },",
    ]);
    expect(plan.diff.filter(({ kind }) => kind === "remove")).toEqual([]);
    expect(plan.diff.map(({ text: line }) => line)).toContain('      "command": "npx",');
    expect(text("vscode")).toBe(before);
    await clients.register("vscode");
    const removing = await clients.plan("vscode");
    expect(removing.action).toBe("unregister");
    expect(removing.diff.filter(({ kind }) => kind === "remove")).toHaveLength(5);
  });

  it("masks values wherever they are shown", async () => {
    const lines = before.split("\n");
    for (let at = 4; at < lines.length - 3; at++) {
      // Wherever a second entry of ours stands, the lines around it are others' and may hold anything.
      const { fs, clients } = machine({
        vscode: before.replace('"github": {', `"punchcard": { "command": "/old/punchcard-mcp" },\n    "github": {`),
      });
      fs.put(launcher, "");
      const shown = JSON.stringify((await clients.plan("vscode")).diff);
      expect(shown).toContain("npx");
      expect(shown).not.toMatch(/[a-z]-secret/);
    }
    const all = machine({
      vscode: before
        .replaceAll("\n", " ")
        .replace(/\/\/[^"]*"OLD_KEY": "commented-secret"/, '/* "OLD_KEY": "commented-secret" */'),
    });
    const shown = JSON.stringify((await all.clients.plan("vscode")).diff);
    expect(shown).toContain("mcp-remote");
    expect(shown).not.toMatch(/[a-z]-secret/);
  });
});

describe("two clicks at once", () => {
  it("write one entry", async () => {
    const { fs, clients, text } = machine({ vscode: "{}" });
    await Promise.all([clients.register("vscode"), clients.register("vscode"), clients.refreshLauncher()]);
    expect((text("vscode") ?? "").match(/"punchcard"/g)).toHaveLength(1);
    expect([...fs.files.keys()].filter((name) => name.endsWith(".bak"))).toHaveLength(1);
    expect(await byId(clientsOn(fs), "vscode")).toMatchObject({ state: "registered" });
  });
});

it.each(["headers", "env", "requestInit", "http_headers"])(
  "the diff shows no value under %s of a neighbour",
  async (key) => {
    const text = `{\n  "mcpServers": {\n    "wiki": {\n      "url": "https://w.example", "${key}": { "X-Org": "hollmann" } } } }`;
    const { clients } = machine({ cursor: text });
    const shown = (await clients.plan("cursor")).diff.map((line) => line.text).join("\n");
    expect(shown).toContain('"X-Org": "•••"');
    expect(shown).not.toContain("hollmann");
  },
);
