import type { Entry } from "#core/domain/entities";
import { cleanLines, cleanText } from "#core/domain/text";
import { entriesSheet } from "../tools/entries/entries-csv";
import { entryFilter } from "../tools/entries/entry-filter";
import type { ToolCall } from "../tools/lib/define";
import { timeContext } from "../tools/lib/period-arguments";
import { Sheet } from "../tools/lib/size-limited-text";
import { workLine } from "../tools/lib/view";
import { Reading } from "../tools/reports/collect";
import { calendarEnd, calendarEvent, calendarStart } from "./calendar";
import type { Period } from "./period";

/** Own entries of the period, earliest first; each only passes through. */
async function eachEntry({ from, to }: Period, call: ToolCall, sheet: Sheet, line: (entry: Entry) => string) {
  const { query } = await entryFilter({}, call);
  // The service lists the latest first, a file reads better the other way round.
  await new Reading(call).each({ ...query, from, to }, (entry) => sheet.add(line(entry)));
  sheet.reverse();
}

export async function entriesCsv(period: Period, call: ToolCall): Promise<Sheet> {
  const { csv, line } = entriesSheet(await call.facts(), timeContext(call, await call.facts()).now);
  await eachEntry(period, call, csv, line);
  return csv;
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
