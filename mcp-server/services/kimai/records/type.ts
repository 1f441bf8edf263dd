export type { WritableType as KimaiRecordType } from "../../shared/record-engine";
