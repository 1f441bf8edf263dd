import { existsSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Clock } from "#core/platform/clock/clock";
import { withLock } from "#core/platform/file-lock";
import { openRotatingCredential } from "#core/platform/rotating-credential";
import { createManualClock } from "../../../fakes/manual-clock";

const folder = () => mkdtempSync(join(tmpdir(), "punchcard-lock-"));
/** The date of a file, so many milliseconds after that of the clock. */
function setDate(file: string, clock: Clock, milliseconds: number): void {
  const date = new Date(clock.now() + milliseconds);
  utimesSync(file, date, date);
}

/** Work of 20 ms that counts how many do it at the same time. */
function createWork(clock: Clock) {
  const count = { inside: 0, most: 0, done: 0 };
  const work = async () => {
    count.most = Math.max(count.most, ++count.inside);
    await clock.pause(20);
    count.inside -= 1;
    count.done += 1;
  };
  return { count, work };
}

test("ten that want it have it one after the other, and none leaves it behind", async () => {
  const file = join(folder(), "deep", "a.lock");
  const clock = createManualClock();
  const { count, work } = createWork(clock);
  await clock.run(...Array.from({ length: 10 }, () => withLock(file, work, { pause: 2 }, clock)));
  expect(count).toEqual({ inside: 0, most: 1, done: 10 });
  expect(existsSync(file)).toBe(false);
});

test("work that fails gives it back and fails", async () => {
  const file = join(folder(), "a.lock");
  await expect(withLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(file)).toBe(false);
});

test("the lock of a process that died is taken away, by one of those that wait", async () => {
  const file = join(folder(), "a.lock");
  const clock = createManualClock();
  writeFileSync(file, "1 dead");
  setDate(file, clock, -60_000);
  const { count, work } = createWork(clock);
  await clock.run(...Array.from({ length: 5 }, () => withLock(file, work, { beat: 50, pause: 2 }, clock)));
  expect(count).toEqual({ inside: 0, most: 1, done: 5 });
  expect(readdirSync(join(file, ".."))).toEqual([]);
});

test.each([
  ["the lock", 0],
  ["a lock that looks old because the computer slept, or its clock was set forward,", -3_600_000],
  ["a lock that looks new because the clock was set back", 3_600_000],
])("%s is kept by whoever works for longer than a lock without a sign of life is believed in", async (_what, shift) => {
  const file = join(folder(), "a.lock");
  const clock = createManualClock();
  const times = { beat: 40, stale: 200, pause: 2 };
  const order: string[] = [];
  const first = withLock(file, () => clock.pause(1_000).then(() => order.push("first")), times, clock);
  await expect.poll(() => existsSync(file)).toBe(true);
  setDate(file, clock, shift);
  const second = withLock(file, async () => order.push("second"), times, clock);
  await clock.run(first, second);
  expect(order).toEqual(["first", "second"]);
});

test.each([
  ["in the future, before the clock was set back,", 86_400_000, 62],
  ["a moment ago", 0, 302],
])("a lock that a dead process left %s is waited for only so long", async (_when, shift, milliseconds) => {
  // Also the lock of a process that died while it took a dead one's lock away.
  for (const names of [["a.lock"], ["a.lock", "a.lock.break"]]) {
    const home = folder();
    const clock = createManualClock();
    for (const name of names) {
      writeFileSync(join(home, name), "1 dead");
      setDate(join(home, name), clock, shift);
    }
    const times = { beat: 20, stale: 300, pause: 2 };
    await clock.run(withLock(join(home, "a.lock"), async () => undefined, times, clock));
    expect(readdirSync(home)).toEqual([]);
    expect(clock.elapsed()).toBe(milliseconds);
  }
});

test("a lock that was taken over while the computer slept is not removed by whoever had it before", async () => {
  const file = join(folder(), "a.lock");
  await withLock(file, async () => writeFileSync(file, "2 somebody else"));
  expect(readFileSync(file, "utf8")).toBe("2 somebody else");
});

test("a rotating credential is in no file", async () => {
  const home = folder();
  let kept = "canary-refresh-1";
  const credential = openRotatingCredential(home, "calamari-1", {
    get: async () => kept,
    set: async (next) => {
      kept = next;
    },
  });
  const seen = await credential.locked(async () => {
    await credential.set("canary-refresh-2");
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return files.map((one) => readFileSync(join(one.parentPath, one.name), "utf8")).join("\n");
  });
  expect(seen).toMatch(/^\d+ /);
  expect(seen).not.toContain("canary");
  expect(await credential.get()).toBe("canary-refresh-2");
});
