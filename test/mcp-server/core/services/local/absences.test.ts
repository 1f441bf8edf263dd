import { describe, expect, test } from "vitest";
import type { AbsenceDraft } from "#core/domain/absences";
import { addDays } from "#core/time/civil";
import * as fc from "../../../../property";
import { failure, openSheet } from "./sheet";

const holiday = (first: string, last: string, more: Partial<AbsenceDraft> = {}): AbsenceDraft => ({
  typeId: "holiday",
  first,
  last,
  ...more,
});
const year = { first: "2026-01-01", last: "2026-12-31", people: "me" as const };

describe("absences of the time sheet", () => {
  test("hold as soon as they are written, counted in the person's own working days", async () => {
    const { absences } = openSheet();
    // Thursday to Tuesday: Thursday, Friday (six hours), Monday, Tuesday.
    const made = await absences.create(holiday("2026-11-26", "2026-12-01", { comment: "Ski 🎿\u0000" }));
    expect(made.absences).toMatchObject([
      { status: "approved", type: { id: "holiday", name: "Holiday" }, days: 4, seconds: 3 * 28_800 + 21_600 },
    ]);
    const id = made.absences[0]?.id ?? "";
    expect((await absences.get(id)).comment).toBe("Ski 🎿\u0000");
    const list = await absences.list({ ...year, first: "2026-12-01", last: "2026-12-31" });
    expect(list.absences.map((one) => one.id)).toEqual([id]);
    expect(list.people).toMatchObject([{ id: "me" }]);
  });

  test("halves count half, and two halves of one day fit, a third does not", async () => {
    const { absences } = openSheet();
    const half = await absences.create(holiday("2026-11-30", "2026-12-02", { firstHalf: true }));
    expect(half.absences[0]?.days).toBe(2.5);
    const rest = await absences.create({
      typeId: "sickness",
      first: "2026-11-30",
      last: "2026-11-30",
      firstHalf: true,
    });
    expect(rest.absences[0]).toMatchObject({ days: 0.5, seconds: 14_400 });
    const third = absences.create(holiday("2026-11-30", "2026-11-30", { firstHalf: true }));
    expect((await failure(third)).kind).toBe("conflict");
    expect((await failure(absences.create(holiday("2026-12-01", "2026-12-09")))).message).toContain(
      "from 30 Nov 2026 to 2 Dec 2026: Holiday",
    );
  });

  test("over New Year it stays one absence, and each year's balance has its own days", async () => {
    const { absences, records } = openSheet();
    await records.update({ type: "preference", id: "me" }, { leave_days: 28 });
    const draft = holiday("2026-12-28", "2027-01-06");
    expect(await absences.parts(draft)).toEqual([draft]);
    await absences.create(draft);
    const left = async (day: string) => (await absences.balances({ day })).find(({ type }) => type.id === "holiday");
    expect(await left("2026-11-19")).toMatchObject({ year: 2026, entitled: 28, taken: 0, planned: 4, left: 24 });
    expect(await left("2026-12-29")).toMatchObject({ taken: 2, planned: 2, left: 24 });
    expect(await left("2027-01-01")).toMatchObject({ year: 2027, taken: 1, planned: 3, left: 24 });
  });

  test("without days of leave nothing is said to be left, and it is told how to set them", async () => {
    const { absences } = openSheet();
    await absences.create({ typeId: "sickness", first: "2026-11-16", last: "2026-11-17" });
    const [own, sick] = await absences.balances({ day: "2026-11-19" });
    expect(own).toMatchObject({ entitled: null, left: null, notes: [expect.stringContaining("leave_days")] });
    expect(sick).toMatchObject({ type: { id: "sickness" }, entitled: null, taken: 2, left: null, notes: [] });
  });

  test("what is cancelled stays to be seen, counts no more, and makes room", async () => {
    const { absences } = openSheet();
    const { absences: made } = await absences.create(holiday("2026-12-01", "2026-12-04"));
    const id = made[0]?.id ?? "";
    expect(absences.decisions).toEqual(["cancel"]);
    expect(await absences.decide(id, "cancel", undefined)).toMatchObject({ id, status: "cancelled" });
    expect((await failure(absences.decide(id, "cancel", undefined))).kind).toBe("conflict");
    expect((await failure(absences.decide(id, "approve", undefined))).kind).toBe("unsupported");
    expect((await absences.list({ ...year, statuses: ["approved"] })).absences).toEqual([]);
    expect((await absences.list(year)).absences).toHaveLength(1);
    expect((await absences.balances({ day: "2026-11-19" }))[0]).toMatchObject({ planned: 0 });
    await absences.create(holiday("2026-12-01", "2026-12-04"));
    await absences.undo(id);
    expect((await absences.list(year)).absences).toHaveLength(1);
  });

  test.each<[string, AbsenceDraft, string]>([
    ["the last day before the first", holiday("2026-12-02", "2026-12-01"), "invalid"],
    ["a kind that there is not", { ...holiday("2026-12-01", "2026-12-01"), typeId: "1" }, "invalid"],
    ["a slip in the year", holiday("2026-12-01", "2036-12-01"), "invalid"],
    ["both halves of one day", holiday("2026-12-01", "2026-12-01", { firstHalf: true, lastHalf: true }), "invalid"],
    ["hours of a day", holiday("2026-12-01", "2026-12-01", { seconds: 3_600 }), "unsupported"],
    ["another person", holiday("2026-12-01", "2026-12-01", { personId: "8" }), "forbidden"],
  ])("%s is refused, and nothing is kept", async (_, draft, kind) => {
    const { absences } = openSheet();
    expect((await failure(absences.parts(draft))).kind).toBe(kind);
    expect((await failure(absences.create(draft))).kind).toBe(kind);
    expect((await absences.list(year)).absences).toEqual([]);
  });

  test("of other people nothing is known, which is not the same as being there", async () => {
    const { sheet, absences } = openSheet();
    const list = await absences.list({ ...year, people: ["8"] });
    expect(list).toMatchObject({ absences: [], people: [], unread: [{ person: { id: "8" } }] });
    expect((await failure(absences.balances({ day: "2026-11-19", personId: "8" }))).kind).toBe("forbidden");
    const { refused } = await sheet.facts();
    expect(Object.keys(refused)).toEqual(expect.arrayContaining(["others_absence.read", "absence.decide"]));
    expect(refused["absence.create"]).toBeUndefined();
  });

  test("however absences lie, no working day is taken twice", async () => {
    const { absences } = openSheet();
    const day = fc.integer({ min: 0, max: 60 }).map((n) => addDays("2026-10-01", n));
    const span = fc.record({ start: day, length: fc.integer({ min: 0, max: 9 }), half: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(span, { maxLength: 12 }), async (spans) => {
        const made: string[] = [];
        for (const { start, length, half } of spans) {
          const draft = holiday(start, addDays(start, length), half ? { firstHalf: true } : {});
          const created = await absences.create(draft).catch((error) => {
            expect(error).toMatchObject({ kind: "conflict" });
            return null;
          });
          if (created) made.push(...created.absences.map(({ id }) => id));
        }
        const [balance] = await absences.balances({ day: "2026-12-31" });
        const mine = (await absences.list({ first: "2026-10-01", last: "2026-12-31", people: "me" })).absences;
        const worth = new Map<string, number>();
        for (const one of mine)
          for (let at = one.first; at <= one.last; at = addDays(at, 1))
            worth.set(at, (worth.get(at) ?? 0) + (at === one.first && one.firstHalf ? 0.5 : 1));
        expect(Math.max(0, ...worth.values())).toBeLessThanOrEqual(1);
        expect(balance?.taken).toBe(mine.reduce((sum, { days }) => sum + (days ?? 0), 0));
        for (const id of made) await absences.undo(id);
      }),
      { numRuns: 30 },
    );
  });
});
