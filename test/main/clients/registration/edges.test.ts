import { describe, expect, it, onTestFinished, vi } from "vitest";
import { keepBackup } from "#main/clients/journal/backups";
import { backups, clientsOn, files, launcher, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

const codexOurs = (eol = "\n") =>
  ["[mcp_servers.punchcard]", `command = "${launcher}"`, 'args = ["--client=codex"]', ""].join(eol);

describe("our tables in a TOML file that somebody else wrote anew", () => {
  const around = (eol: string, before: string, after: string) => before + codexOurs(eol) + after;
  it.each([
    ["between others", "\n", 'a = "x"\n\n', "\n[tui]\nb = 1\n", 'a = "x"\n\n[tui]\nb = 1\n'],
    [
      "between others, on Windows",
      "\r\n",
      'a = "x"\r\n\r\n',
      "\r\n[tui]\r\nb = 1\r\n",
      'a = "x"\r\n\r\n[tui]\r\nb = 1\r\n',
    ],
    ["at the end", "\n", 'a = "x"\n\n', "", 'a = "x"\n'],
    ["at the end, on Windows", "\r\n", 'a = "x"\r\n\r\n', "", 'a = "x"\r\n'],
    ["right before another", "\n", 'a = "x"\n\n', "[tui]\nb = 1\n", 'a = "x"\n\n[tui]\nb = 1\n'],
  ])("go with one of two blank lines (%s)", async (_where, eol, before, after, left) => {
    const { clients, text } = machine({ codex: around(eol, before, after) });
    await clients.unregister("codex");
    expect(text("codex")).toBe(left);
  });

  it("are filled in on lines of their own, where the file ends with one of our headers", async () => {
    const home = "C:\\Users\\Ada";
    const launch = { electron: `${home}\\P.exe`, script: `${home}\\server.js` };
    const path = `${home}\\.codex\\config.toml`;
    const fs = new MemoryFiles([`${home}\\.codex`]);
    const windows = { platform: "win32" as const, home, launch, backups: `${home}\\b`, punchcardHome: `${home}\\p` };
    const clients = clientsOn(fs, windows);
    await clients.register("codex");
    const whole = (fs.text(path) ?? "").trimEnd();
    const line = '\nELECTRON_RUN_AS_NODE = "1"';
    expect(whole.endsWith(line)).toBe(true);
    fs.put(path, whole.slice(0, -line.length));
    await clients.register("codex");
    expect(fs.text(path)).toBe(whole);
  });
});

describe("a JSON file with line ends of Windows", () => {
  const before = '{\r\n  "servers": {\r\n    "a": {\r\n      "command": "a"\r\n    }\r\n  }\r\n}\r\n';
  it("has no others afterwards, with our entry and without it", async () => {
    const { fs, clients, text } = machine({ vscode: before });
    await clients.register("vscode");
    const added = text("vscode") ?? "";
    expect(added.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(Object.keys(JSON.parse(added).servers)).toEqual(["punchcard", "a"]);
    // Another computer's Punchcard remembers nothing of it.
    const fresh = new MemoryFiles([], { [files.vscode]: added });
    await clientsOn(fresh).unregister("vscode");
    expect(fresh.text(files.vscode)).toBe(before);
    expect(fs.text(files.vscode)).toBe(added);
  });
});

describe("on Windows, where a virus scanner holds the file for a moment", () => {
  const home = "C:\\Users\\Ada";
  const file = `${home}\\.cursor\\mcp.json`;
  function held(code: string, times: number, platform: NodeJS.Platform = "win32") {
    const at = platform === "win32" ? file : files.cursor;
    const fs = new MemoryFiles([], { [at]: '{ "mcpServers": {} }' });
    let tries = 0;
    fs.before = (step, path) => {
      if (step === "replace" && path === at && ++tries <= times) throw Object.assign(new Error(code), { code });
    };
    const windows = { platform, home, backups: `${home}\\b`, punchcardHome: `${home}\\.punchcard` };
    const clients = clientsOn(fs, platform === "win32" ? windows : {});
    return { fs, at, clients, tries: () => tries };
  }

  it.each(["EPERM", "EACCES", "EBUSY"])("our entry is written all the same (%s)", async (code) => {
    const { fs, at, clients, tries } = held(code, 9);
    expect(await clients.register("cursor")).toMatchObject({ state: "registered" });
    expect([tries(), fs.text(at)]).toEqual([10, expect.stringContaining("punchcard")]);
  });

  it.each([
    ["one that holds it for good is told after ten tries", "EBUSY", "win32", 10],
    ["a failure of another kind is told at once", "ENOSPC", "win32", 1],
    ["elsewhere nobody is waited for", "EBUSY", "linux", 1],
  ] as const)("%s, and nothing is left beside it", async (_what, code, platform, expected) => {
    const { fs, at, clients, tries } = held(code, 99, platform);
    await expect(clients.register("cursor")).rejects.toThrow();
    expect(tries()).toBe(expected);
    expect(fs.text(at)).toBe('{ "mcpServers": {} }');
    expect([...fs.files.keys()].filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

it("the same copy twice in a moment is one, and pushes no older one out", async () => {
  const fs = new MemoryFiles(["/b"]);
  const parts = { fs, backups: "/b", platform: "linux" as const };
  const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 9, 0, second));
  for (let second = 0; second < 10; second++) await keepBackup(parts, "vscode", Buffer.from("{}"), at(second));
  const names = [...fs.files.keys()];
  await keepBackup(parts, "vscode", Buffer.from("{}"), at(9));
  expect([...fs.files.keys()]).toEqual(names);
  expect(names).toHaveLength(10);
});

it("a copy is gone after 30 days, and what is not a copy of ours stays", async () => {
  const { fs, clients } = machine({ cursor: "{}" });
  const name = (day: Date) => `${backups}/cursor/${day.toISOString().replace(/[:.]/g, "-")}-0a1b2c3d.bak`;
  const now = Date.parse("2026-11-19T10:07:33Z");
  vi.useFakeTimers({ now, toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const ago = (days: number) => new Date(now - days * 86_400_000);
  const [old, young, note] = [name(ago(30.1)), name(ago(29.9)), `${backups}/cursor/note.txt`];
  for (const file of [old, young, note]) fs.put(file, "secret of another server");
  await clients.removeOldBackups();
  expect([old, young, note].map((file) => fs.text(file) !== null)).toEqual([false, true, true]);
});
