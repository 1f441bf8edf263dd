import type { Call } from "../../../domain/call";
import type { AccountFacts, Budget, CalendarDay, Instant, Ref, Work, WorkIds } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { weekOf } from "../../../time/aggregate";
import { addMonths, startOfDay } from "../../../time/civil";
import { dayOf, toInstant } from "../../../time/format";
import type { Clockodo } from "../context";
import { type EntryGroup, sumGroups } from "../entries/entry-groups";
import { wireId } from "../mapping/ids";
import type { WireBudget, WireProject, WireSubproject } from "../wire/work";

/** Before any entry. */
const everSince: Instant = "2000-01-01T00:00:00Z";
const year = 366 * 86_400_000;
const monthly = 1;
const intervalWords = ["week", "month", "quarter", "year"];

interface Item {
  level: "project" | "subproject";
  row: WireProject | WireSubproject;
  budget: WireBudget;
  parents: Work;
}

const ref = (id: number, name: string | undefined): Ref => ({ id: String(id), name: name ?? `#${id}` });

/** First day of the week, quarter or year in which `today` lies (clockodo-api.md §4: 0 week, 1 month, 2 quarter, 3 year). */
function intervalStart(interval: number, today: CalendarDay, weekStartsOn: number): CalendarDay {
  const month = Number(today.slice(5, 7));
  if (interval === 0) return weekOf(today, weekStartsOn)[0] ?? today;
  if (interval === 2) return `${addMonths(today, -((month - 1) % 3)).slice(0, 7)}-01`;
  return `${today.slice(0, 4)}-01-01`;
}

/**
 * `Service.budgets` of Clockodo: of projects and subprojects. What is used Clockodo tells only by sums of entries (§2.6),
 * of which ten a minute are allowed: one for all projects, one for all subprojects, one for each length of interval.
 */
export function createBudgets(clockodo: Clockodo) {
  const { client, env, lists } = clockodo;

  async function itemsOf(within: WorkIds, call?: Call): Promise<Item[]> {
    const options = { signal: call?.signal };
    const [customers, projects, subprojects] = await Promise.all([
      lists.customers.get(options),
      lists.projects.get(options),
      lists.subprojects.get(options),
    ]);
    const customerNames = new Map(customers.map(({ id, name }) => [id, name]));
    const byId = new Map(projects.map((each) => [each.id, each]));
    const wanted = (row: { customer?: number; project?: number; subproject?: number }) =>
      (["customer", "project", "subproject"] as const).every(
        (level) => within[level] === undefined || String(row[level]) === within[level],
      );
    const ownProjects = projects.filter((each) => wanted({ customer: each.customers_id, project: each.id }));
    const ownSubprojects = subprojects.filter((each) => {
      const customer = byId.get(each.projects_id)?.customers_id;
      return wanted({ customer, project: each.projects_id, subproject: each.id });
    });
    const rows = [...ownProjects, ...ownSubprojects];
    if (rows.length > 0 && rows.every(({ budget }) => budget === undefined))
      throw new ServiceError("forbidden", "Your rights in Clockodo do not show budgets.", {
        next: "Ask whoever administers your Clockodo.",
      });
    const above = (project: WireProject | undefined): Work =>
      project ? { customer: ref(project.customers_id, customerNames.get(project.customers_id)) } : {};
    return [
      ...ownProjects.flatMap((row): Item[] =>
        row.budget ? [{ level: "project", row, budget: row.budget, parents: above(row) }] : [],
      ),
      ...ownSubprojects.flatMap((row): Item[] => {
        const project = byId.get(row.projects_id);
        const parents = { ...above(project), project: ref(row.projects_id, project?.name) };
        return row.budget ? [{ level: "subproject", row, budget: row.budget, parents }] : [];
      }),
    ];
  }

  /** null: this caller gets no sums; the entries are then summed up by whoever asks. */
  async function sums(by: "projects_id" | "subprojects_id", from: Instant, within: WorkIds, call?: Call) {
    const { customer, project } = within;
    const filter = {
      ...(customer === undefined ? {} : { customers_id: customer }),
      ...(project === undefined ? {} : { projects_id: project }),
    };
    try {
      const groups = await sumGroups(client, { from, to: toInstant(env.now() + year), by: [by], filter }, call);
      return new Map(groups.map((group) => [group.id, group]));
    } catch (error) {
      if (error instanceof ServiceError && ["forbidden", "unsupported"].includes(error.kind)) return null;
      throw error;
    }
  }

  /** @throws ServiceError `forbidden` where the caller sees none: that is not the same as no budgets */
  return async (within: WorkIds = {}, call?: Call): Promise<Budget[]> => {
    for (const level of ["customer", "project", "subproject"] as const)
      if (within[level] !== undefined) wireId(within[level], `a ${level}`);
    const [{ facts, company }, items] = await Promise.all([
      clockodo.profile.get({ signal: call?.signal }),
      itemsOf(within, call),
    ]);
    const today = dayOf(toInstant(env.now()), facts.zone);
    const asked = new Map<string, ReturnType<typeof sums>>();
    const sumsFor = ({ level, budget }: Item) => {
      const since = budget.interval == null ? null : intervalStart(budget.interval, today, facts.weekStartsOn);
      const from = since === null ? everSince : startOfDay(since, facts.zone);
      const by = level === "project" ? "projects_id" : "subprojects_id";
      const key = `${by} ${from}`;
      const pending = asked.get(key) ?? sums(by, from, within, call);
      asked.set(key, pending);
      return pending;
    };
    return Promise.all(
      items.map(async (item) => {
        // A month is not always this month: whoever asks sums up the entries of theirs.
        const groups = item.budget.interval === monthly ? null : await sumsFor(item);
        const used = groups && (groups.get(String(item.row.id)) ?? null);
        return budgetOf(item, groups === null ? undefined : used, facts, company?.currency);
      }),
    );
  };
}

/** @param used absent: not known; null: nothing */
function budgetOf(
  { level, row, budget, parents }: Item,
  used: EntryGroup | null | undefined,
  facts: AccountFacts,
  currency: string | null | undefined,
): Budget {
  const amount = budget.from_subprojects ? (budget.subprojects_budget_total ?? null) : (budget.amount ?? null);
  const inMoney = budget.monetary === true;
  const money = used === null ? 0 : used?.money;
  const word = budget.interval == null ? undefined : intervalWords[budget.interval];
  const notes = [
    ...(word && budget.interval !== monthly ? [`It begins anew each ${word}; what is used is of this ${word}.`] : []),
    ...(budget.hard ? ["It is hard: what goes beyond it is worth nothing."] : []),
    ...(used !== undefined && !facts.roles.includes("owner") ? ["Used is what you may see in Clockodo."] : []),
  ];
  return {
    level,
    item: ref(row.id, row.name),
    parents,
    seconds: inMoney || amount === null ? null : Math.round(amount * 3600),
    money: inMoney ? amount : null,
    ...(inMoney && currency ? { currency } : {}),
    monthly: budget.interval === monthly,
    ...(used === undefined ? {} : { usedSeconds: used?.seconds ?? 0 }),
    ...(used === undefined || money === undefined ? {} : { usedMoney: money }),
    ...(notes.length > 0 ? { note: notes.join(" ") } : {}),
  };
}
