import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clipboard, Dialog, SaveDialogOptions, Shell } from "electron";
import { expect, onTestFinished, test, vi } from "vitest";
import { onFolderChange } from "#core/platform/file-watcher";
import { Scheduler } from "#main/app/scheduler";
import { watchOnline } from "#main/app/watch-online";
import { createAutostart, startedAtLogin } from "#main/desktop/autostart";
import { anonymous, openLog, redact } from "#main/desktop/log";
import { launchOf, pathsOf } from "#main/desktop/paths";
import { createSystem } from "#main/desktop/system";
import { hasTrayHost, waitForTrayHost } from "#main/desktop/tray-host";
import { watchChanges } from "#main/desktop/watch-changes";
import { translator } from "#main/locales/index";
import { TrayProof } from "#main/server/spawn";

const folder = () => mkdtempSync(join(tmpdir(), "punchcard-desktop-"));

test.each([
  ["Authorization: Bearer abc.def-123", "abc.def"],
  ['{"token":"hunter2secret"}', "hunter2"],
  ["api_key=hunter2secret&x=1", "hunter2"],
  ["https://ada:hunter2@kimai.example/x", "hunter2"],
  [`key ${"a1".repeat(32)}`, "a1a1a1"],
  ['"X-AUTH-TOKEN": "hunter2"', "hunter2"],
])("%s loses its secret in the log", (text, secret) => {
  expect(redact(text)).not.toContain(secret);
  expect(redact(text)).toContain("‹removed›");
});

test("what is copied names nobody and no place", () => {
  const text =
    "Ada Example (ada@example.org) at https://kimai.example.org/x in /home/ada/.punchcard, kimai.example.org is fine";
  const clean = anonymous(text, ["Ada Example", "kimai.example.org"]);
  for (const word of ["Ada", "ada", "example.org"]) expect(clean).not.toContain(word);
  expect(clean).toContain("is fine");
});

test("the log is private, turned over at 1 MB, and keeps three old files", async () => {
  const dir = join(folder(), "log");
  const { log, flush } = openLog(dir);
  log("first", { token: "hunter2" });
  await flush();
  expect(readFileSync(join(dir, "app.log"), "utf8")).not.toContain("hunter2");
  expect(statSync(join(dir, "app.log")).mode & 0o777).toBe(0o600);
  for (let i = 0; i < 12; i++) log("big", { text: "x y ".repeat(100_000) });
  await flush();
  expect(readdirSync(dir).sort()).toEqual(["app.log", "app.log.1", "app.log.2", "app.log.3"]);
  expect(statSync(join(dir, "app.log")).size).toBeLessThan(1_000_001);
});

test("a log that cannot be written disturbs nobody", async () => {
  const file = join(folder(), "file");
  writeFileSync(file, "");
  const { log, flush } = openLog(join(file, "log"));
  log("x");
  await expect(flush()).resolves.toBeUndefined();
});

const app = { getLoginItemSettings: () => ({ openAtLogin: true }) as never, setLoginItemSettings: vi.fn() };
test("start at login on Linux is a desktop entry, read back as the desktop may have changed it", async () => {
  const home = folder();
  const command = ["/opt/Punch card/punchcard", "/with $dollar"];
  const autostart = createAutostart({ platform: "linux", env: {}, home, command, entryName: "app.desktop" }, app);
  const file = join(home, ".config/autostart/app.desktop");
  expect(await autostart.read()).toBe(false);
  await autostart.set(true);
  expect(await autostart.read()).toBe(true);
  expect(readFileSync(file, "utf8")).toContain(
    'Exec="/opt/Punch card/punchcard" "/with \\\\$dollar" "--hidden" "--at-login"\n',
  );
  expect(readFileSync(file, "utf8")).toContain("TryExec=/opt/Punch card/punchcard\n");
  writeFileSync(file, readFileSync(file, "utf8").replace("enabled=true", "enabled=false"));
  expect(await autostart.read()).toBe(false);
  writeFileSync(file, "[Desktop Entry]\nHidden=true\n");
  expect(await autostart.read()).toBe(false);
  await autostart.set(false);
  expect(readdirSync(join(home, ".config/autostart"))).toEqual([]);
});

test("an entry of a former place is rewritten at start, one that is off or somebody else's choice is not", async () => {
  const home = folder();
  const at = (program: string) =>
    createAutostart({ platform: "linux", env: {}, home, command: [program], entryName: "app.desktop" }, app);
  const file = join(home, ".config/autostart/app.desktop");
  await at("/new/punchcard").heal();
  expect(await at("/new/punchcard").read()).toBe(false);
  await at("/old/punchcard").set(true);
  await at("/new/punchcard").heal();
  expect(readFileSync(file, "utf8")).toContain('Exec="/new/punchcard" ');
  const off = "[Desktop Entry]\nExec=/old/punchcard\nHidden=true\n";
  writeFileSync(file, off);
  await at("/new/punchcard").heal();
  expect(readFileSync(file, "utf8")).toBe(off);
});

test("Windows says no where the Task Manager keeps it from starting", async () => {
  const settings = { openAtLogin: true, executableWillLaunchAtLogin: false };
  const windows = { getLoginItemSettings: () => settings as never, setLoginItemSettings: vi.fn() };
  const autostart = createAutostart({ platform: "win32", env: {}, home: "", command: [], entryName: "x" }, windows);
  expect(await autostart.read()).toBe(false);
  settings.executableWillLaunchAtLogin = true;
  expect(await autostart.read()).toBe(true);
  await autostart.set(true);
  expect(windows.setLoginItemSettings).toHaveBeenCalledWith(expect.objectContaining({ enabled: true }));
});

test("login is known by its argument, and on macOS by what the system says", () => {
  const opened = (wasOpenedAtLogin: boolean) => ({ getLoginItemSettings: () => ({ wasOpenedAtLogin }) as never });
  expect(startedAtLogin("linux", ["punchcard", "--hidden"], opened(false))).toBe(true);
  expect(startedAtLogin("linux", ["punchcard"], opened(true))).toBe(false);
  expect(startedAtLogin("darwin", ["Punchcard"], opened(true))).toBe(true);
  expect(startedAtLogin("darwin", ["Punchcard"], opened(false))).toBe(false);
});

test("at login the panel is waited for, and not for ever", async () => {
  let asked = 0;
  const wait = async () => undefined;
  expect(await waitForTrayHost(async () => ++asked === 5, wait)).toBe(true);
  expect(asked).toBe(5);
  asked = 0;
  expect(await waitForTrayHost(async () => ++asked < 0, wait)).toBe(false);
  expect(asked).toBeGreaterThanOrEqual(15);
  expect(asked).toBeLessThanOrEqual(30);
});

test("elsewhere the system keeps it", async () => {
  const autostart = createAutostart({ platform: "darwin", env: {}, home: "/h", command: [], entryName: "x" }, app);
  expect(await autostart.read()).toBe(true);
  await autostart.set(false);
  expect(app.setLoginItemSettings).toHaveBeenCalledWith({ openAtLogin: false, enabled: false, args: ["--hidden"] });
});

test("whether there is a tray is asked of the bus, by whichever program is there", async () => {
  const asked: string[] = [];
  const answers = (by: Record<string, string>) => async (program: string) => {
    asked.push(program);
    const answer = by[program];
    if (answer === undefined) throw new Error("not installed");
    return answer;
  };
  expect(await hasTrayHost("linux", {}, answers({ gdbus: "(true,)" }))).toBe(true);
  expect(await hasTrayHost("linux", {}, answers({ gdbus: "(false,)" }))).toBe(false);
  expect(await hasTrayHost("linux", {}, answers({ busctl: "b true" }))).toBe(true);
  expect(await hasTrayHost("linux", {}, answers({ "dbus-send": "   boolean true" }))).toBe(true);
  expect(await hasTrayHost("linux", {}, answers({}))).toBe(false);
  expect(asked.slice(-3)).toEqual(["gdbus", "busctl", "dbus-send"]);
  asked.length = 0;
  expect(await hasTrayHost("darwin", {}, answers({}))).toBe(true);
  expect(await hasTrayHost("linux", { PUNCHCARD_NO_TRAY: "1" }, answers({ gdbus: "(true,)" }))).toBe(false);
  expect(asked).toEqual([]);
});

test("a write by another program's server is noticed; our own is not news", async () => {
  // While it waits, vi.waitFor lets the fake timers run.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const reading = vi.spyOn(JSON, "parse");
  onTestFinished(() => reading.mockRestore());
  const home = folder();
  const changed = vi.fn();
  const stop = watchChanges(home, changed, () => undefined);
  const names = new Set<string | null>();
  onTestFinished(onFolderChange(home, (name) => names.add(name)));
  const write = (client: string) => {
    writeFileSync(join(home, "changed.new"), JSON.stringify({ at: "x", account: "local", client }));
    renameSync(join(home, "changed.new"), join(home, "changed"));
  };
  write("tray");
  const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });
  await until(() => expect(reading).toHaveBeenCalledWith(expect.stringContaining('"tray"')));
  expect(changed).not.toHaveBeenCalled();
  write("vscode");
  await until(() => expect(changed).toHaveBeenCalledWith("local"));
  writeFileSync(join(home, "other"), "");
  await until(() => expect(names).toContain("other"));
  expect(vi.getTimerCount()).toBe(0);
  expect(changed).toHaveBeenCalledTimes(1);
  stop();
});

test("coming back on line is noticed while a service cannot be reached, and nothing is watched else", () => {
  vi.useFakeTimers();
  const scheduler = new Scheduler();
  const back = vi.fn();
  const is = { online: true, stale: false };
  const { check } = watchOnline({ scheduler, isOnline: () => is.online, isStale: () => is.stale, back });
  check();
  expect(scheduler.active).toEqual([]);
  Object.assign(is, { stale: true, online: false });
  check();
  vi.advanceTimersByTime(60_000);
  expect(back).not.toHaveBeenCalled();
  is.online = true;
  vi.advanceTimersByTime(15_000);
  expect(back).toHaveBeenCalledOnce();
  is.stale = false;
  vi.advanceTimersByTime(15_000);
  expect(scheduler.active).toEqual([]);
  vi.useRealTimers();
});

test("a home of its own keeps Chromium's files and its lock there too", () => {
  expect(pathsOf("/app", { PUNCHCARD_HOME: "/t" })).toMatchObject({
    home: "/t",
    userData: "/t/electron",
    log: "/t/log",
  });
  expect(pathsOf("/app", {})).toMatchObject({ userData: null, preload: "/app/out/preload/index.js" });
  expect(launchOf("/app", { APPIMAGE: "/x.AppImage" })).toMatchObject({
    script: "/app/out/mcp-server/index.js",
    appImage: "/x.AppImage",
  });
});

test("where an export goes is asked in the person's language, with the ending it will have", async () => {
  const asked: SaveDialogOptions[] = [];
  const answers = [
    { canceled: false, filePath: "/home/ada/x.ics" },
    { canceled: true, filePath: "" },
  ];
  const dialog = {
    showOpenDialog: vi.fn(),
    showSaveDialog: async (options: SaveDialogOptions) => {
      asked.push(options);
      return answers.shift() ?? { canceled: true, filePath: "" };
    },
  };
  const system = createSystem(
    { shell: {} as Shell, clipboard: {} as Clipboard, dialog: dialog as unknown as Dialog },
    {
      log: "/log",
      t: () => translator("de"),
      quit: () => undefined,
    },
  );
  expect(await system.chooseExport("punchcard-2026-10.ics")).toBe("/home/ada/x.ics");
  expect(await system.chooseExport("punchcard-2026-10.csv")).toBeNull();
  expect(await system.chooseExtension("punchcard.mcpb")).toBeNull();
  expect(asked.map(({ defaultPath, filters }) => [defaultPath, filters?.[0]])).toEqual([
    ["punchcard-2026-10.ics", { name: "Kalender", extensions: ["ics"] }],
    ["punchcard-2026-10.csv", { name: "Tabelle", extensions: ["csv"] }],
    ["punchcard.mcpb", { name: "Claude-Erweiterung", extensions: ["mcpb"] }],
  ]);
});

test("no character of a line in the app's log is obeyed or hidden by a terminal", async () => {
  const dir = mkdtempSync(join(tmpdir(), "punchcard-log-"));
  const { log, flush } = openLog(dir);
  log("called", { name: "\u009b2J\u202e\u200b" });
  await flush();
  expect(readFileSync(join(dir, "app.log"), "utf8")).toContain('"\\u009b2J\\u202e\\u200b"');
});

test("the app's log and its proof are not written through a link in their place", async () => {
  const home = mkdtempSync(join(tmpdir(), "punchcard-links-"));
  const other = join(home, "other");
  writeFileSync(other, "theirs");
  mkdirSync(join(home, "log"));
  symlinkSync(other, join(home, "log", "app.log"));
  symlinkSync(other, join(home, "tray.json.new"));
  const { log, flush } = openLog(join(home, "log"));
  log("started");
  await flush();
  new TrayProof(home).announce();
  expect(readFileSync(other, "utf8")).toBe("theirs");
  expect(lstatSync(join(home, "tray.json")).isFile()).toBe(true);
  expect(statSync(join(home, "log")).mode & 0o777).toBe(0o700);
});
