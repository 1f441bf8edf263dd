import type { Call, Noted } from "../../../domain/call";
import type { Below, TypeOfRecord } from "../../../domain/record-table";
import type { RecordDraft, ServiceRecord } from "../../../domain/records";

/** One type of record in Kimai. */
export interface KimaiRecordType extends TypeOfRecord {
  create?(
    values: RecordDraft,
    of: Below,
    copyOf: string | undefined,
    call?: Call,
  ): Promise<{ record: ServiceRecord } & Noted>;
}
