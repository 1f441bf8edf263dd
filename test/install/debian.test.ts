import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { CleanRoot } from "./clean-root";
import { InstalledApp, invoke } from "./installed-app";
import { packed } from "./packages";

/** A Debian package from install to purge, for a person named Ada; each test goes on where the one before ended. */
const launcher = "/home/ada/.punchcard/bin/punchcard-mcp";
const autostart = "/home/ada/.config/autostart/app.punchcard.Punchcard.desktop";
const work = mkdtempSync(join(tmpdir(), "punchcard-install-"));
let debian: CleanRoot;
let app: InstalledApp;
let brokenOff = "";

beforeEach(({ task, onTestFailed }) => {
  if (brokenOff) throw new Error(`not tried after "${brokenOff}"`);
  onTestFailed(() => {
    brokenOff ||= task.name;
  });
});
beforeAll(() => {
  debian = new CleanRoot();
  app = new InstalledApp(debian);
  debian.apt("update");
  debian.apt("install", "xvfb", "xauth", "dbus-x11", "gnome-keyring", "desktop-file-utils");
});
afterAll(async () => {
  await app?.end();
  debian?.close();
  rmSync(work, { recursive: true, force: true });
});

const inside = (path: string) => join(debian.path, path);
const read = (path: string) => readFileSync(inside(path), "utf8");
const install = (version: string) =>
  debian.apt("install", debian.put(packed("deb", version, work), `/tmp/punchcard-${version}.deb`));

/** What is linked to libraries: the launcher's program is not, which build/smoke.mjs looks at. */
const linked = () =>
  debian
    .run("find", ["/opt/Punchcard", "-type", "f", "-perm", "/111", "-o", "-name", "*.node"])
    .trim()
    .split("\n")
    .filter((path) => readFileSync(inside(path)).subarray(0, 4).toString("latin1") === "\x7fELF")
    .filter((path) => !path.endsWith("/out/launcher/punchcard-mcp"));

const start = () => app.start("punchcard", { PUNCHCARD_NO_TRAY: "1" });

it("apt installs it with what it depends on", () => {
  install("0.1.0");
  const entry = "/usr/share/applications/app.punchcard.Punchcard.desktop";
  expect(debian.run("desktop-file-validate", [entry])).not.toMatch(/error/);
  expect(read(entry)).toMatch(/^Exec=\/opt\/Punchcard\/punchcard %U$/m);
  for (const size of ["16x16", "24x24", "32x32", "48x48", "64x64", "128x128", "256x256", "512x512"])
    expect(statSync(inside(`/usr/share/icons/hicolor/${size}/apps/punchcard.png`)).size).toBeGreaterThan(100);
  expect(debian.run("readlink", ["-f", "/usr/bin/punchcard"]).trim()).toBe("/opt/Punchcard/punchcard");
  expect(statSync(inside("/opt/Punchcard/punchcard")).uid).toBe(0);
  // Every library that its binaries are linked to came with it or with what it depends on.
  for (const binary of linked()) expect(debian.run("ldd", [binary]), binary).not.toMatch(/not found/);
  // Namespaces cannot be made in a chroot, so Chromium's sandbox needs its helper.
  expect(statSync(inside("/opt/Punchcard/chrome-sandbox")).mode & 0o4777).toBe(0o4755);
});

it("punchcard-mcp on PATH is the server alone, with a time sheet", () => {
  expect(debian.run("punchcard-mcp", ["--version"], "ada").trim()).toMatch(/^\d+\.\d+\.\d+$/);
  const sheet = debian.run("punchcard-mcp", ["doctor", "--local", "/home/ada/sheet.db"], "ada");
  expect(sheet).toMatch(/^ok +account local-/m);
  expect(statSync(inside("/home/ada/sheet.db")).size).toBeGreaterThan(1000);
});

it("Ada starts it from the menu with its sandbox, sets up a time sheet and Cursor, which reads the tools", async () => {
  mkdirSync(inside("/home/ada/.cursor"));
  writeFileSync(inside("/home/ada/.cursor/mcp.json"), '{\n  "mcpServers": {}\n}\n');
  debian.run("chown", ["-R", "ada:ada", "/home/ada"]);
  const page = await start();
  const account = { service: "local", label: "This computer", values: {} };
  expect(await invoke(page, "accounts:connect", account)).toMatchObject({ ok: true });
  expect(await invoke(page, "clients:register", { clientId: "cursor" })).toMatchObject({ ok: true });
  expect(JSON.parse(read("/home/ada/.cursor/mcp.json")).mcpServers.punchcard.command).toBe(launcher);
  expect(app.listed(launcher).tools.length).toBeGreaterThan(0);
  expect(await invoke(page, "settings:update", { startAtLogin: true })).toMatchObject({ ok: true });
  expect(read(autostart)).toMatch(/^Exec="\/opt\/Punchcard\/punchcard" "--hidden"/m);
});

it("an upgrade keeps settings and the entry of Cursor, which then starts the new one", async () => {
  await app.end();
  const before = [read("/home/ada/.punchcard/settings.json"), read("/home/ada/.cursor/mcp.json")];
  install("0.1.1");
  expect(debian.run("dpkg-query", ["-W", "-f", "${Version}", "punchcard"])).toBe("0.1.1");
  expect([read("/home/ada/.punchcard/settings.json"), read("/home/ada/.cursor/mcp.json")]).toEqual(before);
  expect(app.listed(launcher).tools.length).toBeGreaterThan(0);
  await start();
  expect(read("/home/ada/.punchcard/log/app.log")).toMatch(/"version":"0\.1\.1"/);
});

it("its removal takes the entry out of Cursor's file and leaves the rest as it was", async () => {
  await app.end();
  expect(debian.apt("remove", "punchcard")).toMatch(/AI clients of ada/);
  expect(read("/home/ada/.cursor/mcp.json")).toBe('{\n  "mcpServers": {}\n}\n');
  for (const gone of ["/opt/Punchcard", "/usr/bin/punchcard-mcp", "/usr/bin/punchcard", launcher, autostart])
    expect(() => statSync(inside(gone)), gone).toThrow(/ENOENT/);
});

it("purging leaves nothing of it in the system, and what Ada recorded in her home", () => {
  debian.apt("purge", "punchcard");
  const left = debian.run("sh", [
    "-c",
    "find / -xdev -iname '*punchcard*' -not -path '/home/*' -not -path '/tmp/*' -not -path '/proc/*'",
  ]);
  expect(
    left
      .trim()
      .split("\n")
      .filter((path) => !path.startsWith("/var/log") && path !== ""),
  ).toEqual([]);
  expect(statSync(inside("/home/ada/.punchcard/timesheet.db")).size).toBeGreaterThan(1000);
});
