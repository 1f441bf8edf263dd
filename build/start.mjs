// npm start: builds and opens Punchcard. Without a display it runs on a virtual one and leaves a picture of its window.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { build, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

ensureNode();
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
const child = spawn(command, args, {
  stdio: "inherit",
  env: {
    ...process.env,
    ...(headless && { KEEP_HOME: "1", KEYRING_DIR: keyring, PUNCHCARD_PICTURE: join(root, "out/punchcard.png") }),
  },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 0 : (code ?? 0)));
