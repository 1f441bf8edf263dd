import { ServiceError } from "#core/domain/errors";
import type {
  RecordDraft,
  RecordField,
  RecordPlace,
  RecordsPort,
  RecordType,
  RecordTypeInfo,
  RecordValue,
  ServiceRecord,
} from "#core/domain/records";

export interface MemoryRecords extends RecordsPort {
  all: ServiceRecord[];
  /** Each write that reached the service: `create customer`, with what was sent. */
  sent: { action: string; type: RecordType; id?: string; of?: string; values?: RecordDraft; copyOf?: string }[];
  /** Thrown by the write on the record of this name or id. */
  refuse: Map<string, Error>;
  /** What a delete would take along, by id. */
  gone: Record<string, { what: string; count: number }[] | Error>;
  /** Told before each write. */
  onWrite: () => void;
}

const text = (name: string, more: Partial<RecordField> = {}): RecordField => ({ name, kind: "text", ...more });
const needed = { needed: true } as const;
const name = text("name", { ...needed, minLength: 2, maxLength: 20 });

const infos: Partial<Record<RecordType, Omit<RecordTypeInfo, "type" | "filters" | "notes" | "actions">>> = {
  customer: {
    parents: [],
    fields: [
      name,
      text("number", { maxLength: 5 }),
      { name: "color", kind: "choice", choices: ["red", "sky blue"] },
      { name: "time_budget", kind: "duration" },
      { name: "budget", kind: "money" },
      { name: "visible", kind: "flag" },
      { name: "meta", kind: "map" },
      { name: "since", kind: "day" },
      { name: "currency", kind: "choice", choices: ["EUR", "PLN"], when: "create" },
      { name: "made", kind: "day", when: "never" },
    ],
  },
  project: { parents: [], fields: [name, { name: "customer", kind: "ref", of: "customer", needed: true }] },
  tag: { parents: [], fields: [name] },
  team: {
    parents: [],
    fields: [name, { name: "members", kind: "list", item: "ref", of: "person", needed: true }],
  },
  person: { parents: [], fields: [name, text("password", { when: "create" }), { name: "enabled", kind: "flag" }] },
  rate: {
    parents: ["customer", "project", "activity"],
    fields: [
      { name: "amount", kind: "money", needed: true },
      { name: "person", kind: "ref", of: "person" },
    ],
  },
  preference: { parents: ["person"], fields: [{ name: "leave_days", kind: "number" }] },
  month_lock: { parents: ["person"], fields: [{ name: "month", kind: "month", needed: true }] },
  invoice: { parents: [], fields: [text("comment", { when: "never" })] },
};
const actions: Partial<Record<RecordType, RecordTypeInfo["actions"]>> = {
  project: ["list", "get", "create", "update", "delete", "copy"],
  preference: ["list", "get", "update"],
  month_lock: ["create", "delete"],
  rate: ["list", "create", "delete"],
  invoice: ["list", "get", "download"],
};

/** A service's records in memory: three customers, two projects, people, one team, preferences, an invoice. */
export function memoryRecords(): MemoryRecords {
  const acme = { id: "1", name: "Acme" };
  const ada = { id: "7", name: "Ada Lovelace" };
  const charles = { id: "8", name: "Charles Babbage" };
  let ids = 100;
  const infoOf = (type: RecordType): RecordTypeInfo => {
    const info = infos[type];
    if (!info) throw new ServiceError("unsupported", `There is no plugin for ${type}.`);
    return {
      type,
      actions: actions[type] ?? ["list", "get", "create", "update", "delete"],
      filters: type === "project" ? [{ name: "customer", kind: "ref", of: "customer" }] : [],
      notes: [],
      ...info,
    };
  };
  const isBelow = (record: ServiceRecord, of: RecordPlace["of"]) =>
    !of || (record.parent?.type === of.type && record.parent.id === of.id);
  const find = ({ type, id, of }: RecordPlace) => {
    const found = memory.all.find((one) => one.type === type && one.id === id && isBelow(one, of));
    if (!found) throw new ServiceError("not_found", `There is no such ${type}.`);
    return found;
  };
  const withNames = (values: RecordDraft, type: RecordType): Record<string, RecordValue> =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== null)
        .map(([key, value]) => {
          const of = infos[type]?.fields.find((field) => field.name === key)?.of;
          const target = memory.all.find((one) => one.type === of && one.id === value);
          return [key, target ? { id: target.id, name: target.name } : value];
        }),
    );
  const wrote = (sent: MemoryRecords["sent"][number], called: string) => {
    memory.onWrite();
    memory.sent.push(sent);
    const error = memory.refuse.get(called) ?? memory.refuse.get(sent.of ?? "");
    if (error) throw error;
  };

  const memory: MemoryRecords = {
    all: [
      { type: "customer", ...acme, values: { number: "0001", visible: true, budget: 100, color: "red" } },
      { type: "customer", id: "2", name: "Attic", values: { visible: false } },
      { type: "customer", id: "3", name: "Łódź AG", values: { visible: true } },
      { type: "project", id: "10", name: "Website relaunch", values: { customer: acme } },
      { type: "project", id: "11", name: "Care", values: { customer: { id: "3", name: "Łódź AG" } } },
      { type: "tag", id: "4", name: "remote", values: {} },
      { type: "person", ...ada, values: { enabled: true } },
      { type: "person", ...charles, values: { enabled: true } },
      { type: "team", id: "5", name: "Crew", values: { members: [ada, charles] } },
      {
        type: "preference",
        id: "7",
        name: "Preferences",
        parent: { type: "person", ...ada },
        values: { leave_days: 30 },
      },
      {
        ...{ type: "preference", id: "8", name: "Preferences" },
        parent: { type: "person", ...charles },
        values: { leave_days: 25 },
      },
      { type: "invoice", id: "9", name: "2026/001", values: { comment: "Thanks" } },
    ],
    sent: [],
    refuse: new Map(),
    gone: {},
    onWrite: () => undefined,
    describe: async (type) => infoOf(type),
    async list({ type, of, text: part = "", includeHidden, filters = {}, limit, offset }) {
      const found = memory.all.filter(
        (one) =>
          one.type === type &&
          isBelow(one, of) &&
          (includeHidden || one.values.visible !== false) &&
          one.name.toLowerCase().includes(part.toLowerCase()) &&
          Object.entries(filters).every(([key, id]) => (one.values[key] as { id?: string } | undefined)?.id === id),
      );
      const notes = type === "person" ? ["One person could not be read: Grace."] : [];
      return { records: found.slice(offset, offset + limit), total: found.length, notes };
    },
    get: async (place) => structuredClone(find(place)),
    async create({ type, of, values, copyOf }) {
      wrote({ action: "create", type, of: of?.id, values, copyOf }, String(values.name ?? ""));
      const id = String(ids++);
      const parent = of && {
        ...of,
        name: memory.all.find((one) => one.type === of.type && one.id === of.id)?.name ?? "",
      };
      const record = { type, id, name: String(values.name ?? type), parent, values: withNames(values, type) };
      memory.all.push(record);
      return { record, notes: [] };
    },
    async update(place, values) {
      wrote({ action: "update", type: place.type, id: place.id, of: place.of?.id, values }, place.id);
      const record = find(place);
      if (typeof values.name === "string") record.name = values.name;
      Object.assign(record.values, withNames(values, place.type));
      for (const [key, value] of Object.entries(values)) if (value === null) delete record.values[key];
      return { record, notes: [] };
    },
    async remove(place) {
      wrote({ action: "delete", type: place.type, id: place.id, of: place.of?.id }, place.id);
      memory.all = memory.all.filter((one) => one.type !== place.type || one.id !== place.id);
    },
    async consequences({ id }) {
      const gone = memory.gone[id] ?? [];
      if (gone instanceof Error) throw gone;
      return gone;
    },
    download: async () => ({
      name: "../../2026/001.pdf",
      mimeType: "application/pdf",
      bytes: new Uint8Array([37, 80]),
    }),
  };
  return memory;
}
