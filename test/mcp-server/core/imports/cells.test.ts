import { expect, test } from "vitest";
import { readDay, readFlag, readHours, readLength, readTime } from "#core/imports/cells";

test.each([
  ["1:30", 5400],
  ["01:30:15", 5415],
  ["125:00", 450_000],
  ["1h 30m", 5400],
  ["45 min", 2700],
  ["2 hours", 7200],
  ["-0:30", -1800],
  ["1:75", null],
  ["", null],
  ["soon", null],
])("the length %j is %j seconds", (cell, seconds) => {
  expect(readLength(cell)).toBe(seconds);
});

test.each([
  ["1.5", 5400],
  ["0,75", 2700],
  ["1,250.50", 4_501_800],
  ["1.250,50", 4_501_800],
  ["8", 28_800],
  ["2.5 h", 9000],
  ["-0.5", -1800],
  [".25", 900],
  ["", null],
  ["1h", 3600],
  ["many", null],
])("%j hours are %j seconds", (cell, seconds) => {
  expect(readHours(cell)).toBe(seconds);
});

test.each([
  ["09:05", 32_700],
  ["9:05:10", 32_710],
  ["12:00 AM", 0],
  ["12:30 pm", 45_000],
  ["11:59:59 PM", 86_399],
  ["24:00", 86_400],
  ["24:01", null],
  ["13:00 PM", null],
  ["0:60", null],
])("the clock time %j is %j seconds after midnight", (cell, seconds) => {
  expect(readTime(cell)).toBe(seconds);
});

test.each([
  ["2026-11-02", "day", "2026-11-02"],
  ["2026/11/02", "month", "2026-11-02"],
  ["02.11.2026", "day", "2026-11-02"],
  ["11/02/26", "month", "2026-11-02"],
  ["29/02/2026", "day", null],
  ["1.2-2026", "day", null],
] as const)("the date %j with the %s first is %j", (cell, order, day) => {
  expect(readDay(cell, order)).toBe(day);
});

test("a flag is read in the languages of the programs, and nothing else is one", () => {
  expect(["Yes", "nein", "tak", "いいえ", "perhaps", ""].map(readFlag)).toEqual([
    true,
    false,
    true,
    false,
    undefined,
    undefined,
  ]);
});
