import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { failedTests, type TestReport } from "../../build/failed-tests.mjs";

const folder = mkdtempSync(join(tmpdir(), "failed-tests-"));
const nodeModules = join(import.meta.dirname, "../../node_modules");
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns the report of a real run, so that the fields are those that vitest writes */
function run(files: Record<string, string>): TestReport {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  symlinkSync(nodeModules, join(folder, "node_modules"));
  const report = join(folder, "report.json");
  const vitest = join(nodeModules, "vitest/vitest.mjs");
  spawnSync(process.execPath, [vitest, "run", "--root", folder, "--reporter=json", `--outputFile.json=${report}`]);
  return JSON.parse(readFileSync(report, "utf8"));
}

describe("the failed tests, at the end of the gate", () => {
  it("names each with its file and the first lines of why, and files that cannot be loaded", () => {
    const said = failedTests(
      run({
        "sums.test.js": `import { expect, it } from "vitest";
          it("adds", () => expect(1 + 1).toBe(2));
          it("multiplies", () => expect(2 * 3).toBe(5));`,
        "broken.test.js": `import "./missing.js";`,
      }),
    ).sort();
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/broken\.test\.js\n {4}.*missing\.js/);
    expect(said[1]).toMatch(/sums\.test\.js > multiplies\n {4}AssertionError: expected 6 to be 5/);
    expect(said[1]?.split("\n").length).toBeLessThanOrEqual(13);
  });
});
