import { call, items, type Row } from "../row";

const run = call("clock_in", { project: "Website relaunch", activity: "Design", description: "Running" });

/** `timesheet`, `timer`, `analyze_project_team`, `meta` of entries. The super admin has the entries #1 to #3. */
export const timeRows: Row[] = [
  {
    covers: [...items("timesheet", "list", "user_scope=self project begin end"), "README List Timesheets"],
    call: call("list_time", { project: "Website relaunch", from: "2026-11-01", to: "2026-11-30" }),
    sends: ["GET /timesheets?project=1&begin=2026-10-30T00:00:00&full=1"],
    says: [/Website relaunch/],
  },
  {
    covers: [
      "timesheet list: user_scope=all",
      "timesheet list: include_user_list",
      "timesheet list: show_users",
      "timesheet user_guide",
    ],
    call: call("list_time", { people: ["everyone"], period: "this month" }),
    sends: ["GET /timesheets?user=all"],
    says: [/John Doe/],
  },
  {
    covers: ["timesheet list: user_scope=specific", "timesheet list: user", "beyond timesheets: users[]"],
    call: call("list_time", { people: ["John Doe", "Paula Puck"], period: "this month" }),
    sends: ["GET /timesheets?users[]=4&users[]=5"],
    says: [/John Doe/],
  },
  {
    covers: [
      ...["activity", "customer", "exported", "active", "billable", "term"].map(
        (filter) => `timesheet list: ${filter}`,
      ),
      "beyond timesheets: tags[]",
    ],
    call: call("list_time", {
      period: "this month",
      customer: "Northwind",
      activity: "Design",
      project: "Website relaunch",
      exported: false,
      billable: true,
      running: false,
      description: "work",
      tags: ["remote"],
    }),
    sends: ["GET /timesheets?customer=1&activity=3&exported=0&billable=1&term=work&tags[]=remote&active=0"],
  },
  {
    covers: ["timesheet list: page", "timesheet list: size"],
    call: call("list_time", { period: "this month", limit: 2 }),
    says: [/more/],
  },
  {
    covers: ["beyond timesheets: modified_after"],
    call: call("list_time", { period: "this month", changed_since: "2026-11-19T00:00:00Z" }),
    sends: ["GET /timesheets?modified_after=2026-11-19T00:00:00"],
  },
  {
    covers: ["beyond timesheets: orderBy, order", "beyond timesheets: full (names without ids)"],
    call: call("list_time", { period: "this month", order: "oldest" }),
    sends: ["GET /timesheets?full=1"],
  },
  {
    covers: ["timesheet list: calculate_stats", "timesheet list: stats_format"],
    call: call("report_time", { period: "this month", by: ["project"], show: ["target"] }),
    says: [/Website relaunch/],
  },
  {
    covers: ["timesheet list: breakdown_by_year"],
    call: call("report_time", { from: "2024-01-01", to: "2026-12-31", by: ["year"], show: ["compare"] }),
    says: [/2026/],
  },
  {
    covers: ["timesheet get"],
    call: call("list_time", { period: "this month", detail: "full" }),
    says: [/#1\b/],
  },
  {
    covers: [
      ...items("timesheet", "create", "project activity begin end description"),
      "README Create a Timesheet Entry",
    ],
    as: "user",
    call: call("log_time", {
      entries: [
        {
          project: "Website relaunch",
          activity: "Design",
          description: "Working on API integration",
          day: "2026-11-18",
          from: "9:00",
          to: "10:30",
        },
      ],
    }),
    sends: ["POST /timesheets"],
    says: [/1:30/],
  },
  {
    covers: ["tags", "user", "billable", "fixedRate"].map((field) => `timesheet create: ${field}`),
    call: call("log_time", {
      entries: [
        {
          project: "Website relaunch",
          activity: "Design",
          day: "2026-11-18",
          from: "9:00",
          duration: "1h30",
          tags: ["remote"],
          person: "John Doe",
          billable: false,
          fixed_rate: 120,
        },
      ],
    }),
    sends: ["POST /timesheets"],
  },
  {
    covers: ["hourlyRate", "break"].map((field) => `timesheet create: ${field}`),
    seed: (state) => {
      state.settings.breakTime = true;
    },
    call: call("log_time", {
      entries: [
        {
          project: "Web",
          activity: "Meeting",
          day: "2026-11-18",
          from: "9:00",
          to: "17:00",
          break: "45m",
          hourly_rate: 80,
        },
      ],
    }),
    sends: ["POST /timesheets"],
    says: [/7:15/],
  },
  {
    covers: ["timesheet update"],
    call: call("update_time", { changes: [{ id: "1", description: "Corrected" }] }),
    sends: ["PATCH /timesheets/1"],
  },
  { covers: ["timesheet delete"], call: call("delete_time", { ids: ["1"] }), sends: ["DELETE /timesheets/1"] },
  {
    covers: ["timesheet batch_delete", "README Batch Delete Timesheets"],
    call: call("delete_time", { ids: ["1", "2"] }),
    sends: ["DELETE /timesheets/1", "DELETE /timesheets/2"],
  },
  {
    covers: ["timesheet duplicate"],
    call: call("update_time", { changes: [{ id: "1", copy: true }] }),
    sends: ["PATCH /timesheets/1/duplicate"],
  },
  {
    covers: ["timesheet export_toggle"],
    call: call("update_time", { changes: [{ id: "1", exported: true }] }),
    sends: ["PATCH /timesheets/1/export"],
  },
  {
    covers: ["timesheet batch_export", "README Batch Export Timesheets"],
    call: call("update_time", { changes: ["1", "2", "3"].map((id) => ({ id, exported: true })) }),
    sends: ["PATCH /timesheets/1/export", "PATCH /timesheets/2/export", "PATCH /timesheets/3/export"],
  },
  {
    covers: ["timesheet meta_update", "meta update timesheet"],
    seed: (state) => void state.settings.metaFields.push("ticket"),
    call: call("update_time", { changes: [{ id: "1", meta: { ticket: "PC-7" } }] }),
    sends: ["PATCH /timesheets/1/meta"],
  },
  {
    covers: [...items("timer", "start", "project activity description tags"), "README Start a Timer"],
    as: "user",
    call: call("clock_in", {
      project: "Website relaunch",
      activity: "Design",
      description: "Working on API integration",
      tags: ["remote"],
    }),
    sends: ["POST /timesheets"],
  },
  {
    covers: ["timer stop", "README Stop a Timer"],
    before: [run],
    call: call("clock_out"),
    sends: ["PATCH /timesheets/6/stop"],
  },
  {
    covers: ["timer restart", "beyond restart with copy"],
    call: call("clock_in", { again: "#1" }),
    sends: ["PATCH /timesheets/1/restart"],
  },
  {
    covers: ["beyond restart with another begin"],
    call: call("clock_in", { again: "#1", at: "10:30" }),
    sends: ["PATCH /timesheets/1/restart"],
  },
  {
    covers: ["timer active"],
    before: [run],
    call: call("get_status"),
    sends: ["GET /timesheets/active"],
    says: [/Running/],
  },
  {
    covers: [...items("timer", "recent", "size begin"), "beyond recent work by its own route"],
    call: call("find_work", {}),
    sends: ["GET /timesheets/recent"],
    says: [/Website relaunch/],
  },
  {
    covers: ["beyond favourites: list, add, remove"],
    before: [call("save_record", { type: "favourite", records: [{ values: { entry: "#1" } }] })],
    call: call("list_records", { type: "favourite" }),
    sends: ["GET /favorites/timesheets"],
    says: [/Website relaunch/],
  },
  {
    covers: ["beyond favourites: list, add, remove"],
    before: [call("save_record", { type: "favourite", records: [{ values: { entry: "#1" } }] })],
    call: call("delete_record", { type: "favourite", ids: ["#1"] }),
    sends: ["DELETE /favorites/timesheets/1"],
  },
  {
    covers: items("analyze_project_team", "analyze", "project_name begin end user_scope=all include_details"),
    call: call("report_time", {
      project: "Website relaunch",
      from: "2026-11-01",
      to: "2026-11-30",
      people: ["everyone"],
      by: ["person", "activity"],
    }),
    sends: ["GET /timesheets?user=all&project=1"],
    says: [/John Doe/, /Design/],
  },
  {
    covers: ["analyze_project_team analyze: user_scope=self"],
    as: "user",
    call: call("report_time", { project: "Website relaunch", period: "this month", by: ["person"] }),
    says: [/John Doe/],
  },
  {
    covers: ["analyze_project_team analyze: user_scope=specific"],
    call: call("report_time", {
      project: "Website relaunch",
      period: "this month",
      people: ["Paula Puck"],
      by: ["activity"],
    }),
    sends: ["GET /timesheets?users[]=5"],
  },
  {
    covers: ["analyze_project_team analyze: user_scope=team"],
    call: call("report_time", {
      project: "Website relaunch",
      period: "this month",
      people: ["team Web team"],
      by: ["person"],
    }),
    sends: ["GET /teams/1"],
    says: [/John Doe/],
  },
  {
    covers: ["beyond reports: budget used and left"],
    before: [
      call("save_record", { type: "project", records: [{ id: "Website relaunch", values: { time_budget: "100h" } }] }),
    ],
    call: call("report_time", { period: "this month", project: "Website relaunch", show: ["budget"] }),
    says: [/left/],
  },
  {
    covers: ["beyond reports: gaps, overlaps, missing days"],
    call: call("report_time", { from: "2026-11-16", to: "2026-11-18", show: ["gaps", "overlaps", "missing"] }),
    says: [/below target/i],
  },
  {
    covers: ["beyond reports: overtime against the contract"],
    call: call("report_time", { from: "2026-11-16", to: "2026-11-18", show: ["target"] }),
    says: [/target/i],
  },
  {
    covers: ["beyond export as CSV"],
    call: call("resource", { uri: "punchcard://entries/kimai/2026-11-01/2026-11-30.csv" }),
    sends: ["GET /timesheets"],
    says: [/Website relaunch/],
  },
  {
    covers: ["beyond export as CSV"],
    call: call("resource", { uri: "punchcard://report/kimai/2026-11-01/2026-11-30/project.csv" }),
    says: [/Website relaunch/],
  },
  {
    covers: ["beyond export as iCalendar"],
    call: call("resource", { uri: "punchcard://entries/kimai/2026-11-01/2026-11-30.ics" }),
    says: [/BEGIN:VEVENT/],
  },
  {
    covers: ["beyond actions"],
    as: "user",
    seed: (state) => {
      state.settings.lockedBefore = Date.parse("2026-11-19T00:00:00Z");
    },
    call: call("update_time", { changes: [{ id: "4", description: "Too late" }] }),
    refused: true,
    sends: ["GET /actions/timesheet/4/custom/en"],
    says: [/closed|does not let/],
  },
];
