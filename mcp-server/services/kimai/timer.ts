import { z } from "zod";
import type { Entry, Instant } from "../../domain/entities";
import { InputError, ServiceError } from "../../domain/errors";
import type { Call, StartDraft, Started, Stopped, TimerPort, TimerReading } from "../../domain/ports";
import { sentOnce } from "../http/readback";
import { remembersBreak } from "./break";
import type { Kimai } from "./context";
import { collision } from "./errors";
import { demandField, demandWork, formBody, wireId } from "./form";
import { droppedTags, moved, writeMeta } from "./notes";
import { entity, expanded } from "./wire";
import { foundByLooking } from "./words";
import { formTime } from "./zone";

const nothingRuns = () =>
  new ServiceError("nothing_running", "Nothing is running.", { next: "Clock in first, or log the time afterwards." });

export function createTimer(kimai: Kimai): TimerPort {
  const { client, env } = kimai;
  const pauses = remembersBreak(kimai);

  const active = async (signal?: AbortSignal): Promise<Entry[]> => {
    const rows = await client.get(z.array(expanded), ["timesheets", "active"], [], signal);
    return rows.map(kimai.entry).sort((a, b) => b.begin.localeCompare(a.begin) || Number(b.id) - Number(a.id));
  };
  const single = async (id: string, call?: Call) =>
    kimai.named(await client.get(entity, ["timesheets", wireId(id, "an entry")], [], call?.signal), call);

  /** Kimai ends the oldest entries beyond its limit without a word (§3.7). The start is done, so this never fails. */
  async function endedBy(started: Entry, before: Entry[]): Promise<{ stopped: Entry[]; notes: string[] }> {
    if (before.length === 0) return { stopped: [], notes: [] };
    try {
      const still = new Set((await active()).map((entry) => entry.id));
      const gone = before.filter((entry) => entry.id !== started.id && !still.has(entry.id));
      return { stopped: await Promise.all(gone.map((entry) => single(entry.id))), notes: [] };
    } catch {
      return { stopped: [], notes: ["Other work was running; Punchcard could not read whether Kimai ended it."] };
    }
  }

  /** The running entry that was not there before and is booked on the same. */
  async function newlyRunning(before: Entry[], project?: string, activity?: string): Promise<Entry | null> {
    const old = new Set(before.map((entry) => entry.id));
    const fresh = (await active()).filter((entry) => !old.has(entry.id));
    return fresh.find((entry) => entry.work.project?.id === project && entry.work.activity?.id === activity) ?? null;
  }

  async function stopOne(
    entry: Entry,
    at: Instant | undefined,
    call?: Call,
  ): Promise<{ entry: Entry; notes: string[] }> {
    const id = wireId(entry.id, "an entry");
    const stopped = await sentOnce(
      async () => kimai.written(await client.write(entity, "PATCH", ["timesheets", id, "stop"], {}, call?.signal)),
      async () => {
        const now = await single(entry.id);
        return now.end === null ? null : now;
      },
      kimai.secondLookMs,
    );
    const notes = stopped.looked ? [foundByLooking] : [];
    if (at === undefined) return { entry: stopped.value, notes };
    const facts = await kimai.facts.get({ signal: call?.signal });
    const refuse = (why: string) =>
      notes.push(`The entry ended now and not at the time that was meant, because ${why}`);
    if (!facts.fields.includes("end")) {
      refuse("this Kimai stamps times by itself.");
      return { entry: stopped.value, notes };
    }
    try {
      const body = { end: formTime(at, facts.zone) };
      const ended = await sentOnce(
        async () => kimai.written(await client.write(entity, "PATCH", ["timesheets", id], body, call?.signal)),
        async () => {
          const now = await single(entry.id);
          return now.end === stopped.value.end ? null : now;
        },
        kimai.secondLookMs,
      );
      return { entry: ended.value, notes: [...notes, ...moved(ended.value, { end: at }, facts.zone)] };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      refuse(error.message);
      return { entry: stopped.value, notes };
    }
  }

  async function stopAll(at: Instant | undefined, call?: Call): Promise<Stopped> {
    const running = await active(call?.signal);
    const late = at === undefined ? undefined : running.find((entry) => entry.begin >= at);
    if (late)
      throw new InputError("time", "The end lies before the begin of the running entry.", {
        next: "Give a later end, or change the begin of the entry first.",
      });
    const stopped: { entry: Entry; notes: string[] }[] = [];
    for (const entry of running) stopped.push(await stopOne(entry, at, call));
    return {
      entries: stopped.map((each) => each.entry),
      notes: [...new Set(stopped.flatMap((each) => each.notes))],
    };
  }

  return {
    async read(call): Promise<TimerReading> {
      const running = await active(call?.signal);
      return { running, onBreak: running.length > 0 ? null : await pauses.read(call) };
    },

    async start(draft: StartDraft, call): Promise<Started> {
      demandWork(draft.work);
      const facts = await kimai.facts.get({ signal: call?.signal });
      // Without `begin` Kimai takes its own clock, which also works where times may not be given (§3.4, §3.7).
      const body = formBody({ ...draft, begin: draft.at }, facts);
      const before = await active(call?.signal);
      const started = await sentOnce(
        async () =>
          kimai.entry(await client.write(expanded, "POST", ["timesheets"], body, call?.signal, [["full", "true"]])),
        () => newlyRunning(before, draft.work.project, draft.work.activity),
        kimai.secondLookMs,
      ).catch((error) => {
        throw collision(error, facts, draft.at, env.now());
      });
      await pauses.forget();
      const meta = await writeMeta(kimai, started.value, draft.meta);
      const ended = await endedBy(started.value, before);
      return {
        entry: meta.entry,
        stopped: ended.stopped,
        notes: [
          ...ended.notes,
          ...(started.looked ? [foundByLooking] : []),
          ...droppedTags(started.value, draft.tags),
          ...(draft.at ? moved(started.value, { begin: draft.at }, facts.zone) : []),
          ...meta.notes,
        ],
      };
    },

    async stop(at, call) {
      const stopped = await stopAll(at, call);
      if (stopped.entries.length > 0) await pauses.forget();
      return stopped;
    },

    async pause(at, call) {
      const { entries, notes } = await stopAll(at, call);
      const [entry] = entries;
      if (!entry || entry.end === null) throw nothingRuns();
      const remembered = await pauses.remember({ since: entry.end, entryId: entry.id });
      return { since: entry.end, entry, notes: [...notes, ...remembered] };
    },

    async resume(call): Promise<Started> {
      const before = await active(call?.signal);
      const paused = before.length > 0 ? null : await pauses.read(call);
      if (!paused)
        throw new ServiceError(
          "nothing_running",
          before.length > 0 ? "Work is already running." : "There is no break.",
          {
            next: before.length > 0 ? "Nothing to do." : "Clock in on a project instead.",
          },
        );
      const { work } = paused.entry;
      const id = wireId(paused.entry.id, "an entry");
      const started = await sentOnce(
        async () =>
          kimai.written(
            await client.write(entity, "PATCH", ["timesheets", id, "restart"], { copy: "all" }, call?.signal),
          ),
        () => newlyRunning(before, work.project?.id, work.activity?.id),
        kimai.secondLookMs,
      );
      await pauses.forget();
      return { entry: started.value, stopped: [], notes: started.looked ? [foundByLooking] : [] };
    },

    async again(entryId, at, call): Promise<Started> {
      const id = wireId(entryId, "an entry");
      const facts = await kimai.facts.get({ signal: call?.signal });
      if (at !== undefined) demandField(facts, "begin");
      const [old, before] = await Promise.all([single(entryId, call), active(call?.signal)]);
      // Without `begin` Kimai takes its own clock; a bare restart would leave text, tags and custom fields behind (§3.7).
      const body = { copy: "all", ...(at === undefined ? {} : { begin: formTime(at, facts.zone) }) };
      const started = await sentOnce(
        async () =>
          kimai.written(await client.write(entity, "PATCH", ["timesheets", id, "restart"], body, call?.signal)),
        () => newlyRunning(before, old.work.project?.id, old.work.activity?.id),
        kimai.secondLookMs,
      ).catch((error) => {
        throw collision(error, facts, at, env.now());
      });
      await pauses.forget();
      const ended = await endedBy(started.value, before);
      return {
        entry: started.value,
        stopped: ended.stopped,
        notes: [
          ...ended.notes,
          ...(started.looked ? [foundByLooking] : []),
          ...(at === undefined ? [] : moved(started.value, { begin: at }, facts.zone)),
        ],
      };
    },

    async reopen(entryId, call) {
      const id = wireId(entryId, "an entry");
      demandField(await kimai.facts.get({ signal: call?.signal }), "end");
      const opened = await sentOnce(
        async () => kimai.written(await client.write(entity, "PATCH", ["timesheets", id], { end: null }, call?.signal)),
        async () => {
          const now = await single(entryId);
          return now.end === null ? now : null;
        },
        kimai.secondLookMs,
      );
      await pauses.forget();
      return opened.value;
    },
  };
}
