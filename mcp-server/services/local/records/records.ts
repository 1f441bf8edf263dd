import type { Ref } from "../../../domain/entities";
import type { RecordsPort, RecordType, ServiceRecord } from "../../../domain/records";
import type { Database } from "../database/database";
import { notFound } from "../database/rows";
import type { Sql } from "../database/sql";
import { unsupported } from "../refusals";
import { readSettings, writeLeaveDays } from "../settings";
import { itemRecords } from "./items";
import type { SheetRecordType } from "./sheet-record-type";
import { tagRecords } from "./tags";

/** What the person set for the whole sheet: one record. */
function preferenceRecords(me: Ref): SheetRecordType {
  const read = (sql: Sql): ServiceRecord => {
    const { leaveDays } = readSettings(sql);
    return { type: "preference", ...me, values: { ...(leaveDays !== undefined && { leave_days: leaveDays }) } };
  };
  const mine = (id: string) => {
    if (id !== me.id) throw notFound("preference");
  };
  return {
    actions: ["list", "get", "update"],
    fields: [{ name: "leave_days", kind: "number", hint: "Days of holiday a year, whole or half." }],
    filters: [],
    list: (sql) => ({ records: [read(sql)], total: 1, notes: [] }),
    get(sql, id) {
      mine(id);
      return read(sql);
    },
    update(sql, id, { leave_days: days }) {
      mine(id);
      if (days !== undefined) writeLeaveDays(sql, days === null ? null : Number(days));
      return read(sql);
    },
  };
}

/** @param me the one person of the sheet */
export function createRecordsPort(database: Database, me: Ref): RecordsPort {
  const types: Partial<Record<RecordType, SheetRecordType>> = {
    customer: itemRecords("customer"),
    project: itemRecords("project"),
    activity: itemRecords("activity"),
    tag: tagRecords,
    preference: preferenceRecords(me),
  };
  const typed = (type: RecordType): SheetRecordType => {
    const found = types[type];
    if (found) return found;
    throw unsupported(`keeps no ${type.replaceAll("_", " ")}`, `It keeps ${Object.keys(types).join(", ")}.`);
  };
  return {
    async describe(type) {
      const { actions, fields, filters } = typed(type);
      return { type, actions, parents: [], fields, filters, notes: [] };
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
