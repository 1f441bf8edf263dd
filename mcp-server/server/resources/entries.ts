import type { Entry } from "../../domain/entities";
import { cleanLines, cleanText } from "../../domain/text";
import { workedSeconds } from "../../time/aggregate";
import { clockOf, withOffset } from "../../time/format";
import { Days } from "../../time/report/keys";
import { entryFilter } from "../../tools/entries/entry-filter";
import type { ToolCall } from "../../tools/lib/define";
import { timeContext } from "../../tools/lib/period-arguments";
import { workLine } from "../../tools/lib/view";
import { Reading } from "../../tools/reports/collect";
import { calendarEnd, calendarEvent, calendarStart } from "./calendar";
import { csvLine, csvStart } from "./csv";
import { type Period, Sheet } from "./size-limited-text";

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
] as const;

/** Own entries of the period, earliest first; each only passes through. */
async function eachEntry({ from, to }: Period, call: ToolCall, sheet: Sheet, line: (entry: Entry) => string) {
  const { query } = await entryFilter({}, call);
  // The service lists the latest first, a file reads better the other way round.
  await new Reading(call).each({ ...query, from, to }, (entry) => sheet.add(line(entry)));
  sheet.reverse();
}

/** Times with their offset, clock times of the zone beside them, and hours with a decimal point for sums. */
export async function entriesCsv(period: Period, call: ToolCall): Promise<Sheet> {
  const facts = await call.facts();
  const { zone, weekStartsOn } = facts;
  const { now } = timeContext(call, facts);
  const days = new Days(zone, weekStartsOn);
  const sheet = new Sheet("text/csv; charset=utf-8", csvStart + csvLine(columns), "");
  await eachEntry(period, call, sheet, (entry) => {
    const seconds = workedSeconds(entry, now);
    const { customer, project, subproject, activity } = entry.work;
    return csvLine([
      cleanText(entry.id, 100),
      days.of(entry.begin),
      withOffset(entry.begin, zone),
      entry.end && withOffset(entry.end, zone),
      clockOf(entry.begin, zone),
      entry.end && clockOf(entry.end, zone),
      Math.round((seconds / 3600) * 10_000) / 10_000,
      seconds,
      entry.breakSeconds,
      ...[customer, project, subproject, activity].map((ref) => ref && cleanText(ref.name, 200)),
      cleanLines(entry.text, 10_000),
      entry.tags.map((tag) => cleanText(tag, 100)).join(", "),
      entry.billable,
      entry.exported,
      entry.rate,
    ]);
  });
  return sheet;
}

export async function entriesCalendar(period: Period, call: ToolCall): Promise<Sheet> {
  const { now } = timeContext(call, await call.facts());
  const name = `${cleanText(call.account.label, 80)}: time`;
  const sheet = new Sheet("text/calendar; charset=utf-8", calendarStart(name), calendarEnd);
  await eachEntry(period, call, sheet, (entry) =>
    calendarEvent(
      {
        uid: `entry-${cleanText(entry.id, 100)}@${call.account.id}.punchcard`,
        span: { from: entry.begin, to: entry.end ?? (now > entry.begin ? now : entry.begin) },
        summary: workLine(entry.work),
        description: cleanLines(entry.text, 10_000),
        categories: entry.tags.map((tag) => cleanText(tag, 100)),
        tentative: entry.end === null,
      },
      now,
    ),
  );
  return sheet;
}
