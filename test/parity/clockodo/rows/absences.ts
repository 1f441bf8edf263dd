import type { FakeState } from "../../../fakes/clockodo/model";
import { call } from "../../row";
import { type ClockodoRow, crud, made, save } from "../stage";

/** Mara's request of a week in December, and of a change of her work time. */
function asked(state: FakeState): void {
  const none = { half_day: false, count_hours: null, sick_note: null, note: null, public_note: null };
  state.absences.push({
    ...none,
    id: 21,
    users_id: 42,
    date_since: "2026-12-14",
    date_until: "2026-12-18",
    type: 1,
    status: 0,
    date_enquired: "2026-11-01",
    date_approved: null,
    approved_by: null,
  });
  const span = { time_since: "2026-11-17T08:00:00Z", time_until: "2026-11-17T10:30:00Z" };
  state.rows.changeRequests = [
    {
      id: 31,
      date: "2026-11-17",
      users_id: 42,
      status: 1,
      created_at: "2026-11-18T08:00:00Z",
      declined_at: null,
      declined_by: null,
      changes: [{ type: 1, ...span }],
    },
  ];
}
/** Mara has leave of her own instead of the company's. */
const ownLeave = (state: FakeState) => {
  for (const user of state.users) if (user.id === 42) user.default_holidays_count = false;
};
const wish = call("request_absence", { type: "Urlaub", from: "2026-12-14", to: "2026-12-18" });
const mara = "Mara Lind";
const decide = (action: string) => call("update_absence", { ids: ["#21"], action });
const group = save("holiday_group", { values: { name: "Bavaria" } });
const own = { type: "user_report", period: "2026" };
const change = save("work_time_change", { values: { day: "2026-11-17", add: ["9:00-11:30"] } });

/** Absences, balances, public holidays, target hours, reports, work times. */
export const absenceRows: ClockodoRow[] = [
  { covers: [], as: "mara", call: wish, sends: ["POST /v4/absences"] },
  {
    covers: [],
    as: "mara",
    before: [wish],
    call: call("list_absences", { period: "2026-12" }),
    sends: ["GET /v4/absences?filter[year]=2026"],
  },
  { covers: [], seed: asked, as: "mara", call: decide("cancel"), sends: ["PUT /v4/absences/21"] },
  { covers: [], seed: asked, call: decide("approve"), sends: ["GET /v4/absences/21", "PUT /v4/absences/21"] },
  {
    covers: [],
    call: call("list_absences", { period: "2026-12", show: ["holidays"] }),
    sends: ["GET /v2/usersNonbusinessDays"],
  },
  {
    covers: [],
    as: "mara",
    // The second part of it meets what is there: the first one must not stay alone.
    seed(state) {
      asked(state);
      for (const one of state.absences) Object.assign(one, { date_since: "2027-01-04", date_until: "2027-01-04" });
    },
    call: call("request_absence", { type: "Urlaub", from: "2026-12-28", to: "2027-01-08" }),
    sends: ["DELETE /v4/absences/9001000"],
    refused: true,
  },
  {
    covers: [],
    as: "mara",
    call: call("get_leave_balance"),
    sends: ["GET /v2/holidaysQuota", "GET /v3/holidaysCarry", "GET /v3/overtimeCarry", "GET /userreports/42"],
  },
  ...crud("leave_quota", "/v2/holidaysQuota", { person: mara, days: 28, first_year: 2026 }, { days: 29 }).map(
    (row) => ({ ...row, seed: ownLeave }),
  ),
  ...crud("leave_carry", "/v3/holidaysCarry", { person: mara, days: 2.5, year: 2026 }, { days: 3 }),
  ...crud("overtime_carry", "/v3/overtimeCarry", { person: mara, hours: "10h", year: 2026 }, { hours: "11h" }),
  ...crud(
    "overtime_reduction",
    "/v3/overtimeReductions",
    { person: mara, day: "2026-11-17", hours: "4h" },
    { hours: "5h" },
  ),
  ...crud("holiday_group", "/v2/nonbusinessGroups", { name: "Bavaria" }, { name: "Bavaria (Munich)" }),
  ...crud(
    "holiday",
    "/v2/nonbusinessDays",
    { group: "Berlin", name: "Founding day", kind: "once", day: "2026-12-01" },
    { name: "Company day" },
  ),
  ...crud(
    "holiday_member",
    "/v3/usersNonbusinessGroups",
    { person: mara, group: "Berlin", first: "2026-12-01" },
    { last: "2026-12-31" },
  ),
  ...crud(
    "target_hours",
    "/targethours",
    { person: mara, kind: "weekly", first: "2026-12-01", monday: "8h", compensation_month: 0 },
    { kind: "weekly", tuesday: "6h" },
  ),
  { covers: [], call: call("list_records", own), sends: ["GET /userreports?year=2026"], says: [/Mara Lind/] },
  { covers: [], call: call("list_records", { ...own, id: mara }), sends: ["GET /userreports/42?year=2026"] },
  { covers: [], call: call("list_records", { type: "work_time", period: "2026-11" }), sends: ["GET /v2/workTimes"] },
  { covers: [], as: "mara", call: change, sends: ["POST /v2/workTimes/changeRequests"] },
  {
    covers: [],
    as: "mara",
    before: [change],
    call: call("delete_record", { type: "work_time_change", ids: [made] }),
    sends: ["DELETE /v2/workTimes/changeRequests/9001000"],
  },
  {
    covers: [],
    before: [change],
    call: call("list_records", { type: "work_time_change" }),
    sends: ["GET /v2/workTimes/changeRequests"],
  },
  ...["approve", "decline"].map(
    (decision): ClockodoRow => ({
      covers: [],
      seed: asked,
      call: save("work_time_change", { id: "#31", values: { decision } }),
      sends: [`POST /${decision === "approve" ? "v3" : "v2"}/workTimes/changeRequests/31/${decision}`],
    }),
  ),
  { covers: [], before: [group], call: call("delete_record", { type: "holiday_group", ids: ["Bavaria"] }) },
];
