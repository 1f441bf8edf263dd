import type { Absence, AbsenceDraft, AbsenceStatus, AbsenceType, PublicHoliday } from "../../../domain/absences";
import type { CalendarDay, Ref } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import { refuseExtras } from "../../../domain/leave-draft";
import { quote } from "../../../domain/quote";
import type { WireAbsence, WireLinked, WirePublicHoliday } from "../client/plugin-wire";
import { wireId } from "../mapping/entry-form";

/** Kimai keeps new and rejected ones in one list, until somebody asks for their approval. */
const statuses: Record<string, AbsenceStatus> = {
  new: "draft",
  approved: "approved",
  confirmed: "approved",
  rejected: "rejected",
  declined: "rejected",
  cancelled: "cancelled",
  canceled: "cancelled",
};
const statusOf = (wire: string): AbsenceStatus => statuses[wire.toLowerCase()] ?? "requested";

/** Midnight of a day in the zone of its person; the clock time says nothing. */
const wireDay = (text: string): CalendarDay => text.slice(0, 10);

const nameOf = (from: WireLinked): string | undefined => from.alias || from.username || from.name || undefined;

/**
 * @param person whose list it was in
 * @param types names by type; absent ones keep Kimai's word
 */
export function absenceOf(row: WireAbsence, person: Ref, types: readonly AbsenceType[]): Absence {
  const first = wireDay(row.date);
  const last = row.endDate ? wireDay(row.endDate) : first;
  const owner = row.user ? { id: String(row.user.id), name: nameOf(row.user) ?? person.name } : person;
  return {
    id: String(row.id),
    person: owner,
    type: { id: row.type, name: types.find(({ id }) => id === row.type)?.name ?? row.type },
    status: statusOf(row.status),
    first,
    last,
    ...(row.halfDay ? { firstHalf: true } : {}),
    days: null,
    // Nothing counted is not "no time": versions without a duration leave it out or send 0.
    seconds: row.duration || null,
    comment: row.comment ?? "",
  };
}

export const holidayOf = (row: WirePublicHoliday): PublicHoliday => ({
  ...(row.id == null ? {} : { id: String(row.id) }),
  day: wireDay(row.date),
  name: row.name,
  half: row.halfDay === true,
});

const refuse = (field: string, why: string, next: string): never => {
  throw new ServiceError("invalid", why, { fields: { [field]: why }, next });
};

/** Refuses what Kimai would refuse, by our names, before it is sent. */
export function demandPossible(draft: AbsenceDraft, type: AbsenceType): void {
  refuseExtras(draft, "Kimai");
  const half = draft.firstHalf || draft.lastHalf;
  if (draft.last < draft.first)
    throw new InputError("argument", `It ends on ${draft.last}, before it begins on ${draft.first}.`);
  if (type.commentNeeded && (draft.comment ?? "").trim() === "")
    refuse("comment", "Kimai needs a comment with every absence.", "Say in a word or two what it is for.");
  if (half && !type.halfDays)
    refuse("half", `${quote(type.name, 80)} cannot be taken by halves of a day in Kimai.`, "Take whole days.");
  if (draft.seconds === undefined) return;
  if (!type.hours) refuse("hours", `${quote(type.name, 80)} cannot be taken by hours in Kimai.`, "Take whole days.");
  if (draft.first !== draft.last || half)
    throw new InputError("argument", "Hours are of one whole day.", { next: "Ask for each day on its own." });
  if (draft.seconds < 60 || draft.seconds > 86_400)
    throw new InputError("argument", "Hours of a day are between a minute and 24 hours.");
}

/** `4:30`: a bare number would be read as hours (§3.5). */
const clock = (seconds: number) =>
  `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}`;

/** Only what was asked for: fields of others are refused to most people. */
export function absenceBody(part: AbsenceDraft, selfId: string): Record<string, unknown> {
  const { personId } = part;
  return {
    comment: (part.comment ?? "").trim(),
    date: part.first,
    type: part.typeId,
    ...(part.last === part.first ? {} : { end: part.last }),
    ...(part.firstHalf || part.lastHalf ? { halfDay: true } : {}),
    ...(part.seconds === undefined ? {} : { duration: clock(part.seconds) }),
    ...(personId === undefined || personId === selfId ? {} : { user: wireId(personId, "a person") }),
  };
}
