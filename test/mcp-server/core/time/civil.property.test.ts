import * as PlainDate from "temporal-polyfill/fns/PlainDate";
import { expect, it } from "vitest";
import { addDays, civilOf, instantOf, readClock, startOfDay, weekday } from "#core/time/civil";
import * as fc from "../../../property";

/** Zones whose clocks change at odd moments: at midnight, by half an hour, by a skipped day, in Ramadan, by a law of two weeks. */
const zones = [
  ...["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"],
  ...["Africa/Casablanca", "Pacific/Apia", "America/Noronha", "America/Cambridge_Bay", "Asia/Gaza", "Africa/Monrovia"],
];
const formats = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("en-CA", {
      ...{ timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    }),
  ]),
);

it("tells the civil time that the system's own calendar tells, at any moment in any zone", () => {
  const moments = fc.integer({ min: 0, max: Date.UTC(2090, 0, 1) / 60_000 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), moments, (zone, minute) => {
      const instant = instantOf(minute * 60_000);
      const { day, clock, offset } = civilOf(instant, zone);
      expect(`${day}, ${clock}`).toBe(formats.get(zone)?.format(minute * 60_000));
      expect(Date.parse(`${day}T${clock}${offset.slice(0, 6)}`) - Date.parse(instant)).toBeLessThan(60_000);
    }),
    { numRuns: 3_000 },
  );
});

it.each([
  ["2026-03-29T00:59:59Z", "Europe/Berlin", "2026-03-29 01:59:59 +01:00"],
  ["2026-03-29T01:00:00Z", "Europe/Berlin", "2026-03-29 03:00:00 +02:00"],
  ["2026-10-25T00:59:59Z", "Europe/Berlin", "2026-10-25 02:59:59 +02:00"],
  ["2026-10-25T01:00:00Z", "Europe/Berlin", "2026-10-25 02:00:00 +01:00"],
  ["2011-12-30T09:59:59Z", "Pacific/Apia", "2011-12-29 23:59:59 -10:00"],
  ["2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-31 00:00:00 +14:00"],
  ["2026-01-01T18:29:59Z", "Asia/Kolkata", "2026-01-01 23:59:59 +05:30"],
])("tells %s in %s as %s", (instant, zone, wanted) => {
  const { day, clock, offset } = civilOf(instant, zone);
  expect(`${day} ${clock} ${offset}`).toBe(wanted);
});

it("refuses a zone that does not exist, each time", () => {
  for (let time = 0; time < 2; time += 1) {
    expect(() => civilOf("2026-01-01T00:00:00Z", "Mars/Olympus")).toThrow(RangeError);
    expect(() => startOfDay("2026-01-01", "Mars/Olympus")).toThrow(RangeError);
  }
});

it("adds days and names weekdays as the calendar library does, from the year 1 on and after the year 2199", () => {
  const days = fc.date({ min: new Date("0001-01-01"), max: new Date("2300-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(days, fc.integer({ min: -800, max: 800 }), (date, more) => {
      const day = date.toISOString().slice(0, 10);
      const library = PlainDate.create(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
      expect(weekday(day)).toBe(PlainDate.dayOfWeek(library));
      const moved = PlainDate.addDays(library, more);
      fc.pre(moved.year > 0);
      expect(addDays(day, more)).toBe(PlainDate.toString(moved));
    }),
    { numRuns: 2_000 },
  );
});

it("refuses to reckon with a day that does not exist", () => {
  for (const day of ["2026-02-30", "2026-13-01", "2026-04-31", "today"]) {
    expect(() => addDays(day, 1)).toThrow(RangeError);
    expect(() => weekday(day)).toThrow(RangeError);
  }
  expect(() => addDays("2026-02-28", 0.5)).toThrow(RangeError);
});

it("leaves days after the year 9999 to the calendar library", () => {
  const { year, month, day } = PlainDate.addDays(PlainDate.create(2199, 12, 31), 3_000_000);
  expect(year).toBeGreaterThan(9999);
  expect(addDays("2199-12-31", 3_000_000)).toBe(
    [year, month, day].map((part) => String(part).padStart(2, "0")).join("-"),
  );
});

it.each([
  ["never", "2026-10-04", 2.5, "Australia/Sydney"],
  ["twice", "2026-04-05", 2.5, "Australia/Sydney"],
  ["never", "2026-03-28", 23.5, "America/Nuuk"],
  ["twice", "2026-10-24", 23.5, "America/Nuuk"],
  ["once", "2026-03-28", 22.5, "America/Nuuk"],
])("finds a clock time %s where clocks change on another day of UTC: %s %d in %s", (kind, day, hours, zone) => {
  expect(readClock(day, hours * 3600, zone).kind).toBe(kind);
});

it("knows the begin of a day in each zone apart", () => {
  const begins = () => ["UTC", "Europe/Berlin"].map((zone) => startOfDay("2026-11-19", zone));
  expect(begins()).toEqual(["2026-11-19T00:00:00Z", "2026-11-18T23:00:00Z"]);
  expect(begins()).toEqual(["2026-11-19T00:00:00Z", "2026-11-18T23:00:00Z"]);
});
