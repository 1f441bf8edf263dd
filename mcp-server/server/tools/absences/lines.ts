import type { AbsenceDraft, AbsenceMeaning, AbsenceType } from "#core/domain/absences";
import type { Ref } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import { fold, resolveName } from "#core/domain/names";
import type { PartOf } from "#core/domain/question/parts";
import { quote } from "#core/domain/quote";
import type { AbsencesResult, RequestedResult } from "#core/domain/results/absences";
import type { MessageText } from "#core/messages/catalog";
import { daysText, longDay } from "#core/time/day-text";
import { hoursMinutes } from "#core/time/format";
import type { LeaveCount } from "#core/time/leave";
import { cleanRef } from "../lib/view";

/** @throws InputError `unknown` or `ambiguous`, with the types that there are */
/** Words that people and models use for leave, folded, in the languages of our windows. */
const commonWords: Record<AbsenceMeaning, readonly string[]> = {
  holiday: ["holiday", "holidays", "vacation", "annual leave", "leave", "urlaub", "urlop", "urlop wypoczynkowy"],
  sick: ["sick", "sickness", "sick leave", "sick day", "ill", "illness", "krank", "krankheit", "chorobowe", "choroba"],
  sick_child: ["sick child", "child sick", "kind krank", "kindkrank", "chore dziecko"],
  overtime: ["overtime", "time off", "time off in lieu", "comp time", "uberstunden", "freizeitausgleich", "nadgodziny"],
  special: ["special leave", "sonderurlaub", "urlop okolicznosciowy"],
  unpaid: ["unpaid", "unpaid leave", "unpaid vacation", "unbezahlt", "unbezahlter urlaub", "urlop bezplatny"],
  parental: ["parental", "parental leave", "elternzeit", "urlop rodzicielski"],
};

/** The service's own name wins; a common word finds the one type that means it. */
export function absenceType(name: string, types: readonly AbsenceType[]): AbsenceType {
  const wanted = fold(name);
  const meant = types.filter(({ meaning }) => meaning !== undefined && commonWords[meaning].includes(wanted));
  const named = types.some((type) => fold(type.name) === wanted || type.id === name.trim());
  if (!named && meant.length === 1 && meant[0]) return meant[0];
  try {
    return resolveName(name, types, "type of absence");
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== "unknown") throw error;
    throw new InputError(error.code, error.message, {
      candidates: types.slice(0, 20).map(({ id, name: own }) => ({ id, name: quote(own, 80) })),
      next: 'Use one of these types; list_absences with show ["types"] tells more of them.',
    });
  }
}

/**
 * @param says the service takes a reason and who stands in; what its rules for them are may not be known
 * @param parts it asks which half of a day is meant
 */
export const typeView = (type: AbsenceType, { says = false, parts = false } = {}) => ({
  ...cleanRef(type),
  half_days: type.halfDays,
  ...(parts && type.halfDays && { which_half: true }),
  hours: type.hours,
  comment_needed: type.commentNeeded,
  counted: type.counted,
  ...((says || type.asks) && {
    asks: { ...(says && ({ reason: "optional", substitute: "optional" } as const)), ...type.asks },
  }),
  ...(type.reasons && { reasons: type.reasons.slice(0, 50).map((reason) => quote(reason, 120)) }),
});

export const typeLines = (types: readonly ReturnType<typeof typeView>[]): string[] =>
  types.map((type) => {
    const can = [
      type.half_days && "half days",
      type.hours && "hours",
      type.comment_needed && "comment needed",
      ...Object.entries(type.asks ?? {}).map(
        ([what, rule]) => rule === "needed" && what !== "comment" && `${what} needed`,
      ),
      type.reasons && `reasons: ${type.reasons.join(", ")}`,
      type.counted && "taken from a balance",
    ].filter(Boolean);
    return `Type #${type.id} ${type.name}${can.length > 0 ? `: ${can.join(", ")}` : ""}`;
  });

/** @param own nobody else's were looked at */
export const totalText = (total: { absences: number; days: number }, own: boolean) =>
  `${total.absences} ${total.absences === 1 ? "absence" : "absences"}${own ? " of yours" : ""}, ${daysText(total.days)}`;

export const statisticLines = (rows: NonNullable<AbsencesResult["statistics"]>): string[] =>
  ["type", "status", "person", "month"].flatMap((by) => {
    const parts = rows.filter((row) => row.by === by);
    if (parts.length === 0) return [];
    return [
      `By ${by}: ${parts.map(({ name, days, absences }) => `${name} ${daysText(days)} (${absences})`).join(", ")}`,
    ];
  });

/** @param holidays null: nobody asked for them */
export function holidayLines(holidays: AbsencesResult["holidays"] | null): string[] {
  if (holidays === null) return [];
  if (holidays.length === 0) return ["No public holidays."];
  return holidays.map(({ day, name, half }) => `Holiday ${longDay(day)}: ${name}${half ? " (half)" : ""}`);
}

export function unreadLines(unread: readonly (Ref & { why: MessageText })[]): string[] {
  if (unread.length === 0) return [];
  const names = unread.slice(0, 20).map(({ name, why }) => `${name} (${why})`);
  const more = unread.length > 20 ? ` and ${unread.length - 20} more` : "";
  return [`Not read, so they may be away too: ${names.join(", ")}${more}`];
}

/** Who is away on these days too: the first ten by name. */
export const alsoAwayPart = (away: RequestedResult["also_away"]): PartOf<"alsoAway"> => ({
  kind: "alsoAway",
  people: away.slice(0, 10).map(({ person, first, last }) => ({ name: person.name, first, last })),
  more: Math.max(0, away.length - 10),
});

/** How much leave it takes: hours of a day, else days without the holidays in them. */
export const amountOf = (
  draft: AbsenceDraft,
  { days, skipped }: LeaveCount,
): Pick<PartOf<"askFor">, "days" | "length" | "without"> =>
  draft.seconds === undefined
    ? { days, without: skipped.filter(({ holiday }) => holiday).map(({ day }) => day) }
    : { length: hoursMinutes(draft.seconds), without: [] };
