import { expect, test } from "vitest";
import { type Absence, follow, type PresenceEvent, present } from "#main/away/tracker";
import * as fc from "../../property";

const minute = 60_000;
const noon = Date.parse("2026-11-19T11:00:00Z");
const from = 10 * minute;

/** Runs events through the tracker. Times in minutes after noon. */
function told(...events: PresenceEvent[]) {
  let presence = present;
  const absences: Absence[] = [];
  const marks: string[] = [];
  for (const event of events) {
    const step = follow(presence, event, from);
    presence = step.presence;
    if (step.absence) absences.push(step.absence);
    if (step.mark) marks.push(`${step.mark.reason} ${(step.mark.at - noon) / minute}`);
  }
  const inMinutes = absences.map(({ since, back, reason }) => [
    reason,
    (since - noon) / minute,
    (back - noon) / minute,
  ]);
  return { presence, absences: inMinutes, marks };
}
const idle = (at: number, minutes: number): PresenceEvent => ({
  kind: "idle",
  at: noon + at * minute,
  idle: minutes * minute,
});
const plain = (kind: "locked" | "unlocked" | "asleep", at: number): PresenceEvent => ({ kind, at: noon + at * minute });
const awake = (at: number, watched = true): PresenceEvent => ({ kind: "awake", at: noon + at * minute, watched });

test("an absence begins with the last key and ends with the next", () => {
  expect(told(idle(0, 0), idle(5, 5), idle(10, 10), idle(40, 40), idle(41, 0)).absences).toEqual([["idle", 0, 41]]);
});

test("a pause below the threshold is no absence", () => {
  expect(told(idle(0, 0), idle(9, 9), idle(9.5, 0)).absences).toEqual([]);
});

test("locking is leaving at once, and keys at the lock screen are no return", () => {
  const { absences, marks } = told(idle(0, 0), plain("locked", 0.2), idle(20, 0), plain("unlocked", 21));
  expect(absences).toEqual([["locked", 0.2, 21]]);
  expect(marks).toEqual(["locked 0.2"]);
});

test("after an unlock the next absence ends with a key again", () => {
  const first = [plain("locked", 0), plain("unlocked", 20), idle(21, 0)];
  const { absences } = told(...first, idle(31, 10), idle(33, 12), idle(35, 14), idle(36, 0));
  expect(absences).toEqual([
    ["locked", 0, 20],
    ["idle", 21, 36],
  ]);
});

test("a screen that locked itself counts from the last key", () => {
  expect(told(idle(2, 2), plain("locked", 5), plain("unlocked", 30)).absences).toEqual([["locked", 0, 30]]);
});

test("sleep in an absence is noted with its own time, and the absence keeps its begin", () => {
  const { absences, marks } = told(
    idle(0, 0),
    plain("locked", 0),
    plain("asleep", 60),
    awake(600),
    plain("unlocked", 601),
  );
  expect(absences).toEqual([["locked", 0, 601]]);
  expect(marks).toEqual(["locked 0", "asleep 60"]);
});

test("waking ends no absence before somebody is there; an idle time from before the sleep is nobody", () => {
  const asleep = [idle(0, 0), plain("asleep", 1), awake(300)];
  expect(told(...asleep, idle(300.1, 1)).absences).toEqual([]);
  expect(told(...asleep, idle(300.1, 1), idle(302, 0.5)).absences).toEqual([["asleep", 1, 302]]);
});

test("where nothing tells of keys, waking is coming back", () => {
  expect(told(plain("asleep", 1), awake(300, false)).absences).toEqual([["asleep", 1, 300]]);
  expect(told(plain("locked", 0), plain("asleep", 1), awake(300, false), plain("unlocked", 301)).absences).toEqual([
    ["locked", 0, 301],
  ]);
});

test("a sleep that nobody told of is noticed by the gap between two looks", () => {
  expect(told(idle(0, 0), idle(90, 0)).absences).toEqual([["asleep", 0, 90]]);
  // Looks that were late although somebody was there all along.
  expect(told(idle(0, 0), idle(4, 2)).absences).toEqual([]);
});

test("idle time that a system rounds by a second is no return", () => {
  expect(told(idle(10, 10), idle(20, 20 - 1 / 60)).absences).toEqual([]);
});

test("whatever a system tells, absences are in order, do not overlap, end after they began, and lie in the past", () => {
  const event = fc.record({
    wait: fc.integer({ min: 0, max: 40 * minute }),
    what: fc.constantFrom("idle", "locked", "unlocked", "asleep", "awake"),
    idle: fc.integer({ min: 0, max: 60 * minute }),
    watched: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let presence = present;
      let at = noon;
      let lastBack = 0;
      for (const { wait, what, ...rest } of events) {
        at += wait;
        const step = follow(presence, { kind: what, at, ...rest } as PresenceEvent, from);
        presence = step.presence;
        if (presence.gone) expect(presence.gone.since).toBeLessThanOrEqual(at);
        if (!step.absence) continue;
        const { since, back } = step.absence;
        expect(back).toBe(at);
        expect(since).toBeLessThanOrEqual(back);
        expect(back).toBeGreaterThanOrEqual(lastBack);
        lastBack = back;
        expect(presence.gone).toBeNull();
      }
    }),
    { numRuns: 1_000 },
  );
});

test("an event that is told twice changes nothing the second time", () => {
  const kinds = fc.constantFrom("locked" as const, "unlocked" as const, "asleep" as const);
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, fc.integer({ min: 1, max: 30 })), { maxLength: 30 }), (steps) => {
      const once: PresenceEvent[] = [];
      let at = 0;
      for (const [kind, wait] of steps) {
        at += wait;
        once.push(plain(kind, at));
      }
      const twice = once.flatMap((event) => [event, event]);
      expect(told(...twice).absences).toEqual(told(...once).absences);
    }),
  );
});
