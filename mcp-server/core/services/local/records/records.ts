import type { Ref } from "../../../domain/entities";
import type { RecordsPort, RecordType } from "../../../domain/records";
import type { Database } from "../database/database";
import { unsupported } from "../refusals";
import { itemRecords } from "./items";
import { leaveCarryRecords } from "./leave-carry";
import { ownHolidayRecords } from "./own-holiday";
import { preferenceRecords } from "./preference";
import type { SheetRecordType } from "./sheet-record-type";
import { tagRecords } from "./tags";
import { targetHoursRecords } from "./target-hours";

/**
 * The types that a sheet keeps. @param me its one person @param targetSeconds what was set for the account, before any row
 * @throws ServiceError `unsupported` of another type
 */
export function sheetRecordTypes(me: Ref, targetSeconds: number[] | null): (type: RecordType) => SheetRecordType {
  const types: Partial<Record<RecordType, SheetRecordType>> = {
    customer: itemRecords("customer"),
    project: itemRecords("project"),
    activity: itemRecords("activity"),
    tag: tagRecords,
    preference: preferenceRecords(me),
    target_hours: targetHoursRecords(targetSeconds),
    leave_carry: leaveCarryRecords,
    holiday: ownHolidayRecords,
  };
  return (type) => {
    const found = types[type];
    if (found) return found;
    throw unsupported(`keeps no ${type.replaceAll("_", " ")}`, `It keeps ${Object.keys(types).join(", ")}.`);
  };
}

export function createRecordsPort(database: Database, typed: (type: RecordType) => SheetRecordType): RecordsPort {
  return {
    async describe(type) {
      const { actions, fields, parts = [], filters } = typed(type);
      return { type, actions, parents: [], fields, parts, filters, notes: [] };
    },
    list: async (query) => await database.read((sql) => typed(query.type).list(sql, query)),
    get: async ({ type, id }) => await database.read((sql) => typed(type).get(sql, id)),
    async create({ type, values, copyOf }) {
      const { create } = typed(type);
      if (!create || copyOf !== undefined) throw unsupported(`cannot ${create ? "copy" : "make"} a ${type}`);
      return { record: await database.write((sql) => create(sql, values)), notes: [] };
    },
    update: async ({ type, id }, values) => ({
      record: await database.write((sql) => typed(type).update(sql, id, values)),
      notes: [],
    }),
    async remove({ type, id }) {
      const { remove } = typed(type);
      if (!remove) throw unsupported(`cannot delete a ${type}`);
      await database.write((sql) => remove(sql, id));
    },
    consequences: async ({ type, id }) => await database.read((sql) => typed(type).consequences?.(sql, id) ?? []),
  };
}
