import type { EntryQuery } from "../../domain/ports";
import type { ReportResult } from "../../domain/results";
import { dayBounds, workedSeconds } from "../../time/aggregate";
import { withOffset } from "../../time/format";
import { type CivilSpan, comparable } from "../../time/report/compare";
import { addTo, type Sum } from "../../time/report/groups";
import type { Reading } from "./collect";
import type { Asked } from "./input";

type CompareRow = NonNullable<ReportResult["compare"]>[number];

/**
 * The period, as far as it has gone by, then the one before and the same a year before, each by the same filter.
 * `change`: how much more the period has than that one, as a part of it (0.1: a tenth more); null where that has nothing.
 */
export async function readCompared(
  query: Omit<EntryQuery, "from" | "to">,
  asked: Asked,
  reading: Reading,
): Promise<CompareRow[]> {
  const { zone } = asked.facts;
  const { own, others } = comparable({ first: asked.first, last: asked.last }, asked.today);
  const read = async ({ first, last }: CivilSpan) => {
    const from = dayBounds(first, zone).from;
    const to = dayBounds(last, zone).to;
    const sum: Sum = { seconds: 0, entries: 0, billable: 0 };
    await reading.each({ ...query, from, to }, (entry) => addTo(sum, workedSeconds(entry, asked.now), entry.billable));
    return { from: withOffset(from, zone), to: withOffset(to, zone), ...sum };
  };
  const now = await read(own);
  const rows: CompareRow[] = [{ ...now, change: null }];
  for (const other of others) {
    const then = await read(other);
    const change = then.seconds > 0 ? Math.round((now.seconds / then.seconds - 1) * 10_000) / 10_000 : null;
    rows.push({ ...then, change });
  }
  return rows;
}
