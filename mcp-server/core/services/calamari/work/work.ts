import type { Call } from "../../../domain/call";
import type { Ref, WorkItem } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import type { RecentWork, WorkPort } from "../../../domain/ports";
import { addDays } from "../../../time/civil";
import { dayOf, toInstant } from "../../../time/format";
import type { Calamari } from "../context";
import type { Shifts } from "../entries/shifts";
import { personOf } from "../mapping/person";
import { entriesOf } from "../mapping/shift";
import { companyProjects, makeProject } from "./projects";

/** Days in which work counts as recent. */
const recentDays = 28;

const holding = <T extends Ref>(found: readonly T[], text: string | undefined): T[] => {
  const part = text?.trim().toLocaleLowerCase();
  return part ? found.filter((each) => each.name.toLocaleLowerCase().includes(part)) : [...found];
};
const itemOf = ({ id, name }: Ref, whyNot?: string): WorkItem => ({
  level: "project",
  id,
  name,
  parents: {},
  bookable: whyNot === undefined,
  ...(whyNot === undefined ? {} : { whyNot }),
});

/** What time is booked on in Calamari: projects, and nothing else (calamari-api.md §2.4). */
export function createWork(calamari: Calamari, shifts: Shifts): WorkPort {
  const { projects, facts, directory } = calamari;

  async function recent(limit: number, call?: Call): Promise<RecentWork[]> {
    const { zone } = await facts.get(call);
    const today = dayOf(shifts.now(), zone);
    const rows = await shifts.find("own", addDays(today, -recentDays), addDays(today, 1), call);
    const reading = await shifts.reading("own", call);
    const last = new Map<string, RecentWork>();
    const entries = rows.flatMap((row) => entriesOf(row, reading)).sort((a, b) => (a.begin < b.begin ? 1 : -1));
    const since = toInstant(Date.parse(shifts.now()) - recentDays * 86_400_000);
    for (const { work, text, begin, end } of entries) {
      if (begin < since) continue;
      const about = JSON.stringify([work.project?.id, text]);
      if (!last.has(about)) last.set(about, { work, text, tags: [], lastUsed: end ?? begin });
    }
    return [...last.values()].slice(0, limit);
  }

  return {
    async search({ levels, text, within, includeHidden }, call) {
      if (!levels.includes("project")) return [];
      if (within?.customer !== undefined || within?.subproject !== undefined || within?.activity !== undefined)
        return [];
      const own = await projects.get(call);
      const ids = new Set(own.map(({ id }) => id));
      const others = includeHidden ? (await companyProjects(calamari, call)).filter(({ id }) => !ids.has(id)) : [];
      const items = [
        ...own.map((each) => itemOf(each)),
        ...others.map((each) => itemOf(each, "Calamari does not let this person book on it")),
      ];
      return holding(items, text).filter(({ id }) => within?.project === undefined || within.project === id);
    },
    recent: async (limit, call) => (limit <= 0 ? [] : recent(limit, call)),
    // Calamari has no tags.
    tags: async () => [],
    people: async (text, call) => holding((await directory.list({}, call)).map(personOf), text),
    get createItem(): WorkPort["createItem"] {
      if ("project.create" in (facts.known()?.refused ?? {})) return undefined;
      return async (level, name, _parents, call) => {
        if (level !== "project")
          throw new InputError("argument", `Calamari has no ${level}: time is booked on projects.`);
        const { made } = await makeProject(calamari, { name }, call);
        return itemOf({ id: String(made.id), name: made.name });
      };
    },
  };
}
