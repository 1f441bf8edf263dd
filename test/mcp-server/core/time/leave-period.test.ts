import { describe, expect, test } from "vitest";
import { parseLeaveDays, parseLeavePeriod } from "#core/time/leave-period";

/** Thursday, 2026-11-19, 14:00 in Berlin. */
const now = { now: "2026-11-19T13:00:00Z", zone: "Europe/Berlin", weekStartsOn: 1 };
const march = { ...now, now: "2026-03-03T09:00:00Z" };

describe("a question about leave looks ahead", () => {
  test.each([
    [{}, "2026-11-01", "2026-11-30"],
    [{ period: "today" }, "2026-11-19", "2026-11-19"],
    [{ period: "friday" }, "2026-11-20", "2026-11-20"],
    [{ period: "thursday" }, "2026-11-19", "2026-11-19"],
    [{ period: "mon–wed" }, "2026-11-23", "2026-11-25"],
    [{ period: "december" }, "2026-12-01", "2026-12-31"],
    [{ period: "november" }, "2026-11-01", "2026-11-30"],
    [{ period: "dec–jan" }, "2026-12-01", "2027-01-31"],
    [{ period: "last month" }, "2026-10-01", "2026-10-31"],
    [{ period: "last friday" }, "2026-11-13", "2026-11-13"],
    [{ period: "2027" }, "2027-01-01", "2027-12-31"],
    [{ from: "2026-12-23", to: "2027-01-08" }, "2026-12-23", "2027-01-08"],
    [{ from: "2026-12-01T00:00:00Z", to: "2026-12-31T23:59:59+01:00" }, "2026-12-01", "2026-12-31"],
    [{ from: "1 dec" }, "2026-12-01", "2027-11-30"],
    [{ to: "next week" }, "2026-11-19", "2026-11-29"],
  ])("%j", (input, first, last) => {
    expect(parseLeavePeriod(input, now, "this month")).toEqual({ first, last });
  });

  test("a period of both kinds, and one that ends first, are refused", () => {
    expect(() => parseLeavePeriod({ period: "today", from: "mon" }, now, "today")).toThrow("not both");
    expect(() => parseLeavePeriod({ from: "2026-12-02", to: "2026-12-01" }, now, "today")).toThrow("before it begins");
  });
});

describe("a wish for leave is read as it is written", () => {
  test.each([
    ["2026-12-21", undefined, "2026-12-21", "2026-12-21"],
    ["tomorrow", undefined, "2026-11-20", "2026-11-20"],
    ["next week", undefined, "2026-11-23", "2026-11-29"],
    ["21.12.-31.12.", undefined, "2026-12-21", "2026-12-31"],
    ["23 dec", "8 jan", "2026-12-23", "2027-01-08"],
    ["tomorrow", "mon", "2026-11-20", "2026-11-23"],
    ["thursday", undefined, "2026-11-19", "2026-11-19"],
    ["last monday", "today", "2026-11-16", "2026-11-19"],
  ])("%s to %s", (from, to, first, last) => {
    expect(parseLeaveDays(from, to, now)).toEqual({ first, last });
  });

  test("a weekday that has just been, and a date whose year is not said, could be two days: both are told", () => {
    expect(() => parseLeaveDays("friday", undefined, now)).toThrow("2026-11-13 or 2026-11-20");
    expect(() => parseLeaveDays("december", undefined, now)).toThrow("2025-12-01 or 2026-12-01");
    expect(() => parseLeaveDays("23 dec", "31 dec", march)).toThrow("2025-12-23 or 2026-12-23");
    expect(parseLeaveDays("2026-12-23", "8 jan", march)).toEqual({ first: "2026-12-23", last: "2027-01-08" });
    expect(parseLeaveDays("16.11.", "18.11.", now)).toEqual({ first: "2026-11-16", last: "2026-11-18" });
  });

  test.each([
    ["2026-12-31", "2026-12-21", "before it begins"],
    ["2026-12-21", "2029-01-01", "two years"],
    ["tomorrow 9-11", undefined, "clock time"],
    ["2026-02-30", undefined, "no such day"],
    ["sometime", undefined, "not a period"],
  ])("%s to %s is refused", (from, to, why) => {
    expect(() => parseLeaveDays(from, to, now)).toThrow(why);
  });
});
