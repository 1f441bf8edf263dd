import { expect, test } from "vitest";
import { WorkingTime } from "../../../../main/app/state/working-time";
import { serverWith } from "./answers";

const week = [28_800, 27_000, 0, 0, 0, 0, 0];
function opened(answers: unknown[]) {
  const { server, calls } = serverWith(answers);
  let written = 0;
  const before = (id: string) => (id === "local" ? week : null);
  return { page: new WorkingTime({ server, before, written: () => written++ }), calls, count: () => written };
}

test("what the sheet keeps is read with its records and the holidays of a year", async () => {
  const { page, calls } = opened([
    { records: [{ id: "1", values: { first: "2026-01-01", monday: 28_800, tuesday: 27_000 } }] },
    { records: [{ id: "me", values: { first_day: "2026-03-01", leave_days: 28, holiday_country: "DE" } }] },
    {
      zone: "UTC",
      first: "2026-11-19",
      last: "2027-11-19",
      absences: [],
      holidays: [{ day: "2026-12-25", name: "Christmas", half: false, id: "x" }],
      more: 0,
      notes: [],
    },
  ]);
  expect(await page.get({ accountId: "local", from: "2026-11-19", to: "2027-11-19" })).toEqual({
    targets: [{ id: "1", first: "2026-01-01", week }],
    before: week,
    firstDay: "2026-03-01",
    leaveDays: 28,
    country: "DE",
    region: null,
    holidays: [{ day: "2026-12-25", name: "Christmas", half: false }],
  });
  expect(calls.map(([tool]) => tool)).toEqual(["list_records", "list_records", "list_absences"]);
  expect(calls[2]?.[1]).toMatchObject({ from: "2026-11-19", to: "2027-11-19", show: ["holidays"] });
});

test("a row is saved as clock times, new or by its id, and what failed is read again, too", async () => {
  const { page, calls, count } = opened([{}, {}, () => Promise.reject(new Error("busy"))]);
  await page.saveTarget({ accountId: "local", first: "2027-01-01", week });
  await page.saveTarget({ accountId: "local", id: "7", first: "2027-01-01", week });
  const rows = calls.map(([, args]) => (args as { records: { id?: string; values: object }[] }).records[0]);
  expect(rows[0]).toMatchObject({ values: { first: "2027-01-01", monday: "8:00", tuesday: "7:30", sunday: "0:00" } });
  expect(rows.map((row) => row?.id)).toEqual([undefined, "#7"]);
  await expect(page.removeTarget({ accountId: "local", id: "7" })).rejects.toThrow();
  expect(calls[2]).toEqual(["delete_record", { account: "local", type: "target_hours", ids: ["#7"] }]);
  expect(count()).toBe(3);
});

test("without a country no region is sent", async () => {
  const { page, calls } = opened([{}]);
  await page.saveLeave({ accountId: "local", leaveDays: null, country: null, region: null });
  const values = { leave_days: null, holiday_country: null };
  expect(calls).toEqual([["save_record", { account: "local", type: "preference", records: [{ values }] }]]);
});

test("the first day is saved by itself, and taken away with null", async () => {
  const { page, calls, count } = opened([{}, {}]);
  await page.saveFirstDay({ accountId: "local", firstDay: "2026-03-01" });
  await page.saveFirstDay({ accountId: "local", firstDay: null });
  const sent = (first_day: string | null) => ({
    account: "local",
    type: "preference",
    records: [{ values: { first_day } }],
  });
  expect(calls).toEqual([
    ["save_record", sent("2026-03-01")],
    ["save_record", sent(null)],
  ]);
  expect(count()).toBe(2);
});
