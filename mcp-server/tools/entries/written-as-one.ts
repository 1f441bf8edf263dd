import type { Entry } from "../../domain/entities";
import { cleanText } from "../../domain/text";
import { noteLines } from "../lib/view";

/** One change of everything that fits a filter, told by its count. */
export interface AsOne {
  /** What each gets: `→ App / Development, billable`. */
  title: string;
  /** Which entries these are: period, whose, filters. */
  words: readonly string[];
}

/** So many ids, entries and notes are told one by one. */
const shownIds = 100;
const shownEntries = 10;
const shownNotes = 20;

export const countOf = (count: number) => (count === 1 ? "one entry" : `${count} entries`);

/** Ids of what was done, and how many more there are. */
export const idsOf = (entries: readonly Pick<Entry, "id">[]) => ({
  ids: entries.slice(0, shownIds).map(({ id }) => cleanText(id, 100)),
  ...(entries.length > shownIds && { more: entries.length - shownIds }),
});

/** The first of many, each in its lines. */
export const firstLines = (all: readonly (readonly string[])[]): string[] => [
  ...all.slice(0, shownEntries).flat(),
  ...(all.length > shownEntries ? [`and ${all.length - shownEntries} more`] : []),
];

const capped = (notes: readonly string[]) => [
  ...notes.slice(0, shownNotes),
  ...(notes.length > shownNotes ? [`${notes.length - shownNotes} more notes like these.`] : []),
];

export const asOneQuestion = ({ title, words }: AsOne, previews: readonly string[][], notes: readonly string[]) => [
  `Change ${countOf(previews.length)}: ${title}`,
  ...words,
  ...firstLines(previews),
  ...noteLines(capped(notes)),
];

/** @param entries that were changed, or would be */
export function asOneAnswer(
  { title, words }: AsOne,
  entries: readonly Entry[],
  notes: readonly string[],
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
      title,
      ...words,
      ...(failed.length > 0 ? [`${countOf(failed.length)} failed: ${failures.slice(0, 5).join(" ")}`] : []),
      ...told,
    ].join("\n"),
  };
}
