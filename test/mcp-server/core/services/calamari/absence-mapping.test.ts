import { describe, expect, it } from "vitest";
import { partsOf } from "#core/services/calamari/absences/parts";
import { absenceId, absenceKey, absenceOf, holidaysOf } from "#core/services/calamari/mapping/absence";
import { absence, allBalances } from "#core/services/calamari/wire/absence";
import { addDays } from "#core/time/civil";
import * as fc from "../../../../property";

const ida = { id: "ida.berg@fjordworks.example", name: "Ida Berg" };
/** Absences as calamari-api.md §5 shows them. */
const remote = {
  ...{ id: 5570, employeeEmail: ida.id, from: "2026-10-22", to: "2026-10-22" },
  ...{ absenceTypeName: "Remote work", absenceTypeId: 9, absenceCategory: "WORK", status: "ACCEPTED" },
  ...{ entitlementAmount: 0.5, entitlementAmountUnit: "DAYS", amountFirstDay: 0.5, amountLastDay: null },
  ...{ fullDayRequest: false, startTime: "2026-10-22T12:00:00", endTime: "2026-10-22T23:59:59" },
  ...{
    timeZone: "Europe/Oslo",
    reason: null,
    created: "2026-10-03T09:00:00+0000",
    updated: "2026-10-03T09:05:00+0000",
  },
};
const day = fc.integer({ min: 0, max: 4_000 }).map((after) => addDays("2020-01-01", after));

describe("absences of Calamari in our words", () => {
  it("tell an afternoon of work elsewhere as that", () => {
    expect(absenceOf(absence.parse({ ...remote, somethingNew: { deep: true } }), ida, false)).toEqual({
      id: "2026-10-22.5570.ida.berg@fjordworks.example",
      person: ida,
      type: { id: "9", name: "Remote work" },
      working: true,
      status: "approved",
      first: "2026-10-22",
      last: "2026-10-22",
      firstHalf: true,
      part: "afternoon",
      days: 0.5,
      seconds: null,
      comment: "",
    });
  });

  it("call a whole day beside half a holiday no half day", () => {
    const told = absenceOf(absence.parse({ ...remote, fullDayRequest: true, amountFirstDay: null }), ida, true);
    expect([told.firstHalf, told.part, told.days, told.id]).toEqual([undefined, undefined, 0.5, "2026-10-22.5570"]);
  });

  it("are half a day where only their part says so, and never a whole day for two hours of it", () => {
    const part = (more: object) => absenceOf(absence.parse({ ...remote, amountFirstDay: null, ...more }), ida, true);
    expect(part({ entitlementAmount: 0 })).toMatchObject({ firstHalf: true, part: "afternoon", days: 0 });
    const [startTime, endTime] = ["2026-10-22T09:00:00", "2026-10-22T11:00:00"];
    // By days that are cut finer, and by hours that are not counted: how long it is stands in its times.
    expect(part({ entitlementAmount: 0.25, startTime, endTime })).toMatchObject({ days: 0.25, seconds: 7_200 });
    expect(part({ entitlementAmount: 0, entitlementAmountUnit: "HOURS", startTime, endTime })).toMatchObject({
      days: null,
      seconds: 7_200,
    });
    expect(part({ entitlementAmount: 1.5, entitlementAmountUnit: "HOURS", startTime, endTime }).seconds).toBe(5_400);
    expect(part({ entitlementAmount: 1, fullDayRequest: true }).seconds).toBeNull();
    // Half a day is half of whatever that day has, also where its clock times are told.
    expect(part({ entitlementAmount: 0.5, startTime, endTime: "2026-10-22T13:00:00" })).toMatchObject({
      firstHalf: true,
      seconds: null,
    });
  });

  it("live with what is missing", () => {
    const told = absenceOf(
      absence.parse({ id: 1, from: "2026-10-22", to: "2026-10-23", status: "pending" }),
      ida,
      true,
    );
    expect(told).toMatchObject({ status: "requested", days: null, seconds: null });
    expect(told.type).toBeUndefined();
    const noTimes = absenceOf(absence.parse({ ...remote, startTime: null, endTime: undefined }), ida, true);
    expect([noTimes.part, noTimes.firstHalf, noTimes.seconds]).toEqual([undefined, true, null]);
  });

  it("have ids that say where they are found again", () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.option(
          fc.oneof(
            fc.emailAddress().map((mail) => mail.toLowerCase()),
            fc.constant("externalNumber:FW 7"),
          ),
          { nil: undefined },
        ),
        (first, number, person) => {
          expect(absenceKey(absenceId({ first, number, person }))).toEqual({
            first,
            number,
            ...(person && { person }),
          });
        },
      ),
    );
    for (const wrong of ["", "5", "2026-13-40.5", "2026-10-22.", "2026-10-22.5.nobody", "../1"])
      expect(() => absenceKey(wrong)).toThrow(/no absence/);
  });

  it("read balances in both forms alike", () => {
    const balance = { unit: "DAYS", unlimited: false, amount: 11.5 };
    const [nested] = allBalances.parse([{ absenceType: { id: 3, name: "Annual leave" }, balance }]);
    const [flat] = allBalances.parse([{ absenceTypeId: 3, absenceTypeName: "Annual leave", ...balance }]);
    expect(nested).toEqual({ typeId: 3, name: "Annual leave", balance });
    expect(flat).toEqual(nested);
  });

  it("make a range of holidays days, each once", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 20 }), (start, more) => {
        const days = holidaysOf({ name: "Feast", start, end: addDays(start, more) });
        expect(days.map((one) => one.day)).toEqual(Array.from({ length: more + 1 }, (_, at) => addDays(start, at)));
      }),
    );
    expect(
      holidaysOf({ name: "Eve", start: "2026-12-24", end: "2026-12-24", halfDay: true, halfdayPeriod: "AM" }),
    ).toEqual([{ day: "2026-12-24", name: "Eve (morning)", half: true, part: "morning" }]);
  });
});

describe("the parts of the days of a request", () => {
  it("by hours begin and end where they were meant to, within one day", () => {
    const clock = fc.record({ begin: fc.integer({ min: 0, max: 1_438 }), length: fc.integer({ min: 1, max: 1_439 }) });
    fc.assert(
      fc.property(clock, ({ begin, length }) => {
        const from = `${String(Math.floor(begin / 60)).padStart(2, "0")}:${String(begin % 60).padStart(2, "0")}`;
        const draft = { typeId: "7", first: "2026-12-07", last: "2026-12-07", seconds: length * 60, from };
        if (begin + length >= 1_440) {
          expect(() => partsOf(draft, null)).toThrow(/next day/);
          return;
        }
        const { fromPart, toPart } = partsOf(draft, null);
        const minutes = (part: string) => Number(part.slice(0, 2)) * 60 + Number(part.slice(3));
        expect([fromPart, minutes(toPart) - minutes(fromPart)]).toEqual([from, length]);
        expect(toPart).toMatch(/^\d\d:\d\d$/);
      }),
    );
  });

  it("never make a whole day of a part of one", () => {
    const draft = fc.record({
      typeId: fc.constant("3"),
      first: fc.constant("2026-12-07"),
      last: fc.constantFrom("2026-12-07", "2026-12-09"),
      firstHalf: fc.boolean(),
      lastHalf: fc.boolean(),
      from: fc.constantFrom(undefined, "morning", "afternoon"),
    });
    fc.assert(
      fc.property(draft, (one) => {
        const { fromPart, toPart } = partsOf(one, null);
        const isWhole = fromPart === "MORNING" && toPart === "END_OF_DAY";
        expect(isWhole).toBe(!one.firstHalf && !one.lastHalf);
      }),
    );
  });

  it.each([
    null,
    {
      id: 2,
      name: "Flexible",
      workingDays: [{ dayName: "MONDAY", isWorkingDay: true, startTime: null, duration: 28_800 }],
    },
  ])("by hours need a beginning where no schedule has one", (week) => {
    const draft = { typeId: "7", first: "2026-12-07", last: "2026-12-07", seconds: 3_600 };
    expect(() => partsOf(draft, week)).toThrow(/when these hours begin/);
  });
});
