import type { Call } from "../../../domain/call";
import type { CalendarDay, Entry, Instant } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { TimePort } from "../../../domain/ports";
import type { MessageText } from "../../../messages/catalog";
import { withOffset } from "../../../time/format";
import { demandStored, type TakeBack } from "../../shared/stored-as-meant";
import { readAfterSaving } from "../after-write";
import { createZones } from "../capabilities/person-zones";
import { endpoints } from "../client/paths";
import type { Calamari } from "../context";
import { readShiftId, type ShiftId, shiftId } from "../mapping/ids";
import { isNameOnly, personOf } from "../mapping/person";
import { beginOf, endOf, entriesOf, wholeShift } from "../mapping/shift";
import { meantBy, storedAs, storingIn } from "../stored";
import type { BreakTypes } from "../timer/break-types";
import type { WireShift } from "../wire/shift";
import { bodyOf, type Planned, plannedShift } from "./entry-body";
import { asItIs, changedShift, isAsSent } from "./entry-change";
import { checkDetails } from "./entry-checks";
import { listEntries } from "./list-entries";
import type { Shifts, Whose } from "./shifts";

const gone = () =>
  new ServiceError("not_found", "Calamari has no such entry (any more).", {
    next: "It may have been deleted, or moved to another day, which changes its id: list the time again.",
  });

/** Calamari's time sheet (calamari-api.md §2.3). */
export function createEntries(calamari: Calamari, shifts: Shifts, breakTypes: BreakTypes): TimePort {
  const { client, other } = calamari;
  const zones = createZones(calamari);
  const whoseOf = (person: string | undefined, cell: string): Whose =>
    person === undefined ? "own" : isNameOnly(person) ? { cell } : { cell, people: [person] };

  async function row({ id, day, person }: ShiftId, cell: string, call?: Call): Promise<WireShift> {
    call?.signal?.throwIfAborted();
    const rows = await shifts.month(whoseOf(await other(person, call), cell), day);
    const theirs = (each: WireShift) =>
      person === undefined || !isNameOnly(person) || (each.person && personOf(each.person).id === person);
    return rows.find((each) => each.id === id && theirs(each)) ?? Promise.reject(gone());
  }

  /** @throws ServiceError for somebody whom no request can name */
  function demandNamed(person: string | undefined): void {
    if (person === undefined || !isNameOnly(person)) return;
    throw new ServiceError("unsupported", "Calamari tells neither the e-mail address nor the number of this person.", {
      next: "Change it in Calamari's own app.",
    });
  }

  async function entryOf(found: WireShift, whose: Whose, part?: number): Promise<Entry> {
    const reading = await shifts.reading(whose);
    if (part === undefined) return wholeShift(found, reading);
    return entriesOf(found, reading)[part - 1] ?? Promise.reject(gone());
  }

  function refusePart({ part, ...whole }: ShiftId): void {
    if (part === undefined) return;
    const id = shiftId(whole);
    const message = "It is one of several projects of a shift, which is changed only as a whole.";
    throw new ServiceError("unsupported", message, { next: `Change or delete #${id}.` });
  }

  /** Calamari keeps doubled shifts (§2.3), which nobody means. @throws ServiceError `conflict` */
  function refuseOverlap(rows: readonly WireShift[], { begin, end }: Planned, zone: string, own?: number): void {
    const there = rows.find((each) => each.id !== own && beginOf(each) < end && (endOf(each) ?? "9999") > begin);
    if (!there) return;
    const until = endOf(there);
    const shown = `${withOffset(beginOf(there), zone)} to ${until === null ? "now" : withOffset(until, zone)}`;
    throw new ServiceError("conflict", `There is a shift already: ${shown}.`, {
      next: "Change the times, or that shift.",
    });
  }

  const dayIn = (instant: Instant): CalendarDay => instant.slice(0, 10);

  /** Whose a shift is, and in whose zone its clock times are written. */
  interface Place {
    person: string | undefined;
    whose: Whose;
    zone: string;
  }

  const reread = async (id: number, planned: Planned, whose: Whose) =>
    (await shifts.month(whose, dayIn(planned.begin))).find((each) => each.id === id);

  const erase = (id: number, person: string | undefined, cell: string, call?: Call) => {
    const about = person === undefined ? "nobody" : { beyond: cell };
    return client.send(endpoints.deleteShift, { about, body: { id } }, call);
  };

  const replace = (id: number, person: string | undefined, body: Record<string, unknown>, call?: Call) => {
    const about = { as: "person", other: person, cell: "others_time.update" } as const;
    return client.send(endpoints.updateShift, { about, body: { id, ...body } }, call);
  };

  /** Sends a changed shift as it was, where nobody else has changed it since. */
  const resetting = (before: WireShift, after: WireShift, planned: Planned, place: Place): TakeBack => ({
    done: "The shift was set back to what it was.",
    async undo() {
      const { person, whose, zone } = place;
      const former = asItIs(before);
      if (JSON.stringify(await reread(after.id, planned, whose)) !== JSON.stringify(after)) return false;
      await replace(after.id, person, bodyOf(former, zone));
      const now = await reread(after.id, former, whose);
      return now !== undefined && beginOf(now) === former.begin && endOf(now) === former.end;
    },
  });

  /** @param before the shift as it was; absent: it is new */
  async function saved(id: number, planned: Planned, place: Place, notes: MessageText[], before?: WireShift) {
    const { person, whose, zone } = place;
    const found = await readAfterSaving(reread(id, planned, whose));
    if (!found)
      throw new ServiceError("conflict", "Calamari saved the shift, but does not list it.", {
        saved: "yes",
        next: "Look at list_time before you do it again.",
      });
    const entry = await readAfterSaving(entryOf(found, whose));
    const takeBack: TakeBack = before
      ? resetting(before, found, planned, place)
      : {
          done: "The new shift was deleted again.",
          async undo() {
            await erase(id, person, "others_time.create");
            return (await reread(id, planned, whose)) === undefined;
          },
        };
    const kept = await demandStored(storedAs(found, entry), meantBy(planned), storingIn(zone), takeBack);
    return { entry, notes: [...notes, ...kept] };
  }

  return {
    async *list(query, call) {
      yield* listEntries(shifts, await calamari.facts.get(call), query, call);
    },

    async get(id, call) {
      const wanted = readShiftId(id);
      const cell = "others_time.read";
      const found = await row(wanted, cell, call);
      return entryOf(found, whoseOf(await other(wanted.person, call), cell), wanted.part);
    },

    async create(draft, call) {
      checkDetails(draft);
      const person = await other(draft.personId, call);
      demandNamed(person);
      const whose = whoseOf(person, "others_time.create");
      const zone = await zones.of(person, "others_time.create", call);
      const rows = await shifts.month(whose, dayIn(draft.begin));
      const { planned, notes } = await plannedShift(draft, { zone, breakTypes, rows: async () => rows }, call);
      refuseOverlap(rows, planned, zone);
      const before = new Set(rows.map(({ id }) => id));
      const body = bodyOf(planned, zone);
      const about = { as: "person", other: person, cell: "others_time.create" } as const;
      const sent = await calamari.saveOnce<{ id: number }>(
        () => client.send(endpoints.createShift, { about, body }, call),
        async () =>
          (await shifts.month(whose, dayIn(planned.begin))).find(
            (each) => !before.has(each.id) && isAsSent(each, body, zone),
          ) ?? null,
      );
      return saved(sent.value.id, planned, { person, whose, zone }, [...notes, ...sent.notes]);
    },

    async update(id, patch, call) {
      checkDetails(patch);
      const wanted = readShiftId(id);
      refusePart(wanted);
      const person = await other(wanted.person, call);
      demandNamed(person);
      const whose = whoseOf(person, "others_time.update");
      if (patch.personId !== undefined && (await other(patch.personId, call)) !== person)
        throw new ServiceError("unsupported", "Calamari cannot give a shift to somebody else.", {
          next: "Log it for them, and delete this one.",
        });
      const zone = await zones.of(person, "others_time.update", call);
      const rows = await shifts.month(whose, wanted.day);
      const before = rows.find((each) => each.id === wanted.id);
      if (!before) throw gone();
      const changed = await changedShift(before, patch, { zone, breakTypes, rows: async () => rows }, call);
      if (!changed) return { entry: await entryOf(before, whose), notes: [] };
      const { planned, notes } = changed;
      const elsewhere = dayIn(planned.begin).slice(0, 7) !== wanted.day.slice(0, 7);
      refuseOverlap(elsewhere ? await shifts.month(whose, dayIn(planned.begin)) : rows, planned, zone, wanted.id);
      const body = bodyOf(planned, zone);
      const sent = await calamari.saveOnce<unknown>(
        () => replace(wanted.id, person, body, call),
        async () => {
          const found = await reread(wanted.id, planned, whose);
          return found && isAsSent(found, body, zone) ? found : null;
        },
      );
      return saved(wanted.id, planned, { person, whose, zone }, [...notes, ...sent.notes], before);
    },

    async remove(id, call) {
      const wanted = readShiftId(id);
      refusePart(wanted);
      const person = await other(wanted.person, call);
      const whose = whoseOf(person, "others_time.delete");
      // The request itself names nobody: that the shift is theirs is seen here.
      await row(wanted, "others_time.delete", call);
      await calamari.saveOnce<unknown>(
        () => erase(wanted.id, person, "others_time.delete", call),
        async () => ((await shifts.month(whose, wanted.day)).some((each) => each.id === wanted.id) ? null : true),
      );
    },
  };
}
