import { describe, expect, test } from "vitest";
import { addDays } from "#core/time/civil";
import { daySpan, daysText, longDay } from "#core/time/day-text";
import { awayShare, countLeave, type LeaveSpan, lastFitting, workCalendar, workingDay } from "#core/time/leave";
import * as fc from "../../../property";

const week = [28_800, 28_800, 28_800, 28_800, 28_800, 0, 0];
const christmas = [
  { day: "2026-12-24", name: "Christmas Eve", half: true },
  { day: "2026-12-25", name: "Christmas Day", half: false },
  { day: "2026-12-26", name: "Second Christmas Day", half: false },
  { day: "2027-01-01", name: "New Year", half: false },
];
const office = workCalendar({ targetSeconds: week }, christmas);
const plain = workCalendar({ targetSeconds: week }, []);

describe("a leave is counted as a person counts it", () => {
  const cases: [string, LeaveSpan, number][] = [
    ["one working day", { first: "2026-11-19", last: "2026-11-19" }, 1],
    ["half a day", { first: "2026-11-19", last: "2026-11-19", firstHalf: true }, 0.5],
    ["two hours of eight", { first: "2026-11-19", last: "2026-11-19", seconds: 7200 }, 0.25],
    ["a weekend", { first: "2026-11-21", last: "2026-11-22" }, 0],
    ["a whole week", { first: "2026-11-16", last: "2026-11-22" }, 5],
    [
      "a week that begins and ends with a half",
      { first: "2026-11-16", last: "2026-11-20", firstHalf: true, lastHalf: true },
      4,
    ],
    ["Christmas with half an eve", { first: "2026-12-21", last: "2026-12-31" }, 7.5],
    ["half of the eve, which is a half already", { first: "2026-12-24", last: "2026-12-24", firstHalf: true }, 0.5],
    ["over New Year", { first: "2026-12-28", last: "2027-01-08" }, 9],
    ["a half on a Sunday", { first: "2026-11-22", last: "2026-11-23", firstHalf: true }, 1],
    ["more hours than the day has", { first: "2026-11-19", last: "2026-11-19", seconds: 90_000 }, 1],
  ];
  test.each(cases)("%s", (_name, span, days) => {
    const counted = countLeave(span, office);
    expect(counted.days).toBe(days);
    expect(counted.seconds).toBe(days * 28_800);
  });

  test("days that take nothing are told with the reason, a holiday on a Saturday as the Saturday", () => {
    const { skipped, halves } = countLeave({ first: "2026-12-24", last: "2026-12-27" }, office);
    expect(skipped).toEqual([
      { day: "2026-12-25", why: "Christmas Day", holiday: true },
      { day: "2026-12-26", why: "Saturday", holiday: false },
      { day: "2026-12-27", why: "Sunday", holiday: false },
    ]);
    expect(halves).toEqual([{ day: "2026-12-24", why: "Christmas Eve" }]);
  });

  test("somebody who works Monday, Tuesday and a short Thursday takes three days a week, and their hours", () => {
    const part = workCalendar({ targetSeconds: [28_800, 28_800, 0, 14_400, 0, 0, 0] }, []);
    expect(countLeave({ first: "2026-11-16", last: "2026-11-22" }, part)).toMatchObject({ days: 3, seconds: 72_000 });
    expect(countLeave({ first: "2026-11-19", last: "2026-11-19", seconds: 7200 }, part).days).toBe(0.5);
  });

  test("without hours, or with hours that nobody entered, Monday to Friday count and no seconds are claimed", () => {
    for (const kept of [null, [0, 0, 0, 0, 0, 0, 0]])
      expect(
        countLeave({ first: "2026-11-16", last: "2026-11-22" }, workCalendar({ targetSeconds: kept }, [])),
      ).toMatchObject({
        days: 5,
        seconds: null,
      });
  });

  test("each year gets its own days", () => {
    const { byYear } = countLeave({ first: "2026-12-28", last: "2027-01-08" }, office);
    expect([...byYear].map(([year, { days }]) => [year, days])).toEqual([
      [2026, 4],
      [2027, 5],
    ]);
  });
});

const kept = fc.option(fc.array(fc.integer({ min: 0, max: 36_000 }), { minLength: 7, maxLength: 7 }), { nil: null });
const start = "2026-12-01";
const offset = fc.integer({ min: 0, max: 60 });
const freeDays = fc.array(
  fc.record({ day: offset.map((days) => addDays(start, days)), name: fc.constant("Free"), half: fc.boolean() }),
  { maxLength: 8 },
);
const calendar = fc.tuple(kept, freeDays).map(([hours, days]) => workCalendar({ targetSeconds: hours }, days));
const span = fc.record({
  at: offset,
  long: fc.integer({ min: 0, max: 45 }),
  firstHalf: fc.boolean(),
  lastHalf: fc.boolean(),
});
const spanOf = ({
  at,
  long,
  ...halves
}: {
  at: number;
  long: number;
  firstHalf: boolean;
  lastHalf: boolean;
}): LeaveSpan => ({
  first: addDays(start, at),
  last: addDays(start, at + long),
  ...halves,
});

describe("whatever the calendar", () => {
  test("a leave is never negative and never more than its days", () => {
    fc.assert(
      fc.property(span, calendar, (raw, cal) => {
        const { days, skipped } = countLeave(spanOf(raw), cal);
        expect(days).toBeGreaterThanOrEqual(0);
        expect(days).toBeLessThanOrEqual(raw.long + 1 - skipped.length);
      }),
    );
  });

  test("a leave that lasts longer never takes less", () => {
    fc.assert(
      fc.property(span, calendar, (raw, cal) => {
        const one = { ...spanOf(raw), lastHalf: false };
        const more = countLeave({ ...one, last: addDays(one.last, 1) }, cal).days;
        expect(more).toBeGreaterThanOrEqual(countLeave(one, cal).days);
      }),
    );
  });

  test("the pieces of a leave take as much as the leave, wherever it is cut, also by year", () => {
    fc.assert(
      fc.property(span, offset, calendar, (raw, cut, cal) => {
        const whole = spanOf(raw);
        const middle = addDays(whole.first, cut);
        fc.pre(middle < whole.last);
        const before = countLeave({ first: whole.first, last: middle, firstHalf: whole.firstHalf }, cal);
        const after = countLeave({ first: addDays(middle, 1), last: whole.last, lastHalf: whole.lastHalf }, cal);
        const all = countLeave(whole, cal);
        expect(before.days + after.days).toBeCloseTo(all.days, 9);
        for (const [year, { days }] of all.byYear)
          expect((before.byYear.get(year)?.days ?? 0) + (after.byYear.get(year)?.days ?? 0)).toBeCloseTo(days, 9);
      }),
    );
  });

  test("a leave that ends on the suggested day fits, and one working day more does not", () => {
    fc.assert(
      fc.property(span, calendar, fc.integer({ min: 0, max: 40 }), (raw, cal, halves) => {
        const room = new Map([
          [2026, halves / 2],
          [2027, halves / 2],
        ]);
        const one = { ...spanOf(raw), lastHalf: false };
        const last = lastFitting(one, cal, room, ({ days }) => days);
        const most = (end: string) =>
          Math.max(0, ...[...countLeave({ ...one, last: end }, cal).byYear.values()].map(({ days }) => days));
        if (last !== null) expect(most(last)).toBeLessThanOrEqual(halves / 2);
        const next = last === null ? workingDay(one.first, 1, cal) : workingDay(addDays(last, 1), 1, cal);
        if (next !== null && next <= one.last) expect(most(next)).toBeGreaterThan(halves / 2);
      }),
    );
  });
});

test("the suggested end is the last working day that the balance still covers", () => {
  const left = new Map([[2026, 6.5]]);
  const asked = { first: "2026-12-21", last: "2026-12-31" };
  const holiday = workCalendar({ targetSeconds: week }, [{ day: "2026-12-25", name: "Christmas", half: false }]);
  expect(lastFitting(asked, holiday, left, ({ days }) => days)).toBe("2026-12-29");
  expect(lastFitting(asked, holiday, new Map([[2026, 0.5]]), ({ days }) => days)).toBeNull();
  expect(lastFitting(asked, holiday, new Map([[2026, 50]]), ({ seconds }) => seconds / 3600)).toBe("2026-12-29");
});

test("how much of a day somebody is away does not depend on whether it is worked", () => {
  expect(awayShare("2026-11-22", { first: "2026-11-20", last: "2026-11-23" }, plain)).toBe(1);
  expect(awayShare("2026-11-23", { first: "2026-11-20", last: "2026-11-23", lastHalf: true }, plain)).toBe(0.5);
  expect(awayShare("2026-11-24", { first: "2026-11-20", last: "2026-11-23" }, plain)).toBe(0);
});

test("days read like a person writes them", () => {
  expect(daySpan("2026-12-21", "2026-12-21")).toBe("21 Dec 2026");
  expect(daySpan("2026-12-21", "2026-12-31")).toBe("21–31 Dec 2026");
  expect(daySpan("2026-11-28", "2026-12-03")).toBe("28 Nov–3 Dec 2026");
  expect(daySpan("2026-12-28", "2027-01-08")).toBe("28 Dec 2026–8 Jan 2027");
  expect(longDay("2026-12-22")).toBe("Tue 22 Dec 2026");
  expect([1, 0.5, 8, 1 / 3].map(daysText)).toEqual(["1 day", "0.5 days", "8 days", "0.33 days"]);
});
