import type { z } from "zod";
import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import type { Query, Segment } from "../../http/path";
import type { KimaiClient } from "../client/client";

/** Kimai's largest page (§3.3). */
const largest = 500;

/**
 * So many rows of a paged list from there on. A page past the end is 404 in Kimai and empty here.
 * @returns `total`: of the whole query, where Kimai tells
 */
export async function rowsFrom<T>(
  client: KimaiClient,
  source: { schema: z.ZodType<T>; path: readonly Segment[]; query: Query },
  { offset, limit }: { offset: number; limit: number },
  call?: Call,
): Promise<{ rows: T[]; total: number | null }> {
  const size = limit >= 1 && limit <= largest && offset % limit === 0 ? limit : largest;
  const rows: T[] = [];
  let total: number | null = null;
  for (let page = Math.floor(offset / size) + 1; (page - 1) * size < offset + limit; page++) {
    if (total !== null && (page - 1) * size >= total) break;
    const query: Query = [...source.query, ["size", size], ["page", page]];
    const read = await client.rows(source.schema, source.path, query, call?.signal).catch((error) => {
      if (page > 1 && error instanceof ServiceError && error.kind === "not_found") return null;
      throw error;
    });
    if (!read) break;
    total = read.total;
    rows.push(...read.rows.slice(Math.max(0, offset - (page - 1) * size)));
    if (read.rows.length < size) break;
  }
  return { rows: rows.slice(0, limit), total };
}
