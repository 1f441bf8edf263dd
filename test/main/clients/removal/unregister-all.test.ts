import { describe, expect, it } from "vitest";
import { unregisterAndSay } from "#main/clients/removal/uninstall";
import { clientsOn, files, launcher, machine } from "../machine";

const before = {
  vscode: '{\n  // mine\n  "servers": {}\n}\n',
  cursor: '{"mcpServers":{"a":{"command":"x"}}}',
  codex: 'model = "x"\n',
  zed: "{}\n",
};
const ids = Object.keys(before) as (keyof typeof before)[];

describe("removing from all clients", () => {
  it("brings every file back to the byte, and leaves alone where there is no entry", async () => {
    const { clients, text } = machine(before);
    for (const id of ids.filter((one) => one !== "zed")) await clients.register(id);
    const done = await clients.unregisterAll();
    expect(done.map(({ clientId, failure }) => [clientId, failure])).toEqual([
      ["codex", null],
      ["vscode", null],
      ["cursor", null],
    ]);
    expect(Object.fromEntries(ids.map((id) => [id, text(id)]))).toEqual(before);
    expect(await clients.unregisterAll()).toEqual([]);
  });

  it("takes the copies of the files along, but not of a client that still has the entry", async () => {
    const { fs, clients } = machine({ ...before, "claude-desktop": "{}" });
    for (const id of ["vscode", "cursor", "claude-desktop"]) await clients.register(id);
    const copies = () =>
      [...fs.files.keys()].filter((name) => name.endsWith(".bak")).map((name) => name.split("/").at(-2));
    expect(copies().sort()).toEqual(["claude-desktop", "cursor", "vscode"]);
    const busy = clientsOn(fs, { isRunning: async (id) => id === "claude-desktop" });
    await busy.unregisterAll();
    expect(copies()).toEqual(["claude-desktop"]);
    await clients.unregisterAll();
    expect(copies()).toEqual([]);
  });

  it("is not held up by one that refuses, and says which", async () => {
    const { fs, clients, text } = machine({ ...before, "claude-desktop": "{}" });
    for (const id of [...ids, "claude-desktop"]) await clients.register(id);
    const busy = clientsOn(fs, { isRunning: async (id) => id === "claude-desktop" });
    const lines: string[] = [];
    expect(await unregisterAndSay(busy, (line) => lines.push(line))).toBe(1);
    expect(lines[0]).toMatch(/^Claude Desktop: not removed\. Claude Desktop is running.*Quit Claude Desktop fully/);
    expect(lines.slice(1)).toEqual(["Codex and ChatGPT", "VS Code", "Cursor", "Zed"].map((one) => `${one}: removed`));
    expect(Object.fromEntries(ids.map((id) => [id, text(id)]))).toEqual(before);
    expect(text("claude-desktop")).toContain("--client=claude-desktop");
    expect(await unregisterAndSay(clients, (line) => lines.push(line))).toBe(0);
    expect(lines.slice(-2)).toEqual(["Claude Desktop: removed", "Launcher: removed"]);
    await unregisterAndSay(clients, (line) => lines.push(line));
    expect(lines.at(-1)).toBe("No AI client has an entry of Punchcard.");
  });

  it("tells of a file that it cannot read where our entry may be in it, and says nothing of others", async () => {
    const { fs, clients } = machine({ vscode: "{}", cursor: "{}", zed: "{ broken" });
    await clients.register("vscode");
    await clients.register("cursor");
    const torn = (fs.text(files.cursor) ?? "").replace(/"args".*/s, '"args": ["--client=cursor');
    fs.put(files.cursor, torn);
    const done = await clients.unregisterAll();
    expect(done.map(({ clientId, failure }) => [clientId, failure === null])).toEqual([
      ["vscode", true],
      ["cursor", false],
    ]);
    expect(fs.text(files.cursor)).toBe(torn);
  });

  it("takes the launcher along when nothing is left that starts it, and only then", async () => {
    const { fs, clients, text } = machine({ vscode: "{}", "claude-desktop": "{}" });
    await clients.register("vscode");
    await clients.register("claude-desktop");
    const say = () => undefined;
    const busy = clientsOn(fs, { isRunning: async () => true });
    expect(await unregisterAndSay(busy, say)).toBe(1);
    expect(fs.text(launcher)).not.toBeNull();
    const elsewhere = clientsOn(fs, { launch: { electron: "/home/marta/P/punchcard", script: "/home/marta/P/s.js" } });
    expect(await unregisterAndSay(elsewhere, say)).toBe(0);
    expect(text("claude-desktop")).toBe("{}");
    expect(fs.text(launcher)).not.toBeNull();
    const lines: string[] = [];
    expect(await unregisterAndSay(clients, (line) => lines.push(line))).toBe(0);
    expect(lines).toEqual(["No AI client has an entry of Punchcard.", "Launcher: removed"]);
    expect(fs.text(launcher)).toBeNull();
  });

  it("takes our entry out of a client's other files, whatever is the matter with one of them", async () => {
    const host = (name: string) =>
      `/home/marta/.config/${name}/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json`;
    for (const [trouble, state] of [
      ['{"mcpServers":{"punchcard":{"command":"theirs"}}}', "foreign"],
      ["{ broken --client=cline", "unreadable"],
    ] as const) {
      const { fs, clients } = machine({ cline: "{}" });
      fs.put(host("Cursor"), "{}");
      await clients.register("cline");
      fs.put(host("Code"), trouble);
      expect((await clients.list()).find(({ id }) => id === "cline")).toMatchObject({ state });
      await clients.unregisterAll();
      expect(fs.text(host("Cursor"))).toBe("{}");
      expect(fs.text(host("Code"))).toBe(trouble);
    }
  });

  it("tells of a file of ours that may no longer be read, as after sudo", async () => {
    const { fs, clients } = machine({ codex: "", vscode: "{}" });
    await clients.register("codex");
    await clients.register("vscode");
    fs.before = (step, path) => {
      if (step === "read" && path === files.codex) throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    };
    const lines: string[] = [];
    expect(await unregisterAndSay(clients, (line) => lines.push(line))).toBe(1);
    expect(lines).toEqual([
      "Codex and ChatGPT: not removed. The file may not be read. Give yourself the right to read it and try again.",
      "VS Code: removed",
    ]);
    expect(fs.text(launcher)).not.toBeNull();
  });

  it("takes out an entry that the person copied under a second name as well", async () => {
    const { fs, clients } = machine({ vscode: "{}" });
    await clients.register("vscode");
    const two = (fs.text(files.vscode) ?? "").replace(/"punchcard": (\{[\s\S]*?\n {4}\})/, '"zeit": $1, "tempo": $1');
    expect(two).toContain('"tempo"');
    fs.put(files.vscode, two);
    expect(await clients.unregisterAll()).toMatchObject([{ clientId: "vscode", failure: null }]);
    expect(fs.text(files.vscode)).not.toContain("--client=");
  });

  it("forgets an entry that the client threw away", async () => {
    const { fs, clients } = machine({ vscode: "{}" });
    await clients.register("vscode");
    fs.put(files.vscode, "{}");
    expect((await clients.list()).find(({ id }) => id === "vscode")).toMatchObject({ state: "removed_by_client" });
    expect(await clients.plan("vscode", "unregister")).toMatchObject({ action: "nothing", refusal: null });
    expect(await clients.unregisterAll()).toMatchObject([{ clientId: "vscode", failure: null }]);
    expect((await clients.list()).find(({ id }) => id === "vscode")).toMatchObject({ state: "not_registered" });
  });

  it("takes the entry out of folders that only the environment of an earlier start named, before the launcher", async () => {
    const { fs } = machine();
    for (const folder of ["/data/codex", "/data/config/zed"]) fs.addFolder(folder);
    fs.put("/data/codex/config.toml", before.codex);
    const moved = clientsOn(fs, { env: { CODEX_HOME: "/data/codex", XDG_CONFIG_HOME: "/data/config" } });
    for (const id of ["codex", "zed"]) await moved.register(id);
    expect(fs.text("/data/config/zed/settings.json")).toContain("--client=zed");
    const lines: string[] = [];
    expect(await unregisterAndSay(clientsOn(fs), (line) => lines.push(line))).toBe(0);
    expect(lines).toEqual(["Codex and ChatGPT: removed", "Zed: removed", "Launcher: removed"]);
    expect(fs.text("/data/codex/config.toml")).toBe(before.codex);
    expect(fs.text("/data/config/zed/settings.json")).toBeNull();
    expect(fs.text(launcher)).toBeNull();
  });

  it("keeps the launcher where such a file cannot be read, and removes the entry of the usual place", async () => {
    const { fs, text } = machine({ codex: before.codex });
    fs.put("/data/codex/config.toml", before.codex);
    await clientsOn(fs).register("codex");
    await clientsOn(fs, { env: { CODEX_HOME: "/data/codex" } }).register("codex");
    fs.before = (step, path) => {
      if (step === "read" && path === "/data/codex/config.toml")
        throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    };
    const lines: string[] = [];
    expect(await unregisterAndSay(clientsOn(fs), (line) => lines.push(line))).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^Codex and ChatGPT: not removed\. The file may not be read\./)]);
    expect(text("codex")).toBe(before.codex);
    expect(fs.text(launcher)).not.toBeNull();
  });

  it("forgets a recorded file that is gone, and says nothing of it a second time", async () => {
    const { fs } = machine();
    fs.put("/data/codex/config.toml", before.codex);
    await clientsOn(fs, { env: { CODEX_HOME: "/data/codex" } }).register("codex");
    await fs.remove("/data/codex/config.toml");
    await clientsOn(fs).unregisterAll();
    expect(await clientsOn(fs).unregisterAll()).toEqual([]);
  });

  it("can be looked at first, with what Codex does to projects that count on the entry", async () => {
    const { clients } = machine({ ...before, codex: '[mcp_servers.punchcard]\ncommand = "/old/punchcard-mcp"\n' });
    expect(await clients.plan("codex")).toMatchObject({ action: "update", notes: [] });
    const plan = await clients.plan("codex", "unregister");
    expect(plan).toMatchObject({ action: "unregister", notes: ["codex_projects"], refusal: null });
    expect(plan.diff.filter(({ kind }) => kind === "remove").length).toBeGreaterThan(0);
    await clients.register("vscode");
    expect(await clients.plan("vscode", "unregister")).toMatchObject({ action: "unregister", notes: [] });
  });
});
