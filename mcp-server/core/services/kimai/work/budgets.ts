import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { Budget, Ref, Work, WorkIds, WorkLevel } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import { nullWhere } from "../../shared/refusals";
import type { WireActivity, WireCustomer, WireProject } from "../client/wire";
import type { Kimai } from "../context";
import { wireId } from "../mapping/entry-form";
import type { Lists } from "./lists";

/** Members of a row that come only to those who may see budgets (§3.11); 0 means none. */
const budgeted = z.object({
  budget: z.number().nullish(),
  timeBudget: z.number().nullish(),
  budgetType: z.string().nullish(),
});
type Budgeted = z.infer<typeof budgeted>;

interface Item {
  level: WorkLevel;
  route: string;
  id: number;
  name: string;
  row: object;
  parents: Work;
  currency?: string;
}

/** Single reads at once, and how many of them at most: a Kimai before 2.66 tells budgets one by one. */
const atOnce = 10;
const mostSingle = 300;

const ref = ({ id, name }: { id: number; name: string }): Ref => ({ id: String(id), name });
const currencyOf = (customer: (WireCustomer & { currency?: unknown }) | undefined) =>
  typeof customer?.currency === "string" && customer.currency !== "" ? { currency: customer.currency } : {};

/** `Service.currencies` of Kimai: each customer has its own, and the list tells it (§3.11). */
export const createCurrencies =
  (lists: Lists) =>
  async (call?: Call): Promise<(customerId: string) => string | undefined> => {
    const customers = await lists.customers.get(call);
    const known = new Map(customers.map((each) => [String(each.id), currencyOf(each).currency]));
    return (customerId) => known.get(customerId);
  };

/** What `within` is and what lies below it; without it everything. */
function itemsOf(
  {
    customers,
    projects,
    activities,
  }: { customers: WireCustomer[]; projects: WireProject[]; activities: WireActivity[] },
  within: WorkIds,
): Item[] {
  const customerOf = new Map(customers.map((each) => [each.id, each]));
  const projectOf = new Map(projects.map((each) => [each.id, each]));
  const all: Item[] = [
    ...customers.map(
      (row): Item => ({ level: "customer", route: "customers", ...row, row, parents: {}, ...currencyOf(row) }),
    ),
    ...projects.map((row): Item => {
      const customer = customerOf.get(row.customer);
      const parents = {
        customer: customer ? ref(customer) : { id: String(row.customer), name: row.parentTitle ?? "" },
      };
      return { level: "project", route: "projects", ...row, row, parents, ...currencyOf(customer) };
    }),
    ...activities.map((row): Item => {
      const project = row.project == null ? undefined : projectOf.get(row.project);
      const customer = project && customerOf.get(project.customer);
      const parents = {
        ...(customer ? { customer: ref(customer) } : {}),
        ...(project ? { project: ref(project) } : {}),
      };
      return { level: "activity", route: "activities", ...row, row, parents, ...currencyOf(customer) };
    }),
  ];
  const fits = (item: Item, level: "customer" | "project" | "activity") => {
    const wanted = within[level];
    if (wanted === undefined) return true;
    return item.level === level ? String(item.id) === wanted : item.parents[level]?.id === wanted;
  };
  return all.filter((item) => (["customer", "project", "activity"] as const).every((level) => fits(item, level)));
}

/** `Service.budgets` of Kimai: what the lists tell (since 2.66), else the single things (§3.11). Kimai does not tell what is used. */
export function createBudgets({ client }: Kimai, lists: Lists) {
  async function single(item: Item, call?: Call): Promise<Budgeted | null> {
    return nullWhere(["forbidden", "not_found"], client.get(budgeted, [item.route, item.id], [], call?.signal));
  }

  async function oneByOne(items: Item[], call?: Call): Promise<(Budgeted | null)[]> {
    if (items.length > mostSingle)
      throw new InputError(
        "argument",
        `This Kimai tells budgets only one by one, and there are ${items.length} things.`,
        {
          next: "Ask for one customer or project.",
        },
      );
    const found: (Budgeted | null)[] = [];
    for (let from = 0; from < items.length; from += atOnce)
      found.push(...(await Promise.all(items.slice(from, from + atOnce).map((item) => single(item, call)))));
    return found;
  }

  /** @throws ServiceError `forbidden` where the caller sees none: that is not the same as no budgets */
  return async (within: WorkIds = {}, call?: Call): Promise<Budget[]> => {
    for (const level of ["customer", "project", "activity"] as const)
      if (within[level] !== undefined) wireId(within[level], `a ${level}`);
    const [customers, projects, activities] = await Promise.all([
      lists.customers.get(call),
      lists.projects.get(call),
      lists.activities.get(call),
    ]);
    const items = itemsOf({ customers, projects, activities }, within);
    const told = items.map(({ row }) => ("budget" in row || "timeBudget" in row ? budgeted.parse(row) : null));
    // Rights can differ from one to the next, so one that tells is enough to believe the lists.
    const rows = told.some(Boolean) || items.length === 0 ? told : await oneByOne(await reachable(items, call), call);
    if (items.length > 0 && !rows.some((row) => row && (row.budget !== undefined || row.timeBudget !== undefined)))
      throw new ServiceError("forbidden", "Your Kimai role has no right to see budgets.", {
        next: "Ask the administrator of your Kimai for it.",
      });
    return items.flatMap((item, index) => {
      const { budget, timeBudget, budgetType } = rows[index] ?? {};
      const money = budget && budget > 0 ? budget : null;
      const seconds = timeBudget && timeBudget > 0 ? timeBudget : null;
      if (money === null && seconds === null) return [];
      const { level, parents, currency } = item;
      const monthly = budgetType === "month";
      // Kimai's own statistics of budgets leave out what is not billable (§3.12).
      const counted = { seconds, money, monthly, billableOnly: true as const };
      return [{ level, item: ref(item), parents, ...counted, ...(currency ? { currency } : {}) }];
    });
  };

  /** Where the first may not be opened none is tried: the caller is one of those who may not (§3.9). */
  async function reachable(items: Item[], call?: Call): Promise<Item[]> {
    const [first] = items;
    return first && (await single(first, call)) ? items : [];
  }
}
