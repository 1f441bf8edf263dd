import type { CalendarDay, Instant } from "#core/domain/entities";
import { csvStart } from "#core/domain/export/csv";
import type { Cell } from "#core/domain/permission-cells";
import { dayBounds } from "#core/time/aggregate";
import type { ToolCall, ToolResult } from "./define";
import { said } from "./question/english";
import { sizeText } from "./question/reading";
import type { Sheet } from "./size-limited-text";

/** A list or a report as CSV: with a link to its resource, in the answer itself, or as a file on this computer. */

/** What a model still reads well, and its client still takes in one answer. Bytes. */
const mostInAnswer = 64 * 1024;

export type ExportWay = "csv" | "file";

interface Wanted {
  way: ExportWay;
  /** How the file is called, without its ending. */
  name: string;
  /** Address of a resource with exactly these rows; absent: there is none. */
  uri?: string;
  /** What was read for it. */
  cells: readonly Cell[];
  /** What is in it, in words: period, filters. */
  words: string;
  /** What a yes is bound to. */
  target: unknown;
}

/** Address of the file of own time between two days, where these days are exactly the period. */
export function resourceUri(
  kind: "entries" | "report",
  { from, to }: { from: Instant; to: Instant },
  { first, last, zone }: { first: CalendarDay; last: CalendarDay; zone: string },
  accountId: string,
  by: readonly string[] = [],
): string | undefined {
  if (dayBounds(first, zone).from !== from || dayBounds(last, zone).to !== to) return undefined;
  const parts = [accountId, first, last, ...(by.length > 0 ? [by.join(",")] : [])].map(encodeURIComponent);
  return `punchcard://${kind}/${parts.join("/")}.csv`;
}

/** @throws NotConfirmed, InputError `declined` for a file that the person does not want */
export async function exported(
  sheet: Sheet,
  { way, name, uri, cells, words, target }: Wanted,
  call: ToolCall,
): Promise<Pick<ToolResult, "data" | "text" | "links">> {
  const { rows, bytes, mimeType } = sheet;
  const about = { rows, bytes, mime_type: mimeType };
  const told = { rows, kilobytes: Math.ceil(bytes / 1024) };
  const size = sizeText(told);
  if (way === "file") {
    const file = `${name}.csv`;
    const preview = [said({ kind: "saveFile", file, words, ...told })];
    await call.confirm({ cells, always: true, preview, targets: [file, target] });
    const path = await call.saveFile(file, new TextEncoder().encode(sheet.text()));
    return { data: { export: { ...about, path } }, text: `Saved as ${path} (${size}).` };
  }
  const fits = bytes <= mostInAnswer;
  const link = uri === undefined ? {} : { uri };
  const links = uri === undefined ? [] : [{ uri, name: `${name}.csv`, mimeType, size: bytes }];
  const rest = fits
    ? `CSV (${size}):`
    : `The CSV has ${size}, and an answer takes ${mostInAnswer / 1024} kB: ${uri === undefined ? "" : `read the resource ${uri}, or `}call again with export: file.`;
  // The byte order mark is for programs that open a file.
  const csv = sheet.text().slice(csvStart.length);
  return {
    data: { export: { ...about, ...link, ...(fits && { csv }) } },
    text: fits ? `${rest}\n${csv}` : rest,
    links,
  };
}
