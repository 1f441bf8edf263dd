import { InputError } from "../../domain/errors";
import { cleanText } from "../../domain/text";
import type { Group } from "../../time/report/groups";
import { type ReportKey, reportKeys } from "../../time/report/names";
import { entryFilter } from "../../tools/entries/entry-filter";
import type { ToolCall } from "../../tools/lib/define";
import { collect, Reading } from "../../tools/reports/collect";
import { readAsked } from "../../tools/reports/input";
import { csvLine, csvStart } from "./csv";
import { type Period, Sheet } from "./size-limited-text";

const isKey = (word: string): word is ReportKey => (reportKeys as readonly string[]).includes(word);

/** Sums of own time, a line for each group of the innermost key, with the groups above it before it. */
export async function reportCsv(period: Period, words: string, call: ToolCall): Promise<Sheet> {
  const by = words.split(",").map((word) => word.trim());
  const keys = by.filter(isKey);
  if (keys.length < by.length || keys.length === 0)
    throw new InputError("argument", "A report is grouped by up to three of these, with commas between them.", {
      next: reportKeys.join(", "),
    });
  const asked = await readAsked({ from: period.first, to: period.last, by: keys }, call);
  const { query } = await entryFilter({}, call);
  const { groups, totals } = await collect(query, asked, new Reading(call), undefined);
  const all = keys.map(() => Number.POSITIVE_INFINITY);
  const head = [
    ...keys.flatMap((key) => [key, `${key}_id`]),
    "hours",
    "seconds",
    "billable_seconds",
    "entries",
    "share",
  ];
  const sheet = new Sheet("text/csv; charset=utf-8", csvStart + csvLine(head), "");
  const write = (rows: readonly Group[], above: string[]) => {
    for (const { name, id, groups: below, sum, share } of rows) {
      const { seconds, billable, entries } = sum;
      const path = [...above, cleanText(name, 200), cleanText(id, 100)];
      if (below) write(below, path);
      else
        sheet.add(
          csvLine([...path, Math.round((seconds / 3600) * 10_000) / 10_000, seconds, billable, entries, share]),
        );
    }
  };
  write(groups.rows(all, totals.seconds).groups, []);
  return sheet;
}
