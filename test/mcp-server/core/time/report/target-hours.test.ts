import { describe, expect, test } from "vitest";
import { comparable } from "#core/time/report/compare";
import { type Away, absencesOf, owedDays, shortDays, stretchOf, weeksOf } from "#core/time/report/target-hours";
import * as fc from "../../../../property";

const eight = 28_800;
const week = [eight, eight, eight, eight, eight, 0, 0];
const november = { first: "2026-11-16", last: "2026-11-22" };
const targets = (days: { target: number }[]) => days.map(({ target }) => target / 3600);

describe("what is owed", () => {
  test("is the contract's hours by weekday, between its first and last day", () => {
    expect(targets(owedDays(november, { targetSeconds: week }, [], []))).toEqual([8, 8, 8, 8, 8, 0, 0]);
    const short = { targetSeconds: week, first: "2026-11-18", last: "2026-11-19" };
    expect(targets(owedDays(november, short, [], []))).toEqual([0, 0, 8, 8, 0, 0, 0]);
    expect(targets(owedDays(november, { targetSeconds: null }, [], []))).toEqual([8, 8, 8, 8, 8, 0, 0]);
  });

  test("is less on public holidays, half ones and absences, by the target of each weekday", () => {
    const part = [eight, eight, 4 * 3600, eight, 6 * 3600, 0, 0];
    const holidays = [
      { day: "2026-11-16", name: "Feast", half: false },
      { day: "2026-11-17", name: "Eve", half: true },
      { day: "2026-11-21", name: "On a Saturday", half: false },
    ];
    const away: Away[] = [{ name: "Holiday", first: "2026-11-18", last: "2026-11-20", lastHalf: true }];
    const days = owedDays(november, { targetSeconds: part }, holidays, away);
    expect(targets(days)).toEqual([0, 4, 0, 0, 3, 0, 0]);
    expect(absencesOf(days)).toEqual([{ name: "Holiday", days: 2.5, seconds: (4 + 8 + 3) * 3600 }]);
  });

  test("an absence over a weekend and a holiday takes working days only", () => {
    const away: Away[] = [{ name: "Sick", first: "2026-11-16", last: "2026-11-22" }];
    const days = owedDays(november, { targetSeconds: week }, [{ day: "2026-11-18", name: "Feast", half: false }], away);
    expect(absencesOf(days)).toEqual([{ name: "Sick", days: 4, seconds: 4 * eight }]);
  });

  test("two absences on one day take it once", () => {
    const away: Away[] = [
      { name: "Holiday", first: "2026-11-16", last: "2026-11-16" },
      { name: "Sick", first: "2026-11-16", last: "2026-11-16" },
    ];
    expect(targets(owedDays(november, { targetSeconds: week }, [], away))[0]).toBe(0);
  });

  test("a half day on the morning and another in the afternoon are a whole one", () => {
    const away: Away[] = [
      { name: "A", first: "2026-11-16", last: "2026-11-16", firstHalf: true },
      { name: "B", first: "2026-11-16", last: "2026-11-16", lastHalf: true },
    ];
    expect(targets(owedDays(november, { targetSeconds: week }, [], away))[0]).toBe(0);
  });

  test("time off in lieu stays owed, so that it is taken from overtime, and is no missing day", () => {
    const away: Away[] = [{ name: "Time off", first: "2026-11-16", last: "2026-11-16", fromOvertime: true }];
    const days = owedDays(november, { targetSeconds: week }, [], away);
    expect(targets(days)[0]).toBe(8);
    expect(shortDays(days, new Map(), "2026-11-18", 1).map(({ day }) => day)).toEqual(["2026-11-17"]);
    expect(absencesOf(days)[0]?.name).toBe("Time off (from overtime)");
  });

  test("a past day is short where it lacks more than the leeway, with what was logged and what lowered it", () => {
    const away: Away[] = [{ name: "Sick", first: "2026-11-17", last: "2026-11-17", firstHalf: true }];
    const days = owedDays(november, { targetSeconds: week }, [], away);
    const worked = new Map([
      ["2026-11-16", eight - 900],
      ["2026-11-17", 3600],
      ["2026-11-18", eight - 901],
    ]);
    const found = (leeway: number) => shortDays(days, worked, "2026-11-19", leeway).map(({ day, why }) => [day, why]);
    expect(found(901)).toEqual([
      ["2026-11-17", "1:00 of 4:00 (Sick for part of the day)"],
      ["2026-11-18", "7:44 of 8:00"],
    ]);
    expect(found(900)).toHaveLength(3);
    // Nothing at all is short of whatever had to be worked.
    expect(found(20 * 3600)).toEqual([]);
    expect(shortDays(days, new Map(), "2026-11-19", 20 * 3600)[0]?.why).toBe("nothing logged");
  });

  test("never falls below nothing, and absences never take more than was owed", () => {
    const day = fc.integer({ min: 10, max: 30 }).map((number) => `2026-11-${number}`);
    const away = fc.record({
      name: fc.constantFrom("a", "b"),
      first: day,
      last: day,
      firstHalf: fc.boolean(),
      lastHalf: fc.boolean(),
    });
    const holiday = fc.record({ day, name: fc.constant("h"), half: fc.boolean() });
    fc.assert(
      fc.property(fc.array(away, { maxLength: 6 }), fc.array(holiday, { maxLength: 4 }), (absences, holidays) => {
        for (const one of owedDays(
          { first: "2026-11-10", last: "2026-11-30" },
          { targetSeconds: week },
          holidays,
          absences,
        )) {
          expect(one.target).toBeGreaterThanOrEqual(0);
          expect(one.target + one.away.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThanOrEqual(
            one.contract,
          );
        }
      }),
    );
  });
});

describe("overtime", () => {
  const worked = new Map([
    ["2026-11-16", 9 * 3600],
    ["2026-11-17", 7 * 3600],
    ["2026-11-21", 3600],
  ]);

  test("is worked less owed, may be below nothing, and work on a day off counts", () => {
    const days = owedDays(november, { targetSeconds: week }, [], []);
    expect(stretchOf(days, worked, 7200)).toMatchObject({
      seconds: 17 * 3600,
      target: 5 * eight,
      difference: -23 * 3600,
      balance: -21 * 3600,
    });
  });

  test("runs on from week to week, with weeks cut where the period is", () => {
    const days = owedDays({ first: "2026-11-12", last: "2026-11-22" }, { targetSeconds: week }, [], []);
    const weeks = weeksOf(days, worked, 0, 1);
    expect(weeks.map(({ number, first, last }) => [number, first, last])).toEqual([
      [46, "2026-11-12", "2026-11-15"],
      [47, "2026-11-16", "2026-11-22"],
    ]);
    expect(weeks.map(({ balance }) => balance / 3600)).toEqual([-16, -16 - 23]);
    expect(weeks.at(-1)?.balance).toBe(stretchOf(days, worked, 0)?.balance);
  });

  test("says in words what was different about a week", () => {
    const away: Away[] = [{ name: "Sickness", first: "2026-11-17", last: "2026-11-18" }];
    const days = owedDays(november, { targetSeconds: week }, [{ day: "2026-11-20", name: "Feast", half: true }], away);
    expect(weeksOf(days, worked, 0, 1)[0]?.notes).toEqual(["Sickness 17 Nov – 18 Nov", "Feast on 20 Nov (half)"]);
  });
});

describe("days without time", () => {
  test("are past working days without an entry, and not today, holidays or days away", () => {
    const away: Away[] = [{ name: "Holiday", first: "2026-11-18", last: "2026-11-18" }];
    const days = owedDays(november, { targetSeconds: week }, [{ day: "2026-11-17", name: "Feast", half: false }], away);
    expect(shortDays(days, new Map([["2026-11-16", eight]]), "2026-11-20", 1)).toMatchObject([
      { day: "2026-11-19", target: eight },
    ]);
  });

  test("a half day away leaves the other half missing", () => {
    const away: Away[] = [{ name: "Holiday", first: "2026-11-16", last: "2026-11-16", firstHalf: true }];
    const days = owedDays(november, { targetSeconds: week }, [], away);
    expect(shortDays(days, new Map(), "2026-11-17", 1)).toMatchObject([{ day: "2026-11-16", target: eight / 2 }]);
  });
});

describe("a period is compared with", () => {
  const span = (first: string, last: string) => ({ first, last });
  test.each([
    [
      "a month",
      span("2026-10-01", "2026-10-31"),
      span("2026-10-01", "2026-10-31"),
      [span("2026-09-01", "2026-09-30"), span("2025-10-01", "2025-10-31")],
    ],
    [
      "a month that goes on",
      span("2026-11-01", "2026-11-30"),
      span("2026-11-01", "2026-11-19"),
      [span("2026-10-01", "2026-10-19"), span("2025-11-01", "2025-11-19")],
    ],
    [
      "a week",
      span("2026-11-09", "2026-11-15"),
      span("2026-11-09", "2026-11-15"),
      [span("2026-11-02", "2026-11-08"), span("2025-11-09", "2025-11-15")],
    ],
    [
      "a year, once",
      span("2025-01-01", "2025-12-31"),
      span("2025-01-01", "2025-12-31"),
      [span("2024-01-01", "2024-12-31")],
    ],
    [
      "February after a leap year",
      span("2025-02-01", "2025-02-28"),
      span("2025-02-01", "2025-02-28"),
      [span("2025-01-01", "2025-01-31"), span("2024-02-01", "2024-02-29")],
    ],
  ])("%s", (_name, period, own, others) => {
    expect(comparable(period, "2026-11-19")).toEqual({ own, others });
  });
});
