import Libsql from "libsql";
import { describe, expect, test } from "vitest";
import { freeDays, type OwnHoliday } from "#core/services/local/own-holidays";
import { failure, openSheet } from "./sheet";

const own = (name: string, day: string, more: Partial<OwnHoliday> = {}): OwnHoliday => ({
  name,
  day,
  yearly: false,
  half: false,
  ...more,
});
const shown = async (days: readonly OwnHoliday[], first: string, last: string, country?: string) =>
  (await freeDays({ ...(country && { calendar: { country } }), own: [...days] }, first, last)).map(
    ({ day, name, half }) => `${day} ${name}${half ? " (half)" : ""}`,
  );

describe("free days of the person's own", () => {
  test.each([
    ["once", own("Outing", "2026-06-05"), ["2026-06-05 Outing"]],
    [
      "each year from its day on, not before",
      own("Eve", "2027-12-24", { yearly: true }),
      ["2027-12-24 Eve", "2028-12-24 Eve"],
    ],
    [
      "each year of the span from long ago",
      own("Eve", "1999-12-24", { yearly: true }),
      ["2025-12-24 Eve", "2026-12-24 Eve", "2027-12-24 Eve", "2028-12-24 Eve"],
    ],
    [
      "in leap years only where the day is one of them",
      own("Leap", "2024-02-29", { yearly: true }),
      ["2028-02-29 Leap"],
    ],
    ["not at all where another program wrote no day", own("Broken", "someday", { yearly: true }), []],
  ])("come %s", async (_, day, days) => {
    expect(await shown([day], "2025-06-05", "2028-12-31")).toEqual(days);
  });

  test("are there on the first and the last day that was asked for, and not beside them", async () => {
    const day = [own("Outing", "2026-06-05")];
    expect(await shown(day, "2026-06-05", "2026-06-05")).toHaveLength(1);
    expect(await shown(day, "2026-06-04", "2026-06-04")).toEqual([]);
    expect(await shown(day, "2026-06-06", "2026-06-06")).toEqual([]);
  });

  test("stand beside public holidays in the order of days, and of one day the whole one counts once", async () => {
    const days = [
      own("Ours", "2026-12-24"),
      own("Twice", "2026-12-25"),
      own("Half of it", "2026-12-26", { half: true }),
      own("Feast", "2026-12-28", { half: true }),
      own("Other feast", "2025-12-28", { yearly: true }),
    ];
    expect(await shown(days, "2026-12-24", "2026-12-31", "DE")).toEqual([
      "2026-12-24 Ours",
      "2026-12-25 1. Weihnachtstag",
      "2026-12-26 2. Weihnachtstag",
      "2026-12-28 Other feast",
    ]);
  });

  test("take the place of half a public holiday only where they are whole", async () => {
    const year = ["2026-12-31", "2026-12-31", "CW"] as const;
    expect(await shown([own("Ours", "2026-12-31")], ...year)).toEqual(["2026-12-31 Ours"]);
    expect(await shown([own("Ours", "2026-12-31", { half: true })], ...year)).toEqual(await shown([], ...year));
    const half = [own("Half", "2026-12-24", { half: true }), own("Too", "2026-12-24", { half: true })];
    expect(await shown(half, "2026-12-24", "2026-12-24")).toEqual(["2026-12-24 Half (half)"]);
  });

  test("are counted in leave and told with the public holidays", async () => {
    const { records, absences } = openSheet();
    await records.create({ type: "holiday", values: { name: "Outing", day: "2026-12-01" } });
    await records.create({ type: "holiday", values: { name: "Half", day: "2026-12-02", half: true } });
    const made = await absences.create({ typeId: "holiday", first: "2026-11-30", last: "2026-12-03" });
    expect(made.absences[0]).toMatchObject({ days: 2.5 });
    expect(await absences.holidays({ personId: "me", first: "2026-12-01", last: "2026-12-02" })).toEqual([
      { day: "2026-12-01", name: "Outing", half: false },
      { day: "2026-12-02", name: "Half", half: true, part: "afternoon" },
    ]);
  });

  test("are changed field by field, listed by their days and taken away", async () => {
    const { records } = openSheet();
    const { record } = await records.create({
      type: "holiday",
      values: { name: " Eve ", day: "2026-12-24", half: true },
    });
    expect(record).toMatchObject({ name: "Eve", values: { day: "2026-12-24", yearly: false, half: true } });
    const at = { type: "holiday", id: record.id } as const;
    const changed = await records.update(at, { yearly: true });
    expect(changed.record.values).toEqual({ name: "Eve", day: "2026-12-24", yearly: true, half: true });
    expect((await records.update(at, { half: false, name: "Wigilia" })).record).toMatchObject({
      name: "Wigilia",
      values: { yearly: true, half: false },
    });
    await records.create({ type: "holiday", values: { name: "Once", day: "2026-11-02" } });
    const page = { type: "holiday", limit: 9, offset: 0 } as const;
    expect((await records.list(page)).records.map(({ name }) => name)).toEqual(["Once", "Wigilia"]);
    // A yearly one has no end.
    expect((await records.list({ ...page, first: "2030-01-01" })).records.map(({ name }) => name)).toEqual(["Wigilia"]);
    expect((await records.list({ ...page, last: "2026-12-23" })).records.map(({ name }) => name)).toEqual(["Once"]);
    await records.remove(at);
    expect((await failure(records.get(at))).kind).toBe("not_found");
    expect((await failure(records.update(at, { half: true }))).kind).toBe("not_found");
  });

  test.each([
    ["a day that is not in the calendar", { name: "Leap", day: "2026-02-30" }, "day"],
    ["words instead of a day", { name: "Leap", day: "tomorrow" }, "day"],
    ["a name of nothing", { name: " \u0000 ", day: "2026-06-05" }, "name"],
    ["a name without end", { name: "x".repeat(201), day: "2026-06-05" }, "name"],
    ["a second one of a day", { name: "Again", day: "2026-12-24" }, "day"],
  ])("are refused with %s", async (_, values, field) => {
    const { records } = openSheet();
    await records.create({ type: "holiday", values: { name: "Eve", day: "2026-12-24" } });
    const refused = await failure(records.create({ type: "holiday", values }));
    expect([refused.kind, Object.keys(refused.fields ?? {})]).toEqual(["invalid", [field]]);
  });

  test("may keep their own day when they are changed, and not take another's", async () => {
    const { records } = openSheet();
    const { record } = await records.create({ type: "holiday", values: { name: "Eve", day: "2026-12-24" } });
    await records.create({ type: "holiday", values: { name: "Other", day: "2026-12-31" } });
    const at = { type: "holiday", id: record.id } as const;
    expect((await records.update(at, { day: "2026-12-24", name: "Same" })).record.name).toBe("Same");
    expect((await failure(records.update(at, { day: "2026-12-31" }))).kind).toBe("invalid");
  });

  test("that another program damaged leave the others readable", async () => {
    const { sheet, records, absences, file } = openSheet();
    await records.create({ type: "holiday", values: { name: "Outing", day: "2026-12-01" } });
    await sheet.close();
    const raw = new Libsql(file);
    raw.exec("INSERT INTO own_holiday (name, day, yearly) VALUES ('', 'never', 1)");
    raw.close();
    const again = openSheet(file);
    const days = await again.absences.holidays({ personId: "me", first: "2026-12-01", last: "2026-12-31" });
    expect(days.map(({ name }) => name)).toEqual(["Outing"]);
    const list = await again.records.list({ type: "holiday", limit: 9, offset: 0 });
    expect(list.records.map(({ values }) => values.day)).toEqual(["2026-12-01", "never"]);
    await again.records.remove({ type: "holiday", id: list.records[1]?.id ?? "" });
    expect(absences).toBeDefined();
  });
});
