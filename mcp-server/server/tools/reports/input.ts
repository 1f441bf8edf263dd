import type { AccountFacts, CalendarDay, Instant } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import { parseContract } from "#core/time/contract";
import { parseDuration } from "#core/time/duration";
import { dayOf, toInstant } from "#core/time/format";
import { isTimeKey, type ReportKey, type ReportOrder, type ReportPart } from "#core/time/report/names";
import type { WantedEntries } from "../entries/entry-filter";
import type { ToolCall } from "../lib/define";
import { parseRange, timeContext } from "../lib/period-arguments";

export interface ReportInput extends WantedEntries {
  period?: string;
  from?: string;
  to?: string;
  by?: ReportKey[];
  order?: ReportOrder;
  show?: ReportPart[];
  contract?: string;
  short_by?: string;
  shortest_gap?: string;
  limit?: number;
}

/** What a report is asked for, read and checked; nothing was asked of a service but its facts. */
export interface Asked {
  facts: AccountFacts;
  now: Instant;
  today: CalendarDay;
  from: Instant;
  to: Instant;
  first: CalendarDay;
  last: CalendarDay;
  by: ReportKey[];
  order?: ReportOrder;
  show: ReadonlySet<ReportPart>;
  /** Groups of each level, and rows of each other part. */
  limits: number[];
  rows: number;
  /** Seconds. */
  shortestGap: number;
  /** By how many seconds a day must be below its target to be told. */
  shortBy: number;
  /** Hours to work that hold for this question only, in place of what the account says. */
  contract?: { targetSeconds: number[]; words: string };
}

/** Parts that look at all of somebody's time; a part of it would show gaps and overtime that are none. */
const ofWholeTime: readonly ReportPart[] = ["target", "gaps", "overlaps", "missing"];
const filters = [
  ...(["customer", "project", "subproject", "activity"] as const),
  ...(["tags", "description", "billable", "exported"] as const),
];

/** @throws InputError */
export async function readAsked(input: ReportInput, call: ToolCall): Promise<Asked> {
  const by = input.by ?? usualKeys(input);
  if (by.length > 3 || new Set(by).size < by.length)
    throw new InputError("argument", "Group by at most three different things.");
  const show = new Set(input.show ?? []);
  const part = ofWholeTime.find((one) => show.has(one));
  const filter = filters.find((one) => input[one] !== undefined);
  if (part && filter)
    throw new InputError("argument", `${part} looks at all of somebody's time, so it cannot be limited by ${filter}.`, {
      next: `Leave out ${filter}, or ask for ${part} in a call of its own.`,
    });
  const shortestGap = input.shortest_gap === undefined ? 300 : parseDuration(input.shortest_gap);
  if (shortestGap < 60) throw new InputError("argument", "A gap is at least one minute long.");
  const shortBy = input.short_by === undefined ? 900 : parseDuration(input.short_by);
  const contract = input.contract === undefined ? undefined : parseContract(input.contract);
  if (contract && !show.has("target") && !show.has("missing"))
    throw new InputError("argument", "A contract changes nothing where no target is shown.", {
      next: "Add target or missing to show.",
    });
  const facts = await call.facts();
  const context = timeContext(call, facts);
  const period = input.period ?? (input.from === undefined && input.to === undefined ? "this month" : undefined);
  const { from, to } = parseRange({ period, from: input.from, to: input.to }, context);
  return {
    facts,
    now: context.now,
    today: dayOf(context.now, facts.zone),
    from,
    to,
    first: dayOf(from, facts.zone),
    last: dayOf(toInstant(Date.parse(to) - 1000), facts.zone),
    by,
    ...(input.order !== undefined && { order: input.order }),
    show,
    limits: input.limit === undefined ? usualLimits(by) : by.map(() => input.limit ?? 0),
    rows: input.limit ?? 25,
    shortestGap,
    shortBy,
    ...(contract && { contract: { targetSeconds: contract, words: input.contract ?? "" } }),
  };
}

/** Without a wish: a project's team split where it is about one project, else projects; nothing beside other parts. */
function usualKeys({ project, people, show }: ReportInput): ReportKey[] {
  if (project !== undefined) return people === undefined ? ["activity"] : ["person", "activity"];
  return show === undefined || show.every((part) => part === "compare" || part === "budget") ? ["project"] : [];
}

/** Days are never cut where nobody limited them, but of decades. */
const mostDays = 3_660;

/** An answer that nobody limited stays small: a page of groups, fewer on inner levels. */
function usualLimits(by: readonly ReportKey[]): number[] {
  const groups = [[15], [10, 5], [5, 4, 3]][by.length - 1] ?? [];
  return by.map((key, depth) => (isTimeKey(key) ? mostDays : (groups[depth] ?? 3)));
}
