import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { RateLimit } from "../../../mcp-server/domain/ports";
import { openRateLimiter } from "../../../mcp-server/platform/rate-limiter";
import * as fc from "../../property";

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-rate-limiter-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("what is over the limit waits, and says for how long", async () => {
  const clock = { now: 1_000_000_000 };
  const rateLimiter = openRateLimiter(home(), "a", () => clock.now);
  const limits: RateLimit[] = [{ name: "groups", count: 3, seconds: 60 }];
  for (let request = 0; request < 3; request += 1) await rateLimiter.take(limits);
  const told: number[] = [];
  const gone = new AbortController();
  const waits = (seconds: number) => {
    told.push(seconds);
    gone.abort();
  };
  await expect(rateLimiter.take(limits, { signal: gone.signal, waits })).rejects.toThrow();
  expect(told[0]).toBeGreaterThanOrEqual(60);
  expect(told[0]).toBeLessThanOrEqual(62);
  clock.now += 62_000;
  await rateLimiter.take(limits);
});

test("within no window there are ever more requests than its limit", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      async (pauses, most) => {
        const clock = { now: 1_700_000_000_000 };
        const rateLimiter = openRateLimiter(home(), "a", () => clock.now);
        const passed: number[] = [];
        for (const pause of pauses) {
          clock.now += pause;
          const gone = new AbortController();
          const waits = () => gone.abort();
          await rateLimiter
            .take([{ name: "x", count: most, seconds: 3 }], {
              signal: AbortSignal.any([gone.signal, AbortSignal.timeout(15)]),
              waits,
            })
            .then(
              () => passed.push(clock.now),
              () => undefined,
            );
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
  const rateLimiter = openRateLimiter(folder, "a", () => 5_000_000);
  const another = openRateLimiter(folder, "a", () => 5_000_000);
  const limits: RateLimit[] = [{ name: "x", count: 20, seconds: 60 }];
  const sent = { taken: 0, waiting: 0 };
  const enough = new AbortController();
  const waits = () => {
    sent.waiting += 1;
  };
  const tries = Array.from({ length: 40 }, async (_, index) => {
    await (index % 2 ? rateLimiter : another).take(limits, { signal: enough.signal, waits });
    sent.taken += 1;
  });
  const ended = Promise.allSettled(tries);
  await expect.poll(() => sent.taken + sent.waiting, { timeout: 30_000 }).toBeGreaterThanOrEqual(40);
  enough.abort();
  await ended;
  expect(sent).toEqual({ taken: 20, waiting: 20 });
});

test("the lock of a process that died is broken, and a broken count starts anew", async () => {
  const folder = home();
  const rateLimiter = openRateLimiter(folder, "a");
  const limits: RateLimit[] = [{ name: "x", count: 5, seconds: 60 }];
  await rateLimiter.take(limits);
  const lock = join(folder, "pace/a.json.lock");
  writeFileSync(lock, "1");
  const old = Date.now() / 1000 - 60;
  utimesSync(lock, old, old);
  await rateLimiter.take(limits);
  writeFileSync(join(folder, "pace/a.json"), '{"x":[["no"]],"y":');
  await rateLimiter.take(limits);
  expect(JSON.parse(readFileSync(join(folder, "pace/a.json"), "utf8"))).toMatchObject({ x: [[expect.any(Number), 1]] });
});

test("many that find a dead process's lock together lose no count to one another", async () => {
  const place = home();
  const file = join(place, "pace", "a.json");
  mkdirSync(join(place, "pace"));
  writeFileSync(`${file}.lock`, "1");
  const old = new Date(Date.now() - 60_000);
  utimesSync(`${file}.lock`, old, old);
  const many = Array.from({ length: 24 }, () => openRateLimiter(place, "a"));
  await Promise.all(many.map((rateLimiter) => rateLimiter.take([{ name: "hour", count: 1_000, seconds: 3_600 }])));
  const { hour } = JSON.parse(readFileSync(file, "utf8")) as { hour: [number, number][] };
  expect(hour.reduce((sum, [, requests]) => sum + requests, 0)).toBe(24);
});

test("a lock that a dead process left before the clock was set back holds nobody up", async () => {
  const folder = home();
  const rateLimiter = openRateLimiter(folder, "a");
  const limits: RateLimit[] = [{ name: "x", count: 5, seconds: 60 }];
  await rateLimiter.take(limits);
  const lock = join(folder, "pace/a.json.lock");
  writeFileSync(lock, "1");
  const ahead = Date.now() / 1000 + 7_200;
  utimesSync(lock, ahead, ahead);
  await rateLimiter.take(limits, { signal: AbortSignal.timeout(3_000) });
});

test("where no count can be kept nothing is held back", async () => {
  const folder = home();
  writeFileSync(join(folder, "pace"), "a file where the folder should be");
  await openRateLimiter(folder, "a").take([{ name: "x", count: 1, seconds: 60 }]);
  await openRateLimiter(folder, "a").take([{ name: "x", count: 1, seconds: 60 }]);
});

test("the file stays small whatever the limit", async () => {
  const folder = home();
  const clock = { now: 1_700_000_000_000 };
  const rateLimiter = openRateLimiter(folder, "a", () => clock.now);
  for (let request = 0; request < 500; request += 1) {
    clock.now += 200_000;
    await rateLimiter.take([{ name: "day", count: 20_000, seconds: 86_400 }]);
  }
  expect(statSync(join(folder, "pace/a.json")).size).toBeLessThan(2_500);
});

test("a wait that is too long for a call is refused at once, with how long it would be", async () => {
  const clock = { now: 1_000_000_000 };
  const rateLimiter = openRateLimiter(home(), "a", () => clock.now);
  const limits: RateLimit[] = [
    { name: "second", count: 2, seconds: 1 },
    { name: "hour", count: 3, seconds: 3_600 },
  ];
  const told: number[] = [];
  const call = { longestSeconds: 60, waits: (seconds: number) => void told.push(seconds) };
  for (let request = 0; request < 3; request += 1) {
    await rateLimiter.take(limits, call);
    clock.now += 1_100;
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
  clock.now += retryAfter * 1000;
  await rateLimiter.take(limits, call);
});
