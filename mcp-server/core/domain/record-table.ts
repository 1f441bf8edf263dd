import type { Call, Noted } from "./call";
import { ServiceError } from "./errors";
import type {
  Narrowed,
  RecordAction,
  RecordDraft,
  RecordPage,
  RecordPlace,
  RecordQuery,
  RecordsPort,
  RecordType,
  RecordTypeInfo,
  ServiceRecord,
} from "./records";

export type Below = RecordPlace["of"];
type Written = Promise<{ record: ServiceRecord } & Noted>;

/** One type of record of a service. What is absent, this type cannot do; `describe` does not name it then. */
export interface TypeOfRecord {
  describe(call?: Call): Promise<Omit<RecordTypeInfo, "type">>;
  list?(query: RecordQuery, call?: Call): Promise<RecordPage>;
  get?(id: string, of: Below, call?: Call, narrowed?: Narrowed): Promise<ServiceRecord>;
  update?(id: string, values: RecordDraft, of: Below, call?: Call): Written;
  remove?(id: string, of: Below, call?: Call): Promise<void>;
  takeBack?(id: string, of: Below, call?: Call): Promise<void>;
  consequences?(id: string, of: Below, call?: Call): Promise<{ what: string; count: number }[]>;
  foresee?(values: RecordDraft, of: Below, call?: Call): Promise<string[]>;
  download?(id: string, call?: Call): Promise<{ name: string; mimeType: string; bytes: Uint8Array }>;
}

/** The method behind an action, or `ServiceError` of kind `unsupported`: this type has none. */
export type Able<T> = <M extends keyof T>(type: RecordType, method: M, action: RecordAction) => NonNullable<T[M]>;

/**
 * The port of a service that keeps its types of record in a table.
 * @param product what people call the service
 * @param tableOf makes the table when it is first needed: it is most of what a connection would keep in memory
 * @param create what differs between services: how a new one is made, and whether an old one can be copied
 */
export function recordTable<T extends TypeOfRecord>(
  product: string,
  tableOf: () => Partial<Record<RecordType, T>>,
  create: (wanted: Parameters<RecordsPort["create"]>[0], able: Able<T>, call?: Call) => Written,
): RecordsPort {
  let types: Partial<Record<RecordType, T>> | undefined;
  function typed(type: RecordType): T {
    types ??= tableOf();
    const found = types[type];
    if (found) return found;
    throw new ServiceError("unsupported", `${product} has no records of type ${type}.`, {
      next: "list_records without a type names those that it has.",
    });
  }
  const able: Able<T> = (type, method, action) => {
    const found = typed(type)[method];
    if (found !== undefined && found !== null) return found as NonNullable<typeof found>;
    throw new ServiceError("unsupported", `${product}'s API cannot do this: ${action} of ${type}.`, {
      next: "list_records with describe tells what it can do with this type.",
    });
  };

  return {
    describe: async (type, call) => ({ type, ...(await typed(type).describe(call)) }),
    list: async (query, call) => able(query.type, "list", "list")(query, call),
    get: async (place, call) => able(place.type, "get", "get")(place.id, place.of, call, place),
    create: async (wanted, call) => create(wanted, able, call),
    update: async (place, values, call) => able(place.type, "update", "update")(place.id, values, place.of, call),
    remove: async (place, call) => able(place.type, "remove", "delete")(place.id, place.of, call),
    async takeBack({ type, id, of }, call) {
      await (typed(type).takeBack ?? able(type, "remove", "delete"))(id, of, call);
    },
    foresee: async ({ type, values, of }, call) => (await typed(type).foresee?.(values, of, call)) ?? [],
    consequences: async (place, call) => (await typed(place.type).consequences?.(place.id, place.of, call)) ?? [],
    download: async (place, call) => able(place.type, "download", "download")(place.id, call),
  };
}
