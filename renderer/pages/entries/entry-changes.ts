import type { Request } from "../../../main/ipc/contract";
import { clockOf, hoursMinutes } from "../../lib/format";
import { isNew, sameWork } from "../../lib/work";
import type { Entry } from "./analysis";
import type { Draft } from "./draft";

/** An entry as the form holds it. */
export const draftOf = (entry: Entry, zone: string): Draft => ({
  day: entry.begin.slice(0, 10),
  from: clockOf(entry.begin, entry.zone ?? zone),
  to: entry.end ? clockOf(entry.end, entry.zone ?? zone) : "",
  duration: hoursMinutes(entry.seconds),
  byDuration: false,
  break: entry.breakSeconds ? hoursMinutes(entry.breakSeconds) : "",
  work: entry.work,
  text: entry.text,
  tags: entry.tags,
});

/**
 * Only what was changed: the rest may have been changed elsewhere, or be no longer bookable.
 * @param times what was typed last counts: an end, or a duration
 * @returns null where nothing was changed
 */
export function changeOf(
  entry: Entry,
  draft: Draft,
  times: Partial<Draft>,
  zone: string,
): Request<"entries:update"> | null {
  const before = draftOf(entry, zone);
  const moved = draft.day !== before.day || draft.from !== before.from || draft.to !== before.to || times.duration;
  const work = sameWork(draft.work, before.work) ? {} : { work: draft.work, createMissing: isNew(draft.work) };
  const text = draft.text === before.text ? {} : { text: draft.text };
  const paused = draft.break.trim() === before.break ? {} : { break: draft.break.trim() || "0" };
  const changes = { ...(moved ? { day: draft.day, ...times } : {}), ...paused, ...work, ...text };
  return Object.keys(changes).length === 0 ? null : { id: entry.id, ...changes };
}

/** A new entry as main takes it. */
export function logOf(draft: Draft, times: Partial<Draft>): Request<"entries:log"> {
  const { day, work, text, tags } = draft;
  const pause = draft.break.trim() ? { break: draft.break.trim() } : {};
  return { day, work, text, tags, ...times, ...pause, createMissing: isNew(work) };
}
