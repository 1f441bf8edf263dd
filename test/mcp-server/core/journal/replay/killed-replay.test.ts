import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundledProgram } from "../../../../fakes/program";
import { lostSheet } from "./lost-sheet";

let program: Awaited<ReturnType<typeof bundledProgram>>;
beforeAll(async () => {
  program = await bundledProgram(fileURLToPath(new URL("./replayer.ts", import.meta.url)));
}, 60_000);
afterAll(() => program.remove());

const entries = 12;

/** A sheet that lost twelve entries, two changes, a deletion, a project and a free day of its person's own. */
async function lost() {
  const on = lostSheet();
  const before = await on.entry(1);
  const doomed = await on.entry(2);
  await on.copy();
  for (let hour = 3; hour < 3 + entries; hour++) await on.entry(hour);
  await on.service.time.update(before.id, { text: "since the copy" });
  await on.service.time.remove(doomed.id);
  const project = await on.record("project", { name: "Website" });
  await on.records.update({ type: "project", id: project.id }, { name: "Relaunch" });
  await on.record("holiday", { name: "Eve", day: "2026-12-24", yearly: true });
  const all = on.rows();
  await on.goBack();
  const run = (at: number) => spawnSync(process.execPath, [program.script, on.file, String(at)], { encoding: "utf8" });
  return { on, all, run };
}

test("kill -9 at each third write of a replay leaves none of it, and the next replay makes each once", async () => {
  const whole = await lost();
  const writes = Number(whole.run(0).stdout);
  expect(writes).toBeGreaterThanOrEqual(entries + 4);
  expect(whole.on.rows()).toEqual(whole.all);

  const { on, all, run } = await lost();
  const begun = on.rows();
  const waiting = await on.look();
  expect([begun.entry.length, waiting.changes.length]).toEqual([2, entries + 5]);
  let killed = 0;
  for (let at = 1; at <= writes; at += 3) {
    expect(run(at).signal).toBe("SIGKILL");
    killed += 1;
    expect(on.rows()).toEqual(begun);
    expect(await on.look()).toEqual(waiting);
  }
  expect(killed).toBe(Math.ceil(writes / 3));
  expect(run(0).status).toBe(0);
  expect(on.rows()).toEqual(all);
  expect(on.rows().entry).toHaveLength(entries + 1);
  expect(await on.look()).toEqual({ since: null, changes: [] });
});

test("kill -9 after a replay was kept, and before it was noted, doubles nothing", async () => {
  const { on, all, run } = await lost();
  expect(run(-1).signal).toBe("SIGKILL");
  expect(on.rows()).toEqual(all);
  expect(await on.look()).toEqual({ since: null, changes: [] });
  expect(run(0).status).toBe(0);
  expect(on.rows()).toEqual(all);
});
