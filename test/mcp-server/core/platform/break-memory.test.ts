import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openBreakMemory } from "#core/platform/break-memory";

test("another process reads of a break when it began, what ended for it, and what came after it", async () => {
  const home = mkdtempSync(join(tmpdir(), "punchcard-break-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const here = openBreakMemory(home, "work");
  const there = openBreakMemory(home, "work");
  expect(await there.read()).toBeNull();
  const on = { since: "2026-11-19T10:17:00Z", entryId: "4" };
  await here.write(on);
  expect(await there.read()).toEqual(on);
  await here.write({ ...on, resumed: "5" });
  expect(await there.read()).toEqual({ ...on, resumed: "5" });
  await there.write(null);
  expect(await here.read()).toBeNull();
});
