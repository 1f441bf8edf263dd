/** `at` to `end` gives way to `text`. */
export interface Edit {
  at: number;
  end: number;
  text: string;
}

/** Ranges that do not overlap, in any order. */
export function applyEdits(text: string, edits: Edit[]): string {
  return edits
    .toSorted((a, b) => b.at - a.at)
    .reduce((now, { at, end, text: shown }) => now.slice(0, at) + shown + now.slice(end), text);
}

/** Start of the line below `at`, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const line = text.indexOf("\n", at);
  return line === -1 ? text.length : line + 1;
}
