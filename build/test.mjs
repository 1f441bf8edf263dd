// npm test: everything that must hold, from a bare clone. Ends with one line: N passed, N failed.
import { readFileSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { auditLine, forgetAudit, readAudit } from "./audit-count.mjs";
import { clientsLiveEnv, installClients, nightlyPrograms } from "./client-programs.mjs";
import { conformanceEnv, installConformance } from "./conformance-suite.mjs";
import { documentLines, forgetDocument, neverMet, readDocument } from "./document-count.mjs";
import { failedTests } from "./failed-tests.mjs";
import { lastLines, leftOut, loggedStep } from "./logged-step.mjs";
import { bin, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

await ensureNode();
ensureSystemPackages(["electron", "session", "tests"]);
ensureModules();
process.env.PUNCHCARD_ELECTRON = await ensureElectron();

const reports = join(root, "out/reports");
/** A display, a session bus and a keychain of its own; other systems have theirs. */
const session = process.platform === "linux" ? [join(root, "build/desktop-session.sh")] : [];
let passed = 0;
let failed = 0;
/** What did not hold, and what could not be tested here: said at the end, where it is seen. */
const failures = [];
const notTested = new Set();

const fail = (what) => {
  failed += 1;
  failures.push(what);
};

/** @param command the program with its arguments, of which nothing is shown unless it fails */
async function check(name, [command, ...args]) {
  const step = await loggedStep(name, command, args);
  say(`${name}: ${step.ok ? "ok" : "FAILED"} in ${step.seconds} s`);
  if (step.ok) passed += 1;
  else fail(`${name}, which ended with:\n${lastLines(step)}`);
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
  const name = `${first} tests`;
  const step = await loggedStep(name, command, args, { env, priority });
  for (const line of leftOut(step)) notTested.add(line);
  let outcome = "left no report";
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    outcome = `${result.numPassedTests} passed, ${result.numFailedTests} failed`;
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    failures.push(...failedTests(result));
    if (!step.ok && result.numFailedTests === 0)
      fail(`${name}: no test failed, but the run, which ended with:\n${lastLines(step)}`);
  } catch {
    fail(`${name}: left no report, and ended with:\n${lastLines(step)}`);
  }
  say(`${name}: ${outcome} in ${step.seconds} s, in full in ${step.log}`);
}

/**
 * The gate runs what needs no download. The nightly run adds the real clients and the conformance suite, which npm installs.
 * @returns what did not run, each with its reason
 */
async function clientsLive() {
  if (process.env.PUNCHCARD_NIGHTLY !== "1") {
    await tests("clients-live", [], clientsLiveEnv({}));
    return ["the real AI clients and the conformance suite: they run in npm run test:nightly"];
  }
  if (process.env.PUNCHCARD_CLIENTS_LIVE === "0") return ["the real AI clients: PUNCHCARD_CLIENTS_LIVE=0"];
  const [{ programs, missing }, conformance] = await Promise.all([
    installClients(nightlyPrograms),
    installConformance(),
  ]);
  const env = { ...clientsLiveEnv(programs), ...conformanceEnv(conformance.suite) };
  if (Object.keys(programs).length > 0 || conformance.suite) await tests("clients-live", [], env);
  return [...missing, ...conformance.missing];
}

forgetAudit();
forgetDocument();
// Three lanes for two processors: unit tests compute, while windows, servers and clients are mostly waited for.
const built = (async () => {
  await check("build", [...bin("vite"), "build", "--logLevel", "warn"]);
  await check("extension for Claude Desktop", [process.execPath, join(root, "build/mcpb.mjs"), "--quiet"]);
  await check("launcher", [process.execPath, join(root, "build/launcher.mjs")]);
})();
const [, notRun] = await Promise.all([
  built.then(() => tests("e2e", session, {}, constants.priority.PRIORITY_NORMAL)).then(() => tests("pages")),
  built
    .then(() => tests("integration", session))
    .then(() => tests("hosted"))
    // Mostly waiting: beside the pages, which compute, and not alone after them.
    .then(clientsLive),
  (async () => {
    await check("lint", [...bin("biome"), "check", "--error-on-warnings", "."]);
    await check("types", [...bin("tsc"), "-p", "tsconfig.json"]);
    await check("types of the windows", [...bin("tsc"), "-p", "renderer/tsconfig.json"]);
    await check("unused code", bin("knip"));
    await tests(["unit", "unit-alone"]);
  })(),
]);

for (const line of notTested) console.log(line);
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
