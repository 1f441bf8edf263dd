import { servicesWith } from "../../services/descriptors";
import { defineTool } from "../lib/define";
import { choiceOf, flag, need, only, outputSchema, plain, text } from "../lib/schema";

const dayParts = { services: servicesWith("dayParts") };

export const requestAbsence = defineTool({
  name: "request_absence",
  title: "Request absence",
  description: "Ask for leave, report sickness; dry_run first. Not for work (log_time).",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  alwaysAsks: true,
  input: {
    type: need(text("Name: `holiday`")),
    from: need(text("`2026-12-21`, `next week`")),
    to: text("Last day"),
    half: choiceOf(
      ["first", "last", "both", "morning", "afternoon"],
      { morning: dayParts, afternoon: dayParts },
      "One day: first",
    ),
    hours: text("`2h30`, `9–11:30`"),
    comment: text("Some types need one", 1_024),
    reason: only({ services: servicesWith("substitutes") }, plain(text("Why", 1_024))),
    substitute: only({ services: servicesWith("substitutes") }, plain(text("Stands in"))),
    person: only({ cells: ["others_absence.create"] }, text("Somebody else")),
    dry_run: flag("Only preview"),
  },
  output: outputSchema({ absences: "array" }),
});
