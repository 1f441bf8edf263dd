import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { dayAfter, dayAt, minutesAt, momentFrom, momentsAt } from "#core/time/wall-clock";
import * as fc from "../../../property";

const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"];
const zone = fc.constantFrom(...zones);
const day = fc
  .integer({ min: 0, max: 366 * 12 })
  .map((days) => Temporal.PlainDate.from("2020-01-01").add({ days }).toString());
const minutes = fc.integer({ min: 0, max: 1439 });

/** The moments that Temporal knows for a wall clock time, by asking for both readings and dropping what is none. */
function byTemporal(day: string, minutes: number, zone: string): number[] {
  const wall = Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes });
  const readings = (["earlier", "later"] as const).map((disambiguation) =>
    wall.toZonedDateTime(zone, { disambiguation }),
  );
  const real = readings.filter((reading) => reading.toPlainDateTime().equals(wall));
  return [...new Set(real.map((reading) => reading.epochMilliseconds))].sort((a, b) => a - b);
}

test("a clock time has the moments that Temporal gives it, in every zone and over every change of the clocks", () => {
  fc.assert(
    fc.property(day, minutes, zone, (day, minutes, zone) => {
      expect(momentsAt(day, minutes, zone)).toEqual(byTemporal(day, minutes, zone));
    }),
    { numRuns: 2_000 },
  );
});

test("a moment has the day and the minute that Temporal gives it", () => {
  const moment = fc.integer({ min: Date.parse("2000-01-01"), max: Date.parse("2040-01-01") });
  fc.assert(
    fc.property(moment, zone, (moment, zone) => {
      const there = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
      expect(dayAt(moment, zone)).toBe(there.toPlainDate().toString());
      expect(minutesAt(moment, zone)).toBe(there.hour * 60 + there.minute);
    }),
    { numRuns: 1_000 },
  );
});

test("a clock time that is skipped has no moment, one that comes twice has two, and minutes beyond midnight are tomorrow's", () => {
  expect(momentsAt("2026-03-29", 150, "Europe/Berlin")).toEqual([]);
  expect(momentsAt("2026-10-25", 150, "Europe/Berlin").map((at) => new Date(at).toISOString())).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T01:30:00.000Z",
  ]);
  expect(momentsAt("2026-11-19", 1440 + 120, "Europe/Berlin")).toEqual(momentsAt("2026-11-20", 120, "Europe/Berlin"));
});

test("what is due at a skipped time is due when the clocks jump over it, never before", () => {
  expect(new Date(momentFrom("2026-03-29", 150, "Europe/Berlin")).toISOString()).toBe("2026-03-29T01:00:00.000Z");
  fc.assert(
    fc.property(day, minutes, zone, (day, minutes, zone) => {
      const at = momentFrom(day, minutes, zone);
      const shown = `${dayAt(at, zone)} ${String(minutesAt(at, zone)).padStart(4, "0")}`;
      const wanted = `${day} ${String(minutes).padStart(4, "0")}`;
      expect(shown >= wanted).toBe(true);
      const before = at - 60_000;
      const shownBefore = `${dayAt(before, zone)} ${String(minutesAt(before, zone)).padStart(4, "0")}`;
      expect(shownBefore < wanted).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("the day after the last of a month, or of February in a leap year, is the first of the next", () => {
  expect([dayAfter("2026-12-31"), dayAfter("2028-02-28"), dayAfter("2028-02-29"), dayAfter("2026-03-01", -1)]).toEqual([
    "2027-01-01",
    "2028-02-29",
    "2028-03-01",
    "2026-02-28",
  ]);
});
