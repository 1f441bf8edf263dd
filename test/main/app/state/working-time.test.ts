import { expect, test } from "vitest";
import { WorkingTime } from "#main/app/state/working-time";
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
    {
      records: [
        { id: "me", values: { first_day: "2026-03-01", opening_balance: -900, leave_days: 28, holiday_country: "DE" } },
      ],
    },
    {
      zone: "UTC",
      first: "2026-11-19",
      last: "2027-11-19",
      absences: [],
      holidays: [{ day: "2026-12-25", name: "Christmas", half: false, id: "x" }],
      more: 0,
      notes: [],
    },
    { records: [{ id: "4", values: { year: 2026, days: 5, until: "2026-03-31" } }] },
    { records: [{ id: "9", values: { name: "Eve", day: "2026-12-24", yearly: true, half: false } }] },
    () => Promise.reject(new Error("busy")),
    () => Promise.reject(new Error("busy")),
  ]);
  expect(await page.get({ accountId: "local", from: "2026-11-19", to: "2027-11-19" })).toEqual({
    targets: [{ id: "1", first: "2026-01-01", week }],
    before: week,
    firstDay: "2026-03-01",
    opening: -900,
    balance: null,
    carry: { id: "4", days: 5, until: "2026-03-31" },
    leaveLeft: null,
    leaveDays: 28,
    country: "DE",
    region: null,
    holidays: [{ day: "2026-12-25", name: "Christmas", half: false }],
    ownDays: [{ id: "9", name: "Eve", day: "2026-12-24", yearly: true, half: false }],
  });
  expect(calls.map(([tool]) => tool)).toEqual([
    "list_records",
    "list_records",
    "list_absences",
    "list_records",
    "list_records",
    "report_time",
    "get_leave_balance",
  ]);
  expect(calls[3]?.[1]).toMatchObject({ type: "leave_carry", filter: { year: 2026 } });
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

test("a free day of one's own is saved new or by its id, and taken away", async () => {
  const { page, calls, count } = opened([{}, {}, {}]);
  const day = { name: "Eve", day: "2026-12-24", yearly: true, half: false };
  await page.saveOwnDay({ accountId: "local", ...day });
  await page.saveOwnDay({ accountId: "local", id: "9", ...day });
  await page.removeOwnDay({ accountId: "local", id: "9" });
  expect(calls).toEqual([
    ["save_record", { account: "local", type: "holiday", records: [{ values: day }] }],
    ["save_record", { account: "local", type: "holiday", records: [{ id: "#9", values: day }] }],
    ["delete_record", { account: "local", type: "holiday", ids: ["#9"] }],
  ]);
  expect(count()).toBe(3);
});

test("without a country no region is sent", async () => {
  const { page, calls } = opened([{}]);
  await page.saveLeave({ accountId: "local", leaveDays: null, country: null, region: null });
  const values = { leave_days: null, holiday_country: null };
  expect(calls).toEqual([["save_record", { account: "local", type: "preference", records: [{ values }] }]]);
});

test("the first day is saved with its balance, below zero too, and both are taken away with null", async () => {
  const { page, calls, count } = opened([{}, {}, {}]);
  await page.saveFirstDay({ accountId: "local", firstDay: "2026-03-01", opening: 15_000 });
  await page.saveFirstDay({ accountId: "local", firstDay: "2026-03-01", opening: -1_800 });
  await page.saveFirstDay({ accountId: "local", firstDay: null, opening: null });
  expect(calls.map(([, args]) => (args as { records: { values: object }[] }).records[0]?.values)).toEqual([
    { first_day: "2026-03-01", opening_balance: "4:10" },
    { first_day: "2026-03-01", opening_balance: "-0:30" },
    { first_day: null, opening_balance: null },
  ]);
  expect(count()).toBe(3);
});

test("days that were carried over are a record of their year: made, changed, and taken away", async () => {
  const { page, calls, count } = opened([{}, {}, {}]);
  const put = { accountId: "local", year: 2026, until: null };
  await page.saveCarry({ ...put, days: 5, until: "2026-03-31" });
  await page.saveCarry({ ...put, id: "4", days: 4.5 });
  await page.saveCarry({ ...put, id: "4", days: null });
  await page.saveCarry({ ...put, days: null });
  const type = "leave_carry";
  expect(calls).toEqual([
    ["save_record", { account: "local", type, records: [{ values: { year: 2026, days: 5, until: "2026-03-31" } }] }],
    ["save_record", { account: "local", type, records: [{ id: "#4", values: { days: 4.5, until: null } }] }],
    ["delete_record", { account: "local", type, ids: ["#4"] }],
  ]);
  expect(count()).toBe(3);
});
