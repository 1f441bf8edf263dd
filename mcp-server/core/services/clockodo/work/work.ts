import type { Call } from "../../../domain/call";
import { type Ref, type WorkIds, type WorkItem, type WorkLevel, workLevels } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import type { WorkPort } from "../../../domain/ports";
import type { Clockodo } from "../context";
import { favouriteRow } from "../records/favourite";
import { recordType } from "../records/record-type";
import { workType } from "../records/work/work";
import { createCatalogue } from "./catalogue";
import { recentWork, usedTexts } from "./recent-work";

const isRef = (value: unknown): value is Ref => typeof value === "object" && value !== null && "id" in value;
const holding = (found: Ref[], text: string | undefined): Ref[] => {
  const part = text?.trim().toLocaleLowerCase();
  return part ? found.filter((each) => each.name.toLocaleLowerCase().includes(part)) : found;
};

export function createWork(clockodo: Clockodo): WorkPort {
  const { lists } = clockodo;
  const catalogue = createCatalogue(clockodo);
  const favourites = recordType(clockodo, favouriteRow(clockodo));

  async function createItem(level: WorkLevel, name: string, parents: WorkIds, call?: Call): Promise<WorkItem> {
    const facts = await clockodo.facts.get({ signal: call?.signal });
    const above = level === "project" ? "customer" : level === "subproject" ? "project" : null;
    const parent = above && parents[above];
    if (parent === undefined)
      throw new InputError("argument", `A ${level} in Clockodo needs a ${above}.`, { next: `Name its ${above}.` });
    const values = { name, ...(above && { [above]: parent }) };
    const { id } = (await workType(level, clockodo).create(values, undefined, call)).record;
    const items = await catalogue.items(level, facts).catch((): WorkItem[] => []);
    // It was made, so it is told even where the list does not come or does not show it yet.
    return items.find((each) => each.id === id) ?? { level, id, name, parents: {}, bookable: true };
  }
  const refusedTo = (cell: string) => cell in (clockodo.facts.known()?.refused ?? {});

  return {
    async search(asked, call) {
      return catalogue.search(asked, await clockodo.facts.get({ signal: call?.signal }), call);
    },
    recent: async (limit, call) => (limit <= 0 ? [] : recentWork(clockodo, limit, call)),
    // Clockodo has no tags.
    tags: async () => [],
    async people(text, call) {
      const people = (await lists.users.get({ signal: call?.signal })).filter((each) => each.active !== false);
      return holding(
        people.map(({ id, name }) => ({ id: String(id), name })),
        text,
      );
    },
    texts: async (part, within, call) => usedTexts(clockodo, part, within, call),
    async favourites(call) {
      const page = await favourites.list({ type: "favourite", limit: 1_000, offset: 0 }, call);
      return page.records.map(({ id, name, values: { text, billable, ...work } }) => ({
        id,
        name,
        work: Object.fromEntries(workLevels.flatMap((level) => (isRef(work[level]) ? [[level, work[level]]] : []))),
        text: typeof text === "string" ? text : "",
        ...(typeof billable === "boolean" ? { billable } : {}),
      }));
    },
    get createItem() {
      const closed = (["customer", "project", "subproject", "activity"] as const).every((level) =>
        refusedTo(`${level}.create`),
      );
      return closed ? undefined : createItem;
    },
  };
}
