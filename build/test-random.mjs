// npm run test:random: runs every property with random seeds and ten times the cases.
//   npm run test:random -- [--minutes N] [--workers N] [FILE]...
// `--minutes` starts new rounds until that much time has passed; FILE is a part of a path. Each failure is printed with its
// seed, its path, and the command that reruns it (test/property.ts). The exit code is 1 if a test failed.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { failedTests } from "./failed-tests.mjs";
import { lastLines, loggedStep } from "./logged-step.mjs";
import { matchingFiles, propertyFiles } from "./property-files.mjs";
import { bin, ensureModules, ensureNode, ensureSystemPackages, root, say } from "./setup.mjs";

function exitWithUsage(problem) {
  say(`${problem}\nUsage: npm run test:random -- [--minutes N] [--workers N] [FILE]...`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({ allowPositionals: true, options: { minutes: { type: "string" }, workers: { type: "string" } } });
  } catch (error) {
    return exitWithUsage(error.message);
  }
}

const { values, positionals } = readOptions();
for (const [name, value] of Object.entries(values))
  if (!/^[1-9]\d*$/.test(value)) exitWithUsage(`--${name} must be a positive integer, not "${value}".`);
const files = matchingFiles(propertyFiles(root), positionals);
if (files.length === 0) exitWithUsage(`No test file with properties matches ${positionals.join(", ")}.`);

await ensureNode();
const projects = ["unit", "unit-alone"];
if (files.some((file) => file.startsWith("test/renderer/"))) projects.push("pages");
if (projects.includes("pages")) ensureSystemPackages(["tests"]);
ensureModules();

/** Lines of a failure that are printed: the counterexample, the seed, the path, and the command with them. */
const shownLines = 12;

/** @returns place, name, and the start of the message; property.ts ends the message with the command for the same seed */
function failureText({ place, name, message, rerun }) {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const command = message.includes("Rerun this test:") ? [] : [`rerun: PUNCHCARD_RANDOM=1 ${rerun}`];
  return [`${place} > ${name}`, ...[...lines.slice(0, shownLines), ...command].map((line) => `    ${line}`)].join("\n");
}

/** @returns numbers of passed tests and messages of failed ones */
async function runRound(number) {
  const name = `random round ${number}`;
  const report = join(root, `out/reports/${name.replaceAll(" ", "-")}.json`);
  rmSync(report, { force: true });
  const [command, ...args] = [
    ...[...bin("vitest"), "run", ...projects.map((project) => `--project=${project}`)],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ...(values.workers ? [`--maxWorkers=${values.workers}`] : []),
    ...files,
  ];
  const step = await loggedStep(name, command, args, { env: { PUNCHCARD_RANDOM: "1" } });
  const outcome = { passedCount: 0, failures: [] };
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    outcome.passedCount = result.numPassedTests;
    outcome.failures = failedTests(result, "npx vitest run").map(failureText);
    if (!step.ok && outcome.failures.length === 0) throw new Error("vitest failed without a failed test");
  } catch (error) {
    outcome.failures.push(`${name}: ${error.message}. The end of ${step.log}:\n${lastLines(step)}`);
  }
  for (const failure of outcome.failures) console.log(`FAILED: ${failure}`);
  say(
    `${name}: ${outcome.passedCount} passed, ${outcome.failures.length} failed in ${step.seconds} s, see ${step.log}`,
  );
  return outcome;
}

const endTime = Date.now() + Number(values.minutes ?? 0) * 60_000;
let passedCount = 0;
let failedCount = 0;
let roundCount = 0;
do {
  roundCount += 1;
  const outcome = await runRound(roundCount);
  passedCount += outcome.passedCount;
  failedCount += outcome.failures.length;
} while (Date.now() < endTime);
console.log(`${files.length} files, ${roundCount} rounds: ${passedCount} passed, ${failedCount} failed`);
process.exit(failedCount === 0 ? 0 : 1);
