import type { Row } from "../platform/sqlite";
import type { Change, Operation, Part, PartState, Subject } from "./change";

/** A single record of more bytes of JSON is not kept: nobody's entry is that long. */
const largest = 256 * 1024;

/** Records of these types hold credentials: only that they were written is kept. */
const secretTypes: readonly Subject[] = ["token", "subscription"];

export interface Kept {
  json: string | null;
  whole: boolean;
}

/** What of a record is kept. @param clean takes known credentials out */
export function keep(subject: Subject, value: unknown, clean: (text: string) => string): Kept {
  if (value === undefined || value === null) return { json: null, whole: true };
  if (secretTypes.includes(subject)) return { json: JSON.stringify({ name: nameIn(value) }), whole: false };
  const text = JSON.stringify(value);
  if (text.length > largest) return { json: null, whole: false };
  const cleaned = clean(text);
  return { json: cleaned, whole: cleaned === text };
}

const nameIn = (value: unknown) => (value as { name?: unknown }).name ?? "";

const parsed = (text: Row[string] | undefined): unknown => (typeof text === "string" ? JSON.parse(text) : null);
const textOf = (value: Row[string] | undefined) => (value === null || value === undefined ? null : String(value));

export const toChange = (row: Row): Change => ({
  id: Number(row.id),
  at: Number(row.at),
  client: String(row.client),
  ...(row.place !== null && { place: row.place as "tray" | "window" }),
  account: String(row.account),
  service: String(row.service),
  label: String(row.label),
  tool: String(row.tool),
  zone: textOf(row.zone),
  ...(row.undoes !== null && { undoes: Number(row.undoes) }),
  complete: row.complete === 1,
});

export const toPart = (row: Row): Part => ({
  id: Number(row.id),
  change: Number(row.change_id),
  operation: row.operation as Operation,
  subject: row.subject as Subject,
  subjectId: textOf(row.subject_id),
  of: parsed(row.of) as Part["of"],
  state: row.state as PartState,
  before: parsed(row.before),
  after: parsed(row.after),
  wanted: parsed(row.wanted),
  error: textOf(row.error),
  whole: row.whole === 1,
  insteadOf: textOf(row.instead_of),
});
