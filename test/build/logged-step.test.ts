import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { lastLines, leftOut, loggedStep } from "../../build/logged-step.mjs";

const root = join(import.meta.dirname, "../..");

/** Runs Node with a script, under a name that no step of the gate has. */
async function run(script: string, program = process.execPath) {
  const step = await loggedStep("logged step under test", program, ["-e", script]);
  onTestFinished(() => rmSync(join(root, step.log), { force: true }));
  return step;
}

it("a step that fails keeps all that it said in a file and shows the end of it, without colors", async () => {
  const step = await run(
    "for (let n = 1; n <= 500; n++) console.log('\\u001b[31mline', n); console.error('why'); process.exitCode = 3",
  );
  expect(step.ok).toBe(false);
  expect(existsSync(join(root, step.log))).toBe(true);
  expect(step.lines()).toHaveLength(501);
  expect(step.lines()).toContain("line 1");
  const shown = lastLines(step).split("\n");
  expect(shown).toHaveLength(60);
  expect(shown).toContain("line 500");
  expect(step.lines()).toContain("why");
});

it("what was left out is told once, whichever of a step's processes said it and how often", async () => {
  const step = await run(
    "console.log('LEFT OUT: one'); console.error('stderr | \\u001b[2mLEFT OUT: two\\u001b[22m'); console.log('LEFT OUT: one')",
  );
  expect(step.ok).toBe(true);
  expect(leftOut(step).sort()).toEqual(["LEFT OUT: one", "LEFT OUT: two"]);
});

it("a program that cannot be started fails its step and says why", async () => {
  const step = await run("", "/nowhere/program");
  expect(step.ok).toBe(false);
  expect(lastLines(step)).toMatch(/ENOENT/);
});

it("a step that is killed names the signal", async () => {
  const step = await run("process.kill(process.pid, 'SIGTERM')");
  expect(step.ok).toBe(false);
  expect(lastLines(step)).toContain("ended by SIGTERM");
});
