import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import { fold } from "../../../../domain/names";
import { quote } from "../../../../domain/quote";
import type { Below } from "../../../../domain/record-table";
import type { RecordAction, RecordDraft, RecordField, RecordQuery, ServiceRecord } from "../../../../domain/records";
import { dayOf, toInstant } from "../../../../time/format";
import { remembered } from "../../../http/cache";
import { at, recordType, type WritableType } from "../../../shared/record-engine";
import { sameText } from "../../../shared/save-once";
import { menuOf } from "../../capabilities/row-permissions";
import { wireId } from "../../mapping/entry-form";
import { deletedWith } from "../consequences";
import { demandVersion, notThere, recordProduct } from "../shared";
import { partsOfWork, type WorkKind, workFields, workRoutes } from "./work-fields";
import { inOrder, type Known, wantedRows, workFilters, workRecord } from "./work-list";
import { type WorkParts, type WorkRow, workRow } from "./work-parts";
import { createWorkWrites } from "./work-write";

const formsHold = 10 * 60_000;
const none: never[] = [];

const goesWithIt: Record<WorkKind, string> = {
  customer: "Deleting a customer deletes its projects, their activities and all their time.",
  project: "Deleting a project deletes its activities and all its time.",
  activity: "Deleting an activity deletes all its time.",
};

const actionsField: RecordField = {
  name: "actions",
  kind: "list",
  item: "text",
  when: "never",
  hint: "What Kimai's own menu offers you on this one.",
};

const standsBelow = { customer: [], project: ["customer"], activity: ["project", "customer"] } as const;

/** Customers, projects or activities as records. */
export function workType(kind: WorkKind, parts: WorkParts): WritableType {
  const { kimai, lists, colors, customFields } = parts;
  const { client } = kimai;
  const route = workRoutes[kind];
  const form = remembered(formsHold, kimai.env.now, () => client.formFields(route));
  let last: { of: readonly unknown[]; known: Known } | undefined;
  /** What rows name by id; made anew only where the lists are new. */
  async function known(call?: Call): Promise<Known> {
    const [customers, projects] = await Promise.all([
      lists.customers.get(call),
      kind === "activity" ? lists.projects.get(call) : none,
    ]);
    if (last?.of[0] !== customers || last.of[1] !== projects)
      last = {
        of: [customers, projects],
        known: {
          customer: new Map(customers.map((each) => [each.id, each])),
          project: new Map(projects.map((each) => [each.id, each])),
        },
      };
    return last.known;
  }
  const nobody: Known = { customer: new Map(), project: new Map() };

  /** The rows of all, from the shared list; customers with their details in a request of its own. */
  async function rowsOf(query: RecordQuery, call?: Call): Promise<WorkRow[]> {
    if (!withDetails(query)) return (await lists[route].get(call)) as WorkRow[];
    demandVersion(await kimai.facts.get(call), [2, 62], "Details in lists");
    const full = [["visible", 3] as const, ["full", 1] as const];
    return client.get(z.array(workRow), [route], full, call?.signal);
  }
  const withDetails = ({ filters }: RecordQuery) => kind === "customer" && filters?.details === true;

  async function fromList(id: string, call?: Call): Promise<ServiceRecord | null> {
    const [rows, named] = await Promise.all([lists[route].get(call), known(call)]);
    const row = rows.find((each) => String(each.id) === id) as WorkRow | undefined;
    if (!row) return null;
    const hides = [
      ...(kind === "customer" ? ["contact", "address", "e-mail", "VAT number"] : []),
      ...("budget" in row ? [] : ["budgets"]),
    ];
    const lacks = hides.length > 0 ? `, without ${hides.join(", ")}` : "";
    return {
      ...workRecord(kind, row, named),
      missing: `Your Kimai role may not open single ${route}: this is what their list says${lacks}.`,
    };
  }

  async function get(id: string, call?: Call): Promise<ServiceRecord> {
    const number = wireId(id, `a ${kind}`);
    try {
      const [row, named, offered] = await Promise.all([
        client.get(workRow, [route, number], [], call?.signal),
        known(call),
        menuOf(client, kind, number, call?.signal),
      ]);
      const record = workRecord(kind, row, named);
      return offered?.length ? { ...record, values: { ...record.values, actions: offered } } : record;
    } catch (error) {
      if (!(error instanceof ServiceError) || error.kind !== "forbidden") throw error;
      const found = await fromList(String(number), call);
      if (found) return found;
      throw notThere(kind, id);
    }
  }

  const writes = createWorkWrites(kind, parts, {
    form: (call) => form.get(call),
    record: async (row, call) => workRecord(kind, row, await known(call).catch(() => nobody)),
  });

  const type = recordType(recordProduct(kimai), {
    type: kind,
    what: kind === "activity" ? "an activity" : `a ${kind}`,
    row: workRow,
    fields: workFields[kind],
    filters: workFilters[kind],
    notes: [],
    place: at(route),
    may: (verb) => (verb === "delete" ? `delete this ${kind}` : undefined),
    async rows(_place, call, query) {
      if (!query) return (await lists[route].get({ fresh: true, signal: call?.signal })) as WorkRow[];
      const [rows, named, { zone }] = await Promise.all([rowsOf(query, call), known(call), kimai.facts.get(call)]);
      return wantedRows(kind, rows, query, named, dayOf(toInstant(kimai.env.now()), zone));
    },
    recordOf: async (row, _place, call) => workRecord(kind, row, await known(call)),
    writtenOf: async (row) => workRecord(kind, row, await known().catch(() => nobody)),
    order: inOrder,
    // Without the right Kimai leaves them out without a word.
    listNotes: (_call, [first], query) =>
      withDetails(query) && first && !("vatId" in first) ? ["Your Kimai role does not show the details."] : [],
    async described(info, call) {
      const [offered, { refused }, fields, defined] = await Promise.all([
        form.get(call),
        kimai.facts.get(call),
        colors.told(info.fields, call),
        customFields.names(kind, call),
      ]);
      const changes = offered !== null || !(`${kind}.update` in refused);
      const create: RecordAction[] = offered === null ? [] : kind === "project" ? ["create", "copy"] : ["create"];
      const own = new Set(
        workFields[kind]
          .filter(({ name, wire }) => offered?.includes(wire) !== false || name === "address" || name === "meta")
          .map(({ name }) => name),
      );
      const named = defined.slice(0, 40).map((name) => quote(name, 60));
      const custom = named.length > 0 ? `There are: ${named.join(", ")}.` : "None are known.";
      const told = (field: RecordField): RecordField => ({
        ...field,
        ...(field.name === "meta" && { hint: custom }),
        ...(!changes && { when: "never" }),
      });
      return {
        ...info,
        actions: ["list", "get", ...create, ...(changes ? (["update", "delete"] as const) : [])],
        within: standsBelow[kind],
        parts: partsOfWork[kind],
        fields: [...fields.filter(({ name }) => own.has(name)).map(told), actionsField],
        notes: [
          ...(changes ? [goesWithIt[kind]] : [`Your Kimai role may only list ${route}.`]),
          ...(changes && offered === null
            ? [`Your Kimai role cannot create ${route}; which of them it may change shows when it is tried.`]
            : []),
        ],
      };
    },
    create: {
      body: (values, _place, call) => writes.bodyOfNew(values, call),
      is: (row, { name }) => sameText(row.name, name),
    },
    around: (body, send, call) => colors.write(body, send, call),
    after: (row, values, _saved, call) => writes.withMeta(row, values, call),
    changed: () => lists.forget(),
    remove: { reads: false },
  });

  /** Kimai takes a name twice; who makes a second one should mean it. Rows of one call share the list. */
  async function foresee(values: RecordDraft, call?: Call): Promise<string[]> {
    const parent = standsBelow[kind][0];
    lists[route].forget(kimai.env.now() - 1_000);
    const [rows, named] = await Promise.all([lists[route].get(call), known(call)]);
    const twin = (rows as WorkRow[]).find(
      (row) =>
        fold(row.name) === fold(String(values.name ?? "")) &&
        (parent === undefined || String(row[parent] ?? "") === String(values[parent] ?? "")),
    );
    if (!twin) return [];
    const record = workRecord(kind, twin, named);
    const of = record.parent ? ` of ${record.parent.name}` : "";
    return [`There is a ${kind} "${twin.name}"${of} already (#${record.id}): this makes a second one`];
  }

  const below = (values: RecordDraft, of: Below) => (of ? { ...values, [of.type]: of.id } : values);
  const { create } = type;
  return {
    ...type,
    get: (id, _of, call) => get(id, call),
    foresee: (values, of, call) => foresee(below(values, of), call),
    ...(create && { create: async (values, of, call) => create(below(values, of), undefined, call) }),
    copy: (id, values, of, call) => writes.copy(id, below(values, of), call),
    update: (id, values, _of, call) => writes.update(id, values, call),
    async takeBack(id, of, call) {
      const booked = await client.count(
        [
          ["user", "all"],
          [kind, wireId(id, `a ${kind}`)],
        ],
        call?.signal,
      );
      if (booked > 0) throw new ServiceError("conflict", `Time was booked on this ${kind} meanwhile.`);
      await type.remove?.(id, of, call);
    },
    consequences: (id, _of, call) => deletedWith(kind, id, parts, call),
  };
}
