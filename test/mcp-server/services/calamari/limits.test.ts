import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, onTestFinished } from "vitest";
import type { RateLimit, RateLimiter } from "../../../../mcp-server/domain/ports";
import { openRateLimiter } from "../../../../mcp-server/platform/rate-limiter";
import { people } from "../../../fakes/calamari/seed";
import { morning } from "../session";
import { failureOf, type Setup, setup } from "./setup";

let open: Setup | null = null;
afterEach(async () => {
  expect(open?.calamari.unknownMembers()).toEqual([]);
  expect(open?.calamari.othersAskedFor(people.nora)).toEqual([]);
  open?.calamari.assertKeyOnlyInHeaders(open.logged());
  await open?.close();
  open = null;
});

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
  open = await setup("nora", {}, { rateLimiter });
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

/** By real clocks, with the service in the same process: a machine that stands still for half a second lets more arrive together. */
const onRealClocks = { timeout: 20_000, retry: 2 };

it("ten in a second is kept to, without a word", onRealClocks, async () => {
  const rateLimiter = openRateLimiter(home(), "account");
  open = await setup("nora", { now: undefined, frozen: false, settings: { limits: true } }, { rateLimiter });
  await open.service.facts();
  await Promise.all(Array.from({ length: 12 }, () => open?.service.timer.read()));
  expect(open.calamari.requests.filter(({ status }) => status === 429)).toEqual([]);
});

it("no more than ten arrive in a second, though some take longer on their way than others", onRealClocks, async () => {
  const rateLimiter = openRateLimiter(home(), "account");
  let count = 0;
  /** What is sent waits on its way, eight by eight, and comes with what was sent after it. */
  const slow: RateLimiter = {
    async take(limits, call) {
      await rateLimiter.take(limits, call);
      const index = count++;
      await new Promise((resolve) => setTimeout(resolve, index % 16 < 8 ? 160 : 0));
    },
  };
  open = await setup("nora", { now: undefined, frozen: false, settings: { limits: true } }, { rateLimiter: slow });
  await open.service.facts();
  const days = Array.from({ length: 30 }, (_, day) => `2026-11-${String(day + 1).padStart(2, "0")}`);
  const read = (day: string) => open?.service.absences?.balances({ day, typeId: "3" });
  await Promise.all(days.map(read));
  expect(open.calamari.requests.length).toBeGreaterThan(35);
  expect(open.calamari.requests.filter(({ status }) => status === 429)).toEqual([]);
});

it("what is sent again counts as well", async () => {
  let counted = 0;
  const counting: RateLimiter = {
    async take() {
      counted += 1;
    },
  };
  open = await setup("nora", {}, { rateLimiter: counting });
  open.calamari.fail({ path: /timesheetentries/, times: 2, failure: { kind: "status", status: 503 } });
  await open.service.facts();
  await open.service.timer.read();
  expect(counted).toBe(open.calamari.requests.length);
  expect(open.calamari.count(/timesheetentries/)).toBe(4);
});

it("a quota that others have used up is told by what Calamari says of it, and asked against once", async () => {
  open = await setup("nora");
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
  open = await setup("nora");
  await open.service.facts();
  const field = "Your current usage is 300/day, 40/hour, 11/sec\nYour current limits 2880/day, 720/hour, 10/sec.";
  const body = JSON.stringify({ code: "QUOTA_EXCEEDED", field });
  open.calamari.fail({ path: /timesheetentries/, times: 1, failure: { kind: "status", status: 429, body } });
  const before = Date.now();
  expect(await open.service.timer.read()).toEqual({ running: [], onBreak: null });
  expect(Date.now() - before).toBeGreaterThanOrEqual(990);
  open.calamari.fail({ path: /timesheetentries/, failure: { kind: "status", status: 429, body } });
  const error = await failureOf(open.service.timer.read());
  expect(error).toMatchObject({ kind: "rate_limited", message: expect.stringMatching(/10 requests per second/) });
  expect(error.next).toMatch(/moment/);
});

it("a stamp over the quota was not saved, and is sent once", async () => {
  open = await setup("nora");
  await open.service.facts();
  const body = JSON.stringify({ code: "QUOTA_EXCEEDED", field: null });
  open.calamari.fail({ path: /clock-in/, failure: { kind: "status", status: 429, body } });
  const error = await failureOf(open.service.timer.start({ work: {} }));
  expect(error).toMatchObject({ kind: "rate_limited", saved: "no" });
  expect(open.calamari.count(/clock-in/)).toBe(1);
});

it("a passing trouble of Calamari is asked through, for reads only", async () => {
  open = await setup("nora");
  await open.service.facts();
  open.calamari.fail({ path: /timesheetentries/, times: 2, failure: { kind: "status", status: 503 } });
  expect(await open.service.timer.read()).toEqual({ running: [], onBreak: null });
});
