import type { Entry } from "#core/domain/entities";
import type { MessageText } from "#core/messages/catalog";
import { unreadEntry } from "../lib/require-permission";
import { entryLine, entryView, noteLines, type Place } from "../lib/view";

interface FailedRow {
  index: number;
  message: string;
}

/** `2 failed (Row 1, Row 4): …`: what several rows have in common is said once. */
function failedLines<F extends FailedRow>(failed: readonly F[], rowName: (row: F) => string): string[] {
  const byMessage = new Map<string, string[]>();
  for (const row of failed) byMessage.set(row.message, [...(byMessage.get(row.message) ?? []), rowName(row)]);
  return [...byMessage].map(([message, rows]) =>
    rows.length === 1 ? `${rows[0]} failed: ${message}` : `${rows.length} failed (${rows.join(", ")}): ${message}`,
  );
}

/**
 * How the tools that write entries report: rows as they are stored, or would be; notes; and each row that failed.
 * Notes and failed rows are read when the report is made, so that what happens while writing is in it.
 * @param rowName how a failed row is called: `Row 3`, `#41`
 * @param hidden entries of which only the id may be told
 */
export function writtenReport<F extends FailedRow>(
  place: Place,
  notes: readonly MessageText[],
  failed: readonly F[],
  rowName: (row: F) => string,
  hidden: ReadonlySet<Entry> = new Set(),
) {
  const inOrder = () => [...failed].sort((a, b) => a.index - b.index);
  return {
    data: (entries: Entry[], extra: object = {}) => ({
      ...extra,
      entries: entries.map((entry) => (hidden.has(entry) ? unreadEntry(entry) : entryView(entry, place))),
      notes: noteLines(notes),
      ...(failed.length > 0 && { failed: inOrder() }),
    }),
    text: (title: string, entries: Entry[]) =>
      [
        `${title} (${place.zone}):`,
        ...entries.map((entry) =>
          hidden.has(entry) ? `#${unreadEntry(entry).id}` : entryLine(entry, place, { full: true }),
        ),
        ...noteLines(notes),
        ...failedLines(inOrder(), rowName),
      ].join("\n"),
  };
}
