import { scopes } from "../../../fakes/calamari/model";
import { call } from "../../row";
import { type CalamariRow, save, working } from "../stage";

const terminal = "POST /clockin/terminal/v1";
const sheet = "POST /clockin/timesheetentries/v1";
const own = "#2026-11-18.700";

/** Shifts, breaks, the time sheet, projects. */
export const timeRows: CalamariRow[] = [
  {
    covers: ["clockIn"],
    call: call("clock_in", { project: "Harbour app", description: "Pier 4" }),
    sends: [`${terminal}/clock-in`],
    says: [/Harbour app/],
  },
  {
    covers: ["clockIn"],
    call: call("clock_in", { at: "8:30" }),
    sends: [`${terminal}/clock-in`, `${sheet}/find`],
  },
  {
    covers: ["clockOut"],
    seed: working,
    call: call("clock_out"),
    sends: [`${terminal}/clock-out`, `${sheet}/find`],
  },
  { covers: ["clockOut"], seed: working, call: call("clock_out", { at: "10:00" }), sends: [`${terminal}/clock-out`] },
  {
    covers: ["community breaks"],
    seed: working,
    call: call("take_break", { type: "Lunch" }),
    sends: [`${terminal}/get-break-types-for-person`, `${terminal}/break-start`],
    says: [/On a break/],
  },
  {
    covers: ["community breaks"],
    seed: working,
    before: [call("take_break", { type: "Coffee", at: "10:30" })],
    call: call("take_break", { resume: true }),
    sends: [`${terminal}/break-stop`],
  },
  {
    covers: ["community status of the shift"],
    seed: working,
    call: call("get_status"),
    sends: [`${sheet}/find`],
    says: [/2:07/],
  },
  {
    covers: ["checkTimesheetOverlap", "community dry runs with overlap, balance, holidays and working week"],
    call: call("log_time", {
      entries: [
        { day: "2026-11-18", from: "12:30", to: "14:00" },
        { day: "2026-11-17", from: "9:00", to: "12:00" },
      ],
      dry_run: true,
    }),
    sends: [`${sheet}/find`],
    says: [/overlap/i],
  },
  {
    covers: ["createTimesheetEntries"],
    call: call("log_time", {
      entries: [
        { day: "2026-11-16", from: "9:00", to: "17:00", break: "30m", project: "Harbour app", description: "Quay" },
        { day: "2026-11-17", from: "9:00", to: "12:00" },
      ],
    }),
    sends: [`${sheet}/create`],
    says: [/Saved 2/, /7:30.*Harbour app/],
  },
  {
    covers: ["community reading the time sheet"],
    call: call("list_time", { period: "2026-11", project: "Harbour app", detail: "full" }),
    sends: [`${sheet}/find`],
    says: [/Some work/],
  },
  {
    covers: ["community reading the time sheet"],
    call: call("report_time", { period: "2026-11", people: ["everyone"], by: ["person", "project"] }),
    sends: [`${sheet}/find`],
    says: [/Ida Berg/],
  },
  {
    covers: [],
    call: call("update_time", { changes: [{ id: own, to: "13:30", description: "Longer" }] }),
    sends: [`${sheet}/update`],
  },
  { covers: [], call: call("delete_time", { ids: [own] }), sends: [`${sheet}/delete`] },
  {
    covers: ["community projects"],
    call: call("find_work", { query: "website" }),
    sends: ["POST /clockin/projects/v1/get-projects-for-person"],
    says: [/Website relaunch/],
  },
  {
    covers: ["community projects"],
    call: call("list_records", { type: "project", filter: { company: true } }),
    sends: ["POST /clockin/projects/v1/get-projects"],
    says: [/Board room/],
  },
  {
    covers: [],
    call: save("project", { values: { name: "Ferry", people: ["Ida Berg"], teams: ["Design"] } }),
    sends: ["POST /clockin/projects/v1/create"],
    says: [/Ferry/],
  },
  {
    covers: [],
    call: call("delete_record", { type: "project", ids: ["Website relaunch"] }),
    sends: ["POST /clockin/projects/v1/archive"],
    says: [/Archived 1 project/],
  },
  {
    covers: ["getMyProfile"],
    call: call("get_account", { show: ["settings", "rights", "plugins"] }),
    sends: ["POST /employees/v1/search"],
    says: [/Nora Lind/, /Europe\/Oslo/, /supervisor: olav\.dahl/, /Teams: Design/],
  },
  {
    // A key that does not read employees still tells the name.
    covers: [],
    seed: (state) => {
      state.settings.scopes = scopes.filter((scope) => scope !== "employees");
    },
    call: call("get_account"),
    sends: ["POST /clockin/shift/status/v1/get-current"],
    says: [/Nora Lind/],
  },
  {
    covers: ["getWorkPlan"],
    call: call("list_records", { type: "target_hours" }),
    sends: ["POST /working-week/v1/all"],
    says: [/Office 37\.5/, /own yes/],
  },
];
