import type { Call } from "../../../domain/call";
import type { Entry, Instant } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { MessageText } from "../../../messages/catalog";
import { addDays } from "../../../time/civil";
import { dayOf } from "../../../time/format";
import { readAfterStamp } from "../after-write";
import type { Endpoint } from "../client/paths";
import type { Calamari } from "../context";
import type { Shifts } from "../entries/shifts";
import { beginOf, entriesOf, isRunning } from "../mapping/shift";
import { localTime } from "../mapping/time";
import type { WireShift } from "../wire/shift";

/** Milliseconds. A person who is asked for a confirmation takes longer, and then it is looked at again. */
const justNow = 1_000;

/**
 * Stamps of the account's person on Calamari's API terminal (calamari-api.md §2.1). It takes a stamp that changes
 * nothing with a 200 as well, so what a stamp did is read from the time sheet.
 */
export function createTerminal(calamari: Calamari, shifts: Shifts) {
  const { client, facts } = calamari;
  const zoneOf = async (call?: Call) => (await facts.get(call)).zone;

  /** The time sheet since yesterday, or since a day before: it has what runs in any case, and an open break in it. */
  async function rows(call?: Call, since?: Instant): Promise<WireShift[]> {
    const zone = await zoneOf(call);
    const today = dayOf(shifts.now(), zone);
    const yesterday = addDays(today, -1);
    const first = since === undefined ? yesterday : addDays(dayOf(since, zone), -1);
    return shifts.find("own", first < yesterday ? first : yesterday, addDays(today, 1), call);
  }

  /** What the running call has just looked at; a stamp that follows at once needs no second look before it. */
  const seen = new WeakMap<AbortSignal, { at: number; rows: WireShift[] }>();

  async function read(call?: Call): Promise<WireShift[]> {
    const found = await rows(call);
    if (call?.signal) seen.set(call.signal, { at: performance.now(), rows: found });
    return found;
  }

  /** The same for a stamp: as the call itself saw it a moment ago, or anew. */
  async function before(call?: Call): Promise<WireShift[]> {
    const held = call?.signal && seen.get(call.signal);
    if (call?.signal) seen.delete(call.signal);
    return held && performance.now() - held.at < justNow ? held.rows : rows(call);
  }

  const entries = async (row: WireShift, call?: Call): Promise<Entry[]> =>
    entriesOf(row, await shifts.reading("own", call));

  return {
    rows,
    read,
    before,
    running: (all: readonly WireShift[]): WireShift | null => all.find(isRunning) ?? null,
    /** The same shift as it is now. */
    again: async (row: WireShift) => (await rows(undefined, beginOf(row))).find(({ id }) => id === row.id),
    entries,
    /** What runs: of several projects the last. */
    current: async (row: WireShift, call?: Call): Promise<Entry> =>
      (await entries(row, call)).at(-1) ?? Promise.reject(new RangeError("a shift without entries")),
    zoneOf,

    /**
     * Sends a stamp, then looks what it did.
     * @param look what it should have done; null: not (yet)
     * @param ignored what to say where Calamari took the stamp and nothing changed
     * @throws ServiceError `conflict` where nothing changed
     */
    async stamp<T>(
      endpoint: Endpoint,
      { at, ...more }: { at: Instant } & Record<string, unknown>,
      look: () => Promise<T | null>,
      ignored: string,
      call?: Call,
    ): Promise<{ value: T; notes: MessageText[] }> {
      const body = { time: localTime(at, await zoneOf(call)), ...more };
      let sent: T | null = null;
      const { notes } = await calamari.saveOnce<T | "answered">(
        async () => {
          await client.send(endpoint, { about: { as: "person" }, body }, call);
          return "answered" as const;
        },
        async () => {
          sent = await look();
          return sent;
        },
      );
      // A call that is given up now has stamped already: what it did is still looked for.
      const value = notes.length > 0 ? sent : await readAfterStamp(look());
      if (value !== null) return { value, notes };
      throw new ServiceError("conflict", ignored, {
        saved: "unknown",
        next: "Look at get_status and list_time: the time sheet may have changed elsewhere.",
      });
    },
  };
}
export type Terminal = ReturnType<typeof createTerminal>;
