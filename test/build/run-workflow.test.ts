import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { artifactStore } from "../../build/run-workflow/artifacts.mjs";
import { expressions, matrixRows, readWorkflow, systemOf } from "../../build/run-workflow/workflow.mjs";

const workflow = (name: string) => readWorkflow(resolve(".github/workflows", name));

it("orders jobs behind those that they need", () => {
  const ids = workflow("release.yml").map(({ id }) => id);
  for (const { id, needs = [] } of workflow("release.yml"))
    for (const needed of [needs].flat()) expect(ids.indexOf(needed)).toBeLessThan(ids.indexOf(id));
  expect(ids).toContain("container");
});

it("evaluates every expression of both workflows, and no unknown one", () => {
  for (const name of ["release.yml", "ci.yml"])
    for (const job of workflow(name))
      for (const matrix of matrixRows(job)) {
        const label = expressions({ tag: "v1.2.3", os: "", matrix }).text(job["runs-on"]);
        const { text, isTrue } = expressions({ tag: "v1.2.3", os: systemOf(label).os, matrix });
        expect(text(JSON.stringify(job.steps))).not.toContain("${{");
        for (const step of job.steps as { if?: string }[]) expect(isTrue(step.if)).toBeTypeOf("boolean");
      }
  const { text, isTrue } = expressions({ tag: "v1.2.3", os: "Linux", matrix: {} });
  expect(text("${{ inputs.tag || github.ref_name }} ${{ runner.os == 'macOS' && secrets.X || 'none' }}")).toBe(
    "v1.2.3 none",
  );
  expect([isTrue("runner.os == 'Linux'"), isTrue("runner.os != 'Linux'"), isTrue(undefined)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(() => text("${{ steps.x.outputs.y }}")).toThrow(/steps/);
});

it("makes a row of each system, and knows which of them this is", () => {
  const rows = matrixRows({ strategy: { matrix: { os: ["a", "b"], include: [{ os: "c" }] } } });
  expect(rows).toEqual([{ os: "a" }, { os: "b" }, { os: "c" }]);
  expect(matrixRows({})).toEqual([{}]);
  expect(["ubuntu-24.04", "ubuntu-24.04-arm", "windows-2025", "macos-15"].map((one) => systemOf(one).isHere)).toEqual([
    ...[true, false, false, false],
  ]);
});

it("hands files on as the actions do: flat, by name or pattern, and not without files", () => {
  const folder = mkdtempSync(join(tmpdir(), "artifacts-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  mkdirSync(join(from, "release"), { recursive: true });
  for (const name of ["a.deb", "b.txt"]) writeFileSync(join(from, "release", name), "x");
  const store = artifactStore(join(folder, "store"));
  store.upload(from, { name: "packages-x", path: "release/*.deb\nrelease/*.rpm" });
  expect(() => store.upload(from, { name: "none", path: "release/*.rpm" })).toThrow("no files");
  store.standIn("packages-y", { "c.exe": "x" });
  store.download(to, { pattern: "packages-*", path: "files", "merge-multiple": "true" });
  expect(readdirSync(join(to, "files")).sort()).toEqual(["a.deb", "c.exe"]);
  expect(() => store.download(to, { name: "packages-z" })).toThrow("no artifact");
});
