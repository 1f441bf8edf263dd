import type { Entry, Ref } from "../../../domain/entities";
import type { WireEntity } from "../client/wire";
import type { Kimai } from "../context";
import { personRef } from "../mapping/entities";
import type { Lists } from "../work/lists";

/** Names that no list has are asked for one by one up to here; beyond it a page with all names is cheaper. */
const fewNames = 8;

/**
 * Gives records that came with bare ids their names, from lists that are held or read once (kimai-api.md §3.10): with them
 * inside, the records of a long report have eight times the bytes.
 * @returns null where too many names are in no list that the caller may read
 */
export function createEntryNames(kimai: Kimai, lists: Lists) {
  const { names } = kimai;
  const byId = <T extends { id: number }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));
  const nameless = ({ project, activity, user }: WireEntity) =>
    names.work(project, activity) === null || names.person(user) === null;

  async function learnPeople(rows: readonly WireEntity[], signal: AbortSignal): Promise<void> {
    const { person } = await kimai.facts.get({ signal });
    const ids = new Set(rows.map(({ user }) => user).filter((id) => names.person(id) === null));
    const own: Ref = { id: person.id, name: person.name };
    if (ids.delete(Number(own.id))) names.learnPerson(Number(own.id), own);
    if (ids.size === 0) return;
    for (const row of (await lists.users.get({ signal })) ?? [])
      if (ids.has(row.id)) names.learnPerson(row.id, personRef(row));
  }

  async function learnWork(rows: readonly WireEntity[], signal: AbortSignal): Promise<void> {
    const wanted = rows.filter(({ project, activity }) => names.work(project, activity) === null);
    if (wanted.length === 0) return;
    const [projects, activities] = await Promise.all([
      lists.projects.get({ signal }).then(byId),
      lists.activities.get({ signal }).then(byId),
    ]);
    for (const { project: projectId, activity: activityId } of wanted) {
      const project = projects.get(projectId);
      const activity = activities.get(activityId);
      // Its customer's name stands in the project, so that the list of customers is not needed.
      if (!project?.parentTitle || !activity) continue;
      names.learnWork(projectId, activityId, {
        customer: { id: String(project.customer), name: project.parentTitle },
        project: { id: String(projectId), name: project.name },
        activity: { id: String(activityId), name: activity.name },
      });
    }
  }

  /** One record for each name that is not known. */
  function oneForEach(rows: readonly WireEntity[]): WireEntity[] {
    const seen = new Set<string>();
    const first = (key: string) => !seen.has(key) && Boolean(seen.add(key));
    return rows.filter(({ project, activity, user }) => {
      const work = names.work(project, activity) === null && first(`${project}/${activity}`);
      const person = names.person(user) === null && first(`person ${user}`);
      return work || person;
    });
  }

  /** @param since when reading began (milliseconds): a list from before may lack what was made since */
  return async (rows: readonly WireEntity[], since: number, signal: AbortSignal): Promise<Entry[] | null> => {
    const learn = () => Promise.all([learnPeople(rows, signal), learnWork(rows, signal)]);
    await learn();
    if (rows.some(nameless) && lists.forget(since)) await learn();
    const left = oneForEach(rows);
    if (left.length > fewNames) return null;
    await Promise.all(left.map((row) => kimai.named(row, { signal })));
    return rows.some(nameless) ? null : Promise.all(rows.map((row) => kimai.named(row, { signal })));
  };
}
