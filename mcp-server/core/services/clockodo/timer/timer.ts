import type { Call } from "../../../domain/call";
import type { Break, Entry, Instant } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { StartDraft, Started, Stopped, TimerPort } from "../../../domain/ports";
import { quote } from "../../../domain/quote";
import type { Query } from "../../http/path";
import { droppedNote, isBrief, joinedNote } from "../../shared/brief-work";
import { noBreak, nothingRuns } from "../../shared/nothing-running";
import { savedAndFound, sentOnce } from "../../shared/send-once";
import { demandStored } from "../../shared/stored-as-meant";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { bookedOn, checkDetails, collision, onlyGiven } from "../entries/booking";
import type { EntryWriter } from "../entries/write-entry";
import { wireId } from "../mapping/ids";
import { type Booked, bookedIn, levels, workOn } from "../mapping/levels";
import { deletion, storingIn } from "../stored";
import { clockReading, clockStart, clockStop, type WireClockStart, type WireClockStop } from "../wire/clock";
import type { WireEntry } from "../wire/entry";
import { remembersBreak } from "./remembered-break";

/** Longest text that the clock takes (clockodo-api.md §2.1). */
const longestText = 1_000;
const cutShort = "Clockodo ends an entry just under 24 hours after its begin; what came after is not recorded.";

/** Clockodo's clock: one running entry for each person; starting ends what runs (clockodo-api.md §2.1). */
export function createTimer(clockodo: Clockodo, writer: EntryWriter): TimerPort {
  const { client, env } = clockodo;
  const pauses = remembersBreak(clockodo);

  const running = async (person: number | undefined, call?: Call): Promise<WireEntry | null> => {
    const query: Query = person === undefined ? [] : [["users_id", person]];
    return (await client.get(clockReading, pathOf("clock"), { query }, call)).running ?? null;
  };
  const { single } = writer;

  interface Start extends Booked {
    text?: string;
    billable?: boolean;
    at?: Instant;
    person?: number;
  }

  /**
   * Sends a start. Where its answer is lost, what runs now and did not before, on the same, is it. `time_since` is sent
   * only for another time than now: Clockodo then takes its own clock. Without `clocked_now` it would count as recorded
   * offline (clockodo-api.md §2.1).
   */
  async function begin({ text, billable, at, person, ...on }: Start, call?: Call): Promise<Started> {
    const facts = await clockodo.facts.get({ signal: call?.signal });
    const before = await running(person, call);
    const body = {
      ...onlyGiven(on),
      ...(text ? { text } : {}),
      ...(billable === undefined ? {} : { billable: billable ? 1 : 0 }),
      ...(at === undefined ? {} : { time_since: at, clocked_now: true }),
      ...(person === undefined ? {} : { users_id: person }),
    };
    const started = await sentOnce<WireClockStart>(
      () => client.write(clockStart, "POST", pathOf("clock"), { body }, call),
      async () => {
        const now = await running(person);
        if (!now || now.id === before?.id || !isOn(now, on)) return null;
        return { running: now, stopped: before && (await single(before.id)) };
      },
      clockodo.secondLookMs,
    ).catch((error) => {
      throw collision(error);
    });
    if (person === undefined) await pauses.forget();
    const { running: row, stopped, stopped_has_been_truncated: truncated, additional_message: said } = started.value;
    const entry = await clockodo.written(row);
    const meant = { begin: at, end: null, work: workOn(on), ...(billable === undefined ? {} : { billable }), text };
    const takeBack = deletion(writer, row, stopped != null || started.looked);
    const kept = await demandStored(entry, meant, storingIn(facts.zone), takeBack);
    return {
      entry,
      stopped: stopped ? [await clockodo.written(stopped)] : [],
      notes: [
        ...(started.looked ? [savedAndFound("Clockodo")] : []),
        ...(truncated ? [`The work before was cut: ${cutShort}`] : []),
        ...(said?.text ? [`Clockodo says: ${quote(said.text, 300)}`] : []),
        ...kept,
      ],
    };
  }

  async function stop(at: Instant | undefined, call?: Call): Promise<Stopped> {
    const row = await running(undefined, call);
    if (!row) return { entries: [], notes: [] };
    if (at !== undefined && row.time_since >= at)
      throw new InputError("time", "The end lies before the begin of the running entry.", {
        next: "Give a later end, or change the begin of the entry first.",
      });
    const query: Query = at === undefined ? [] : [["time_until", at]];
    const stopped = await sentOnce<WireClockStop>(
      () => client.write(clockStop, "DELETE", pathOf("clock", row.id), { query }, call),
      async () => {
        const now = await single(row.id);
        return now.time_until == null ? null : { stopped: now };
      },
      clockodo.secondLookMs,
    );
    const zone = (await clockodo.facts.get().catch(() => null))?.zone ?? "UTC";
    const entry = await clockodo.written(stopped.value.stopped);
    const truncated = stopped.value.stopped_has_been_truncated === true;
    const end = at === undefined || truncated ? {} : { end: at };
    // What has ended cannot be made to run again (§2.2), so a wrong end is told.
    const kept = await demandStored(entry, { begin: row.time_since, ...end }, storingIn(zone), null);
    return {
      entries: [entry],
      notes: [...(stopped.looked ? [savedAndFound("Clockodo")] : []), ...(truncated ? [cutShort] : []), ...kept],
    };
  }

  /** What an entry is, to start like it. Billed is billable. */
  function like(row: WireEntry): Start {
    if (row.services_id == null)
      throw new ServiceError("invalid", "A lump sum is no time: it cannot run.", { next: "Clock in on its project." });
    return {
      ...bookedIn(row),
      ...(row.text ? { text: row.text } : {}),
      ...(row.billable == null ? {} : { billable: row.billable > 0 }),
    };
  }

  /** Never fails: at worst an entry of 0:00 is kept. */
  const removed = (id: number) =>
    writer.remove(id).then(
      () => true,
      () => false,
    );

  /** The break goes on, or work is over, as if nobody had resumed. @returns null where the entry stays as it is */
  async function dropBrief(ended: readonly Entry[], call?: Call): Promise<Break | null> {
    const before = await pauses.before(ended, call).catch(() => null);
    const [brief] = ended;
    return before && brief && (await removed(wireId(brief.id, "an entry"))) ? before : null;
  }

  return {
    async read(call) {
      const row = await running(undefined, call);
      return row
        ? { running: [await clockodo.entry(row, call)], onBreak: null }
        : { running: [], onBreak: await pauses.read(call) };
    },

    async start(draft: StartDraft, call) {
      const { facts, company } = await clockodo.profile.get({ signal: call?.signal });
      checkDetails(draft, company);
      refuseOnClock(draft);
      const on = await bookedOn(clockodo, draft.work, call);
      const others = draft.personId !== undefined && draft.personId !== facts.person.id;
      return begin(
        {
          ...on,
          text: draft.text ?? undefined,
          billable: draft.billable,
          at: draft.at,
          person: others ? wireId(draft.personId ?? "", "a person") : undefined,
        },
        call,
      );
    },

    async stop(at, call) {
      const stopped = await stop(at, call);
      const dropped = await dropBrief(stopped.entries, call);
      // A clock-out while on a break ends the break.
      await pauses.forget();
      return dropped ? { entries: [], notes: [...stopped.notes, droppedNote] } : stopped;
    },

    async pause(at, call) {
      const { entries, notes } = await stop(at, call);
      const dropped = await dropBrief(entries, call);
      if (dropped) {
        const remembered = await pauses.remember({ since: dropped.since, entryId: dropped.entry.id });
        return { ...dropped, notes: [...notes, droppedNote, ...remembered] };
      }
      const [entry] = entries;
      if (!entry || entry.end === null) throw nothingRuns();
      const remembered = await pauses.remember({ since: entry.end, entryId: entry.id });
      return { since: entry.end, entry, notes: [...notes, ...remembered] };
    },

    async resume(at, call) {
      const before = await running(undefined, call);
      const paused = before ? null : await pauses.read(call);
      if (!paused) throw noBreak(before !== null);
      const old = await single(wireId(paused.entry.id, "an entry"), call);
      const started = await begin({ ...like(old), ...(at !== undefined && { at }) }, call);
      if (isBrief(paused.entry) && (await removed(old.id)))
        return { ...started, notes: [...started.notes, joinedNote] };
      await pauses.resumed(paused, started.entry);
      return started;
    },

    /**
     * Clockodo cannot make an ended entry run again (`time_until` may be null only while it runs, §2.2). A new one goes on
     * from where it ended, so that no time is lost or counted twice; its id is another one.
     */
    async reopen(entryId, call) {
      const row = await single(wireId(entryId, "an entry"), call);
      if (row.time_until == null && (row.type ?? 1) === 1) return clockodo.entry(row, call);
      const start = like(row);
      const { user } = await clockodo.profile.get({ signal: call?.signal });
      if (row.users_id !== user.id)
        throw new ServiceError("unsupported", "Only your own work can be made to run again.", {
          next: "Clock in for them instead.",
        });
      if (await running(undefined, call))
        throw new ServiceError("conflict", "Other work is running, and Clockodo runs one entry at a time.", {
          next: "Stop it first.",
        });
      const { time_until: end } = row;
      if (end == null || env.now() - Date.parse(end) > 86_340_000)
        throw new ServiceError("invalid", "It ended more than a day ago; Clockodo's entries are shorter than that.", {
          next: "Clock in on the same again.",
        });
      return (await begin({ ...start, at: end }, call)).entry;
    },
  };
}

const isOn = (row: WireEntry, on: Booked) => levels.every(([, wire]) => bookedIn(row)[wire] === on[wire]);

/** What the clock takes no word of (§2.1). @throws ServiceError `unsupported`, InputError */
function refuseOnClock({ exported, fixedRate, hourlyRate, text }: StartDraft): void {
  const refuse = (field: string, message: string) => {
    throw new ServiceError("unsupported", message, {
      fields: { [field]: message },
      next: "Clock in without it, and change the entry afterwards.",
    });
  };
  if (exported) refuse("exported", "What still runs cannot be billed.");
  if (fixedRate != null || hourlyRate != null) refuse("rate", "Clockodo's clock takes no rates.");
  if (text && text.length > longestText)
    throw new InputError("argument", `Clockodo's clock takes texts of up to ${longestText} characters.`, {
      next: "Shorten it.",
    });
}
