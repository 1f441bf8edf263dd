import type { Entry, Ref } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import { fold } from "../../domain/names";
import type { EntryDetails, EntryDraft, EntryPatch } from "../../domain/ports";
import { message } from "../../messages/message";
import type { Sql } from "../../platform/sqlite";
import { getEntry, rowId, toSeconds, writeText } from "./database/rows";
import { invalid, onePerson, unsupported } from "./refusals";
import { writtenEntry } from "./stored";
import { ensureTag, resolveWork, type WorkRows } from "./work";

/** Entries written: the rules of the time sheet, each with the words a person reads when it is broken. */

/** Clocks of two processes of one computer are the same; a model's "now" may be a moment ahead. */
const futureTolerance = 60;

/** @throws ServiceError `unsupported`, `forbidden` for what a time sheet of one person does not keep */
export function checkDetails({ personId, breakSeconds, meta, fixedRate, hourlyRate }: EntryDetails): void {
  if (personId !== undefined && personId !== "me") throw new ServiceError("forbidden", onePerson);
  const apart = "Log the time before and after the break as two entries.";
  if (breakSeconds) throw unsupported("keeps no breaks inside an entry", apart);
  if (fixedRate != null || hourlyRate != null) throw unsupported("keeps no rates");
  if (meta && Object.keys(meta).length > 0) throw unsupported("has no custom fields");
}

/** @throws ServiceError `invalid` */
export function checkPast(field: "begin" | "end", at: number, now: number): void {
  if (at > now + futureTolerance)
    throw invalid(
      field,
      message(field === "begin" ? "start_in_future" : "end_in_future"),
      `Give a ${field} that has passed.`,
    );
}

/** Nobody plans further: that is a slip of the pen in the year. */
const mostAhead = 366 * 86_400;

/** Time may be planned, but not for years. @throws ServiceError `invalid` */
function checkPlanned(begin: number, now: number): void {
  if (begin > now + mostAhead)
    throw invalid("begin", message("start_over_year_ahead"), "Check the year, or plan it later.");
}

function checkEnd(begin: number, end: number): void {
  if (end <= begin) throw invalid("end", message("end_not_after_start"), "Give an end after the begin.");
}

export interface NewEntry extends EntryDetails {
  rows: WorkRows;
  begin: number;
  end: number | null;
}

/** What new time on a project is, if nobody says; null: neither. */
function usualBillable(sql: Sql, project: number | null): number | null {
  const kept = project === null ? null : sql.get("SELECT billable FROM item WHERE id = ?", project)?.billable;
  return typeof kept === "number" ? kept : null;
}

/** @returns the new row's id */
export function insertEntry(sql: Sql, { rows, begin, end, ...details }: NewEntry): number {
  const { text, exact } = writeText(details.text ?? "");
  const { id } = sql.run(
    `INSERT INTO entry (customer_id, project_id, activity_id, begin_at, end_at, text, search, exact, billable, exported)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[rows.customer, rows.project, rows.activity, begin, end, text, fold(text), exact],
    details.billable === undefined ? usualBillable(sql, rows.project) : Number(details.billable),
    Number(details.exported ?? false),
  );
  setTags(sql, id, details.tags);
  return id;
}

export function setTags(sql: Sql, entry: number, tags: string[] | undefined): void {
  if (tags === undefined) return;
  sql.run("DELETE FROM entry_tag WHERE entry_id = ?", entry);
  for (const name of tags)
    sql.run("INSERT OR IGNORE INTO entry_tag (entry_id, tag_id) VALUES (?, ?)", entry, Number(ensureTag(sql, name).id));
}

/** @param now seconds */
export function createEntry(sql: Sql, draft: EntryDraft, now: number): Entry {
  checkDetails(draft);
  const [begin, end] = [toSeconds(draft.begin), toSeconds(draft.end)];
  checkPlanned(begin, now);
  checkEnd(begin, end);
  const rows = resolveWork(sql, draft.work);
  const id = insertEntry(sql, { ...draft, rows, begin, end });
  return writtenEntry(sql, id, { begin, end, rows, billable: draft.billable });
}

/** Writes all of a row but its tags. */
export function changeRow(sql: Sql, id: number, { rows, begin, end, billable, ...details }: NewEntry): void {
  const { text, exact } = writeText(details.text ?? "");
  sql.run(
    `UPDATE entry SET customer_id = ?, project_id = ?, activity_id = ?, begin_at = ?, end_at = ?, text = ?, search = ?,
       exact = ?, billable = ?, exported = ? WHERE id = ?`,
    ...[rows.customer, rows.project, rows.activity, begin, end, text, fold(text), exact],
    ...[billable === undefined ? null : Number(billable), Number(details.exported ?? false), id],
  );
}

const numberOf = (ref: Ref | undefined) => (ref ? Number(ref.id) : null);
const rowsOf = ({ work: { customer, project, activity } }: Entry): WorkRows => ({
  customer: numberOf(customer),
  project: numberOf(project),
  activity: numberOf(activity),
});

/** Works on the running entry too; an end ends it. @param now seconds */
export function updateEntry(sql: Sql, entryId: string, patch: EntryPatch, now: number): Entry {
  checkDetails(patch);
  const id = rowId(entryId, "entry");
  const before = getEntry(sql, id);
  const begin = toSeconds(patch.begin ?? before.begin);
  const givenEnd = patch.end ?? before.end;
  const end = givenEnd === null ? null : toSeconds(givenEnd);
  if (patch.begin !== undefined && end === null) checkPast("begin", begin, now);
  if (patch.begin !== undefined) checkPlanned(begin, now);
  // What was stopped in the second it began may stay as it is.
  if (end !== null && (patch.begin !== undefined || patch.end !== undefined)) checkEnd(begin, end);
  const rows = patch.work === undefined ? rowsOf(before) : resolveWork(sql, patch.work);
  const text = patch.text === undefined ? before.text : (patch.text ?? "");
  const billable = patch.billable ?? before.billable;
  changeRow(sql, id, { rows, begin, end, text, billable, exported: patch.exported ?? before.exported });
  setTags(sql, id, patch.tags);
  return writtenEntry(sql, id, { begin, end, rows, billable });
}
