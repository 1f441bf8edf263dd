import type { Work } from "../../../domain/entities";
import { quote } from "../../../domain/quote";
import { explained, reworded } from "../../../domain/reworded";
import type { Lists } from "./lists";

/**
 * Starts or copies an entry on work that an older one names. Kimai answers 403 without a reason where that was hidden or
 * taken from the person since (§3.8): its lists tell which.
 */
export const onOpenWork = <T>(asked: Promise<T>, work: Work, lists: Lists): Promise<T> =>
  explained(asked, "forbidden", async (error) => {
    const why = await whyClosed(work, lists).catch(() => null);
    if (why === null) return error;
    return reworded(error, `Kimai takes no new time on this: ${why}.`, {
      next: "Choose other work with find_work, or ask the administrator of your Kimai.",
    });
  });

/** In words, the widest reason first; null where all of it is open. */
async function whyClosed(work: Work, lists: Lists): Promise<string | null> {
  const [customers, projects, activities] = await Promise.all([
    lists.customers.get({ fresh: true }),
    lists.projects.get({ fresh: true }),
    lists.activities.get({ fresh: true }),
  ]);
  for (const [level, rows] of [
    ["customer", customers],
    ["project", projects],
    ["activity", activities],
  ] as const) {
    const named = work[level];
    if (!named) continue;
    const row = rows.find(({ id }) => String(id) === named.id);
    const name = quote(row?.name || named.name, 100);
    if (!row) return `you have no access to the ${level} "${name}" any more`;
    if (row.visible === false) return `the ${level} "${name}" is hidden`;
  }
  return null;
}
