import { describe, expect, test } from "vitest";
import { failure, openSheet } from "../sheet";

const hours = (...each: number[]) => each.map((one) => one * 3600);
const me = (facts: { person: { id: string } }) => facts.person.id;

describe("target hours of the sheet", () => {
  test("hold from their first day on, before which the hours of the account hold", async () => {
    const { sheet, records } = openSheet();
    const made = await records.create({ type: "target_hours", values: { first: "2026-10-01", week: 38.5 * 3600 } });
    expect(made.record).toMatchObject({ name: "From 2026-10-01: 38:30 a week", values: { monday: 27_720, sunday: 0 } });
    await records.create({ type: "target_hours", values: { first: "2027-01-01", monday: 28_800, thursday: 14_400 } });
    const { contracts } = (await sheet.contracts?.("me")) ?? { contracts: [] };
    expect(contracts[0]).toMatchObject({
      targetSeconds: hours(7.7, 7.7, 7.7, 7.7, 7.7, 0, 0),
      targetChanges: [
        { targetSeconds: hours(8, 8, 8, 8, 6, 0, 0) },
        { first: "2026-10-01", targetSeconds: hours(7.7, 7.7, 7.7, 7.7, 7.7, 0, 0) },
        { first: "2027-01-01", targetSeconds: hours(8, 0, 0, 4, 0, 0, 0) },
      ],
    });
    expect((await sheet.facts()).targetSeconds?.[4]).toBe(27_720);
    const list = await records.list({
      type: "target_hours",
      first: "2026-01-01",
      last: "2026-12-31",
      limit: 9,
      offset: 0,
    });
    expect(list.records.map(({ id }) => id)).toEqual([made.record.id]);
    expect(list.notes).toEqual(["Before 2026-10-01: 38:00 a week, as set when the account was made."]);
  });

  test("count from the first row on where the sheet has no hours of its own, and from the first entry before that", async () => {
    const { sheet, records } = openSheet(undefined, undefined, null);
    const first = async () => (await sheet.contracts?.("me"))?.contracts[0]?.first;
    expect(await first()).toBe("2026-11-19");
    await sheet.time.create({ work: {}, begin: "2026-11-02T08:00:00Z", end: "2026-11-02T09:00:00Z" });
    expect(await first()).toBe("2026-11-02");
    await records.create({ type: "target_hours", values: { first: "2026-11-09", week: 40 * 3600 } });
    expect(await first()).toBe("2026-11-09");
  });

  test("of a week that five days do not divide are exactly that week", async () => {
    const { records } = openSheet();
    const { record } = await records.create({ type: "target_hours", values: { first: "2026-10-01", week: 33 * 60 } });
    expect([record.values.week, record.values.monday, record.values.friday]).toEqual([33 * 60, 7 * 60, 6 * 60]);
  });

  test("change day by day, and what is not named stays", async () => {
    const { records } = openSheet();
    const { record } = await records.create({ type: "target_hours", values: { first: "2026-10-01", week: 40 * 3600 } });
    const changed = await records.update({ type: "target_hours", id: record.id }, { friday: 0, saturday: 7_200 });
    expect(changed.record.values).toMatchObject({ first: "2026-10-01", week: 34 * 3600, thursday: 28_800, friday: 0 });
    await records.remove({ type: "target_hours", id: record.id });
    expect((await failure(records.get({ type: "target_hours", id: record.id }))).kind).toBe("not_found");
  });

  test("are refused twice for one day, both by week and by day, without any hours, and above what a day has", async () => {
    const { records } = openSheet();
    const create = (values: Record<string, string | number>) => records.create({ type: "target_hours", values });
    const { record } = await create({ first: "2026-10-01", week: 144_000 });
    const later = await create({ first: "2026-11-01", week: 144_000 });
    expect((await failure(create({ first: "2026-10-01", week: 3600 }))).message).toContain(`#${record.id}`);
    const moved = records.update({ type: "target_hours", id: later.record.id }, { first: "2026-10-01" });
    expect((await failure(moved)).fields).toHaveProperty("first");
    await records.update({ type: "target_hours", id: record.id }, { first: "2026-10-01" });
    const bad: Record<string, number>[] = [{ week: 3600, monday: 3600 }, {}, { week: 121 * 3600 }, { monday: 86_401 }];
    for (const values of bad) expect((await failure(create({ first: "2027-01-01", ...values }))).kind).toBe("invalid");
    expect((await records.list({ type: "target_hours", limit: 9, offset: 0 })).total).toBe(2);
  });
});

describe("leave of the year", () => {
  const leave = async (absences: ReturnType<typeof openSheet>["absences"], day: string) =>
    (await absences.balances({ day })).find(({ type }) => type.id === "holiday");

  test("from 23 December to 4 January takes seven days in Germany, and nine without public holidays", async () => {
    const { sheet, records, absences } = openSheet();
    const draft = { typeId: "holiday", first: "2026-12-23", last: "2027-01-04" };
    const { absences: made } = await absences.create(draft);
    expect(made[0]?.days).toBe(9);
    const id = me(await sheet.facts());
    await records.update({ type: "preference", id }, { holiday_country: "Germany" });
    expect(await absences.get(String(made[0]?.id))).toMatchObject({ days: 7 });
    expect((await leave(absences, "2026-12-31"))?.taken).toBe(6);
    expect((await absences.holidays({ first: "2026-12-01", last: "2026-12-31" })).map(({ day }) => day)).toEqual([
      "2026-12-25",
      "2026-12-26",
    ]);
  });

  test("counts each day by the hours that hold on it", async () => {
    const { records, absences } = openSheet();
    await records.create({ type: "target_hours", values: { first: "2026-12-01", monday: 28_800, tuesday: 28_800 } });
    // Monday and Tuesday of the old week and of the new one, and Wednesday to Friday of the old one only.
    const { absences: made } = await absences.create({ typeId: "holiday", first: "2026-11-23", last: "2026-12-04" });
    expect(made[0]).toMatchObject({ days: 7, seconds: (38 + 8 + 8) * 3600 });
  });

  test("takes in what was carried over, and loses what was not taken in time", async () => {
    const { sheet, records, absences } = openSheet();
    await records.update({ type: "preference", id: me(await sheet.facts()) }, { leave_days: 28 });
    await records.create({ type: "leave_carry", values: { year: 2026, days: 5, until: "2026-03-31" } });
    await absences.create({ typeId: "holiday", first: "2026-03-30", last: "2026-04-01" });
    expect(await leave(absences, "2026-03-31")).toMatchObject({ entitled: 33, taken: 2, planned: 1, left: 30 });
    expect(await leave(absences, "2026-04-01")).toMatchObject({
      entitled: 30,
      left: 27,
      notes: ["3 of 5 carried over expired on 31 Mar 2026."],
    });
    expect(await leave(absences, "2027-01-01")).toMatchObject({ entitled: 28 });
  });

  test("refuses a carry twice for a year, of broken days, and until another year", async () => {
    const { records } = openSheet();
    const create = (values: Record<string, string | number>) => records.create({ type: "leave_carry", values });
    const { record } = await create({ year: 2026, days: 2.5 });
    for (const values of [
      { year: 2026, days: 1 },
      { year: 2027, days: 0.3 },
      { year: 20, days: 1 },
    ])
      expect((await failure(create(values))).kind).toBe("invalid");
    const changed = records.update({ type: "leave_carry", id: record.id }, { until: "2027-03-31" });
    expect((await failure(changed)).fields).toHaveProperty("until");
    expect((await records.get({ type: "leave_carry", id: record.id })).values).toEqual({ year: 2026, days: 2.5 });
  });
});

describe("public holidays of the sheet", () => {
  test("are chosen by country and region, and another country drops the region", async () => {
    const { sheet, records } = openSheet();
    const place = { type: "preference" as const, id: me(await sheet.facts()) };
    const change = async (values: Record<string, string | null>) => (await records.update(place, values)).record.values;
    expect(await change({ holiday_country: "DE", holiday_region: "Hamburg" })).toEqual({
      zone: "Europe/Berlin",
      holiday_country: "DE",
      holiday_region: "HH",
    });
    expect(await change({ holiday_country: "DE" })).toMatchObject({ holiday_region: "HH" });
    expect(await change({ holiday_region: null })).toEqual({ zone: "Europe/Berlin", holiday_country: "DE" });
    expect(await change({ holiday_region: "BY" })).toMatchObject({ holiday_region: "BY" });
    expect(await change({ holiday_country: "AT" })).toEqual({ zone: "Europe/Berlin", holiday_country: "AT" });
    expect((await failure(records.update(place, { holiday_country: null, holiday_region: "HH" }))).kind).toBe(
      "invalid",
    );
    expect(await change({ holiday_country: null })).toEqual({ zone: "Europe/Berlin" });
  });
});
