import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppFailure } from "#main/app/failure";
import { Scheduler } from "#main/app/scheduler";
import { translator } from "#main/locales/index";
import type { TimerServer } from "#main/timer/commands";
import { Timer } from "#main/timer/timer";
import { describe, type TrayItem } from "#main/tray/describe";
import { appState, entry, memoryLastKnown, memoryOutbox, offline, thursday } from "../fixtures";

/** Calamari through its own MCP server: nobody can tell whether the person works. */

const why = "Calamari's own MCP server cannot tell whether you are working.";

beforeEach(() => {
  vi.useFakeTimers({ now: thursday });
});
afterEach(() => {
  vi.useRealTimers();
});

function opened(unreadable: string | null = why) {
  const calls: { tool: string; args: Record<string, unknown> }[] = [];
  let broken: AppFailure | null = null;
  const server: TimerServer = {
    request: () => Promise.reject(new Error("The journal is not asked here.")),
    async call(tool, args, schema) {
      calls.push({ tool, args });
      if (tool === "get_status") throw new AppFailure({ code: "unsupported", message: why, saved: "no" });
      if (broken) throw broken;
      const notes = tool === "clock_in" ? ["Calamari does not confirm the begin."] : ["Clocked out at 11:12."];
      return schema.parse(
        tool === "clock_in" ? { entry: entry({ id: "running" }), stopped: [], notes } : { entries: [], notes },
      ) as never;
    },
  };
  const scheduler = new Scheduler();
  const called = vi.fn();
  const timer = new Timer({
    server,
    scheduler,
    outbox: memoryOutbox(),
    lastKnown: memoryLastKnown(),
    account: () => "calamari-1",
    reopens: () => false,
    stamps: () => false,
    unreadableReason: async () => unreadable,
    changed: () => undefined,
    called,
    log: () => undefined,
  });
  return { timer, calls, called, scheduler, fail: (failure: AppFailure | null) => (broken = failure) };
}
const nothing = { work: {}, text: "", tags: [] };

test("that nobody can tell whether the person works is shown, and is no failure of the account", async () => {
  const { timer, called, scheduler } = opened();
  await timer.refresh();
  expect(timer.view()).toMatchObject({ phase: "unknown", stale: false, status: null, unreadable: why });
  // Nor a reading: nothing was asked of Calamari, which may have signed the person out.
  expect(called).not.toHaveBeenCalled();
  expect(scheduler.active).toEqual([]);
});

test("what is refused for another reason stays a failure", async () => {
  const { timer } = opened(null);
  await timer.refresh();
  expect(timer.view()).toMatchObject({ stale: true });
  expect(timer.view().unreadable).toBeUndefined();
});

test("both clocking in and clocking out can be command, and what the service said of them is shown", async () => {
  const { timer, calls } = opened();
  await timer.refresh();
  expect(await timer.clockIn(nothing)).toMatchObject({
    phase: "unknown",
    unreadable: why,
    failed: null,
    notes: [expect.stringMatching(/does not confirm/)],
  });
  expect(await timer.clockOut()).toMatchObject({
    phase: "unknown",
    undo: null,
    failed: null,
    notes: ["Clocked out at 11:12."],
  });
  expect(calls.filter(({ tool }) => tool !== "get_status").map(({ tool }) => tool)).toEqual(["clock_in", "clock_out"]);
});

test("what failed is command anew when it is tried again: no look at the status, and no time of before", async () => {
  const { timer, calls, fail } = opened();
  await timer.refresh();
  fail(new AppFailure(offline));
  expect(await timer.clockOut()).toMatchObject({ failed: { command: "clock_out" } });
  fail(null);
  const before = calls.length;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(await timer.retry()).toMatchObject({ failed: null, notes: ["Clocked out at 11:12."] });
  expect(calls.slice(before)[0]).toEqual({ tool: "clock_out", args: { account: "calamari-1" } });
});

test("signed out while clocking in, the account says so where one signs in again, until a stamp goes through", async () => {
  const { timer, called, fail } = opened();
  await timer.refresh();
  const failure = { code: "unauthorized", message: "You are signed out of Calamari.", saved: "no" } as const;
  fail(new AppFailure(failure));
  await timer.clockIn(nothing);
  expect(called.mock.lastCall).toEqual(["calamari-1", failure]);
  fail(new AppFailure({ code: "conflict", message: "You seem to be clocked in already.", saved: "no" }));
  await timer.retry();
  expect(called).toHaveBeenCalledTimes(1);
  fail(null);
  await timer.retry();
  expect(called.mock.lastCall).toEqual(["calamari-1", null]);
});

test("another account forgets it", async () => {
  const { timer } = opened();
  await timer.refresh();
  timer.reset();
  expect(timer.view().unreadable).toBeUndefined();
});

test.each(["en", "de", "pl"] as const)(
  "the tray says that it does not know, with a shape of its own, and offers both (%s)",
  (language) => {
    const t = translator(language);
    const state = appState({ unreadable: why, notes: ["Clocked out at 11:12."] });
    const view = describe(state, thursday, t);
    expect(view.icon).toBe("unreachable");
    expect(view.tooltip).toBe(t("tray.unreadable", { service: "Kimai" }));
    expect(view.tooltip).not.toContain("tray.");
    const actions = view.menu.flatMap((item: TrayItem) => (item.type === "action" ? [item] : []));
    expect(actions.slice(0, 2)).toMatchObject([
      { enabled: true, action: { do: "clockIn", choice: nothing } },
      { enabled: true, action: { do: "clockOut" } },
    ]);
    const lines = view.menu.flatMap((item) => (item.type === "line" ? [item.label] : []));
    expect(lines).toContain("Clocked out at 11:12.");
    expect(actions.some(({ action }) => action.do === "takeBreak")).toBe(false);
  },
);
