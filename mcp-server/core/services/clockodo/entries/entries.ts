import type { Entry, Instant } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { TimePort } from "../../../domain/ports";
import { demandStored, type Meant } from "../../shared/stored-as-meant";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { deletion, meantBy, resetting, storingIn } from "../stored";
import { createBulk } from "./bulk-by-filter";
import { changeBody, copyBody, createBody, isRunning } from "./entry-body";
import { listEntries } from "./list-entries";
import type { EntryWriter } from "./write-entry";

/** Largest error of the difference between the service's clock and ours: both count whole seconds. */
const clockErrorSeconds = 2;

/** Clockodo's entries of all three types (clockodo-api.md §2.2). */
export function createEntries(clockodo: Clockodo, writer: EntryWriter): TimePort {
  const { single, create, change, remove } = writer;

  return {
    list: (query, call) => listEntries(clockodo, query, call),
    get: async (id, call) => clockodo.entry(await single(wireId(id, "an entry"), call), call),

    async create(draft, call) {
      const { body, guessed } = await createBody(clockodo, draft, call);
      const { facts } = await clockodo.profile.get({ signal: call?.signal });
      const person = wireId(draft.personId ?? facts.person.id, "a person");
      let { row, notes, stays } = await create(body, person, call);
      const { exported, ...draftOfNew } = draft;
      const meant = meantBy({ ...draftOfNew, ...(exported && { billable: true }) });
      const made = await clockodo.written(row);
      notes = [...notes, ...(await demandStored(made, meant, storingIn(facts.zone), deletion(writer, row, stays)))];
      if (guessed) notes.push("Whether this is billable could not be read from its project; it is saved as billable.");
      if (exported)
        try {
          const billed = await change(row, { billable: 2 });
          row = billed.row;
          await demandStored(await clockodo.written(row), { exported }, storingIn(facts.zone), null);
          notes = [...notes, ...billed.notes];
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          notes.push(`The entry is saved, but not marked as billed: ${error.message}`);
        }
      return { entry: await clockodo.written(row), notes };
    },

    async update(id, patch, call) {
      const before = await single(wireId(id, "an entry"), call);
      const body = await changeBody(clockodo, before, patch, call);
      if (Object.keys(body).length === 0) return { entry: await clockodo.entry(before, call), notes: [] };
      const { facts } = await clockodo.profile.get({ signal: call?.signal });
      const { row, notes, free, looked } = await change(before, body, call);
      const entry = await clockodo.written(row);
      const takeBack = looked ? null : resetting(writer, before, row, body);
      const storing = { ...storingIn(facts.zone), byRule: (_wanted: Instant, got: Instant) => got === free };
      const kept = await demandStored(entry, meantBy(patch), storing, takeBack);
      return { entry, notes: [...notes, ...kept] };
    },

    async copy(id, call) {
      const row = await single(wireId(id, "an entry"), call);
      if (isRunning(row))
        throw new ServiceError("invalid", "The entry still runs; only what has ended can be copied.", {
          next: "Clock out first, or clock in on the same again.",
        });
      const { user } = await clockodo.profile.get({ signal: call?.signal });
      const made = await create(copyBody(row, user.id), row.users_id, call, row);
      const { facts } = await clockodo.profile.get();
      const [entry, old] = [await clockodo.written(made.row), await clockodo.written(row)];
      const { begin, end, breakSeconds, text, billable } = old;
      const meant: Meant = { begin, end, breakSeconds, text, work: idsOf(old), personId: String(row.users_id) };
      const takeBack = deletion(writer, made.row, made.stays);
      const kept = await demandStored(entry, { ...meant, billable }, storingIn(facts.zone), takeBack);
      return { entry, notes: [...made.notes, ...kept] };
    },

    async isChangedAfter({ id }, after, call) {
      const { time_last_change: changed } = await single(wireId(id, "an entry"), call);
      const since = after + ((clockodo.client.clockSkew() ?? 0) + clockErrorSeconds) * 1000;
      return changed != null && Date.parse(changed) >= since;
    },

    remove: async (id, call) => remove(wireId(id, "an entry"), call),
    bulk: createBulk(clockodo),
  };
}

const idsOf = ({ work }: Entry): Meant["work"] =>
  Object.fromEntries(Object.entries(work).map(([level, { id }]) => [level, id]));
