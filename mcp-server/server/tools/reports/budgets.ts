import type { Budget, Instant } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import type { EntryQuery } from "#core/domain/ports";
import type { QuestionLine } from "#core/domain/question/lines";
import { quote } from "#core/domain/quote";
import type { ReportResult } from "#core/domain/results/reports";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { dayBounds } from "#core/time/aggregate";
import { addDays, addMonths } from "#core/time/civil";
import { Tally } from "#core/time/report/tally";
import type { ToolCall } from "../lib/define";
import { said } from "../lib/question/english";
import { cleanRef, workView } from "../lib/view";
import type { Reading } from "./collect";
import type { Asked } from "./input";

type BudgetRow = NonNullable<ReportResult["budgets"]>[number];

/** What reading budgets needs beside the time, asked for together with it. */
export const budgetCells: { cells: Cell[]; preview: QuestionLine[] } = {
  cells: ["project.read"],
  preview: [said({ kind: "read", what: "budgets" })],
};

/** Before any entry, and after any. */
const always: { from: Instant; to: Instant } = { from: "1990-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" };

/** @param isWhole false: others use the budget too, so what is left of it is not known */
const spent = (budget: number, used: number, isWhole: boolean) => ({
  budget,
  used: Math.round(used * 100) / 100,
  left: isWhole ? Math.round((budget - used) * 100) / 100 : null,
});

const isReported = (budget: Budget) =>
  (budget.seconds === null || budget.usedSeconds !== undefined) &&
  (budget.money === null || budget.usedMoney !== undefined);

/**
 * What is used and left of budgets. Where the service does not tell what is used, it is summed up from the entries of the
 * item that this caller may read, and the row says so.
 */
export async function readBudgets(
  work: EntryQuery["work"],
  asked: Asked,
  call: ToolCall,
  reading: Reading,
  leftOut: MessageText[],
): Promise<BudgetRow[]> {
  const { budgets } = call.service;
  if (!budgets)
    throw new ServiceError("unsupported", "This service keeps no budgets.", { next: "Leave budget out of show." });
  const all = await budgets(work, { signal: call.signal });
  const shown = all.slice(0, asked.rows);
  if (shown.length < all.length)
    leftOut.push(`${all.length - shown.length} more budgets: name a project or customer, or raise limit`);
  const day = asked.last < asked.today ? asked.last : asked.today;
  const month = day.slice(0, 7);
  const first = `${month}-01`;
  const inMonth = {
    from: dayBounds(first, asked.facts.zone).from,
    to: dayBounds(addDays(addMonths(first, 1), -1), asked.facts.zone).to,
  };
  // Reading others' time may need a question of its own; then only one's own is counted, and that is said.
  const seesOthers = call.level("others_time.read") === "allow" && !("others_time.read" in asked.facts.refused);
  const tallies = new Map<Budget, Tally>();
  // One query for all budgets of a kind: a query for each of 40 budgets made 89 requests.
  const groups = new Map<string, Budget[]>();
  for (const budget of shown.filter((one) => !isReported(one))) {
    const key = JSON.stringify([budget.level, budget.monthly, budget.billableOnly]);
    groups.set(key, [...(groups.get(key) ?? []), budget]);
  }
  const unreadable = new Set<Budget>();
  const count = async (group: readonly Budget[]): Promise<void> => {
    const { level, monthly, billableOnly } = group[0] as Budget;
    const byItem = new Map(group.map((budget) => [budget.item.id, new Tally()]));
    try {
      await reading.each(
        {
          ...(monthly ? inMonth : always),
          people: seesOthers ? "everyone" : "me",
          work,
          anyWork: { level, ids: [...byItem.keys()] },
          ...(billableOnly && { billable: true }),
        },
        (entry) => {
          // What runs is not used yet: services count it when it ends.
          if (entry.end !== null) byItem.get(entry.work[level]?.id ?? "")?.add(entry, entry.seconds ?? 0);
        },
      );
    } catch (error) {
      if (!(error instanceof ServiceError) || !["forbidden", "not_found"].includes(error.kind)) throw error;
      // One item that may not be read must not hide the others.
      if (group.length > 1) for (const budget of group) await count([budget]);
      else for (const budget of group) unreadable.add(budget);
      return;
    }
    for (const budget of group) tallies.set(budget, byItem.get(budget.item.id) ?? new Tally());
  };
  for (const group of groups.values()) await count(group);
  for (const { item } of unreadable) leftOut.push(`the budget of ${quote(item.name, 80)}: its entries may not be read`);
  return shown
    .filter((budget) => !unreadable.has(budget))
    .map((budget) => rowOf(budget, tallies.get(budget) ?? new Tally(), budget.monthly ? month : null, seesOthers));
}

const worthOf = ({ worth }: Tally) =>
  worth === null ? null : Math.round([...worth.values()].reduce((sum, money) => sum + money, 0) * 100) / 100;

function rowOf(budget: Budget, used: Tally, month: string | null, seesOthers: boolean): BudgetRow {
  const countedByService = isReported(budget);
  const notes: MessageText[] = budget.note ? [quote(budget.note, 300)] : [];
  const what = budget.billableOnly ? "billable " : "";
  if (!countedByService)
    notes.push(
      seesOthers ? `Counted from the ${what}entries that you may see.` : `Only your own ${what}time is counted.`,
    );
  const money = budget.usedMoney ?? (used.entries === 0 && !countedByService ? 0 : worthOf(used));
  if (budget.money !== null && money === null) notes.push("What the time is worth may not be read.");
  const parents = workView(budget.parents);
  return {
    by: budget.level,
    ...cleanRef(budget.item),
    ...(Object.keys(parents).length > 0 && { parents }),
    month,
    ...(budget.seconds !== null && {
      time: spent(budget.seconds, budget.usedSeconds ?? used.seconds, countedByService || seesOthers),
    }),
    ...(budget.money !== null &&
      money !== null && {
        money: {
          ...spent(budget.money, money, countedByService || seesOthers),
          ...(budget.currency !== undefined && { currency: cleanText(budget.currency, 10) }),
        },
      }),
    ...(notes.length > 0 && { note: notes.join(" ") }),
  };
}
