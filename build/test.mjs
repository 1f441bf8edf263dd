// npm test: the gate, from a bare clone. Ends with one line: N passed, N failed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { auditLine, forgetAudit, readAudit } from "./audit-count.mjs";
import { clientsLiveEnv, installClients, nightlyPrograms } from "./client-programs.mjs";
import { conformanceEnv, installConformance } from "./conformance-suite.mjs";
import { documentLines, forgetDocument, neverMet, readDocument } from "./document-count.mjs";
import { failedTests, failureSummary } from "./failed-tests.mjs";
import { runJobs } from "./job-queue.mjs";
import { lastLines, leftOut, loggedStep } from "./logged-step.mjs";
import { bin, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

await ensureNode();
ensureSystemPackages(["electron", "session", "tests"]);
ensureModules();
process.env.PUNCHCARD_ELECTRON = await ensureElectron();

const reports = join(root, "out/reports");
const isNightly = process.env.PUNCHCARD_NIGHTLY === "1";
/** A display, a session bus, and a keychain of its own; other systems use theirs. */
const session = process.platform === "linux" ? "build/desktop-session.sh" : null;
/** Failures that fit into the last 40 lines. */
const shownFailures = 12;

let passed = 0;
/** @type {import("./failed-tests.mjs").FailedTest[]} */
const failures = [];
const notTested = new Set();

/** Counts a step that failed as a whole. */
const fail = (name, message, rerun = "npm test") => failures.push({ place: name, name: "failed", message, rerun });

/** @param args the program with its arguments; its output is in a file and shown only when it fails */
async function check(name, [command, ...args]) {
  const step = await loggedStep(name, command, args);
  say(`${name}: ${step.ok ? "ok" : "FAILED"} in ${step.seconds} s`);
  if (step.ok) passed += 1;
  else fail(name, lastLines(step), [command, ...args].join(" "));
}

/**
 * Runs a part of the Vitest projects and adds what its report counts, so that a crash does not count as "no failures".
 * @param name of the log and the report
 * @param {{ shard?: string, env?: Record<string, string>, inSession?: boolean }} [options]
 */
async function tests(name, projects, { shard, env = {}, inSession = false } = {}) {
  const report = join(reports, `${name.replaceAll(" ", "-")}.json`);
  rmSync(report, { force: true });
  const chosen = projects.map((project) => `--project=${project}`);
  const parts = [...chosen, ...(shard ? [`--shard=${shard}`] : [])];
  const wrapper = inSession && session ? [join(root, session)] : [];
  const [command, ...args] = [...wrapper, ...bin("vitest"), "run", ...parts];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const step = await loggedStep(name, command, [...args, ...reporters], { env });
  for (const line of leftOut(step)) notTested.add(line);
  const rerun = [...(inSession && session ? [session] : []), "npx vitest run", ...chosen].join(" ");
  let outcome = "no report";
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    outcome = `${result.numPassedTests} passed, ${result.numFailedTests} failed`;
    passed += result.numPassedTests;
    failures.push(...failedTests(result, rerun));
    if (!step.ok && result.numFailedTests === 0) fail(name, `no test failed, but the run: ${lastLines(step)}`, rerun);
  } catch {
    fail(name, `left no report: ${lastLines(step)}`, rerun);
  }
  say(`${name}: ${outcome} in ${step.seconds} s, log in ${step.log}`);
}

/** The gate runs what needs no download. The nightly run adds the real clients and the conformance suite, which npm installs. */
async function clientsLive() {
  if (!isNightly) return tests("clients-live", ["clients-live"], { env: clientsLiveEnv({}) });
  const [{ programs, missing }, conformance] = await Promise.all([
    installClients(nightlyPrograms),
    installConformance(),
  ]);
  for (const each of [...missing, ...conformance.missing]) notTested.add(`NOT RUN: ${each}`);
  const env = { ...clientsLiveEnv(programs), ...conformanceEnv(conformance.suite) };
  return tests("clients-live", ["clients-live"], { env });
}

async function build() {
  await check("build", [...bin("vite"), "build", "--logLevel", "warn"]);
  await check("extension for Claude Desktop", [process.execPath, join(root, "build/mcpb.mjs"), "--quiet"]);
  await check("launcher", [process.execPath, join(root, "build/launcher.mjs")]);
}

async function staticChecks() {
  await check("lint", [...bin("biome"), "check", "--error-on-warnings", "."]);
  await check("types", [...bin("tsc"), "-p", "tsconfig.json"]);
  await check("types of the windows", [...bin("tsc"), "-p", "renderer/tsconfig.json"]);
  await check("unused code", bin("knip"));
}

/** Jobs that share the machine, the longest first. */
const needsBuild = ["build"];
const job = (name, projects, options) => ({ name, needs: needsBuild, run: () => tests(name, projects, options) });
const jobs = [
  { name: "build", run: build },
  { name: "static checks", run: staticChecks },
  job("e2e", ["e2e"], { inSession: true }),
  job("pages 1 of 2", ["pages"], { shard: "1/2" }),
  job("pages 2 of 2", ["pages"], { shard: "2/2" }),
  job("integration 1 of 2", ["integration"], { shard: "1/2", inSession: true }),
  job("integration 2 of 2", ["integration"], { shard: "2/2", inSession: true }),
  job("unit 1 of 2", ["unit", "unit-alone"], { shard: "1/2" }),
  job("unit 2 of 2", ["unit", "unit-alone"], { shard: "2/2" }),
  job("hosted", ["hosted"]),
  { name: "clients-live", needs: needsBuild, run: clientsLive },
];

forgetAudit();
forgetDocument();
await runJobs(jobs, Math.max(2, availableParallelism()));

for (const line of notTested) console.log(line);
if (!isNightly) console.log("NOT RUN: real AI clients, conformance suite, full grids; npm run test:nightly runs them");
const audit = readAudit();
console.log(auditLine(audit));
if (audit.attempts === 0 || audit.through.length > 0) fail("audit", "see its line above", "npm run audit");
const comparison = readDocument();
for (const line of documentLines(comparison)) console.log(line);
if (comparison.requests === 0 || comparison.mismatches.length + neverMet(comparison).length > 0)
  fail("comparison with Clockodo's document", "see its lines above");
if (failures.length > 0) {
  const file = join(reports, "failures.txt");
  mkdirSync(reports, { recursive: true });
  writeFileSync(file, failures.map((failure) => `${failureSummary(failure)}\n${failure.message}\n`).join("\n"));
  for (const failure of failures.slice(0, shownFailures)) console.log(failureSummary(failure));
  const remaining = failures.length - shownFailures;
  console.log(`${remaining > 0 ? `${remaining} more, and all` : "All"} messages are in out/reports/failures.txt`);
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
