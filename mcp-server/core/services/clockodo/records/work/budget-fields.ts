import { InputError } from "../../../../domain/errors";
import type { RecordDraft, RecordField, RecordValue } from "../../../../domain/records";
import type { WireBudget } from "../../wire/work";
import { type ClockodoField, type FieldMore, field } from "../fields";

/** Budgets stand flat among our fields; Clockodo keeps them as one object, always sent whole (clockodo-api.md §2.6). */

const intervals = ["weekly", "monthly", "quarterly", "yearly"] as const;
/** Percent of a budget at which Clockodo can tell somebody (§4). */
const thresholds = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 200, 250, 300];

const part = (name: string, kind: RecordField["kind"], more: FieldMore = {}) =>
  field(name, kind, { wire: "budget", apart: true, ...more });
export const subprojectBudgetFields: readonly ClockodoField[] = [
  part("budget", "money", { hint: "In money; else time_budget." }),
  part("time_budget", "duration", { hint: "In time; else budget." }),
  part("budget_hard", "flag", { hint: "true: what goes beyond it is worth nothing." }),
  part("budget_alerts", "list", { item: "number", hint: "Percent used at which Clockodo tells: 50, 80, 100." }),
];
export const budgetFields: readonly ClockodoField[] = [
  ...subprojectBudgetFields,
  part("budget_from_subprojects", "flag", { hint: "The sum of its subprojects' budgets." }),
  part("budget_interval", "choice", { choices: intervals, hint: "It begins anew each week, month, …" }),
  part("budget_of_subprojects", "number", { when: "never", hint: "Money or hours that its subprojects have." }),
];
const names = new Set(budgetFields.map(({ name }) => name));
const isBudgetField = (name: string) => names.has(name);

export function budgetValues(budget: WireBudget | null | undefined): Record<string, RecordValue> {
  if (!budget) return {};
  const { amount, monetary, hard, from_subprojects, interval, notification_thresholds, subprojects_budget_total } =
    budget;
  return {
    ...(amount == null ? {} : monetary ? { budget: amount } : { time_budget: Math.round(amount * 3600) }),
    budget_hard: hard === true,
    ...(from_subprojects ? { budget_from_subprojects: true } : {}),
    ...(interval == null ? {} : { budget_interval: intervals[interval] ?? String(interval) }),
    ...(notification_thresholds?.length ? { budget_alerts: [...notification_thresholds] } : {}),
    ...(subprojects_budget_total ? { budget_of_subprojects: subprojects_budget_total } : {}),
  };
}

const refuse = (message: string, next?: string): never => {
  throw new InputError("argument", message, { next });
};

function amountOf(draft: RecordDraft, before: WireBudget | null): { amount: number | null; monetary: boolean } | null {
  const { budget, time_budget: time } = draft;
  if (typeof budget === "number" && typeof time === "number")
    return refuse("A budget is in money or in time: give budget or time_budget, not both.");
  if (typeof budget === "number") return { amount: budget, monetary: true };
  // Clockodo counts hours.
  if (typeof time === "number") return { amount: Math.round((time / 3600) * 10_000) / 10_000, monetary: false };
  if (!before) return null;
  const monetary = before.monetary === true;
  if (monetary ? budget === null : time === null) return null;
  return { amount: before.amount ?? null, monetary };
}

function alertsOf(value: RecordValue | undefined, before: WireBudget | null): number[] | undefined {
  if (value === undefined) return before?.notification_thresholds ?? undefined;
  const list = value === null ? [] : Array.isArray(value) ? value : [value];
  const bad = list.find((each) => typeof each !== "number" || !thresholds.includes(each));
  if (bad !== undefined) return refuse(`budget_alerts takes only ${thresholds.join(", ")}.`);
  return list as number[];
}

/**
 * The budget as Clockodo shall have it then: what was there, with what was asked for.
 * @param before what is there; null: none, or a record that is yet to be made
 * @returns undefined: nothing about a budget was asked for; null: none any more
 * @throws InputError for what contradicts itself
 */
export function budgetBody(draft: RecordDraft, before: WireBudget | null): Record<string, unknown> | null | undefined {
  const given = Object.keys(draft).filter(isBudgetField);
  if (given.length === 0) return undefined;
  const fromSubprojects = draft.budget_from_subprojects ?? before?.from_subprojects;
  const own = amountOf(draft, before);
  if (!own && fromSubprojects !== true) {
    const rest = given.filter((name) => draft[name] !== null && draft[name] !== false);
    if (rest.length > 0) refuse(`${rest.join(", ")} need a budget.`, "Give budget (money) or time_budget too.");
    return before ? null : undefined;
  }
  if (
    draft.budget_from_subprojects === true &&
    (typeof draft.budget === "number" || typeof draft.time_budget === "number")
  )
    refuse("A budget from subprojects has no amount of its own: leave budget and time_budget out.");
  const interval = draft.budget_interval === undefined ? before?.interval : intervalOf(draft.budget_interval);
  const alerts = alertsOf(draft.budget_alerts, before);
  return {
    amount: fromSubprojects === true ? null : (own?.amount ?? null),
    monetary: own?.monetary ?? before?.monetary === true,
    hard: draft.budget_hard ?? before?.hard === true,
    ...(fromSubprojects == null ? {} : { from_subprojects: fromSubprojects }),
    ...(interval === undefined ? {} : { interval }),
    ...(alerts === undefined ? {} : { notification_thresholds: alerts }),
  };
}

function intervalOf(value: RecordValue): number | null {
  if (value === null) return null;
  const index = (intervals as readonly RecordValue[]).indexOf(value);
  return index < 0 ? refuse(`budget_interval takes one of: ${intervals.join(", ")}.`) : index;
}
