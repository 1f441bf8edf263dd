import { InputError } from "#core/domain/errors";
import { type ReportKey, reportKeys } from "#core/time/report/names";
import { entryFilter } from "../tools/entries/entry-filter";
import type { ToolCall } from "../tools/lib/define";
import type { Sheet } from "../tools/lib/size-limited-text";
import { collect, Reading } from "../tools/reports/collect";
import { readAsked } from "../tools/reports/input";
import { reportSheet } from "../tools/reports/report-csv";
import type { Period } from "./period";

const isKey = (word: string): word is ReportKey => (reportKeys as readonly string[]).includes(word);

/** Sums of own time. */
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
  return reportSheet(keys, groups.rows(all, totals.seconds).groups);
}
