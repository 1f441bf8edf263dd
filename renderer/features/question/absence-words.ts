import type { PartOf } from "#core/domain/question/parts";
import { dayRange, plainNumber, shortDate, shortRange } from "../../lib/format";
import { serverSentence } from "../../lib/server-sentence";
import { columns, quoted, type Worded } from "./worded";

type Days = Omit<PartOf<"piece">, "kind">;

const halves = ["morning", "afternoon"] as const;

function daysText({ first, last, firstHalf, lastHalf, part }: Days, { language, t }: Worded): string {
  const days = dayRange(first, last, language);
  if (first === last) {
    const half = halves.find((one) => one === part);
    const which = half ? t(`question.half.${half}`) : (part ?? ((firstHalf || lastHalf) && t("question.half.day")));
    return [days, which].filter(Boolean).join(", ");
  }
  return [days, firstHalf && t("question.half.first"), lastHalf && t("question.half.last")].filter(Boolean).join(", ");
}

const amountText = (count: number, unit: "days" | "hours", { language, t }: Worded) =>
  t(`question.${unit}`, { count, number: plainNumber(count, language) });

export const absenceWords = {
  absence(absence: PartOf<"absence">, worded: Worded) {
    const { t } = worded;
    const { type, days, length, status, person, comment } = absence;
    return columns([
      type === undefined ? t("question.away") : serverSentence(type),
      daysText(absence, worded),
      days === undefined ? length : amountText(days, "days", worded),
      t(`absence.status.${status}`),
      person,
      comment && quoted(comment, worded),
    ]);
  },
  decide: ({ action, count }: PartOf<"decide">, { t }: Worded) => t(`question.decide.${action}`, { count }),
  askFor(wish: PartOf<"askFor">, worded: Worded) {
    const { language, t } = worded;
    const { type, days = 0, length, without, person } = wish;
    const whole = amountText(days, "days", worded);
    const amount =
      without.length > 0
        ? t("question.without", { amount: whole, days: without.map((day) => shortDate(day, language)).join(", ") })
        : whole;
    const taken = length === undefined ? amount : t("question.ofDay", { length });
    const absence = [`${serverSentence(type)} ${daysText(wish, worded)}`, taken].join(", ");
    return t("question.askFor", { absence: person ? t("question.forPerson", { absence, person }) : absence });
  },
  reason: ({ text }: PartOf<"reason">, worded: Worded) => worded.t("question.reason", { text: quoted(text, worded) }),
  comment: ({ text }: PartOf<"comment">, worded: Worded) =>
    worded.t("question.comment", { text: quoted(text, worded) }),
  standIn: ({ name }: PartOf<"standIn">, { t }: Worded) => t("question.standIn", { name }),
  split: ({ count }: PartOf<"split">, { t }: Worded) => t("question.split", { count }),
  piece: (days: PartOf<"piece">, worded: Worded) => `– ${daysText(days, worded)}`,
  warning: ({ text }: PartOf<"warning">, { t }: Worded) => t("question.warning", { text: serverSentence(text) }),
  leftAfter: ({ left, unit }: PartOf<"leftAfter">, worded: Worded) =>
    worded.t("question.leftAfter", { amount: amountText(left, unit, worded) }),
  alsoAway({ people, more }: PartOf<"alsoAway">, { language, t }: Worded) {
    const names = people.map(({ name, first, last }) => `${name} (${shortRange(first, last, language)})`).join(", ");
    const away = t("question.alsoAway", { people: names });
    return more > 0 ? `${away} ${t("question.more", { count: more })}` : away;
  },
};
