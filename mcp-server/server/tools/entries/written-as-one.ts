import type { Entry } from "#core/domain/entities";
import { type PreviewLine, type QuestionLine, textOf } from "#core/domain/question/lines";
import type { PartOf } from "#core/domain/question/parts";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { more, said } from "../lib/question/english";
import { changeText, countOf } from "../lib/question/entries";
import { noteLines } from "../lib/view";

/** One change of everything that fits a filter, told by its count. */
export interface AsOne {
  /** What each gets. */
  change: PartOf<"changeAll">["change"];
  /** Which entries these are: period, whose, filters. */
  words: readonly PreviewLine[];
}

/** So many ids, entries and notes are told one by one. */
const shownIds = 100;
const shownEntries = 10;
const shownNotes = 20;

/** Ids of what was done, and how many more there are. */
export const idsOf = (entries: readonly Pick<Entry, "id">[]) => ({
  ids: entries.slice(0, shownIds).map(({ id }) => cleanText(id, 100)),
  ...(entries.length > shownIds && { more: entries.length - shownIds }),
});

/** The first of many, each in its lines. */
export const firstLines = (all: readonly (readonly QuestionLine[])[]): QuestionLine[] => [
  ...all.slice(0, shownEntries).flat(),
  ...more(all.length - shownEntries),
];

const capped = (notes: readonly MessageText[]) => [
  ...notes.slice(0, shownNotes),
  ...(notes.length > shownNotes ? [`${notes.length - shownNotes} more notes like these.`] : []),
];

export const asOneQuestion = (
  { change, words }: AsOne,
  previews: readonly QuestionLine[][],
  notes: readonly MessageText[],
): PreviewLine[] => [
  said({ kind: "changeAll", count: previews.length, change }),
  ...words,
  ...firstLines(previews),
  ...noteLines(capped(notes)),
];

/** @param entries that were changed, or would be */
export function asOneAnswer(
  { change, words }: AsOne,
  entries: readonly Entry[],
  notes: readonly MessageText[],
  failed: readonly { message: string }[],
  dryRun: boolean,
) {
  const told = noteLines(capped(notes));
  const failures = [...new Set(failed.map(({ message }) => message))];
  return {
    data: {
      ...(dryRun && { dry_run: true }),
      count: entries.length,
      ...idsOf(entries),
      entries: [],
      notes: told,
      ...(failed.length > 0 && { failed: [...failed] }),
    },
    text: [
      ...(dryRun
        ? ["Nothing was saved.", `Would change ${countOf(entries.length)}.`]
        : [`Changed ${countOf(entries.length)}.`]),
      changeText(change),
      ...words.map(textOf),
      ...(failed.length > 0 ? [`${countOf(failed.length)} failed: ${failures.slice(0, 5).join(" ")}`] : []),
      ...told,
    ].join("\n"),
  };
}
