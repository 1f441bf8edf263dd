import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import type { RecordAction, RecordQuery, RecordType, ServiceRecord } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { nothing, one, plainFields, saveOnce } from "../shared";
import type { ClockodoRecordType } from "../type";
import { budgetValues } from "./budget-fields";
import { type NameOf, type WorkKind, workFields, workValues } from "./work-fields";
import { budgetSources, inOrder, isWanted, workFilters } from "./work-list";
import { type WorkRow, workSource } from "./work-source";
import { createWorkWrites } from "./work-write";

const above = {
  customer: null,
  project: "customer",
  subproject: "project",
  activity: null,
  lump_sum_service: null,
} as const;
const counted = z.object({
  data: z.array(z.object({ customers_id: z.number(), active: z.number(), inactive: z.number() })),
});
const reported = z.object({ projects_id: z.number() });

const deleting = [
  "It can only be deleted when it is inactive and nothing hangs on it; Punchcard never deletes time along with it.",
];

/** Customers, projects, subprojects, activities or lump-sum services as records. */
export function workType(kind: WorkKind, clockodo: Clockodo): ClockodoRecordType {
  const { client, lists } = clockodo;
  const { resource, row, list } = workSource(kind, clockodo);

  /** Names of what rows of this kind point to; what cannot be read is told by its number. */
  async function names(call?: Call): Promise<NameOf> {
    const parent = above[kind];
    const [parents, services] = await Promise.all([
      parent === null ? [] : lists[parent === "customer" ? "customers" : "projects"].get({ signal: call?.signal }),
      kind === "activity" || kind === "lump_sum_service" ? [] : lists.services.get({ signal: call?.signal }),
    ]);
    const named = (all: readonly { id: number; name: string }[]) => new Map(all.map((each) => [each.id, each.name]));
    const maps: Partial<Record<RecordType, Map<number, string>>> = { activity: named(services) };
    if (parent) maps[parent] = named(parents);
    return (type, id) => maps[type]?.get(id) ?? `#${id}`;
  }

  function recordOf(each: WorkRow, nameOf: NameOf): ServiceRecord {
    const parent = above[kind];
    const parentId = kind === "project" ? each.customers_id : kind === "subproject" ? each.projects_id : undefined;
    const hidden = [
      ...(each.note === undefined ? ["notes"] : []),
      ...((kind === "project" || kind === "subproject") && each.budget === undefined ? ["budgets"] : []),
    ];
    return {
      type: kind,
      id: String(each.id),
      name: each.name,
      ...(parent && parentId !== undefined
        ? { parent: { type: parent, id: String(parentId), name: nameOf(parent, parentId) } }
        : {}),
      values: { ...workValues(kind, each as unknown as Record<string, unknown>, nameOf), ...budgetValues(each.budget) },
      ...(hidden.length > 0 ? { missing: `Your rights in Clockodo do not show ${hidden.join(" and ")} of it.` } : {}),
    };
  }

  const single = async (id: number, call?: Call) => (await client.get(one(row), pathOf(resource, id), {}, call)).data;
  const record = async (each: WorkRow, call?: Call) =>
    recordOf(each, await names(call).catch((): NameOf => (_type, id) => `#${id}`));
  const writes = createWorkWrites(kind, clockodo, { single, record });

  /** How many projects a customer has; a courtesy, so its failure is none of the record. */
  async function projectsOf(id: number, call?: Call) {
    const query = [["customers_id", id]] as const;
    const read = await client.get(counted, pathOf("customers", "countProjects"), { query }, call).catch(() => null);
    const found = read?.data.find((each) => each.customers_id === id);
    return found ? { projects: found.active, inactive_projects: found.inactive } : {};
  }

  /** Projects by where their budget comes from: the list of reports filters by it (clockodo-api.md §2.6). */
  async function bySource({ filters }: RecordQuery, call?: Call): Promise<Set<number> | null> {
    const source = (budgetSources as readonly unknown[]).indexOf(filters?.budget);
    if (kind !== "project" || source < 0) return null;
    const found = new Set<number>();
    const query = [["filter[budget_source][]", source]] as const;
    for await (const page of client.all(reported, pathOf("projects", "reports"), { query, perPage: 5_000 }, call))
      for (const each of page.rows) found.add(each.projects_id);
    return found;
  }

  return {
    async describe(call) {
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      const writable = (["create", "update", "delete"] as const).filter((action) => !(`${kind}.${action}` in refused));
      const actions: RecordAction[] = ["list", "get", ...writable];
      const parent = above[kind];
      return {
        actions,
        parents: [],
        within: parent === null ? [] : [parent],
        fields: plainFields(workFields[kind]),
        filters: workFilters[kind],
        notes: [
          ...(writable.includes("delete") ? deleting : []),
          ...[...new Set(["create", "update"].flatMap((action) => refused[`${kind}.${action}`] ?? []))],
        ],
      };
    },

    async list(query, call) {
      const [rows, nameOf, wanted] = await Promise.all([
        list.get({ signal: call?.signal }),
        names(call),
        bySource(query, call),
      ]);
      const found = rows.filter((each) => isWanted(each, query) && (wanted === null || wanted.has(each.id)));
      const all = found.map((each) => recordOf(each, nameOf));
      // What is missing of all of them is said once.
      const missing = [...new Set(all.flatMap((each) => each.missing ?? []))];
      const plain = missing.length === 1 ? all.map(({ missing: _, ...each }) => each) : all;
      return pageOf(
        inOrder(plain, query),
        query,
        missing.length === 1 ? missing.map((each) => each.replace(/ of it\.$/, ".")) : [],
      );
    },

    async get(id, _of, call) {
      const number = wireId(id, `a ${kind}`);
      const [each, counts] = await Promise.all([
        single(number, call),
        kind === "customer" ? projectsOf(number, call) : {},
      ]);
      const found = await record(each, call);
      return { ...found, values: { ...found.values, ...counts } };
    },

    create: (values, of, call) => writes.create(of ? { ...values, [of.type]: of.id } : values, call),
    update: (id, values, _of, call) => writes.update(wireId(id, `a ${kind}`), values, call),

    async remove(id, _of, call) {
      const number = wireId(id, `a ${kind}`);
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "DELETE", pathOf(resource, number), {}, call);
          return true;
        },
        async () => ((await list.get({ fresh: true })).some((each) => each.id === number) ? null : true),
      );
      lists.forget();
    },

    /**
     * Clockodo deletes nothing along with it unless forced, which is never done here: a dry run finds out whether it
     * would be refused. What is still active is refused before anything is sent, so that a Clockodo that did not know
     * dry runs could not take one for a delete of something in use.
     * @throws ServiceError with what stands in the way
     */
    async consequences(id, _of, call) {
      const number = wireId(id, `a ${kind}`);
      await writes.demandInactive(number, call);
      const query = [["dry_run", "true"]] as const;
      await client.write(nothing, "DELETE", pathOf(resource, number), { query, reads: true }, call);
      return [];
    },
  };
}
