import type { Call, Noted } from "../../../domain/ports";
import type {
  RecordDraft,
  RecordPage,
  RecordPlace,
  RecordQuery,
  RecordTypeInfo,
  ServiceRecord,
} from "../../../domain/records";

type Below = RecordPlace["of"];

/** One type of record in Clockodo. What is absent, this type cannot do; `describe` does not name it then. */
export interface ClockodoRecordType {
  describe(call?: Call): Promise<Omit<RecordTypeInfo, "type">>;
  list?(query: RecordQuery, call?: Call): Promise<RecordPage>;
  get?(id: string, of: Below, call?: Call): Promise<ServiceRecord>;
  create?(values: RecordDraft, of: Below, call?: Call): Promise<{ record: ServiceRecord } & Noted>;
  update?(id: string, values: RecordDraft, of: Below, call?: Call): Promise<{ record: ServiceRecord } & Noted>;
  remove?(id: string, of: Below, call?: Call): Promise<void>;
  consequences?(id: string, of: Below, call?: Call): Promise<{ what: string; count: number }[]>;
}
