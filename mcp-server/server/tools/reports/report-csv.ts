import { csvLine, csvStart } from "#core/domain/export/csv";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import type { Group } from "#core/time/report/groups";
import type { ReportKey } from "#core/time/report/names";
import { Sheet } from "../lib/size-limited-text";

/** A line for each group of the innermost key, with the groups above it before it. */
export function reportSheet(keys: readonly ReportKey[], groups: readonly Group[]): Sheet {
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
    for (const { by, name, id, groups: below, sum, share } of rows) {
      const { seconds, billable, entries } = sum;
      const path = [...above, by === "day" ? id : quote(name, 200), cleanText(id, 100)];
      if (below) write(below, path);
      else
        sheet.add(
          csvLine([...path, Math.round((seconds / 3600) * 10_000) / 10_000, seconds, billable, entries, share]),
        );
    }
  };
  write(groups, []);
  return sheet;
}
