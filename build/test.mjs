// npm test: everything that must hold, from a bare clone. Ends with one line: N passed, N failed.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { auditLine, forgetAudit, readAudit } from "./audit-count.mjs";
import { clientsLiveEnv, inGate, installClients } from "./client-programs.mjs";
import { conformanceEnv, installConformance } from "./conformance-suite.mjs";
import { documentLines, forgetDocument, neverMet, readDocument } from "./document-count.mjs";
import { failedTests } from "./failed-tests.mjs";
import { bin, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

ensureNode();
ensureSystemPackages(["electron", "session", "tests"]);
ensureModules();
const electron = await ensureElectron();

const reports = join(root, "out/reports");
/** A display, a session bus and a keychain of its own; other systems have theirs. */
const session = process.platform === "linux" ? [join(root, "build/desktop-session.sh")] : [];
let passed = 0;
let failed = 0;
/** What did not hold, said again at the end: the lanes print thousands of lines between a failure and the last one. */
const failures = [];

/** Runs a command and prints what it said when it has ended, so that steps that run beside each other stay readable. */
const step = (name, command, args, env = {}, priority = constants.priority.PRIORITY_NORMAL) =>
  new Promise((done) => {
    say(`${name}: started`);
    const began = Date.now();
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: "true", PUNCHCARD_ELECTRON: electron, ...env },
    });
    // A process that could not be started has none, and says so by its error.
    if (child.pid !== undefined && priority !== 0) setPriority(child.pid, priority);
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => output.push(part));
    child.on("error", (error) => output.push(Buffer.from(`${error}\n`)));
    child.on("close", (code) => {
      process.stdout.write(Buffer.concat(output));
      say(`${name}: ${code === 0 ? "ok" : "FAILED"} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
      done(code === 0);
    });
  });

const fail = (what) => {
  failed += 1;
  failures.push(what);
};

const count = (name, ok) => {
  if (ok) passed += 1;
  else fail(name);
};

/** @param program of node_modules */
async function check(name, program, args) {
  const [command, ...first] = bin(program);
  count(name, await step(name, command, [...first, ...args]));
}

/**
 * Runs vitest projects and adds what their report counts, so that a crash cannot pass for "no failures".
 * @param priority the app's own tests go before the others: a person's hand is not slowed down by a test beside it
 */
async function tests(projects, wrapper = [], env = {}, priority = constants.priority.PRIORITY_BELOW_NORMAL) {
  const [first, ...others] = [projects].flat();
  const report = join(reports, `${first}.json`);
  rmSync(report, { force: true });
  const [command, ...args] = [
    ...wrapper,
    ...bin("vitest"),
    ...[
      "run",
      ...[first, ...others].map((name) => `--project=${name}`),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
  ];
  const ok = await step(`${first} tests`, command, args, env, priority);
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    failures.push(...failedTests(result));
    if (!ok && result.numFailedTests === 0) fail(`${first} tests: ended without a failed test, but not well`);
  } catch {
    fail(`${first} tests: left no report`);
  }
}

/** Needs the network once. @returns what could not be run and why: it counts neither way, and is said last, where it is seen */
async function clientsLive() {
  if (process.env.PUNCHCARD_CLIENTS_LIVE === "0") return ["the real AI clients: PUNCHCARD_CLIENTS_LIVE=0"];
  const [{ programs, missing }, conformance] = await Promise.all([installClients(inGate), installConformance()]);
  const env = { ...clientsLiveEnv(programs), ...conformanceEnv(conformance.suite) };
  if (Object.keys(programs).length > 0 || conformance.suite) await tests("clients-live", [], env);
  return [...missing, ...conformance.missing];
}

mkdirSync(reports, { recursive: true });
forgetAudit();
forgetDocument();
// Three lanes for two processors: unit tests compute, while windows, servers and clients are mostly waited for.
const built = (async () => {
  await check("build", "vite", ["build", "--logLevel", "warn"]);
  const extension = "extension for Claude Desktop";
  count(extension, await step(extension, process.execPath, [join(root, "build/mcpb.mjs"), "--quiet"]));
  count("launcher", await step("launcher", process.execPath, [join(root, "build/launcher.mjs")]));
})();
const [, notRun] = await Promise.all([
  built.then(() => tests("e2e", session, {}, constants.priority.PRIORITY_NORMAL)).then(() => tests("pages")),
  built
    .then(() => tests("integration", session))
    .then(() => tests("hosted"))
    // Mostly waiting: beside the pages, which compute, and not alone after them.
    .then(clientsLive),
  (async () => {
    await check("lint", "biome", ["check", "--error-on-warnings", "."]);
    await check("types", "tsc", ["-p", "tsconfig.json"]);
    await check("types of the windows", "tsc", ["-p", "renderer/tsconfig.json"]);
    await check("unused code", "knip", []);
    await tests(["unit", "unit-alone"]);
  })(),
]);

for (const one of notRun) console.log(`NOT RUN: ${one}`);
const audit = readAudit();
console.log(auditLine(audit));
if (audit.attempts === 0 || audit.through.length > 0) fail("the audit of tools: see its line above");
const held = readDocument();
for (const line of documentLines(held)) console.log(line);
if (held.requests === 0 || held.mismatches.length + neverMet(held).length > 0)
  fail("Clockodo's document: see its lines above");
for (const one of failures) console.log(`FAILED: ${one}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
