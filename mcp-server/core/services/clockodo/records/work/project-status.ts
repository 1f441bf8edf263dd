import type { Call } from "../../../../domain/call";
import { toInstant } from "../../../../time/format";
import type { Clockodo } from "../../context";
import { sumGroups } from "../../entries/entry-groups";
import type { WireBudget } from "../../wire/work";
import { type ClockodoField, field, never } from "../fields";

/** How projects stand: what was worked on them, what is left of their budgets, and what they are worth. */

const counted = (name: string, kind: "duration" | "money" | "text", hint?: string) =>
  field(name, kind, { ...never, ...(hint && { hint }) });
export const statusFields: readonly ClockodoField[] = [
  counted("worked", "duration", "With the filter status, as all that follow."),
  counted("worked_billable", "duration", "Of that, billable or billed."),
  counted("worked_billed", "duration"),
  counted("time_budget_used", "duration"),
  counted("time_budget_left", "duration", "Below 0: it is used up."),
  counted("budget_used", "money"),
  counted("budget_left", "money"),
  counted("revenue", "money", "What you may see of it."),
  counted("currency", "text"),
];

type Status = Record<string, number | string>;
const everSince = "2000-01-01T00:00:00Z";
const year = 366 * 86_400_000;
const cents = (value: number) => Math.round(value * 100) / 100;

/** A budget that begins anew each week or month is none of all time: nothing is said of it. */
function budgetStatus(budget: WireBudget | null | undefined, seconds: number, money: number | undefined): Status {
  const amount = budget?.from_subprojects ? budget.subprojects_budget_total : budget?.amount;
  if (!budget || amount == null || budget.interval != null) return {};
  if (budget.monetary) return money === undefined ? {} : { budget_used: money, budget_left: cents(amount - money) };
  return { time_budget_used: seconds, time_budget_left: Math.round(amount * 3600) - seconds };
}

/**
 * The same projects with their status, by one sum over all time (clockodo-api.md §2.3): by project and billable.
 * @throws ServiceError where the caller gets no sums
 */
export async function withStatus<R extends { id: number; budget?: WireBudget | null }>(
  clockodo: Clockodo,
  projects: readonly R[],
  call?: Call,
): Promise<R[]> {
  const { company } = await clockodo.profile.get({ signal: call?.signal });
  const to = toInstant(clockodo.env.now() + year);
  const sums = await sumGroups(clockodo.client, { from: everSince, to, by: ["projects_id", "billable"] }, call);
  const byProject = new Map(sums.map((sum) => [sum.id, sum]));
  const hasMoney = sums.some(({ money }) => money !== undefined);
  return projects.map((project) => {
    const sum = byProject.get(String(project.id));
    const { seconds, groups } = sum ?? { seconds: 0, groups: [] };
    const money = sum?.money ?? (hasMoney ? 0 : undefined);
    const secondsOf = (...billable: string[]) =>
      groups.filter(({ id }) => billable.includes(id)).reduce((all, group) => all + group.seconds, 0);
    return {
      ...project,
      worked: seconds,
      worked_billable: secondsOf("1", "2"),
      worked_billed: secondsOf("2"),
      ...budgetStatus(project.budget, seconds, money),
      ...(money !== undefined && { revenue: money, ...(company?.currency && { currency: company.currency }) }),
    };
  });
}
