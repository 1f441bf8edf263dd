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

/** One type of record in Kimai. What is absent, this type cannot do; `describe` does not name it then. */
export interface KimaiRecordType {
  describe(call?: Call): Promise<Omit<RecordTypeInfo, "type">>;
  list?(query: RecordQuery, call?: Call): Promise<RecordPage>;
  get?(id: string, of: Below, call?: Call): Promise<ServiceRecord>;
  create?(
    values: RecordDraft,
    of: Below,
    copyOf: string | undefined,
    call?: Call,
  ): Promise<{ record: ServiceRecord } & Noted>;
  update?(id: string, values: RecordDraft, of: Below, call?: Call): Promise<{ record: ServiceRecord } & Noted>;
  remove?(id: string, of: Below, call?: Call): Promise<void>;
  consequences?(id: string, of: Below, call?: Call): Promise<{ what: string; count: number }[]>;
  download?(id: string, call?: Call): Promise<{ name: string; mimeType: string; bytes: Uint8Array }>;
}
