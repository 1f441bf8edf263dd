import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { also, choiceOf, flag, need, only, text } from "../lib/schema";

const dayParts = { services: servicesWith("dayParts") };

export const requestAbsence = defineTool({
  name: "request_absence",
  title: "Request absence",
  description:
    "Ask for leave or report sickness; your person is asked before it is sent. Use dry_run first to see days and balance.",
  notFor: { how: "for", tools: { log_time: "work" } },
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  alwaysAsks: true,
  input: {
    type: need(text("Type of leave by name: `holiday`, `sickness`. list_absences with show types has them all")),
    from: need(
      also(
        ["start", "first", "day", "date", "period"],
        text("First day, or a period: `2026-12-21`, `next monday`, `next week`"),
      ),
    ),
    to: also(["end", "last", "until"], text("Last day (included). Default: as from")),
    half: choiceOf(
      ["first", "last", "both", "morning", "afternoon"],
      { morning: dayParts, afternoon: dayParts },
      "Half days: the first day of it, the last, or both. Of a single day: first, morning or afternoon",
    ),
    hours: text("Only a part of one day: `2h30`, `9–11:30`"),
    comment: also(["note", "text"], text("A comment on it. Some types need one", 1_024)),
    reason: only({ services: servicesWith("substitutes") }, text("Reason; some types have a list of them", 1_024)),
    substitute: only({ services: servicesWith("substitutes") }, text("Who stands in: name or e-mail address")),
    person: only({ cells: ["others_absence.create"] }, text("Whose leave, if not your person's: name or #id")),
    dry_run: flag("true: only check it: days, balance before and after, conflicts. Nothing is sent"),
  },
});
