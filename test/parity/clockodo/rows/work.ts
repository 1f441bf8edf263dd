import { call } from "../../row";
import { type ClockodoRow, crud, made, save } from "../stage";

const project = (values: Record<string, unknown>) => save("project", { id: "App relaunch", values });
const rate = (customer: string) => save("rate", { values: { rate: 110, customers: [customer] } });

/** Customers, projects, subprojects, services, rates, favourites. What is deleted is inactive first. */
export const workRows: ClockodoRow[] = [
  ...crud("customer", "/v3/customers", { name: "Acme", color: "sky", active: false }, { note: "New" }),
  {
    covers: [],
    call: call("list_records", { type: "customer", id: "Seehof Hotels" }),
    sends: ["GET /v3/customers/countProjects?customers_id=510"],
  },
  ...crud(
    "project",
    "/v4/projects",
    { name: "Website", customer: "Seehof Hotels", time_budget: "40h", active: false },
    { deadline: "2026-12-31" },
  ),
  {
    covers: [],
    before: ["iOS", "Android"].map((id) => save("subproject", { id, values: { completed: true } })),
    call: project({ completed: true }),
    sends: ["PUT /v4/projects/7720/complete"],
  },
  { covers: [], call: project({ billed: true }), sends: ["PUT /v3/projects/7720/setBilled"] },
  {
    covers: [],
    seed: (state) => {
      for (const one of state.projects) if (one.budget) Object.assign(one.budget, { interval: 1, hard: true });
    },
    call: project({ next_interval: true }),
    sends: ["POST /v2/projects/7720/createNextInterval"],
  },
  {
    covers: [],
    call: call("list_records", { type: "project", filter: { budget: "own" } }),
    sends: ["GET /v4/projects/reports?filter[budget_source][]=1"],
  },
  ...crud(
    "subproject",
    "/v3/subprojects",
    { name: "Web", project: "App relaunch", active: false },
    { number: "SH-1-3" },
  ),
  {
    covers: [],
    call: save("subproject", { id: "iOS", values: { completed: true } }),
    sends: ["PUT /v3/subprojects/9010/complete"],
  },
  ...crud("activity", "/v4/services", { name: "Coaching", active: false }, { number: "C" }),
  ...crud("lump_sum_service", "/v4/lumpSumServices", { name: "Hosting", price: 20, active: false }, { unit: "month" }),
  ...crud("rate", "/v4/rates", { rate: 110, customers: ["Seehof Hotels"] }, { rate: 120 }, { get: false }),
  { covers: [], call: save("rate", { id: "#default", values: { rate: 99 } }), sends: ["PUT /v4/rates/default"] },
  {
    covers: [],
    before: [rate("Seehof Hotels"), rate("Backhaus Ost")],
    call: save("rate", { id: "#9001001", values: { position: 0 } }),
    sends: ["PUT /v4/rates/0/sort"],
  },
  ...crud(
    "favourite",
    "/v2/favorites",
    { name: "Usual", customer: "Seehof Hotels", activity: "Design" },
    { text: "As always" },
    { get: false },
  ),
  { covers: [], call: call("list_records", { type: "rate", id: made }), refused: true, says: [/#9001000/] },
];
