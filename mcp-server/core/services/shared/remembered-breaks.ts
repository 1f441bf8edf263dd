import type { Call } from "../../domain/call";
import type { Break, Entry, Instant } from "../../domain/entities";
import type { AdapterEnvironment } from "../../domain/ports";
import type { MessageText } from "../../messages/catalog";
import { message } from "../../messages/message";
import { toInstant } from "../../time/format";
import { isBrief, isLike } from "./brief-work";

/** Milliseconds by which a service's clock may be ahead: what begins later is planned, not begun. */
const ahead = 60_000;

const isId = (id: string) => /^[1-9]\d{0,14}$/.test(id);

/**
 * Breaks of services that have none of their own: the entry that was ended for one is remembered beside the service.
 * @param event under which the local log has what could not be remembered
 * @param recall the remembered entry, null where it is gone, and what was recorded lately
 */
export function remembersBreaks(
  env: AdapterEnvironment,
  event: string,
  recall: (entryId: string, call?: Call) => Promise<{ entry: Entry | null; latest: Entry[] }>,
) {
  return {
    /**
     * The break that still holds. Only to be asked while nothing runs; work that was begun and ended elsewhere since, or
     * a remembered entry that is gone, ends it.
     */
    async read(call?: Call): Promise<Break | null> {
      const paused = await env.breaks.read();
      if (!paused || paused.resumed !== undefined || !isId(paused.entryId)) return null;
      const { entry, latest } = await recall(paused.entryId, call);
      if (!entry || entry.end === null) return null;
      const now = toInstant(env.now() + ahead);
      const since = latest.some(
        (each) => Number(each.id) > Number(entry.id) && each.begin >= entry.begin && each.begin <= now,
      );
      return since ? null : { since: paused.since, entry };
    },
    /** The work is ended in the service already, so this never fails. @returns notes */
    async remember(paused: { since: Instant; entryId: string }): Promise<MessageText[]> {
      try {
        await env.breaks.write(paused);
        return [];
      } catch (error) {
        env.log(event, { error: (error as Error).message });
        return [message("break_not_stored")];
      }
    },
    /** The break is over, and what goes on after it is known as ours. Never fails. */
    async resumed({ since, entry }: Break, started: Entry): Promise<void> {
      try {
        await env.breaks.write({ since, entryId: entry.id, resumed: started.id });
      } catch (error) {
        env.log(event, { error: (error as Error).message });
      }
    },
    /**
     * The break before what `resume` began and what ended in under a minute, unless somebody changed it since.
     * @param ended all that ended just now
     */
    async before(ended: readonly Entry[], call?: Call): Promise<Break | null> {
      const [only, ...more] = ended;
      const paused = await env.breaks.read();
      if (!only || more.length > 0 || !isBrief(only) || paused?.resumed !== only.id || !isId(paused.entryId))
        return null;
      const { entry } = await recall(paused.entryId, call);
      return entry && isLike(entry, only) ? { since: paused.since, entry } : null;
    },
    /** Never fails: what stays behind ends by itself with the next work (`read`). */
    async forget(): Promise<void> {
      try {
        if ((await env.breaks.read()) !== null) await env.breaks.write(null);
      } catch (error) {
        env.log(event, { error: (error as Error).message });
      }
    },
  };
}
