import fc from "fast-check";
import { expect, it } from "vitest";
import { civilOf, instantOf } from "../../../mcp-server/time/civil";

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
  for (let time = 0; time < 2; time += 1)
    expect(() => civilOf("2026-01-01T00:00:00Z", "Mars/Olympus")).toThrow(RangeError);
});
