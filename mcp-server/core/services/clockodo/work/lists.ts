import type { z } from "zod";
import type { AdapterEnvironment } from "../../../domain/ports";
import { remembered } from "../../http/cache";
import type { Segment } from "../../http/path";
import type { ClockodoClient } from "../client/client";
import { pathOf } from "../client/paths";
import { holidayGroup } from "../wire/absence";
import { user } from "../wire/account";
import { accessGroup, team } from "../wire/people";
import { customer, lumpSumService, project, service, subproject } from "../wire/work";
import { many } from "../wire/wrap";

/** Names may change in Clockodo; what was seen is good for this long (milliseconds). */
const listsHold = 60_000;

/** Largest pages (clockodo-api.md §1.6). */
const most = { work: 5_000, people: 1_000 };

/**
 * Clockodo's lists of what has a name, whole and for all who need it, with inactive and completed ones: entries of the past
 * name those too. What the caller has no right to see is missing without a word (§5).
 */
export function createLists({ client, env }: { client: ClockodoClient; env: AdapterEnvironment }) {
  const cached = <T>(row: z.ZodType<T>, path: readonly Segment[], perPage: number) =>
    remembered(listsHold, env.now, () => client.list(row, path, { perPage }));
  const unpaged = <T>(row: z.ZodType<T>, path: readonly Segment[]) =>
    remembered(listsHold, env.now, async () => (await client.get(many(row), path)).data);
  const lists = {
    customers: cached(customer, pathOf("customers"), most.work),
    projects: cached(project, pathOf("projects"), most.work),
    subprojects: cached(subproject, pathOf("subprojects"), most.work),
    services: cached(service, pathOf("services"), most.work),
    lumpSumServices: cached(lumpSumService, pathOf("lumpSumServices"), most.work),
    users: cached(user, pathOf("users"), most.people),
    teams: cached(team, pathOf("teams"), most.people),
    accessGroups: unpaged(accessGroup, pathOf("accessGroups")),
    holidayGroups: unpaged(holidayGroup, pathOf("nonbusinessGroups")),
  };
  return {
    ...lists,
    forget() {
      for (const list of Object.values(lists)) list.forget();
    },
  };
}
export type Lists = ReturnType<typeof createLists>;
