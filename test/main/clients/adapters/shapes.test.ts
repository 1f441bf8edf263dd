import { describe, expect, it } from "vitest";
import { clientsOn, files, launcher, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

describe("opencode", () => {
  it("has program and arguments in one list, and keeps what the person set", async () => {
    const { fs, clients, text } = machine({ opencode: '{\n  "mcp": {}\n}\n' });
    await clients.register("opencode");
    const entry = { type: "local", command: [launcher, "--client=opencode"] };
    expect(JSON.parse(text("opencode") ?? "").mcp.punchcard).toEqual(entry);

    const own = { ...entry, command: ["/old/punchcard-mcp", "--client=opencode", "--profile=look"] };
    const more = { environment: { TZ: "UTC" }, enabled: true, timeout: 9000 };
    fs.put(files.opencode, JSON.stringify({ mcp: { punchcard: { ...own, ...more } } }));
    expect(await clients.register("opencode")).toMatchObject({ state: "registered" });
    expect(JSON.parse(text("opencode") ?? "").mcp.punchcard).toEqual({
      ...{ ...own, ...more, command: [launcher, "--client=opencode", "--profile=look"] },
    });
  });

  it("switched off is disabled by the person, and a remote server of our name is another's", async () => {
    const state = async (entry: object) => {
      const { fs, clients } = machine({ opencode: JSON.stringify({ mcp: { punchcard: entry } }) });
      fs.put(launcher, "x");
      return (await clients.list()).find(({ id }) => id === "opencode")?.state;
    };
    const entry = { type: "local", command: [launcher, "--client=opencode"] };
    expect(await state(entry)).toBe("registered");
    expect(await state({ ...entry, enabled: false })).toBe("disabled_by_user");
    expect(await state({ type: "remote", url: "https://x.example" })).toBe("foreign");
    expect(await state({ type: "local", command: launcher, args: ["--client=opencode"] })).toBe("registered");
  });
});

describe("opencode 2", () => {
  const own = (program = launcher) => ({ type: "local", command: [program, "--client=opencode"] });
  const other = { type: "local", command: ["other"] };
  const start = (mcp: object) => machine({ opencode: `${JSON.stringify({ mcp }, null, 2)}\n` });

  it("has the entry among the servers of version 2 where the file has some", async () => {
    const { clients, text } = start({ servers: { other }, timeout: 9 });
    expect(await clients.register("opencode")).toMatchObject({ state: "registered" });
    expect(JSON.parse(text("opencode") ?? "").mcp).toEqual({ servers: { punchcard: own(), other }, timeout: 9 });
  });

  it("has an entry of version 1 updated where it is, and one of version 2 preferred to it", async () => {
    const legacy = start({ punchcard: own("/old/punchcard-mcp"), servers: { other } });
    expect(await legacy.clients.register("opencode")).toMatchObject({ state: "registered" });
    expect(JSON.parse(legacy.text("opencode") ?? "").mcp).toEqual({ punchcard: own(), servers: { other } });
    const both = start({ punchcard: own("/old/punchcard-mcp"), servers: { punchcard: own("/old/punchcard-mcp") } });
    expect(await both.clients.register("opencode")).toMatchObject({ state: "registered" });
    expect(JSON.parse(both.text("opencode") ?? "").mcp.servers).toEqual({ punchcard: own() });
  });

  it("loses the entry in both places, and no other", async () => {
    const mcp = { a: other, punchcard: own(), servers: { punchcard: own(), other } };
    const { clients, text } = start(mcp);
    expect(await clients.unregister("opencode")).toMatchObject({ state: "not_registered" });
    expect(JSON.parse(text("opencode") ?? "").mcp).toEqual({ a: other, servers: { other } });
  });

  it("keeps the object of servers that the user added to the one that Punchcard made", async () => {
    const { fs, clients, text } = machine({ opencode: "{}\n" });
    await clients.register("opencode");
    const added = (text("opencode") ?? "").replace('"mcp": {', '"mcp": { "servers": {},');
    fs.put(files.opencode, added);
    await clients.unregister("opencode");
    expect(JSON.parse(text("opencode") ?? "")).toEqual({ mcp: { servers: {} } });
  });

  it("has the entry taken out of a file that cannot be read as a whole", async () => {
    const { fs, clients, text } = start({ servers: { other } });
    await clients.register("opencode");
    fs.put(files.opencode, `${(text("opencode") ?? "").trimEnd().slice(0, -1)}, "broken": `);
    await clients.unregister("opencode");
    expect(text("opencode")).not.toContain("--client=opencode");
    expect(text("opencode")).toContain('"other"');
  });
});

describe("Cline", () => {
  const transport = { type: "stdio", command: "/old/punchcard-mcp", args: ["--client=cline"], env: { TZ: "UTC" } };
  it("has an entry that its own command wrote updated inside its transport, and taken out", async () => {
    const before = `${JSON.stringify({ mcpServers: { a: { url: "x" }, punchcard: { transport, disabled: false } } }, null, 2)}\n`;
    const { clients, text } = machine({ cline: before });
    expect((await clients.list()).find(({ id }) => id === "cline")).toMatchObject({ state: "needs_update" });
    expect(await clients.register("cline")).toMatchObject({ state: "registered" });
    expect(text("cline")).toBe(before.replace("/old/punchcard-mcp", launcher));
    await clients.unregister("cline");
    expect(JSON.parse(text("cline") ?? "")).toEqual({ mcpServers: { a: { url: "x" } } });
  });
});

describe("Visual Studio", () => {
  it("is listed on Windows only, and has its file in the person's folder", async () => {
    expect((await machine().clients.list()).map(({ id }) => id)).not.toContain("visual-studio");
    const [home, file] = ["C:\\Users\\Ada", "C:\\Users\\Ada\\.mcp.json"];
    const fs = new MemoryFiles([`${home}\\AppData\\Local\\Microsoft\\VisualStudio`]);
    const clients = clientsOn(fs, {
      ...{ platform: "win32", home, backups: `${home}\\b`, punchcardHome: `${home}\\p` },
      launch: { electron: "C:\\P\\Punchcard.exe", script: "C:\\P\\s.js" },
    });
    expect(await clients.register("visual-studio")).toMatchObject({ state: "registered", file });
    expect(JSON.parse(fs.text(file) ?? "").servers.punchcard).toMatchObject({
      ...{ type: "stdio", command: "C:\\P\\Punchcard.exe", args: ["C:\\P\\s.js", "--client=visual-studio"] },
    });
    await clients.unregister("visual-studio");
    expect(fs.text(file)).toBeNull();
  });
});

describe("Devin Desktop", () => {
  it("has the entry in the new place and in the old one, where both are there", async () => {
    const old = "/home/marta/.codeium/windsurf/mcp_config.json";
    const { fs, clients, text } = machine({ windsurf: null });
    fs.put(old, '{"mcpServers":{}}');
    expect(await clients.register("windsurf")).toMatchObject({
      state: "registered",
      label: "Devin Desktop (Windsurf)",
    });
    for (const one of [text("windsurf"), fs.text(old)]) expect(one).toContain("--client=windsurf");
    await clients.unregister("windsurf");
    expect([text("windsurf"), fs.text(old)]).toEqual([null, '{"mcpServers":{}}']);
  });
});
