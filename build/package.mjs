// npm run package [-- electron-builder arguments]: builds and packs Punchcard for this system into release/.
// `--build-only` ends before packing and `--pack-only` packs what was built, so that a workflow builds without its secrets.
import { spawnSync } from "node:child_process";
import { lookup } from "node:dns/promises";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeNotices } from "./bundle/notices.mjs";
import { appImageTools, compressingTools, xzOptions } from "./linux/compression.mjs";
import { writePackageFiles } from "./linux/package-files.mjs";
import { project } from "./project.mjs";
import { build, ensureModules, ensureNode, root, say } from "./setup.mjs";
import { signingArguments, signingEnvironment } from "./signing.mjs";

const own = ["--build-only", "--pack-only"];
const given = process.argv.slice(2);
await ensureNode();
if (!given.includes("--pack-only")) {
  ensureModules();
  build({ isShipped: true });
  const { default: manifest } = await import("../package.json", { with: { type: "json" } });
  writeNotices(root);
  writePackageFiles(root, manifest.version);
}
if (given.includes("--build-only")) process.exit(0);

const { homepage, maintainer, owner, name } = project();
const published = owner ? ["-c.publish.provider=github", `-c.publish.owner=${owner}`, `-c.publish.repo=${name}`] : [];
const { env, folder } = signingEnvironment(process.env);
const packsAppImage =
  process.platform === "linux" &&
  !given.includes("--dir") &&
  (!given.includes("--linux") || given.includes("AppImage"));
// Without them electron-builder says what it can't reach.
const tools = packsAppImage ? await appImageTools().then(compressingTools, () => null) : null;
const toolsEnvironment = tools ? { APPIMAGE_TOOLS_PATH: tools } : {};
const done = spawnSync(
  process.execPath,
  [
    join(root, "node_modules/electron-builder/cli.js"),
    ...["--publish", "never"],
    ...[`-c.extraMetadata.homepage=${homepage}`, `-c.linux.maintainer=${maintainer}`, ...published],
    ...signingArguments(process.platform, process.env),
    ...given.filter((argument) => !own.includes(argument)),
  ],
  { cwd: root, stdio: "inherit", env: { XZ_OPT: xzOptions(process.arch), ...env, ...toolsEnvironment } },
);
if (tools) rmSync(tools, { recursive: true, force: true });
if (folder) rmSync(folder, { recursive: true, force: true });
if (done.status !== 0 && !(await lookup("github.com").catch(() => null))) {
  say(
    "nothing was packed: electron-builder takes Electron and the packers' own programs from github.com, not reached from here.",
  );
  say(
    "What it needs can be given: npm run package -- -c.electronDist=<folder of Electron>, CUSTOM_FPM_PATH for the .deb.",
  );
}
process.exit(done.status ?? 1);
