import { call } from "../../row";
import { type CalamariRow, save } from "../stage";

const request = "POST /leave/request/v1";
const balance = "POST /leave/v1/entitlement-balance";
const types = "POST /leave/v1/get-absence-types";

/** Leave: types, requests, calendar, balances, holidays. */
export const leaveRows: CalamariRow[] = [
  {
    covers: ["getAbsenceTypes"],
    call: call("list_absences", { show: ["types"] }),
    sends: [types],
    says: [/Annual leave/, /Remote work/],
  },
  {
    covers: ["getPartDayPossibility"],
    call: call("request_absence", { type: "Annual leave", from: "2026-12-07", half: "afternoon", dry_run: true }),
    sends: [types],
    says: [/7 Dec 2026, afternoon, 0\.5 day/],
  },
  {
    covers: ["getPartDayPossibility"],
    call: call("request_absence", { type: "Remote work", from: "2026-12-07", hours: "9–11:30", dry_run: true }),
    sends: [types],
    says: [/09:00–11:30, 2:30/],
  },
  {
    covers: ["checkAbsenceRequestRestrictions", "community dry runs with overlap, balance, holidays and working week"],
    call: call("request_absence", { type: "Annual leave", from: "2026-12-10", to: "2026-12-27", dry_run: true }),
    sends: ["POST /holiday/v1/find", `${request}/find`],
    says: [/[Oo]verlap/, /Nothing was/],
  },
  {
    covers: ["createAbsenceRequest"],
    call: call("request_absence", {
      ...{ type: "Special leave", from: "2026-12-07", to: "2026-12-08" },
      ...{ reason: "Wedding", comment: "In Bergen", substitute: "Ida Berg" },
    }),
    sends: [`${request}/create`],
    says: [/Ida Berg/],
  },
  {
    covers: [],
    call: call("update_absence", { ids: ["#2026-12-10.5561"], action: "comment", comment: "Moved?" }),
    sends: [`${request}/create-comment`],
  },
  {
    covers: ["getAbsenceAllowances"],
    call: call("get_leave_balance"),
    sends: [`${balance}/all`, "POST /clockin/timesheetentries/v1/balance"],
    says: [/Annual leave 2026: 25 days left/],
  },
  {
    covers: ["getAbsenceAllowancesForEmployee"],
    call: call("get_leave_balance", { person: "Ida Berg" }),
    sends: [`${balance}/all`],
    says: [/Ida Berg/],
  },
  {
    covers: ["community balances as of a date"],
    call: call("get_leave_balance", { as_of: "2026-12-31" }),
    sends: [`${balance}/all`],
    says: [/Annual leave/],
  },
  {
    covers: ["search", "community overview of a whole team's absences"],
    call: call("list_absences", { period: "2026-12", people: ["everyone"] }),
    sends: [`${request}/find-advanced`],
    says: [/2 absences/, /Ida Berg/],
  },
  {
    covers: ["search", "community overview of a whole team's absences"],
    call: call("list_absences", { period: "2026-12-14", people: ["everyone"], show: ["away"] }),
    sends: [`${request}/find-advanced`],
    says: [/Ida Berg/],
  },
  {
    covers: ["getPublicHolidays"],
    call: call("list_absences", { period: "2026-12", show: ["holidays"] }),
    sends: ["POST /holiday/v1/find"],
    says: [/Christmas/],
  },
  {
    covers: ["getPublicHolidays"],
    call: call("list_records", { type: "holiday", period: "2026-12", of: "person Jan Nowak" }),
    sends: ["POST /holiday/v1/find"],
    says: [/Christmas/, /Jan Nowak/],
  },
  {
    covers: [],
    call: save("leave_quota", { values: { person: "Ida Berg", type: "Annual leave", amount: 1.5, comment: "Flood" } }),
    sends: [`${balance}/get`, `${balance}/create`],
    says: [/Ida Berg/],
  },
];
