import { describe, expect, test } from "vitest";
import { parseContract } from "#core/time/contract";
import * as fc from "../../../property";

const hours = (text: string) => parseContract(text).map((seconds) => Math.round((seconds / 3600) * 100) / 100);

describe("a contract in words", () => {
  test.each([
    ["38.5 h, Mon–Fri", [7.7, 7.7, 7.7, 7.7, 7.7, 0, 0]],
    ["40 hours", [8, 8, 8, 8, 8, 0, 0]],
    ["38,5 Std. pro Woche, Mo-Fr", [7.7, 7.7, 7.7, 7.7, 7.7, 0, 0]],
    ["10h a week, Mon and Tue", [5, 5, 0, 0, 0, 0, 0]],
    ["8h a day, Mon to Thu", [8, 8, 8, 8, 0, 0, 0]],
    ["7:42 daily", [7.7, 7.7, 7.7, 7.7, 7.7, 0, 0]],
    ["32 h mon, tue, thu, fri", [8, 8, 0, 8, 8, 0, 0]],
    ["Mon–Thu 8:30, Fri 5h", [8.5, 8.5, 8.5, 8.5, 5, 0, 0]],
    ["8h30 Mo–Do, 5 Std Fr", [8.5, 8.5, 8.5, 8.5, 5, 0, 0]],
    ["20 godzin tygodniowo, pon–czw", [5, 5, 5, 5, 0, 0, 0]],
    ["16h fri to mon", [4, 0, 0, 0, 4, 4, 4]],
    ["6h sat", [0, 0, 0, 0, 0, 6, 0]],
  ])("%s is read", (text, expected) => {
    expect(hours(text)).toEqual(expected);
  });

  test.each([
    ["8 h, Mon–Fri", "a day or a week"],
    ["Mon–Fri", "how many hours"],
    ["", "how many hours"],
    ["40 h on the moon", "more than hours and weekdays"],
    ["8h Mon–Thu, 5h Thu", "names a day twice"],
    ["8h Mon, 5h", "which hours are of which days"],
    ["40 h a week, 8 h a day", "how many hours"],
    ["90 h, Mon", "more than 24"],
    [`40 h ${"mon ".repeat(100)}`, "too long"],
  ])("%s is refused", (text, why) => {
    expect(() => parseContract(text)).toThrow(why);
  });

  test("hours of a week stay those hours, however many days share them", () => {
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    fc.assert(
      fc.property(fc.integer({ min: 13, max: 60 }), fc.subarray(days, { minLength: 3 }), (week, on) => {
        const target = parseContract(`${week}h a week, ${on.join(", ")}`);
        expect(target.filter((seconds) => seconds > 0)).toHaveLength(on.length);
        expect(Math.abs(target.reduce((sum, seconds) => sum + seconds, 0) - week * 3600)).toBeLessThan(7);
      }),
    );
  });
});
