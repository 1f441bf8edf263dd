import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { startTrayHost, type TrayHost } from "../e2e/tray-host";
import { CleanRoot } from "./clean-root";
import { InstalledApp, invoke } from "./installed-app";
import { packed } from "./packages";

/**
 * An AppImage from its first start to its removal, for a person named Ada; each test goes on where the one before ended. Its
 * runtime is a stand-in (build/linux/appimage-runtime.sh); all behind that is electron-builder's.
 */
const image = "/home/ada/Apps/Punchcard.AppImage";
const launcher = "/home/ada/.punchcard/bin/punchcard-mcp";
const autostart = "/home/ada/.config/autostart/app.punchcard.Punchcard.desktop";
const cursor = "/home/ada/.cursor/mcp.json";
const empty = '{\n  "mcpServers": {}\n}\n';
const { deb } = parse(readFileSync(resolve(import.meta.dirname, "../../electron-builder.yml"), "utf8"));
const work = mkdtempSync(join(tmpdir(), "punchcard-install-"));
let debian: CleanRoot;
let app: InstalledApp;
let panel: TrayHost;
let brokenOff = "";

beforeEach(({ task, onTestFailed }) => {
  if (brokenOff) throw new Error(`not tried after "${brokenOff}"`);
  onTestFailed(() => {
    brokenOff ||= task.name;
  });
});
/** The person who runs the tests looks at the tray from outside. */
const busForAll = `<busconfig>
  <type>session</type><listen>unix:path=/tmp/bus</listen><auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
  </policy>
</busconfig>`;
beforeAll(async () => {
  debian = new CleanRoot();
  app = new InstalledApp(debian);
  debian.apt("update");
  debian.apt("install", "xvfb", "xauth", "dbus", "squashfs-tools", "desktop-file-utils", ...deb.depends);
  mkdirSync(inside("/home/ada/.cursor"));
  mkdirSync(inside("/home/ada/Apps"));
  writeFileSync(inside(cursor), empty);
  await startPanel();
});
afterAll(async () => {
  panel?.close();
  await app?.end();
  debian?.close();
  rmSync(work, { recursive: true, force: true });
});

const inside = (path: string) => join(debian.path, path);
const read = (path: string) => readFileSync(inside(path), "utf8");

async function startPanel(): Promise<void> {
  writeFileSync(inside("/tmp/bus.conf"), busForAll);
  rmSync(inside("/tmp/bus"), { force: true });
  debian.start("dbus-daemon", ["--config-file=/tmp/bus.conf", "--nofork"], "ada");
  await vi.waitFor(() => statSync(inside("/tmp/bus")), { timeout: 10_000 });
  panel = await startTrayHost(`unix:path=${inside("/tmp/bus")}`);
}

function download(version: string): void {
  debian.put(packed("AppImage", version, work), image);
  chmodSync(inside(image), 0o755);
  debian.run("chown", ["-R", "ada:ada", "/home/ada"]);
}
const start = () => app.start(image, { DBUS_SESSION_BUS_ADDRESS: "unix:path=/tmp/bus" });

it("its content has a menu entry, icons and all libraries that a desktop does not bring", () => {
  download("0.1.0");
  debian.run("sh", ["-c", `cd /tmp && ${image} --appimage-extract`], "ada");
  const content = "/tmp/squashfs-root";
  const entry = `${content}/app.punchcard.Punchcard.desktop`;
  expect(debian.run("desktop-file-validate", [entry])).not.toMatch(/error/);
  expect(read(entry)).toMatch(/^Exec=AppRun %U$/m);
  expect(read(entry)).toMatch(/^Icon=punchcard$/m);
  for (const size of ["16x16", "48x48", "512x512"])
    expect(statSync(inside(`${content}/usr/share/icons/hicolor/${size}/apps/punchcard.png`)).size).toBeGreaterThan(100);
  expect(debian.run("ldd", [`${content}/punchcard`])).not.toMatch(/not found/);
});

it("Ada starts the file, sees its icon, sets up a time sheet and Cursor, which reads the tools", async () => {
  const page = await start();
  await expect.poll(() => panel.registered(), { timeout: 30_000 }).toBe(1);
  expect((await panel.read()).menu.map(({ label }) => label)).toContain("Quit Punchcard");
  const account = { service: "local", label: "This computer", values: {} };
  expect(await invoke(page, "accounts:connect", account)).toMatchObject({ ok: true });
  expect(await invoke(page, "clients:register", { clientId: "cursor" })).toMatchObject({ ok: true });
  expect(JSON.parse(read(cursor)).mcpServers.punchcard.command).toBe(launcher);
  expect(app.listed(launcher).tools.length).toBeGreaterThan(0);
  expect(await invoke(page, "settings:update", { startAtLogin: true })).toMatchObject({ ok: true });
  expect(read(autostart)).toMatch(new RegExp(`^Exec="${image}" "--hidden"`, "m"));
});

it("without the app Cursor's server starts out of the file itself, which lies elsewhere then", async () => {
  await endAll();
  expect(read("/home/ada/.punchcard/lib/appimage.cjs")).not.toContain(".mount_");
  expect(app.listed(launcher).tools.length).toBeGreaterThan(0);
});

it("a newer file in its place keeps settings and the entry of Cursor, which then starts the new one", async () => {
  const before = [read("/home/ada/.punchcard/settings.json"), read(cursor)];
  download("0.1.1");
  expect(app.listed(launcher).tools.length).toBeGreaterThan(0);
  await startPanel();
  await start();
  expect(read("/home/ada/.punchcard/log/app.log")).toMatch(/"version":"0\.1\.1"/);
  expect([read("/home/ada/.punchcard/settings.json"), read(cursor)]).toEqual(before);
});

it("what Ada removes before she deletes the file is out of Cursor, and login starts nothing", async () => {
  await endAll();
  expect(debian.run("xvfb-run", ["-a", image, "--unregister-all"], "ada")).toMatch(/Cursor/);
  expect(read(cursor)).toBe(empty);
  rmSync(inside(image));
  // A desktop skips an entry whose program is gone.
  const program = /^TryExec=(.*)$/m.exec(read(autostart).toString())?.[1] ?? "";
  expect(program).toBe(image);
  expect(statSync(inside("/home/ada/.punchcard/timesheet.db")).size).toBeGreaterThan(1000);
});

/** As at the end of a session: the bus goes with all that was started in it. */
async function endAll(): Promise<void> {
  panel.close();
  await app.end();
}
