import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Scheduler } from "#main/app/scheduler";
import type { LastKnown } from "#main/timer/last-known";
import { Timer } from "#main/timer/timer";
import * as fc from "../../property";
import { entry, FakeService, iso, memoryLastKnown, memoryOutbox, thursday } from "../fixtures";

beforeEach(() => {
  vi.useFakeTimers({ now: thursday });
});
afterEach(() => {
  vi.useRealTimers();
});

const choice = (id: string) => ({ work: { project: { id, name: id } }, text: "", tags: [] });
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);
const at = (minute: number) => iso(thursday + minute * 60_000);

interface Run {
  account?: { current: string | null };
  stamps?: boolean;
  outbox?: ReturnType<typeof memoryOutbox>;
  lastKnown?: LastKnown;
}

/** One run of the app. */
function start(
  service: FakeService,
  { account = { current: "kimai-1" }, stamps = false, outbox, lastKnown }: Run = {},
) {
  return new Timer({
    server: service,
    scheduler: new Scheduler(),
    outbox: outbox ?? memoryOutbox(),
    lastKnown: lastKnown ?? memoryLastKnown(),
    account: () => account.current,
    reopens: () => true,
    stamps: () => stamps,
    unreadableReason: async () => null,
    changed: () => undefined,
    called: () => undefined,
    log: () => undefined,
  });
}
const fresh = () => new FakeService(() => Date.now());
/** Working on #3 since the begin, then the service is gone. */
async function goneWhileWorking(options: Run = {}) {
  const service = fresh();
  const timer = start(service, options);
  await timer.clockIn(choice("3"));
  await minutes(30);
  service.mode = "offline";
  await timer.refresh();
  return { service, timer };
}
const waits = (timer: Timer) => timer.view().outbox.waiting.map(({ command, meantAt }) => `${command} ${meantAt}`);
const states = (timer: Timer) => timer.view().outbox.waiting.map(({ state }) => state);

/** Answers nothing until the function is called. */
function hold(service: FakeService): () => void {
  let answer = () => {};
  service.gate = new Promise((done) => {
    answer = done;
  });
  return answer;
}

describe("a start at which nothing can be read", () => {
  const known = async (more: Run = {}) => {
    const lastKnown = memoryLastKnown();
    const service = fresh();
    const before = start(service, { lastKnown, ...more });
    await before.clockIn(choice("3"));
    await before.refresh({ recent: true });
    service.mode = "offline";
    const timer = start(service, { lastKnown, ...more });
    return { service, lastKnown, before, timer };
  };

  test("shows nothing while the first reading is under way, and then what was known last", async () => {
    const { timer, before } = await known();
    expect(timer.view()).toMatchObject({ phase: "unknown", status: null, stale: false });
    await timer.refresh();
    expect(timer.view()).toMatchObject({ phase: "working", stale: true, outbox: { offline: "kept" } });
    expect(timer.view().status).toEqual(before.view().status);
    expect(timer.view().recent).toEqual(before.view().recent);
    expect(timer.view().recent).not.toEqual([]);
  });

  test("keeps a click with its time, and sends it once when the service answers", async () => {
    const { timer, service } = await known();
    await minutes(5);
    await timer.refresh();
    await timer.clockOut();
    expect(timer.view()).toMatchObject({
      phase: "idle",
      outbox: { waiting: [{ command: "clock_out", meantAt: at(5) }] },
    });
    await minutes(5);
    expect(service.writes).toHaveLength(1);
    service.mode = "fine";
    await timer.refresh();
    await timer.refresh();
    expect(service.writes.slice(1)).toEqual([`out ${at(5)}`]);
    expect(timer.view()).toMatchObject({ phase: "idle", stale: false, outbox: { waiting: [], question: null } });
  });

  test("asks where the service shows something else than what was known last", async () => {
    const { timer, service } = await known();
    await timer.refresh();
    await timer.clockOut();
    service.mode = "fine";
    await start(service).clockIn(choice("7"));
    await timer.refresh();
    expect(timer.view().outbox.question).toMatchObject({ command: "clock_out" });
    expect(service.running).toMatchObject({ work: { project: { id: "7" } } });
  });

  test("shows it after two seconds of a reading that hangs, and goes on with the answer", async () => {
    const { timer, service } = await known();
    service.mode = "fine";
    const answer = hold(service);
    const reading = timer.refresh();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(timer.view()).toMatchObject({ phase: "unknown", stale: false });
    await vi.advanceTimersByTimeAsync(1);
    expect(timer.view()).toMatchObject({ phase: "working", stale: true, outbox: { offline: "kept" } });
    await timer.clockOut();
    expect(timer.view().outbox.waiting).toHaveLength(1);
    answer();
    await reading;
    expect(timer.view()).toMatchObject({ phase: "idle", stale: false, outbox: { waiting: [] } });
    expect(service.writes).toHaveLength(2);
  });

  test("keeps no click for a service that takes no other time than now", async () => {
    const stamping = await known({ stamps: true });
    await stamping.timer.refresh();
    expect(stamping.timer.view()).toMatchObject({ phase: "working", outbox: { offline: "not_kept" } });
    expect(stamping.lastKnown.of("kimai-1")?.stamps).toBe(true);
  });

  test("shows nothing of an account that was never read, nor where something else is wrong", async () => {
    const { timer, service, lastKnown } = await known({ account: { current: "kimai-1" } });
    const other = start(service, { lastKnown, account: { current: "kimai-2" } });
    await other.refresh();
    expect(other.view()).toMatchObject({ phase: "unknown", status: null, stale: true });
    service.mode = "refuse reads";
    await timer.refresh();
    expect(timer.view()).toMatchObject({ phase: "unknown", status: null, stale: true });
  });

  test("reads another account at once, though the reading of the former hangs", async () => {
    const account = { current: "kimai-1" as string | null };
    const service = fresh();
    const timer = start(service, { account });
    hold(service);
    void timer.refresh();
    await minutes(1);
    account.current = "kimai-2";
    service.gate = Promise.resolve();
    timer.reset();
    await timer.refresh();
    expect(timer.view()).toMatchObject({ phase: "idle", stale: false });
  });
});

describe("clicks while the service does not answer", () => {
  test("stand in line with their times, the timer goes on from them, and no sum counts them", async () => {
    const { service, timer } = await goneWhileWorking();
    const before = timer.view();
    expect(before).toMatchObject({ phase: "working", stale: true, outbox: { offline: "kept", assumed: null } });
    await timer.clockOut();
    expect(timer.view()).toMatchObject({ phase: "idle", pending: null, outbox: { assumed: { since: at(30) } } });
    await minutes(10);
    await timer.clockIn(choice("4"));
    await minutes(10);
    await timer.takeBreak();
    const view = timer.view();
    expect(view).toMatchObject({
      phase: "break",
      outbox: { assumed: { since: at(50), work: { project: { id: "4" } } } },
    });
    expect(waits(timer)).toEqual([`clock_out ${at(30)}`, `clock_in ${at(40)}`, `take_break ${at(50)}`]);
    expect(view.outbox.waiting.map(({ work }) => work?.project?.id)).toEqual(["3", "4", "4"]);
    expect(view.status?.today).toEqual(before.status?.today);
    expect(service.writes).toHaveLength(1);
  });

  test("are sent once each, in their order and as of their times, as soon as it answers", async () => {
    const { service, timer } = await goneWhileWorking();
    await timer.clockOut();
    await minutes(10);
    await timer.clockIn(choice("4"));
    await minutes(10);
    await timer.takeBreak();
    await minutes(10);
    await timer.resume();
    service.mode = "fine";
    await minutes(15);
    expect(service.writes.slice(1)).toEqual([
      `out ${at(30)}`,
      `in #4 ${at(40)}`,
      `break ${at(50)}`,
      `resume ${at(60)}`,
    ]);
    expect(timer.view()).toMatchObject({ phase: "working", stale: false, outbox: { waiting: [], assumed: null } });
    await minutes(60);
    expect(service.writes).toHaveLength(5);
  });

  test("are kept over a restart, also without any reading, and go on from what they lead to", async () => {
    const outbox = memoryOutbox();
    const { service, timer } = await goneWhileWorking({ outbox });
    await timer.clockOut();
    timer.sleep();
    const after = start(service, { outbox });
    expect(after.view()).toMatchObject({ phase: "idle", status: null, outbox: { assumed: { since: at(30) } } });
    await after.refresh();
    await minutes(1);
    await after.clockIn(choice("4"));
    expect(after.view()).toMatchObject({ phase: "working", outbox: { assumed: { work: { project: { id: "4" } } } } });
    service.mode = "fine";
    await after.retry();
    expect(service.writes.slice(1)).toEqual([`out ${at(30)}`, `in #4 ${at(31)}`]);
  });

  test("count once where a second click of the same kind follows", async () => {
    const { timer } = await goneWhileWorking();
    await timer.clockOut();
    await timer.clockOut();
    await timer.takeBreak();
    await timer.resume();
    expect(waits(timer)).toEqual([`clock_out ${at(30)}`]);
    await minutes(1);
    await timer.clockIn(choice("4"));
    await timer.clockIn(choice("4"));
    expect(waits(timer)).toHaveLength(2);
  });

  test("wait for a new credential too, and are sent once the account is connected again", async () => {
    const { service, timer } = await goneWhileWorking();
    service.mode = "signed out";
    await timer.clockOut();
    await minutes(5);
    await timer.clockIn(choice("4"));
    expect(service.writes).toHaveLength(1);
    service.mode = "fine";
    timer.reset("kimai-1");
    await timer.refresh();
    expect(service.writes.slice(1)).toEqual([`out ${at(30)}`, `in #4 ${at(35)}`]);
  });

  test("belong to their account: another one in use neither shows nor sends them", async () => {
    const account: { current: string | null } = { current: "kimai-1" };
    const { service, timer } = await goneWhileWorking({ account });
    await timer.clockOut();
    account.current = "kimai-2";
    timer.reset();
    service.mode = "fine";
    await timer.refresh();
    expect(timer.view().outbox).toMatchObject({ waiting: [], assumed: null });
    expect(service.writes).toHaveLength(1);
    expect(timer.waiting()).toEqual([{ account: "kimai-1", command: "clock_out", meantAt: at(30) }]);
    account.current = "kimai-1";
    timer.reset();
    await timer.refresh();
    expect(service.writes.slice(1)).toEqual([`out ${at(30)}`]);
  });

  test("go no further than the first that fails again, and are tried every minute at first", async () => {
    const { service, timer } = await goneWhileWorking();
    await timer.clockOut();
    await minutes(1);
    await timer.clockIn(choice("4"));
    const { call } = service;
    // It can be read, and takes nothing.
    service.mode = "fine";
    let tries = 0;
    service.call = async (tool, ...rest) => {
      if (!/^(get|find|list)/.test(tool)) {
        tries += 1;
        service.mode = "offline";
      }
      return call(tool, ...rest).finally(() => {
        service.mode = "fine";
      });
    };
    await timer.retry();
    expect(tries).toBe(1);
    expect(states(timer)).toEqual(["waiting", "waiting"]);
    await minutes(1);
    expect(tries).toBe(2);
    service.call = call;
    await minutes(1);
    expect(service.writes).toHaveLength(3);
  });
});

describe("a first click that the service does not take", () => {
  test.each([
    ["no connection", "offline", "waiting"],
    ["a lost answer", "lost", "unsure"],
  ] as const)("with %s stands in line by itself", async (_name, mode, state) => {
    const service = fresh();
    const timer = start(service);
    await timer.refresh();
    service.mode = mode;
    await timer.clockIn(choice("3"));
    expect(timer.view()).toMatchObject({ phase: "working", failed: null, outbox: { waiting: [{ state }] } });
    service.mode = "fine";
    await timer.retry();
    expect(service.writes).toEqual([`in #3 ${iso(thursday)}`]);
  });

  test("by its own refusal is told, and the next click takes its place", async () => {
    const service = fresh();
    const timer = start(service);
    service.mode = "refuse";
    await timer.clockIn(choice("3"));
    expect(timer.view()).toMatchObject({
      phase: "idle",
      failed: { command: "clock_in", retries: "then", failure: { code: "forbidden" } },
      outbox: { waiting: [], assumed: null },
    });
    service.mode = "fine";
    await timer.clockIn(choice("4"));
    expect(timer.view().failed).toBeNull();
    expect(timer.waiting()).toEqual([]);
    expect(service.writes).toHaveLength(1);
  });

  test("stops all behind it when it is refused later, until the person tries again or gives up", async () => {
    const { service, timer } = await goneWhileWorking();
    await timer.clockOut();
    await minutes(5);
    await timer.clockIn(choice("4"));
    service.mode = "refuse";
    await timer.retry();
    expect(timer.view().failed).toMatchObject({ command: "clock_out", failure: { code: "forbidden" } });
    expect(states(timer)).toEqual(["stopped", "waiting"]);
    service.mode = "fine";
    await minutes(20);
    expect(service.writes).toHaveLength(1);
    // To give it up would leave the next one on wrong ground: that is asked by what names both.
    await timer.cancel();
    expect(states(timer)).toHaveLength(2);
    await timer.retry();
    expect(service.writes.slice(1)).toEqual([`out ${at(30)}`, `in #4 ${at(35)}`]);
  });
});

describe("what waits and no longer fits", () => {
  test("is not sent: the person sees what stands there, and keeping it sends what comes behind", async () => {
    const { service, timer } = await goneWhileWorking();
    await timer.clockOut();
    await minutes(60);
    await timer.clockIn(choice("4"));
    // Somebody else has ended it meanwhile.
    const ended = entry({ ...(service.running ?? {}), end: at(48) });
    Object.assign(service, { running: null, last: ended });
    service.mode = "fine";
    await timer.retry();
    const { question } = timer.view().outbox;
    expect(question).toMatchObject({ command: "clock_out", meantAt: at(30), canInsist: true });
    expect(question?.stands).toMatchObject({ is: "ended", at: at(48) });
    expect(timer.view().phase).toBe("working");
    await minutes(30);
    expect(service.writes).toHaveLength(1);
    await timer.decide(question?.id ?? "", "keep");
    expect(service.writes.slice(1)).toEqual([`in #4 ${at(90)}`]);
    expect(timer.view().outbox).toMatchObject({ waiting: [], question: null });
  });

  test("is done as it was meant where the person insists: the end is corrected", async () => {
    const { service, timer } = await goneWhileWorking();
    await timer.clockOut();
    await minutes(60);
    Object.assign(service, { running: null, last: entry({ ...(service.running ?? {}), end: at(48) }) });
    service.mode = "fine";
    await timer.retry();
    await timer.decide(timer.view().outbox.question?.id ?? "", "insist");
    expect(service.writes.slice(1)).toEqual([`change {"id":"1","to":"${at(30)}"}`]);
    expect(timer.view()).toMatchObject({ phase: "idle", outbox: { waiting: [], question: null } });
  });

  test("is asked about also where it was ended elsewhere between the look and the sending", async () => {
    const { service, timer } = await goneWhileWorking();
    await timer.clockOut();
    await minutes(60);
    const { call } = service;
    service.mode = "fine";
    service.call = async (tool, ...rest) => {
      if (tool === "clock_out")
        Object.assign(service, { running: null, last: entry({ ...(service.running ?? {}), end: at(48) }) });
      return call(tool, ...rest);
    };
    await timer.retry();
    expect(timer.view().outbox.question).toMatchObject({ stands: { is: "ended", at: at(48) } });
  });

  test("is asked anew where what the person insisted against has changed again", async () => {
    const service = fresh();
    const timer = start(service);
    await timer.refresh();
    service.mode = "offline";
    await timer.clockIn(choice("3"));
    const other = (id: string, minute: number) => entry({ id, begin: at(minute), work: choice(id).work });
    service.running = other("8", -20);
    service.mode = "fine";
    await timer.refresh();
    const { question } = timer.view().outbox;
    expect(question).toMatchObject({ canInsist: true, stands: { is: "working", entry: { id: "8" } } });
    service.running = other("9", -10);
    await timer.decide(question?.id ?? "", "insist");
    expect(service.writes).toEqual([]);
    expect(timer.view().outbox.question).toMatchObject({ stands: { entry: { id: "9" } } });
    await timer.decide(timer.view().outbox.question?.id ?? "", "insist");
    expect(service.writes).toEqual([`in #3 ${iso(thursday)}`]);
  });

  test("goes on by itself when it fits again", async () => {
    const service = fresh();
    const timer = start(service);
    await timer.refresh();
    service.mode = "offline";
    await timer.clockIn(choice("3"));
    service.running = entry({ id: "8", begin: at(-20), work: choice("8").work });
    service.mode = "fine";
    await timer.refresh();
    expect(timer.view().outbox.question).not.toBeNull();
    service.running = null;
    await timer.refresh();
    expect(service.writes).toEqual([`in #3 ${iso(thursday)}`]);
  });

  test("is given up with all that builds on it, and what stands before it stays", async () => {
    const { service, timer } = await goneWhileWorking();
    await timer.clockOut();
    await minutes(5);
    await timer.clockIn(choice("4"));
    await minutes(5);
    await timer.takeBreak();
    await timer.discard(timer.view().outbox.waiting[1]?.id ?? "");
    expect(waits(timer)).toEqual([`clock_out ${at(30)}`]);
    service.mode = "fine";
    await timer.retry();
    expect(service.writes.slice(1)).toEqual([`out ${at(30)}`]);
  });
});

describe("a start whose answer was lost", () => {
  test("is found in the time sheet where other work has followed it, and not sent again", async () => {
    const service = fresh();
    const timer = start(service);
    await timer.refresh();
    service.mode = "lost";
    await timer.clockIn(choice("3"));
    service.mode = "offline";
    await minutes(20);
    // From the phone: ended, and something else begun and ended.
    const { call } = service;
    service.mode = "fine";
    await call("clock_in", { project: "#9" }, { parse: (value: unknown) => value } as never);
    await timer.refresh();
    expect(service.writes.filter((write) => write.startsWith("in #3"))).toHaveLength(1);
    expect(timer.view()).toMatchObject({ phase: "working", outbox: { waiting: [], question: null } });
  });

  test("stays in line, unsent, while the time sheet cannot be read", async () => {
    const service = fresh();
    const timer = start(service);
    await timer.refresh();
    service.mode = "lost";
    await timer.clockIn(choice("3"));
    service.running = null;
    const { call } = service;
    service.mode = "fine";
    service.call = async (tool, ...rest) => {
      if (tool === "list_time") service.mode = "offline";
      return call(tool, ...rest).finally(() => {
        service.mode = "fine";
      });
    };
    await timer.retry();
    expect(states(timer)).toEqual(["unsure"]);
    expect(service.writes).toHaveLength(1);
  });
});

describe("a service that takes no other time than now", () => {
  test("has nothing kept for it, and says so before the click", async () => {
    const { service, timer } = await goneWhileWorking({ stamps: true });
    expect(timer.view().outbox.offline).toBe("not_kept");
    await timer.clockOut();
    expect(timer.view()).toMatchObject({
      phase: "working",
      failed: { command: "clock_out", retries: "now" },
      outbox: { waiting: [] },
    });
    service.mode = "fine";
    await minutes(30);
    expect(service.writes).toHaveLength(1);
    await timer.retry();
    // By its own clock, when the person said so.
    expect(service.calls.findLast(({ tool }) => tool === "clock_out")?.args).toEqual({ account: "kimai-1" });
    expect(timer.view()).toMatchObject({ phase: "idle", failed: null });
  });

  test("is sent nothing by itself of what a crash left open", async () => {
    const click = { id: "1", account: "kimai-1", command: { name: "clock_out" as const }, meantAt: thursday - 60_000 };
    const service = fresh();
    service.running = entry({ id: "8", begin: at(-60) });
    const timer = start(service, { stamps: true, outbox: memoryOutbox([{ ...click, state: "sending" }]) });
    await timer.refresh();
    expect(service.writes).toEqual([]);
    expect(timer.view().failed).toMatchObject({
      command: "clock_out",
      retries: "now",
      failure: { code: "broken_off" },
    });
  });

  test("is not asked for a click again of which it is seen that it was taken", async () => {
    const service = fresh();
    const timer = start(service, { stamps: true });
    await timer.refresh();
    service.mode = "lost";
    await timer.clockIn(choice("3"));
    expect(timer.view().failed).toMatchObject({ failure: { saved: "unknown" } });
    service.mode = "fine";
    await timer.refresh();
    expect(timer.view()).toMatchObject({ phase: "working", failed: null });
    expect(timer.waiting()).toEqual([]);
  });
});

test("clicks, losses, outages and restarts in any order: every start arrives once, with its own time", async () => {
  const step = fc.record({
    click: fc.constantFrom("in", "in", "out", "break", "resume", "retry", "restart", "refresh"),
    mode: fc.constantFrom("fine", "offline", "lost"),
    wait: fc.constantFrom(0.05, 0.5, 2, 45),
  } as const);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      vi.setSystemTime(thursday);
      const service = fresh();
      let outbox = memoryOutbox();
      let timer = start(service, { outbox });
      await timer.refresh();
      const meant: string[] = [];
      let next = 3;
      for (const { click, mode, wait } of steps) {
        service.mode = mode;
        const { phase } = timer.view();
        // Before the first reading there is no button.
        if (click === "in" && phase !== "unknown") {
          // The same work again and again, within seconds: only the times tell the starts apart.
          next = 7 - next;
          const id = String(next);
          meant.push(`in #${id} ${iso(Date.now())}`);
          await timer.clockIn(choice(id));
        }
        // These have no button in other phases.
        else if (click === "out") await (/working|break/.test(phase) && timer.clockOut());
        else if (click === "break") await (phase === "working" && timer.takeBreak());
        else if (click === "resume") await (phase === "break" && timer.resume());
        else if (click === "retry") await timer.retry();
        else if (click === "refresh") await timer.refresh();
        else if (click === "restart") {
          const before = timer.waiting();
          outbox = memoryOutbox(outbox.all());
          timer.reset();
          timer = start(service, { outbox });
          expect(timer.waiting()).toEqual(before);
          await timer.refresh();
        }
        await minutes(wait);
      }
      service.mode = "fine";
      await timer.retry();
      await timer.refresh();
      await timer.settled();
      expect(service.writes.filter((write) => write.startsWith("in"))).toEqual(meant);
      expect(timer.view().outbox).toMatchObject({ waiting: [], question: null });
      timer.reset();
    }),
    { numRuns: 150 },
  );
});
