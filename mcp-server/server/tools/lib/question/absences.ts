import type { PartOf } from "#core/domain/question/parts";
import { daySpan, daysText, shortDay } from "#core/time/day-text";

type Days = PartOf<"piece">;

/** `21–31 Dec 2026`, with the halves or the part of a day that it has. */
export function absenceDays({ first, last, firstHalf, lastHalf, part }: Omit<Days, "kind">): string {
  if (first === last) return daySpan(first, last) + (part ? `, ${part}` : firstHalf || lastHalf ? ", half" : "");
  const halves = [firstHalf && "first day half", lastHalf && "last day half"].filter(Boolean);
  return [daySpan(first, last), ...halves].join(", ");
}

/** `#12  Holiday  21–31 Dec 2026  8 days  requested  Ada Lovelace  "comment"` on one line. */
export const absenceText = (absence: Omit<PartOf<"absence">, "kind">): string =>
  [
    absence.id === undefined ? "" : `#${absence.id}`,
    absence.type ?? "away",
    absenceDays(absence),
    absence.days === undefined ? (absence.length ?? "") : daysText(absence.days),
    absence.status,
    absence.person ?? "",
    absence.comment ? JSON.stringify(absence.comment) : "",
  ]
    .filter(Boolean)
    .join("  ");

/** `8 days (without 25 Dec)`, `2:30 of a day` */
function amountText({ days = 0, length, without }: PartOf<"askFor">): string {
  if (length !== undefined) return `${length} of a day`;
  const shown = without.slice(0, 6).map(shortDay).join(", ");
  const more = without.length > 6 ? ` and ${without.length - 6} more` : "";
  return `${daysText(days)}${shown ? ` (without ${shown}${more})` : ""}`;
}

/** `Holiday 21–31 Dec 2026, 8 days` */
export const askForText = (part: PartOf<"askFor">): string => `${part.type} ${absenceDays(part)}, ${amountText(part)}`;

const actions = {
  approve: "Approve",
  reject: "Reject",
  cancel: "Cancel",
  ask_again: "Ask again for",
  comment: "Comment on",
} as const;

export const absences = {
  absence: absenceText,
  decide: ({ action, count }: PartOf<"decide">) =>
    `${actions[action]} ${count === 1 ? "one absence" : `${count} absences`}:`,
  askFor: (part: PartOf<"askFor">) => `Ask for ${askForText(part)}${part.person ? `, for ${part.person}` : ""}`,
  reason: ({ text }: PartOf<"reason">) => `Reason: ${text}`,
  comment: ({ text }: PartOf<"comment">) => `Comment: ${text}`,
  standIn: ({ name }: PartOf<"standIn">) => `${name} stands in.`,
  split: ({ count }: PartOf<"split">) => `The service takes it in ${count} parts:`,
  piece: (part: PartOf<"piece">) => `- ${absenceDays(part)}`,
  warning: ({ text }: PartOf<"warning">) => `Warning: ${text}`,
  leftAfter: ({ left, unit }: PartOf<"leftAfter">) => `${left} ${unit} left after it.`,
  alsoAway({ people, more }: PartOf<"alsoAway">) {
    const names = people.map(({ name, first, last }) => `${name} (${daySpan(first, last)})`);
    return `Also away: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  },
};
