import type { Call } from "../../../domain/call";
import type { AccountFacts, CalendarDay, WorkIds, WorkItem } from "../../../domain/entities";
import type { WorkSearch } from "../../../domain/ports";
import { dayOf, toInstant } from "../../../time/format";
import type { Kimai } from "../context";
import { activityItem, customerItem, projectItem } from "../mapping/entities";
import { wireId } from "../mapping/entry-form";
import type { Lists } from "./lists";

/** Customers, projects and activities by Kimai's lists, which are open to everyone who may use the API (§3.9). */
export function createCatalogue({ env }: Kimai, { customers, projects, activities }: Lists) {
  async function projectItems(today: CalendarDay, call?: Call): Promise<{ item: WorkItem; globals: boolean }[]> {
    const [owners, all] = await Promise.all([customers.get(call), projects.get(call)]);
    const byId = new Map(owners.map((owner) => [owner.id, owner]));
    return all.map((each) => ({
      item: projectItem(each, byId.get(each.customer), today),
      globals: each.globalActivities !== false,
    }));
  }

  async function activityItems(within: WorkIds | undefined, today: CalendarDay, call?: Call): Promise<WorkItem[]> {
    const [owners, all] = await Promise.all([projectItems(today, call), activities.get(call)]);
    const byId = new Map(owners.map((owner) => [owner.item.id, owner]));
    const scope = within?.project === undefined ? undefined : byId.get(within.project);
    return all.flatMap((each) => {
      const own = each.project == null ? undefined : String(each.project);
      if (within?.project !== undefined && own !== within.project && (own !== undefined || !scope?.globals)) return [];
      const owner = own === undefined ? undefined : byId.get(own)?.item;
      if (own !== undefined && within?.customer !== undefined && owner?.parents.customer?.id !== within.customer)
        return [];
      return [activityItem(each, owner)];
    });
  }

  return {
    async search(asked: WorkSearch, facts: AccountFacts, call?: Call): Promise<WorkItem[]> {
      const { levels, within } = asked;
      const today = dayOf(toInstant(env.now()), facts.zone);
      for (const level of ["customer", "project"] as const)
        if (within?.[level] !== undefined) wireId(within[level], `a ${level}`);
      const [first, second, third] = await Promise.all([
        levels.includes("customer") ? customers.get(call) : [],
        levels.includes("project") ? projectItems(today, call) : [],
        levels.includes("activity") ? activityItems(within, today, call) : [],
      ]);
      const found = [
        ...first.map(customerItem).filter((item) => within?.customer === undefined || item.id === within.customer),
        ...second
          .map(({ item }) => item)
          .filter((item) => within?.customer === undefined || item.parents.customer?.id === within.customer)
          .filter((item) => within?.project === undefined || item.id === within.project),
        ...third,
      ];
      return asked.includeHidden ? found : found.filter((item) => item.bookable);
    },
  };
}
