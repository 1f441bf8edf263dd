import type { z } from "zod";
import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import { reworded } from "../../../domain/reworded";
import type { MessageText } from "../../../messages/catalog";
import { isGone } from "../../shared/refusals";
import { removeOnce } from "../../shared/save-once";
import { savedAndFound, sentOnce } from "../../shared/send-once";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { clockChange } from "../wire/clock";
import { createdEntry, oneEntry, type WireEntry } from "../wire/entry";
import { nothing } from "../wire/wrap";
import { collision } from "./booking";
import { type Body, isRunning } from "./entry-body";
import { createTwins, holds } from "./find-lost-create";

const lookedAndFound = savedAndFound("Clockodo");

/** Rows of entries read and written one by one; each write is sent once, and looked for where its answer is lost. */
export function createEntryWriter(clockodo: Clockodo) {
  const { client, env } = clockodo;
  const twins = createTwins(clockodo);

  const single = async (id: number, call?: Call): Promise<WireEntry> =>
    (await client.get(oneEntry, pathOf("entries", id), {}, call)).entry;
  /** A refusal has many reasons and few words; the entry itself tells whether it is billed. */
  function refusal(error: unknown, row: WireEntry | null): unknown {
    const known = collision(error);
    if (!(known instanceof ServiceError) || known.kind !== "forbidden" || row?.billable !== 2) return known;
    return reworded(known, "The entry is billed, and your rights in Clockodo do not let you change it.", {
      kind: "locked",
      next: "Ask whoever administers your Clockodo to take the mark off.",
    });
  }

  /**
   * Sends a new entry; where its answer is lost, looks for one that has what was sent and was not there before.
   * @param like one that has all of it already, and is not the lost one
   * @returns `stays`: it may not be taken back, as Clockodo ended what ran for it, or as it was found by looking
   */
  async function create(
    body: Body & { time_since: string; time_until?: string },
    person: number,
    call?: Call,
    like?: WireEntry,
  ): Promise<{ row: WireEntry; notes: MessageText[]; stays: boolean }> {
    const since = env.now();
    if (like) twins.made(like.id);
    const { value, looked } = await sentOnce<z.infer<typeof createdEntry>>(
      () => client.write(createdEntry, "POST", pathOf("entries"), { body }, call),
      async () => {
        const entry = await twins.find(body, person, since);
        return entry && { entry };
      },
      clockodo.secondLookMs,
    ).catch((error) => {
      throw collision(error);
    });
    twins.made(value.entry.id);
    return {
      row: value.entry,
      stays: looked || value.stopped != null,
      notes: [
        ...(looked ? [lookedAndFound] : []),
        ...(value.stopped ? [`Clockodo ended the running entry #${value.stopped.id} for it.`] : []),
      ],
    };
  }

  /**
   * Sends a change; where its answer is lost, the entry has what was sent, or that is not known.
   * @returns `looked`: it was found by looking · `free`: when the time before it ends, to which the clock moves a begin that reaches into that (§2.1)
   */
  async function change(
    row: WireEntry,
    body: Body,
    call?: Call,
  ): Promise<{ row: WireEntry; notes: MessageText[]; free: string | null; looked: boolean }> {
    const path = pathOf("entries", row.id);
    const alone = Object.keys(body).join() === "time_since" && isRunning(row);
    const write = async () => {
      if (!alone)
        return { row: (await client.write(oneEntry, "PUT", path, { body }, call)).entry, overlaps: false, free: null };
      // The clock has its own call for this, which tells what is in the way; the old begin makes sure that it is still so.
      const moves = { ...body, time_since_before: row.time_since };
      const told = await client.write(clockChange, "PUT", pathOf("clock", row.id), { body: moves }, call);
      const { overlapping = false, overlapping_free_time_since: free = null } = told.overlapping_correction ?? {};
      return { row: told.updated, overlaps: overlapping === true, free };
    };
    const { value, looked } = await sentOnce(
      write,
      async () => {
        const now = await single(row.id);
        if (holds(now, body)) return { row: now, overlaps: false, free: null };
        if (JSON.stringify(now) === JSON.stringify(row)) return null;
        throw new Error("it was changed otherwise, which does not tell whether this change arrived too");
      },
      clockodo.secondLookMs,
    ).catch((error) => {
      throw refusal(error, row);
    });
    return {
      row: value.row,
      free: value.free,
      looked,
      notes: [...(looked ? [lookedAndFound] : []), ...(value.overlaps ? ["It reaches into the entry before it."] : [])],
    };
  }

  async function remove(id: number, call?: Call): Promise<void> {
    try {
      await removeOnce(
        clockodo,
        () => client.write(nothing, "DELETE", pathOf("entries", id), {}, call),
        () => isGone(single(id)),
      );
    } catch (error) {
      const refused = error instanceof ServiceError && error.kind === "forbidden";
      throw refusal(error, refused ? await single(id).catch(() => null) : null);
    }
  }

  return { single, create, change, remove };
}
export type EntryWriter = ReturnType<typeof createEntryWriter>;
