import type { Entry } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { Call, TimePort } from "../../domain/ports";
import { moved } from "./booking";
import { createBulk } from "./bulk";
import type { Clockodo } from "./context";
import { changeBody, copyBody, createBody, isRunning } from "./entry-body";
import type { EntryWriter } from "./entry-write";
import { wireId } from "./ids";
import { listEntries } from "./list";
import type { WireEntry } from "./wire/entry";

/** Clockodo's entries of all three types (clockodo-api.md §2.2). */
export function createEntries(clockodo: Clockodo, { single, create, change, remove }: EntryWriter): TimePort {
  const named = async (row: WireEntry, call?: Call): Promise<Entry> =>
    (await clockodo.entries([row], call))[0] ?? clockodo.written(row);

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
      const made = await create(copyBody(row, user.id), row.users_id, call, row);
      return { entry: await clockodo.written(made.row), notes: made.notes };
    },

    remove: async (id, call) => remove(wireId(id, "an entry"), call),
    bulk: createBulk(clockodo),
  };
}
