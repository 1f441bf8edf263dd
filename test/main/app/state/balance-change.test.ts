import { expect, test } from "vitest";
import { balanceToday } from "#main/app/state/balance-change";
import { WorkingTime } from "#main/app/state/working-time";
import type { Server } from "#main/server/index";
import { openToolSession } from "../../../fakes/tool-session";
import { openSheet } from "../../../mcp-server/core/services/local/sheet";

const today = "2026-11-19";
const accountId = "local";

/** The page's calls over a real time sheet, by the server's own tools; the account has eight hours, and six on Fridays. */
function opened(base: number[] | null = [28_800, 28_800, 28_800, 28_800, 21_600, 0, 0]) {
  const session = openToolSession({ profile: "everything" });
  const { sheet } = openSheet(undefined, undefined, base);
  Object.assign(session.memory, sheet);
  session.policy.use({ ...session.loaded, accounts: [{ ...session.account, service: "local" }] });
  const call: Server["call"] = async (tool, { account: _account, ...args }, schema) => {
    const { data, text, isError } = await session.call(tool, args);
    if (isError) throw new Error(text);
    return schema.parse(data) as never;
  };
  const page = new WorkingTime({ server: { call }, before: () => base, written: () => undefined });
  const rows = async () => (await page.get({ accountId, from: today, to: today })).targets;
  const balance = async () => (await balanceToday({ call }, accountId, today))?.seconds ?? null;
  return { page, call: session.call, rows, balance };
}

const week = (hours: number) => [hours, hours, hours, hours, hours / 2, 0, 0].map((one) => one * 3600);

test("what a change is said to do to the balance is what it then does, over holidays and half days off", async () => {
  const { page, call, rows, balance } = opened();
  await page.saveFirstDay({ accountId, firstDay: "2026-10-01", opening: -3_600 });
  await page.saveLeave({ accountId, leaveDays: 28, country: "DE", region: "BY" });
  await call("log_time", { entries: [{ day: "2026-11-18", from: "9:00", to: "18:00" }] });
  const leave = { type: "holiday", from: "2026-11-09", to: "2026-11-10", half: "last" };
  const asked = await call("request_absence", leave);
  expect(asked.isError, asked.text).toBe(false);
  await page.saveTarget({ accountId, first: "2026-10-20", week: week(6) });
  const id = (await rows())[0]?.id ?? "";
  const changes = [
    { row: { first: "2026-11-02", week: week(5) } },
    { id, row: { first: "2026-10-20", week: week(7) } },
    { id, row: { first: "2026-10-28", week: week(7) } },
    { id, row: { first: "2026-09-01", week: week(4) } },
    { id, row: null },
  ];
  for (const change of changes) {
    const before = await balance();
    const foreseen = await page.foresee({ accountId, today, ...change });
    expect(foreseen?.before).toBe(before);
    expect(foreseen?.after).not.toBe(before);
    if (change.row) await page.saveTarget({ accountId, id: change.id, ...change.row });
    else await page.removeTarget({ accountId, id });
    expect(await balance()).toBe(foreseen?.after);
  }
});

test("hours from tomorrow on, and those before the balance begins, change nothing", async () => {
  const { page } = opened();
  await page.saveFirstDay({ accountId, firstDay: "2026-11-16", opening: null });
  for (const first of ["2026-11-20", "2027-03-01"]) {
    const { before, after } = (await page.foresee({ accountId, today, row: { first, week: week(1) } })) ?? {};
    expect([typeof before, after]).toEqual(["number", before]);
  }
  const none = await page.foresee({ accountId, today, row: { first: "2026-11-18", week: week(0) } });
  expect(none?.after).toBe((none?.before ?? 0) + 2 * 28_800);
});

test("where the first row moves the day the balance begins on, nothing is foretold that would be wrong", async () => {
  const { page, rows } = opened(null);
  await page.saveTarget({ accountId, first: "2026-11-16", week: week(8) });
  const id = (await rows())[0]?.id ?? "";
  expect(await page.foresee({ accountId, today, id, row: { first: "2026-11-10", week: week(8) } })).toBeNull();
  const same = await page.foresee({ accountId, today, id, row: { first: "2026-11-16", week: week(7) } });
  expect(same?.after).toBeGreaterThan(same?.before ?? 0);
});
