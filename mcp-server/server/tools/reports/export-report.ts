import type { MessageText } from "#core/messages/catalog";
import { hoursMinutes } from "#core/time/format";
import { periodText } from "#core/time/span-text";
import type { Filter } from "../entries/entry-filter";
import type { ToolCall, ToolResult } from "../lib/define";
import { type ExportWay, exported, resourceUri } from "../lib/export";
import type { Collected } from "./collect";
import type { Asked } from "./input";
import { reportSheet } from "./report-csv";

interface Report {
  asked: Asked;
  collected: Collected;
  filter: Filter;
  /** All of one's own time: what the resource of these days has, too. */
  plain: boolean;
  notes: MessageText[];
}

/** All groups of a report as CSV. */
export async function exportReport(
  way: ExportWay,
  { asked, collected, filter, plain, notes }: Report,
  call: ToolCall,
): Promise<ToolResult> {
  const { by, order, first, last, facts } = asked;
  const { zone } = facts;
  const { seconds } = collected.totals;
  const whole = by.map(() => Number.POSITIVE_INFINITY);
  const sheet = reportSheet(by, collected.groups.rows(whole, seconds, order).groups);
  const uri =
    plain && order === undefined ? resourceUri("report", asked, { first, last, zone }, call.account.id, by) : undefined;
  const period = periodText(asked.from, asked.to, zone, asked.now);
  const made = await exported(
    sheet,
    {
      way,
      name: `punchcard-${by.join("-")}-${first}-${last}`,
      ...(uri && { uri }),
      cells: [filter.query.people === "me" ? "time.read" : "others_time.read"],
      words: `${period}, by ${by.join(", ")}`,
      target: [filter.query, asked.from, asked.to, by],
    },
    call,
  );
  return {
    ...made,
    data: { zone, period, ...(notes.length > 0 && { notes }), ...made.data },
    text: [`${period} (${zone}): ${hoursMinutes(seconds)}`, ...notes, made.text].join("\n"),
  };
}
