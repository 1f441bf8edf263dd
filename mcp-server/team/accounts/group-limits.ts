import type { AdminGroup } from "../api/admin/contract";
import { type Level, levels } from "../oauth/levels";
import type { Directory } from "../people/directory";
import type { PeopleRepository } from "../people/people-repository";
import { type BoundPatterns, lockedLevels } from "./bounds";
import type { BoundsRepository } from "./bounds-repository";

interface GroupDeps {
  people: Pick<PeopleRepository, "groups">;
  directory: Pick<Directory, "groupSizes">;
  bounds: Pick<BoundsRepository, "company" | "group">;
}

/** The company's groups by name, with what their people can give at most; `limit` is that of people without a group. */
export async function groupLimits(deps: GroupDeps): Promise<{ groups: AdminGroup[]; limit: Level | null }> {
  const [all, sizes, company] = await Promise.all([
    deps.people.groups(),
    deps.directory.groupSizes(),
    deps.bounds.company(),
  ]);
  const limitOf = (bound: BoundPatterns | null) => {
    const locked = lockedLevels(company.value, bound);
    return levels.findLast((level) => !locked[level]) ?? null;
  };
  const groups = all.map(async ({ id, name }) => ({
    ...{ id, name, people: sizes.get(id) ?? 0 },
    limit: limitOf((await deps.bounds.group(id)).value?.permissions ?? null),
  }));
  return { groups: await Promise.all(groups), limit: limitOf(null) };
}
