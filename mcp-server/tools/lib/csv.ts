/**
 * Lines of RFC 4180. A byte order mark stands first: without it Excel takes the file for one of its own old code pages and
 * every "ü" for two wrong letters; everything else that reads CSV knows the mark.
 */
export const csvStart = "\ufeff";

export type Cell = string | number | boolean | null | undefined;

/** What a spreadsheet takes for a formula, also in its full-width form, behind blanks that it drops. */
const formula = /^\s*[=+\-@\t\r＝＋－＠]/;

/**
 * One cell. Texts that people wrote and that begin like a formula get an apostrophe, so that opening the file never runs
 * them; our own numbers stay numbers.
 */
function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cell).join(",")}\r\n`;
