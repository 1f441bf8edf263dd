import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nodeFiles } from "#main/clients/file-system";
import { placeLauncher, removeLauncher, writeLauncher } from "#main/clients/launcher/launcher";
import type { LaunchPaths } from "#main/clients/types";
import { launcherProgram } from "../../../fakes/launcher-program";
import { MemoryFiles } from "../memory-files";

let root: string;
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "punchcard launcher ")));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const report = "console.log(JSON.stringify({ argv: process.argv.slice(1), env: process.env }));";
const put = (path: string, text: string, mode = 0o755) => {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, text, { mode });
  return path;
};
/** Plain node in the role of Electron. */
const asApp = (path: string) => put(path, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);

/** Compiled once, where this system has the launcher's program. */
let compiled: string | undefined;
beforeAll(() => {
  compiled = process.platform === "linux" ? launcherProgram() : undefined;
});

/** The program with the script behind it, or the script alone. */
let withProgram = false;

async function install(
  paths: LaunchPaths,
  env: NodeJS.ProcessEnv = {},
  uid = 4_000_000,
  platform: NodeJS.Platform = "linux",
) {
  const launch = { ...paths, ...(withProgram && platform === "linux" && { program: compiled }) };
  await writeLauncher({ platform, env, punchcardHome: join(root, ".punchcard"), launch, fs: nodeFiles }, uid);
  return join(root, ".punchcard/bin/punchcard-mcp");
}
/** As clients do: hardly any environment, no shell. */
function start(launcher: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const run = spawnSync(launcher, args, { env, encoding: "utf8" });
  return { ...run, seen: run.status === 0 ? JSON.parse(run.stdout) : undefined };
}

describe.each([false, true])("the launcher (compiled: %s)", (isCompiled) => {
  beforeEach(({ skip }) => {
    skip(isCompiled && process.platform !== "linux", "there is no compiled launcher on this system");
    withProgram = isCompiled;
  });

  it.each([
    "plain",
    "with space",
    "quote's",
    'double"quote',
    "$HOME `id` \\n",
    "ünï 🕐",
    "-dash",
    "new\nline",
    "semi;colon&amp|pipe*?[x]",
  ])("runs the server from a folder called %j with every argument as it is", async (name) => {
    const script = put(join(root, name, "server.js"), report);
    const launcher = await install({ electron: asApp(join(root, name, "app")), script });
    const args = ["--client=vscode", "a b", "'", '"', "$HOME", "ü", "*", ""];
    const { seen, stderr, status } = start(launcher, args);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(seen.argv).toEqual([script, ...args]);
    expect(seen.env.ELECTRON_RUN_AS_NODE).toBe("1");
  });

  it("is not tried on Linux, where nothing holds up what the app itself could start", async () => {
    const launch = { electron: process.execPath, script: put(join(root, "s.js"), report), program: compiled };
    const run = () => Promise.reject(new Error("started"));
    const parts = { platform: "linux" as const, env: {}, punchcardHome: join(root, ".punchcard"), fs: nodeFiles, run };
    const { program: _none, ...script } = launch;
    expect(await placeLauncher({ ...parts, launch: script })).toBe(false);
    if (isCompiled) expect(await placeLauncher({ ...parts, launch })).toBe(true);
  });

  it("is executable for all, in a folder for its person only", async () => {
    const launcher = await install({ electron: process.execPath, script: put(join(root, "s.js"), report) });
    expect(fs.statSync(launcher).mode & 0o777).toBe(0o755);
    expect(fs.statSync(dirname(launcher)).mode & 0o777).toBe(0o700);
  });

  it("of a Flatpak starts it from outside, with its session and every argument, and says when it is gone", async () => {
    const inside = { electron: "/app/punchcard/punchcard", script: "/app/punchcard/resources/app.asar/server.js" };
    const launcher = await install(inside, { FLATPAK_ID: "app.punchcard.Punchcard", XDG_RUNTIME_DIR: "/run/inside" });
    const flatpak = put(
      join(root, "bin/flatpak"),
      `#!/bin/sh\n[ "$1" = info ] && exit "$MISSING"\nprintf '%s\\n' "$@"\n`,
    );
    const run = (missing: string) =>
      spawnSync(launcher, ["--client=zed", "a b", "'"], {
        env: { PATH: `${dirname(flatpak)}:${process.env.PATH}`, MISSING: missing },
        encoding: "utf8",
      });
    expect(run("0").stdout.split("\n").slice(0, -1)).toEqual([
      ...["run", "--command=punchcard-mcp", "app.punchcard.Punchcard"],
      ...["--client=zed", "a b", "'"],
    ]);
    const gone = run("1");
    expect(gone.status).toBe(1);
    expect(gone.stderr).toMatch(/^punchcard-mcp: Punchcard is not where it was/);
    expect(gone.stdout).toBe("");
  });

  it("passes stdin on and gives the exit status back", async () => {
    const script = put(
      join(root, "s.js"),
      "process.stdin.on('data', (d) => process.stdout.write(d)).on('end', () => process.exit(7));",
    );
    const launcher = await install({ electron: process.execPath, script });
    const run = spawnSync(launcher, [], { env: {}, input: '{"jsonrpc":"2.0"}\n', encoding: "utf8" });
    expect([run.stdout, run.status]).toEqual(['{"jsonrpc":"2.0"}\n', 7]);
  });

  it("lets no noise of a surrounding Electron through", async () => {
    const launcher = await install({ electron: process.execPath, script: put(join(root, "s.js"), report) });
    const { seen } = start(launcher, [], { ELECTRON_NO_ASAR: "1", ELECTRON_ENABLE_LOGGING: "1", KIMAI_URL: "kept" });
    expect(Object.keys(seen.env).filter((name) => name.startsWith("ELECTRON_"))).toEqual(["ELECTRON_RUN_AS_NODE"]);
    expect(seen.env.KIMAI_URL).toBe("kept");
  });

  it("passes a company's authorities on under the name that a packed app can read", async () => {
    const launcher = await install({ electron: process.execPath, script: put(join(root, "s.js"), report) });
    expect(start(launcher).seen.env).not.toHaveProperty("PUNCHCARD_EXTRA_CA_CERTS");
    const named = start(launcher, [], { NODE_EXTRA_CA_CERTS: "/my ca.pem" }).seen.env;
    expect(named).toMatchObject({ PUNCHCARD_EXTRA_CA_CERTS: "/my ca.pem" });
    const both = { NODE_EXTRA_CA_CERTS: "/ca.pem", PUNCHCARD_EXTRA_CA_CERTS: "/own.pem" };
    expect(start(launcher, [], both).seen.env).toMatchObject({ PUNCHCARD_EXTRA_CA_CERTS: "/own.pem" });
  });

  it.each(["app", "script"] as const)("says one clear line when the %s is gone", async (part) => {
    const paths = { app: asApp(join(root, "app")), script: put(join(root, "s.js"), report) };
    const launcher = await install({ electron: paths.app, script: paths.script });
    fs.unlinkSync(paths[part]);
    const { status, stderr, stdout } = start(launcher);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^punchcard-mcp: Punchcard is not where it was\..*\n$/);
  });

  it("looks at the archive when the script is inside one", async () => {
    const archive = put(join(root, "resources/app.asar"), "archive");
    const launcher = await install({ electron: "/bin/echo", script: `${archive}/out/mcp-server/index.js` });
    const run = spawnSync(launcher, ["x"], { env: {}, encoding: "utf8" });
    expect(run.stdout).toBe(`${archive}/out/mcp-server/index.js x\n`);
    fs.unlinkSync(archive);
    expect(start(launcher).status).toBe(1);
  });

  describe("the session's addresses", () => {
    const known = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/tmp/dbus-it's,guid=1", XDG_RUNTIME_DIR: "/tmp/run time" };
    const script = () => put(join(root, "s.js"), report);

    it("are filled in where the client passes none and the usual place is empty", async () => {
      const launcher = await install({ electron: process.execPath, script: script() }, known);
      expect(start(launcher).seen.env).toMatchObject(known);
    });
    it("are left alone where the client has its own", async () => {
      const launcher = await install({ electron: process.execPath, script: script() }, known);
      const own = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/own", XDG_RUNTIME_DIR: "/own" };
      expect(start(launcher, [], own).seen.env).toMatchObject(own);
    });
    it("stay unset where nothing was known, and on macOS", async () => {
      const unknown = await install({ electron: process.execPath, script: script() }, {});
      expect(start(unknown).seen.env).not.toHaveProperty("DBUS_SESSION_BUS_ADDRESS");
      const mac = await install({ electron: process.execPath, script: script() }, known, 501, "darwin");
      expect(start(mac).seen.env).not.toHaveProperty("DBUS_SESSION_BUS_ADDRESS");
    });
    it("give way to the usual place", async () => {
      const uid = 4_000_001;
      const usual = `/run/user/${uid}`;
      if (process.getuid?.() !== 0) return; // Only root may make the folder that stands for a login session.
      try {
        put(join(usual, "bus"), "");
        const launcher = await install({ electron: process.execPath, script: script() }, known, uid);
        expect(start(launcher).seen.env).not.toHaveProperty("DBUS_SESSION_BUS_ADDRESS");
        expect(start(launcher).seen.env).not.toHaveProperty("XDG_RUNTIME_DIR");
      } finally {
        fs.rmSync(usual, { recursive: true, force: true });
      }
    });
  });

  it("is healed after the app moved, and untouched while all is well", async () => {
    const script = put(join(root, "s.js"), report);
    const launcher = await install({ electron: "/gone/app", script });
    expect(start(launcher).status).toBe(1);
    await install({ electron: process.execPath, script });
    expect(start(launcher).status).toBe(0);
    const { ino, mtimeMs } = fs.statSync(launcher);
    await install({ electron: process.execPath, script });
    expect(fs.statSync(launcher)).toMatchObject({ ino, mtimeMs });
    fs.chmodSync(launcher, 0o600);
    await install({ electron: process.execPath, script });
    expect(start(launcher).status).toBe(0);
    expect(fs.readdirSync(dirname(launcher))).toEqual(["punchcard-mcp"]);
  });

  it.each([
    ["a line that somebody added", (text: string) => text.replace("exec ", "export KIMAI_URL=http://evil\nexec ")],
    ["another program in it", (text: string) => text.replace(/^app=.*$/m, "app=/usr/bin/evil")],
    ["half of it", (text: string) => text.slice(0, 40)],
  ])("is whole again after %s", async (_what, harm) => {
    const script = put(join(root, "s.js"), report);
    const launcher = await install({ electron: process.execPath, script });
    const before = fs.readFileSync(launcher, "utf8");
    fs.writeFileSync(launcher, harm(before));
    await install({ electron: process.execPath, script });
    expect(fs.readFileSync(launcher, "utf8")).toBe(before);
    expect(fs.readdirSync(dirname(launcher))).toEqual(["punchcard-mcp"]);
  });

  it("takes the place of a file that is not ours, which stays beside it", async () => {
    const other = put(join(root, ".punchcard/bin/punchcard-mcp"), "#!/bin/sh\necho my own\n");
    const launcher = await install({ electron: process.execPath, script: put(join(root, "s.js"), report) });
    expect(start(launcher).status).toBe(0);
    expect(fs.readFileSync(`${other}.not-ours`, "utf8")).toContain("my own");
  });

  it("takes the place of a link, not of what that points to", async () => {
    const target = put(join(root, "elsewhere"), "theirs");
    fs.mkdirSync(join(root, ".punchcard/bin"), { recursive: true });
    fs.symlinkSync(target, join(root, ".punchcard/bin/punchcard-mcp"));
    const launcher = await install({ electron: process.execPath, script: put(join(root, "s.js"), report) });
    expect(start(launcher).status).toBe(0);
    expect(fs.readFileSync(target, "utf8")).toBe("theirs");
  });

  it("is not written by a copy of the app that will not stay", async () => {
    const script = put(join(root, "s.js"), report);
    const launcher = await install({ electron: process.execPath, script });
    await install({ electron: "/tmp/.mount_Punchx/punchcard", script: "/tmp/.mount_Punchx/server.js" });
    expect(start(launcher).status).toBe(0);
  });

  describe("when Punchcard is uninstalled", () => {
    const parts = (launch: LaunchPaths, platform: NodeJS.Platform = "linux") => ({
      ...{ platform, env: {}, punchcardHome: join(root, ".punchcard"), launch, fs: nodeFiles },
    });
    it("goes, with what it needed", async () => {
      const launch = { electron: process.execPath, script: put(join(root, "s.js"), report) };
      // The environment of an uninstaller is another one than that of the app.
      const launcher = await install(launch, { DBUS_SESSION_BUS_ADDRESS: "unix:path=/x", XDG_RUNTIME_DIR: "/x" });
      expect(await removeLauncher(parts(launch))).toBe(true);
      expect(fs.existsSync(launcher)).toBe(false);
      expect(await removeLauncher(parts(launch))).toBe(false);
    });
    it("stays where it starts another copy, and where it is not ours", async () => {
      const script = put(join(root, "s.js"), report);
      const launcher = await install({ electron: process.execPath, script });
      expect(await removeLauncher(parts({ electron: "/opt/Punchcard/punchcard", script }))).toBe(false);
      put(launcher, `#!/bin/sh\napp='${process.execPath}'\nscript='${script}'\n`);
      expect(await removeLauncher(parts({ electron: process.execPath, script }))).toBe(false);
      expect(fs.existsSync(launcher)).toBe(true);
    });
    it("goes on Windows too", async () => {
      const launch = { electron: "C:\\P\\Punchcard.exe", script: "C:\\P\\server.js" };
      const windows = { ...parts(launch, "win32"), fs: new MemoryFiles([]), punchcardHome: "C:\\U\\.punchcard" };
      await writeLauncher(windows);
      const file = "C:\\U\\.punchcard\\bin\\punchcard-mcp.json";
      expect(windows.fs.text(file)).not.toBeNull();
      expect(await removeLauncher({ ...windows, launch: { ...launch, electron: "D:\\P.exe" } })).toBe(false);
      expect(await removeLauncher(windows)).toBe(true);
      expect(windows.fs.text(file)).toBeNull();
    });
  });

  it("tells Claude's extension on Windows what to start, and heals that too", async () => {
    const at = (electron: string) => ({
      ...{ platform: "win32" as const, env: {}, punchcardHome: "C:\\Users\\Ada\\.punchcard", fs: memory },
      launch: { electron, script: "C:\\Punch card\\resources\\app.asar\\out\\mcp-server\\index.js" },
    });
    const memory = new MemoryFiles([]);
    const file = "C:\\Users\\Ada\\.punchcard\\bin\\punchcard-mcp.json";
    for (const electron of ["C:\\Old\\Punchcard.exe", "C:\\Punch card\\Punchcard.exe"]) {
      await writeLauncher(at(electron));
      expect(JSON.parse(memory.text(file) ?? "")).toMatchObject({
        command: electron,
        args: [at("").launch.script],
        env: { ELECTRON_RUN_AS_NODE: "1" },
      });
    }
    const { written } = memory;
    await writeLauncher(at("C:\\Punch card\\Punchcard.exe"));
    expect(memory.written).toBe(written);
    expect(memory.text("C:\\Users\\Ada\\.punchcard\\bin\\punchcard-mcp")).toBeNull();
  });

  it("uses the helper on macOS", async () => {
    const script = put(join(root, "s.js"), report);
    const launcher = await install(
      { electron: "/Applications/P.app/P", helper: process.execPath, script },
      {},
      501,
      "darwin",
    );
    expect(start(launcher).status).toBe(0);
  });

  describe("of an AppImage", () => {
    // Every mount has its own copy of the runtime; a hard link has its own path as `process.execPath` too.
    const content = (name: string) => {
      const folder = join(root, name);
      put(join(folder, "resources/server.js"), `require("./near.js"); ${report}`);
      put(join(folder, "resources/near.js"), "");
      try {
        fs.linkSync(process.execPath, join(folder, "punchcard"));
      } catch {
        fs.copyFileSync(process.execPath, join(folder, "punchcard"));
      }
      return folder;
    };
    /** What starts in an AppImage, as electron-builder makes it. */
    const appRun = (folder: string) => {
      const { generateAppRunScript } = createRequire(import.meta.url)(
        resolve("node_modules/app-builder-lib/out/targets/appimage/appImageUtil.js"),
      );
      return put(join(folder, "AppRun"), generateAppRunScript({ ExecutableName: "punchcard", ProductName: "P" }));
    };
    const image = (folder: string) =>
      put(join(root, "Punch card.AppImage"), `#!/bin/sh\nAPPDIR='${folder}' exec '${appRun(folder)}' "$@"\n`);
    const launchOf = (folder: string, appImage: string) => ({
      ...{ electron: join(folder, "punchcard"), script: join(folder, "resources/server.js"), appImage },
    });

    it.each([
      [".mount_first", ".mount_second"],
      ["run/.mount_PunchA/x", "run/.mount_PunchB/x"],
      ["appimage_extracted_0123", "appimage_extracted_4567"],
    ])("finds the server wherever its content lies this time (%s)", async (before, now) => {
      const first = content(before);
      const launcher = await install(launchOf(first, image(content(now))), { TMPDIR: join(root, "no such place") });
      fs.rmSync(first, { recursive: true });
      const { seen, stderr } = start(launcher, ["--client=zed"], { PATH: "/usr/bin:/bin" });
      expect(stderr).toBe("");
      expect(seen.argv).toEqual([join(root, now, "resources/server.js"), "--client=zed"]);
    });

    it("starts where user namespaces are restricted and the image itself adds --no-sandbox", async () => {
      const folder = content(".mount_x");
      const launcher = await install(launchOf(folder, image(folder)));
      put(join(root, "bin/unshare"), "#!/bin/sh\nexit 1\n");
      const { seen, stderr, status } = start(launcher, ["--client=zed"], { PATH: `${root}/bin:/usr/bin:/bin` });
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
      expect(seen.argv.slice(1)).toEqual(["--client=zed"]);
    });

    it("is unpacked by clients too where FUSE is missing, in the folder that the person chose", async () => {
      const folder = content("tmp/.mount_x");
      const env = { APPIMAGE_EXTRACT_AND_RUN: "1", TMPDIR: join(root, "tmp") };
      const launcher = await install(launchOf(folder, image(folder)), env);
      const path = { PATH: "/usr/bin:/bin" };
      expect(start(launcher, [], path).seen.env).toMatchObject(env);
      expect(start(launcher, [], { ...path, TMPDIR: "/own" }).seen.env).toMatchObject({ ...env, TMPDIR: "/own" });
      await install(launchOf(folder, image(folder)));
      expect(start(launcher, [], path).seen.env).not.toHaveProperty("APPIMAGE_EXTRACT_AND_RUN");
    });
  });

  it("is not misled by another program's AppImage in the environment", async () => {
    const launch = {
      electron: process.execPath,
      script: put(join(root, "s.js"), report),
      appImage: "/opt/Terminal.AppImage",
    };
    const launcher = await install(launch, { APPIMAGE: launch.appImage, APPDIR: "/tmp/.mount_TermX" });
    expect(start(launcher).seen.argv).toEqual([launch.script]);
  });

  it("says why when it cannot be written", async () => {
    put(join(root, ".punchcard"), "a file where the folder belongs");
    await expect(install({ electron: process.execPath, script: "/s.js" })).rejects.toMatchObject({
      code: "client_launcher",
    });
  });
});
