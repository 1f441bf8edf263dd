import { describe, expect, it } from "vitest";
import { clientsOn, files, launcher, machine } from "../machine";

const storage = "User/globalStorage/saoudrizwan.claude-dev";
const settings = "settings/cline_mcp_settings.json";

describe("what a client is given", () => {
  const plain = (client: string) => ({ command: launcher, args: [`--client=${client}`] });
  it.each([
    ["vscodium", "servers", { type: "stdio", ...plain("vscodium") }],
    ["cursor", "mcpServers", plain("cursor")],
    ["windsurf", "mcpServers", plain("windsurf")],
    ["gemini", "mcpServers", plain("gemini")],
    ["antigravity", "mcpServers", plain("antigravity")],
    ["copilot", "mcpServers", { type: "local", tools: ["*"], ...plain("copilot") }],
    ["zed", "context_servers", { source: "custom", ...plain("zed") }],
    ["junie", "mcpServers", plain("junie")],
    ["lmstudio", "mcpServers", plain("lmstudio")],
    ["cline", "mcpServers", plain("cline")],
  ] as const)("%s: one entry under %s, with its own id", async (client, container, entry) => {
    const { clients, text } = machine({ [client]: null });
    expect(await clients.register(client)).toMatchObject({ state: "registered", file: files[client] });
    expect(JSON.parse(text(client) ?? "")).toEqual({ [container]: { punchcard: entry } });
    expect(clients.labelOf(client)).toMatch(/^[A-Z]/);
    await clients.unregister(client);
    expect(text(client)).toBeNull();
  });
});

describe("what a client reads no more after a careless edit", () => {
  const comment = '{\n  // mine\n  "mcpServers": {}\n}';
  const comma = '{\n  "mcpServers": { "a": { "command": "a" }, }\n}';
  const mark = '\uFEFF{ "mcpServers": {} }';
  const all = { comment, comma, mark };
  it.each([
    ["cursor", [], ["comment", "comma", "mark"]],
    ["windsurf", [], ["comment", "comma", "mark"]],
    ["antigravity", [], ["comment", "comma", "mark"]],
    ["junie", [], ["comment", "comma", "mark"]],
    ["lmstudio", [], ["comment", "comma", "mark"]],
    ["cline", [], ["comment", "comma", "mark"]],
    ["gemini", ["comment"], ["comma", "mark"]],
    ["copilot", ["comment", "comma", "mark"], []],
    ["zed", ["comment", "comma", "mark"], []],
  ] as const)("%s reads %j and not %j", async (client, reads, refuses) => {
    const codes = { comment: "client_comments", comma: "client_trailing_comma", mark: "client_bom" };
    for (const name of reads) {
      const { clients, text } = machine({ [client]: all[name] });
      await clients.register(client);
      await clients.unregister(client);
      expect(text(client)).toBe(all[name]);
    }
    for (const name of refuses) {
      const { clients, text } = machine({ [client]: all[name] });
      await expect(clients.register(client)).rejects.toMatchObject({ code: codes[name] });
      expect(text(client)).toBe(all[name]);
    }
  });
});

describe("a person's own settings in our entry", () => {
  it("stay in Cline, and an entry switched off stays off", async () => {
    const own = '"autoApprove": ["get_status"], "disabled": true, "timeout": 120';
    const before = `{ "mcpServers": { "punchcard": { ${own}, "command": "/old/bin/punchcard-mcp", "args": ["--client=cline"] } } }`;
    const { clients, text } = machine({ cline: before });
    expect(await clients.register("cline")).toMatchObject({ state: "disabled_by_user" });
    expect(text("cline")).toBe(before.replace("/old/bin/punchcard-mcp", launcher));
  });

  it("stay in Zed and Copilot: another source, fewer tools", async () => {
    const entry = (more: object) => ({ ...more, command: "/old/bin/punchcard-mcp", args: [] });
    const zed = machine({ zed: JSON.stringify({ context_servers: { punchcard: entry({ enabled: false }) } }) });
    expect(await zed.clients.register("zed")).toMatchObject({ state: "disabled_by_user" });
    expect(JSON.parse(zed.text("zed") ?? "").context_servers.punchcard).toEqual({
      enabled: false,
      command: launcher,
      args: ["--client=zed"],
    });
    const copilot = machine({
      copilot: JSON.stringify({ mcpServers: { punchcard: entry({ tools: ["get_status"] }) } }),
    });
    await copilot.clients.register("copilot");
    expect(JSON.parse(copilot.text("copilot") ?? "").mcpServers.punchcard.tools).toEqual(["get_status"]);
  });
});

describe("Roo Code, which is no longer made", () => {
  const file = "/home/marta/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json";
  it("is listed only while it has an entry, which can be taken out and not put in", async () => {
    const entry = { command: launcher, args: ["--client=other"] };
    const { fs } = machine();
    const clients = clientsOn(fs);
    const roo = async () => (await clients.list()).find(({ id }) => id === "roo");
    expect(await roo()).toBeUndefined();
    fs.put(file, JSON.stringify({ mcpServers: { a: { command: "a" } } }));
    expect(await roo()).toBeUndefined();
    await expect(clients.register("roo")).rejects.toMatchObject({ code: "client_not_installed" });
    fs.put(file, JSON.stringify({ mcpServers: { a: { command: "a" }, punchcard: entry } }));
    expect(await roo()).toMatchObject({
      label: "Roo Code",
      state: "registered",
      canRegister: false,
      canUnregister: true,
    });
    expect(await clients.plan("roo")).toMatchObject({ action: "unregister", refusal: null });
    await expect(clients.register("roo")).rejects.toMatchObject({ code: "client_not_installed" });
    await clients.unregister("roo");
    expect(JSON.parse(fs.text(file) ?? "")).toEqual({ mcpServers: { a: { command: "a" } } });
    expect(await roo()).toBeUndefined();
  });
});

describe("Cline in more than one editor", () => {
  it("is registered in each, and needs an update where one came later", async () => {
    const { fs, clients, text } = machine({ cline: '{\n  "mcpServers": {}\n}' });
    await clients.register("cline");
    const later = `/home/marta/.config/Cursor/${storage}`;
    fs.addFolder(later);
    expect((await clients.list()).find(({ id }) => id === "cline")).toMatchObject({ state: "needs_update" });
    expect(await clients.register("cline")).toMatchObject({ state: "registered" });
    expect(fs.text(`${later}/${settings}`)).toContain("--client=cline");
    expect(await clientsOn(fs).unregister("cline")).toMatchObject({ state: "not_registered" });
    expect(fs.text(`${later}/${settings}`)).toBeNull();
    expect(text("cline")).toBe('{\n  "mcpServers": {}\n}');
  });
});
