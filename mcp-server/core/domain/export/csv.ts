/**
 * Lines of RFC 4180. A byte order mark stands first: without it Excel takes the file for one of its own old code pages and
 * every "ü" for two wrong letters; everything else that reads CSV knows the mark.
 */
export const csvStart = "\ufeff";

/** A civil day is written as the form writes days. */
export type Cell = string | number | boolean | null | undefined | { day: string };

/** How a file writes numbers and days, and what parts its cells. */
export interface CsvForm {
  separator: "," | ";";
  decimal: "." | ",";
  /** Writes days; absent: ISO 8601. */
  days?: Intl.DateTimeFormat;
  /** Marks formulas behind other separators, too. */
  isGuarded?: boolean;
}

/** For programs: comma, decimal point, ISO days. */
const neutral: CsvForm = { separator: ",", decimal: "." };

/** The form in which a spreadsheet of that language opens a file: a semicolon wherever the comma is the decimal sign. */
export function csvFormOf(language: string): CsvForm {
  const isComma = new Intl.NumberFormat(language).format(1.5).includes(",");
  const digits = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: "UTC" } as const;
  const days = new Intl.DateTimeFormat(language, digits);
  return isComma ? { separator: ";", decimal: ",", days } : { ...neutral, days };
}

/**
 * What a spreadsheet takes for a formula, also in its full-width form, behind blanks that it drops; and what would be taken
 * for a marked one when the file is read back.
 */
const formula = /^\s*[=+\-@\t\r＝＋－＠]|^'+\s*[=+\-@＝＋－＠]/;

const formulaBehind = /([;\t]\s*)(?=[=+\-@＝＋－＠])/g;

/**
 * One cell. Texts that people wrote and that begin like a formula get an apostrophe, so that opening the file never runs
 * them; our own numbers stay numbers.
 */
function cell(value: Cell, form: CsvForm): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value).replace(".", form.decimal);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "object") return form.days?.format(new Date(`${value.day}T00:00:00Z`)) ?? value.day;
  const marked = formula.test(value) ? `'${value}` : value;
  const safe = form.isGuarded ? marked.replace(formulaBehind, "$1'") : marked;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly Cell[], form: CsvForm = neutral): string =>
  `${cells.map((value) => cell(value, form)).join(form.separator)}\r\n`;

/** For programs, of texts of strangers: a spreadsheet that expects semicolons or tabs parts them, whatever is quoted. */
export const guardedLine = (cells: readonly Cell[]): string => csvLine(cells, { ...neutral, isGuarded: true });

/**
 * A whole file: its mark, the heads of its columns, and a line for each row.
 * @param form absent: neutral
 */
export const csvText = (head: readonly string[], rows: readonly (readonly Cell[])[], form?: CsvForm): string =>
  csvStart + [head, ...rows].map((row) => csvLine(row, form)).join("");
