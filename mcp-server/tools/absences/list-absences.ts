import { absenceStatuses } from "../../domain/absences";
import { defineTool } from "../lib/define";
import { choices, count, outputSchema, text } from "../lib/schema";
import { leavePeople } from "../lib/shapes";

const shows = ["absences", "holidays", "away", "statistics", "types"] as const;

export const listAbsences = defineTool({
  name: "list_absences",
  title: "List absences",
  description: "Leave, who is away, public holidays. Not what is left (get_leave_balance).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  multiAccount: "absences",
  input: {
    period: text("friday, 2026-12; default this month"),
    from: text("First day"),
    to: text("Last day"),
    people: leavePeople,
    status: choices(absenceStatuses, "Default all"),
    type: text("Name"),
    show: choices(shows, "Default absences; away: by day"),
    limit: count("Default 25", 500),
    cursor: text("next of the last page", 500),
  },
  output: outputSchema({ absences: "array" }),
});
