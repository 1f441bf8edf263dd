import { servicesWith } from "#core/service-catalog/descriptors";
import { reportKeys, reportOrders, reportParts } from "#core/time/report/names";
import { defineTool } from "../lib/define";
import { also, choice, choices, count, text } from "../lib/schema";
import { billing, exportShape, filterShape, periodShape, subprojects, tagged } from "../lib/shapes";

export const reportTime = defineTool({
  name: "report_time",
  title: "Report time",
  description:
    "Sums of worked time by project, day, person and so on; on request overtime, gaps, overlaps, missing days.",
  notFor: { how: "for", tools: { list_time: "single entries" } },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  alwaysAsks: [{ cells: ["time.read", "others_time.read"] }],
  multiAccount: "groups",
  weekView: true,
  input: {
    period: periodShape("this month"),
    ...filterShape,
    by: also(
      ["group_by"],
      choices(reportKeys, "Group by up to three of these, the second within the first. Default: project", {
        offered: {
          customer: { services: servicesWith("customers") },
          subproject: subprojects,
          activity: { services: servicesWith("activities") },
          tag: tagged,
          person: { cells: ["others_time.read"] },
          billable: billing,
        },
      }),
    ),
    order: choice(reportOrders, "Order of groups. Default: days by date, others largest first"),
    show: choices(reportParts, "Also", {
      offered: { budget: { services: servicesWith("budgets"), cells: ["project.read"] } },
      meanings: {
        target: "hours to work, overtime and its balance",
        gaps: "free time between entries",
        overlaps: "time that two entries share",
        missing: "past days below target",
        budget: "what is used and left of it",
        compare: "with the period before and a year ago",
      },
    }),
    export: exportShape,
    contract: text("Target for this question only: '38.5 h a week, Mon–Fri'. Default: as the account says"),
    short_by: text("With missing: by how much a day must be below target. Default: 15m"),
    shortest_gap: text("With gaps: how long one must be. Default: 5m"),
    limit: count("Groups per level and rows per list at most. Default: 15 groups, all days, 25 rows", 500),
  },
});
