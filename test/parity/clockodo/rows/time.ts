import { call } from "../../row";
import type { ClockodoRow } from "../stage";

const work = { customer: "Seehof Hotels", project: "App relaunch", activity: "Design" };
const run = call("clock_in", { ...work, description: "Running" });

/** The clock, entries, their groups and texts. */
export const timeRows: ClockodoRow[] = [
  { covers: [], before: [run], call: call("get_status"), sends: ["GET /v2/clock"], says: [/App relaunch/] },
  { covers: [], call: run, sends: ["POST /v2/clock"], says: [/App relaunch/] },
  { covers: [], before: [run], call: call("clock_out"), sends: ["DELETE /v2/clock/9001000"] },
  {
    covers: [],
    before: [run],
    call: call("update_time", { changes: [{ id: "9001000", from: "10:30" }] }),
    sends: ["PUT /v2/clock/9001000"],
  },
  {
    covers: [],
    call: call("list_time", { period: "this month", detail: "full" }),
    sends: ["GET /v2/entries?enhanced_list=1"],
    says: [/App relaunch/],
  },
  {
    covers: [],
    call: call("list_time", { period: "this month", people: ["everyone"] }),
    sends: ["GET /v2/entries"],
    says: [/Mara Lind/],
  },
  {
    covers: [],
    call: call("log_time", {
      entries: [{ ...work, description: "Icons", day: "2026-11-18", from: "9:00", to: "10:30" }],
    }),
    sends: ["POST /v2/entries"],
    says: [/1:30/],
  },
  {
    covers: [],
    call: call("update_time", { changes: [{ id: "1", description: "Corrected" }] }),
    sends: ["GET /v2/entries/1", "PUT /v2/entries/1"],
    says: [/Corrected/],
  },
  { covers: [], call: call("update_time", { changes: [{ id: "1", exported: true }] }), sends: ["PUT /v2/entries/1"] },
  {
    covers: [],
    call: call("delete_time", { ids: ["1", "2"] }),
    sends: ["DELETE /v2/entries/1", "DELETE /v2/entries/2"],
  },
  {
    covers: [],
    call: call("update_time", {
      all_of: { period: "this week", project: "App relaunch" },
      change: { activity: "Development", description: "Corrected" },
    }),
    sends: ["PUT /v2/entrygroups"],
    says: [/Changed 2 entries/],
  },
  {
    covers: [],
    call: call("delete_time", { all_of: { period: "2026-11-18", people: ["Mara Lind"] } }),
    sends: ["DELETE /v2/entrygroups?filter[users_id]=42"],
    says: [/Deleted one entry/],
  },
  {
    covers: [],
    seed: (state) => {
      for (const project of state.projects) if (project.id === 7720 && project.budget) project.budget.amount = 100;
    },
    call: call("report_time", { period: "this month", by: ["project"], show: ["budget"] }),
    sends: ["GET /v2/entrygroups"],
    says: [/App relaunch/],
  },
  {
    covers: [],
    call: call("find_work", { query: "work", recent: true }),
    sends: ["GET /v3/entriesTexts?mode=add"],
    says: [/Texts used before/],
  },
  {
    covers: [],
    call: call("get_account", { show: ["rights", "settings", "plugins"] }),
    sends: ["GET /v4/users/me", "GET /v2/aggregates/users/me", "GET /v2/subscription"],
    says: [/Studio Lind/],
  },
];
