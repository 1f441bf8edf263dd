import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { AppStarter, appCommand, type Surroundings } from "#core/confirmation/start-app";

const linux: Surroundings = {
  platform: "linux",
  electron: "33.2.1",
  execPath: "/opt/Punchcard/punchcard",
  script: "/opt/Punchcard/resources/app.asar/out/mcp-server/index.js",
  env: { HOME: "/home/ada", DISPLAY: ":0", ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: "--inspect", LANG: "de_DE" },
  home: "/home/ada/.punchcard",
  root: false,
};
const bundle = "/Applications/Punchcard.app/Contents";

test.each<[string, Partial<Surroundings>, string, string[]]>([
  ["the package's binary", {}, "/opt/Punchcard/punchcard", ["--hidden"]],
  [
    "the image and not its mount",
    { execPath: "/tmp/.mount_x/punchcard", env: { ...linux.env, APPIMAGE: "/home/ada/Punchcard.AppImage" } },
    "/home/ada/Punchcard.AppImage",
    ["--hidden"],
  ],
  [
    "the package's binary and not the image of the editor that it was started from",
    { env: { ...linux.env, APPIMAGE: "/home/ada/Editor.AppImage", APPDIR: "/tmp/.mount_Editor" } },
    "/opt/Punchcard/punchcard",
    ["--hidden"],
  ],
  ["a Wayland session", { env: { HOME: "/home/ada", WAYLAND_DISPLAY: "wayland-0" } }, linux.execPath, ["--hidden"]],
  ["root", { root: true }, linux.execPath, ["--hidden", "--no-sandbox"]],
  [
    "the folder in development",
    { script: "/src/punchcard/out/mcp-server/index.js", execPath: "/src/electron" },
    "/src/electron",
    ["/src/punchcard", "--hidden"],
  ],
  [
    "the bundle's own binary and not its helper",
    {
      platform: "darwin",
      execPath: `${bundle}/Frameworks/Punchcard Helper.app/Contents/MacOS/Punchcard Helper`,
      script: `${bundle}/Resources/app.asar/out/mcp-server/index.js`,
    },
    `${bundle}/MacOS/Punchcard`,
    ["--hidden"],
  ],
])("starts %s, as an app and not as Node", (_what, more, command, args) => {
  const found = appCommand({ ...linux, ...more });
  expect(found).toMatchObject({ command, args });
  expect(Object.keys(found?.env ?? {}).filter((name) => /^(ELECTRON|NODE)_/.test(name))).toEqual([]);
});

test.each<[string, Partial<Surroundings>]>([
  ["in plain Node", { electron: undefined }],
  ["in a Flatpak", { execPath: "/app/punchcard/punchcard", env: { ...linux.env, FLATPAK_ID: "app.punchcard" } }],
  ["without a display", { env: { HOME: "/home/ada" } }],
  ["for another folder than the app's own", { home: "/mnt/stranger" }],
  ["on macOS over ssh", { platform: "darwin", env: { HOME: "/home/ada", SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" } }],
])("starts nothing %s", (_what, more) => {
  expect(appCommand({ ...linux, ...more })).toBeNull();
});

function launched(body: string) {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const script = join(folder, "app.cjs");
  const there = join(folder, "there");
  const starts = join(folder, "starts");
  writeFileSync(script, `const fs = require("node:fs");\nfs.appendFileSync(${JSON.stringify(starts)}, "x");\n${body}`);
  const starter = new AppStarter(() => ({
    command: process.execPath,
    args: [script],
    env: { ...process.env, THERE: there },
  }));
  const abort = new AbortController();
  const asker = { signal: abort.signal, progress: () => undefined };
  const start = (milliseconds = 20_000) => starter.start(() => existsSync(there), asker, Date.now() + milliseconds);
  const count = () => (existsSync(starts) ? readFileSync(starts, "utf8").length : 0);
  return { start, count, abort };
}

test("waits for the app, and starts it once for calls at the same time", async () => {
  const { start, count } = launched('setTimeout(() => fs.writeFileSync(process.env.THERE, ""), 300);');
  expect(await Promise.all([start(), start(), start()])).toEqual([true, true, true]);
  expect(count()).toBe(1);
});

test("does not wait for an app that ends at once, and does not start it for each call", async () => {
  const { start, count } = launched("process.exit(1);");
  // A wait for the deadline of the call would exceed the timeout of the test.
  expect(await start(600_000)).toBe(false);
  expect(await start()).toBe(false);
  expect(count()).toBe(1);
});

test("gives up when the call ends, by its time or because it was cancelled", async () => {
  const { start, abort } = launched("setTimeout(() => undefined, 3_000);");
  expect(await start(200)).toBe(false);
  const second = start();
  abort.abort();
  expect(await second).toBe(false);
});
