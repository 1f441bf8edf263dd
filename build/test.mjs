// npm test: everything that must hold, from a bare clone. Ends with one line: N passed, N failed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { auditLine, forgetAudit, readAudit } from "./audit-count.mjs";
import { clientsLiveEnv, installClients } from "./client-programs.mjs";
import { build, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

ensureNode();
ensureSystemPackages(["electron", "session", "tests"]);
ensureModules();
const electron = await ensureElectron();

const reports = join(root, "out/reports");
let passed = 0;
let failed = 0;

const bin = (name) => join(root, "node_modules/.bin", name);
function step(name, command, args, env = {}) {
  say(name);
  const started = Date.now();
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: "true", PUNCHCARD_ELECTRON: electron, ...env },
  });
  say(`${name}: ${done.status === 0 ? "ok" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return done.status === 0;
}

function check(name, command, args) {
  if (step(name, command, args)) passed += 1;
  else failed += 1;
}

/** Runs one vitest project and adds what its report counts, so that a crash cannot pass for "no failures". */
function tests(project, wrapper = [], env = {}) {
  const report = join(reports, `${project}.json`);
  rmSync(report, { force: true });
  const [command, ...args] = [
    ...wrapper,
    bin("vitest"),
    ...["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  ];
  const ok = step(`${project} tests`, command, args, env);
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    if (!ok && result.numFailedTests === 0) failed += 1;
  } catch {
    failed += 1;
  }
}

check("lint", bin("biome"), ["check", "--error-on-warnings", "."]);
check("types", bin("tsc"), ["-p", "tsconfig.json"]);
check("types of the windows", bin("tsc"), ["-p", "renderer/tsconfig.json"]);
check("unused code", bin("knip"), []);
build();
mkdirSync(reports, { recursive: true });
const session = join(root, "build/desktop-session.sh");
forgetAudit();
tests("unit");
tests("integration", [session]);
tests("e2e", [session]);

// Needs the network once. What could not be run counts neither way, and is said last, where it is seen.
if (process.env.PUNCHCARD_CLIENTS_LIVE === "0") console.log("NOT RUN: the real AI clients: PUNCHCARD_CLIENTS_LIVE=0");
else {
  const { programs, missing } = await installClients();
  if (Object.keys(programs).length > 0) tests("clients-live", [], clientsLiveEnv(programs));
  for (const one of missing) console.log(`NOT RUN: ${one}`);
}

const audit = readAudit();
console.log(auditLine(audit));
if (audit.attempts === 0 || audit.through.length > 0) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
