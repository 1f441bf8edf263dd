// npm start: builds and opens Punchcard. Without a display it runs on a virtual one and leaves a picture of its window.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

await ensureNode();
const linux = process.platform === "linux";
const headless = linux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
ensureSystemPackages(headless ? ["electron", "session"] : ["electron"]);
ensureModules();
const electron = await ensureElectron();
build();

const asRoot = linux && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
if (asRoot.length > 0) say("running as root, so Chromium's sandbox is off");
// A virtual session has no system bus and no GPU; Chromium says so many times.
const quiet = headless ? ["--log-level=3"] : [];
const app = [electron, ...asRoot, ...quiet, root, ...process.argv.slice(2)];
const keyring = join(homedir(), ".punchcard/virtual-session");
if (headless) {
  mkdirSync(keyring, { recursive: true, mode: 0o700 });
  say("no display: running on a virtual one with a session bus and keychain of its own (kept in ~/.punchcard)");
  say(`the picture of the window goes to ${join(root, "out/punchcard.png")}; press Ctrl+C to end`);
}
const [command, ...args] = headless ? [join(root, "build/desktop-session.sh"), ...app] : app;
const pidFile = join(keyring, "app.pid");
rmSync(pidFile, { force: true });
const child = spawn(command, args, {
  // The virtual session is a group of its own: Ctrl+C must end the app, and not its bus and display under it.
  detached: headless,
  stdio: ["inherit", "inherit", headless ? "pipe" : "inherit"],
  env: {
    ...process.env,
    ...(headless && {
      KEEP_HOME: "1",
      KEYRING_DIR: keyring,
      PID_FILE: pidFile,
      PUNCHCARD_PICTURE: join(root, "out/punchcard.png"),
    }),
  },
});
// The bus of the virtual session tells of its own doings, which are no news to anybody.
if (child.stderr)
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (!line.startsWith("dbus-daemon[")) process.stderr.write(`${line}\n`);
  });

/** Asks the app itself to end; the virtual session around it ends with it. */
function end(signal) {
  try {
    const pid = Number(readFileSync(pidFile, "utf8"));
    if (headless && pid > 1) return void process.kill(pid, "SIGTERM");
  } catch {
    // Not begun yet, or ended already.
  }
  child.kill(signal);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end(signal));
child.on("exit", (code, signal) => process.exit(signal ? 0 : (code ?? 0)));
