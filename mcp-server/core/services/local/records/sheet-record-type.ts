import type { RecordDraft, RecordPage, RecordQuery, RecordTypeInfo, ServiceRecord } from "../../../domain/records";
import type { Sql } from "../../../platform/sqlite";

/** One type of record in the time sheet; each function is one transaction. What is absent, it cannot do. */
export interface SheetRecordType extends Pick<RecordTypeInfo, "actions" | "fields" | "filters" | "parts"> {
  list(sql: Sql, query: RecordQuery): RecordPage;
  get(sql: Sql, id: string): ServiceRecord;
  create?(sql: Sql, values: RecordDraft): ServiceRecord;
  update(sql: Sql, id: string, values: RecordDraft): ServiceRecord;
  remove?(sql: Sql, id: string): void;
  consequences?(sql: Sql, id: string): { what: string; count: number }[];
}
