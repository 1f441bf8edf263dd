import type { Absence } from "../../domain/absences";
import type { Entry } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { PastRows } from "../../domain/lost-writes";
import type { RecordDraft, RecordType, RecordTypeInfo, ServiceRecord } from "../../domain/records";
import type { Part } from "../change";
import { namesOf, valuesOf } from "../undo/records";
import { absenceDifferences, entryDifferences } from "../undo/same";

/** One record at one moment; null: it was not there; undefined: the journal does not know. */
export type PastState = Entry | Absence | ServiceRecord | null | undefined;

export type InfoOf = (type: RecordType) => RecordTypeInfo;

const makes = ["create", "start", "resume"];
const removes = ["delete", "stop", "pause"];

/** What a record was before a part. */
export const stateBefore = ({ operation, before }: Part): PastState =>
  (before as PastState | null) ?? (makes.includes(operation) ? null : undefined);

/** What it was after it: what ended within its first minute was not kept. */
export const stateAfter = ({ operation, after }: Part): PastState =>
  (after as PastState | null) ?? (removes.includes(operation) ? null : undefined);

/** As it is now. */
export function stateNow({ subject, subjectId: id }: Part, rows: PastRows): PastState {
  if (id === null) return undefined;
  if (subject === "entry") return rows.entry(id);
  return subject === "absence" ? rows.absence(id) : rows.record(subject, id);
}

/** The customer of a project's entry follows from the project. */
function ownWork(entry: Entry): Entry {
  const { customer, ...work } = entry.work;
  return { ...entry, work: work.project || !customer ? work : { ...work, customer } };
}

/** Values of a record as they are written; of work that was made on the way only name and place are known. */
function draftOf(record: ServiceRecord, info: RecordTypeInfo): RecordDraft {
  if (record.values) {
    const names = [...new Set([...namesOf(info, "create"), ...namesOf(info, "change")])];
    return Object.fromEntries(Object.entries(valuesOf(record, info, names)).filter(([, value]) => value !== null));
  }
  const { parents } = record as { parents?: Entry["work"] };
  const above = info.type === "activity" && parents?.project ? parents.project : undefined;
  if (parents === undefined && (info.type === "project" || info.type === "activity"))
    throw new ServiceError("unsupported", "It is not known where this was.");
  return {
    name: record.name,
    ...(above && { project: above.id }),
    ...(!above && parents?.customer && { customer: parents.customer.id }),
  };
}

/** Whether both are the same as far as anybody set them. What is not known is like nothing. */
export function isSame(part: Part, a: PastState, b: PastState, infoOf: InfoOf): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === null || b === null) return a === b;
  if (part.subject === "entry") return entryDifferences(ownWork(a as Entry), ownWork(b as Entry)).length === 0;
  if (part.subject === "absence") return absenceDifferences(a as Absence, b as Absence).length === 0;
  return changedValues(part, a as ServiceRecord, b as ServiceRecord, infoOf).length === 0;
}

/** Names of the fields in which two states of a record differ. */
function changedValues({ subject }: Part, a: ServiceRecord, b: ServiceRecord, infoOf: InfoOf): string[] {
  if (!a.values || !b.values) return a.name === b.name ? [] : ["name"];
  const info = infoOf(subject as RecordType);
  const [one, other] = [draftOf(a, info), draftOf(b, info)];
  return Object.keys({ ...one, ...other }).filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

/** Writes a state as the one that a record has. @throws ServiceError where the store refuses */
export function putState(part: Part, now: PastState, wanted: PastState, rows: PastRows, infoOf: InfoOf): void {
  const { subject, subjectId } = part;
  const id = subjectId ?? "";
  if (wanted === null) rows.remove(subject, id);
  else if (subject === "entry") rows.putEntry({ ...(wanted as Entry), id });
  else if (subject === "absence") rows.putAbsence({ ...(wanted as Absence), id });
  else {
    const info = infoOf(subject);
    const draft = draftOf(wanted as ServiceRecord, info);
    const changed = now
      ? changedValues(part, now as ServiceRecord, wanted as ServiceRecord, infoOf)
      : Object.keys(draft);
    rows.putRecord(subject, id, Object.fromEntries(changed.map((name) => [name, draft[name] ?? null])));
  }
}
