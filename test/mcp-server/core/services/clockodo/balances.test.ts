import { describe, expect, it } from "vitest";
import { overtimeOf } from "#core/services/clockodo/absences/overtime";
import type { FakeClockodoOptions } from "../../../../fakes/clockodo";
import type { FakeAbsence, FakeState } from "../../../../fakes/clockodo/model";
import { fakeAbsence, fakeEntry, type PersonName } from "../../../../fakes/clockodo/seed";
import * as fc from "../../../../property";
import { failureOf, setup } from "./setup";

/** A Thursday; nothing was worked this year but what a test says. */
const today = "2026-11-19";
const mara = 42;

async function start(who: PersonName, options: FakeClockodoOptions) {
  const made = await setup(who, options);
  const { absences } = made.service;
  if (!absences) throw new Error("the service keeps no leave");
  const balance = async (type: string, asked: { day?: string; personId?: string } = {}) => {
    const all = await absences.balances({ day: today, ...asked });
    const found = all.find((each) => each.type.id === type);
    if (!found) throw new Error(`no balance of type ${type}`);
    return found;
  };
  return { ...made, absences, balance };
}

const leave = (first: string, last: string, more: Partial<FakeAbsence> = {}) =>
  fakeAbsence({ date_since: first, date_until: last, ...more });
const theYear = (state: FakeState) => {
  state.absences.push(
    leave("2026-07-06", "2026-07-17"),
    leave("2026-11-18", "2026-11-20"),
    leave("2026-12-21", "2026-12-23", { status: 0 }),
    leave("2026-12-28", "2026-12-28", { half_day: true }),
    leave("2026-08-03", "2026-08-04", { status: 2 }),
    leave("2026-09-01", "2026-09-02", { type: 4 }),
  );
};
const carried = (state: FakeState) => {
  theYear(state);
  state.rows.holidaysCarry = [
    { id: 1, users_id: mara, year: 2026, count: 2.5, note: null },
    { id: 2, users_id: mara, year: 2025, count: 9, note: null },
  ];
};
const noReports = { company: { module_user_reports: false } };

describe("what is left of the holidays", () => {
  // 10 days in July and two of three in November are over; one and a half are to come, three are asked for.
  const expected = { year: 2026, unit: "days", entitled: 30.5, taken: 12, planned: 1.5, requested: 3, left: 17 };

  it("comes from Clockodo's own report, with what was carried over", async () => {
    const { balance, clockodo } = await start("mara", { seed: carried });
    expect(await balance("1")).toMatchObject(expected);
    expect((await balance("1")).notes).toEqual(["2.5 of these days were carried over."]);
    expect(clockodo.count("GET", /userreports\/42$/)).toBeGreaterThan(0);
  });

  it("is the same from quota, carry and absences where user reports are switched off", async () => {
    const { balance, clockodo } = await start("mara", { ...noReports, seed: carried });
    expect(await balance("1")).toMatchObject(expected);
    expect(clockodo.count("GET", /userreports/)).toBe(0);
  });

  it("counts days of one's own quota for its years instead of the company's", async () => {
    const { balance } = await start("mara", {
      ...noReports,
      seed(state) {
        for (const user of state.users) user.default_holidays_count = false;
        state.rows.holidaysQuota = [
          { id: 1, users_id: mara, year_since: 2024, year_until: 2025, count: 20, note: null },
          { id: 2, users_id: mara, year_since: 2026, year_until: null, count: 25, note: null },
        ];
      },
    });
    expect(await balance("1")).toMatchObject({ entitled: 25, left: 25 });
    expect(await balance("1", { day: "2025-05-05" })).toMatchObject({ entitled: 20, year: 2025 });
  });

  it("as of the end of a year has all that is planned as taken, and what is left is the same", async () => {
    const { balance } = await start("mara", { seed: carried });
    expect(await balance("1", { day: "2026-12-31" })).toMatchObject({ taken: 13.5, planned: 0, left: 17 });
    expect(await balance("1", { day: "2026-01-01" })).toMatchObject({ taken: 0, planned: 13.5, left: 17 });
  });

  it("is not known where neither quota nor company settings can be read", async () => {
    const { balance, clockodo } = await start("mara", { seed: theYear, settings: { aggregates: false } });
    clockodo.fail({ path: /userreports|holidays(Quota|Carry)/, failure: { kind: "status", status: 403 } });
    const told = await balance("1");
    expect(told).toMatchObject({ entitled: null, left: null, taken: 12, planned: 1.5 });
    expect(told.notes.join(" ")).toMatch(/rights in Clockodo do not show/);
    expect(told.notes.join(" ")).toMatch(/carried over cannot be read/);
  });

  it("takes off what only the report counts, and says so", async () => {
    const { balance, clockodo } = await start("mara", { seed: theYear });
    const report = {
      users_id: mara,
      holidays_quota: 28,
      holidays_carry: 0,
      sum_absence: { regular_holidays: 15.5 },
      diff: 0,
    };
    const body = JSON.stringify({ userreport: report });
    clockodo.fail({ path: /userreports/, failure: { kind: "status", status: 200, body } });
    const told = await balance("1");
    expect(told).toMatchObject({ entitled: 28, left: 12.5 });
    expect(told.notes.join(" ")).toMatch(/report counts 15.5 days taken, its absences 13.5/);
  });

  it("of other types is what was taken, without a limit", async () => {
    const { balance } = await start("mara", { seed: theYear });
    expect(await balance("4")).toMatchObject({ entitled: null, left: null, taken: 2, unit: "days" });
  });

  it("of others is told to those who see it, and refused to those who see that they are away and not why", async () => {
    const { balance, as } = await start("olga", { seed: carried });
    expect(await balance("1", { personId: "42" })).toMatchObject(expected);
    const jonas = as("jonas").absences;
    expect(jonas && (await failureOf(jonas.balances({ day: today, personId: "42" })))).toMatchObject({
      kind: "forbidden",
    });
  });
});

describe("overtime", () => {
  const hour = 3_600_000;
  /** One Monday with ten hours instead of eight; all other targets are switched off by being before the fake's rows. */
  const worked = (state: FakeState) => {
    const user = state.users.find(({ id }) => id === mara);
    if (user) user.default_target_hours = false;
    const hours = { monday: 8, tuesday: 8, wednesday: 8, thursday: 0, friday: 0, saturday: 0, sunday: 0 };
    state.rows.targethours = [
      { id: 1, users_id: mara, type: "weekly", date_since: "2026-11-16", date_until: null, ...hours },
    ];
    for (const day of [16, 17, 18]) {
      const since = Date.parse(`2026-11-${day}T07:00:00Z`);
      state.entries.push(fakeEntry(since, { until: since + 10 * hour }));
    }
    state.rows.overtimeCarry = [{ id: 1, users_id: mara, year: 2026, hours: 12, note: null }];
    state.rows.overtimeReductions = [
      {
        id: 1,
        users_id: mara,
        date: "2026-03-01",
        hours: 4,
        note: null,
        added_at: "2026-03-01",
        added_by_users_id: 40,
      },
    ];
    state.absences.push(leave("2026-11-23", "2026-11-23", { type: 3, count_hours: 3 }));
  };

  it.each([false, true])(
    "is told in hours, whether the report's difference is the whole (%s) or not",
    async (reportDiffWhole) => {
      const { balance } = await start("mara", { seed: worked, settings: { reportDiffWhole } });
      // Six hours more than owed, twelve carried over, four reduced by hand; three more are planned.
      expect(await balance("3")).toMatchObject({ unit: "hours", entitled: 14, taken: 0, planned: 3, left: 11 });
      expect((await balance("3")).notes.join(" ")).toMatch(/12 h carried over, 4 h reduced by hand/);
    },
  );

  it("is not known where user reports are off; what was carried over is told", async () => {
    const { balance } = await start("mara", { ...noReports, seed: worked });
    const told = await balance("3");
    expect(told).toMatchObject({ entitled: null, left: null, planned: 3 });
    expect(told.notes.join(" ")).toMatch(/12 h were carried over/);
  });

  it("is not reckoned from numbers that fit no known way", () => {
    const report = { users_id: 1, diff: 3600, sum_hours: 99_000, sum_target: 0, overtime_carryover: 7200 };
    expect(overtimeOf(report)).toBeNull();
    expect(overtimeOf({ users_id: 1 })).toBeNull();
    // Two hours carried over and two used: the difference could have either in it.
    const both = { ...report, diff: 0, sum_hours: 3600, sum_target: 3600, sum_reduction_used: 7200 };
    expect(overtimeOf(both)).toBeNull();
    expect(overtimeOf({ users_id: 1, diff: -5400 })).toEqual({ hours: -1.5, parts: "" });
  });

  it("is the same number in both readings of the report", () => {
    const seconds = fc.integer({ min: 0, max: 2_000 }).map((quarters) => quarters * 900);
    fc.assert(
      fc.property(seconds, seconds, seconds, seconds, (worked, target, carriedOver, reduced) => {
        // Where what was carried over and reduced cancel out, both readings are one.
        fc.pre(carriedOver + reduced > 0);
        const sums = {
          users_id: 1,
          sum_hours: worked,
          sum_target: target,
          overtime_carryover: carriedOver,
          overtime_reduced: reduced,
        };
        const alone = overtimeOf({ ...sums, diff: worked - target });
        const whole = overtimeOf({ ...sums, diff: worked - target + carriedOver - reduced });
        expect(whole?.hours).toBeCloseTo(alone?.hours ?? Number.NaN, 1);
        expect(alone?.hours).toBeCloseTo((worked - target + carriedOver - reduced) / 3600, 1);
      }),
    );
  });
});
