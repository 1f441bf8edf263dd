import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createClients } from "#main/clients/index";

/**
 * The script that runs before Debian's package goes, with the real `out/unregister`, for several people on one computer.
 * `/opt/Punchcard` lies in a scratch folder; getent and runuser are stand-ins, so that no root is needed.
 */
const tool = resolve("out/unregister/index.js");
let root = "";
let opt = "";
beforeEach(() => {
  if (!fs.existsSync(tool)) throw new Error("Build first: npm run build");
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "punchcard-remove-")));
  opt = join(root, "opt/Punchcard");
  // In the role of the packaged binary, with its own path as `process.execPath`.
  fs.mkdirSync(opt, { recursive: true });
  try {
    fs.linkSync(process.execPath, join(opt, "punchcard"));
  } catch {
    fs.copyFileSync(process.execPath, join(opt, "punchcard"));
  }
  for (const part of ["unregister", "mcp-server"]) {
    const folder = join(opt, "resources/app.asar/out", part);
    fs.mkdirSync(dirname(folder), { recursive: true });
    fs.cpSync(resolve("out", part), folder, { recursive: true });
  }
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string, mode = 0o600): string {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, text, { mode });
  return path;
}
const before = '{\n  "mcpServers": { "wiki": { "command": "/opt/wiki" } } // ours? no\n}\n'.replace(" // ours? no", "");

/** A person who has Cursor, registered with by the app that lies in `app`; `cursor` null: Punchcard was never started. */
async function person(
  name: string,
  app: string | null = opt,
): Promise<{ home: string; cursor: string; entry(): string }> {
  const home = join(root, "home", name);
  const cursor = put(join(home, ".cursor/mcp.json"), before);
  if (app !== null)
    await createClients({
      ...{ platform: "linux", env: {}, home, punchcardHome: join(home, ".punchcard") },
      backups: join(home, ".punchcard/backups"),
      // As the app itself is started from the package.
      launch: { electron: join(app, "punchcard"), script: join(app, "resources/app.asar/out/mcp-server/index.js") },
    }).register("cursor");
  return { home, cursor, entry: () => fs.readFileSync(cursor, "utf8") };
}

/** @param why what Debian passes: remove, upgrade, … */
function run(people: { home: string }[], why = "remove") {
  const { uid, gid } = userInfo();
  const passwd = people.map(({ home }, index) => `user${index}:x:${uid}:${gid}:A Person,,,:${home}:/bin/sh`).join("\n");
  const bin = join(root, "bin");
  put(
    join(bin, "getent"),
    `#!/bin/sh\ncat <<'END'\nnobody:x:65534:65534::/nonexistent:/bin/false\n${passwd}\nEND\n`,
    0o755,
  );
  put(join(bin, "runuser"), `#!/bin/sh\necho "$2" >> '${root}/asked'\nshift 3\nexec "$@"\n`, 0o755);
  const script = put(
    join(root, "prerm"),
    fs.readFileSync("build/linux/before-remove.sh", "utf8").replaceAll("/opt/Punchcard", opt),
    0o755,
  );
  // What the app is run with is Electron's own node mode in the package, plain Node here.
  const done = spawnSync("/bin/sh", [script, why], {
    encoding: "utf8",
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: join(root, "root"), KIMAI_API_TOKEN: "of root" },
  });
  const asked = join(root, "asked");
  return { ...done, asked: fs.existsSync(asked) ? fs.readFileSync(asked, "utf8").trim().split("\n") : [] };
}

it("removing the package takes the entries of everybody out, byte for byte, and the launchers", async () => {
  const people = [await person("ada"), await person("bo b's")];
  for (const one of people) expect(one.entry()).toContain("--client=cursor");
  const { status, stdout, stderr } = run(people);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.match(/Cursor: removed\nLauncher: removed/g)?.length).toBe(2);
  for (const { home, entry } of people) {
    expect(entry()).toBe(before);
    expect(fs.existsSync(join(home, ".punchcard/bin/punchcard-mcp"))).toBe(false);
  }
});

it("an update of the package leaves all entries alone", async () => {
  const ada = await person("ada");
  for (const why of ["upgrade", "failed-upgrade", "deconfigure", "1", ""]) expect(run([ada], why).asked).toEqual([]);
  expect(ada.entry()).toContain("--client=cursor");
});

it("nobody is bothered who never started it, or who starts another copy", async () => {
  const never = await person("never", null);
  const other = await person("other", join(root, "home/other/Punchcard"));
  const text = other.entry();
  expect(run([never, other])).toMatchObject({ status: 0, asked: [], stdout: "" });
  expect([never.entry(), other.entry()]).toEqual([before, text]);
});

it("root follows no link, and runs nothing for somebody who does not own the launcher", async () => {
  const ada = await person("ada");
  const launcher = join(ada.home, ".punchcard/bin/punchcard-mcp");
  fs.renameSync(launcher, join(root, "real"));
  fs.symlinkSync(join(root, "real"), launcher);
  expect(run([ada]).asked).toEqual([]);
  fs.unlinkSync(launcher);
  fs.renameSync(join(root, "real"), launcher);
  put(join(root, "bin/stat"), "#!/bin/sh\necho 4000001\n", 0o755);
  expect(run([ada]).asked).toEqual([]);
  fs.unlinkSync(join(root, "bin/stat"));
  expect(run([ada]).asked).toEqual(["user0"]);
});

it("a file that cannot be changed holds up neither the others nor the package, and keeps its launcher", async () => {
  const [ada, bob] = [await person("ada"), await person("bob")];
  // A quote is missing inside of our own entry, so nobody can say where it ends.
  const broken = ada.entry().replace(/("command": "[^"]*)"/, "$1");
  expect(broken).not.toBe(ada.entry());
  put(ada.cursor, broken);
  const { status, stdout } = run([ada, bob]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/AI clients of user0\nCursor: not removed\./);
  expect([ada.entry(), bob.entry()]).toEqual([broken, before]);
  expect(fs.existsSync(join(ada.home, ".punchcard/bin/punchcard-mcp"))).toBe(true);
});

it("the script is one that sh reads, and is what the package is made with", () => {
  execFileSync("sh", ["-n", "build/linux/before-remove.sh"]);
  expect(fs.readFileSync("electron-builder.yml", "utf8")).toContain("--before-remove=build/linux/before-remove.sh");
  expect(fs.readFileSync("electron-builder.yml", "utf8")).toContain("- out/unregister/**");
  const windows = fs.readFileSync("build/installer.nsh", "utf8");
  expect(windows).toMatch(
    /!macro customUnInstall[\s\S]*\$\{ifNot\} \$\{isUpdated\}[\s\S]*out\\unregister\\index\.js[\s\S]*!macroend/,
  );
});
