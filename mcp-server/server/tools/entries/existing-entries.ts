import type { AccountFacts, Instant } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { ToolCall } from "../lib/define";
import { type Planned, plannedOf } from "./entry-warnings";

const day = 86_400_000;
const shifted = (instant: Instant, by: number): Instant =>
  `${new Date(Date.parse(instant) + by).toISOString().slice(0, 19)}Z`;

/**
 * What the same people have already around the spans, to find overlaps: read once for all, from a day before, because
 * an entry that began then may still reach in. Where reading is refused nothing is known and nothing is warned of.
 */
export async function entriesAround(
  planned: readonly Planned[],
  facts: AccountFacts,
  call: ToolCall,
): Promise<Planned[]> {
  if (planned.length === 0) return [];
  const begins = planned.map(({ begin }) => begin).sort();
  const ends = planned.map(({ end, begin }) => end ?? begin).sort();
  const others = [...new Set(planned.map(({ personId }) => personId))];
  const onlyOwn = others.every((id) => id === facts.person.id);
  // Looked up beside what was asked for: nobody is asked for that, and where they would have to be it is left.
  if (call.level(onlyOwn ? "time.read" : "others_time.read") !== "allow") return [];
  const found: Planned[] = [];
  try {
    const query = {
      from: shifted(begins[0] ?? "", -day),
      to: shifted(ends.at(-1) ?? "", 1000),
      people: onlyOwn ? ("me" as const) : others,
    };
    for await (const page of call.service.time.list(query, { signal: call.signal }))
      found.push(...page.entries.map((entry) => plannedOf(entry, facts.person.id)));
  } catch (error) {
    if (!(error instanceof ServiceError) || !["forbidden", "unsupported"].includes(error.kind)) throw error;
  }
  return found;
}
