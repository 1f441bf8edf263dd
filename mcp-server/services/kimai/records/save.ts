import { ServiceError } from "../../../domain/errors";
import { nullWhere } from "../../shared/refusals";
import { sentOnce } from "../../shared/send-once";
import type { Kimai } from "../context";
import { ourFieldName } from "../mapping/entry-form";
import { foundByLooking } from "../mapping/phrases";
import type { WireField } from "./draft";

/**
 * Sends a write of a record once, looks for it where its answer was lost, and tells what Kimai refuses by our names.
 * @param look what was written, if it took effect, else null
 */
export async function saveOnce<T>(
  kimai: Kimai,
  fields: readonly WireField[],
  write: () => Promise<T>,
  look: () => Promise<T | null>,
): Promise<{ value: T; notes: string[] }> {
  try {
    const { value, looked } = await sentOnce(write, look, kimai.secondLookMs);
    return { value, notes: looked ? [foundByLooking] : [] };
  } catch (error) {
    throw inOurNames(error, fields);
  }
}

function inOurNames(error: unknown, fields: readonly WireField[]): unknown {
  if (!(error instanceof ServiceError) || !error.fields) return error;
  // errors.ts writes Kimai's names as ours are written; some of ours are other words.
  const ours = new Map(fields.map(({ name, wire }) => [ourFieldName(wire), name]));
  const renamed = (text: string) =>
    [...ours].reduce((said, [wire, name]) => (wire === name ? said : said.replaceAll(wire, name)), text);
  return new ServiceError(error.kind, renamed(error.message), {
    saved: error.saved,
    next: error.next === undefined ? undefined : renamed(error.next),
    fields: Object.fromEntries(Object.entries(error.fields).map(([wire, said]) => [ours.get(wire) ?? wire, said])),
    requestId: error.requestId,
    detail: error.detail,
    cause: error,
  });
}

/** Whether a row has what was sent; Kimai keeps an empty text as null. */
export function holds(row: Record<string, unknown>, body: Record<string, unknown>): boolean {
  const same = (held: unknown, sent: unknown): boolean => {
    if (sent === null || sent === "") return held === null || held === undefined || held === "";
    if (Array.isArray(sent)) return Array.isArray(held) && [...held].sort().join() === [...sent].sort().join();
    if (typeof held === "object" && held !== null && "id" in held) return held.id === sent;
    return held === sent;
  };
  return Object.entries(body).every(([wire, sent]) => same(row[wire], sent));
}

/** `null` where Kimai refuses or lacks it; other failures stay failures. */
export async function ifOpen<T>(asked: Promise<T>): Promise<T | null> {
  return nullWhere(["forbidden"], asked);
}
