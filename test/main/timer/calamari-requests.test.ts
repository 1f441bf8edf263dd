import { expect, test } from "vitest";
import { AppFailure } from "#main/app/failure";
import { Scheduler } from "#main/app/scheduler";
import { Entries } from "#main/app/state/entries";
import type { TimerServer } from "#main/timer/commands";
import { Timer } from "#main/timer/timer";
import { thursday } from "../../fakes/tool-session";
import { calamariSession } from "../../mcp-server/server/tools/calamari-session";
import { memoryLastKnown, memoryOutbox } from "../fixtures";

/**
 * What a day with Punchcard costs a company that shares 720 requests an hour (calamari-api.md §1.4): the app's timer and
 * windows over the real tools and the real adapter, on a fake Calamari that counts.
 */
const minute = 60_000;

/** Timers that run when they are told to. */
function handTimers(now: () => number, advance: (milliseconds: number) => void) {
  const waiting = new Map<number, { due: number; run: () => void }>();
  let ids = 0;
  const scheduler = new Scheduler({
    now,
    setTimeout: (run, milliseconds) => {
      ids += 1;
      waiting.set(ids, { due: now() + milliseconds, run });
      return ids as unknown as ReturnType<typeof setTimeout>;
    },
    clearTimeout: (timer) => void waiting.delete(timer as unknown as number),
  });
  async function pass(milliseconds: number, settled: () => Promise<void>) {
    const until = now() + milliseconds;
    for (;;) {
      const [next] = [...waiting].filter(([, { due }]) => due <= until).sort(([, a], [, b]) => a.due - b.due);
      if (!next) break;
      waiting.delete(next[0]);
      advance(Math.max(0, next[1].due - now()));
      next[1].run();
      await settled();
    }
    advance(until - now());
  }
  return { scheduler, pass };
}

async function app() {
  const [started, finished] = [Date.parse("2026-11-18T08:00:00Z"), Date.parse("2026-11-18T16:00:00Z")];
  const worked = { id: 501, employee: 41, started, finished, breaks: [], projects: [], description: "" };
  const session = await calamariSession({ tray: true }, { seed: (state) => void state.shifts.push(worked) });
  const advance = (milliseconds: number) => {
    session.clock.now += milliseconds;
    session.calamari.advance(milliseconds / 1000);
  };
  session.clock.now = thursday;
  let calls: Promise<unknown> = Promise.resolve();
  const server: TimerServer = {
    request: () => Promise.reject(new Error("The journal is not asked here.")),
    async call(tool, { account: _account, ...args }, schema) {
      const answer = session.call(tool, args);
      calls = Promise.allSettled([calls, answer]);
      const { isError, data, text } = await answer;
      if (isError) throw new AppFailure({ code: "invalid", message: text, saved: "no" });
      return schema.parse(data) as never;
    },
  };
  const { scheduler, pass } = handTimers(() => session.clock.now, advance);
  const timer = new Timer({
    server,
    scheduler,
    outbox: memoryOutbox(),
    lastKnown: memoryLastKnown(),
    account: () => "kimai-1",
    reopens: () => false,
    stamps: () => false,
    unreadableReason: async () => null,
    changed: () => undefined,
    called: () => undefined,
    log: () => undefined,
  });
  const settled = async () => {
    let last: Promise<unknown> | undefined;
    while (last !== calls) {
      last = calls;
      await last;
      await new Promise(setImmediate);
    }
  };
  const entries = new Entries({ server, account: () => "kimai-1", written: () => undefined });
  const { requests } = session.calamari;
  /** What was sent meanwhile, by the last word of each path. */
  async function sent(run: () => Promise<unknown>): Promise<string[]> {
    const before = requests.length;
    await run();
    return requests.slice(before).map(({ path }) => path.split("/").at(-1) ?? "");
  }
  // What the account is was read when it was connected.
  await session.call("get_account");
  return { timer, entries, pass: (count: number) => pass(count * minute, settled), sent, session };
}

const choice = { work: { project: { id: "14", name: "Harbour app" } }, text: "", tags: [] };

test("the tray costs three requests in an idle hour and four in one of work", async () => {
  const { timer, pass, sent } = await app();
  await timer.refresh();
  expect(await sent(() => pass(60))).toEqual(["find", "find", "find"]);
  await timer.clockIn(choice);
  expect(await sent(() => pass(60))).toEqual(["find", "find", "find", "find"]);
});

test("a click costs its stamp, a look on either side, and the new status with what was worked on lately", async () => {
  const { timer, pass, sent, session } = await app();
  // Which projects and kinds of break there are is asked once in ten minutes.
  await session.call("find_work", { query: "harbour" });
  await session.call("get_account", { show: ["rights"] });
  await timer.refresh({ recent: true });
  expect(await sent(() => timer.clockIn(choice))).toEqual(["find", "clock-in", "find", "find", "find"]);
  await pass(1);
  expect(await sent(() => timer.takeBreak("2"))).toEqual(["find", "break-start", "find", "find"]);
  await pass(1);
  expect(await sent(() => timer.resume())).toEqual(["find", "break-stop", "find", "find"]);
  await pass(1);
  expect(await sent(() => timer.clockOut())).toEqual(["find", "clock-out", "find", "find", "find"]);
});

test("a status, the timer window once it knows the recents, and a week of entries are one request each", async () => {
  const { timer, entries, sent, session } = await app();
  expect(await sent(() => session.call("get_status"))).toEqual(["find"]);
  expect(await sent(() => timer.refresh())).toEqual(["find", "get-projects-for-person", "find"]);
  expect(await sent(() => timer.refresh())).toEqual(["find"]);
  expect(await sent(() => entries.list({ from: "2026-11-16", to: "2026-11-22" }, 1))).toEqual(["find"]);
});

test("one entry costs four requests, and ten of one month a few looks more than their ten writes", async () => {
  const { sent, session } = await app();
  await session.call("find_work", { query: "harbour" });
  const row = (day: number) => ({ day: `2026-11-${day}`, from: "9:00", to: "10:00", project: "Harbour app" });
  // Is there one already, by the tool and right before the write; and what came of it.
  expect(await sent(() => session.ok("log_time", { entries: [row(10)] }))).toEqual(["find", "find", "create", "find"]);
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11].map((day) => ({
    ...row(day),
    day: `2026-11-${`${day}`.padStart(2, "0")}`,
  }));
  const all = await sent(() => session.ok("log_time", { entries: ten }));
  expect(all.filter((one) => one === "create")).toHaveLength(10);
  expect(all.length).toBeLessThanOrEqual(18);
});

test("a report of a month costs one request, with target four the first time", async () => {
  const { sent, session } = await app();
  const plain = { period: "this month", by: ["day"] };
  expect(await sent(() => session.ok("report_time", plain))).toEqual(["find"]);
  const owed = { ...plain, show: ["target"] };
  const cold = await sent(() => session.ok("report_time", owed));
  expect(cold.sort()).toEqual(["find", "find", "find", "get-absence-types"]);
  // Holidays, absences and their kinds are remembered for ten minutes, time is not.
  expect(await sent(() => session.ok("report_time", owed))).toEqual(["find"]);
});
