import { toInstant } from "../../../time/format";
import { plainText } from "../../shared/stored-as-meant";
import { enhancedEntries } from "../client/client";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { entry as entryRow, type WireEntry } from "../wire/entry";

/** Seconds by which a server's clock and ours may differ beyond what its answers tell. */
const clockSlack = 3;

/** What was sent to make an entry: Clockodo's names and values. */
type Sent = Readonly<Record<string, unknown>> & { time_since: string; time_until?: string };

/** Whether a row has what was sent; Clockodo keeps an empty text, and no project, as null. */
export const holds = (row: WireEntry, sent: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(sent).every(([name, value]) => {
    const held = (row as Readonly<Record<string, unknown>>)[name];
    if (name === "text") return plainText(String(held ?? "")) === plainText(String(value ?? ""));
    return (held || null) === (value || null);
  });

/** Looks for a new entry whose answer was lost, and tells it from those like it that were there before. */
export function createTwins({ client }: Clockodo) {
  /** What we created ourselves lately: none of them is the lost one. */
  const known: number[] = [];
  return {
    made(id: number) {
      known.push(id);
      if (known.length > 200) known.shift();
    },
    /** @param since our clock before it was sent, milliseconds */
    async find(sent: Sent, person: number, since: number): Promise<WireEntry | null> {
      const begin = Date.parse(sent.time_since);
      const query = [
        ["time_since", sent.time_since],
        ["time_until", toInstant(Math.max(begin, Date.parse(sent.time_until ?? sent.time_since)) + 1000)],
        ["filter[users_id]", person],
        ["enhanced_list", 1],
      ] as const;
      const serverSince = toInstant(since + ((client.clockSkew() ?? 0) - clockSlack) * 1000);
      // What it is worth is shown with rights only, and what was computed is not what was sent.
      const { hourly_rate: _rate, duration: _duration, ...told } = sent;
      const options = { key: "entries", query, limits: [enhancedEntries] };
      const isLost = (row: WireEntry) =>
        !known.includes(row.id) &&
        (row.time_insert ?? row.time_last_change ?? serverSince) >= serverSince &&
        holds(row, told);
      return (await client.list(entryRow, pathOf("entries"), options)).find(isLost) ?? null;
    },
  };
}
