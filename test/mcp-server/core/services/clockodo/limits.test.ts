import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import type { Service } from "#core/domain/ports";
import { type Clock, systemClock } from "#core/platform/clock/clock";
import { openRateLimiter } from "#core/platform/rate-limiter";
import { enhancedEntries, groupsRead } from "#core/services/clockodo/client/client";
import { createClockodoService } from "#core/services/clockodo/index";
import { type FakeClockodo, type FakeClockodoOptions, startFakeClockodo } from "../../../../fakes/clockodo";
import { openToolSession } from "../../../../fakes/tool-session";
import { skipPauses } from "../pauses";
import { collect, failureOf } from "./setup";

let clockodo: FakeClockodo | null = null;
afterEach(async () => {
  expect(clockodo?.unknownParameters() ?? []).toEqual([]);
  await clockodo?.close();
  clockodo = null;
});

/** A Clockodo that enforces its limits, and processes of one account on it, which share a home and nothing else. */
async function begin(options: FakeClockodoOptions = {}) {
  const fake = await startFakeClockodo({ now: "2026-11-19T10:07:33Z", frozen: true, limits: true, ...options });
  clockodo = fake;
  const home = mkdtempSync(join(tmpdir(), "punchcard-limits-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const lines: string[] = [];
  let untilPause = new AbortController();
  const clock: Clock = {
    ...systemClock,
    pause(milliseconds, signal) {
      // Shorter ones are those of the lock.
      if (milliseconds >= 1_000) untilPause.abort();
      return systemClock.pause(milliseconds, signal);
    },
  };
  /** For a call that ends where a limit would make it wait. */
  const withoutPause = () => {
    untilPause = new AbortController();
    return { signal: untilPause.signal };
  };
  const paceOf = () => openRateLimiter(home, "clockodo", fake.now, clock);
  const process = (paced = true): Service => {
    const env = {
      accountId: "clockodo",
      secret: async () => fake.people.olga.key,
      breaks: { read: async () => null, write: async () => undefined },
      ...(paced && { rateLimiter: paceOf() }),
      log: (event: string, detail?: object) => void lines.push(JSON.stringify([event, detail])),
      now: fake.now,
    };
    const timing = { silenceMs: 60_000, retryBaseMs: 5, secondLookMs: 5 };
    const service = createClockodoService({ url: fake.url, user: fake.people.olga.email }, env, timing);
    onTestFinished(() => service.close());
    return service;
  };
  return { fake, process, paceOf, withoutPause, lines };
}
const week = { from: "2026-11-16T00:00:00Z", to: "2026-11-23T00:00:00Z", people: "me" } as const;
const work = { customer: "510", activity: "31" };
const groups = /entrygroups/;

describe("two processes of one account", () => {
  it("stay together below ten sums a minute, and the one that waits goes on when a minute is over", async () => {
    const { fake, process, withoutPause, lines } = await begin();
    const [first, second] = [process(), process()];
    const sums = async (service: Service, call?: { signal: AbortSignal }) => {
      const before = fake.count("GET", groups);
      await service.budgets?.(undefined, call);
      return fake.count("GET", groups) - before;
    };
    const each = await sums(first);
    expect(each).toBeGreaterThan(0);
    for (let sent = each, turn = 1; sent + each <= 10; sent += each, turn += 1) await sums(turn % 2 ? second : first);
    while (fake.count("GET", groups) < 10) await sums(first, withoutPause()).catch(() => undefined);
    expect(fake.count("GET", groups)).toBe(10);
    await expect(sums(second, withoutPause())).rejects.toThrow();
    await expect(sums(first, withoutPause())).rejects.toThrow();
    expect(fake.count("GET", groups)).toBe(10);
    fake.advance(30);
    await expect(sums(second, withoutPause())).rejects.toThrow();
    expect(lines.join()).toMatch(/clockodo\.rate_limit.*seconds/);
    fake.advance(32);
    expect(await sums(second)).toBe(each);
    expect(fake.requests.filter(({ status }) => status === 429)).toEqual([]);
  });

  it("count lists with names and texts a second time, and other requests not", async () => {
    const { fake, process, paceOf, withoutPause } = await begin();
    const [first, second] = [process(), process()];
    await first.facts();
    await second.facts();
    for (let count = 0; count < enhancedEntries.count - 2; count += 1) await paceOf().take([enhancedEntries]);
    await collect(first.time.list(week));
    await collect(second.time.list(week));
    await expect(collect(first.time.list(week, withoutPause()))).rejects.toThrow();
    expect((await second.timer.read({ signal: AbortSignal.timeout(20_000) })).running).toEqual([]);
    fake.advance(920);
    expect(await collect(first.time.list(week))).toHaveLength(1);
  });
});

describe("whoever waits for a tool", () => {
  it("is told of the pause while it lasts", async () => {
    const { fake, process, paceOf } = await begin();
    const service = process();
    const session = openToolSession({ service });
    await service.facts();
    for (let count = 0; count < enhancedEntries.count; count += 1) await paceOf().take([enhancedEntries]);
    fake.advance(880);
    const asked = session.call("list_time", { period: "this week" });
    await expect.poll(() => session.progress.length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(fake.count("GET", /entries/)).toBe(0);
    session.abort.abort();
    expect((await asked).isError).toBe(true);
  });
});

it("answers the eleventh sum of a minute at once where a turn comes only after the client's minute", async () => {
  const { fake, process, paceOf } = await begin();
  const service = process();
  await service.facts();
  for (let count = 0; count < groupsRead.count; count += 1) await paceOf().take([groupsRead]);
  expect(await failureOf(service.budgets?.(undefined) ?? Promise.resolve())).toMatchObject({
    kind: "rate_limited",
    saved: "no",
    retryAfter: expect.any(Number),
    next: expect.stringMatching(/Try again in \d minute/),
  });
  expect(fake.count("GET", groups)).toBe(0);
});

describe("429", () => {
  const path = /^\/v2\/clock$/;
  it("without a time to wait is asked again", async () => {
    const { fake, process } = await begin();
    fake.fail({ method: "GET", path, times: 2, failure: { kind: "status", status: 429 } });
    expect((await process(false).timer.read()).running).toEqual([]);
    expect(fake.count("GET", path)).toBe(3);
  });

  it("with a short time to wait is asked again then", async () => {
    const { fake, process } = await begin();
    const headers = { "retry-after": "1" };
    fake.fail({ method: "GET", path, times: 1, failure: { kind: "status", status: 429, headers } });
    const pauses = skipPauses(1_000);
    await process(false).timer.read();
    expect(pauses).toEqual([1_000]);
  });

  for (const retryAfter of [null, 40])
    it(`that stays is told${retryAfter ? ", with the time to wait" : ""}`, async () => {
      const { fake, process } = await begin({ settings: { retryAfter } });
      const service = process(false);
      // Nobody keeps count here, as somebody else with the same key would not.
      let refused: (Error & Record<string, unknown>) | null = null;
      for (let turn = 0; turn < 12 && !refused; turn += 1)
        refused = await failureOf(service.budgets?.(undefined) ?? Promise.resolve()).catch(() => null);
      expect(refused).toMatchObject({ kind: "rate_limited", saved: "no", ...(retryAfter && { retryAfter }) });
      // A time to wait beyond some seconds is not slept through, but told.
      expect(fake.count("GET", groups)).toBeLessThan(retryAfter ? 14 : 20);
    });

  it("for a write is not sent a second time, and nothing is saved", async () => {
    const { fake, process } = await begin();
    fake.fail({ method: "POST", path, failure: { kind: "status", status: 429 } });
    const error = await failureOf(process(false).timer.start({ work }));
    expect(error).toMatchObject({ kind: "rate_limited", saved: "no" });
    expect(fake.count("POST", path)).toBe(1);
    expect(fake.state.entries).toEqual([]);
  });
});
