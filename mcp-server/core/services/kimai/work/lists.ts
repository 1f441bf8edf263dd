import { z } from "zod";
import { remembered } from "../../http/cache";
import { nullWhere } from "../../shared/refusals";
import { activity, customer, project, tag, user } from "../client/wire";
import type { Kimai } from "../context";

/** What was just made in Kimai's own window should be found soon. */
const listsHold = 60_000;

const customers = z.array(customer.loose());
const projects = z.array(project.loose());
const activities = z.array(activity.loose());
const tags = z.array(tag);
const users = z.array(user);

/**
 * Kimai's lists of customers, projects, activities, tags and people, each in one request for all who need it: they have no pages, and
 * are open to everyone who may use the API (§3.3, §3.9). With hidden and ended ones, so that we can say why they cannot be
 * booked on; with every member that came, budgets among them where the caller may see them.
 */
export function createLists({ client, env }: Pick<Kimai, "client" | "env">) {
  const cached = <T>(schema: z.ZodType<T>, route: string, more: [string, number][] = []) =>
    remembered(listsHold, env.now, () => client.get(schema, [route], [["visible", 3], ...more]));
  const lists = {
    customers: cached(customers, "customers"),
    projects: cached(projects, "projects", [["ignoreDates", 1]]),
    activities: cached(activities, "activities"),
    // `name` must be there, if only empty: without it Kimai finds nothing (§3.10).
    tags: remembered(listsHold, env.now, () => client.get(tags, ["tags", "find"], [["name", ""]])),
    /** With deactivated people; null for most callers, who may not list people (§3.9). */
    users: remembered(listsHold, env.now, () =>
      nullWhere(["forbidden", "not_found"], client.get(users, ["users"], [["visible", 3]])),
    ),
  };
  return {
    ...lists,
    /** @returns whether something was held from before */
    forget(readBefore?: number): boolean {
      return Object.values(lists)
        .map((list) => list.forget(readBefore))
        .some(Boolean);
    },
  };
}
export type Lists = ReturnType<typeof createLists>;
