import type { Absence, AbsenceDraft, AbsenceStatus, AbsenceType, PublicHoliday } from "../../../domain/absences";
import type { Ref } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import { refuseExtras } from "../../../domain/leave-draft";
import { quote } from "../../../domain/quote";
import { wireId } from "../mapping/ids";
import type { WireAbsence, WireHoliday } from "../wire/absence";
import { typeOf } from "./types";

/** Clockodo's numbers of states (clockodo-api.md §4). */
export const wireStatus = { asked: 0, approved: 1, declined: 2, approvalCancelled: 3, requestCancelled: 4 } as const;
const statuses: Record<number, AbsenceStatus> = {
  [wireStatus.asked]: "requested",
  [wireStatus.approved]: "approved",
  [wireStatus.declined]: "rejected",
  [wireStatus.approvalCancelled]: "cancelled",
  [wireStatus.requestCancelled]: "cancelled",
};

/**
 * @param halfHoliday whether the day is half a public holiday: half a day that is counted then is a whole one of leave
 */
export function absenceOf(
  row: WireAbsence,
  person: Ref,
  language: string | null | undefined,
  halfHoliday: boolean,
): Absence {
  const type = row.type == null ? undefined : typeOf(row.type, language);
  const last = row.date_until ?? row.date_since;
  const halfCounted = row.count_days === 0.5 && row.date_since === last && !halfHoliday;
  return {
    id: String(row.id),
    person,
    ...(type && { type: { id: type.id, name: type.name } }),
    ...(type?.working && { working: true }),
    // A state that a later version adds is not decided as far as we know.
    status: statuses[row.status] ?? "requested",
    first: row.date_since,
    last,
    ...((row.half_day ?? halfCounted) && { firstHalf: true }),
    days: row.count_days ?? null,
    seconds: row.count_hours == null ? null : Math.round(row.count_hours * 3600),
    comment: row.note || row.public_note || "",
  };
}

/** A row of days that no year gives a date is of no use to a calendar. */
export const holidayOf = (row: WireHoliday): PublicHoliday[] =>
  row.evaluated_date
    ? [{ id: String(row.id), day: row.evaluated_date, name: row.name ?? "", half: Boolean(row.half_day) }]
    : [];

const longestNote = 512;
const mostHours = 1_000;

/** Refuses what Clockodo would refuse, by our names, before it is sent (§2.9). */
export function demandPossible(draft: AbsenceDraft, type: AbsenceType): void {
  const refuse = (field: string, why: string, next: string): never => {
    throw new ServiceError("invalid", why, { fields: { [field]: why }, next });
  };
  refuseExtras(draft, "Clockodo");
  const half = draft.firstHalf || draft.lastHalf;
  if (draft.last < draft.first)
    throw new InputError("argument", `It ends on ${draft.last}, before it begins on ${draft.first}.`);
  const length = Array.from(draft.comment ?? "").length;
  if (length > longestNote)
    refuse("comment", `The comment has ${length} characters; Clockodo takes ${longestNote}.`, "Shorten it.");
  if (half && !type.halfDays)
    refuse(
      "half",
      `${quote(type.name, 80)} is taken in hours in Clockodo, not by halves of a day.`,
      "Give hours instead.",
    );
  if (draft.seconds === undefined) return;
  if (!type.hours)
    refuse("hours", `${quote(type.name, 80)} cannot be taken by hours in Clockodo.`, "Take whole or half days.");
  if (draft.first !== draft.last || half)
    throw new InputError("argument", "Hours are of one whole day.", { next: "Ask for each day on its own." });
  if (draft.seconds < 36 || draft.seconds > mostHours * 3600)
    throw new InputError("argument", "Hours are between 0.01 and 1000.");
}

/** Only what was asked for: no state, which Clockodo then sets by the caller's rights. */
export function absenceBody(part: AbsenceDraft, selfId: string): Record<string, unknown> {
  const { personId, comment = "", seconds } = part;
  return {
    date_since: part.first,
    date_until: part.last,
    type: wireId(part.typeId, "a type of absence"),
    ...(part.firstHalf || part.lastHalf ? { half_day: true } : {}),
    ...(seconds === undefined ? {} : { count_hours: Math.round((seconds / 3600) * 10_000) / 10_000 }),
    ...(comment.trim() === "" ? {} : { note: comment.trim() }),
    ...(personId === undefined || personId === selfId ? {} : { users_id: wireId(personId, "a person") }),
  };
}
