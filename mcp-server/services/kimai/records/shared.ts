import type { AccountFacts } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { isBefore } from "../mapping/phrases";

/** What the types of record have in common. */

export { pageOf } from "../../../domain/drafts";
export { demandBelow, plainFields } from "../../shared/record-drafts";

/** For Kimai's gates: routes that an older one lacks answer 404. */
export function demandVersion({ version }: AccountFacts, needed: readonly [number, number], what: string): void {
  if (!isBefore(version, needed)) return;
  throw new ServiceError("unsupported", `${what} need Kimai ${needed.join(".")}; this is ${version}.`, {
    next: "Ask the administrator of your Kimai to update it.",
  });
}

export const notThere = (what: string, id: string) =>
  new ServiceError("not_found", `Kimai has no ${what} #${id.slice(0, 20)} here (any more).`, {
    next: "Look for it again: it may have been deleted.",
  });

/** Says whose refusal a bare 403 is; a refused field keeps its own words. */
export function refusedTo(error: unknown, what: string): unknown {
  if (!(error instanceof ServiceError) || error.kind !== "forbidden" || error.fields) return error;
  return new ServiceError("forbidden", `Your Kimai role has no right to ${what}.`, {
    next: "Ask the administrator of your Kimai.",
    saved: error.saved,
    requestId: error.requestId,
    detail: error.detail,
    cause: error,
  });
}

export async function asRefused<T>(what: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw refusedTo(error, what);
  }
}
