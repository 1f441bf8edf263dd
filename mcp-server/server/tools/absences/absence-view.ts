import type { Absence, AbsenceDraft, AbsenceStatus } from "#core/domain/absences";
import type { Ref } from "#core/domain/entities";
import type { PartOf } from "#core/domain/question/parts";
import { quote, quoteLines } from "#core/domain/quote";
import type { AbsenceView } from "#core/domain/results/absences";
import { cleanText } from "#core/domain/text";
import { rounded } from "#core/time/day-text";
import { hoursMinutes } from "#core/time/format";
import { absenceDays, absenceText } from "../lib/question/absences";
import { cleanRef } from "../lib/view";
import { type Part, partOf } from "./day-parts";

/**
 * Waiting or approved: who has such an absence is away, or wants to be. A draft is neither: it may be new, or what was
 * rejected.
 */
export const liveStatuses: AbsenceStatus[] = ["requested", "approved"];
export const isLive = ({ status }: Absence) => liveStatuses.includes(status);

export const isOthers = ({ person }: Absence, me: Ref) => person !== undefined && person.id !== me.id;

export function absenceView(absence: Absence, me: Ref): AbsenceView {
  const { id, person, type, status, first, last, firstHalf, lastHalf, part, days, seconds, comment } = absence;
  return {
    id: cleanText(id, 100),
    ...(person && { person: cleanRef(person) }),
    mine: !isOthers(absence, me),
    ...(type && { type: cleanRef(type) }),
    status,
    first,
    last,
    ...(firstHalf && { first_half: true }),
    ...(lastHalf && { last_half: true }),
    ...(part && { part: cleanText(part, 40) }),
    days: days === null ? null : rounded(days),
    ...(seconds !== null && { seconds }),
    comment: quoteLines(comment),
  };
}

interface Spanned extends Part {
  first: string;
  last: string;
  firstHalf?: boolean;
  lastHalf?: boolean;
}

/** Days of an absence as a question tells them. */
export function daysPart(span: Spanned): Omit<PartOf<"piece">, "kind"> {
  const { first, last, firstHalf, lastHalf } = span;
  const part = partOf(span);
  return {
    first,
    last,
    ...(firstHalf && { firstHalf: true }),
    ...(lastHalf && { lastHalf: true }),
    ...(part && { part: cleanText(part, 40) }),
  };
}

/** `21–31 Dec 2026`, with the halves or the part of a day that it has. */
export const spanText = (span: Spanned): string => absenceDays(daysPart(span));

/** What a question tells of an absence. */
export function absencePart(absence: Absence, me: Ref): PartOf<"absence"> {
  const { id, type, status, days, seconds, comment, person } = absence;
  const text = quote(comment, 120).replaceAll(/\s+/g, " ");
  return {
    kind: "absence",
    ...(id && { id: cleanText(id, 100) }),
    ...(type && { type: quote(type.name, 80) }),
    ...daysPart(absence),
    ...(days !== null ? { days: rounded(days) } : seconds !== null && { length: hoursMinutes(seconds) }),
    status,
    ...(person && isOthers(absence, me) && { person: quote(person.name, 80) }),
    ...(text && { comment: text }),
  };
}

/** `#12  Holiday  21–31 Dec 2026  8 days  requested  Ada Lovelace  "comment"` on one line. */
export const absenceLine = (absence: Absence, me: Ref): string => absenceText(absencePart(absence, me));

/** A piece of a request as the absence it would be. */
export const asAbsence = (part: AbsenceDraft, type: Ref, person: Ref | undefined, days: number): Absence => ({
  id: "",
  person,
  type,
  status: "requested",
  first: part.first,
  last: part.last,
  firstHalf: part.firstHalf,
  lastHalf: part.lastHalf,
  part: partOf(part),
  days,
  seconds: part.seconds ?? null,
  comment: part.comment ?? "",
});
