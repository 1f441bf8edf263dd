import { expect, test } from "vitest";
import { dayBounds } from "#core/time/aggregate";
import { addDays } from "#core/time/civil";
import { toInstant } from "#core/time/format";
import { periodText, spanText } from "#core/time/span-text";
import * as fc from "../../../property";

const zone = "Europe/Berlin";
const at = (text: string) => toInstant(Date.parse(text));

test.each([
  ["2026-11-09T00:00+01:00", "2026-11-16T00:00+01:00", "9–15 Nov 2026"],
  ["2026-11-09T00:00+01:00", "2026-11-10T00:00+01:00", "9 Nov 2026"],
  ["2026-12-28T00:00+01:00", "2027-01-09T00:00+01:00", "28 Dec 2026–8 Jan 2027"],
  // 25 hours.
  ["2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00", "25 Oct 2026"],
  ["2026-11-18T09:00+01:00", "2026-11-18T11:30+01:00", "18 Nov 2026, 09:00–11:30"],
  ["2026-11-18T22:00+01:00", "2026-11-19T02:00+01:00", "18 Nov 2026, 22:00–19 Nov 2026, 02:00"],
  ["2026-11-18T22:00+01:00", "2026-11-19T00:00+01:00", "18 Nov 2026, 22:00–24:00"],
  ["2026-11-18T00:00+01:00", "2026-11-18T08:00+01:00", "18 Nov 2026, 00:00–08:00"],
  ["2026-11-18T09:00+01:00", null, "18 Nov 2026, 09:00–now"],
])("from %s to %s is written %s", (from, to, text) => {
  expect(spanText(at(from), to === null ? null : at(to), zone)).toBe(text);
});

test.each([
  ["2026-11-16T00:00+01:00", "2026-11-23T00:00+01:00", "16–22 Nov 2026, so far"],
  // Today is not over, and nobody takes it for a day of the future.
  ["2026-11-16T00:00+01:00", "2026-11-20T00:00+01:00", "16–19 Nov 2026"],
  ["2026-11-09T00:00+01:00", "2026-11-16T00:00+01:00", "9–15 Nov 2026"],
  ["2026-12-01T00:00+01:00", "2027-01-01T00:00+01:00", "1–31 Dec 2026"],
])("a period from %s to %s is %s on 19 November", (from, to, text) => {
  expect(periodText(at(from), at(to), zone, at("2026-11-19T14:00+01:00"))).toBe(text);
});

test("whole days are written without clock times in every zone, whatever their length", () => {
  const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo"];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.nat(3_000), fc.nat(400), (where, first, more) => {
      const [from, to] = [addDays("2020-01-01", first), addDays("2020-01-01", first + more)];
      expect(spanText(dayBounds(from, where).from, dayBounds(to, where).to, where)).not.toContain(":");
    }),
  );
});
