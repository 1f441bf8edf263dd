import { describe, expect, it } from "vitest";
import { type ClientsDeps, createClients } from "#main/clients/index";
import { MemoryFiles } from "../memory-files";

/** Windows, with a person whose name has a blank and other letters, and an app whose folder has some too. */
const home = "C:\\Users\\Jörg Müller";
const bin = `${home}\\.punchcard\\bin`;
const exe = `${bin}\\punchcard-mcp.exe`;
const app = "C:\\Programme für alle\\Punch card\\Punchcard.exe";
const script = "C:\\PROGRA~1\\PUNCHC~1\\resources\\app.asar\\out\\mcp-server\\index.js";
const program = "C:\\Programme für alle\\Punch card\\resources\\app.asar\\out\\launcher\\punchcard-mcp.exe";
const cursor = `${home}\\.cursor\\mcp.json`;
const codex = `${home}\\.codex\\config.toml`;
const claude = `${home}\\AppData\\Roaming\\Claude\\claude_desktop_config.json`;
const started = async () => ({ code: 1, output: "" });
const blocked = async () => ({ code: null, output: "" });

function computer() {
  const fs = new MemoryFiles([`${home}\\.cursor`, `${home}\\.codex`]);
  fs.put(program, "MZ Written by Punchcard, first version");
  return fs;
}
function clientsOn(fs: MemoryFiles, more: Partial<ClientsDeps> = {}) {
  return createClients({
    ...{ platform: "win32", home, punchcardHome: `${home}\\.punchcard`, backups: `${home}\\backups`, fs },
    env: { APPDATA: `${home}\\AppData\\Roaming`, LOCALAPPDATA: `${home}\\AppData\\Local` },
    launch: { electron: app, script, program },
    isRunning: async () => false,
    run: started,
    ...more,
  });
}
/** What earlier versions wrote, and what is written where the launcher cannot be used. */
const withoutProgram = { launch: { electron: app, script } };
const nodeMode = { command: app, args: [script, "--client=cursor"], env: { ELECTRON_RUN_AS_NODE: "1" } };
const serverIn = (fs: MemoryFiles, file = cursor) => JSON.parse(fs.text(file) ?? "{}").mcpServers?.punchcard;

describe("the launcher on Windows", () => {
  it("is what clients start, from the person's own folder, and knows the app that it stands for", async () => {
    const fs = computer();
    const clients = clientsOn(fs);
    expect(await clients.register("cursor")).toMatchObject({ state: "registered" });
    expect(serverIn(fs)).toEqual({ command: exe, args: ["--client=cursor"] });
    expect(fs.text(exe)).toBe(fs.text(program));
    expect(fs.text(`${exe}.start`)?.split("\r\n").slice(1)).toEqual([`app=${app}`, `script=${script}`, ""]);
    expect(JSON.parse(fs.text(`${bin}\\punchcard-mcp.json`) ?? "")).toMatchObject({ command: exe, args: [], env: {} });
    expect(await clients.launcher()).toEqual({ path: exe, isThere: true, usesProgram: true });
    const { written } = fs;
    expect(await clients.refreshLauncher()).toEqual({ usesProgram: true, moved: [], refused: [] });
    expect(fs.written).toBe(written);
  });

  it("is missed where something took it away, and comes back with the next start", async () => {
    const fs = computer();
    await clientsOn(fs).register("cursor");
    fs.files.delete(exe);
    const clients = clientsOn(fs);
    const state = async () => (await clients.list()).find(({ id }) => id === "cursor");
    expect(await state()).toMatchObject({ state: "needs_update", why: ["launch_missing"] });
    await clients.refreshLauncher();
    expect(await state()).toMatchObject({ state: "registered" });
  });

  it("is replaced while a client runs it, and the former file goes once it ended", async () => {
    const fs = computer();
    await clientsOn(fs).register("cursor");
    let runs = true;
    fs.before = (step, path) => {
      const held =
        (step === "rename" && path === exe && fs.files.has(exe)) || (step === "remove" && /\.old$/.test(path));
      if (runs && held) throw Object.assign(new Error("EPERM"), { code: "EPERM" });
    };
    fs.put(program, "MZ Written by Punchcard, second version");
    const former = () => [...fs.files.keys()].filter((path) => path.startsWith(`${exe}.`) && path.endsWith(".old"));
    await clientsOn(fs).refreshLauncher();
    expect(fs.text(exe)).toContain("second version");
    expect(former()).toHaveLength(1);
    runs = false;
    await clientsOn(fs).refreshLauncher();
    expect(former()).toEqual([]);
  });

  it("stays as it was where the new one cannot be put in its place", async () => {
    const fs = computer();
    await clientsOn(fs).register("cursor");
    fs.put(program, "MZ Written by Punchcard, second version");
    fs.before = (step, path) => {
      if (step === "create" && path.includes("punchcard-mcp.exe.punchcard-"))
        throw Object.assign(new Error("EIO"), { code: "EIO" });
    };
    await clientsOn(fs).refreshLauncher();
    expect(fs.text(exe)).toContain("first version");
  });

  it("goes with the last entry, also while it runs, and another copy's stays", async () => {
    const fs = computer();
    await clientsOn(fs).register("cursor");
    const other = clientsOn(fs, { launch: { electron: "D:\\P\\Punchcard.exe", script, program } });
    expect(await other.removeLauncher()).toBe(false);
    fs.before = (step, path) => {
      if (step === "remove" && path === exe) throw Object.assign(new Error("EPERM"), { code: "EPERM" });
    };
    expect(await clientsOn(fs).removeLauncher()).toBe(true);
    expect([...fs.files.keys()].filter((path) => path.startsWith(bin))).toEqual([]);
    expect(await clientsOn(fs).removeLauncher()).toBe(false);
  });
});

describe("entries on Windows from before the launcher", () => {
  it("start it from the next start of the app on, with all that the person added, byte for byte", async () => {
    const fs = computer();
    fs.put(cursor, '{\r\n  "mine": true,\r\n  "mcpServers": {\r\n    "a": { "url": "x" }\r\n  }\r\n}\r\n');
    const before = clientsOn(fs, withoutProgram);
    await before.register("cursor");
    await before.register("codex");
    expect(serverIn(fs)).toEqual(nodeMode);
    const mine = (fs.text(cursor) ?? "").replace('"--client=cursor"', '"--client=cursor", "--profile=look"');
    fs.put(cursor, mine.replace('"env": {', '"timeout": 5,\r\n      "env": {\r\n        "TZ": "Europe/Berlin",'));
    fs.put(codex, `${fs.text(codex)}\n[tui]\nx = 1 # mine\n`);
    const [json, toml] = [fs.text(cursor) ?? "", fs.text(codex) ?? ""];
    const clients = clientsOn(fs);
    expect((await clients.refreshLauncher()).moved.sort()).toEqual(["codex", "cursor"]);
    const now = serverIn(fs);
    expect(now).toEqual({
      ...{ command: exe, args: ["--client=cursor", "--profile=look"], timeout: 5 },
      env: { TZ: "Europe/Berlin", ELECTRON_RUN_AS_NODE: "1" },
    });
    const around = (text: string) => [text.slice(0, text.indexOf('"command"')), text.slice(text.indexOf('"timeout"'))];
    expect(around(fs.text(cursor) ?? "")).toEqual(around(json));
    const rest = (text: string) => text.slice(text.indexOf("[mcp_servers.punchcard.env]"));
    expect(rest(fs.text(codex) ?? "")).toBe(rest(toml));
    expect(fs.text(codex)).toContain(JSON.stringify(exe));
    expect((await clients.list()).find(({ id }) => id === "cursor")).toMatchObject({ state: "registered" });
    expect((await clients.refreshLauncher()).moved).toEqual([]);
  });

  it("are left where a person wrote them, where they start another copy, and where the company forbids the client", async () => {
    const fs = computer();
    const pasted = JSON.stringify({ mcpServers: { punchcard: nodeMode } });
    fs.put(cursor, pasted);
    expect((await clientsOn(fs).refreshLauncher()).moved).toEqual([]);
    expect(fs.text(cursor)).toBe(pasted);

    const elsewhere = computer();
    await clientsOn(elsewhere, { launch: { electron: "D:\\Other\\Punchcard.exe", script } }).register("cursor");
    expect((await clientsOn(elsewhere).refreshLauncher()).moved).toEqual([]);

    const forbidden = computer();
    await clientsOn(forbidden, withoutProgram).register("cursor");
    expect((await clientsOn(forbidden, { isAllowed: () => false }).refreshLauncher()).moved).toEqual([]);
    expect(serverIn(forbidden)).toEqual(nodeMode);
  });

  it("wait for a client that writes its own copy over them, and keep the others from nothing", async () => {
    const fs = computer();
    fs.addFolder(claude.slice(0, claude.lastIndexOf("\\")));
    const before = clientsOn(fs, withoutProgram);
    for (const id of ["claude-desktop", "cursor"]) await before.register(id);
    const running = await clientsOn(fs, { isRunning: async () => true }).refreshLauncher();
    expect(running).toMatchObject({
      moved: ["cursor"],
      refused: [{ client: "claude-desktop", code: "client_running" }],
    });
    expect(serverIn(fs, claude)).toMatchObject({ command: app });
    expect((await clientsOn(fs).refreshLauncher()).moved).toEqual(["claude-desktop"]);
    expect(serverIn(fs, claude)).toMatchObject({ command: exe, args: ["--client=claude-desktop"] });
  });

  it("go over also where the disk fails at another client's file", async () => {
    const fs = computer();
    const before = clientsOn(fs, withoutProgram);
    for (const id of ["codex", "cursor"]) await before.register(id);
    fs.before = (step, path) => {
      if (step === "create" && path.includes(".codex")) throw Object.assign(new Error("EIO"), { code: "EIO" });
    };
    expect(await clientsOn(fs).refreshLauncher()).toEqual({
      ...{ usesProgram: true, moved: ["cursor"] },
      refused: [{ client: "codex", code: expect.stringContaining("EIO") }],
    });
  });

  it("are not touched by a copy of the app that will not stay", async () => {
    const fs = computer();
    await clientsOn(fs, withoutProgram).register("cursor");
    const env = { TEMP: "C:\\Programme für alle" };
    expect((await clientsOn(fs, { env }).refreshLauncher()).moved).toEqual([]);
    expect(serverIn(fs)).toEqual(nodeMode);
    expect(fs.text(exe)).toBeNull();
  });
});

describe("where the launcher cannot be used on Windows", () => {
  it.each<[string, (fs: MemoryFiles) => Partial<ClientsDeps>]>([
    ["this copy has none", () => withoutProgram],
    ["the system does not start it", () => ({ run: blocked })],
    ["a library of the system is missing to it", () => ({ run: async () => ({ code: 3221225781, output: "" }) })],
    [
      "it cannot be written",
      (fs) => {
        fs.before = (step, path) => {
          if (step === "create" && path.includes(".exe.")) throw Object.assign(new Error("EACCES"), { code: "EACCES" });
        };
        return {};
      },
    ],
    [
      "a scanner takes it out of the app",
      (fs) => {
        fs.files.delete(program);
        return {};
      },
    ],
  ])("because %s, clients start the app itself, and that is said", async (_why, arrange) => {
    const fs = computer();
    const clients = clientsOn(fs, arrange(fs));
    expect(await clients.refreshLauncher()).toMatchObject({ usesProgram: false });
    expect(await clients.register("cursor")).toMatchObject({ state: "registered" });
    expect(serverIn(fs)).toEqual(nodeMode);
    expect(JSON.parse(fs.text(`${bin}\\punchcard-mcp.json`) ?? "")).toMatchObject({ command: app, args: [script] });
    expect(await clients.launcher()).toMatchObject({ path: app, usesProgram: false });
    expect((await clients.snippets())[0]?.text).toContain("ELECTRON_RUN_AS_NODE");
    expect(await clients.removeLauncher()).toBe(true);
  });

  it("entries go over to the app itself, and back once it can be used", async () => {
    const fs = computer();
    const clients = clientsOn(fs);
    await clients.register("cursor");
    const launched = fs.text(cursor);
    const kept = clientsOn(fs, { run: blocked });
    expect((await kept.refreshLauncher()).moved).toEqual(["cursor"]);
    expect(serverIn(fs)).toEqual(nodeMode);
    expect(await clients.refreshLauncher()).toMatchObject({ usesProgram: true, moved: ["cursor"] });
    expect(serverIn(fs)).toMatchObject(JSON.parse(launched ?? "").mcpServers.punchcard);
    await clients.unregister("cursor");
    expect(serverIn(fs)).toBeUndefined();
  });

  it("says why where nothing can be written at all", async () => {
    const fs = computer();
    fs.before = (step) => {
      if (step === "create") throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    };
    await expect(clientsOn(fs).refreshLauncher()).rejects.toMatchObject({ code: "client_launcher" });
  });
});
