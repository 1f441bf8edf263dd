import { call, items, type Row } from "../row";

const request = (more: Record<string, unknown>) =>
  call("request_absence", { type: "Holiday", comment: "Vacation in the mountains", ...more });
const mine = request({ from: "2026-12-14", to: "2026-12-18" });
const another = request({ from: "2026-12-21", to: "2026-12-22" });

/** `absence` and `calendar`; expenses and tasks of their plugins. */
export const absenceRows: Row[] = [
  {
    covers: items("absence", "list", "user_scope=self begin end status"),
    before: [mine],
    call: call("list_absences", { period: "2026-12", status: "requested" }),
    sends: ["GET /absences?begin=2026-12-01T00:00:00&end=2026-12-31T23:59:59"],
    says: [/Vacation/],
  },
  {
    covers: ["absence list: user_scope=all", ...items("calendar", "absences", "user begin end")],
    call: call("list_absences", { period: "2026-12", people: ["everyone"] }),
    sends: [1, 2, 3, 4, 5, 6].map((id) => `GET /absences?user=${id}`),
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
    before: [mine],
    call: call("update_absence", { ids: ["#1"], action: "ask_again" }),
    sends: ["PATCH /absences/1/request"],
  },
  {
    covers: [...items("absence", "attendance", "date"), "README Check Attendance (Who is Present Today)"],
    call: call("list_absences", { period: "2026-12-29", people: ["everyone"], show: ["away"] }),
    sends: [1, 2, 3, 4, 5, 6].map((id) => `GET /absences?user=${id}`),
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
];
