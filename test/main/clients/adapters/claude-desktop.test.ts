import { describe, expect, it } from "vitest";
import { isClaudeDesktop } from "#main/clients/adapters/running-clients";
import { clientsOn } from "../machine";
import { MemoryFiles } from "../memory-files";

const config = "claude_desktop_config.json";
const user = "C:\\Users\\Marta M";
const local = `${user}\\AppData\\Local`;
const roaming = `${user}\\AppData\\Roaming`;
const msix = (name: string) => `${local}\\Packages\\${name}\\LocalCache\\Roaming`;
const windowsEnv = { LOCALAPPDATA: local, APPDATA: roaming };

describe("on Windows", () => {
  const launch = {
    electron: "C:\\Users\\Marta M\\AppData\\Local\\Programs\\Punchcard\\Punchcard.exe",
    script: "C:\\Users\\Marta M\\AppData\\Local\\Programs\\Punchcard\\resources\\server.js",
  };
  const windows = (fs: MemoryFiles) =>
    clientsOn(fs, {
      platform: "win32",
      env: windowsEnv,
      home: user,
      punchcardHome: `${user}\\.punchcard`,
      backups: `${roaming}\\Punchcard\\backups`,
      launch,
    });
  const places = [`${msix("Claude_pzs8sxrjxfjjc")}\\Claude\\${config}`, `${roaming}\\Claude\\${config}`] as const;

  it("writes every place with the app itself as the command, and undoes both", async () => {
    const fs = new MemoryFiles([], { [places[0]]: '{\r\n\t"scale": 1\r\n}', [places[1]]: "{}" });
    expect(await windows(fs).register("claude-desktop")).toMatchObject({ state: "registered", file: places[0] });
    for (const place of places)
      expect(JSON.parse(fs.text(place) ?? "").mcpServers.punchcard).toEqual({
        command: launch.electron,
        args: [launch.script, "--client=claude-desktop"],
        env: { ELECTRON_RUN_AS_NODE: "1" },
      });
    await windows(fs).unregister("claude-desktop");
    expect(places.map((place) => fs.text(place))).toEqual(['{\r\n\t"scale": 1\r\n}', "{}"]);
  });

  it("needs an update where only one of two files has the entry", async () => {
    const fs = new MemoryFiles([], { [places[0]]: "{}" });
    await windows(fs).register("claude-desktop");
    fs.put(places[1], "{}");
    expect((await windows(fs).list())[0]).toMatchObject({ state: "needs_update" });
    const plan = await windows(fs).plan("claude-desktop");
    expect(plan.diff[0]).toEqual({ kind: "same", text: places[1] });
    expect(await windows(fs).register("claude-desktop")).toMatchObject({ state: "registered" });
  });

  it("takes the other slash and other case for the same path", async () => {
    const fs = new MemoryFiles([msix("Claude_pzs8sxrjxfjjc")]);
    await windows(fs).register("claude-desktop");
    const text = fs.text(places[0]) ?? "";
    const other = text.replace(
      JSON.stringify(launch.electron),
      JSON.stringify(launch.electron.replaceAll("\\", "/").toUpperCase()),
    );
    expect(other).not.toBe(text);
    fs.put(places[0], other);
    const written = fs.written;
    expect(await windows(fs).register("claude-desktop")).toMatchObject({ state: "registered" });
    expect(fs.written).toBe(written);
  });

  it("patches an old script path and keeps the person's arguments and variables", async () => {
    const old = {
      command: "D:\\old\\Punchcard.exe",
      args: ["D:\\old\\resources\\server.js", "--client=claude-desktop", "--profile=look"],
      env: { TZ: "UTC" },
    };
    const fs = new MemoryFiles([msix("Claude_pzs8sxrjxfjjc")], {
      [places[0]]: JSON.stringify({ mcpServers: { punchcard: old } }),
    });
    await windows(fs).register("claude-desktop");
    expect(JSON.parse(fs.text(places[0]) ?? "").mcpServers.punchcard).toEqual({
      command: launch.electron,
      args: [launch.script, "--client=claude-desktop", "--profile=look"],
      env: { TZ: "UTC", ELECTRON_RUN_AS_NODE: "1" },
    });
  });

  it("waits while a virus scanner holds the file, and gives up with advice", async () => {
    const fs = new MemoryFiles([], { [places[0]]: "{}" });
    const busy = Object.assign(new Error("EBUSY"), { code: "EBUSY" });
    let left = 4;
    fs.before = (step) => {
      if (step === "replace" && left-- > 0) throw busy;
    };
    expect(await windows(fs).register("claude-desktop")).toMatchObject({ state: "registered" });
    await windows(fs).unregister("claude-desktop");
    left = Number.POSITIVE_INFINITY;
    await expect(windows(fs).register("claude-desktop")).rejects.toMatchObject({ code: "client_busy" });
    expect(fs.text(places[0])).toBe("{}");
    expect([...fs.files.keys()].filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe("whether Claude Desktop runs", () => {
  it.each([
    [
      true,
      "/usr/lib/claude-desktop/node_modules/electron/dist/electron",
      ["electron", "/usr/lib/claude-desktop/app.asar"],
    ],
    [
      true,
      "/usr/bin/electron",
      ["/usr/bin/electron", "/usr/lib/claude-desktop/app.asar", "--ozone-platform-hint=auto"],
    ],
    [true, "/opt/claude-desktop/claude-desktop", ["claude-desktop"]],
    [true, "/tmp/.mount_claudeX/claude-desktop (deleted)", ["AppRun"]],
    [false, "/home/m/.local/share/claude/versions/2.1.197", ["claude", "--resume"]],
    [false, "/opt/Punchcard/punchcard", ["/opt/Punchcard/punchcard", "/x/server.js", "--client=claude-desktop"]],
    [false, "/usr/bin/vim", ["vim", "/home/m/src/claude-desktop/README.md"]],
    [false, "/usr/bin/bash", ["bash", "-c", "cat ~/.config/Claude/claude_desktop_config.json"]],
    [false, "", []],
  ] as const)("%s: %s %j", (expected, exe, argv) => {
    expect(isClaudeDesktop({ exe, argv: [...argv] })).toBe(expected);
  });
});
