import { ServiceError } from "#core/domain/errors";
import type { PersonRef } from "#core/domain/ports";
import { quote } from "#core/domain/quote";
import type { ToolCall } from "../lib/define";

const namedAtMost = 30;
/** Larger companies list their people page by page, and nobody reads so many names. */
const askedUpTo = 50;

/**
 * Who has no time at all, where everyone was asked for by person: no group shows them.
 * @param ids of the people with time
 * @returns no note where people may not be listed or are too many, or where all have some
 */
export async function withoutTimeNotes(ids: ReadonlySet<string>, call: ToolCall): Promise<string[]> {
  if (ids.size > askedUpTo || call.level("person.read") !== "allow") return [];
  let people: readonly PersonRef[];
  try {
    people = await call.service.work.people(undefined, { signal: call.signal });
  } catch (error) {
    if (error instanceof ServiceError && ["forbidden", "unsupported", "not_found"].includes(error.kind)) return [];
    throw error;
  }
  const idle = people.filter(({ id, gone }) => !gone && !ids.has(id)).map(({ name }) => quote(name, 80));
  if (idle.length === 0) return [];
  const more = idle.length > namedAtMost ? ` and ${idle.length - namedAtMost} more` : "";
  return [`No time in this period: ${idle.slice(0, namedAtMost).join(", ")}${more}.`];
}
