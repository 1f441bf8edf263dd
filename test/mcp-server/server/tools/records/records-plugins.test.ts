import { expect, onTestFinished, test } from "vitest";
import type { TokenName } from "../../../../fakes/kimai/seed";
import { openToolSession } from "../../../../fakes/tool-session";
import { withPlugins } from "../../../core/services/kimai/plugged";

/** Records of Kimai's paid plugins through the tools, by names, over the real adapter (kimai-api.md §1.1, §3.13). */
async function session(who: TokenName, answers: ("yes" | "no")[] = []) {
  const { kimai, service, close } = await withPlugins(who);
  onTestFinished(close);
  return { ...openToolSession({ profile: "everything", answers, service }), kimai };
}
const rows = (data: Record<string, unknown>) =>
  data.records as { id: string; name: string; values: Record<string, unknown> }[];

test("a month is locked for everybody, who is in no team included, and opened again for one (weakness 4)", async () => {
  const { call, kimai } = await session("super", ["yes", "yes"]);
  const locked = await call("save_record", {
    type: "month_lock",
    records: [{ of: "person everyone", values: { month: "march 2026" } }],
  });
  expect(locked.isError, locked.text).toBe(false);
  const { lockedMonths } = kimai.state.plugged;
  expect(Object.keys(lockedMonths).sort()).toEqual(kimai.state.users.map(({ id }) => String(id)).sort());
  expect(lockedMonths[6]).toEqual(["2026-01", "2026-02", "2026-03"]);
  const opened = await call("delete_record", { type: "month_lock", ids: ["2026-02"], of: "person Nina Nowhere" });
  expect(opened.isError, opened.text).toBe(false);
  expect(lockedMonths[6]).toEqual(["2026-01"]);
  expect(lockedMonths[5]).toEqual(["2026-01", "2026-02", "2026-03"]);
});

test("an expense is booked by names and amounts as people write them, found, and deleted", async () => {
  const { call, kimai } = await session("teamlead", ["yes"]);
  const made = await call("save_record", {
    type: "expense",
    records: [
      { values: { day: "yesterday", project: "Website relaunch", category: "travel", cost: "49,90 €", text: "Train" } },
    ],
  });
  expect(made.isError, made.text).toBe(false);
  expect(kimai.state.plugged.expenses).toMatchObject([{ project: 1, category: 1, cost: 49.9, multiplier: 1, user: 3 }]);
  const listed = await call("list_records", {
    type: "expense",
    period: "this month",
    filter: { project: "Website relaunch" },
  });
  expect(rows(listed.data)).toMatchObject([{ id: "1", name: "Train" }]);
  expect(listed.text).toContain("Train");
  const wrong = await call("save_record", {
    type: "expense",
    records: [{ values: { day: "today", project: "Website relaunch", category: "Food" } }],
  });
  expect(wrong.isError).toBe(true);
  expect(wrong.text).toContain("Travel, Mileage");
  const gone = await call("delete_record", { type: "expense", ids: ["Train"] });
  expect(gone.isError, gone.text).toBe(false);
  expect(kimai.state.plugged.expenses).toEqual([]);
});

test("a task is made, taken, started and closed by its name", async () => {
  const { call, kimai } = await session("teamlead");
  const save = async (record: Record<string, unknown>) => {
    const answer = await call("save_record", { type: "task", records: [record] });
    expect(answer.isError, answer.text).toBe(false);
    return answer;
  };
  await save({
    values: { name: "Review", project: "Website relaunch", activity: "Design", estimate: "1h30", due: "2026-11-30" },
  });
  expect(kimai.state.plugged.tasks).toMatchObject([
    { title: "Review", estimation: 5400, end: "2026-11-30", user: null },
  ]);
  await save({ id: "Review", values: { assignee: "me", status: "progress" } });
  expect(kimai.state.plugged.tasks).toMatchObject([{ user: 3, status: "progress" }]);
  expect(kimai.state.timesheets).toMatchObject([{ project: 1, activity: 3, end: null }]);
  await save({ id: "Review", values: { log: { begin: "2026-11-18T09:00", end: "2026-11-18T10:00" } } });
  expect(kimai.state.timesheets).toHaveLength(2);
  await save({ id: "Review", values: { status: "closed" } });
  expect(kimai.state.plugged.tasks).toMatchObject([{ status: "closed" }]);
});

test("public holidays are listed by period, and a group goes only with its count confirmed", async () => {
  const { call, kimai } = await session("admin", ["yes", "yes"]);
  const { data } = await call("list_records", { type: "holiday", period: "december 2026" });
  expect(rows(data).map(({ name }) => name)).toEqual(["Christmas Eve", "Christmas Day", "Boxing Day"]);
  const one = await call("delete_record", { type: "holiday", ids: ["Boxing Day"] });
  expect(one.isError, one.text).toBe(false);
  expect(kimai.state.plugged.holidays.some(({ id }) => id === 15)).toBe(false);
  const group = await call("delete_record", { type: "holiday_group", ids: ["Berlin"] });
  expect(group.isError, group.text).toBe(false);
  expect(group.text).toContain("14 public holidays from 2025 to 2027");
  expect(kimai.state.plugged.holidays.map(({ group }) => group)).toEqual([2]);
});
