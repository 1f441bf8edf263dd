import { describe, expect, it } from "vitest";
import type { AbsenceDraft } from "#core/domain/absences";
import { cutLeave, longestSpan } from "#core/services/kimai/absences/parts";
import * as fc from "../../../../property";

const holiday = (first: string, last: string, more: Partial<AbsenceDraft> = {}): AbsenceDraft => ({
  typeId: "holiday",
  first,
  last,
  comment: "away",
  ...more,
});
const spans = (draft: AbsenceDraft) =>
  cutLeave(draft).map((part) => `${part.first}…${part.last}${part.firstHalf ? " half" : ""}`);

/** Days by plain arithmetic, so that the test does not share the adapter's. */
const daysOf = (first: string, last: string): string[] => {
  const days: string[] = [];
  for (let ms = Date.parse(`${first}T00:00:00Z`); ; ms += 86_400_000) {
    const day = new Date(ms).toISOString().slice(0, 10);
    if (day > last) return days;
    days.push(day);
  }
};

describe("the pieces of a leave", () => {
  it("leaves a short one whole, with everything that was said about it", () => {
    expect(cutLeave(holiday("2026-12-07", "2026-12-11", { personId: "5" }))).toEqual([
      { typeId: "holiday", first: "2026-12-07", last: "2026-12-11", comment: "away", personId: "5" },
    ]);
  });

  it("cuts one over New Year at the year", () => {
    expect(spans(holiday("2026-12-28", "2027-01-05"))).toEqual(["2026-12-28…2026-12-31", "2027-01-01…2027-01-05"]);
  });

  it("cuts 2025-09-01 to 2026-03-31 into exactly these eight, where kimai_mcp's README promises two", () => {
    expect(spans(holiday("2025-09-01", "2026-03-31"))).toEqual([
      "2025-09-01…2025-09-30",
      "2025-10-01…2025-10-30",
      "2025-10-31…2025-11-29",
      "2025-11-30…2025-12-29",
      "2025-12-30…2025-12-31",
      "2026-01-01…2026-01-30",
      "2026-01-31…2026-03-01",
      "2026-03-02…2026-03-31",
    ]);
  });

  it("takes thirty days at once and not thirty-one", () => {
    expect(spans(holiday("2026-03-01", "2026-03-30"))).toEqual(["2026-03-01…2026-03-30"]);
    expect(spans(holiday("2026-03-01", "2026-03-31"))).toEqual(["2026-03-01…2026-03-30", "2026-03-31…2026-03-31"]);
  });

  it("makes half days at both ends pieces of their own", () => {
    expect(spans(holiday("2026-12-30", "2027-01-04", { firstHalf: true, lastHalf: true }))).toEqual([
      "2026-12-30…2026-12-30 half",
      "2026-12-31…2026-12-31",
      "2027-01-01…2027-01-03",
      "2027-01-04…2027-01-04 half",
    ]);
    expect(spans(holiday("2026-12-30", "2026-12-31", { firstHalf: true, lastHalf: true }))).toEqual([
      "2026-12-30…2026-12-30 half",
      "2026-12-31…2026-12-31 half",
    ]);
    expect(spans(holiday("2026-12-30", "2026-12-30", { lastHalf: true }))).toEqual(["2026-12-30…2026-12-30 half"]);
  });

  it("keeps hours with their day", () => {
    expect(cutLeave(holiday("2026-12-30", "2026-12-30", { seconds: 7200 }))).toEqual([
      holiday("2026-12-30", "2026-12-30", { seconds: 7200 }),
    ]);
  });

  it("always covers the leave exactly once, in order, within a year and the longest span", () => {
    const first = fc.integer({ min: Date.UTC(2024, 0, 1) / 86_400_000, max: Date.UTC(2028, 11, 31) / 86_400_000 });
    const day = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(
        first,
        fc.integer({ min: 0, max: 800 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 45 }),
        (begin, more, firstHalf, lastHalf, longest) => {
          const draft = holiday(day(begin), day(begin + more), { firstHalf, lastHalf });
          const parts = cutLeave(draft, longest);
          expect(parts.flatMap((part) => daysOf(part.first, part.last))).toEqual(daysOf(draft.first, draft.last));
          for (const part of parts) {
            expect(daysOf(part.first, part.last).length).toBeLessThanOrEqual(longest);
            expect(part.first.slice(0, 4)).toBe(part.last.slice(0, 4));
            expect(part).toMatchObject({ typeId: "holiday", comment: "away" });
            if (part.firstHalf) expect(part.first).toBe(part.last);
            expect(part.lastHalf).toBeFalsy();
          }
          const halves = parts.filter((part) => part.firstHalf).map((part) => part.first);
          const wanted = [...(firstHalf ? [draft.first] : []), ...(lastHalf ? [draft.last] : [])];
          expect(halves).toEqual([...new Set(wanted)]);
        },
      ),
    );
    expect(longestSpan).toBe(30);
  });
});
