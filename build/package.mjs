// npm run package [-- electron-builder arguments]: builds and packs Punchcard for this system into release/.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build, ensureModules, ensureNode, root } from "./setup.mjs";

ensureNode();
ensureModules();
build();
const done = spawnSync(
  process.execPath,
  [join(root, "node_modules/electron-builder/cli.js"), "--publish", "never", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
process.exit(done.status ?? 1);
