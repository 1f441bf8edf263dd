// npm run test:install: packs the app and installs, starts, upgrades and removes it in clean Debian systems. Needs root.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { writeNotices } from "./bundle/notices.mjs";
import { build, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

if (process.platform !== "linux" || process.getuid?.() !== 0) {
  say("a clean Debian is made with debootstrap and chroot: run this as root on Linux");
  process.exit(1);
}
await ensureNode();
ensureSystemPackages(["electron", "install"]);
ensureModules();
build();
writeNotices(root);
const electron = await ensureElectron();
const version = spawnSync(electron, ["-p", "process.versions.electron"], {
  encoding: "utf8",
  env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
}).stdout.trim();
say(`packing with Electron ${version}`);
const done = spawnSync(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "install", ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, PUNCHCARD_ELECTRON_DIST: dirname(electron), PUNCHCARD_ELECTRON_VERSION: version },
  },
);
process.exit(done.status ?? 1);
