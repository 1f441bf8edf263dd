import type { Call } from "../../../domain/call";
import { wireId } from "../mapping/entry-form";
import type { WorkKind } from "./work/work-fields";
import type { WorkParts } from "./work/work-parts";

/**
 * What Kimai deletes with a customer, project or activity (§3.10). Only who sees everybody's data can know all of it;
 * for the others each number is said to be the least.
 */
export async function deletedWith(
  kind: WorkKind,
  id: string,
  { kimai, lists }: WorkParts,
  call?: Call,
): Promise<{ what: string; count: number }[]> {
  const number = wireId(id, `a ${kind}`);
  const [facts, projects, activities, entries] = await Promise.all([
    kimai.facts.get(call),
    lists.projects.get({ fresh: true, signal: call?.signal }),
    lists.activities.get({ fresh: true, signal: call?.signal }),
    kimai.client.count(
      [
        ["user", "all"],
        [kind, number],
      ],
      call?.signal,
    ),
  ]);
  const own = new Set(projects.filter((each) => each.customer === number).map((each) => each.id));
  const below = activities.filter((each) =>
    kind === "customer" ? each.project != null && own.has(each.project) : each.project === number,
  );
  const counts = [
    { one: "project", many: "projects", count: kind === "customer" ? own.size : 0 },
    { one: "activity", many: "activities", count: kind === "activity" ? 0 : below.length },
    { one: "entry", many: "entries", count: entries },
  ];
  const all = facts.roles.some((role) => /ADMIN/.test(role));
  const least = all ? "" : " at least (you may not see all)";
  return counts
    .filter(({ many, count }) => count > 0 || (!all && many === "entries"))
    .map(({ one, many, count }) => ({ what: `${count === 1 ? one : many}${least}`, count }));
}
