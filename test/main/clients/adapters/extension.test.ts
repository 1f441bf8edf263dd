import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import type { ClientsDeps } from "#main/clients/index";
import { unregisterAndSay } from "#main/clients/removal/uninstall";
import { clientsOn, files, launcher, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

const bundle = "/opt/Punchcard/resources/app.asar/out/mcpb/punchcard.mcpb";
const folder = `${dirname(files["claude-desktop"])}/Claude Extensions`;
const manifest = (name = "punchcard", client = "claude-desktop") =>
  JSON.stringify({ name, server: { mcp_config: { args: ["${__dirname}/server/index.js", `--client=${client}`] } } });

/** A computer with Claude Desktop, and a Punchcard that brings the extension. */
function withBundle(more: Partial<ClientsDeps> = {}, config: string | null = "{}") {
  const { fs, text } = machine({ "claude-desktop": config });
  fs.put(bundle, "PK bytes");
  return { fs, text, clients: clientsOn(fs, { extension: bundle, ...more }) };
}

describe("the extension of Claude Desktop", () => {
  it("is offered where Claude is, and where there is a file to save", async () => {
    expect(await withBundle().clients.extension()).toEqual({ state: "offered" });
    expect(await withBundle({ extension: undefined }).clients.extension()).toEqual({ state: "none" });
    expect(await withBundle({ extension: "/gone.mcpb" }).clients.extension()).toEqual({ state: "none" });
    const bare = new MemoryFiles(["/home/marta"], { [bundle]: "PK" });
    expect(await clientsOn(bare, { extension: bundle }).extension()).toEqual({ state: "none" });
  });

  it("is saved with what it starts, over an older one, with nothing left beside it", async () => {
    const { fs, clients } = withBundle();
    fs.put("/home/marta/Downloads/punchcard.mcpb", "old");
    await clients.saveExtension("/home/marta/Downloads/punchcard.mcpb");
    expect(fs.text("/home/marta/Downloads/punchcard.mcpb")).toBe("PK bytes");
    expect(fs.text(launcher)).toContain("exec");
    expect([...fs.files.keys()].filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("says why it could not be saved, and leaves no half of it", async () => {
    const { fs, clients } = withBundle();
    await clients.refreshLauncher();
    fs.before = (step) => {
      if (step === "rename") throw Object.assign(new Error("EISDIR: a folder"), { code: "EISDIR" });
    };
    await expect(clients.saveExtension("/home/marta/x.mcpb")).rejects.toMatchObject({ code: "client_extension_file" });
    expect([...fs.files.keys()].filter((name) => name.endsWith(".tmp"))).toEqual([]);
    await expect(withBundle({ extension: undefined }).clients.saveExtension("/x")).rejects.toMatchObject({
      code: "client_no_extension",
    });
  });

  it("is not saved by a copy of the app that will not stay", async () => {
    const { fs, clients } = withBundle({
      launch: { electron: "/tmp/.mount_P/punchcard", script: "/tmp/.mount_P/s.js" },
    });
    await expect(clients.saveExtension("/home/marta/x.mcpb")).rejects.toMatchObject({ code: "client_moved_app" });
    expect(fs.text("/home/marta/x.mcpb")).toBeNull();
  });

  it("keeps an entry from being written beside it, which would bring every tool twice", async () => {
    const { fs, clients, text } = withBundle();
    fs.put(`${folder}/local.mcpb.punchcard/manifest.json`, manifest());
    expect(await clients.extension()).toEqual({ state: "installed" });
    expect((await clients.plan("claude-desktop")).refusal).toMatchObject({ code: "client_extension" });
    await expect(clients.register("claude-desktop")).rejects.toMatchObject({ code: "client_extension" });
    expect(text("claude-desktop")).toBe("{}");
    await clients.register("vscode");
  });

  it("does not keep an entry from being taken out, and is told of where all is removed", async () => {
    const { fs, clients, text } = withBundle();
    await clients.register("claude-desktop");
    fs.put(`${folder}/a/manifest.json`, manifest());
    const lines: string[] = [];
    expect(await unregisterAndSay(clients, (line) => lines.push(line))).toBe(1);
    expect(text("claude-desktop")).toBe("{}");
    expect(lines).toEqual([
      "Claude Desktop: removed",
      expect.stringMatching(/^Claude Desktop: not removed\. Punchcard is an extension there.*Settings, Extensions\.$/),
    ]);
    // What the extension starts is still needed.
    expect(fs.text(launcher)).not.toBeNull();
  });

  it.each([
    ["another extension", manifest("wiki")],
    ["another maker's of the same name", manifest("punchcard", "x")],
    ["a torn manifest", "{"],
    ["a manifest of another shape", '{"name":"punchcard","server":null}'],
  ])("is not seen in %s", async (_what, content) => {
    const { fs, clients } = withBundle();
    fs.put(`${folder}/x/manifest.json`, content);
    fs.addFolder(`${folder}/empty`);
    expect(await clients.extension()).toEqual({ state: "offered" });
    await clients.register("claude-desktop");
  });

  it("is not offered for Claude as a Windows package, which cannot install it, and still found there", async () => {
    const local = "C:\\Users\\Ada\\AppData\\Local";
    const inPackage = `${local}\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming`;
    const file = "C:\\P\\punchcard.mcpb";
    const fs = new MemoryFiles([inPackage], { [file]: "PK" });
    const windows = () =>
      clientsOn(fs, {
        ...{ platform: "win32", home: "C:\\Users\\Ada", punchcardHome: "C:\\Users\\Ada\\.punchcard", extension: file },
        env: { LOCALAPPDATA: local, APPDATA: "C:\\Users\\Ada\\AppData\\Roaming" },
        launch: { electron: "C:\\P\\Punchcard.exe", script: "C:\\P\\s.js" },
      });
    expect(await windows().extension()).toEqual({ state: "none" });
    fs.put(`${inPackage}\\Claude\\Claude Extensions\\x\\manifest.json`, manifest());
    expect(await windows().extension()).toEqual({ state: "installed" });
    fs.files.delete(`${inPackage}\\Claude\\Claude Extensions\\x\\manifest.json`);
    fs.addFolder(`${local}\\AnthropicClaude`);
    expect(await windows().extension()).toEqual({ state: "offered" });
  });
});
