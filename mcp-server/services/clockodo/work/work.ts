import type { z } from "zod";
import type { Call } from "../../../domain/call";
import { type Ref, type WorkIds, type WorkItem, type WorkLevel, workLevels } from "../../../domain/entities";
import { InputError } from "../../../domain/errors";
import type { WorkPort } from "../../../domain/ports";
import type { Remembered } from "../../http/cache";
import { sentOnce } from "../../shared/send-once";
import { pathOf, type Resource } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { favouriteRow } from "../records/favourite";
import { recordType } from "../records/record-type";
import * as wire from "../wire/work";
import { one } from "../wire/wrap";
import { createCatalogue } from "./catalogue";
import { recentWork, usedTexts } from "./recent-work";

const isRef = (value: unknown): value is Ref => typeof value === "object" && value !== null && "id" in value;
const holding = (found: Ref[], text: string | undefined): Ref[] => {
  const part = text?.trim().toLocaleLowerCase();
  return part ? found.filter((each) => each.name.toLocaleLowerCase().includes(part)) : found;
};

export function createWork(clockodo: Clockodo): WorkPort {
  const { client, lists } = clockodo;
  const catalogue = createCatalogue(clockodo);
  const favourites = recordType(clockodo, favouriteRow(clockodo));

  /** Makes an item, and where the answer is lost looks for one of that name that was not there before. */
  async function make<T extends { id: number; name: string }>(
    row: z.ZodType<T>,
    resource: Resource,
    list: Remembered<T[]>,
    body: { name: string },
    call?: Call,
  ): Promise<string> {
    const old = new Set((await list.get({ fresh: true, signal: call?.signal })).map((each) => each.id));
    const made = await sentOnce(
      async () => (await client.write(one(row), "POST", pathOf(resource), { body }, call)).data,
      async () =>
        (await list.get({ fresh: true })).find((each) => each.name === body.name && !old.has(each.id)) ?? null,
      clockodo.secondLookMs,
    );
    lists.forget();
    return String(made.value.id);
  }

  async function send(level: WorkLevel, name: string, parents: WorkIds, call?: Call): Promise<string> {
    if (level === "customer") return make(wire.customer, "customers", lists.customers, { name }, call);
    if (level === "activity") return make(wire.service, "services", lists.services, { name }, call);
    const above = level === "project" ? "customer" : "project";
    const parent = parents[above];
    if (parent === undefined)
      throw new InputError("argument", `A ${level} in Clockodo needs a ${above}.`, { next: `Name its ${above}.` });
    const id = wireId(parent, `a ${above}`);
    if (level === "project") {
      const body = { name, customers_id: id };
      return make(wire.project, "projects", lists.projects, body, call);
    }
    const body = { name, projects_id: id };
    return make(wire.subproject, "subprojects", lists.subprojects, body, call);
  }

  async function createItem(level: WorkLevel, name: string, parents: WorkIds, call?: Call): Promise<WorkItem> {
    const facts = await clockodo.facts.get({ signal: call?.signal });
    const id = await send(level, name, parents, call);
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
