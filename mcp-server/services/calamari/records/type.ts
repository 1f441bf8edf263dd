import type { Call, Noted } from "../../../domain/call";
import type { Below, TypeOfRecord } from "../../../domain/record-table";
import type { RecordDraft, ServiceRecord } from "../../../domain/records";

/** One type of record in Calamari. */
export interface CalamariRecordType extends TypeOfRecord {
  create?(values: RecordDraft, of: Below, call?: Call): Promise<{ record: ServiceRecord } & Noted>;
}
