import { describe, expect, test } from "vitest";
import { keepsTarget, targetOf, workOf } from "#core/time/target";

const week = [8, 8, 8, 8, 6, 0, 0].map((hours) => hours * 3600);
const short = [4, 4, 4, 4, 0, 0, 0].map((hours) => hours * 3600);
const none = [0, 0, 0, 0, 0, 0, 0];

describe("hours to work on a day", () => {
  test("are those of its weekday, and none where none are kept", () => {
    expect(targetOf("2026-11-20", { targetSeconds: week })).toBe(6 * 3600);
    expect(targetOf("2026-11-22", { targetSeconds: week })).toBe(0);
    expect(targetOf("2026-11-20", { targetSeconds: null })).toBeNull();
  });

  test("follow what held on that day, whatever holds today", () => {
    const hours = {
      targetSeconds: short,
      targetChanges: [
        { first: "2025-01-01", targetSeconds: week },
        { first: "2026-11-16", targetSeconds: none },
        { first: "2026-11-18", targetSeconds: short },
      ],
    };
    const days = ["2024-12-31", "2025-01-01", "2026-11-13", "2026-11-16", "2026-11-18"];
    expect(days.map((day) => targetOf(day, hours))).toEqual([null, 8 * 3600, 6 * 3600, 0, 4 * 3600]);
  });

  test("are not kept where they are all zero, and eight from Monday to Friday are assumed", () => {
    for (const targetSeconds of [null, none]) {
      expect(keepsTarget({ targetSeconds })).toBe(false);
      expect(targetOf("2026-11-20", { targetSeconds })).toBeNull();
      expect([20, 21, 23].map((day) => workOf(`2026-11-${day}`, { targetSeconds }))).toEqual([28_800, 0, 28_800]);
    }
    expect(keepsTarget({ targetSeconds: week, targetChanges: [{ first: "2026-01-01", targetSeconds: none }] })).toBe(
      false,
    );
  });
});
