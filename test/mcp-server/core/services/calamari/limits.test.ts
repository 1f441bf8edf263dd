import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import type { RateLimit, RateLimiter } from "#core/domain/ports";
import { openRateLimiter } from "#core/platform/rate-limiter";
import { skipPauses } from "../pauses";
import { morning } from "../session";
import { begin, failureOf } from "./setup";

const home = () => {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-limits-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const hour: RateLimit[] = [{ name: "hour", count: 720, seconds: 3_600 }];

it("what is over the hour of the company is refused at once, with how long it takes, and is not sent", async () => {
  let clock = Date.parse(morning);
  // It moves on, or what is too much at once would wait for ever.
  const rateLimiter = openRateLimiter(home(), "account", () => {
    clock += 200;
    return clock;
  });
  const open = await begin({}, { rateLimiter });
  await open.service.timer.read();
  const sent = open.calamari.requests.length;
  for (let count = sent; count < 720; count += 1) await rateLimiter.take(hour);
  const error = await failureOf(open.service.timer.read());
  expect(error).toMatchObject({
    kind: "rate_limited",
    saved: "no",
    message: expect.stringMatching(/720 requests .* in an hour/),
  });
  expect(error.retryAfter).toBeGreaterThan(3_000);
  expect(open.calamari.requests.length).toBe(sent);
});

const realTimeout = setTimeout;

/**
 * Lets time pass in steps of 5 ms, never faster than it does, and only when all that was let go has arrived: a machine
 * that stands still in between would else make requests of different moments arrive together.
 */
async function inSteps<T>(work: Promise<T>, onItsWay: () => number): Promise<T> {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  while (!done) {
    do await new Promise((resolve) => realTimeout(resolve, 5));
    while (onItsWay() > 0);
    await vi.advanceTimersByTimeAsync(5);
  }
  return ended;
}

/** A rate limiter, and how many requests it has let go that have not arrived. */
async function limited(delayOf: (index: number) => number) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: Date.parse(morning) });
  onTestFinished(() => void vi.useRealTimers());
  const own = openRateLimiter(home(), "account");
  let taken = 0;
  let sent = 0;
  const rateLimiter: RateLimiter = {
    async take(limits, call) {
      await own.take(limits, call);
      const delay = delayOf(taken++);
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      sent += 1;
    },
  };
  const setting = { now: undefined, frozen: false, settings: { limits: true } };
  const made = await begin(setting, { rateLimiter });
  const { calamari } = made;
  return { ...made, run: <T>(work: Promise<T>) => inSteps(work, () => sent - calamari.requests.length) };
}

it("no more than ten arrive in a second, though some take longer on their way than others", async () => {
  // What is sent waits on its way, eight by eight, and comes with what was sent after it.
  const { service, calamari, run } = await limited((index) => (index % 16 < 8 ? 160 : 0));
  await run(service.facts());
  const days = Array.from({ length: 30 }, (_, day) => `2026-11-${String(day + 1).padStart(2, "0")}`);
  await run(Promise.all(days.map((day) => service.absences?.balances({ day, typeId: "3" }))));
  expect(calamari.requests.length).toBeGreaterThan(35);
  expect(calamari.requests.filter(({ status }) => status === 429)).toEqual([]);
});

it("what is sent again counts as well", async () => {
  let counted = 0;
  const counting: RateLimiter = {
    async take() {
      counted += 1;
    },
  };
  const open = await begin({}, { rateLimiter: counting });
  open.calamari.fail({ path: /timesheetentries/, times: 2, failure: { kind: "status", status: 503 } });
  await open.service.facts();
  await open.service.timer.read();
  expect(counted).toBe(open.calamari.requests.length);
  expect(open.calamari.count(/timesheetentries/)).toBe(4);
});

it("a quota that others have used up is told by what Calamari says of it, and asked against once", async () => {
  const open = await begin();
  await open.service.facts();
  const before = open.calamari.requests.length;
  const usages = [
    ["2881/day, 12/hour, 1/sec", /2880 requests per day/, /tomorrow/],
    ["812/day, 721/hour, 2/sec", /720 requests per hour/, /later/],
    ["no numbers at all", /fewer requests/, /minutes/],
  ] as const;
  for (const [usage, message, next] of usages) {
    const field = `Your current usage is ${usage}\nYour current limits 2880/day, 720/hour, 10/sec.`;
    const body = JSON.stringify({ code: "QUOTA_EXCEEDED", field });
    open.calamari.fail({ times: 1, failure: { kind: "status", status: 429, body } });
    const error = await failureOf(open.service.timer.read());
    expect(error).toMatchObject({ kind: "rate_limited", saved: "no", message: expect.stringMatching(message) });
    expect(error.next).toMatch(next);
  }
  expect(open.calamari.requests.length - before).toBe(usages.length);
});

it("what is too much in one second only is asked again after it", async () => {
  const open = await begin();
  await open.service.facts();
  const field = "Your current usage is 300/day, 40/hour, 11/sec\nYour current limits 2880/day, 720/hour, 10/sec.";
  const body = JSON.stringify({ code: "QUOTA_EXCEEDED", field });
  open.calamari.fail({ path: /timesheetentries/, times: 1, failure: { kind: "status", status: 429, body } });
  const pauses = skipPauses(1_000);
  expect(await open.service.timer.read()).toEqual({ running: [], onBreak: null });
  expect(pauses[0]).toBe(1_000);
  open.calamari.fail({ path: /timesheetentries/, failure: { kind: "status", status: 429, body } });
  const error = await failureOf(open.service.timer.read());
  expect(error).toMatchObject({ kind: "rate_limited", message: expect.stringMatching(/10 requests per second/) });
  expect(error.next).toMatch(/moment/);
});

it("a stamp over the quota was not saved, and is sent once", async () => {
  const open = await begin();
  await open.service.facts();
  const body = JSON.stringify({ code: "QUOTA_EXCEEDED", field: null });
  open.calamari.fail({ path: /clock-in/, failure: { kind: "status", status: 429, body } });
  const error = await failureOf(open.service.timer.start({ work: {} }));
  expect(error).toMatchObject({ kind: "rate_limited", saved: "no" });
  expect(open.calamari.count(/clock-in/)).toBe(1);
});

it("a passing trouble of Calamari is asked through, for reads only", async () => {
  const open = await begin();
  await open.service.facts();
  open.calamari.fail({ path: /timesheetentries/, times: 2, failure: { kind: "status", status: 503 } });
  expect(await open.service.timer.read()).toEqual({ running: [], onBreak: null });
});
