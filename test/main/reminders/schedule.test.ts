import { expect, test } from "vitest";
import { dayAt, minutesAt } from "#core/time/wall-clock";
import type { ReminderSettings } from "#main/ipc/contract/reminders";
import { breakDue } from "#main/reminders/break-rules";
import { afterQuiet, isWorkday, nextReminder, type ReminderFacts, type Rests } from "#main/reminders/schedule";
import * as fc from "../../property";

const minute = 60_000;
const berlin = "Europe/Berlin";
const at = (text: string) => Date.parse(text);
const settings = (more: Partial<ReminderSettings> = {}): ReminderSettings => ({
  begin: { on: false, at: 9 * 60 + 15 },
  end: { on: false, at: 18 * 60 },
  break: { on: false, after: 360 },
  long: { on: false, after: 600 },
  week: { on: false, at: 9 * 60 + 30 },
  month: { on: false, at: 16 * 60 },
  quiet: { on: false, from: 19 * 60, to: 7 * 60 + 30 },
  ...more,
});
const facts = (more: Partial<ReminderFacts> = {}): ReminderFacts => ({
  ...{ zone: berlin, running: null, worked: 0, week: null, daysOff: new Set() },
  ...more,
});
const on = (kind: keyof ReminderSettings) => {
  const all = settings();
  return { ...all, [kind]: { ...all[kind], on: true } };
};
const next = (now: string, known: ReminderFacts, wanted: ReminderSettings, rests: Rests = {}) => {
  const found = nextReminder(at(now), known, wanted, rests, null);
  return found && `${found.kind} ${new Date(found.at).toISOString().slice(0, 16)}`;
};
const working = (begin: string, stretch = begin) =>
  facts({ running: { begin: at(begin), stretch: at(stretch) }, worked: 60 });

test("the begin of a workday is reminded of on the next one on which nothing was worked", () => {
  const wanted = on("begin");
  expect(next("2026-11-19T07:00:00Z", facts(), wanted)).toBe("begin 2026-11-19T08:15");
  expect(next("2026-11-19T10:00:00Z", facts(), wanted)).toBe("begin 2026-11-19T10:00");
  expect(next("2026-11-19T13:00:00Z", facts(), wanted)).toBe("begin 2026-11-20T08:15");
  expect(next("2026-11-20T09:00:00Z", facts({ worked: 60 }), wanted)).toBe("begin 2026-11-23T08:15");
  expect(next("2026-11-20T09:00:00Z", facts({ daysOff: new Set(["2026-11-20", "2026-11-23"]) }), wanted)).toBe(
    "begin 2026-11-24T08:15",
  );
  expect(next("2026-11-20T17:00:00Z", facts({ week: [0, 0, 0, 0, 0, 3600, 0] }), wanted)).toBe(
    "begin 2026-11-21T08:15",
  );
});

test("the end of a workday, a missing break and a long run are reminded of only while something runs", () => {
  expect(next("2026-11-19T10:00:00Z", working("2026-11-19T07:35:00Z"), on("end"))).toBe("end 2026-11-19T17:00");
  expect(next("2026-11-19T10:00:00Z", facts(), on("end"))).toBeNull();
  expect(next("2026-11-19T18:00:00Z", working("2026-11-19T17:30:00Z"), on("end"))).toBeNull();
  const breaks = working("2026-11-19T12:00:00Z", "2026-11-19T07:35:00Z");
  expect(next("2026-11-19T12:30:00Z", breaks, on("break"))).toBe("break 2026-11-19T13:35");
  expect(next("2026-11-19T12:30:00Z", breaks, on("long"))).toBe("long 2026-11-19T22:00");
  expect(next("2026-11-19T12:30:00Z", facts(), on("long"))).toBeNull();
});

test("last week is looked at on the first workday of the week, the month on its last", () => {
  expect(next("2026-11-19T10:00:00Z", facts(), on("week"))).toBe("week 2026-11-23T08:30");
  const monday = facts({ daysOff: new Set(["2026-11-23"]) });
  expect(next("2026-11-19T10:00:00Z", monday, on("week"))).toBe("week 2026-11-24T08:30");
  expect(next("2026-11-19T10:00:00Z", facts(), on("month"))).toBe("month 2026-11-30T15:00");
  // The last of October is a Saturday.
  expect(next("2026-10-19T10:00:00Z", facts(), on("month"))).toBe("month 2026-10-30T15:00");
});

test("what rests is due when it has rested, and quiet hours move it to their end", () => {
  const snoozed = { break: at("2026-11-19T14:00:00Z") };
  expect(next("2026-11-19T13:45:00Z", working("2026-11-19T07:35:00Z"), on("break"), snoozed)).toBe(
    "break 2026-11-19T14:00",
  );
  const quiet = { ...on("long"), quiet: { on: true, from: 19 * 60, to: 7 * 60 + 30 } };
  expect(next("2026-11-19T20:00:00Z", working("2026-11-19T09:00:00Z"), quiet)).toBe("long 2026-11-20T06:30");
  expect(next("2026-11-20T02:00:00Z", working("2026-11-19T09:00:00Z"), quiet)).toBe("long 2026-11-20T06:30");
});

test("of two at once the more urgent comes first, and the other five minutes later", () => {
  const wanted = { ...on("long"), break: { on: true, after: 360 } };
  const known = working("2026-11-19T00:00:00Z");
  const now = at("2026-11-19T12:00:00Z");
  expect(nextReminder(now, known, wanted, {}, null)).toEqual({ kind: "break", at: now });
  expect(nextReminder(now, known, wanted, { break: now + 12 * 60 * minute }, now)).toEqual({
    ...{ kind: "long", at: now + 5 * minute },
  });
});

test("a time that the clocks skip is due when they jump over it", () => {
  const wanted = { ...on("begin"), begin: { on: true, at: 150 } };
  const sundays = facts({ week: [0, 0, 0, 0, 0, 0, 3600] });
  expect(next("2026-03-28T22:00:00Z", sundays, wanted)).toBe("begin 2026-03-29T01:00");
});

const anySettings = fc.record({
  begin: fc.record({ on: fc.boolean(), at: fc.integer({ min: 0, max: 1439 }) }),
  end: fc.record({ on: fc.boolean(), at: fc.integer({ min: 0, max: 1439 }) }),
  break: fc.record({ on: fc.boolean(), after: fc.integer({ min: 60, max: 1440 }) }),
  long: fc.record({ on: fc.boolean(), after: fc.integer({ min: 60, max: 1440 }) }),
  week: fc.record({ on: fc.boolean(), at: fc.integer({ min: 0, max: 1439 }) }),
  month: fc.record({ on: fc.boolean(), at: fc.integer({ min: 0, max: 1439 }) }),
  quiet: fc.record({
    on: fc.boolean(),
    from: fc.integer({ min: 0, max: 1439 }),
    to: fc.integer({ min: 0, max: 1439 }),
  }),
});
const zones = fc.constantFrom(berlin, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
/** Around the changes of the clocks, and anywhere. */
const moments = fc.oneof(
  fc.integer({ min: -3_000, max: 3_000 }).map((minutes) => at("2026-03-29T01:00:00Z") + minutes * minute),
  fc.integer({ min: -3_000, max: 3_000 }).map((minutes) => at("2026-10-25T01:00:00Z") + minutes * minute),
  fc.integer({ min: 0, max: 525_600 }).map((minutes) => at("2026-01-01T00:00:00Z") + minutes * minute),
);

test("no reminder is in the past, in quiet hours, on a day off, while it rests or beside another one", () => {
  let found = 0;
  fc.assert(
    fc.property(anySettings, zones, moments, fc.nat(3_000), fc.boolean(), (wanted, zone, now, minutes, runs) => {
      const off = new Set([dayAt(now, zone), dayAt(now + 48 * 60 * minute, zone)]);
      const running = runs ? { begin: now - minutes * minute, stretch: now - minutes * minute } : null;
      const rests = { break: now + minutes * minute, begin: now + 30 * minute };
      const lastShown = now - 2 * minute;
      const next = nextReminder(now, facts({ zone, running, daysOff: off }), wanted, rests, lastShown);
      if (!next) return;
      found += 1;
      expect(next.at).toBeGreaterThanOrEqual(Math.max(now, lastShown + 5 * minute));
      expect(wanted[next.kind].on).toBe(true);
      expect(off.has(dayAt(next.at, zone))).toBe(false);
      expect(next.at).toBeGreaterThanOrEqual((rests as Rests)[next.kind] ?? 0);
      expect(afterQuiet(next.at, wanted, zone)).toBe(next.at);
      const { from, to, on } = wanted.quiet;
      const clock = minutesAt(next.at, zone);
      if (on && from < to) expect(clock >= from && clock < to).toBe(false);
      if (on && from > to) expect(clock >= from || clock < to).toBe(false);
      if (next.kind !== "break" && next.kind !== "long" && next.kind !== "end")
        expect(isWorkday(dayAt(next.at, zone), { week: null, daysOff: off })).toBe(true);
    }),
    { numRuns: 600 },
  );
  expect(found).toBeGreaterThan(200);
});

test.each([
  ["DE", 359, null],
  ["DE", 360, 30],
  ["DE", 540, 45],
  ["CH", 330, 15],
  ["CH", 420, 30],
  ["CH", 540, 60],
  ["PL", 360, 15],
  ["PL", 540, 30],
  ["PL", 960, 45],
  ["AT", 360, 30],
  ["FR", 360, 20],
  ["ES", 360, 15],
  ["IT", 360, 10],
  ["NL", 600, 45],
  ["NL", 330, 30],
  ["GB", 360, 20],
  ["XX", 600, null],
  [null, 600, null],
])("in %s after %d minutes a break of %s minutes is due", (country, worked, due) => {
  expect(breakDue(country, worked)).toBe(due);
});
