import { absenceStatuses } from "#core/domain/absences";
import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { also, choices, listing, text } from "../lib/schema";
import { cursorShape, leavePeople, limitShape, periodShape } from "../lib/shapes";

const approval = { services: servicesWith("approval") };
const shows = ["absences", "holidays", "away", "statistics", "types"] as const;

export const listAbsences = defineTool({
  name: "list_absences",
  title: "List absences",
  description: "Leave and sickness, who is away, public holidays.",
  notFor: { how: "for", tools: { get_leave_balance: "days that are left" } },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  multiAccount: "absences",
  input: {
    period: listing(periodShape("{}"), ["this month", ["with only status requested all of the coming year", approval]]),
    from: also(["start"], text("In place of period: first day")),
    to: also(["end", "until"], text("With from: last day (included)")),
    people: leavePeople,
    status: choices(absenceStatuses, "Only with these. Default: all", {
      offered: { draft: approval, requested: approval, rejected: approval },
    }),
    type: text("Only of this type, by name"),
    show: choices(shows, "Default: absences. away: who is away, day by day; types: the types of leave there are"),
    limit: limitShape("Absences"),
    cursor: cursorShape,
  },
});
