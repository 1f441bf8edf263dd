import { join } from "node:path";
import { z } from "zod";
import { type WorkView, workView } from "#core/domain/results/entries";
import { openKeptJson } from "#core/platform/state/kept-json";
import type { Log } from "../app/failure";

const account = z.string().max(100);
const hash = z.string().max(40);
const kept = z.object({
  version: z.literal(1),
  /** What was last chosen for a series of events, and which entry was made of an event; the newest at the end. */
  works: z.array(z.object({ account, series: hash, work: workView })),
  booked: z.array(z.object({ account, key: hash, entryId: z.string().max(200) })),
});
type Kept = z.infer<typeof kept>;

const most = { works: 500, booked: 5_000 };
const largest = 4_000_000;
const nothing: Kept = { version: 1, works: [], booked: [] };

export type CalendarMemory = ReturnType<typeof openCalendarMemory>;

/**
 * What was made of the events of the own calendar: in `calendar.json` below Punchcard's folder. Events stand there as hashes
 * only. A file that cannot be used is put aside.
 */
export function openCalendarMemory(home: string, log: Log) {
  const parse = (data: unknown) => kept.parse(data);
  const file = openKeptJson(join(home, "calendar.json"), "calendar", { largest, parse, log });
  let current = file.read() ?? nothing;
  const put = (next: Omit<Kept, "version">) => {
    current = { version: 1, works: next.works.slice(-most.works), booked: next.booked.slice(-most.booked) };
    file.write(current);
  };
  return {
    workOf: (of: string, series: string): WorkView | null =>
      current.works.findLast((one) => one.account === of && one.series === series)?.work ?? null,
    /** The entries that were made of an event; undone ones are gone from the account, not from here. */
    entryOf: (of: string, key: string): string | null =>
      current.booked.findLast((one) => one.account === of && one.key === key)?.entryId ?? null,
    remember(
      of: string,
      { key, series, work, entryId }: { key: string; series: string; work: WorkView; entryId: string },
    ) {
      put({
        works: [
          ...current.works.filter((one) => one.account !== of || one.series !== series),
          { account: of, series, work },
        ],
        booked: [
          ...current.booked.filter((one) => one.account !== of || one.key !== key),
          { account: of, key, entryId },
        ],
      });
    },
    dropAccount(of: string): void {
      const others = <T extends { account: string }>(list: T[]) => list.filter((one) => one.account !== of);
      if ([...current.works, ...current.booked].some((one) => one.account === of))
        put({ works: others(current.works), booked: others(current.booked) });
    },
  };
}
