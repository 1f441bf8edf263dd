import type { AccountFacts, Entry } from "#core/domain/entities";
import { quote, quoteLines } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import { withOffset } from "#core/time/format";
import type { ToolCall } from "../lib/define";
import { isOthersEntry } from "../lib/require-permission";

/** What log_time takes of a description; longer ones, which nobody can have recorded with it, end in "…". */
const longestText = 10_000;

/**
 * The row of log_time that records a deleted entry anew, as far as this account may say it; null where log_time cannot: it
 * ran, is a lump sum or of several projects, or recording is off.
 */
export function restoringRow(entry: Entry, facts: AccountFacts, call: ToolCall): Record<string, unknown> | null {
  const { begin, end, work, text, tags, billable, exported, meta, breakSeconds, person } = entry;
  const others = isOthersEntry(entry, facts);
  const open = call.level(others ? "others_time.create" : "time.create") !== "off" && facts.booking.freeTimes;
  if (end === null || !open || entry.mixed || entry.partOf !== undefined || entry.amount !== undefined) return null;
  const may = (field: AccountFacts["fields"][number]) => facts.fields.includes(field);
  return {
    from: withOffset(begin, facts.zone),
    to: withOffset(end, facts.zone),
    ...Object.fromEntries(Object.entries(work).map(([level, { id }]) => [level, `#${cleanText(id, 100)}`])),
    ...(text && { description: quoteLines(text, longestText) }),
    ...(tags.length > 0 && { tags: tags.map((tag) => quote(tag, 100)) }),
    ...(may("billable") && billable !== undefined && { billable }),
    // Without the mark, invoiced time would be invoiced again.
    ...(may("exported") && exported && { exported }),
    ...(may("meta") &&
      meta && {
        meta: Object.fromEntries(
          Object.entries(meta).map(([name, value]) => [cleanText(name, 200), quoteLines(value, longestText)]),
        ),
      }),
    ...(may("break") && breakSeconds > 0 && { break: `${Math.round(breakSeconds / 60)}m` }),
    ...(others && person && { person: `#${cleanText(person.id, 100)}` }),
  };
}
