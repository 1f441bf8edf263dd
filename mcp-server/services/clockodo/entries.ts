import { z } from "zod";
import type { Entry } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { Call, TimePort } from "../../domain/ports";
import { savedAndFound, sentOnce } from "../http/readback";
import { collision, moved } from "./booking";
import type { Clockodo } from "./context";
import { type Body, changeBody, copyBody, createBody, isRunning } from "./entry-body";
import { wireId } from "./ids";
import { listEntries } from "./list";
import { pathOf } from "./paths";
import { createTwins, holds } from "./twins";
import { clockChange } from "./wire/clock";
import { createdEntry, oneEntry, type WireEntry } from "./wire/entry";

/** What a delete answers; its words do not matter. */
const nothing = z.unknown();
const lookedAndFound = savedAndFound("Clockodo");

/** Clockodo's entries of all three types (clockodo-api.md §2.2). */
export function createEntries(clockodo: Clockodo): TimePort {
  const { client, env } = clockodo;
  const twins = createTwins(clockodo);

  const single = async (id: number, call?: Call): Promise<WireEntry> =>
    (await client.get(oneEntry, pathOf("entries", id), {}, call)).entry;
  const named = async (row: WireEntry, call?: Call): Promise<Entry> =>
    (await clockodo.entries([row], call))[0] ?? clockodo.written(row);

  /** A refusal has many reasons and few words; the entry itself tells whether it is billed. */
  function refusal(error: unknown, row: WireEntry | null): unknown {
    const known = collision(error);
    if (!(known instanceof ServiceError) || known.kind !== "forbidden" || row?.billable !== 2) return known;
    return new ServiceError("locked", "The entry is billed, and your rights in Clockodo do not let you change it.", {
      next: "Ask whoever administers your Clockodo to take the mark off.",
      requestId: known.requestId,
      detail: known.detail,
      cause: known,
    });
  }

  /** Sends a new entry; where its answer is lost, looks for one that has what was sent and was not there before. */
  async function create(
    body: Body & { time_since: string; time_until?: string },
    person: number,
    call?: Call,
  ): Promise<{ row: WireEntry; notes: string[] }> {
    const since = env.now();
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
      notes: [
        ...(looked ? [lookedAndFound] : []),
        ...(value.stopped ? [`Clockodo ended the running entry #${value.stopped.id} for it.`] : []),
      ],
    };
  }

  /** Sends a change; where its answer is lost, the entry has what was sent, or has changed otherwise. */
  async function change(row: WireEntry, body: Body, call?: Call): Promise<{ row: WireEntry; notes: string[] }> {
    const path = pathOf("entries", row.id);
    const alone = Object.keys(body).join() === "time_since" && isRunning(row);
    const write = async () => {
      if (!alone) return { row: (await client.write(oneEntry, "PUT", path, { body }, call)).entry, overlaps: false };
      // The clock has its own call for this, which tells what is in the way; the old begin makes sure that it is still so.
      const moves = { ...body, time_since_before: row.time_since };
      const told = await client.write(clockChange, "PUT", pathOf("clock", row.id), { body: moves }, call);
      return { row: told.updated, overlaps: told.overlapping_correction?.overlapping === true };
    };
    const { value, looked } = await sentOnce(
      write,
      async () => {
        const now = await single(row.id);
        const same = JSON.stringify(now) === JSON.stringify(row);
        return same && !holds(now, body) ? null : { row: now, overlaps: false };
      },
      clockodo.secondLookMs,
    ).catch((error) => {
      throw refusal(error, row);
    });
    return {
      row: value.row,
      notes: [...(looked ? [lookedAndFound] : []), ...(value.overlaps ? ["It reaches into the entry before it."] : [])],
    };
  }

  return {
    list: (query, call) => listEntries(clockodo, query, call),
    get: async (id, call) => named(await single(wireId(id, "an entry"), call), call),

    async create(draft, call) {
      const { body, guessed } = await createBody(clockodo, draft, call);
      const { facts } = await clockodo.profile.get({ signal: call?.signal });
      const person = wireId(draft.personId ?? facts.person.id, "a person");
      let { row, notes } = await create(body, person, call);
      if (guessed) notes.push("Whether this is billable could not be read from its project; it is saved as billable.");
      if (draft.exported)
        try {
          const billed = await change(row, { billable: 2 });
          row = billed.row;
          notes = [...notes, ...billed.notes];
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          notes.push(`The entry is saved, but not marked as billed: ${error.message}`);
        }
      const entry = await clockodo.written(row);
      return { entry, notes: [...notes, ...moved(entry, draft, facts)] };
    },

    async update(id, patch, call) {
      const before = await single(wireId(id, "an entry"), call);
      const body = await changeBody(clockodo, before, patch, call);
      if (Object.keys(body).length === 0) return { entry: await named(before, call), notes: [] };
      const { facts } = await clockodo.profile.get({ signal: call?.signal });
      const { row, notes } = await change(before, body, call);
      const entry = await clockodo.written(row);
      return { entry, notes: [...notes, ...moved(entry, patch, facts)] };
    },

    async copy(id, call) {
      const row = await single(wireId(id, "an entry"), call);
      if (isRunning(row))
        throw new ServiceError("invalid", "The entry still runs; only what has ended can be copied.", {
          next: "Clock out first, or clock in on the same again.",
        });
      const { user } = await clockodo.profile.get({ signal: call?.signal });
      // The one that is copied has all that is looked for.
      twins.made(row.id);
      const made = await create(copyBody(row, user.id), row.users_id, call);
      return { entry: await clockodo.written(made.row), notes: made.notes };
    },

    async remove(id, call) {
      const number = wireId(id, "an entry");
      try {
        await sentOnce(
          async () => {
            await client.write(nothing, "DELETE", pathOf("entries", number), {}, call);
            return true;
          },
          async () => {
            try {
              await single(number);
              return null;
            } catch (error) {
              if (error instanceof ServiceError && error.kind === "not_found") return true;
              throw error;
            }
          },
          clockodo.secondLookMs,
        );
      } catch (error) {
        const refused = error instanceof ServiceError && error.kind === "forbidden";
        throw refusal(error, refused ? await single(number).catch(() => null) : null);
      }
    },
  };
}
