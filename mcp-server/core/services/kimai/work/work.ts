import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { Ref, WorkIds, WorkItem, WorkLevel } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import { fold } from "../../../domain/names";
import type { PersonRef, WorkPort } from "../../../domain/ports";
import { dayOf, toInstant } from "../../../time/format";
import { sentOnce } from "../../shared/send-once";
import { activity, customer, expanded, project, tag } from "../client/wire";
import type { Kimai } from "../context";
import { activityItem, customerItem, projectItem, recentOf } from "../mapping/entities";
import { wireId } from "../mapping/entry-form";
import type { KnownPeople } from "../people/everyone";
import { createCatalogue } from "./catalogue";
import type { Lists } from "./lists";

interface KimaiWork {
  port: WorkPort;
  /** Names of all tags that can be used in filters. */
  tagNames(call?: Call): Promise<string[]>;
}

export function createWork(kimai: Kimai, lists: Lists, everyone: KnownPeople): KimaiWork {
  const { client, env } = kimai;
  const catalogue = createCatalogue(kimai, lists);
  const visibleTags = async (options?: { fresh?: boolean; signal?: AbortSignal }) =>
    (await lists.tags.get(options)).filter((each) => each.visible !== false);
  const refs = (found: { id: number; name: string }[]): Ref[] =>
    found.map((each) => ({ id: String(each.id), name: each.name }));
  const holding = <T extends { name: string }>(found: T[], text: string | undefined): T[] => {
    const part = text?.trim().toLocaleLowerCase();
    return part ? found.filter((each) => each.name.toLocaleLowerCase().includes(part)) : found;
  };
  const refusedTo = (cell: string) => {
    const facts = kimai.facts.known();
    return facts !== undefined && cell in facts.refused;
  };

  async function createTag(name: string, call?: Call): Promise<Ref> {
    const text = name.trim();
    if (text.length < 2 || text.length > 100 || text.includes(","))
      throw new InputError("argument", `A tag in Kimai has 2 to 100 characters and no comma.`);
    // Its name is unique in Kimai: a second one would be refused.
    const there = (await visibleTags({ fresh: true, signal: call?.signal })).find(
      (each) => fold(each.name) === fold(text),
    );
    if (there) return { id: String(there.id), name: there.name };
    const made = await sentOnce(
      // A tag is hidden unless said otherwise, and a hidden one cannot be found again (§3.6).
      () => client.write(tag, "POST", ["tags"], { name: text, visible: true }, call?.signal),
      async () => (await visibleTags({ fresh: true })).find((each) => each.name === text) ?? null,
      kimai.secondLookMs,
    );
    lists.forget();
    return { id: String(made.value.id), name: made.value.name };
  }

  /**
   * Makes an item, and where the answer is lost looks for one of that name that was not there before. Kimai takes a name
   * twice, so one that stands there already is taken instead.
   */
  async function create<T extends { id: number; name: string; visible?: boolean | null }>(
    schema: z.ZodType<T>,
    route: string,
    body: { name: string; customer?: number; project?: number },
    call?: Call,
  ): Promise<{ row: T; existed: boolean }> {
    const { name, ...parents } = body;
    const below = (row: T) => {
      const held = row as { customer?: unknown; project?: unknown };
      if (route === "activities") return (held.project ?? undefined) === parents.project;
      return route !== "projects" || held.customer === parents.customer;
    };
    const since = await client.get(z.array(schema), [route], [["visible", 3]], call?.signal);
    const there = since.find((row) => row.visible !== false && below(row) && fold(row.name) === fold(name));
    if (there) return { row: there, existed: true };
    const old = new Set(since.map((each) => each.id));
    const made = await sentOnce(
      () => client.write(schema, "POST", [route], body, call?.signal),
      async () => {
        const now = await client.get(z.array(schema), [route], [["visible", 3]]);
        return now.find((each) => each.name === name && !old.has(each.id)) ?? null;
      },
      kimai.secondLookMs,
    );
    lists.forget();
    return { row: made.value, existed: false };
  }

  async function createItem(
    level: WorkLevel,
    name: string,
    parents: WorkIds,
    call?: Call,
  ): Promise<WorkItem & { existed: boolean }> {
    const facts = await kimai.facts.get(call);
    const today = dayOf(toInstant(env.now()), facts.zone);
    if (level === "customer") {
      const { row, existed } = await create(customer, "customers", { name }, call);
      return { ...customerItem(row), existed };
    }
    if (level === "project") {
      if (parents.customer === undefined)
        throw new InputError("argument", "A project in Kimai needs a customer.", { next: "Name its customer." });
      const body = { name, customer: wireId(parents.customer, "a customer") };
      const { row, existed } = await create(project, "projects", body, call);
      return { ...projectItem(row, undefined, today), existed };
    }
    if (level === "activity") {
      const within = parents.project === undefined ? {} : { project: wireId(parents.project, "a project") };
      const { row, existed } = await create(activity, "activities", { name, ...within }, call);
      return { ...activityItem(row, undefined), existed };
    }
    throw new ServiceError("unsupported", "Kimai has no subprojects.", { next: "Create an activity instead." });
  }

  const port: WorkPort = {
    refresh: (since) => [lists.forget(since), everyone.forget(since)].some(Boolean),
    async search(asked, call) {
      return catalogue.search(asked, await kimai.facts.get(call), call);
    },
    async recent(limit, call) {
      if (limit <= 0) return [];
      const query = [["size", Math.min(limit * 2, 100)]] as const;
      const rows = await client.get(z.array(expanded), ["timesheets", "recent"], query, call?.signal);
      return rows
        .flatMap((row) => recentOf(row) ?? [])
        .sort((a, b) => b.lastUsed.localeCompare(a.lastUsed))
        .slice(0, limit);
    },
    tags: async (text, call) => refs(holding(await visibleTags(call), text)),
    async people(text, call) {
      const { people, gone, logins } = await everyone.get(call);
      const all: PersonRef[] = [...people, ...gone.map((each) => ({ ...each, gone: true as const }))];
      const known = all.map((each) => {
        const login = logins.get(each.id);
        return login === undefined ? each : { ...each, login };
      });
      return holding(known, text);
    },
    get createTag() {
      return refusedTo("tag.create") ? undefined : createTag;
    },
    get createItem() {
      return ["customer", "project", "activity"].every((kind) => refusedTo(`${kind}.create`)) ? undefined : createItem;
    },
  };
  return { port, tagNames: async (call) => (await visibleTags(call)).map((each) => each.name) };
}
