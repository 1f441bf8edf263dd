import type { Break, Instant } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { Call } from "../../domain/ports";
import { toInstant } from "../../time/format";
import type { Kimai } from "./context";
import { entity } from "./wire";

/** Kimai has no break of its own: the entry that was ended for it is remembered beside Kimai. */
export function remembersBreak(kimai: Kimai) {
  const { client, env } = kimai;
  return {
    /**
     * The break that still holds. Only to be asked while nothing runs; work that was begun and ended elsewhere since, or
     * a remembered entry that is gone, ends it.
     */
    async read(call?: Call): Promise<Break | null> {
      const paused = await env.breaks.read();
      if (!paused || !/^[1-9]\d{0,14}$/.test(paused.entryId)) return null;
      const latest = await client.page([["size", 5]], call?.signal);
      for (const row of latest.rows) kimai.entry(row);
      const remembered = latest.rows.find((row) => String(row.id) === paused.entryId);
      const entry = remembered ? kimai.entry(remembered) : await gone(paused.entryId, call);
      if (!entry || entry.end === null) return null;
      const now = toInstant(env.now() + 60_000);
      const since = latest.rows
        .map(kimai.entry)
        .some((each) => Number(each.id) > Number(entry.id) && each.begin >= entry.begin && each.begin <= now);
      return since ? null : { since: paused.since, entry };
    },
    /** The work is ended in Kimai already, so this never fails. @returns notes */
    async remember(paused: { since: Instant; entryId: string }): Promise<string[]> {
      try {
        await env.breaks.write(paused);
        return [];
      } catch (error) {
        env.log("kimai.break", { error: (error as Error).message });
        return ["Punchcard could not remember the break on this computer: clock in again to go on."];
      }
    },
    /** Never fails: what stays behind ends by itself with the next work (`read`). */
    async forget(): Promise<void> {
      try {
        if ((await env.breaks.read()) !== null) await env.breaks.write(null);
      } catch (error) {
        env.log("kimai.break", { error: (error as Error).message });
      }
    },
  };

  /** The remembered entry where it is not among the latest; null where it is gone. */
  async function gone(id: string, call?: Call) {
    try {
      return await kimai.named(await client.get(entity, ["timesheets", id], [], call?.signal), call);
    } catch (error) {
      if (error instanceof ServiceError && ["not_found", "forbidden"].includes(error.kind)) return null;
      throw error;
    }
  }
}
