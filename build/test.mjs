// npm test: everything that must hold, from a bare clone. Ends with one line: N passed, N failed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installClients } from "./npm-programs.mjs";
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
function tests(project, wrapper = []) {
  const report = join(reports, `${project}.json`);
  rmSync(report, { force: true });
  const [command, ...args] = [
    ...wrapper,
    bin("vitest"),
    ...["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  ];
  const ok = step(`${project} tests`, command, args);
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
tests("unit");
tests("integration", [session]);
tests("e2e", [session]);

// Needs the network once. What could not be run counts neither way, and is said last, where it is seen.
// Nearly a gigabyte of other makers' programs: only where it is asked for, so that no gate hangs on them.
if (process.env.PUNCHCARD_CLIENTS_LIVE) {
  const clients = installClients();
  if (clients === "ready") tests("clients-live");
  else if (clients === "failed") {
    say("clients-live: the clients could not be installed: FAILED");
    failed += 1;
  } else console.log("NOT RUN: clients-live (the real AI clients): the npm registry does not answer");
} else console.log("NOT RUN: clients-live (the real AI clients): PUNCHCARD_CLIENTS_LIVE=1 runs it too");

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
