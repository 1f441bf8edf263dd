import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { asidesOf } from "#core/platform/put-aside";
import { Scheduler } from "#main/app/scheduler";
import { Away, type AwayDeps } from "#main/away/index";
import { openAwayKeep } from "#main/away/keep";
import type { PresenceNews } from "#main/away/presence/source";
import type { AwayQuestion, AwaySettings } from "#main/ipc/contract/timer/away";
import { Timer } from "#main/timer/timer";
import { FakeService, iso, memoryLastKnown, memoryOutbox, thursday } from "../fixtures";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "punchcard-away-"));
  vi.useFakeTimers({ now: thursday });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true, force: true });
});

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);
const choice = { work: { project: { id: "3", name: "3" } }, text: "", tags: [] };
const minute = 60_000;

/** The timer with a service in memory, and a person whose keys and locks are told by the test. */
function opened(more: Partial<AwayDeps> = {}, service = new FakeService(() => Date.now()), outbox = memoryOutbox()) {
  let away: Away | null = null;
  const timer = new Timer({
    server: service,
    scheduler: new Scheduler(),
    outbox,
    lastKnown: memoryLastKnown(),
    account: () => "kimai-1",
    reopens: () => true,
    stamps: () => false,
    unreadableReason: async () => null,
    changed: () => void setImmediate(() => away?.check()),
    called: () => undefined,
    log: () => undefined,
  });
  const settings: AwaySettings = { minutes: 10, always: null };
  let lastInput = Date.now();
  let tell: (news: PresenceNews) => void = () => undefined;
  const asked: { question: AwayQuestion; typing: boolean }[] = [];
  const calls = { close: 0, waits: 0, followed: [] as string[] };
  away = new Away({
    timer,
    source: {
      idle: async () => Date.now() - lastInput,
      follow: (listener) => {
        tell = listener;
      },
      tells: () => ({ idle: true, lock: true, sleep: true }),
      stop: () => undefined,
    },
    scheduler: new Scheduler(),
    keep: openAwayKeep(home, () => undefined),
    settings: () => settings,
    setAlways: (always) => Object.assign(settings, { always }),
    account: () => "kimai-1",
    stamps: () => false,
    dayEnd: () => null,
    uptime: () => 1_000_000,
    ask: (question, typing) => asked.push({ question, typing }),
    close: () => {
      calls.close++;
    },
    waits: () => {
      calls.waits++;
    },
    followed: (_question, answer) => calls.followed.push(answer),
    changed: () => undefined,
    log: () => undefined,
    ...more,
  });
  const input = () => {
    lastInput = Date.now();
  };
  return { away, timer, service, settings, asked, calls, input, outbox, tell: (news: PresenceNews) => tell(news) };
}
type Opened = ReturnType<typeof opened>;

/** Works for half an hour, is away for so long without a key, and is back. */
async function afterAbsence(one: Opened, length = 45): Promise<AwayQuestion> {
  await one.timer.clockIn(choice);
  one.away.start();
  for (let passed = 0; passed < 30; passed++) {
    one.input();
    await minutes(1);
  }
  one.input();
  await minutes(length);
  one.input();
  await minutes(0.1);
  const question = one.asked.at(-1)?.question;
  if (!question) throw new Error("nothing was asked");
  return question;
}
const left = thursday + 30 * minute;

test("somebody who comes back to a running timer is asked once, and nothing is changed until they answer", async () => {
  const one = opened();
  const question = await afterAbsence(one);
  expect(one.asked).toMatchObject([{ typing: true, question: { kind: "away", since: iso(left), reason: "idle" } }]);
  expect(Math.abs(Date.parse(question.back) - (left + 45 * minute))).toBeLessThan(6_000);
  await minutes(30);
  expect(one.service.writes).toEqual([`in #3 ${iso(thursday)}`]);
  expect(one.asked).toHaveLength(1);
});

test("end and go on ends the work when they left, and begins the same when they were back", async () => {
  const one = opened();
  const question = await afterAbsence(one);
  await one.away.answer(question.id, { answer: "goOn" });
  expect(one.service.writes.slice(1)).toEqual([`out ${question.since}`, `in #3 ${question.back}`]);
  expect(one.away.current()).toBeNull();
  expect(one.calls.close).toBeGreaterThan(0);
  await expect(one.away.answer(question.id, { answer: "end" })).rejects.toMatchObject({
    failure: { code: "not_found" },
  });
  expect(one.service.writes).toHaveLength(3);
});

test("a locked computer is a window at once, and keys at the lock screen are no return", async () => {
  const one = opened();
  await one.timer.clockIn(choice);
  one.away.start();
  await minutes(1);
  one.tell("locked");
  await minutes(20);
  one.input();
  await minutes(1);
  expect(one.asked).toEqual([]);
  one.tell("unlocked");
  expect(one.asked).toMatchObject([{ typing: false, question: { reason: "locked" } }]);
});

test("later changes nothing and asks no more, and the question can still be answered", async () => {
  const one = opened();
  const question = await afterAbsence(one);
  one.away.later();
  await minutes(120);
  expect(one.asked.filter(({ question: { id } }) => id === question.id)).toHaveLength(1);
  expect(one.away.current()?.id).toBe(question.id);
  await one.away.answer(question.id, { answer: "end" });
  expect(one.service.writes.at(-1)).toBe(`out ${question.since}`);
});

test("a question is over when the person clocks out by themselves", async () => {
  const one = opened();
  await afterAbsence(one);
  await one.timer.clockOut();
  await minutes(0.1);
  expect(one.away.current()).toBeNull();
  expect(one.calls.close).toBe(1);
});

test("what is chosen as the rule is done for short absences by itself, and longer ones are asked about", async () => {
  const one = opened();
  const question = await afterAbsence(one, 12);
  await one.away.answer(question.id, { answer: "goOn", always: 15 });
  expect(one.settings.always).toEqual({ answer: "goOn", under: 15 });
  const before = one.service.writes.length;
  one.input();
  await minutes(11);
  one.input();
  await minutes(0.1);
  expect(one.service.writes.slice(before).map((line) => line.split(" ")[0])).toEqual(["out", "in"]);
  expect(one.calls.followed).toEqual(["goOn"]);
  expect(one.asked).toHaveLength(1);
  await minutes(1);
  one.input();
  await minutes(16);
  one.input();
  await minutes(0.1);
  expect(one.asked).toHaveLength(2);
});

test("a rule that the question did not offer, or for another project, is not made", async () => {
  const one = opened();
  const question = await afterAbsence(one);
  await expect(one.away.answer(question.id, { answer: "keep", always: 5 })).rejects.toMatchObject({
    failure: { code: "argument" },
  });
  const again = opened();
  const second = await afterAbsence(again, 12);
  await again.away.answer(second.id, { answer: "other", choice, always: 15 });
  expect([one.settings.always, again.settings.always]).toEqual([null, null]);
});

test("what the service does not take waits as a command, and the rest of the answer follows it", async () => {
  const one = opened();
  const question = await afterAbsence(one);
  one.service.mode = "offline";
  await one.away.answer(question.id, { answer: "goOn" });
  expect(one.calls.waits).toBeGreaterThan(0);
  expect(one.timer.waiting()).toMatchObject([
    { command: "clock_out", meantAt: question.since },
    { command: "clock_in", meantAt: question.back },
  ]);
  one.service.mode = "fine";
  await one.timer.retry();
  await minutes(0.1);
  expect(one.service.writes.slice(1)).toEqual([`out ${question.since}`, `in #3 ${question.back}`]);
});

test("an answer that the person discards half way is asked again where it still can be", async () => {
  const one = opened();
  const question = await afterAbsence(one);
  one.service.mode = "refuse";
  await one.away.answer(question.id, { answer: "end" });
  one.service.mode = "fine";
  await one.timer.cancel();
  await minutes(0.1);
  expect(one.away.current()?.id).toBe(question.id);
  expect(one.service.writes).toHaveLength(1);
});

test("an answer that a crash cut in two is carried on once, whichever step was the last", async () => {
  for (const crashAt of [0, 1, 2]) {
    rmSync(join(home, "away.json"), { force: true });
    vi.setSystemTime(thursday);
    const service = new FakeService(() => Date.now());
    const one = opened({}, service);
    const question = await afterAbsence(one);
    // The process ends in the moment in which that call would be sent.
    let sent = 0;
    const call = service.call;
    service.call = ((tool: string, ...rest: unknown[]) => {
      if (/^clock/.test(tool) && sent++ >= crashAt) return new Promise(() => undefined);
      return (call as (...all: unknown[]) => Promise<unknown>)(tool, ...rest);
    }) as never;
    void one.away.answer(question.id, { answer: "goOn" });
    await minutes(0.2);
    service.call = call;
    const next = opened({}, service, one.outbox);
    await next.timer.refresh();
    next.away.start();
    await minutes(0.5);
    // What the crash left as unknown is the person's to try again.
    await next.timer.refresh();
    await minutes(0.5);
    expect(service.writes.slice(1), `crash at ${crashAt}`).toEqual([`out ${question.since}`, `in #3 ${question.back}`]);
    expect(next.away.current()).toBeNull();
    next.away.stop();
    vi.clearAllTimers();
  }
});

test("a question survives a restart", async () => {
  const one = opened();
  const question = await afterAbsence(one);
  one.away.stop();
  const next = opened({}, one.service);
  await next.timer.refresh();
  next.away.start();
  await minutes(0.1);
  expect(next.away.current()?.id).toBe(question.id);
});

test("a computer that was switched off while the timer ran is asked about, an app that was only quit is not", async () => {
  const one = opened();
  await one.timer.clockIn(choice);
  one.away.start();
  await minutes(30);
  one.away.stop();
  vi.setSystemTime(Date.now() + 3_600_000);
  const quit = opened({}, one.service);
  await quit.timer.refresh();
  quit.away.start();
  await minutes(0.1);
  expect(quit.asked).toEqual([]);
  quit.away.stop();
  const at = Date.now();
  vi.setSystemTime(at + 3_600_000);
  const booted = opened({ uptime: () => 60 }, one.service);
  await booted.timer.refresh();
  booted.away.start();
  await minutes(0.1);
  expect(booted.asked).toMatchObject([{ question: { reason: "off", since: iso(at) } }]);
});

test("nobody is watched while nothing runs", async () => {
  const idle = vi.fn(async () => 3_600_000);
  const one = opened();
  const watched = opened({
    source: {
      idle,
      follow: () => undefined,
      tells: () => ({ idle: true, lock: true, sleep: true }),
      stop: () => undefined,
    },
  });
  await watched.timer.refresh();
  watched.away.start();
  await minutes(10);
  expect(idle).not.toHaveBeenCalled();
  one.away.stop();
});

test("a file that cannot be used is put aside and nothing is asked of it", () => {
  for (const text of ["{", '{"version":2}', '{"version":1,"questions":"many"}']) {
    writeFileSync(join(home, "away.json"), text);
    expect(openAwayKeep(home, () => undefined).get().questions).toEqual([]);
    expect(asidesOf(join(home, "away.json")).map(({ file }) => readFileSync(file, "utf8"))).toContain(text);
    expect(existsSync(join(home, "away.json"))).toBe(false);
  }
  // None of them took the place of another.
  expect(readdirSync(home)).toHaveLength(3);
});
