import { expect, test } from "vitest";
import { openToolSession } from "../../../../fakes/tool-session";
import { openSheet } from "../../../core/services/local/sheet";

/** The tools over a time sheet on this computer, behind the same session as everything. */
function localSession(wanted: Parameters<typeof openToolSession>[0] = {}) {
  const session = openToolSession({ profile: "everything", ...wanted });
  const { sheet } = openSheet();
  Object.assign(session.memory, sheet);
  const account = { ...session.account, service: "local" as const };
  session.policy.use({ ...session.loaded, accounts: [account] });
  const typesOf = (name: string) => {
    const tool = session.catalog.offered().find((one) => one.name === name);
    return tool && (session.catalog.describe(tool).inputSchema.properties.type as { enum: string[] }).enum;
  };
  return { ...session, sheet, typesOf };
}

test("only what the sheet keeps is offered, and under Track no record tool at all", () => {
  const all = localSession();
  const made = ["customer", "project", "activity", "tag"];
  const kept = ["target_hours", "leave_carry"];
  expect(all.typesOf("list_records")).toEqual([...made, "preference", "holiday", ...kept]);
  expect(all.typesOf("delete_record")).toEqual([...made, "holiday", ...kept]);
  const track = localSession({ profile: "track" });
  for (const name of ["list_records", "save_record", "delete_record"]) expect(track.typesOf(name)).toBeUndefined();
});

test("a project is made below its customer, archived, and not deleted while time is booked on it", async () => {
  const { call, questions } = localSession({ answers: ["yes"] });
  await call("save_record", { type: "customer", records: [{ values: { name: "Acme" } }] });
  const made = await call("save_record", {
    type: "project",
    records: [{ values: { name: "Website", customer: "acme" } }, { values: { name: "Care", customer: "acme" } }],
  });
  expect(made.text).toContain("Saved 2 projects:");
  await call("log_time", { entries: [{ from: "8:00", to: "9:00", project: "Website" }] });
  const kept = await call("delete_record", { type: "project", ids: ["Website"] });
  expect(kept.data.error).toMatchObject({ code: "conflict", next: expect.stringContaining("visible: false") });
  expect(questions).toEqual([]);
  const hidden = await call("save_record", {
    type: "project",
    records: [{ id: "Website", values: { visible: false } }],
  });
  expect(hidden.isError, hidden.text).toBe(false);
  expect((await call("find_work", { query: "Website" })).data.found).toEqual({});
  expect((await call("list_records", { type: "project" })).data).toMatchObject({
    total: 1,
    records: [{ name: "Care" }],
  });
  const refused = await call("log_time", { entries: [{ from: "9:00", to: "9:30", project: "Website" }] });
  expect(refused.text).toContain("archived");
});

test("days of leave are set in one sentence, and a leave is taken from them without anybody's approval", async () => {
  const { call } = localSession({ profile: "everything" });
  const set = await call("save_record", { type: "preference", records: [{ values: { leave_days: 30 } }] });
  expect(set.isError, set.text).toBe(false);
  const asked = await call("request_absence", { type: "holiday", from: "2026-12-07", to: "2026-12-11" });
  expect(asked.isError, asked.text).toBe(false);
  expect(asked.data).toMatchObject({ absences: [{ status: "approved", days: 5 }], left_after: 25 });
  const { data } = await call("get_leave_balance", {});
  expect(data.balances).toMatchObject([{ type: { id: "holiday" }, entitled: 30, planned: 5, left: 25 }, {}, {}]);
  const id = (asked.data.absences as { id: string }[])[0]?.id;
  const gone = await call("update_absence", { ids: [id], action: "cancel" });
  expect(gone.isError, gone.text).toBe(false);
  expect((await call("get_leave_balance", {})).data.balances).toMatchObject([{ left: 30 }, {}, {}]);
});

test("hours of work and public holidays are set in words, and leave and reports count by them", async () => {
  const { call } = localSession();
  const hours = await call("save_record", {
    type: "target_hours",
    records: [{ values: { first: "2026-11-09", week: "38.5h" } }, { values: { first: "1 Dec 2026", monday: "6:30" } }],
  });
  expect(hours.isError, hours.text).toBe(false);
  expect(hours.text).toContain("From 2026-12-01: 6:30 a week");
  const place = { first_day: "1 Nov 2026", holiday_country: "Niemcy", holiday_region: "Hamburg" };
  const set = await call("save_record", { type: "preference", records: [{ values: place }] });
  expect(set.data).toMatchObject({ records: [{ values: { first_day: "2026-11-01", holiday_country: "DE" } }] });
  // Mondays only from December on.
  const leave = { type: "holiday", from: "2026-11-30", to: "2026-12-15", dry_run: true };
  expect((await call("request_absence", leave)).data).toMatchObject({ days: 3 });
  const { data } = await call("report_time", { from: "2026-11-05", to: "2026-11-10", show: ["target", "missing"] });
  expect(data.target).toMatchObject({ target: (8 + 6) * 3600 + 2 * 27_720 });
  expect((data.missing as { target: number }[]).map(({ target }) => target)).toEqual([28_800, 21_600, 27_720, 27_720]);
});

/** What get_status and report_time count against the sheet's hours: eight, and six on Fridays. Now is Thursday, 19 November. */
async function owed({ call }: ReturnType<typeof localSession>) {
  const year = (await call("report_time", { period: "this year", show: ["target", "missing"] })).data;
  const { week } = (await call("get_status")).data as { week: { target: number } };
  const { target, balance_since: since } = year.target as { target: number; balance_since: string | null };
  return { since, target: target / 3600, missing: (year.missing as unknown[]).length, week: week.target / 3600 };
}

test("a new sheet owes nothing before today, and one with entries nothing before the first of them", async () => {
  const session = localSession();
  expect(await owed(session)).toEqual({ since: "2026-11-19", target: 8, missing: 0, week: 8 + 6 });
  await session.call("log_time", { entries: [{ day: "2026-11-17", from: "9:00", to: "10:00" }] });
  expect(await owed(session)).toMatchObject({ since: "2026-11-17", target: 3 * 8, week: 3 * 8 + 6 });
  const { balances } = (await session.call("get_leave_balance")).data as { balances: { notes?: string[] }[] };
  expect(JSON.stringify(balances)).not.toContain("begins on");
});

test("the first day of the balance can be set and taken away, also to a day before the first entry", async () => {
  const session = localSession();
  const { call } = session;
  const put = (first_day: string | null) =>
    call("save_record", { type: "preference", records: [{ values: { first_day, leave_days: 28 } }] });
  await call("log_time", { entries: [{ day: "2026-11-18", from: "9:00", to: "10:00" }] });
  await put("2026-11-12");
  expect(await owed(session)).toMatchObject({ since: "2026-11-12", target: 8 + 6 + 4 * 8 });
  expect((await call("get_leave_balance")).text).toContain("begins on 12 Nov 2026");
  expect((await call("list_records", { type: "preference" })).text).toContain("2026-11-12");
  await put("2025-06-01");
  expect((await call("get_leave_balance")).text).not.toContain("begins on");
  await put(null);
  expect(await owed(session)).toMatchObject({ since: "2026-11-18" });
  expect((await put("1985-01-01")).data.error).toMatchObject({ code: "invalid", saved: "no" });
  expect((await put("someday")).isError).toBe(true);
  expect(await owed(session)).toMatchObject({ since: "2026-11-18" });
});

test("what is planned ahead begins no balance, and a first day ahead owes nothing yet", async () => {
  const session = localSession();
  const { call } = session;
  await call("log_time", { entries: [{ day: "2026-11-25", from: "9:00", to: "10:00" }] });
  expect(await owed(session)).toMatchObject({ since: "2026-11-19" });
  await call("save_record", { type: "preference", records: [{ values: { first_day: "2026-12-01" } }] });
  expect(await owed(session)).toEqual({ since: null, target: 0, missing: 0, week: 0 });
});

test("a balance begins with what is brought along, below zero too, and runs on over the year's end", async () => {
  const session = localSession();
  const { call } = session;
  const put = (values: object) => call("save_record", { type: "preference", records: [{ values }] });
  const balance = async (from = "2026-11-18", to = "2026-11-18") => {
    const { target } = (await call("report_time", { from, to, show: ["target"] })).data;
    return target as { balance: number | null; balance_since: string | null };
  };
  const alone = await put({ opening_balance: "4:10" });
  expect(alone.data.error).toMatchObject({ code: "invalid", saved: "no" });
  expect(alone.text).toContain("needs its day");
  const set = await put({ first_day: "2026-11-18", opening_balance: "4:10" });
  expect(set.data).toMatchObject({ records: [{ values: { first_day: "2026-11-18", opening_balance: 15_000 } }] });
  await call("log_time", { entries: [{ day: "2026-11-18", from: "9:00", to: "18:00" }] });
  expect(await balance()).toMatchObject({ balance: 15_000 + 3_600, balance_since: "2026-11-18" });
  expect(await balance("2026-11-01")).toMatchObject({ balance: 15_000 + 3_600 });
  expect(await balance("2026-11-01", "2026-11-17")).toMatchObject({ balance: null });
  await put({ opening_balance: "-4:10" });
  expect(await balance()).toMatchObject({ balance: -15_000 + 3_600 });
  // A first day cannot go while a balance hangs on it; both go together.
  expect((await put({ first_day: null })).isError).toBe(true);
  expect((await put({ opening_balance: "10001h" })).isError).toBe(true);
  expect(await balance()).toMatchObject({ balance: -15_000 + 3_600 });
  // Wednesday and Thursday of the year before: what was owed then counts on.
  await put({ first_day: "2025-12-31", opening_balance: "1h" });
  expect(await balance("2026-01-01", "2026-01-01")).toMatchObject({
    balance: 3_600 - 2 * 28_800,
    balance_since: "2025-12-31",
  });
  await put({ first_day: null, opening_balance: null });
  const { data } = await call("list_records", { type: "preference" });
  expect(JSON.stringify(data)).not.toMatch(/opening_balance|first_day/);
});
