import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Runs `npm run audit` on one test file of its own, which must lie where it finds vitest. */
function auditOf(attempts: string) {
  const folder = join(root, "out", `audit-test-${process.pid}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  const counter = JSON.stringify(join(root, "test/fakes/hostile/attempts.ts"));
  writeFileSync(
    join(folder, "planted.test.mjs"),
    `import { test } from "vitest";
    import { countAttempts } from ${counter};
    const audit = countAttempts("planted");
    ${attempts}`,
  );
  writeFileSync(
    join(folder, "vitest.config.mjs"),
    `export default { test: { root: ${JSON.stringify(folder)}, include: ["planted.test.mjs"] } };`,
  );
  const done = spawnSync(process.execPath, ["build/audit.mjs", "--config", join(folder, "vitest.config.mjs")], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PUNCHCARD_AUDIT: join(folder, "counts") },
  });
  return { status: done.status, lines: done.stdout.trim().split("\n") };
}

test("a leak that was planted is counted, named and fails the audit", () => {
  const { status, lines } = auditOf(`
    test("holds", () => { audit.attempt("one", null); audit.attempt("two", []); });
    test("leaks", () => audit.attempt("three", "the canary"));`);
  expect(lines.slice(-2)).toEqual(["got through: planted: three: the canary", "audit: 3 attempts, 1 got through"]);
  expect(status).toBe(1);
}, 60_000);

test("an audit without a leak ends with none", () => {
  const { status, lines } = auditOf(`test("holds", () => audit.attempt("one", null));`);
  expect(lines.at(-1)).toBe("audit: 1 attempts, 0 got through");
  expect(status).toBe(0);
}, 60_000);

test("an audit that counted nothing fails", () => {
  const { status, lines } = auditOf(`test("crashes", () => { throw new Error("before any attempt"); });`);
  expect(lines.at(-1)).toBe("audit: 0 attempts, 0 got through");
  expect(status).toBe(1);
}, 60_000);
