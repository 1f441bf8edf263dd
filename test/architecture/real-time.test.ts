import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allowedFiles, remainingFiles } from "./real-time-exceptions";

/** Ways to read or wait for real time, each with its replacement. */
const rules: readonly { name: string; pattern: RegExp; replacement: string }[] = [
  {
    name: "waiting",
    pattern: /(?<![.\w])(setTimeout|setInterval|sleep)\(|waitForTimeout\(|timers\/promises/,
    replacement: "wait for an event or a state (vi.waitFor, expect.poll), or use fake timers",
  },
  {
    name: "reading the clock",
    pattern: /\bDate\.now\(\)|\bnew Date\(\)|\bTemporal\.Now\b/,
    replacement: "inject a clock that starts at a fixed instant, or use vi.setSystemTime",
  },
  {
    name: "measuring a duration",
    pattern: /\bperformance\.now\b/,
    replacement: "assert what happened, not how long it took; durations belong in test/bench",
  },
];

/** Benchmarks measure real time; evaluations run a real model. This folder contains the patterns themselves. */
const excludedFolders = /^test\/(bench|eval|architecture)\//;

const testFiles = readdirSync("test", { recursive: true, encoding: "utf8" })
  .map((file) => `test/${file.replaceAll("\\", "/")}`)
  .filter((file) => /\.([cm]?js|tsx?)$/.test(file) && !excludedFolders.test(file));

/** Replaces the clock by one that starts at a fixed instant. */
const clockReplacement = /\bvi\.(useFakeTimers\(\{[^}]*\bnow\b|setSystemTime\()/;

/** @returns one line per use of real time: file, line, text, and replacement */
function findRealTime(file: string, text: string): string[] {
  const hasFixedClock = clockReplacement.test(text);
  return text.split("\n").flatMap((line, index) => {
    if (/^\s*(\/\/|\/?\*)/.test(line)) return [];
    return rules
      .filter(({ name, pattern }) => pattern.test(line) && !(hasFixedClock && name === "reading the clock"))
      .map(({ name, replacement }) => `${file}:${index + 1}: ${name}: ${line.trim()} (instead: ${replacement})`);
  });
}

const usesByFile = new Map(
  testFiles
    .map((file) => [file, findRealTime(file, readFileSync(file, "utf8"))] as const)
    .filter(([, uses]) => uses[0]),
);

test("tests neither read the real clock nor wait for real time", () => {
  const exceptions = new Set([...Object.keys(allowedFiles), ...remainingFiles]);
  const violations = [...usesByFile].flatMap(([file, uses]) => (exceptions.has(file) ? [] : uses));
  expect(violations).toEqual([]);
});

test("each permanent exception is still needed", () => {
  expect(Object.keys(allowedFiles).filter((file) => !usesByFile.has(file))).toEqual([]);
  expect(remainingFiles.filter((file) => file in allowedFiles)).toEqual([]);
});

test.each([
  "await new Promise((resolve) => setTimeout(resolve, 50));",
  'import { setTimeout as delay } from "node:timers/promises";',
  "await page.waitForTimeout(100);",
  "const pause = () => sleep(5);",
  "const now = Date.now();",
  "const now = new Date();",
  "const today = Temporal.Now.plainDateISO();",
  "const startedAt = performance.now();",
  'vi.useFakeTimers({ toFake: ["Date"] }); const now = Date.now();',
  "vi.useFakeTimers({ now: thursday }); await sleep(5);",
])("finds %s", (line) => {
  expect(findRealTime("a.test.ts", `\n${line}`)).toEqual([expect.stringMatching(/^a\.test\.ts:2: .*instead: /)]);
});

test.each([
  "timer.sleep();",
  "scheduler.setTimeout(run, 5);",
  "const day = new Date(instant);",
  "// Date.now() is not read here.",
  "vi.useFakeTimers({ now: thursday }); const now = Date.now();",
])("accepts %s", (line) => {
  expect(findRealTime("a.test.ts", line)).toEqual([]);
});
