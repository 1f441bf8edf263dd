import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordAction, RecordField, RecordQuery, ServiceRecord } from "../../../../domain/records";
import { dayOf, toInstant } from "../../../../time/format";
import { remembered } from "../../../http/cache";
import { menuOf } from "../../capabilities/row-permissions";
import { wireId } from "../../mapping/entry-form";
import { deletedWith } from "../consequences";
import { asRefused, demandVersion, notThere, pageOf, plainFields } from "../shared";
import type { KimaiRecordType } from "../type";
import { type WorkKind, workFields, workRoutes } from "./work-fields";
import { inOrder, type Known, wantedRows, workFilters, workRecord } from "./work-list";
import { type WorkParts, type WorkRow, workRow } from "./work-parts";
import { createWorkWrites } from "./work-write";

const formsHold = 10 * 60_000;

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
export function workType(kind: WorkKind, parts: WorkParts): KimaiRecordType {
  const { kimai, lists, colors, customFields } = parts;
  const { client } = kimai;
  const route = workRoutes[kind];
  const form = remembered(formsHold, kimai.env.now, () => client.formFields(route));
  async function known(call?: Call): Promise<Known> {
    const [customers, projects] = await Promise.all([
      lists.customers.get(call),
      kind === "activity" ? lists.projects.get(call) : [],
    ]);
    return {
      customer: new Map(customers.map((each) => [each.id, each])),
      project: new Map(projects.map((each) => [each.id, each])),
    };
  }
  const nobody: Known = { customer: new Map(), project: new Map() };

  /** The rows of all, from the shared list; customers with their details in a request of its own. */
  async function rowsOf(query: RecordQuery, notes: string[], call?: Call): Promise<WorkRow[]> {
    if (kind !== "customer" || query.filters?.details !== true) return (await lists[route].get(call)) as WorkRow[];
    demandVersion(await kimai.facts.get({ signal: call?.signal }), [2, 62], "Details in lists");
    const full = [
      ["visible", 3],
      ["full", 1],
    ] as const;
    const rows = await client.get(z.array(workRow), [route], full, call?.signal);
    // Without the right Kimai leaves them out without a word.
    if (rows.length > 0 && !("vatId" in (rows[0] ?? {}))) notes.push("Your Kimai role does not show the details.");
    return rows;
  }

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

  return {
    async describe(call) {
      const [offered, { refused }, fields, defined] = await Promise.all([
        form.get(call),
        kimai.facts.get({ signal: call?.signal }),
        colors.told(plainFields(workFields[kind]), call),
        customFields.names(kind, call),
      ]);
      const changes = offered !== null || !(`${kind}.update` in refused);
      const create: RecordAction[] = offered === null ? [] : kind === "project" ? ["create", "copy"] : ["create"];
      const offers = ({ name, wire }: { name: string; wire: string }) =>
        offered === null || offered.includes(wire) || name === "address" || name === "meta";
      const own = new Set(workFields[kind].filter(offers).map(({ name }) => name));
      const told = (field: RecordField): RecordField => {
        const custom =
          defined.length > 0
            ? `There are: ${defined
                .slice(0, 40)
                .map((name) => quote(name, 60))
                .join(", ")}.`
            : "None are known.";
        return {
          ...field,
          ...(field.name === "meta" ? { hint: custom } : {}),
          ...(changes ? {} : { when: "never" }),
        };
      };
      return {
        actions: ["list", "get", ...create, ...(changes ? (["update", "delete"] as const) : [])],
        parents: [],
        within: standsBelow[kind],
        fields: [...fields.filter(({ name }) => own.has(name)).map(told), actionsField],
        filters: workFilters[kind],
        notes: [
          ...(changes ? [goesWithIt[kind]] : [`Your Kimai role may only list ${route}.`]),
          ...(changes && offered === null
            ? [`Your Kimai role cannot create ${route}; which of them it may change shows when it is tried.`]
            : []),
        ],
      };
    },

    async list(query, call) {
      const notes: string[] = [];
      const [rows, named, facts] = await Promise.all([
        rowsOf(query, notes, call),
        known(call),
        kimai.facts.get({ signal: call?.signal }),
      ]);
      const today = dayOf(toInstant(kimai.env.now()), facts.zone);
      const found = wantedRows(kind, rows, query, named, today).map((row) => workRecord(kind, row, named));
      return pageOf(inOrder(found, query), query, notes);
    },

    get: (id, _of, call) => get(id, call),
    create: (values, of, call) => writes.create(of ? { ...values, [of.type]: of.id } : values, call),
    copy: (id, values, of, call) => writes.copy(id, of ? { ...values, [of.type]: of.id } : values, call),
    update: (id, values, _of, call) => writes.update(id, values, call),
    remove: (id, _of, call) => asRefused(`delete this ${kind}`, writes.remove(id, call)),
    consequences: (id, _of, call) => deletedWith(kind, id, parts, call),
  };
}
