import type { PartOf } from "#core/domain/question/parts";
import { dayRange, weekdayDate } from "../../lib/format";
import { columns, momentText, quoted, type Worded, workName } from "./worded";

type EntryPart = PartOf<"entry">["entry"];

/** Its id is for models: people know an entry by its day and what it says. */
function entryText(entry: EntryPart, worded: Worded): string {
  const { language, t } = worded;
  const { day, begin, end, length, amount, zone, work, text, tags, person, locked, planned } = entry;
  return columns([
    weekdayDate(day, language),
    `${begin}–${end ?? t("question.running")}`,
    `${amount === undefined ? length : t("question.lumpSum", { amount })}${zone === undefined ? "" : ` (${zone})`}`,
    workName(work, worded),
    text && quoted(text, worded),
    tags && `[${tags.join(", ")}]`,
    person && t("question.by", { person }),
    locked && t("question.locked"),
    planned && t("question.planned"),
  ]);
}

function changeText(change: PartOf<"changeAll">["change"], worded: Worded): string {
  const { t } = worded;
  const { work, text, tags, addedTags, removedTags, billable, exported, hourlyRate, fixedRate, meta, person } = change;
  const words = [
    work && workName(work, worded),
    text === null && t("question.change.noText"),
    text && t("question.change.text", { text: quoted(text, worded) }),
    tags && (tags.length > 0 ? t("question.change.tags", { tags: tags.join(", ") }) : t("question.change.noTags")),
    addedTags && t("question.change.addedTags", { tags: addedTags.join(", ") }),
    removedTags && t("question.change.removedTags", { tags: removedTags.join(", ") }),
    billable !== undefined && t(`question.billable.${billable ? "yes" : "no"}`),
    exported !== undefined && t(`question.exported.${exported ? "yes" : "no"}`),
    hourlyRate === null && t("question.change.noHourlyRate"),
    hourlyRate && t("question.change.hourlyRate", { rate: hourlyRate }),
    fixedRate === null && t("question.change.noFixedRate"),
    fixedRate && t("question.change.fixedRate", { rate: fixedRate }),
    meta && t("question.change.meta", { names: meta.join(", ") }),
    person && t("question.by", { person }),
  ];
  return words.filter(Boolean).join(", ");
}

const nameOf = (one: string | { name: string }) => (typeof one === "string" ? one : one.name);

export const entryWords = {
  entry({ as, entry }: PartOf<"entry">, worded: Worded) {
    const text = entryText(entry, worded);
    if (as === "like") return worded.t("question.like", { entry: text });
    if (as === "copy") return `→ ${worded.t("question.copy")}  ${text}`;
    return as === "becomes" ? `→ ${text}` : text;
  },
  endEntry: ({ entry, lasted }: PartOf<"endEntry">, worded: Worded) =>
    worded.t("question.endEntry", { entry: entryText(entry, worded), lasted }),
  changeAll: ({ count, change }: PartOf<"changeAll">, worded: Worded) =>
    worded.t("question.changeAll", { count, change: changeText(change, worded) }),
  period({ first, last, begin, end, zone }: PartOf<"period">, { language }: Worded) {
    const day = (one: string) => dayRange(one, one, language);
    if (begin === undefined || end === undefined) return `${dayRange(first, last, language)} (${zone})`;
    return `${day(first)}, ${begin}–${first === last ? end : `${day(last)}, ${end}`} (${zone})`;
  },
  timeOf: ({ whose }: PartOf<"timeOf">, { t }: Worded) =>
    typeof whose === "string"
      ? t(`question.timeOf.${whose}`)
      : t("question.timeOf.names", { names: whose.map(nameOf).join(", ") }),
  onWork: ({ work }: PartOf<"onWork">, worded: Worded) => worded.t("question.onWork", { work: workName(work, worded) }),
  withText: ({ text }: PartOf<"withText">, worded: Worded) =>
    worded.t("question.withText", { text: quoted(text, worded) }),
  withTags: ({ tags }: PartOf<"withTags">, { t }: Worded) => t("question.withTags", { tags: tags.join(", ") }),
  exported: ({ exported }: PartOf<"exported">, { t }: Worded) => t(`question.exported.${exported ? "yes" : "no"}`),
  billable: ({ billable, unbilled }: PartOf<"billable">, { t }: Worded) =>
    t(`question.billable.${billable ? (unbilled ? "unbilled" : "yes") : "no"}`),
  countedByService: (_part: PartOf<"countedByService">, { t }: Worded) => t("question.counted"),
  start: ({ work, at }: PartOf<"start">, worded: Worded) =>
    worded.t("question.start", { work: workName(work, worded), at: momentText(at, worded) }),
  stop({ works, unread, at: moment }: PartOf<"stop">, worded: Worded) {
    const at = momentText(moment, worded);
    if (works.length === 0) return worded.t(unread ? "question.stopUnread" : "question.stopBreak", { at });
    return worded.t("question.stop", { work: works.map((work) => workName(work, worded)).join(", "), at });
  },
  pause: ({ at, type }: PartOf<"pause">, worded: Worded) =>
    [worded.t("question.pause", { at: momentText(at, worded) }), type].filter(Boolean).join(", "),
  resume: ({ at }: PartOf<"resume">, worded: Worded) =>
    at === undefined ? worded.t("question.resume") : worded.t("question.resumeAt", { at: momentText(at, worded) }),
  nothing: ({ why }: PartOf<"nothing">, { t }: Worded) => t(`question.nothing.${why}`),
  make: ({ level, name }: PartOf<"make">, worded: Worded) =>
    worded.t("question.make", { type: worded.t(`question.type.${level}`), name: quoted(name, worded) }),
};
