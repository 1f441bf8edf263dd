import type { Absence } from "../../domain/absences";
import type { Entry, WorkIds } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { LostWritesPort, PastRows } from "../../domain/lost-writes";
import type { RecordType } from "../../domain/records";
import { message } from "../../messages/message";
import { codeOf, type Sql } from "../../platform/sqlite";
import { readAbsence } from "./absences";
import type { Database } from "./database/database";
import { forgetLostSpans, readLostSpans } from "./database/lost-spans";
import { getEntry, rowId, toSeconds, writeText } from "./database/rows";
import { changeRow, setTags } from "./entries";
import type { SheetRecordType } from "./records/sheet-record-type";
import { resolveWork } from "./work";

/** Rows written again under the ids that they had before the time sheet was put back to an older copy. */

const tables: Partial<Record<string, string>> = {
  entry: "entry",
  absence: "absence",
  customer: "item",
  project: "item",
  activity: "item",
  tag: "tag",
  target_hours: "target_hours",
  leave_carry: "leave_carry",
  holiday: "own_holiday",
};

/** @throws all but that it is not there */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ServiceError && error.kind === "not_found") return null;
    throw error;
  }
}

const isConstraint = (error: unknown) => codeOf(error).startsWith("SQLITE_CONSTRAINT");

function putEntry(sql: Sql, { id, begin, end, work, zone, tags, text, billable, exported }: Entry): void {
  const row = rowId(id, "entry");
  const times = { begin: toSeconds(begin), end: end === null ? null : toSeconds(end) };
  // The customer follows from the project, which may have another one by now.
  const ids: WorkIds = Object.fromEntries(
    Object.entries(work).flatMap(([level, ref]) => (level === "customer" && work.project ? [] : [[level, ref.id]])),
  );
  const rows = resolveWork(sql, ids);
  sql.run("INSERT OR IGNORE INTO entry (id, begin_at, end_at, text, search) VALUES (?, 0, 0, '', '')", row);
  changeRow(sql, row, { rows, ...times, text, billable, exported });
  sql.run("UPDATE entry SET zone = ? WHERE id = ?", zone ?? null, row);
  setTags(sql, row, tags);
}

/** Ids only grow: an equal entry with a lower id was already in the copy, so it does not replace the lost entry. */
function newerDuplicateOf(
  sql: Sql,
  { id, begin, end, text, work }: Entry,
  excludedIds: ReadonlySet<string>,
): string | null {
  const duplicates = sql.all(
    `SELECT id FROM entry
     WHERE id > ? AND begin_at = ? AND end_at IS ? AND text = ? AND project_id IS ? AND activity_id IS ?`,
    ...[rowId(id, "entry"), toSeconds(begin), end === null ? null : toSeconds(end), writeText(text).text],
    ...[work.project, work.activity].map((ref) => (ref ? Number(ref.id) : null)),
  );
  return duplicates.map((row) => String(row.id)).find((duplicateId) => !excludedIds.has(duplicateId)) ?? null;
}

function putAbsence(sql: Sql, { id, type, status, first, last, firstHalf, lastHalf, comment }: Absence): void {
  const { text, exact } = writeText(comment);
  sql.run(
    `INSERT OR REPLACE INTO absence (id, type, status, first, last, first_half, last_half, text, exact)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[rowId(id, "absence"), type?.id ?? "", status, first, last, Number(firstHalf ?? false)],
    ...[Number(lastHalf ?? false), text, exact],
  );
}

function pastRows(sql: Sql, typed: (type: RecordType) => SheetRecordType): PastRows {
  const record = (type: RecordType, id: string) => orNull(() => typed(type).get(sql, id));
  return {
    entry: (id) => orNull(() => getEntry(sql, rowId(id, "entry"))),
    putEntry: (entry) => putEntry(sql, entry),
    newerDuplicateOf: (entry, excludedIds) => newerDuplicateOf(sql, entry, excludedIds),
    absence: (id) => orNull(() => readAbsence(sql, id)),
    putAbsence: (absence) => putAbsence(sql, absence),
    record,
    putRecord(type, id, values) {
      const { create, update } = typed(type);
      if (record(type, id)) return void update(sql, id, values);
      const table = tables[type];
      if (!create || !table) throw new ServiceError("unsupported", message("record_type_unsupported", { type }));
      const made = create(sql, values);
      sql.run(`UPDATE ${table} SET id = ? WHERE id = ?`, rowId(id, type), Number(made.id));
    },
    remove(subject, id) {
      if (subject !== "entry" && subject !== "absence") return typed(subject).remove?.(sql, id);
      sql.run(`DELETE FROM ${subject} WHERE id = ?`, rowId(id, subject));
    },
    attempt(work) {
      sql.run("SAVEPOINT attempt");
      try {
        const done = work();
        sql.run("RELEASE attempt");
        return done;
      } catch (error) {
        sql.run("ROLLBACK TO attempt");
        sql.run("RELEASE attempt");
        if (!isConstraint(error)) throw error;
        throw new ServiceError("conflict", message("time_sheet_conflict"), { cause: error });
      }
    },
  };
}

/** What `look` throws to leave nothing behind. */
class Looked<T> {
  constructor(readonly found: T) {}
}

export function createLostWritesPort(database: Database, typed: (type: RecordType) => SheetRecordType): LostWritesPort {
  return {
    spans: () => database.read(readLostSpans),
    look: (work) =>
      database.write((sql) => {
        const rows = pastRows(sql, typed);
        try {
          return rows.attempt(() => {
            throw new Looked(work(rows));
          });
        } catch (error) {
          if (error instanceof Looked) return error.found;
          throw error;
        }
      }),
    keep: (work) =>
      database.write((sql) => {
        const done = work(pastRows(sql, typed));
        forgetLostSpans(sql);
        return done;
      }),
    forget: () => database.write(forgetLostSpans),
  };
}
