import type { Host } from "./host";
import { addDays, type Block, type EntryResult, toBlock } from "./week-model";

export interface Week {
  monday: string;
  blocks: Block[];
  /** Seconds of what has no time of day, such as lump sums. */
  elsewhere: number;
  /** Seconds owed in this week up to `until`; null: no target is kept, or it may not be read. */
  target: { seconds: number; until: string; byDay: ReadonlyMap<string, number> } | null;
}

interface Owed {
  target: number | null;
  until: string;
  by_day?: { day: string; target: number }[];
}

/** Pages of a week that are read at most: 1,000 entries. */
const pages = 10;

/** Reads a week as it is booked. @throws Error with the server's words where the entries cannot be read */
export async function readWeek(host: Host, monday: string, account: object): Promise<Week> {
  const period = `${monday}..${addDays(monday, 6)}`;
  const target = host.call("report_time", { ...account, period, by: ["day"], show: ["target"] }).catch(() => null);
  const blocks: Block[] = [];
  let elsewhere = 0;
  let cursor: unknown;
  for (let page = 0; page < pages; page++) {
    const asked = {
      ...account,
      period,
      detail: "full",
      order: "oldest",
      limit: 100,
      ...(cursor !== undefined && { cursor }),
    };
    const answer = await host.call("list_time", asked);
    if (answer.isError) throw new Error(answer.text);
    const now = typeof answer.data.now === "string" ? answer.data.now : new Date().toISOString();
    for (const entry of (answer.data.entries ?? []) as EntryResult[]) {
      const block = toBlock(entry, `entry ${entry.id}`, now);
      if (block) blocks.push(block);
      else elsewhere += entry.seconds ?? 0;
    }
    cursor = answer.data.next;
    if (cursor === undefined) break;
  }
  const owed = (await target)?.data.target as Owed | undefined;
  const byDay = new Map(owed?.by_day?.map((one) => [one.day, one.target]));
  return {
    monday,
    blocks,
    elsewhere,
    target: typeof owed?.target === "number" ? { seconds: owed.target, until: owed.until, byDay } : null,
  };
}
