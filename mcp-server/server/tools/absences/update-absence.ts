import type { ListingCondition } from "#core/domain/listing-condition";
import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { also, choiceOf, need, text, texts } from "../lib/schema";

const actions = ["approve", "reject", "cancel", "ask_again", "comment"] as const;

export type Action = (typeof actions)[number];

const offered: Partial<Record<Action, ListingCondition>> = {
  approve: { cells: ["absence.decide"] },
  reject: { cells: ["absence.decide"] },
  cancel: { cells: ["absence.delete", "others_absence.delete"] },
  ask_again: { services: servicesWith("askAgain"), cells: ["absence.update", "others_absence.update"] },
  comment: { services: servicesWith("absenceComments"), cells: ["absence.update", "others_absence.update"] },
};

export const updateAbsence = defineTool({
  name: "update_absence",
  title: "Update absence",
  description: "Act on absences that are there, as `action` lists; their days never change.",
  notFor: { how: "for", tools: { request_absence: "new ones" } },
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  alwaysAsks: [{ cells: ["absence.decide", "absence.delete", "others_absence.update", "others_absence.delete"] }],
  input: {
    ids: need(also(["id"], texts("Absence ids from list_absences", 500, 100))),
    action: need(
      choiceOf(actions, offered, "What to do", { cancel: "to change its days, cancel and request it again" }),
    ),
    comment: also(["reason", "note"], text("Why; told to the person concerned", 1_024)),
  },
});
