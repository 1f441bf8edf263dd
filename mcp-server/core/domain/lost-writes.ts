import type { Absence } from "./absences";
import type { Entry, Instant } from "./entities";
import type { RecordDraft, RecordType, ServiceRecord } from "./records";

/** A store that was put back to an older copy of itself has lost what was written between `from` and `until`. */
export interface LostSpan {
  from: Instant;
  until: Instant;
}

/** The records of a store under the ids that they had. Each method throws ServiceError where the store refuses. */
export interface PastRows {
  /** null: there is none of this id. */
  entry(id: string): Entry | null;
  /** Makes it or changes it, with all that people set of it. */
  putEntry(entry: Entry): void;
  /** Returns the id of an equal entry that was created after this one and is not in `excludedIds`, or null. */
  newerDuplicateOf(entry: Entry, excludedIds: ReadonlySet<string>): string | null;
  absence(id: string): Absence | null;
  putAbsence(absence: Absence): void;
  record(type: RecordType, id: string): ServiceRecord | null;
  /** @param values what is not named stays as it is, or empty */
  putRecord(type: RecordType, id: string, values: RecordDraft): void;
  remove(subject: "entry" | "absence" | RecordType, id: string): void;
  /** Nothing that `work` wrote is left where it throws. */
  attempt<T>(work: () => T): T;
}

/** What a store that can be an older copy of itself offers, to write again what it has lost. */
export interface LostWritesPort {
  /** Oldest first; empty: nothing was lost, or it was dealt with. */
  spans(): Promise<LostSpan[]>;
  /** One transaction that leaves nothing behind. */
  look<T>(work: (rows: PastRows) => T): Promise<T>;
  /** One transaction: what `work` writes is kept, and the spans are dealt with. */
  keep<T>(work: (rows: PastRows) => T): Promise<T>;
  /** The spans are dealt with. */
  forget(): Promise<void>;
}
