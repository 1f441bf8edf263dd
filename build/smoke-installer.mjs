// node build/smoke-installer.mjs: whether Windows' installer in release/ installs, replaces what runs, and goes again, all of it
// in a folder whose name has a blank, another letter and an apostrophe. Ends with 1 and says what does not.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listTools, toolCount } from "./list-tools.mjs";
import { root, say } from "./setup.mjs";

const setup = readdirSync(join(root, "release")).find((name) => /Setup.*\.exe$/.test(name));
if (process.platform !== "win32" || !setup) {
  say("this needs Windows, and the installer in release/");
  process.exit(1);
}
const home = mkdtempSync(join(tmpdir(), "punchcard Jö O'Neil Doe "));
const folder = join(home, "Punchcard");
const app = join(folder, "Punchcard.exe");
const args = [join(folder, "resources/app.asar/out/mcp-server/index.js"), "--local", join(home, "sheet.db")];
const env = { ...process.env, PUNCHCARD_HOME: join(home, ".punchcard"), ELECTRON_RUN_AS_NODE: "1" };

function run(program, given) {
  // NSIS wants the folder last and without quotes.
  const done = spawnSync(program, given, { windowsVerbatimArguments: true, timeout: 300_000, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${program} ended with ${done.status ?? done.error}`);
}
const install = () => run(join(root, "release", setup), ["/S", `/D=${folder}`]);

function tryServer() {
  const done = spawnSync(app, args, { env, input: listTools, encoding: "utf8", timeout: 60_000 });
  if (toolCount(done.stdout ?? "") < 10) throw new Error(`no tools: ${done.status} ${done.stderr}`);
}

try {
  install();
  tryServer();
  console.log("ok      it installs");
  const server = spawn(app, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  server.stdin.on("error", () => undefined);
  server.stdin.write(listTools);
  await once(server.stdout, "data");
  install();
  tryServer();
  console.log(`ok      it installs over a server that runs (which ${server.exitCode === null ? "goes on" : "ended"})`);
  server.kill();
  run(join(folder, "Uninstall Punchcard.exe"), ["/S", `_?=${folder}`]);
  if (existsSync(app)) throw new Error("the app is still there after it was removed");
  console.log("ok      it removes itself");
} catch (error) {
  console.log(`FAILED  ${error.message}`);
  process.exitCode = 1;
}
rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
