import { describe, expect, it, test } from "vitest";
import { addDays } from "../../renderer/lib/format";
import { blankRows, hourRows, momentAt, piecesOf, rowOf, snapRow, weekRows } from "../../renderer/lib/week-rows";
import { firstWeekday, weekStart } from "../../renderer/lib/week-start";
import * as fc from "../property";

const zones = [
  "Europe/Berlin",
  "America/Santiago",
  "America/Havana",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Africa/Cairo",
];
const days = (first: string) => Array.from({ length: 7 }, (_, index) => addDays(first, index));
const at = (iso: string) => Date.parse(iso);
const clockIn = (zone: string) => (moment: number) =>
  new Date(moment).toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });

const anyWeek = fc.record({
  zone: fc.constantFrom(...zones),
  first: fc.integer({ min: 0, max: 1460 }).map((offset) => addDays("2024-01-01", offset)),
  index: fc.integer({ min: 0, max: 6 }),
});

test("each minute of a day has a row of its own that leads back to it, later ones further down", () => {
  fc.assert(
    fc.property(anyWeek, fc.array(fc.nat(1559), { minLength: 2, maxLength: 8 }), ({ zone, first, index }, minutes) => {
      const rows = weekRows(days(first), zone);
      const day = rows.days[index] ?? first;
      const [begin, end] = [momentAt(rows, day, 0), momentAt(rows, day, rows.length)];
      const moments = minutes.map((one) => begin + one * 60_000).filter((one) => one < end);
      const placed = moments.map((moment) => rowOf(rows, day, moment));
      expect(placed.map((row) => momentAt(rows, day, row))).toEqual(moments);
      const sorted = [...moments].sort((a, b) => a - b).map((moment) => rowOf(rows, day, moment));
      expect(sorted).toEqual([...placed].sort((a, b) => a - b));
    }),
    { numRuns: 300 },
  );
});

test("a snapped row stands on a clock time of the step, at most half a step away", () => {
  fc.assert(
    fc.property(anyWeek, fc.nat(1440), fc.constantFrom(60, 30, 15, 5, 1), ({ zone, first, index }, row, step) => {
      const rows = weekRows(days(first), zone);
      const day = rows.days[index] ?? first;
      const snapped = snapRow(rows, day, row, step);
      const blank = blankRows(rows, day);
      fc.pre(!blank || snapped < blank.from || snapped >= blank.to);
      const [hours = 0, minutes = 0] = clockIn(zone)(momentAt(rows, day, snapped))
        .split(":")
        .map(Number);
      expect((hours * 60 + minutes) % step).toBe(0);
      fc.pre(!blank || row < blank.from || row >= blank.to);
      expect(Math.abs(snapped - row)).toBeLessThanOrEqual(step / 2);
    }),
    { numRuns: 300 },
  );
});

describe("a day on which clocks go back", () => {
  const rows = weekRows(days("2026-10-19"), "Europe/Berlin");

  it("has 25 hours, and the others leave the second 02 out", () => {
    expect(rows.length).toBe(1500);
    const shown = hourRows(rows).map(({ hour }) => hour);
    expect(shown.slice(0, 6)).toEqual([0, 1, 2, 2, 3, 4]);
    expect(blankRows(rows, "2026-10-25")).toBeNull();
    expect(blankRows(rows, "2026-10-24")).toEqual({ from: 180, to: 240 });
  });

  it("tells both showings of a time apart, and all columns stand at the same clock time", () => {
    expect(rowOf(rows, "2026-10-25", at("2026-10-25T02:30:00+02:00"))).toBe(150);
    expect(rowOf(rows, "2026-10-25", at("2026-10-25T02:30:00+01:00"))).toBe(210);
    expect(rowOf(rows, "2026-10-25", at("2026-10-25T09:00:00+01:00"))).toBe(600);
    expect(rowOf(rows, "2026-10-20", at("2026-10-20T09:00:00+02:00"))).toBe(600);
    expect(momentAt(rows, "2026-10-20", 200)).toBe(at("2026-10-20T03:00:00+02:00"));
  });
});

test("each minute of days on which clocks go back has a row of its own", () => {
  const repeats = {
    "2026-10-25": "Europe/Berlin",
    "2026-11-01": "America/Havana",
    "2026-04-05": "Australia/Lord_Howe",
  };
  for (const [day, zone] of Object.entries(repeats)) {
    const rows = weekRows([day], zone);
    const begin = momentAt(rows, day, 0);
    const moments = Array.from({ length: rows.length }, (_, minute) => begin + minute * 60_000);
    expect(rows.length).toBeGreaterThan(1440);
    expect(moments.map((moment) => rowOf(rows, day, moment))).toEqual(moments.map((_, minute) => minute));
    expect(moments.map((_, row) => momentAt(rows, day, row))).toEqual(moments);
  }
});

test("a day on which clocks go forward has 23 hours", () => {
  const rows = weekRows(days("2026-03-23"), "Europe/Berlin");
  expect(rows.length).toBe(1440);
  expect(blankRows(rows, "2026-03-29")).toEqual({ from: 120, to: 180 });
  expect(momentAt(rows, "2026-03-29", 150)).toBe(at("2026-03-29T03:00:00+02:00"));
  expect(blankRows(weekRows(days("2026-04-20"), "Africa/Cairo"), "2026-04-24")).toEqual({ from: 0, to: 60 });
});

test("what goes over midnight stands in both days, and says where it begins and ends", () => {
  const rows = weekRows(days("2026-11-16"), "Europe/Berlin");
  const span = { from: at("2026-11-18T22:00:00+01:00"), to: at("2026-11-19T02:00:00+01:00") };
  expect(piecesOf(rows, span)).toEqual([
    { day: "2026-11-18", from: 1320, to: 1440, begins: true, ends: false },
    { day: "2026-11-19", from: 0, to: 120, begins: false, ends: true },
  ]);
  const untilMidnight = { ...span, to: at("2026-11-19T00:00:00+01:00") };
  expect(piecesOf(rows, untilMidnight)).toMatchObject([{ day: "2026-11-18", begins: true, ends: true }]);
});

test("weeks begin as the region says", () => {
  expect(firstWeekday("de", [])).toBe(0);
  expect(firstWeekday("en-US", ["de-DE"])).toBe(6);
  expect(firstWeekday("en", ["de-DE", "en-GB"])).toBe(0);
  expect(firstWeekday("en", ["de-DE"])).toBe(0);
  expect(weekStart("2026-11-19", 6)).toBe("2026-11-15");
  expect(weekStart("2026-11-15", 6)).toBe("2026-11-15");
  expect(weekStart("2026-11-15", 0)).toBe("2026-11-09");
});
