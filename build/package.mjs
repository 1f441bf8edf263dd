// npm run package [-- electron-builder arguments]: builds and packs Punchcard for this system into release/.
import { spawnSync } from "node:child_process";
import { lookup } from "node:dns/promises";
import { join } from "node:path";
import { build, ensureModules, ensureNode, root, say } from "./setup.mjs";
import { signingArguments } from "./signing.mjs";

await ensureNode();
ensureModules();
build({ isShipped: true });
const done = spawnSync(
  process.execPath,
  [
    join(root, "node_modules/electron-builder/cli.js"),
    "--publish",
    "never",
    ...signingArguments(process.platform, process.env),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit" },
);
if (done.status !== 0 && !(await lookup("github.com").catch(() => null))) {
  say(
    "nothing was packed: electron-builder takes Electron and the packers' own programs from github.com, not reached from here.",
  );
  say(
    "What it needs can be given: npm run package -- -c.electronDist=<folder of Electron>, CUSTOM_FPM_PATH for the .deb.",
  );
}
process.exit(done.status ?? 1);
