import { describe, expect, test } from "vitest";
import { dayBounds, findOverlaps, secondsByDay, weekOf, workedSeconds } from "#core/time/aggregate";
import { clockOf, dayOf, hoursMinutes, toInstant, withOffset } from "#core/time/format";
import { parseMoment } from "#core/time/parse";
import * as fc from "../../../property";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/Vancouver",
  "America/Sao_Paulo",
  "Asia/Bangkok",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Kiritimati",
];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2099, 11, 31) }).map(toInstant);
const day = instant.map((moment) => moment.slice(0, 10));

describe("formatting", () => {
  test.each([
    [0, "0:00"],
    [59, "0:00"],
    [3900, "1:05"],
    [3959, "1:05"],
    [-1800, "−0:30"],
    [-20, "−0:01"],
    [360_000, "100:00"],
  ])("%d seconds read %s", (seconds, shown) => {
    expect(hoursMinutes(seconds)).toBe(shown);
  });

  test("a moment is shown in the zone, with the offset that held then", () => {
    expect(withOffset("2026-11-19T09:07:00Z", "Europe/Berlin")).toBe("2026-11-19T10:07:00+01:00");
    expect(withOffset("2026-07-19T09:07:00Z", "Europe/Berlin")).toBe("2026-07-19T11:07:00+02:00");
    expect(withOffset("2026-11-19T09:07:00Z", "Asia/Kathmandu")).toBe("2026-11-19T14:52:00+05:45");
    expect(clockOf("2026-11-19T09:07:59Z", "Europe/Berlin")).toBe("10:07");
    expect(toInstant(Date.UTC(2026, 10, 19, 9, 7, 0, 999))).toBe("2026-11-19T09:07:00Z");
  });

  test("what is shown reads back as the same moment, in every zone", () => {
    fc.assert(
      fc.property(instant, zone, (moment, where) => {
        const context = { now: "2026-11-19T13:30:00Z", zone: where, weekStartsOn: 1 };
        expect(parseMoment(withOffset(moment, where), context)).toBe(moment);
      }),
    );
  });
});

describe("civil days", () => {
  test("days follow each other without a gap and hold their own moments, across every change of the clocks", () => {
    fc.assert(
      fc.property(day, zone, (first, where) => {
        const week = weekOf(first, 1);
        week.slice(1).forEach((next, index) => {
          expect(dayBounds(week[index] ?? "", where).to).toBe(dayBounds(next, where).from);
        });
        const { from, to } = dayBounds(first, where);
        const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000;
        // Apia went from one side of the date line to the other: 30 December 2011 was not.
        const skipped = where === "Pacific/Apia" && first === "2011-12-30";
        expect(hours === 0).toBe(skipped);
        if (!skipped) {
          expect(hours).toBeGreaterThanOrEqual(23);
          expect(hours).toBeLessThanOrEqual(25);
          expect(dayOf(from, where)).toBe(first);
          expect(dayOf(toInstant(Date.parse(to) - 1000), where)).toBe(first);
        }
      }),
    );
  });

  test("days with a change of the clocks have their true length", () => {
    const hours = (which: string, where: string) => {
      const { from, to } = dayBounds(which, where);
      return (Date.parse(to) - Date.parse(from)) / 3_600_000;
    };
    expect(hours("2026-03-29", "Europe/Berlin")).toBe(23);
    expect(hours("2026-10-25", "Europe/Berlin")).toBe(25);
    expect(hours("2026-10-04", "Australia/Lord_Howe")).toBe(23.5);
    expect(hours("2011-12-30", "Pacific/Apia")).toBe(0);
    // Midnight itself was skipped here: the day began at one.
    expect(dayBounds("2018-11-04", "America/Sao_Paulo").from).toBe("2018-11-04T03:00:00Z");
  });

  test("a week has the day in it and begins on the account's day", () => {
    expect(weekOf("2026-11-19", 1)).toEqual([16, 17, 18, 19, 20, 21, 22].map((date) => `2026-11-${date}`));
    expect(weekOf("2026-11-22", 7)[0]).toBe("2026-11-22");
  });
});

describe("sums", () => {
  const entry = fc.record({
    begin: instant,
    end: fc.constantFrom(null, "2099-01-01T00:00:00Z"),
    seconds: fc.option(fc.integer({ min: 0, max: 86_400 })),
    breakSeconds: fc.integer({ min: 0, max: 3600 }),
  });

  test("the days of a set of entries sum to its total, in every zone", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), zone, instant, (entries, where, now) => {
        const days = [...secondsByDay(entries, where, now).values()];
        const total = entries.reduce((sum, each) => sum + workedSeconds(each, now), 0);
        expect(days.reduce((sum, seconds) => sum + seconds, 0)).toBe(total);
        for (const seconds of days) expect(seconds).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("a night counts for the day it begins, and what runs counts up to now", () => {
    const entries = [
      { begin: "2026-11-18T22:00:00Z", end: "2026-11-19T02:00:00Z", seconds: 14_400, breakSeconds: 0 },
      { begin: "2026-11-19T09:00:00Z", end: null, seconds: null, breakSeconds: 600 },
    ];
    expect(Object.fromEntries(secondsByDay(entries, "Europe/Berlin", "2026-11-19T10:00:00Z"))).toEqual({
      "2026-11-18": 14_400,
      "2026-11-19": 3_000,
    });
  });
});

describe("findOverlaps", () => {
  const at = (clock: string) => `2026-11-19T${clock}:00Z`;
  test("names each pair with the time it shares; touching is no overlap", () => {
    const [a, b, c, running] = [
      { id: "a", begin: at("09:00"), end: at("11:00") },
      { id: "b", begin: at("10:30"), end: at("12:00") },
      { id: "c", begin: at("12:00"), end: at("13:00") },
      { id: "r", begin: at("12:45"), end: null },
    ] as const;
    expect(findOverlaps([running, c, b, a])).toEqual([
      { first: a, second: b, from: at("10:30"), to: at("11:00"), seconds: 1800 },
      { first: c, second: running, from: at("12:45"), to: at("13:00"), seconds: 900 },
    ]);
  });

  test("finds exactly the pairs that comparing every two finds", () => {
    const span = fc
      .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 20 }), fc.boolean())
      .map(([begin, length, runs]) => ({
        begin: toInstant(begin * 60_000),
        end: runs ? null : toInstant((begin + length) * 60_000),
      }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        const ms = (text: string | null) => (text === null ? Number.POSITIVE_INFINITY : Date.parse(text));
        let pairs = 0;
        spans.forEach((one, index) => {
          for (const other of spans.slice(index + 1)) {
            const from = Math.max(ms(one.begin), ms(other.begin));
            if (from < Math.min(ms(one.end), ms(other.end))) pairs++;
          }
        });
        expect(findOverlaps(spans)).toHaveLength(pairs);
      }),
    );
  });
});
