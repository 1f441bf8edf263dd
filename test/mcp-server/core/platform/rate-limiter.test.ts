import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { RateLimit } from "#core/domain/ports";
import { openRateLimiter as openWith } from "#core/platform/rate-limiter";
import { createManualClock, type ManualClock } from "../../../fakes/manual-clock";
import * as fc from "../../../property";

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-rate-limiter-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A rate limiter of which every wait takes place on this clock. */
const openRateLimiter = (folder: string, clock: ManualClock) => openWith(folder, "a", clock.now, clock);
/** The date of a file, so many milliseconds after that of the clock. */
function setDate(file: string, clock: ManualClock, milliseconds: number): void {
  const date = new Date(clock.now() + milliseconds);
  utimesSync(file, date, date);
}

test("what is over the limit waits until there is room, and says for how long", async () => {
  const clock = createManualClock();
  const rateLimiter = openRateLimiter(home(), clock);
  const limits: RateLimit[] = [{ name: "groups", count: 3, seconds: 60 }];
  for (let request = 0; request < 3; request += 1) await rateLimiter.take(limits);
  const told: number[] = [];
  const waits = (seconds: number) => void told.push(seconds);
  await clock.run(rateLimiter.take(limits, { waits }));
  expect(told[0]).toBeGreaterThanOrEqual(60);
  expect(told[0]).toBeLessThanOrEqual(62);
  expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000);
  expect(clock.elapsed()).toBeLessThanOrEqual(62_000);
});

test("a wait ends with the call that it belongs to, which is not counted", async () => {
  const clock = createManualClock();
  const rateLimiter = openRateLimiter(home(), clock);
  const limits: RateLimit[] = [{ name: "groups", count: 1, seconds: 60 }];
  await rateLimiter.take(limits);
  const call = new AbortController();
  const waiting = rateLimiter.take(limits, { signal: call.signal, waits: () => call.abort(new Error("no longer")) });
  await expect(waiting).rejects.toThrow("no longer");
  await clock.advance(62_000);
  await rateLimiter.take(limits);
  expect(clock.elapsed()).toBe(62_000);
});

test("within no window there are ever more requests than its limit", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      async (pauses, most) => {
        const clock = createManualClock();
        const rateLimiter = openRateLimiter(home(), clock);
        const passed: number[] = [];
        for (const pause of pauses) {
          await clock.advance(pause);
          await clock.run(rateLimiter.take([{ name: "x", count: most, seconds: 3 }]));
          passed.push(clock.now());
        }
        for (const start of passed)
          expect(passed.filter((one) => one >= start && one < start + 3000).length).toBeLessThanOrEqual(most);
      },
    ),
    { numRuns: 15 },
  );
});

test("several processes share one count", async () => {
  const folder = home();
  const clock = createManualClock();
  const rateLimiters = [openRateLimiter(folder, clock), openRateLimiter(folder, clock)];
  const limits: RateLimit[] = [{ name: "x", count: 20, seconds: 60 }];
  const waiting = new Set<number>();
  const takes = Array.from({ length: 40 }, async (_none, index) => {
    await rateLimiters[index % 2]?.take(limits, { waits: () => void waiting.add(index) });
    return clock.elapsed();
  });
  const ends = await clock.run(...takes);
  expect(waiting.size).toBe(20);
  expect(ends.filter((end) => end < 60_000)).toHaveLength(20);
});

test("the lock of a process that died is broken, and a broken count starts anew", async () => {
  const folder = home();
  const clock = createManualClock();
  const rateLimiter = openRateLimiter(folder, clock);
  const limits: RateLimit[] = [{ name: "x", count: 5, seconds: 60 }];
  await rateLimiter.take(limits);
  const lock = join(folder, "rate-limits/a.json.lock");
  writeFileSync(lock, "1");
  setDate(lock, clock, -60_000);
  await clock.run(rateLimiter.take(limits));
  writeFileSync(join(folder, "rate-limits/a.json"), '{"x":[["no"]],"y":');
  await rateLimiter.take(limits);
  expect(JSON.parse(readFileSync(join(folder, "rate-limits/a.json"), "utf8"))).toMatchObject({
    x: [[expect.any(Number), 1]],
  });
});

test("many that find a dead process's lock together lose no count to one another", async () => {
  const place = home();
  const clock = createManualClock();
  const file = join(place, "rate-limits", "a.json");
  mkdirSync(join(place, "rate-limits"));
  writeFileSync(`${file}.lock`, "1");
  setDate(`${file}.lock`, clock, -60_000);
  const many = Array.from({ length: 24 }, () => openRateLimiter(place, clock));
  const limits: RateLimit[] = [{ name: "hour", count: 1_000, seconds: 3_600 }];
  await clock.run(...many.map((rateLimiter) => rateLimiter.take(limits)));
  const { hour } = JSON.parse(readFileSync(file, "utf8")) as { hour: [number, number][] };
  expect(hour.reduce((sum, [, requests]) => sum + requests, 0)).toBe(24);
});

test("a lock that a dead process left before the clock was set back holds nobody up", async () => {
  const folder = home();
  const clock = createManualClock();
  const rateLimiter = openRateLimiter(folder, clock);
  const limits: RateLimit[] = [{ name: "x", count: 5, seconds: 60 }];
  await rateLimiter.take(limits);
  const lock = join(folder, "rate-limits/a.json.lock");
  writeFileSync(lock, "1");
  setDate(lock, clock, 7_200_000);
  await clock.run(rateLimiter.take(limits));
  expect(clock.elapsed()).toBeLessThan(3_000);
});

test("where no count can be kept nothing is held back", async () => {
  const folder = home();
  writeFileSync(join(folder, "rate-limits"), "a file where the folder should be");
  const clock = createManualClock();
  await openRateLimiter(folder, clock).take([{ name: "x", count: 1, seconds: 60 }]);
  await openRateLimiter(folder, clock).take([{ name: "x", count: 1, seconds: 60 }]);
});

test("the file stays small whatever the limit", async () => {
  const folder = home();
  const clock = createManualClock();
  const rateLimiter = openRateLimiter(folder, clock);
  for (let request = 0; request < 500; request += 1) {
    await clock.advance(200_000);
    await rateLimiter.take([{ name: "day", count: 20_000, seconds: 86_400 }]);
  }
  expect(statSync(join(folder, "rate-limits/a.json")).size).toBeLessThan(2_500);
});

test("a wait that is too long for a call is refused at once, with how long it would be", async () => {
  const clock = createManualClock();
  const rateLimiter = openRateLimiter(home(), clock);
  const limits: RateLimit[] = [
    { name: "second", count: 2, seconds: 1 },
    { name: "hour", count: 3, seconds: 3_600 },
  ];
  const told: number[] = [];
  const call = { longestSeconds: 60, waits: (seconds: number) => void told.push(seconds) };
  for (let request = 0; request < 3; request += 1) {
    await rateLimiter.take(limits, call);
    await clock.advance(1_100);
  }
  const refused = rateLimiter.take(limits, call);
  await expect(refused).rejects.toMatchObject({
    kind: "rate_limited",
    saved: "no",
    message: expect.stringMatching(/the 3 requests .* in an hour/),
  });
  const { retryAfter } = (await refused.catch((error: unknown) => error)) as { retryAfter: number };
  expect(retryAfter).toBeGreaterThan(3_500);
  expect(retryAfter).toBeLessThan(3_700);
  expect(told).toEqual([]);
  await clock.advance(retryAfter * 1000);
  await rateLimiter.take(limits, call);
});
