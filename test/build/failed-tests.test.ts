import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { failedTests, failureSummary, type TestReport } from "../../build/failed-tests.mjs";

const folder = mkdtempSync(join(tmpdir(), "failed-tests-"));
const nodeModules = join(import.meta.dirname, "../../node_modules");
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns the report of a real run, so that the fields are those that Vitest writes */
function run(files: Record<string, string>): TestReport {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  symlinkSync(nodeModules, join(folder, "node_modules"));
  const report = join(folder, "report.json");
  const vitest = join(nodeModules, "vitest/vitest.mjs");
  spawnSync(process.execPath, [vitest, "run", "--root", folder, "--reporter=json", `--outputFile.json=${report}`]);
  return JSON.parse(readFileSync(report, "utf8"));
}

describe("the failed tests at the end of the gate", () => {
  const command = "npx vitest run --project unit";
  const summaries = failedTests(
    run({
      "sums.test.js": `import { expect, it } from "vitest";
        it("adds", () => expect(1 + 1).toBe(2));
        it("multiplies (\`2 × 3\`)", () => expect(2 * 3).toBe(5));`,
      "broken.test.js": `import "./missing.js";`,
    }),
    command,
  )
    .map((failure) => failureSummary(failure).split("\n"))
    .sort();

  it("name file, line, assertion, and the command that reruns only that test", () => {
    const [place, assertion, rerun] = summaries[1] ?? [];
    expect(place).toMatch(/^FAILED .*sums\.test\.js:3 > multiplies \(`2 × 3`\)$/);
    expect(assertion).toBe("  AssertionError: expected 6 to be 5 // Object.is equality");
    expect(rerun).toMatch(/^ {2}rerun: npx vitest run --project unit .*sums\.test\.js -t "multiplies \.\.2 \. 3\.\."$/);
    expect(summaries[1]).toHaveLength(3);
  });

  it("include files that cannot be loaded", () => {
    const [place, reason] = summaries[0] ?? [];
    expect(place).toMatch(/broken\.test\.js > cannot be loaded$/);
    expect(reason).toContain("missing.js");
    expect(summaries).toHaveLength(2);
  });
});
