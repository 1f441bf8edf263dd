// npm test: everything that must hold, from a bare clone. Ends with one line: N passed, N failed.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { auditLine, forgetAudit, readAudit } from "./audit-count.mjs";
import { clientsLiveEnv, inGate, installClients } from "./client-programs.mjs";
import { documentLines, forgetDocument, neverMet, readDocument } from "./document-count.mjs";
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

/** Runs a command and prints what it said when it has ended, so that steps that run beside each other stay readable. */
const step = (name, command, args, env = {}) =>
  new Promise((done) => {
    say(`${name}: started`);
    const began = Date.now();
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: "true", PUNCHCARD_ELECTRON: electron, ...env },
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => output.push(part));
    child.on("error", (error) => output.push(Buffer.from(`${error}\n`)));
    child.on("close", (code) => {
      process.stdout.write(Buffer.concat(output));
      say(`${name}: ${code === 0 ? "ok" : "FAILED"} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
      done(code === 0);
    });
  });

const count = (ok) => {
  if (ok) passed += 1;
  else failed += 1;
};

/** @param program of node_modules */
async function check(name, program, args) {
  const [command, ...first] = bin(program);
  count(await step(name, command, [...first, ...args]));
}

/** Runs one vitest project and adds what its report counts, so that a crash cannot pass for "no failures". */
async function tests(project, wrapper = [], env = {}) {
  const report = join(reports, `${project}.json`);
  rmSync(report, { force: true });
  const [command, ...args] = [
    ...wrapper,
    ...bin("vitest"),
    ...["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  ];
  const ok = await step(`${project} tests`, command, args, env);
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    if (!ok && result.numFailedTests === 0) failed += 1;
  } catch {
    failed += 1;
  }
}

/** Needs the network once. @returns what could not be run and why: it counts neither way, and is said last, where it is seen */
async function clientsLive() {
  if (process.env.PUNCHCARD_CLIENTS_LIVE === "0") return ["the real AI clients: PUNCHCARD_CLIENTS_LIVE=0"];
  const { programs, missing } = await installClients(inGate);
  if (Object.keys(programs).length > 0) await tests("clients-live", [], clientsLiveEnv(programs));
  return missing;
}

mkdirSync(reports, { recursive: true });
forgetAudit();
forgetDocument();
// Three lanes for two processors: unit tests compute, while windows, servers and clients are mostly waited for.
const built = (async () => {
  await check("build", "vite", ["build", "--logLevel", "warn"]);
  count(await step("extension for Claude Desktop", process.execPath, [join(root, "build/mcpb.mjs"), "--quiet"]));
  count(await step("launcher", process.execPath, [join(root, "build/launcher.mjs")]));
})();
const [notRun] = await Promise.all([
  built
    .then(() => tests("e2e", session))
    .then(() => tests("pages"))
    .then(clientsLive),
  built.then(() => tests("integration", session)).then(() => tests("hosted")),
  (async () => {
    await check("lint", "biome", ["check", "--error-on-warnings", "."]);
    await check("types", "tsc", ["-p", "tsconfig.json"]);
    await check("types of the windows", "tsc", ["-p", "renderer/tsconfig.json"]);
    await check("unused code", "knip", []);
    await tests("unit");
  })(),
]);

for (const one of notRun) console.log(`NOT RUN: ${one}`);
const audit = readAudit();
console.log(auditLine(audit));
if (audit.attempts === 0 || audit.through.length > 0) failed += 1;
const held = readDocument();
for (const line of documentLines(held)) console.log(line);
if (held.requests === 0 || held.mismatches.length + neverMet(held).length > 0) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
