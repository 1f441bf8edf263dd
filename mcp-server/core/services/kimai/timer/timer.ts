import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { AccountFacts, Break, Entry, Instant, WorkIds } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { StartDraft, Started, Stopped, TimerPort, TimerReading } from "../../../domain/ports";
import type { MessageText } from "../../../messages/catalog";
import { toInstant } from "../../../time/format";
import { droppedNote, isBrief, joinedNote } from "../../shared/brief-work";
import { noBreak, nothingRuns } from "../../shared/nothing-running";
import { partlyDone } from "../../shared/partly-done";
import { sentOnce } from "../../shared/send-once";
import { compareStored, demandStored, type Meant } from "../../shared/stored-as-meant";
import { changeRecord, deletion, meantBy } from "../change";
import { nothing } from "../client/client";
import { entity, expanded } from "../client/wire";
import type { Kimai } from "../context";
import { collision } from "../entries/collision";
import { droppedTags, writeMeta } from "../entries/entry-notes";
import { demandField, demandWork, formBody, wireId } from "../mapping/entry-form";
import { foundByLooking } from "../mapping/phrases";
import { formTime, restartTime } from "../mapping/wire-time";
import { isStoredAs, storingIn } from "../rounding";
import { onOpenWork } from "../work/closed-work";
import type { Lists } from "../work/lists";
import { remembersBreak } from "./remembered-break";

export function createTimer(kimai: Kimai, lists: Lists): TimerPort {
  const { client } = kimai;
  const pauses = remembersBreak(kimai);

  const active = async (signal?: AbortSignal): Promise<Entry[]> => {
    const rows = await client.get(z.array(expanded), ["timesheets", "active"], [], signal);
    return rows.map(kimai.entry).sort((a, b) => b.begin.localeCompare(a.begin) || Number(b.id) - Number(a.id));
  };
  const single = async (id: string, call?: Call) =>
    kimai.named(await client.get(entity, ["timesheets", wireId(id, "an entry")], [], call?.signal), call);

  /** Kimai ends the oldest entries beyond its limit without a word (§3.7). The start is done, so this never fails. */
  async function endedBy(
    started: Entry,
    before: readonly Entry[],
    room: readonly { entry: Entry; notes: MessageText[] }[] = [],
  ): Promise<{ stopped: Entry[]; notes: MessageText[] }> {
    const stopped = room.map(({ entry }) => entry);
    const notes = room.flatMap((each) => each.notes);
    const others = before.filter(({ id }) => id !== started.id && !stopped.some((one) => one.id === id));
    if (others.length === 0) return { stopped, notes };
    try {
      const still = new Set((await active()).map((entry) => entry.id));
      const gone = others.filter(({ id }) => !still.has(id));
      return { stopped: [...stopped, ...(await Promise.all(gone.map(({ id }) => single(id))))], notes };
    } catch {
      return { stopped, notes: [...notes, "Other work was running; Punchcard could not read whether Kimai ended it."] };
    }
  }

  /**
   * The running entry that was not there before and is booked on the same.
   * @throws where one runs on it since another time than `at`: it may be ours, or what the person began by hand
   */
  async function newlyRunning(
    before: readonly Entry[],
    { project, activity }: WorkIds,
    at?: Instant,
  ): Promise<Entry | null> {
    const old = new Set(before.map((entry) => entry.id));
    const fresh = (await active()).filter((entry) => !old.has(entry.id));
    const same = fresh.find(({ work }) => work.project?.id === project && work.activity?.id === activity);
    if (same && at !== undefined && !isStoredAs(at, same.begin)) throw new Error("the same work was begun meanwhile");
    return same ?? null;
  }

  /**
   * Kimai would end what runs at its own now, and so count the time since `at` twice (§3.7): what the limit leaves no room
   * for is ended at `at` before. What began later stays as it is.
   */
  async function makeRoom(before: readonly Entry[], at: Instant | undefined, facts: AccountFacts, call?: Call) {
    const ended: { entry: Entry; notes: MessageText[] }[] = [];
    if (at === undefined || !facts.fields.includes("end")) return ended;
    const leaving = before.slice(facts.booking.runningLimit - 1).filter(({ begin }) => begin < at);
    for (const entry of leaving) ended.push(await stopOne(entry, at, facts, call));
    return ended;
  }

  /** What was ended for a start that failed then has ended all the same. */
  const endedInVain = (error: unknown, ended: readonly { entry: Entry }[]) =>
    error instanceof ServiceError && ended.length > 0
      ? partlyDone(
          error,
          `Ended ${ended.map(({ entry }) => `#${entry.id}`).join(", ")}, but nothing was started: ${error.message}`,
          "Look at get_status, and clock in again.",
        )
      : error;

  /** Sends a start once and looks for what runs then; a break ends with it. @throws ServiceError `conflict` */
  async function begun(
    send: () => Promise<Entry>,
    before: readonly Entry[],
    work: WorkIds,
    facts: AccountFacts,
    at?: Instant,
  ) {
    const started = await sentOnce(send, () => newlyRunning(before, work, at), kimai.secondLookMs).catch(
      async (error) => {
        throw await collision(kimai, error, facts, { begin: at });
      },
    );
    await pauses.forget();
    return { ...started, notes: started.looked ? [foundByLooking] : [] };
  }
  const restarting =
    ({ id, work }: Entry, body: object, call?: Call) =>
    async () => {
      const path = ["timesheets", wireId(id, "an entry"), "restart"];
      return kimai.written(await onOpenWork(client.write(entity, "PATCH", path, body, call?.signal), work, lists));
    };

  /** A start is taken back only where it ended nothing: what Kimai ended for it would stay ended. */
  const unlessEnded = (
    started: { value: Entry; looked: boolean },
    { stopped, notes }: { stopped: Entry[]; notes: MessageText[] },
  ) => (stopped.length === 0 && notes.length === 0 ? deletion(kimai, started) : null);

  /** `restart` cannot say which of two moments a repeated clock time means; a change can. */
  async function asMeant(started: Entry, at: Instant, facts: AccountFacts) {
    if (compareStored(started, { begin: at }, storingIn(facts.zone)).wrong.length === 0) return undefined;
    const body = { begin: formTime(at, facts.zone) };
    return changeRecord(kimai, wireId(started.id, "an entry"), body, { begin: at }, facts).catch(() => undefined);
  }

  async function stopOne(
    entry: Entry,
    at: Instant | undefined,
    facts: AccountFacts,
    call?: Call,
  ): Promise<{ entry: Entry; notes: MessageText[] }> {
    const id = wireId(entry.id, "an entry");
    // One write: an end that Kimai refuses leaves the entry running.
    if (at !== undefined && facts.fields.includes("end")) {
      const body = { end: formTime(at, facts.zone) };
      return changeRecord(kimai, id, body, { begin: entry.begin, end: at }, facts, call);
    }
    const stopped = await sentOnce(
      async () => kimai.written(await client.write(entity, "PATCH", ["timesheets", id, "stop"], {}, call?.signal)),
      async () => {
        const now = await single(entry.id);
        return now.end === null ? null : now;
      },
      kimai.secondLookMs,
    );
    if (stopped.value.end === null)
      throw new ServiceError("conflict", "Kimai answered, but the entry still runs.", { next: "Stop it in Kimai." });
    const kept = await demandStored(stopped.value, { begin: entry.begin }, storingIn(facts.zone), null);
    return {
      entry: stopped.value,
      notes: [
        ...(stopped.looked ? [foundByLooking] : []),
        ...kept,
        ...(at === undefined
          ? []
          : ["The entry ended now and not at the time that was meant, because this Kimai stamps times by itself."]),
      ],
    };
  }

  async function stopAll(at: Instant | undefined, call?: Call): Promise<Stopped> {
    const running = await active(call?.signal);
    const late = at === undefined ? undefined : running.find((entry) => entry.begin >= at);
    if (late)
      throw new InputError("time", "The end lies before the begin of the running entry.", {
        next: "Give a later end, or change the begin of the entry first.",
      });
    const stopped: { entry: Entry; notes: MessageText[] }[] = [];
    if (running.length > 0) {
      const facts = await kimai.facts.get(call);
      for (const entry of running)
        try {
          stopped.push(await stopOne(entry, at, facts, call));
        } catch (error) {
          throw stopped.length > 0 && error instanceof ServiceError ? halfDone(error, entry, stopped) : error;
        }
    }
    return {
      entries: stopped.map((each) => each.entry),
      notes: [...new Set(stopped.flatMap((each) => each.notes))],
    };
  }

  /** The break goes on, or work is over, as if nobody had resumed. @returns null where the entry stays as it is */
  async function dropBrief(ended: readonly Entry[], call?: Call): Promise<Break | null> {
    try {
      const before = await pauses.before(ended, call);
      const [brief] = ended;
      if (!before || !brief) return null;
      await client.write(nothing, "DELETE", ["timesheets", wireId(brief.id, "an entry")], undefined, call?.signal);
      return before;
    } catch {
      // It has ended as it was asked to; at worst 0:00 is kept.
      return null;
    }
  }

  /** What was begun and ended within a minute begins at `at` or now instead, in one write. */
  async function goOn({ id }: Entry, at: Instant | undefined, facts: AccountFacts, call?: Call) {
    const begin = at ?? toInstant(Math.floor(kimai.env.now() / 1_000) * 1_000);
    const body = { begin: formTime(begin, facts.zone), end: null };
    return changeRecord(kimai, wireId(id, "an entry"), body, { begin, end: null }, facts, call);
  }

  return {
    async read(call): Promise<TimerReading> {
      const running = await active(call?.signal);
      return { running, onBreak: running.length > 0 ? null : await pauses.read(call) };
    },

    async start(draft: StartDraft, call): Promise<Started> {
      demandWork(draft.work);
      const facts = await kimai.facts.get(call);
      // Without `begin` Kimai takes its own clock, which also works where times may not be given (§3.4, §3.7).
      const body = formBody({ ...draft, begin: draft.at }, facts);
      const before = draft.running ?? (await active(call?.signal));
      const room = await makeRoom(before, draft.at, facts, call);
      const send = async () =>
        kimai.entry(await client.write(expanded, "POST", ["timesheets"], body, call?.signal, [["full", "true"]]));
      const started = await begun(send, before, draft.work, facts, draft.at).catch((error) => {
        throw endedInVain(error, room);
      });
      const ended = await endedBy(started.value, before, room);
      const { at: begin, ...details } = draft;
      const meant = { ...meantBy({ ...details, begin }), end: null };
      const stored = await demandStored(started.value, meant, storingIn(facts.zone), unlessEnded(started, ended));
      const meta = await writeMeta(kimai, started.value, draft.meta);
      return {
        entry: meta.entry,
        stopped: ended.stopped,
        notes: [...ended.notes, ...started.notes, ...droppedTags(started.value, draft.tags), ...stored, ...meta.notes],
      };
    },

    async stop(at, call) {
      const stopped = await stopAll(at, call);
      const dropped = await dropBrief(stopped.entries, call);
      // Also where nothing ran: work is over, and so is a break from it.
      await pauses.forget();
      return dropped ? { entries: [], notes: [...stopped.notes, droppedNote] } : stopped;
    },

    async pause(at, call) {
      const { entries, notes } = await stopAll(at, call);
      const dropped = await dropBrief(entries, call);
      if (dropped) {
        const { since, entry } = dropped;
        const remembered = await pauses.remember({ since, entryId: entry.id });
        return { since, entry, notes: [...notes, droppedNote, ...remembered] };
      }
      const [entry, ...others] = entries;
      if (!entry || entry.end === null) throw nothingRuns();
      const remembered = await pauses.remember({ since: entry.end, entryId: entry.id });
      return { since: entry.end, entry, notes: [...notes, ...alsoEnded(others), ...remembered] };
    },

    async resume(at, call): Promise<Started> {
      const before = await active(call?.signal);
      const paused = before.length > 0 ? null : await pauses.read(call);
      if (!paused) throw noBreak(before.length > 0);
      const facts = await kimai.facts.get(call);
      if (at !== undefined) demandField(facts, "begin");
      if (isBrief(paused.entry) && facts.fields.includes("begin") && facts.fields.includes("end")) {
        const joined = await goOn(paused.entry, at, facts, call);
        await pauses.forget();
        return { entry: joined.entry, stopped: [], notes: [...joined.notes, joinedNote] };
      }
      const restart = restarting(paused.entry, restartBody(at, facts), call);
      const started = await begun(restart, before, idsOf(paused.entry.work), facts, at);
      const later = at === undefined ? undefined : await asMeant(started.value, at, facts);
      const entry = later?.entry ?? started.value;
      if (!started.looked) await pauses.resumed(paused, entry);
      const meant = { ...likeIt(paused.entry), ...(at !== undefined && { begin: at }) };
      const stored = await demandStored(entry, meant, storingIn(facts.zone), null);
      return { entry, stopped: [], notes: [...started.notes, ...stored] };
    },

    async again(entryId, at, call): Promise<Started> {
      const facts = await kimai.facts.get(call);
      if (at !== undefined) demandField(facts, "begin");
      const [old, before] = await Promise.all([single(entryId, call), active(call?.signal)]);
      const room = await makeRoom(before, at, facts, call);
      const restart = restarting(old, restartBody(at, facts), call);
      const started = await begun(restart, before, idsOf(old.work), facts, at).catch((error) => {
        throw endedInVain(error, room);
      });
      const ended = await endedBy(started.value, before, room);
      const later = at === undefined ? undefined : await asMeant(started.value, at, facts);
      const entry = later?.entry ?? started.value;
      const meant = { ...likeIt(old), ...(at !== undefined && { begin: at }) };
      const stored = await demandStored(entry, meant, storingIn(facts.zone), unlessEnded(started, ended));
      return { entry, stopped: ended.stopped, notes: [...ended.notes, ...started.notes, ...stored] };
    },

    async reopen(entryId, call, begin) {
      const id = wireId(entryId, "an entry");
      const facts = await kimai.facts.get(call);
      demandField(facts, "end");
      // Kimai rounds the begin when an entry ends (§3.5); while it runs, it takes the seconds.
      const restored = begin !== undefined && facts.fields.includes("begin") ? begin : undefined;
      const body = { ...(restored !== undefined && { begin: formTime(restored, facts.zone) }), end: null };
      const meant = { ...(restored !== undefined && { begin: restored }), end: null };
      const opened = await changeRecord(kimai, id, body, meant, facts, call);
      await pauses.forget();
      return opened.entry;
    },
  };
}

/** Resuming goes on with one; of the others that ran it is said that they ended. */
const alsoEnded = (others: readonly Entry[]) =>
  others.map(({ id, work }) => {
    const names = [work.project, work.activity].flatMap((each) => (each ? [each.name] : []));
    return `Ended too, and not resumed after the break: #${id} ${names.join(" / ")}.`;
  });

/** Without `begin` Kimai takes its own clock; a bare restart would leave text, tags and custom fields behind (§3.7). */
const restartBody = (at: Instant | undefined, { zone }: AccountFacts) => ({
  copy: "all",
  ...(at === undefined ? {} : { begin: restartTime(at, zone) }),
});

/** What a new running entry has of the one that it is like. */
const likeIt = ({ work, text }: Entry): Meant => ({ end: null, text, work: idsOf(work) });

const idsOf = ({ project, activity }: Entry["work"]): WorkIds => ({
  ...(project && { project: project.id }),
  ...(activity && { activity: activity.id }),
});

/** Some of what ran has ended already: which, is part of the failure. */
const halfDone = (error: ServiceError, failed: Entry, stopped: readonly { entry: Entry }[]) =>
  partlyDone(
    error,
    `Ended ${stopped.map(({ entry }) => `#${entry.id}`).join(", ")}, but #${failed.id} was not ended: ${error.message}`,
    "Look at get_status, and end what still runs.",
  );
