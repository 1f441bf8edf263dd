import type { AccountFacts, Entry, Instant } from "#core/domain/entities";
import { csvLine, csvStart } from "#core/domain/export/csv";
import { joinTags } from "#core/domain/export/tag-list";
import { quote, quoteLines } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import { isPlanned, workedSeconds } from "#core/time/aggregate";
import { clockOf, withOffset } from "#core/time/format";
import { Days } from "#core/time/report/keys";
import { Sheet } from "../lib/size-limited-text";

const columns = [
  "id",
  "day",
  "begin",
  "end",
  "from",
  "to",
  "hours",
  "seconds",
  "break_seconds",
  "customer",
  "project",
  "subproject",
  "activity",
  "text",
  "tags",
  "billable",
  "exported",
  "rate",
  "person",
  "planned",
] as const;

/** Times with their offset, clock times of the zone beside them, and hours with a decimal point for sums. */
export function entriesSheet({ zone, weekStartsOn }: Pick<AccountFacts, "zone" | "weekStartsOn">, now: Instant) {
  const days = new Days(zone, weekStartsOn);
  const csv = new Sheet("text/csv; charset=utf-8", csvStart + csvLine(columns), "");
  const line = (entry: Entry) => {
    const seconds = workedSeconds(entry, now);
    const own = entry.zone ?? zone;
    const { customer, project, subproject, activity } = entry.work;
    return csvLine([
      cleanText(entry.id, 100),
      days.ofEntry(entry),
      withOffset(entry.begin, own),
      entry.end && withOffset(entry.end, own),
      clockOf(entry.begin, own),
      entry.end && clockOf(entry.end, own),
      Math.round((seconds / 3600) * 10_000) / 10_000,
      seconds,
      entry.breakSeconds,
      ...[customer, project, subproject, activity].map((ref) => ref && quote(ref.name, 200)),
      quoteLines(entry.text, 10_000),
      joinTags(entry.tags.map((tag) => quote(tag, 100))),
      entry.billable,
      entry.exported,
      entry.rate,
      entry.person && quote(entry.person.name, 200),
      isPlanned(entry, now) || undefined,
    ]);
  };
  return { csv, line };
}
