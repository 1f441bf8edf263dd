import type { AccountFacts } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { RecordField, RecordPlace, RecordType } from "../../../domain/records";

/** What the types of record have in common. */

export { pageOf } from "../../../domain/drafts";

/** `2.57` of a version, for Kimai's gates: routes that an older one lacks answer 404. */
export function demandVersion(facts: AccountFacts, needed: readonly [number, number], what: string): void {
  const [major = 0, minor = 0] = (facts.version ?? "").split(".").map((part) => Number.parseInt(part, 10));
  if (!facts.version || major > needed[0] || (major === needed[0] && minor >= needed[1])) return;
  throw new ServiceError("unsupported", `${what} need Kimai ${needed.join(".")}; this is ${facts.version}.`, {
    next: "Ask the administrator of your Kimai to update it.",
  });
}

/** What a record must belong to. */
export function demandBelow<T extends RecordType>(of: RecordPlace["of"], types: readonly T[], what: string) {
  const type = types.find((each) => each === of?.type);
  if (of && type) return { type, id: of.id };
  throw new InputError("argument", `${what} belong to a ${types.join(" or a ")}: say which one.`, {
    next: 'Name it in "of".',
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

/** Without Kimai's own names for them. */
export const plainFields = (fields: readonly (RecordField & { wire?: string })[]): RecordField[] =>
  fields.map(({ wire: _, ...field }) => field);
