// npm run test:clock: runs unit, integration and end-to-end tests at chosen moments. Needs Linux, root and gcc.
//   npm run test:clock -- "2026-03-29 00:30" "2028-02-29 12:00" [--project NAME]... [--file PATH]...
// Moments are in UTC. The clock of every process is shifted by a library that the dynamic loader loads into it
// (clock/shift.c), in a mount namespace of its own, so that the rest of the computer keeps its time.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bin, build, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

const defaultMoments = [
  "2026-11-18 23:30", // half an hour before midnight in UTC
  "2026-11-17 23:05", // 00:05 in Berlin
  "2026-03-29 00:30", // the clock goes forward in Berlin half an hour later
  "2026-10-25 00:30", // 02:30 in Berlin, which comes a second time
  "2026-12-31 23:30",
  "2028-02-29 12:00",
];
const sessions = new Set(["integration", "e2e"]);
const preload = "/etc/ld.so.preload";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { project: { type: "string", multiple: true }, file: { type: "string", multiple: true } },
});
const moments = positionals.length > 0 ? positionals : defaultMoments;
const projects = values.project ?? ["unit", "integration", "e2e"];
const files = values.file ?? [];

if (process.platform !== "linux" || process.getuid() !== 0) {
  say("test:clock needs Linux and root, because it mounts a file over /etc/ld.so.preload for its own processes");
  process.exit(2);
}
for (const moment of moments)
  if (Number.isNaN(Date.parse(`${moment}Z`))) {
    say(`"${moment}" is not a moment such as "2026-03-29 00:30"`);
    process.exit(2);
  }

await ensureNode();
ensureSystemPackages(["electron", "session", "tests"]);
ensureModules();
process.env.PUNCHCARD_ELECTRON ??= await ensureElectron();
if (!existsSync(join(root, "out/launcher"))) build();

const folder = mkdtempSync(join(tmpdir(), "punchcard-clock-"));
const logs = join(root, "out/reports/clock");
mkdirSync(logs, { recursive: true });
const ownsPreload = !existsSync(preload);
if (ownsPreload) writeFileSync(preload, "");
let failedRuns = 0;
try {
  for (const moment of moments) for (const project of projects) if (!run(moment, project)) failedRuns += 1;
} finally {
  if (ownsPreload && statSync(preload).size === 0) rmSync(preload);
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failedRuns === 0 ? 0 : 1);

/** @returns path of a file for the dynamic loader, with the library that makes it this moment now */
function preloadFile(moment) {
  const offsetSeconds = Math.round((Date.parse(`${moment}Z`) - Date.now()) / 1000);
  const library = join(folder, `shift${offsetSeconds}.so`);
  const source = join(root, "build/clock/shift.c");
  const compiled = spawnSync(
    "gcc",
    ["-shared", "-fPIC", "-O2", `-DOFFSET_SECONDS=${offsetSeconds}LL`, "-o", library, source, "-ldl"],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  if (compiled.status !== 0) throw new Error("clock/shift.c could not be compiled");
  const list = join(folder, "preload");
  writeFileSync(list, `${library}\n`);
  return list;
}

/** @returns whether the tests passed */
function run(moment, project) {
  const report = join(logs, `${moment.replace(/\D+/g, "-")}-${project}.json`);
  rmSync(report, { force: true });
  const session = sessions.has(project) ? [join(root, "build/desktop-session.sh")] : [];
  const vitest = [
    ...bin("vitest"),
    "run",
    ...(project === "unit" ? ["unit", "unit-alone"] : [project]).map((name) => `--project=${name}`),
    "--passWithNoTests",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...files,
  ];
  const mount = `mount --bind "$1" ${preload} && shift && exec "$@"`;
  const done = spawnSync("unshare", ["--mount", "sh", "-c", mount, "sh", preloadFile(moment), ...session, ...vitest], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  writeFileSync(report.replace(/json$/, "log"), `${done.stdout}${done.stderr}`);
  const tests = /Tests +(.*)/.exec(done.stdout.replaceAll("\u001b", "").replace(/\[\d+m/g, ""))?.[1] ?? "no report";
  const outcome = done.status === 0 ? "ok" : "FAILED";
  console.log(`${moment} UTC, ${project}: ${outcome}: ${tests} (${report.replace(/json$/, "log")})`);
  return done.status === 0;
}
