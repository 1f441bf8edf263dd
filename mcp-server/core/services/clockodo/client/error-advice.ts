import { z } from "zod";
import { quote } from "../../../domain/quote";
import type { ClockodoProblem } from "./problem";

/** What a person can do about Clockodo's typed refusals (clockodo-api.md §1.5). */
const nextSteps: Readonly<Record<string, string>> = {
  HasToBeInactive: "Set active to false with save_record first, then delete it.",
  RelationsPreventDeletion: "Leave it inactive, or delete those first.",
  RunningEntriesPreventDeletion: "Stop the clock that runs on it first.",
  RunningEntriesPreventArchiving: "Stop the clock that runs on it first.",
  ArchiveCompanyDefaultIsNotAllowed: "Choose another default in Clockodo's company settings first.",
  AllSubprojectsMustBeCompleted: "Complete its subprojects first.",
  ProjectCompletionAnyRunningEntries: "Stop the clock that runs on it first.",
  ProjectCompletionNoBillableEntries: "Book something billable on it, or give it a budget that is not hard.",
  IllegalChangeForCompletedProject: "Set completed to false first.",
  BilledMoneyCanOnlyBeSetWithHardBudget: "Leave billed_money out, or set budget_hard first.",
  BilledCanOnlyBeSetWithHourBudget: "Give billed_money and leave billed out.",
  BudgetTotalBelowSubprojectBudgetSum: "Give at least what its subprojects have, or lower those first.",
  IntervalBudgetRequiresRetainerPlan:
    "Intervals need a Clockodo plan with retainers, and budget_interval on the project.",
  RateAlreadyExists: "Change the one that is there.",
  EitherCustomersOrProjects: "Give customers or projects, not both.",
};

const related = z.object({ resources: z.array(z.string()), count: z.array(z.number()).nullish().catch(null) });
const missing = z.object({ non_existent_ids: z.array(z.number()) });
const expected = z.object({ expected_values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])) });

export const adviceFor = (problems: readonly ClockodoProblem[]): string | undefined =>
  problems.map(({ type = "" }) => nextSteps[type]).find(Boolean);

/** What the details of a refusal say beyond its message, as a sentence; "" where they say nothing. */
export function detailText({ type, details }: ClockodoProblem): string {
  const relations = related.safeParse(details);
  if (type === "RelationsPreventDeletion" && relations.success) {
    const { resources, count } = relations.data;
    const told = resources.map((what, index) => (count?.[index] === undefined ? what : `${count[index]} ${what}`));
    return told.length > 0 ? quote(`It has ${told.join(", ")}.`, 300) : "";
  }
  const gone = missing.safeParse(details);
  if (gone.success) return `There is no ${gone.data.non_existent_ids.map((id) => `#${id}`).join(", ")}.`;
  const choices = expected.safeParse(details);
  return choices.success ? quote(`It takes ${choices.data.expected_values.slice(0, 20).join(", ")}.`, 300) : "";
}
