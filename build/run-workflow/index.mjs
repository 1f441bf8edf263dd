// node build/run-workflow/index.mjs release.yml|ci.yml [--job NAME]… [--sudo] [--skip TEXT]…: runs the `run:` blocks of a workflow on
// this machine, in its order and with the artifacts of the jobs before. Started by root, the blocks run as `nobody`. Blocks that need
// another system, root, or a network that is not there are listed as not run. With --sudo, blocks that use sudo run too and change this
// machine. --skip leaves out the blocks that contain TEXT. Where downloads are not reached, PUNCHCARD_ELECTRON_DIST names an Electron,
// CUSTOM_FPM_PATH and APPIMAGE_TOOLS_PATH tools of electron-builder, and PUNCHCARD_SCHEMAS the schemas of stores.
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { releaseChangelog } from "../release/changelog.mjs";
import { root } from "../setup.mjs";
import { artifactStore, foreignArtifacts } from "./artifacts.mjs";
import { expressions, matrixRows, readWorkflow, systemOf } from "./workflow.mjs";

const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: nobody, gid: nobody } : {};
const { values, positionals } = parseArgs({
  options: {
    job: { type: "string", multiple: true },
    skip: { type: "string", multiple: true },
    sudo: { type: "boolean" },
  },
  allowPositionals: true,
});
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const tag = `v${version}`;

/** Variables that the blocks receive from this process. */
const inheritedVariables = [
  "CUSTOM_FPM_PATH",
  "APPIMAGE_TOOLS_PATH",
  "PUNCHCARD_SCHEMAS",
  "PUNCHCARD_CACHE",
  "NODE_EXTRA_CA_CERTS",
];

const work = mkdtempSync(join(tmpdir(), "punchcard-workflow-"));
chmodSync(work, 0o755);
const tools = join(work, "tools");
const results = [];

/** What a block needs that a user without root on this machine does not have; null: nothing. */
function missingFor(block) {
  if (values.skip?.some((text) => block.includes(text))) return "it was left out by --skip";
  if (/electron\/install\.js/.test(block) && process.env.PUNCHCARD_ELECTRON_DIST) return "it needs Electron's download";
  if (/\bsysctl\b/.test(block) && !existsSync("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"))
    return "it needs a kernel with AppArmor";
  if (/\bsudo\b/.test(block) && !values.sudo) return "it needs root (--sudo)";
  if (/\bflatpak (?:run|remote-add)\b/.test(block)) return "it needs Flathub";
  if (/\bdocker (?:build|run)\b/.test(block)) return "it needs Docker";
  if (/validate-manifests/.test(block) && !process.env.PUNCHCARD_SCHEMAS) return "it needs the schemas of stores";
  return null;
}

/** npm's own script, as PATH has it. */
const npmProgram = () => realpathSync(execFileSync("which", ["npm"], { encoding: "utf8" }).trim());

/** Node, npm, and strict programs in place of those that change something elsewhere, readable by every user. */
function prepareTools() {
  const node = join(work, "node");
  cpSync(join(dirname(process.execPath), ".."), node, { recursive: true, verbatimSymlinks: true });
  mkdirSync(tools);
  const strict = (name) =>
    `'${join(node, "bin/node")}' '${join(root, "build/run-workflow/stand-ins.mjs")}' ${name} "$@"`;
  for (const name of ["gh", "docker"])
    writeFileSync(join(tools, name), `#!/bin/sh\nexec ${strict(name)}\n`, { mode: 0o755 });
  const electron = process.env.PUNCHCARD_ELECTRON_DIST;
  if (electron) cpSync(electron, join(work, "electron"), { recursive: true });
  const npm = [
    "#!/bin/sh",
    `case "$1" in`,
    `publish) exec ${strict("npm")} ;;`,
    // A copy of the modules of this clone, which `npm ci` made from the same lock file: packing follows no link to them.
    `ci) ${strict("npm")} && cp -r --preserve=mode,links '${join(root, "node_modules")}' . ; exit ;;`,
    "esac",
    ...(electron
      ? [
          `case "$*" in *--build-only*) ;; "run package "*) set -- "$@" -c.electronDist='${join(work, "electron")}' ;; esac`,
        ]
      : []),
    `exec '${join(node, "bin/node")}' '${npmProgram()}' "$@"`,
  ];
  writeFileSync(join(tools, "npm"), `${npm.join("\n")}\n`, { mode: 0o755 });
  return join(node, "bin");
}

/** A checkout of the commit, with the changelog as `npm run release` leaves it. */
function checkOut(folder) {
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, folder]);
  // The modules are older than a file that was just checked out, which would have them installed again.
  for (const name of ["package-lock.json", "package.json"]) utimesSync(join(folder, name), 0, 0);
  const changelog = join(folder, "CHANGELOG.md");
  writeFileSync(
    changelog,
    releaseChangelog(readFileSync(changelog, "utf8"), version, new Date().toISOString().slice(0, 10)),
  );
  if (isRoot) execFileSync("chown", ["-R", `${nobody}:${nobody}`, folder]);
}

function runBlock(step, folder, env) {
  const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
    cwd: join(folder, step["working-directory"] ?? "."),
    env,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...user,
  });
  const output = `${done.stdout}${done.stderr}`.trim().split("\n").slice(-20).join("\n");
  return { isDone: done.status === 0, output };
}

const nodeFolder = prepareTools();
const store = artifactStore(join(work, "artifacts"));
const [workflow = "release.yml"] = positionals;
for (const job of readWorkflow(join(root, ".github/workflows", workflow))) {
  if (values.job && !values.job.includes(job.id)) continue;
  for (const [name, files] of Object.entries(job.id === "draft" ? foreignArtifacts(version) : {}))
    store.standIn(name, files);
  for (const matrix of matrixRows(job)) {
    const label = expressions({ tag, os: "", matrix }).text(job["runs-on"]);
    const { os, isHere } = systemOf(label);
    const { text, isTrue } = expressions({ tag, os, matrix });
    const folder = join(work, `${job.id}-${label}`);
    if (isHere) checkOut(folder);
    const evaluated = (entries = {}) =>
      Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, text(value)]));
    const home = join(folder, "..", `home-${job.id}`);
    mkdirSync(home, { recursive: true });
    if (isRoot) execFileSync("chown", [`${nobody}:${nobody}`, home]);
    const jobEnv = {
      PATH: [tools, nodeFolder, "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter),
      ...{ HOME: home, CI: "true", GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "example/punchcard" },
      ...{ GITHUB_ACTOR: "example", RUNNER_ARCH: "X64", npm_config_cache: join(home, "npm") },
      ...Object.fromEntries(
        inheritedVariables.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
      ),
      ...evaluated(job.env),
    };
    let failedBlock = null;
    for (const step of job.steps) {
      const title = `${job.id} (${label}): ${step.name ?? step.run?.split("\n")[0] ?? step.uses}`;
      if (!isTrue(step.if)) continue;
      const reason = isHere ? (failedBlock ?? (step.run ? missingFor(step.run) : null)) : `it runs on ${label}`;
      if (step.run) {
        if (reason) results.push({ title, state: "not run", detail: reason });
        else {
          const { isDone, output } = runBlock(step, folder, { ...jobEnv, ...evaluated(step.env) });
          results.push({ title, state: isDone ? "passed" : "FAILED", detail: isDone ? "" : output });
          if (!isDone) failedBlock = "a block before it failed";
        }
        process.stdout.write(`${results.at(-1).state.padEnd(8)} ${title}${reason ? ` (${reason})` : ""}\n`);
        if (results.at(-1).detail && !reason) process.stdout.write(`${results.at(-1).detail}\n`);
      } else if (reason) continue;
      else if (/upload-artifact/.test(step.uses)) store.upload(folder, evaluated(step.with));
      else if (/download-artifact/.test(step.uses)) {
        try {
          store.download(folder, evaluated(step.with));
        } catch (error) {
          results.push({ title, state: "FAILED", detail: error.message });
          failedBlock = error.message;
        }
        if (isRoot) execFileSync("chown", ["-R", `${nobody}:${nobody}`, folder]);
      }
    }
  }
}
const failed = results.filter(({ state }) => state === "FAILED");
const count = (state) => results.filter((one) => one.state === state).length;
process.stdout.write(
  `${count("passed")} passed, ${failed.length} failed, ${count("not run")} not run. Files: ${work}\n`,
);
process.exit(failed.length > 0 ? 1 : 0);
