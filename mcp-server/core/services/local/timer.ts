import type { Break, Entry } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { StartDraft, Started, TimerPort } from "../../domain/ports";
import { quote } from "../../domain/quote";
import type { MessageText } from "../../messages/catalog";
import { message } from "../../messages/message";
import type { Sql } from "../../platform/sqlite";
import { droppedNote, isBrief, isLike, joinedNote } from "../shared/brief-work";
import type { Database } from "./database/database";
import { fromSeconds, getEntry, rowId, runningEntry, toSeconds } from "./database/rows";
import { checkDetails, checkPast, insertEntry } from "./entries";
import { invalid } from "./refusals";
import { writtenEntry } from "./stored";
import { ownLevels, resolveWork, type WorkRows } from "./work";

/** The running entry and the break. One entry runs at most; the database itself holds that between processes. */

function readBreak(sql: Sql, resumed: string | null = null): Break | null {
  const row = sql.get(
    "SELECT since, entry_id FROM pause WHERE resumed_id IS ?",
    resumed === null ? null : Number(resumed),
  );
  if (!row) return null;
  return { since: fromSeconds(Number(row.since)), entry: getEntry(sql, Number(row.entry_id)) };
}

/**
 * Drops what `resume` began and what ended in under a minute, unless it was changed since.
 * @returns the break before it, which goes on
 */
function dropBrief(sql: Sql, ended: Entry): Break | null {
  const before = isBrief(ended) ? readBreak(sql, ended.id) : null;
  if (!before || !isLike(before.entry, ended)) return null;
  // Else the break would go with the entry.
  sql.run("UPDATE pause SET resumed_id = NULL");
  sql.run("DELETE FROM entry WHERE id = ?", Number(ended.id));
  return before;
}

/** @returns whether one was on */
function endBreak(sql: Sql): boolean {
  const on = sql.get("SELECT 1 FROM pause WHERE resumed_id IS NULL") !== undefined;
  sql.run("DELETE FROM pause");
  return on;
}

const title = ({ work, text }: Entry) => work.project?.name ?? work.activity?.name ?? work.customer?.name ?? text;
const quoted = (entry: Entry): MessageText =>
  title(entry) === "" ? message("previous_entry") : `"${quote(title(entry), 80)}"`;

function endEntry(sql: Sql, running: Entry, end: number): Entry {
  if (end < toSeconds(running.begin)) {
    const text = message("end_before_running_entry", { entry: quoted(running) });
    throw invalid("end", text, message("give_later_time_or_correct_start"));
  }
  sql.run("UPDATE entry SET end_at = ? WHERE id = ?", end, Number(running.id));
  return writtenEntry(sql, Number(running.id), { begin: toSeconds(running.begin), end });
}

const sameWork = (entry: Entry, rows: WorkRows, text: string) =>
  entry.text === text && ownLevels.every((level) => Number(entry.work[level]?.id ?? 0) === (rows[level] ?? 0));

function start(sql: Sql, draft: StartDraft, now: number): Started {
  checkDetails(draft);
  const begin = draft.at === undefined ? now : toSeconds(draft.at);
  checkPast("begin", begin, now);
  const rows = resolveWork(sql, draft.work);
  const running = runningEntry(sql);
  // Two clicks, or two programs at once, are one wish.
  if (running && toSeconds(running.begin) === begin && sameWork(running, rows, draft.text ?? ""))
    return { entry: running, stopped: [], notes: [message("already_running")] };
  const stopped = running ? [endEntry(sql, running, begin)] : [];
  const notes = stopped.map((entry) => message("previous_entry_ended", { entry: quoted(entry) }));
  if (endBreak(sql)) notes.push(message("break_ended"));
  const id = insertEntry(sql, { ...draft, rows, begin, end: null });
  return { entry: writtenEntry(sql, id, { begin, end: null, rows, billable: draft.billable }), stopped, notes };
}

function resume(sql: Sql, at: number | undefined, now: number): Started {
  const paused = readBreak(sql);
  if (!paused) throw new ServiceError("nothing_running", message("no_break_to_resume"));
  if (at !== undefined) checkPast("begin", at, now);
  const { work, text, tags, billable } = paused.entry;
  const ids = Object.fromEntries(Object.entries(work).map(([level, ref]) => [level, ref.id]));
  // A clock that was set back must not make work overlap with the part before the break.
  const begin = Math.max(at ?? now, toSeconds(paused.since));
  if (isBrief(paused.entry)) {
    endBreak(sql);
    const id = Number(paused.entry.id);
    sql.run("UPDATE entry SET begin_at = ?, end_at = NULL WHERE id = ?", begin, id);
    return { entry: writtenEntry(sql, id, { begin, end: null }), stopped: [], notes: [joinedNote] };
  }
  const rows = resolveWork(sql, ids);
  const id = insertEntry(sql, { rows, begin, end: null, text, tags, billable });
  sql.run("UPDATE pause SET resumed_id = ?", id);
  return { entry: writtenEntry(sql, id, { begin, end: null, rows, billable }), stopped: [], notes: [] };
}

function reopen(sql: Sql, entryId: string, now: number): Entry {
  const id = rowId(entryId, "entry");
  const entry = getEntry(sql, id);
  checkPast("begin", toSeconds(entry.begin), now);
  const running = runningEntry(sql);
  if (running?.id === entry.id) return entry;
  if (running)
    throw new ServiceError("conflict", message("running_entry_must_end_first", { entry: quoted(running) }), {
      next: "Stop it first.",
    });
  sql.run("UPDATE entry SET end_at = NULL WHERE id = ?", id);
  endBreak(sql);
  return writtenEntry(sql, id, { begin: toSeconds(entry.begin), end: null });
}

/** @param seconds now, since 1970 */
export function createTimerPort(database: Database, seconds: () => number): TimerPort {
  const endAt = (at: string | undefined, running: Entry) => {
    // A clock that was set back must not keep anybody from stopping.
    if (at === undefined) return Math.max(seconds(), toSeconds(running.begin));
    checkPast("end", toSeconds(at), seconds());
    return toSeconds(at);
  };
  return {
    read: (call) =>
      database.read((sql) => {
        const running = runningEntry(sql);
        return { running: running ? [running] : [], onBreak: readBreak(sql) };
      }, call?.recent && "timer"),
    start: (draft) => database.write((sql) => start(sql, draft, seconds())),
    stop: (at) =>
      database.write((sql) => {
        const running = runningEntry(sql);
        const ended = running ? [endEntry(sql, running, endAt(at, running))] : [];
        const dropped = ended.some((entry) => dropBrief(sql, entry));
        const notes = endBreak(sql) && !dropped ? [message("break_ended")] : [];
        return dropped ? { entries: [], notes: [droppedNote] } : { entries: ended, notes };
      }),
    pause: (at) =>
      database.write((sql) => {
        const running = runningEntry(sql);
        if (!running) throw new ServiceError("nothing_running", message("nothing_to_pause"));
        const since = endAt(at, running);
        const entry = endEntry(sql, running, since);
        const dropped = dropBrief(sql, entry);
        if (dropped) return { ...dropped, notes: [droppedNote] };
        sql.run(
          "INSERT OR REPLACE INTO pause (only_one, since, entry_id, resumed_id) VALUES (1, ?, ?, NULL)",
          since,
          Number(entry.id),
        );
        return { since: fromSeconds(since), entry, notes: [] };
      }),
    resume: (at) => database.write((sql) => resume(sql, at === undefined ? undefined : toSeconds(at), seconds())),
    reopen: (entryId) => database.write((sql) => reopen(sql, entryId, seconds())),
  };
}
