import type { PartOf } from "#core/domain/question/parts";
import { quoted, type Worded } from "./worded";

/** What the person is asked before anything is read. */
export const readingWords = {
  read: ({ what }: PartOf<"read">, { t }: Worded) => t(`question.read.${what}`),
  readRecords: ({ type }: PartOf<"readRecords">, { t }: Worded) =>
    t("question.readRecords", { type: t(`question.type.${type}`) }),
  readTime: ({ whose }: PartOf<"readTime">, { t }: Worded) =>
    typeof whose === "string"
      ? t(`question.readTime.${whose}`)
      : t("question.readTime.names", { names: whose.join(", ") }),
  readAbsences: ({ whose }: PartOf<"readAbsences">, { t }: Worded) =>
    typeof whose === "string"
      ? t(`question.readAbsences.${whose}`)
      : t("question.readAbsences.names", { names: whose.join(", ") }),
  readBalance: ({ person }: PartOf<"readBalance">, { t }: Worded) =>
    person === "me" ? t("question.readBalance.me") : t("question.readBalance.names", { names: person }),
  readByIds({ of, others, ids }: PartOf<"readByIds">, { t }: Worded) {
    const shown = ids.map((id) => `#${id}`).join(", ");
    if (of === "time") return t(others ? "question.readByIds.othersTime" : "question.readByIds.time", { ids: shown });
    return t(others ? "question.readByIds.othersAbsence" : "question.readByIds.absence", { ids: shown });
  },
  lookFor: ({ levels }: PartOf<"lookFor">, { t }: Worded) =>
    t("question.lookFor", { levels: levels.map((level) => t(`question.type.${level}`)).join(", ") }),
  lookForEntry: ({ words }: PartOf<"lookForEntry">, worded: Worded) =>
    worded.t("question.lookForEntry", { words: quoted(words, worded) }),
  saveFile: ({ file, words, rows, kilobytes }: PartOf<"saveFile">, { t }: Worded) =>
    t("question.saveFile", { file, words, count: rows, size: `${kilobytes}\u00a0kB` }),
};
