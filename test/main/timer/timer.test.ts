import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AppFailure } from "#main/app/failure";
import { Scheduler } from "#main/app/scheduler";
import type { Failure } from "#main/ipc/contract/index";
import { inPlace } from "#main/server/place";
import { Timer } from "#main/timer/timer";
import * as fc from "../../property";
import { FakeService, iso, memoryLastKnown, memoryOutbox, thursday } from "../fixtures";

beforeEach(() => {
  vi.useFakeTimers({ now: thursday });
});
afterEach(() => {
  vi.useRealTimers();
});

const choice = (id: string) => ({ work: { project: { id, name: id } }, text: "", tags: [] });
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

function opened(account: string | null = "kimai-1") {
  const service = new FakeService(() => Date.now());
  const scheduler = new Scheduler();
  const changed = vi.fn();
  const called = vi.fn();
  const current = { account };
  const timer = new Timer({
    server: service,
    scheduler,
    outbox: memoryOutbox(),
    lastKnown: memoryLastKnown(),
    account: () => current.account,
    reopens: (id) => id !== "calamari-1",
    stamps: () => false,
    unreadableReason: async () => null,
    changed,
    called,
    log: () => undefined,
  });
  const reads = () => service.calls.filter(({ tool }) => tool === "get_status").length;
  return { service, scheduler, changed, called, timer, reads, current };
}
/** A gate that holds every answer back until it is opened. */
function gated(service: FakeService): () => Promise<void> {
  let open: () => void = () => undefined;
  service.gate = new Promise((resolve) => {
    open = resolve;
  });
  return async () => {
    open();
    await vi.advanceTimersByTimeAsync(0);
  };
}
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: AppFailure): Failure => error.failure,
  );

test("clocking in and out shows at once, with the time of reading", async () => {
  const { timer, service } = opened();
  await timer.refresh();
  expect(timer.view()).toMatchObject({ phase: "idle", stale: false, readAt: iso(thursday) });
  expect(await timer.clockIn(choice("3"))).toMatchObject({ phase: "working", pending: null, failed: null });
  await minutes(65);
  const view = await timer.clockOut();
  expect(view).toMatchObject({ phase: "idle", suggestion: { work: { project: { id: "3" } } } });
  expect(service.writes).toEqual([`in #3 ${iso(thursday)}`, `out ${iso(thursday + 65 * 60_000)}`]);
});

test("each completed reading has another revision, also within a second; a failed one has not", async () => {
  const { timer, service } = opened();
  await timer.refresh();
  const first = timer.view();
  await timer.refresh();
  const second = timer.view();
  expect([second.readAt, second.revision]).toEqual([first.readAt, first.revision + 1]);
  service.mode = "offline";
  await timer.refresh();
  expect(timer.view()).toMatchObject({ stale: true, revision: second.revision });
});

test("a command with a time of its own is sent with that time, and tried again with it", async () => {
  const { timer, service } = opened();
  const hourAgo = thursday - 3_600_000;
  await timer.clockIn(choice("3"), false, hourAgo);
  await timer.takeBreak(undefined, hourAgo + 60_000);
  await timer.clockIn(choice("4"), false, hourAgo + 120_000);
  service.mode = "offline";
  const { outbox } = await timer.clockOut(hourAgo + 180_000);
  expect(outbox.waiting).toMatchObject([{ meantAt: iso(hourAgo + 180_000) }]);
  service.mode = "fine";
  await timer.retry();
  expect(service.writes).toEqual([
    `in #3 ${iso(hourAgo)}`,
    `break ${iso(hourAgo + 60_000)}`,
    `in #4 ${iso(hourAgo + 120_000)}`,
    `out ${iso(hourAgo + 180_000)}`,
  ]);
});

test("a clock out with a time of its own does not change the one that waits", async () => {
  const { timer, service } = opened();
  await timer.clockIn(choice("3"));
  service.mode = "offline";
  await timer.clockOut();
  service.mode = "fine";
  await minutes(1);
  await timer.clockOut(thursday - 60_000);
  await timer.refresh();
  expect(service.writes.slice(1)).toEqual([`out ${iso(thursday)}`]);
});

test("the second click of two does nothing", async () => {
  const { timer, service } = opened();
  const open = gated(service);
  const first = timer.clockIn(choice("3"));
  expect(await timer.clockIn(choice("3"))).toMatchObject({ pending: { command: "clock_in", since: iso(thursday) } });
  await timer.clockOut();
  await open();
  await first;
  expect(service.writes).toHaveLength(1);
});

test("clock out can be taken back for 8 seconds, not longer", async () => {
  const { timer, service } = opened();
  await timer.clockIn(choice("3"));
  expect((await timer.clockOut()).undo).toMatchObject({ until: iso(thursday + 8_000), entry: { id: "1" } });
  expect(await timer.undo()).toMatchObject({ phase: "working", undo: null, status: { running: { id: "1" } } });
  expect(service.writes.at(-1)).toBe('change {"id":"1","reopen":true}');
  await timer.clockOut();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(timer.view().undo).toBeNull();
  await timer.undo();
  expect(service.writes).toHaveLength(4);
});

test("undo takes the clock out back as the change that the journal made of it, told from where it was clicked", async () => {
  const { timer, service } = opened();
  service.journals = true;
  await timer.clockIn(choice("3"));
  await timer.clockOut();
  const undone = await inPlace("tray", () => timer.undo());
  expect(undone).toMatchObject({ phase: "working", failed: null, status: { running: { id: "1" } } });
  expect(service.writes.slice(2)).toEqual(['undo {"id":1,"place":"tray"}']);
});

test("undo makes the entry run again where the journal cannot take the clock out back", async () => {
  const { timer, service } = opened();
  Object.assign(service, { journals: true, undone: { kind: "cannot", reason: "gone" } });
  await timer.clockIn(choice("3"));
  await timer.clockOut();
  expect(await timer.undo()).toMatchObject({ phase: "working" });
  expect(service.writes.slice(2)).toEqual(['undo {"id":1,"place":"window"}', 'change {"id":"1","reopen":true}']);
});

test("undo changes nothing where the entry was changed since, and says so", async () => {
  const { timer, service } = opened();
  Object.assign(service, { journals: true, undone: { kind: "changed" } });
  await timer.clockIn(choice("3"));
  await timer.clockOut();
  expect(await timer.undo()).toMatchObject({ phase: "idle", failed: { command: "undo", failure: { saved: "no" } } });
  expect(service.writes.slice(2)).toHaveLength(1);
});

test("what is sent later is told from where it was clicked, not from where the sending came", async () => {
  const { timer, service } = opened();
  await timer.refresh();
  service.mode = "offline";
  await timer.refresh();
  await inPlace("tray", () => timer.clockIn(choice("3")));
  await timer.clockOut();
  service.mode = "fine";
  service.places.length = 0;
  await inPlace("tray", () => timer.refresh());
  expect(service.places.filter((one) => one.startsWith("clock"))).toEqual(["clock_in tray", "clock_out window"]);
});

test("a change of what runs while another command is under way is refused, not forgotten", async () => {
  const { timer, service } = opened();
  await timer.clockIn(choice("3"));
  const open = gated(service);
  const first = timer.clockOut();
  expect(await failureOf(timer.edit({ text: "Call" }))).toMatchObject({ code: "conflict", saved: "no" });
  await open();
  await first;
});

test("only those parts of what runs are sent that were changed", async () => {
  const { timer, service } = opened();
  await timer.clockIn(choice("3"));
  const work = { project: { id: "4", name: "Four" }, activity: { id: "", name: "New" } };
  await timer.edit({ work, tags: [], billable: false, createMissing: true });
  const [update] = service.calls.filter(({ tool }) => tool === "update_time");
  expect(JSON.parse(JSON.stringify(update?.args))).toEqual({
    account: "kimai-1",
    changes: [{ id: "1", project: "#4", activity: "New", tags: [], billable: false }],
    create_missing: true,
  });
});

test("reads again when the day turns at the account, and not for it before", async () => {
  // In Berlin it is 23:58; the next reading by itself would come after midnight.
  vi.setSystemTime(Date.parse("2026-11-19T22:58:00Z"));
  const { timer, reads } = opened();
  await timer.refresh();
  const before = reads();
  await vi.advanceTimersByTimeAsync(2 * 60_000 - 1);
  expect(reads()).toBe(before);
  await vi.advanceTimersByTimeAsync(1);
  expect(reads()).toBe(before + 1);
  timer.sleep();
  await vi.advanceTimersByTimeAsync(25 * 3_600_000);
  expect(reads()).toBe(before + 1);
});

test("where an ended entry cannot run again, what was saved is shown and nothing is sent to take it back", async () => {
  const { timer, service } = opened("calamari-1");
  await timer.clockIn(choice("3"));
  expect((await timer.clockOut()).undo).toMatchObject({ final: true, entry: { id: "1" } });
  expect(await timer.undo()).toMatchObject({ phase: "idle", undo: { final: true } });
  expect(service.writes).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(timer.view().undo).toBeNull();
});

test("a break of some kind names it, also when it is tried again", async () => {
  const { timer, service } = opened();
  await timer.clockIn(choice("3"));
  service.mode = "offline";
  await timer.takeBreak("2");
  service.mode = "fine";
  await timer.retry();
  const breaks = service.calls.filter(({ tool }) => tool === "take_break");
  expect(breaks.map(({ args }) => args.type)).toEqual(["#2", "#2"]);
  await timer.resume();
  expect(service.calls.filter(({ tool }) => tool === "take_break").at(-1)?.args).not.toHaveProperty("type");
});

test("a clock out that was not saved keeps its time and ends the entry then", async () => {
  const { timer, service } = opened();
  await timer.clockIn(choice("3"));
  service.mode = "offline";
  const view = await timer.clockOut();
  expect(view).toMatchObject({
    stale: true,
    phase: "idle",
    outbox: { waiting: [{ command: "clock_out", meantAt: iso(thursday), state: "waiting" }], offline: "kept" },
  });
  await minutes(8);
  expect((await timer.retry()).outbox.waiting).toMatchObject([{ meantAt: iso(thursday) }]);
  service.mode = "fine";
  expect(await timer.retry()).toMatchObject({ phase: "idle", outbox: { waiting: [], assumed: null }, stale: false });
  expect(service.writes.at(-1)).toBe(`out ${iso(thursday)}`);
});

test("a write whose answer was lost is not sent twice", async () => {
  const { timer, service } = opened();
  service.mode = "lost";
  expect(await timer.clockIn(choice("3"))).toMatchObject({ outbox: { waiting: [{ state: "unsure" }] } });
  service.mode = "fine";
  expect(await timer.retry()).toMatchObject({ phase: "working", outbox: { waiting: [] } });
  expect(service.writes).toHaveLength(1);
});

test("a lost answer settles itself as soon as the service can be read again", async () => {
  const { timer, service } = opened();
  service.mode = "lost";
  await timer.clockIn(choice("3"));
  service.mode = "fine";
  await timer.refresh();
  expect(timer.view()).toMatchObject({ phase: "working", outbox: { waiting: [] } });
  expect(service.writes).toHaveLength(1);
});

test("hours that the service stored otherwise than they were command stay told until the person gives it up", async () => {
  const { timer, service } = opened();
  await timer.clockIn(choice("3"));
  service.mode = "otherwise";
  await timer.clockOut();
  service.mode = "fine";
  await minutes(5);
  await timer.refresh();
  expect(timer.view()).toMatchObject({ phase: "idle", failed: { failure: { code: "conflict", saved: "yes" } } });
  expect((await timer.cancel()).failed).toBeNull();
  expect(service.writes).toHaveLength(2);
});

test("a refusal does not stand in the way of the next try, and can be given up", async () => {
  const { timer, service } = opened();
  service.mode = "refuse";
  expect((await timer.clockIn(choice("3"))).failed).toMatchObject({ failure: { code: "forbidden" } });
  expect((await timer.cancel()).failed).toBeNull();
  await timer.clockIn(choice("3"));
  service.mode = "fine";
  expect(await timer.clockIn(choice("4"))).toMatchObject({ phase: "working", failed: null });
});

test("what takes too long can be cancelled; what is true is read", async () => {
  const { timer, service } = opened();
  await timer.refresh();
  const open = gated(service);
  const clocking = timer.clockIn(choice("3"));
  await timer.cancel();
  await open();
  expect(await clocking).toMatchObject({ phase: "idle", pending: null, failed: null });
});

test("edits go to the running entry; with nothing running they are refused", async () => {
  const { timer, service } = opened();
  expect(await failureOf(timer.edit({ text: "x" }))).toMatchObject({ code: "nothing_running" });
  await timer.clockIn(choice("3"));
  expect(await timer.edit({ text: "Icons", begin: "9:30" })).toMatchObject({ status: { running: { text: "Icons" } } });
  expect(service.writes.at(-1)).toBe('change {"id":"1","description":"Icons","from":"9:30"}');
});

test("work without a project is booked without one, not on the most recent", async () => {
  const { timer, service } = opened();
  await timer.clockIn({ work: {}, text: "Reading", tags: [] });
  expect(service.calls.find(({ tool }) => tool === "clock_in")?.args).toEqual({
    account: "kimai-1",
    project: "",
    description: "Reading",
  });
});

test("a break and back", async () => {
  const { timer } = opened();
  await timer.clockIn(choice("3"));
  expect(await timer.takeBreak()).toMatchObject({ phase: "break", status: { break: { since: iso(thursday) } } });
  expect(await timer.resume()).toMatchObject({ phase: "working" });
});

test("never two readings at once, and a reading from before a click does not win over it", async () => {
  const { timer, service, reads } = opened();
  const open = gated(service);
  void timer.refresh();
  void timer.refresh();
  const clocking = timer.clockIn(choice("3"));
  // The click is answered while the reading from before it is still on its way.
  service.gate = Promise.resolve();
  await vi.advanceTimersByTimeAsync(0);
  await open();
  await clocking;
  expect(service.inFlight.mostReads).toBeLessThanOrEqual(1);
  expect(timer.view().phase).toBe("working");
  expect(reads()).toBeLessThanOrEqual(3);
});

test("what a clock in answers counts from then on, not from the reading before it", async () => {
  const { timer, service } = opened();
  await timer.refresh();
  await minutes(10);
  const { call } = service;
  let held: () => void = () => undefined;
  // The reading after the write takes its time.
  service.call = async (...args) => {
    if (args[0] === "get_status") await new Promise<void>((done) => (held = done));
    return call(...args);
  };
  const shown = () => {
    const { status } = timer.view();
    return { now: status?.now, today: status?.today.seconds, running: status?.running?.seconds };
  };
  const clockingIn = timer.clockIn(choice("3"));
  await vi.advanceTimersByTimeAsync(0);
  expect(timer.view()).toMatchObject({ phase: "working", pending: null });
  expect(shown()).toEqual({ now: "2026-11-19T10:22:00Z", today: 9_000, running: 0 });
  held();
  await clockingIn;
  await minutes(4);
  const clockingOut = timer.clockOut();
  await vi.advanceTimersByTimeAsync(0);
  expect(timer.view().phase).toBe("idle");
  expect(shown()).toEqual({ now: "2026-11-19T10:26:00Z", today: 9_240, running: undefined });
  held();
  await clockingOut;
});

test("it reads every 15 minutes when idle and every 5 when working, and less and less when it cannot", async () => {
  const { timer, service, reads } = opened();
  await timer.refresh();
  const count = async (during: number) => {
    const before = reads();
    await minutes(during);
    return reads() - before;
  };
  expect(await count(60)).toBe(4);
  await timer.clockIn(choice("3"));
  expect(await count(60)).toBe(12);
  service.mode = "offline";
  await timer.refresh();
  expect(await count(3)).toBe(3);
  expect(await count(60)).toBeLessThanOrEqual(7);
  expect(timer.view()).toMatchObject({ stale: true, phase: "working" });
});

test("idle it keeps one timer, working one more for the minute, and without an account none", async () => {
  const { timer, scheduler, current } = opened();
  await timer.refresh();
  expect(scheduler.active).toEqual(["refresh"]);
  await timer.clockIn(choice("3"));
  expect(scheduler.active.sort()).toEqual(["minute", "refresh"]);
  current.account = null;
  timer.reset();
  expect(scheduler.active).toEqual([]);
  expect(timer.view()).toMatchObject({ phase: "unknown", status: null });
});

test("another account starts from nothing, and an answer for the old one is dropped", async () => {
  const { timer, service, current } = opened();
  await timer.clockIn(choice("3"));
  const open = gated(service);
  const old = timer.refresh();
  current.account = "kimai-2";
  timer.reset();
  expect(timer.view()).toMatchObject({ phase: "unknown", recent: [] });
  await open();
  await old;
  expect(service.calls.at(-1)?.args).toMatchObject({ account: "kimai-2" });
});

const clicks = {
  in3: (timer: Timer) => timer.clockIn(choice("3")),
  in4: (timer: Timer) => timer.clockIn(choice("4")),
  out: (timer: Timer) => timer.clockOut(),
  break: (timer: Timer) => timer.takeBreak(),
  resume: (timer: Timer) => timer.resume(),
  retry: (timer: Timer) => timer.retry(),
  giveUp: (timer: Timer) => timer.cancel(),
  refresh: (timer: Timer) => timer.refresh(),
  undo: (timer: Timer) => timer.undo(),
};

test("clicks, answers and failures in any order lose no command and send none twice", async () => {
  const step = fc.record({
    click: fc.constantFrom(...(Object.keys(clicks) as (keyof typeof clicks)[])),
    mode: fc.constantFrom("fine", "fine", "offline", "lost", "refuse"),
    delay: fc.constantFrom(0, 0, 1_500, 4_000),
    wait: fc.constantFrom(1_000, 1_000, 5_000, 70_000, 400_000),
  } as const);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      vi.setSystemTime(thursday);
      const { timer, service } = opened();
      await timer.refresh();
      const under: Promise<unknown>[] = [];
      let starts = 0;
      for (const { click, mode, delay, wait } of steps) {
        Object.assign(service, { mode, delay });
        const before = timer.view();
        under.push(clicks[click](timer).catch(() => undefined));
        const after = timer.view();
        const accepted = before.pending === null && after.pending !== null && after.pending.since === iso(Date.now());
        const queued = after.outbox.waiting.length > before.outbox.waiting.length;
        if ((accepted || queued) && click.startsWith("in")) starts++;
        if (before.pending) expect(after.pending).toEqual(before.pending);
        // No click takes another one's place in line.
        const ids = (view: typeof before) => view.outbox.waiting.map(({ id }) => id);
        if (before.outbox.waiting.length > 0) expect(ids(after)).toEqual(expect.arrayContaining(ids(before)));
        await vi.advanceTimersByTimeAsync(wait);
      }
      Object.assign(service, { mode: "fine", delay: 0 });
      await vi.advanceTimersByTimeAsync(10_000);
      await Promise.all(under);
      expect(service.inFlight.mostWrites).toBeLessThanOrEqual(1);
      expect(service.writes.filter((write) => write.startsWith("in")).length).toBeLessThanOrEqual(starts);
      // What no longer fits is left as it stands.
      for (let view = await timer.retry(); view.outbox.waiting.length > 0; view = timer.view()) {
        if (view.outbox.question) await timer.decide(view.outbox.question.id, "keep");
        else await timer.discard(view.outbox.waiting[0]?.id ?? "");
      }
      await timer.refresh();
      expect(timer.view()).toMatchObject({ pending: null, stale: false });
      expect(timer.view().phase).toBe(service.running ? "working" : service.paused ? "break" : "idle");
      timer.reset();
    }),
    { numRuns: 300 },
  );
});

test("a start whose answer is lost again and again is booked once, however often it is tried", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("lost", "offline", "retry"), { minLength: 1, maxLength: 12 }),
      async (steps) => {
        vi.setSystemTime(thursday);
        const { timer, service } = opened();
        service.mode = "lost";
        await timer.clockIn(choice("3"));
        for (const one of steps) {
          if (one === "retry") await timer.retry();
          else service.mode = one as "lost" | "offline";
          await minutes(2);
        }
        service.mode = "fine";
        await timer.retry();
        expect(service.writes.filter((write) => write.startsWith("in"))).toHaveLength(1);
        expect(timer.view()).toMatchObject({ phase: "working", outbox: { waiting: [] } });
        timer.reset();
      },
    ),
    { numRuns: 60 },
  );
});
