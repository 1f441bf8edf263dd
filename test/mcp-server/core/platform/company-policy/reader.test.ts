import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { CompanyPolicyReader } from "#core/platform/company-policy/reader";
import { fileSource, type PolicySource } from "#core/platform/company-policy/sources";

const me = process.getuid?.() ?? 0;

function files() {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-policy-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { system: join(folder, "system.json"), own: join(folder, "own.json") };
}
const off = '{"version":1,"updates":"off"}';

test("the system's policy hides the one that the environment names, however broken it is", async () => {
  const { system, own } = files();
  const reader = new CompanyPolicyReader([fileSource(system, me), fileSource(own, null)]);
  await reader.look();
  expect(reader.current()).toEqual({ kind: "none" });
  writeFileSync(own, off);
  expect(await reader.look()).toBe(true);
  expect(reader.current()).toMatchObject({ kind: "bound", place: own, policy: { updates: "off" } });
  writeFileSync(system, '{"version":1,"clients":[]}');
  await reader.look();
  expect(reader.current()).toEqual({ kind: "bound", place: system, policy: { clients: [] } });
  writeFileSync(system, '{"version":1,"clients":[}');
  await reader.look();
  expect(reader.current()).toMatchObject({ kind: "broken", place: system });
  writeFileSync(system, off);
  chmodSync(system, 0o666);
  await reader.look();
  expect(reader.current()).toMatchObject({ kind: "broken", problem: expect.stringContaining("others than root") });
  // Nothing of the file differs but who may write it.
  chmodSync(system, 0o644);
  expect(await reader.look()).toBe(true);
  expect(reader.current()).toMatchObject({ kind: "bound", place: system });
  rmSync(system);
  expect(await reader.look()).toBe(true);
  expect(reader.current()).toMatchObject({ place: own });
});

test("what has not changed is not read again", async () => {
  const { system } = files();
  writeFileSync(system, off);
  let reads = 0;
  const source = fileSource(system, me);
  const reader = new CompanyPolicyReader([{ ...source, read: () => source.read().finally(() => reads++) }]);
  expect(await Promise.all([reader.look(), reader.look()])).toEqual([true, true]);
  expect(await reader.look()).toBe(false);
  expect(reads).toBe(1);
});

test("a place that tells nothing of its changes is asked again after a minute", async () => {
  let now = 0;
  let text: string | null = null;
  let reads = 0;
  const source: PolicySource = {
    place: "registry",
    read: async () => {
      reads++;
      return text;
    },
  };
  const reader = new CompanyPolicyReader([source], () => now);
  await reader.look();
  text = off;
  now = 59_999;
  expect(await reader.look()).toBe(false);
  expect(reads).toBe(1);
  now = 60_000;
  expect(await reader.look()).toBe(true);
  expect(reader.current()).toMatchObject({ kind: "bound" });
});
