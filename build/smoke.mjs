// node build/smoke.mjs [FOLDER]: whether the packed app works on this system. FOLDER is what electron-builder unpacked;
// without it, the one below release/. Ends with 1 and says what does not.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { parse } from "yaml";
import { nativeFolders } from "./after-pack.mjs";
import { listTools, toolCount } from "./list-tools.mjs";
import { root } from "./setup.mjs";

/** What the wire holds for a fuse that is off or on. */
const [off, on] = ["0".charCodeAt(0), "1".charCodeAt(0)];

const unpacked = () =>
  readdirSync(join(root, "release")).find((name) => /-unpacked$|^mac/.test(name)) ?? "linux-unpacked";
const folder = resolve(process.argv[2] ?? join(root, "release", unpacked()));
const { platform } = process;
const bundle = platform === "darwin" ? readdirSync(folder).find((name) => name.endsWith(".app")) : undefined;
const app = {
  linux: () => join(folder, "punchcard"),
  win32: () => join(folder, "Punchcard.exe"),
  darwin: () => join(folder, bundle ?? "Punchcard.app", "Contents/MacOS/Punchcard"),
}[platform]();
const resources = platform === "darwin" ? join(folder, bundle ?? "", "Contents/Resources") : join(folder, "resources");
// The path of a socket may have 104 bytes on macOS, half of which its folder for such files takes.
const home = mkdtempSync(join(platform === "darwin" ? "/private/tmp" : tmpdir(), "punchcard smoke Jö O'Neil "));
const punchcard = join(home, ".punchcard");
// A packed app cannot see this variable of Node's, so a client that has it gets a server of its own.
const { NODE_EXTRA_CA_CERTS: _none, ...inherited } = process.env;
const env = { ...inherited, HOME: home, USERPROFILE: home, PUNCHCARD_HOME: punchcard };

/** @returns what it wrote; @throws with it where it does not end with 0, or not within a minute */
function run(args, more = {}, input = "", program = app) {
  const done = spawnSync(program, args, { encoding: "utf8", env: { ...env, ...more }, input, timeout: 60_000 });
  if (done.status !== 0) throw new Error(`ended with ${done.status ?? done.error}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}
const asRoot = platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const inNodeMode = { ELECTRON_RUN_AS_NODE: "1" };
const server = join(resources, "app.asar/out/mcp-server/index.js");
/** What the system would tell a person only when it is too late. */
const checks = {
  async "fuses are as electron-builder.yml states them"() {
    const wire = await getCurrentFuseWire(platform === "darwin" ? join(folder, bundle ?? "") : app);
    const { electronFuses } = parse(readFileSync(join(root, "electron-builder.yml"), "utf8"));
    for (const [name, wanted] of Object.entries(electronFuses)) {
      if (name === "resetAdHocDarwinSignature") continue;
      const id = FuseV1Options[`${name[0].toUpperCase()}${name.slice(1)}`];
      if (id === undefined) throw new Error(`no fuse ${name}`);
      if (wire[id] !== (wanted ? on : off)) throw new Error(`${name} is ${wire[id]}`);
    }
  },
  "the server lists its tools over pipes"() {
    const said = run([server, "--local", join(home, "sheet.db")], inNodeMode, listTools);
    const count = toolCount(said);
    if (count < 10) throw new Error(`${count} tools: ${said.slice(0, 500)}`);
  },
  "the server opens and writes a time sheet"() {
    run([server, "doctor", "--local", join(home, "sheet.db")], inNodeMode);
    if (!existsSync(join(home, "sheet.db"))) throw new Error("no file");
  },
  "the keychain's library loads"() {
    const code = `const { Entry } = require(${JSON.stringify(join(resources, "app.asar/node_modules/@napi-rs/keyring"))});
      if (typeof new Entry("Punchcard smoke", "nobody").getPassword !== "function") throw new Error("no Entry");`;
    run(["-e", code], inNodeMode);
  },
  "the app starts and ends by itself"() {
    const said = run([...asRoot, "--unregister-all"]);
    if (!/No AI client has an entry/.test(said)) throw new Error(said);
  },
  // Written by the app itself, out of the package: so it is there, it is signed, and this system starts it.
  async "the launcher is served by the running app, and starts a server of its own without it"() {
    const account = { id: "local", service: "local", label: "Here", permissions: { profile: "everything" } };
    mkdirSync(punchcard, { recursive: true, mode: 0o700 });
    writeFileSync(
      join(punchcard, "settings.json"),
      JSON.stringify({ version: 1, activeAccount: "local", accounts: [account] }),
    );
    const launcher = join(punchcard, "bin", platform === "win32" ? "punchcard-mcp.exe" : "punchcard-mcp");
    const { PUNCHCARD_HOME: _home, ...client } = env;
    const tools = () => {
      const done = spawnSync(launcher, ["--client=smoke"], {
        ...{ encoding: "utf8", env: client, input: listTools, timeout: 60_000 },
      });
      if (toolCount(done.stdout ?? "") < 10) throw new Error(`no tools: ${done.status ?? done.error} ${done.stderr}`);
    };
    const log = join(punchcard, "log/server.log");
    const sessions = () =>
      existsSync(log) ? readFileSync(log, "utf8").split('"client":"smoke","program"').length - 1 : 0;
    const running = spawn(app, [...asRoot, "--hidden"], { env, stdio: "ignore" });
    const ended = new Promise((done) => running.once("exit", done));
    try {
      for (let waited = 0; !existsSync(join(punchcard, "run/app.sock")); waited += 1) {
        if (waited > 300) throw new Error("the app does not listen for clients");
        await sleep(100);
      }
      tools();
      if (sessions() !== 1) throw new Error("the running app did not serve it");
    } finally {
      running.kill();
      await ended;
    }
    // Its host goes as soon as it notices.
    for (let waited = 0; existsSync(join(punchcard, "run/mcp.sock")) && waited < 100; waited += 1) await sleep(100);
    tools();
    if (sessions() !== 1) throw new Error("it was served by an app that is gone");
  },
};

const onLinux = {
  "the launcher's program starts, and needs no library of this system"() {
    const program = join(home, "launcher");
    const packed = join(resources, "app.asar/out/launcher/punchcard-mcp");
    const code = `require("fs").writeFileSync(process.argv[1], require("fs").readFileSync(${JSON.stringify(packed)}), { mode: 0o755 })`;
    run(["-e", code, program], inNodeMode);
    // A program that is linked to libraries names the one that loads them.
    if (/\/lib\w*\/ld-/.test(readFileSync(program, "latin1"))) throw new Error("it is not static");
    const done = spawnSync(program, [], { encoding: "utf8", env: {} });
    // Without the script behind it, that is all it can say.
    if (!/^punchcard-mcp: this file was damaged/.test(done.stderr)) throw new Error(`${done.status}: ${done.stderr}`);
  },
};

const onWindows = {
  "every native module has the C runtime beside it"() {
    for (const one of nativeFolders(join(resources, "app.asar.unpacked")))
      if (!existsSync(join(one, "vcruntime140.dll"))) throw new Error(one);
  },
};

/** Runs a check with an unlocked keychain of its own, so that macOS asks for no password and the user's stays untouched. */
function inTemporaryKeychain(check) {
  const user = { ...inNodeMode, HOME: process.env.HOME };
  const security = (...args) => {
    const done = spawnSync("security", args, { encoding: "utf8", timeout: 30_000 });
    if (done.status !== 0) throw new Error(`security ${args[0]}: ${done.stderr}`);
    return done.stdout;
  };
  const paths = (text) => [...text.matchAll(/"(.+)"/g)].map(([, path]) => path);
  const keychain = join(home, "smoke.keychain-db");
  const [list, standard] = [security("list-keychains", "-d", "user"), security("default-keychain", "-d", "user")];
  security("create-keychain", "-p", "smoke", keychain);
  try {
    security("set-keychain-settings", keychain);
    security("unlock-keychain", "-p", "smoke", keychain);
    security("list-keychains", "-d", "user", "-s", keychain, ...paths(list));
    security("default-keychain", "-d", "user", "-s", keychain);
    check(user);
  } finally {
    security("default-keychain", "-d", "user", "-s", ...paths(standard));
    security("list-keychains", "-d", "user", "-s", ...paths(list));
    security("delete-keychain", keychain);
  }
}

const onMac = {
  "the launcher's own signature holds where the app copied it to"() {
    const done = spawnSync("codesign", ["--verify", "--strict", join(punchcard, "bin/punchcard-mcp")], {
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(done.stderr);
  },
  "the signature holds"() {
    const done = spawnSync("codesign", ["--verify", "--deep", "--strict", join(folder, bundle ?? "")], {
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(done.stderr);
  },
  "the helper reads what the app keeps in the keychain"() {
    const signature = spawnSync("codesign", ["-dv", join(folder, bundle ?? "")], { encoding: "utf8" }).stderr;
    // macOS asks the user for each pair of binaries that share no team. An ad hoc signature has none.
    if (/TeamIdentifier=not set/.test(signature)) return "skipped: the app is signed ad hoc";
    const helper = join(
      folder,
      bundle ?? "",
      "Contents/Frameworks/Punchcard Helper.app/Contents/MacOS/Punchcard Helper",
    );
    return inTemporaryKeychain((user) => {
      const entry = `new (require(${JSON.stringify(join(resources, "app.asar/node_modules/@napi-rs/keyring"))}).Entry)("Punchcard smoke", "stored")`;
      run(["-e", `${entry}.setPassword("read")`], user);
      const password = run(["-e", `process.stdout.write(String(${entry}.getPassword()))`], user, "", helper);
      if (password !== "read") throw new Error(`the helper read ${password}`);
    });
  },
};

let failed = 0;
const all = {
  ...checks,
  ...(platform === "linux" && onLinux),
  ...(platform === "win32" && onWindows),
  ...(platform === "darwin" && onMac),
};
for (const [name, check] of Object.entries(all)) {
  try {
    const skipped = await check();
    console.log(skipped ? `SKIPPED ${name}: ${skipped}` : `ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  }
}
rmSync(home, { recursive: true, force: true, maxRetries: 3 });
process.exit(failed === 0 ? 0 : 1);
