import type { FakeState } from "../../fakes/kimai/model";
import { call, items, type Row } from "../row";

const request = (more: Record<string, unknown>) =>
  call("request_absence", { type: "Holiday", comment: "Vacation in the mountains", ...more });
const mine = request({ from: "2026-12-14", to: "2026-12-18" });
const another = request({ from: "2026-12-21", to: "2026-12-22" });

const expense = call("save_record", {
  type: "expense",
  records: [
    { values: { day: "2026-11-18", project: "Website relaunch", category: "Travel", cost: 42.5, text: "Train" } },
  ],
});
const expenseId = { type: "expense", ids: ["#1"] };
const expenses = "beyond expenses: list, create, change, delete";
const defined = (name: string) => (state: FakeState) => void state.settings.metaFields.push(name);
const expenseRows: Row[] = [
  { covers: [expenses], call: expense, sends: ["POST /expenses", "GET /expenses/categories"] },
  {
    covers: [expenses],
    before: [expense],
    call: call("list_records", { type: "expense", period: "2026-11" }),
    sends: ["GET /expenses"],
    says: [/Train/],
  },
  {
    covers: [expenses],
    before: [expense],
    call: call("list_records", { type: "expense", id: "#1" }),
    sends: ["GET /expenses/1"],
  },
  {
    covers: [expenses],
    before: [expense],
    call: call("save_record", { type: "expense", records: [{ id: "#1", values: { cost: 45 } }] }),
    sends: ["PATCH /expenses/1"],
  },
  {
    covers: [expenses],
    before: [expense],
    call: call("save_record", { type: "expense", records: [{ copy_of: "#1", values: {} }] }),
    sends: ["PATCH /expenses/1/duplicate"],
  },
  {
    covers: [expenses],
    seed: defined("receipt"),
    before: [expense],
    call: call("save_record", { type: "expense", records: [{ id: "#1", values: { meta: { receipt: "yes" } } }] }),
    sends: ["PATCH /expenses/1/meta"],
  },
  { covers: [expenses], before: [expense], call: call("delete_record", expenseId), sends: ["DELETE /expenses/1"] },
];

const task = call("save_record", {
  type: "task",
  records: [{ values: { name: "Check the forms", project: "Website relaunch", activity: "Design" } }],
});
const change = (values: Record<string, unknown>) =>
  call("save_record", { type: "task", records: [{ id: "#1", values }] });
const mineNow = change({ assignee: "Susan Super" });
const tasks = "beyond tasks: list, create, change, delete";
const taskRows: Row[] = [
  { covers: [tasks], call: task, sends: ["POST /tasks"], says: [/Check the forms/] },
  {
    covers: [tasks],
    before: [task],
    call: call("list_records", { type: "task" }),
    sends: ["GET /tasks"],
    says: [/Check the forms/],
  },
  { covers: [tasks], before: [task], call: call("list_records", { type: "task", id: "#1" }), sends: ["GET /tasks/1"] },
  { covers: [tasks], before: [task], call: change({ due: "2026-12-01" }), sends: ["PATCH /tasks/1"] },
  { covers: [tasks], before: [task], call: mineNow, sends: ["PATCH /tasks/1/assign"] },
  { covers: [tasks], before: [task, mineNow], call: change({ assignee: null }), sends: ["PATCH /tasks/1/unassign"] },
  { covers: [tasks], before: [task, mineNow], call: change({ status: "progress" }), sends: ["PATCH /tasks/1/start"] },
  {
    covers: [tasks],
    before: [task, mineNow, change({ status: "progress" })],
    call: change({ status: "pending" }),
    sends: ["PATCH /tasks/1/stop"],
  },
  { covers: [tasks], before: [task, mineNow], call: change({ status: "closed" }), sends: ["PATCH /tasks/1/close"] },
  {
    covers: [tasks],
    before: [task, mineNow, change({ status: "closed" })],
    call: change({ status: "pending" }),
    sends: ["PATCH /tasks/1/reopen"],
  },
  {
    covers: [tasks],
    before: [task, mineNow],
    call: change({ log: { begin: "2026-11-18T14:00", end: "2026-11-18T15:30" } }),
    sends: ["PATCH /tasks/1/log"],
  },
  {
    covers: [tasks],
    seed: defined("sprint"),
    before: [task],
    call: change({ meta: { sprint: "7" } }),
    sends: ["PATCH /tasks/1/meta"],
  },
  {
    covers: [tasks],
    before: [task],
    call: call("delete_record", { type: "task", ids: ["#1"] }),
    sends: ["DELETE /tasks/1"],
  },
];

/** `absence` and `calendar`; expenses and tasks of their plugins. */
export const absenceRows: Row[] = [
  {
    covers: items("absence", "list", "user_scope=self begin end status"),
    before: [mine],
    call: call("list_absences", { period: "2026-12", status: "requested" }),
    sends: ["GET /absences?begin=2026-01-01T00:00:00&end=2026-12-31T23:59:59"],
    says: [/Vacation/],
  },
  {
    covers: ["absence list: user_scope=all", ...items("calendar", "absences", "user begin end")],
    call: call("list_absences", { period: "2026-12", people: ["everyone"] }),
    sends: [2, 3, 4, 5, 6].map((id) => `GET /absences?user=${id}`),
  },
  {
    covers: ["absence list: user_scope=specific", "absence list: user", "README List Absences"],
    call: call("list_absences", { people: ["Paula Puck"] }),
    sends: ["GET /absences?user=5"],
  },
  {
    covers: items("absence", "statistics", "group_by breakdown_by_month"),
    before: [mine],
    call: call("list_absences", { period: "2026-12", show: ["statistics"] }),
    says: [/Holiday/, /2026-12/],
  },
  {
    covers: items("absence", "types", "language"),
    call: call("list_absences", { show: ["types"] }),
    sends: ["GET /absences/types?language=en"],
  },
  {
    covers: [...items("absence", "create", "comment date end type"), "README Create an Absence"],
    call: mine,
    sends: ["POST /absences"],
    says: [/14–18 Dec 2026/],
  },
  {
    covers: ["absence create: user"],
    call: request({ from: "2026-12-14", person: "Paula Puck" }),
    sends: ["POST /absences"],
  },
  {
    covers: ["absence create: halfDay"],
    call: request({ from: "2026-12-14", half: "first" }),
    sends: ["POST /absences"],
  },
  {
    covers: ["absence create: duration"],
    call: call("request_absence", { type: "time_off", from: "2026-12-14", hours: "3h", comment: "Dentist" }),
    sends: ["POST /absences"],
  },
  {
    covers: ["absence create: split", "README Year-Boundary Splitting"],
    call: call("request_absence", {
      type: "parental",
      from: "2026-12-15",
      to: "2027-01-15",
      comment: "Parental leave",
    }),
    sends: ["POST /absences"],
    says: [/15–31 Dec 2026/, /1–15 Jan 2027/],
  },
  {
    covers: ["README 30-Day Limit Splitting"],
    call: call("request_absence", {
      type: "parental",
      from: "2027-09-01",
      to: "2027-11-29",
      comment: "Parental leave",
    }),
    sends: ["POST /absences"],
    says: [/1–30 Sep 2027/, /1–30 Oct 2027/, /31 Oct–29 Nov 2027/],
  },
  {
    covers: ["absence delete"],
    before: [mine],
    call: call("update_absence", { ids: ["#1"], action: "cancel" }),
    sends: ["DELETE /absences/1"],
  },
  {
    covers: ["absence approve"],
    before: [mine],
    call: call("update_absence", { ids: ["#1"], action: "approve" }),
    sends: ["PATCH /absences/1/confirm"],
  },
  {
    covers: ["absence reject"],
    before: [mine],
    call: call("update_absence", { ids: ["#1"], action: "reject" }),
    sends: ["PATCH /absences/1/reject"],
  },
  {
    covers: ["absence request"],
    before: [mine, call("update_absence", { ids: ["#1"], action: "reject" })],
    call: call("update_absence", { ids: ["#1"], action: "ask_again" }),
    sends: ["PATCH /absences/1/request"],
  },
  {
    covers: [...items("absence", "attendance", "date"), "README Check Attendance (Who is Present Today)"],
    call: call("list_absences", { period: "2026-12-29", people: ["everyone"], show: ["away"] }),
    sends: [2, 3, 4, 5, 6].map((id) => `GET /absences?user=${id}`),
    says: [/here/i],
  },
  {
    covers: ["absence batch_delete", "README Batch Delete Absences"],
    before: [mine, another],
    call: call("update_absence", { ids: ["#1", "#2"], action: "cancel" }),
    sends: ["DELETE /absences/1", "DELETE /absences/2"],
  },
  {
    covers: ["absence batch_approve", "README Batch Approve Absences"],
    before: [mine, another],
    call: call("update_absence", { ids: ["#1", "#2"], action: "approve" }),
    sends: ["PATCH /absences/1/confirm", "PATCH /absences/2/confirm"],
  },
  {
    covers: ["absence batch_reject"],
    before: [mine, another],
    call: call("update_absence", { ids: ["#1", "#2"], action: "reject" }),
    sends: ["PATCH /absences/1/reject", "PATCH /absences/2/reject"],
  },
  {
    covers: ["beyond export as iCalendar"],
    before: [mine],
    call: call("resource", { uri: "punchcard://absences/kimai/2026-12-01/2026-12-31.ics" }),
    sends: ["GET /absences"],
    says: [/BEGIN:VEVENT/, /20261214/],
  },
  ...expenseRows,
  ...taskRows,
];
