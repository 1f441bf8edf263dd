import type { Call } from "../../../domain/call";
import type { AccountFacts, WorkItem, WorkLevel } from "../../../domain/entities";
import type { WorkSearch } from "../../../domain/ports";
import { dayOf, toInstant } from "../../../time/format";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { activityItem, customerItem, projectItem, subprojectItem } from "../mapping/work";

/** Everything that time is booked on, with what stands above it, from the shared lists. */
export function createCatalogue({ env, lists }: Clockodo) {
  async function projects(today: string, call?: Call): Promise<WorkItem[]> {
    const [owners, all] = await Promise.all([lists.customers.get(call), lists.projects.get(call)]);
    const byId = new Map(owners.map((owner) => [owner.id, owner]));
    return all.map((each) => projectItem(each, byId.get(each.customers_id), today));
  }

  async function subprojects(today: string, call?: Call): Promise<WorkItem[]> {
    const [owners, all] = await Promise.all([projects(today, call), lists.subprojects.get(call)]);
    const byId = new Map(owners.map((owner) => [owner.id, owner]));
    return all.map((each) => subprojectItem(each, byId.get(String(each.projects_id)), today));
  }

  const read: Record<WorkLevel, (today: string, call?: Call) => Promise<WorkItem[]>> = {
    customer: async (_today, call) => (await lists.customers.get(call)).map(customerItem),
    project: projects,
    subproject: subprojects,
    activity: async (_today, call) => (await lists.services.get(call)).map(activityItem),
  };

  return {
    /** All of one level, in Clockodo's order, also what cannot be booked on. */
    async items(level: WorkLevel, { zone }: Pick<AccountFacts, "zone">, call?: Call): Promise<WorkItem[]> {
      return read[level](dayOf(toInstant(env.now()), zone), call);
    },

    async search({ levels, within = {}, includeHidden }: WorkSearch, facts: AccountFacts, call?: Call) {
      for (const [level, id] of Object.entries(within)) if (id !== undefined) wireId(id, `a ${level}`);
      const found = (await Promise.all(levels.map((level) => this.items(level, facts, call)))).flat();
      const below = (one: WorkItem) =>
        // Every activity can be booked with every customer and project.
        one.level === "activity"
          ? within.activity === undefined || one.id === within.activity
          : (["customer", "project", "subproject"] as const).every((level) => {
              const wanted = within[level];
              if (wanted === undefined) return true;
              if (one.level === level) return one.id === wanted;
              const parent = one.parents[level];
              // What stands above the wanted one is not below it.
              return parent !== undefined && parent.id === wanted;
            });
      return found.filter((one) => below(one) && (includeHidden || one.bookable));
    },
  };
}
