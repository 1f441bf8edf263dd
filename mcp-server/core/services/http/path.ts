import { InputError } from "../../domain/errors";
import { message } from "../../messages/message";

/** One part of a path: text of ours, or an id that came from outside. It can never add, remove or leave a level. */
export type Segment = string | number;
export type Query = readonly (readonly [name: string, value: string | number])[];

/**
 * Joins segments to an encoded path. A URL parser resolves `.` and `..` (also written `%2e`) after encoding, so these
 * are refused instead of encoded; everything else that could cut the path (`/ ? # % \`) is encoded.
 * @throws InputError `argument` for a segment that cannot stand in a path
 */
export function encodePath(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      const text = String(segment);
      const encoded = encodeSegment(text);
      if (text === "" || text === "." || text === ".." || encoded === null)
        throw new InputError("argument", message("id_invalid"));
      return `/${encoded}`;
    })
    .join("");
}

/** null for halves of surrogate pairs, which have no encoding. */
function encodeSegment(text: string): string | null {
  try {
    // A colon may stand in a path as it is, and some services take `id:12` only so.
    return encodeURIComponent(text).replaceAll("%3A", ":");
  } catch {
    return null;
  }
}

export function encodeQuery(query: Query): string {
  if (query.length === 0) return "";
  const text = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return `?${text.join("&")}`;
}

/** What the log may say of a query: the names of its parameters, never the values. */
export function queryNames(query: Query): string {
  return query.length === 0 ? "" : `?${[...new Set(query.map(([name]) => name))].join("&")}`;
}
