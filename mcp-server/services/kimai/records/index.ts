import { ServiceError } from "../../../domain/errors";
import type { RecordAction, RecordsPort, RecordType } from "../../../domain/records";
import type { Kimai } from "../context";
import type { Lists } from "../lists";
import type { KimaiRecordType } from "./type";

/** Everything that Kimai keeps beside time, work and absences, by our types of record. */
export function createRecords(_kimai: Kimai, _lists: Lists): RecordsPort {
  const types: Partial<Record<RecordType, KimaiRecordType>> = {};

  function typed(type: RecordType): KimaiRecordType {
    const found = types[type];
    if (found) return found;
    throw new ServiceError("unsupported", `Kimai has no records of type ${type}.`, {
      next: "list_records without a type names those that it has.",
    });
  }

  /** The method behind an action, or the error that this type has none. */
  function able<M extends keyof KimaiRecordType>(type: RecordType, method: M, action: RecordAction) {
    const found = typed(type)[method];
    if (found) return found as NonNullable<KimaiRecordType[M]>;
    throw new ServiceError("unsupported", `Kimai's API cannot do this: ${action} of ${type}.`, {
      next: "list_records with describe tells what it can do with this type.",
    });
  }

  return {
    describe: async (type, call) => ({ type, ...(await typed(type).describe(call)) }),
    list: async (query, call) => able(query.type, "list", "list")(query, call),
    get: async (place, call) => able(place.type, "get", "get")(place.id, place.of, call),
    create: async ({ type, values, of, copyOf }, call) =>
      able(type, "create", copyOf === undefined ? "create" : "copy")(values, of, copyOf, call),
    update: async (place, values, call) => able(place.type, "update", "update")(place.id, values, place.of, call),
    remove: async (place, call) => able(place.type, "remove", "delete")(place.id, place.of, call),
    consequences: async (place, call) => (await typed(place.type).consequences?.(place.id, place.of, call)) ?? [],
    download: async (place, call) => able(place.type, "download", "download")(place.id, call),
  };
}
