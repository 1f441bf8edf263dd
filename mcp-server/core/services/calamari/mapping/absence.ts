import type { Absence, AbsenceStatus, PublicHoliday } from "../../../domain/absences";
import type { CalendarDay, Ref } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { addDays, daysBetween } from "../../../time/civil";
import type { WireAbsence, WireHoliday } from "../wire/absence";
import { personFromId, personInId } from "./ids";

/**
 * States as answers say them; a filter has words of its own (calamari-api.md §2.5). Who waits for a cancellation to be
 * granted is still away.
 */
const statuses: Readonly<Record<string, AbsenceStatus>> = {
  PENDING: "requested",
  ACCEPTED: "approved",
  APPROVED: "approved",
  PENDING_CANCELLATION: "approved",
  CANCELED: "cancelled",
  CANCELLED: "cancelled",
  REJECTED: "rejected",
  DECLINED: "rejected",
};
export const isKnownStatus = (word: string) => word.toUpperCase() in statuses;
export const waitsForCancelling = ({ status }: WireAbsence) => status.toUpperCase() === "PENDING_CANCELLATION";

/**
 * An id outside says the first day, Calamari's id, and for somebody else the person: requests are found by range and
 * person only, and whose an absence is decides before anything is sent.
 */
export interface AbsenceKey {
  first: CalendarDay;
  number: number;
  /** Absent: the account's own. */
  person?: string;
}
export const absenceId = ({ first, number, person }: AbsenceKey) =>
  `${first}.${number}${person ? `.${personInId(person)}` : ""}`;
export function absenceKey(id: string): AbsenceKey {
  const [, first = "", number = "", person] =
    /^(\d{4}-\d\d-\d\d)\.(\d{1,15})(?:\.(\S+@\S+|externalNumber:\S+))?$/i.exec(id.trim()) ?? [];
  if (first === "" || Number.isNaN(Date.parse(first)))
    throw new ServiceError("not_found", "Calamari has no absence with this id.", {
      next: "Ids are as list_absences tells them, like 2026-10-19.5561.",
    });
  return { first, number: Number(number), ...(person && { person: personFromId(person) }) };
}

const clockIn = (moment: string | null | undefined) => moment?.slice(11, 16);
/** `09:00–11:00`, `afternoon`: which part of a single day, where it is one. */
function partOf(row: WireAbsence): string | undefined {
  if (row.fullDayRequest !== false || row.from !== row.to) return undefined;
  const [start, end] = [clockIn(row.startTime), clockIn(row.endTime)];
  if (!start || !end) return undefined;
  const toEnd = end === "23:59" || end === "00:00" || end === "24:00";
  if (start === "00:00" && end === "12:00") return "morning";
  if (start === "12:00" && toEnd) return "afternoon";
  return start === "00:00" && toEnd ? undefined : `${start}–${toEnd ? "24:00" : end}`;
}

/** How long a part between two clock times is: what it takes from a balance may be nothing, or days cut fine. */
function secondsOf(part: string | undefined): number | null {
  const [, ...clock] = /^(\d\d):(\d\d)–(\d\d):(\d\d)$/.exec(part ?? "") ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = clock.map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return null;
  return Math.max(0, (toHour - fromHour) * 3600 + (toMinute - fromMinute) * 60);
}

/** A part of one day that counts as half of it; by hours only its length is known. */
const isHalf = (amount: number | null | undefined, inHours: boolean) => !inHours && amount === 0.5;

/** @param own of the account's own person: its id then names nobody */
export function absenceOf(row: WireAbsence, person: Ref, own: boolean): Absence {
  const inHours = row.entitlementAmountUnit === "HOURS";
  const amount = row.entitlementAmount ?? null;
  const single = row.from === row.to;
  const part = partOf(row);
  // Half a holiday makes half a day of a whole one, too: only what was asked for as a part is half.
  const partial = row.fullDayRequest === false;
  const halfByPart = single && !inHours && (part === "morning" || part === "afternoon");
  const firstHalf = partial && (halfByPart || isHalf(row.amountFirstDay ?? (single ? amount : null), inHours));
  const lastHalf = partial && !single && isHalf(row.amountLastDay, inHours);
  return {
    id: absenceId({ first: row.from, number: row.id, ...(!own && { person: person.id }) }),
    person,
    ...(row.absenceTypeId != null && {
      type: { id: String(row.absenceTypeId), name: row.absenceTypeName ?? `Type ${row.absenceTypeId}` },
    }),
    ...(row.absenceCategory === "WORK" && { working: true }),
    // A state that a later version adds is not decided as far as we know.
    status: statuses[row.status.toUpperCase()] ?? "requested",
    first: row.from,
    last: row.to,
    ...(firstHalf && { firstHalf: true }),
    ...(lastHalf && { lastHalf: true }),
    ...(part && { part }),
    days: inHours ? null : amount,
    seconds:
      inHours && amount
        ? Math.round(amount * 3600)
        : ((firstHalf ? null : secondsOf(part)) ?? (inHours ? amount : null)),
    comment: row.reason ?? "",
  };
}

/** One row may stand for several days. */
export function holidaysOf({ name, start, end, halfDay, halfdayPeriod }: WireHoliday): PublicHoliday[] {
  const half = halfDay === true || (halfdayPeriod !== null && halfdayPeriod !== undefined);
  const count = Math.min(366, Math.max(0, daysBetween(start, end ?? start)));
  return Array.from({ length: count + 1 }, (_, index) => ({
    day: addDays(start, index),
    name: `${name ?? ""}${half && halfdayPeriod ? ` (${halfdayPeriod === "AM" ? "morning" : "afternoon"})` : ""}`,
    half,
    ...(halfdayPeriod && { part: halfdayPeriod === "AM" ? ("morning" as const) : ("afternoon" as const) }),
  }));
}
