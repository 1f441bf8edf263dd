import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Scheduler } from "../../../main/app/scheduler";
import { openCommandJournal } from "../../../main/timer/command-journal";
import { Timer } from "../../../main/timer/timer";
import { FakeService, iso, memoryJournal, thursday } from "../fixtures";

let home: string;
let file: string;
beforeEach(() => {
  vi.useFakeTimers({ now: thursday });
  home = join(mkdtempSync(join(tmpdir(), "punchcard-commands-")), ".punchcard");
  file = join(home, "timer-commands.json");
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(join(home, ".."), { recursive: true, force: true });
});

const choice = (id: string) => ({ work: { project: { id, name: id } }, text: "", tags: [] });
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);
const log = vi.fn();

/** One run of the app: what is not on disk is gone with it. */
function start(
  service: FakeService,
  current = { account: "kimai-1" as string | null },
  journal = openCommandJournal(home, log),
) {
  const timer = new Timer({
    server: service,
    scheduler: new Scheduler(),
    journal,
    account: () => current.account,
    reopens: () => true,
    unreadableReason: async () => null,
    changed: () => undefined,
    called: () => undefined,
    log: () => undefined,
  });
  return timer;
}
const fresh = () => new FakeService(() => Date.now());

describe("a command that the service did not take", () => {
  test("is offered after a restart with its first time, sent once, and ends the entry then", async () => {
    const service = fresh();
    const before = start(service);
    await before.clockIn(choice("3"));
    service.mode = "offline";
    await before.clockOut();
    before.sleep();
    await minutes(60 * 15);

    const after = start(service);
    const failed = { command: "clock_out", meantAt: iso(thursday), kept: true, failure: { code: "offline" } };
    expect(after.view()).toMatchObject({ failed });
    await after.refresh();
    expect(after.view()).toMatchObject({ stale: true, failed });
    service.mode = "fine";
    await after.refresh();
    expect(after.view()).toMatchObject({ phase: "working", failed });
    expect(await after.retry()).toMatchObject({ phase: "idle", failed: null });
    expect(service.writes).toEqual([`in #3 ${iso(thursday)}`, `out ${iso(thursday)}`]);
    expect(start(service).view().failed).toBeNull();
    expect(readdirSync(home)).toEqual([]);
  });

  test.each<[string, (timer: Timer) => Promise<unknown>, string]>([
    ["clock in with all that was chosen", (timer) => timer.clockIn(choice("4"), true), `in #4 ${iso(thursday)}`],
    ["a switch", (timer) => timer.clockIn(choice("5")), `in #5 ${iso(thursday)}`],
    ["a break", (timer) => timer.takeBreak("2"), `break ${iso(thursday)}`],
  ])("is kept too: %s", async (_name, click, write) => {
    const service = fresh();
    const before = start(service);
    await before.clockIn(choice("3"));
    service.mode = "offline";
    await click(before);
    before.sleep();
    const sent = service.calls.at(-2)?.args ?? {};
    await minutes(20);
    service.mode = "fine";
    const after = start(service);
    await after.retry();
    expect(service.writes.at(-1)).toBe(write);
    const again = service.calls.findLast(({ tool }) => /clock|break/.test(tool))?.args;
    expect(again).toEqual({ ...sent, at: iso(thursday) });
  });

  test("stands in a file that only its person may read", async () => {
    const service = fresh();
    service.mode = "offline";
    await start(service).clockIn(choice("3"));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      version: 1,
      commands: [{ account: "kimai-1", meantAt: thursday, state: "failed", command: { name: "clock_in" } }],
    });
    expect(readdirSync(home)).toEqual(["timer-commands.json"]);
  });

  test("is gone for good with one click", async () => {
    const service = fresh();
    service.mode = "offline";
    const timer = start(service);
    await timer.clockIn(choice("3"));
    expect(timer.waiting()).toMatchObject({ command: "clock_in" });
    await timer.cancel();
    expect(timer.waiting()).toBeNull();
    expect(readdirSync(home)).toEqual([]);
    expect(start(service).view().failed).toBeNull();
  });

  test("waits for its own account while another one is in use", async () => {
    const service = fresh();
    const current: { account: string | null } = { account: "kimai-1" };
    const timer = start(service, current);
    service.mode = "offline";
    await timer.clockOut();
    current.account = "kimai-2";
    timer.reset();
    expect(timer.view().failed).toBeNull();
    await timer.clockIn(choice("3"));
    current.account = "kimai-1";
    timer.reset();
    expect(timer.view().failed).toMatchObject({ command: "clock_out", meantAt: iso(thursday) });
  });

  test("is not a mistyped edit: that is in the person's hands", async () => {
    const service = fresh();
    const timer = start(service);
    await timer.clockIn(choice("3"));
    service.mode = "refuse";
    expect((await timer.edit({ begin: "25:00" })).failed).toMatchObject({ command: "edit" });
    expect(timer.waiting()).toBeNull();
    expect(readdirSync(home)).toEqual([]);
  });
});

describe("a crash while it is sent", () => {
  /** The state of the disk at the moment the request leaves. */
  async function crashed(service: FakeService, click: (timer: Timer) => Promise<unknown>, reached: boolean) {
    const { call } = service;
    let disk = "";
    service.call = async (tool, ...rest) => {
      if (/^(get|find)/.test(tool)) return call(tool, ...rest);
      disk = readFileSync(file, "utf8");
      if (reached) await call(tool, ...rest);
      return new Promise(() => undefined) as never;
    };
    void click(start(service));
    await vi.advanceTimersByTimeAsync(10);
    service.call = call;
    expect(JSON.parse(disk)).toMatchObject({ commands: [{ state: "sending" }] });
  }

  test("the service is looked at before anything is offered: what it has taken is settled, not sent twice", async () => {
    const service = fresh();
    const before = start(service);
    await before.clockIn(choice("3"));
    before.sleep();
    await minutes(30);
    await crashed(service, (timer) => timer.clockOut(), true);
    const after = start(service);
    expect(after.view().failed).toBeNull();
    await after.refresh();
    expect(after.view()).toMatchObject({ phase: "idle", failed: null });
    expect(service.writes).toEqual([`in #3 ${iso(thursday)}`, `out ${iso(thursday + 30 * 60_000)}`]);
    expect(readdirSync(home)).toEqual([]);
  });

  test("what the service does not have is offered, as of its first time", async () => {
    const service = fresh();
    const before = start(service);
    await before.clockIn(choice("3"));
    before.sleep();
    await crashed(service, (timer) => timer.clockOut(), false);
    await minutes(30);
    const after = start(service);
    expect(after.view().failed).toBeNull();
    await after.refresh();
    const failure = { code: "broken_off", saved: "unknown" };
    expect(after.view().failed).toMatchObject({ command: "clock_out", meantAt: iso(thursday), kept: true, failure });
    expect(await after.retry()).toMatchObject({ phase: "idle", failed: null });
    expect(service.writes).toEqual([`in #3 ${iso(thursday)}`, `out ${iso(thursday)}`]);
  });

  test("a click before the first look tries the same again, by looking first", async () => {
    const service = fresh();
    await crashed(service, (timer) => timer.clockIn(choice("3")), true);
    const after = start(service);
    await expect(after.takeBreak()).rejects.toMatchObject({ failure: { code: "conflict" } });
    expect(await after.retry()).toMatchObject({ phase: "working", failed: null });
    expect(service.writes).toHaveLength(1);
  });
});

test("a clock-out that waits for a new credential is not replaced by the next click", async () => {
  const service = fresh();
  const timer = start(service);
  await timer.clockIn(choice("3"));
  service.mode = "signed out";
  await timer.clockOut();
  await minutes(5);
  await expect(timer.clockIn(choice("4"))).rejects.toMatchObject({ failure: { code: "conflict" } });
  expect(timer.waiting()).toMatchObject({ command: "clock_out", meantAt: iso(thursday) });
  timer.sleep();
  service.mode = "fine";
  const after = start(service);
  after.reset("kimai-1");
  await expect(after.clockIn(choice("4"))).rejects.toMatchObject({ failure: { code: "conflict" } });
  await after.retry();
  expect(service.writes.at(-1)).toBe(`out ${iso(thursday)}`);
});

test("a refused sign-in is no reason any more once the account is connected again, also after a restart", async () => {
  const service = fresh();
  const before = start(service);
  service.mode = "signed out";
  await before.clockIn(choice("3"));
  expect(before.view().failed).toMatchObject({ command: "clock_in", failure: { code: "unauthorized" } });
  before.reset("another-account");
  expect(before.view().failed).toMatchObject({ failure: { code: "unauthorized" } });
  before.reset("kimai-1");
  const failure = { code: "not_sent", saved: "no" };
  expect(before.view().failed).toMatchObject({ command: "clock_in", meantAt: iso(thursday), failure });
  before.sleep();
  expect(start(service).view().failed).toMatchObject({ command: "clock_in", failure });
});

describe("the file", () => {
  const good = { account: "kimai-1", command: { name: "clock_out" }, meantAt: thursday, state: "failed" };
  test.each<[string, string]>([
    ["that is no JSON", "{"],
    ["of a newer version", JSON.stringify({ version: 2, commands: [] })],
    ["with a time that is none", JSON.stringify({ version: 1, commands: [{ ...good, meantAt: "yesterday" }] })],
    [
      "with a command that there is not",
      JSON.stringify({ version: 1, commands: [{ ...good, command: { name: "pay" } }] }),
    ],
    ["with a byte order mark and nothing else", "\ufeff"],
  ])("%s is put aside, and nothing of it is sent", (_name, text) => {
    mkdirSync(home);
    writeFileSync(file, text);
    const journal = openCommandJournal(home, log);
    expect(journal.get("kimai-1")).toBeNull();
    expect(readdirSync(home)).toEqual(["timer-commands.json.broken-20261119T101200Z"]);
    expect(readFileSync(join(home, "timer-commands.json.broken-20261119T101200Z"), "utf8")).toBe(text);
  });

  test("that is a folder is put aside too", () => {
    mkdirSync(file, { recursive: true });
    const journal = openCommandJournal(home, log);
    journal.put({ ...good, state: "sending", command: { name: "clock_out" } });
    expect(openCommandJournal(home, log).get("kimai-1")).toMatchObject({ state: "sending" });
  });

  test("is replaced, not written through, where somebody put a link in its place", () => {
    mkdirSync(home);
    const other = join(home, "..", "other");
    writeFileSync(other, "theirs");
    symlinkSync(other, file);
    openCommandJournal(home, log).put({ ...good, state: "sending", command: { name: "clock_out" } });
    expect(readFileSync(other, "utf8")).toBe("theirs");
    expect(statSync(file).isFile()).toBe(true);
  });

  test("that cannot be written keeps nobody from clocking in", async () => {
    mkdirSync(join(home, ".."), { recursive: true });
    writeFileSync(home, "a file in the place of the folder");
    const timer = start(fresh());
    expect(await timer.clockIn(choice("3"))).toMatchObject({ phase: "working", failed: null });
  });
});

test("clicks, failures and restarts in any order send no start twice and forget nothing", async () => {
  const step = fc.record({
    click: fc.constantFrom("in", "out", "retry", "restart", "crash", "refresh"),
    mode: fc.constantFrom("fine", "offline", "lost"),
  } as const);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      vi.setSystemTime(thursday);
      const service = fresh();
      let journal = memoryJournal();
      const current = { account: "kimai-1" };
      let timer = start(service, current, journal);
      await timer.refresh();
      let starts = 0;
      let next = 3;
      for (const { click, mode } of steps) {
        service.mode = mode;
        const before = timer.waiting();
        if (click === "in") {
          // Each start is on work of its own, so that each can be counted.
          const id = String(next++);
          await timer.clockIn(choice(id)).then(
            () => starts++,
            () => undefined,
          );
        } else if (click === "out") await timer.clockOut().catch(() => undefined);
        else if (click === "retry") await timer.retry();
        else if (click === "refresh") await timer.refresh();
        else {
          // What a process that is gone would still have written does not get to the disk.
          const under = click === "crash" ? timer.clockOut().catch(() => undefined) : null;
          const disk = memoryJournal();
          const kept = journal.get("kimai-1");
          if (kept) disk.put(kept);
          journal = disk;
          timer.sleep();
          await under;
          timer = start(service, current, journal);
          if (click === "restart" && before) expect(timer.waiting()).toMatchObject({ meantAt: before.meantAt });
        }
        await minutes(3);
      }
      service.mode = "fine";
      await timer.retry();
      await timer.refresh();
      expect(timer.view()).toMatchObject({ pending: null, stale: false });
      const begun = service.writes.filter((write) => write.startsWith("in")).map((write) => write.split(" ")[1]);
      expect(new Set(begun).size).toBe(begun.length);
      expect(begun.length).toBeLessThanOrEqual(starts);
      timer.reset();
    }),
    { numRuns: 60 },
  );
});
