import type { Request } from "#main/ipc/contract/index";
import { clockOf, hoursMinutes } from "../../lib/format";
import { isNew, sameWork } from "../../lib/work";
import type { Entry } from "./analysis";
import { blankDraft, changedMeta, type Draft, type Times } from "./draft";

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
  billable: entry.billable === undefined ? "" : entry.billable ? "yes" : "no",
  hourlyRate: "",
  fixedRate: "",
  meta: entry.meta ?? {},
});

/** The parts that stand under More, as far as they were changed. */
function partsOf(first: Draft, draft: Draft) {
  const meta = changedMeta(first, draft);
  const has = (name: "hourlyRate" | "fixedRate") => draft[name].trim() !== "";
  return {
    ...(draft.billable !== first.billable && draft.billable !== "" && { billable: draft.billable === "yes" }),
    ...(has("hourlyRate") && { hourlyRate: draft.hourlyRate.trim() }),
    ...(has("fixedRate") && { fixedRate: draft.fixedRate.trim() }),
    ...(meta && { meta }),
  };
}
const newTags = (first: Draft, draft: Draft) => draft.tags.some((tag) => !first.tags.includes(tag));

/**
 * Only what was changed: the rest may have been changed elsewhere, or be no longer bookable.
 * @param times what was typed last counts: an end, or a duration
 * @returns null where nothing was changed
 */
export function changeOf(entry: Entry, draft: Draft, times: Times, zone: string): Request<"entries:update"> | null {
  const before = draftOf(entry, zone);
  const moved = draft.day !== before.day || draft.from !== before.from || draft.to !== before.to || times.duration;
  const work = sameWork(draft.work, before.work) ? {} : { work: draft.work };
  const text = draft.text === before.text ? {} : { text: draft.text };
  const paused = draft.break.trim() === before.break ? {} : { break: draft.break.trim() || "0" };
  const tags = draft.tags.join("\n") === before.tags.join("\n") ? {} : { tags: draft.tags };
  const parts = { ...paused, ...work, ...text, ...tags, ...partsOf(before, draft) };
  const changes = { ...(moved ? { day: draft.day, ...times } : {}), ...parts };
  if (Object.keys(changes).length === 0) return null;
  const makes = ("work" in parts && isNew(draft.work)) || newTags(before, draft);
  return { id: entry.id, ...changes, ...(makes && { createMissing: true }) };
}

/**
 * A new entry as main takes it.
 * @param fields optional parts that this account can set: a copy has others, too
 */
export function logOf(draft: Draft, times: Times, fields: readonly string[] | undefined): Request<"entries:log"> {
  const { day, work, text, tags } = draft;
  const pause = draft.break.trim() ? { break: draft.break.trim() } : {};
  const createMissing = isNew(work) || newTags(blankDraft, draft);
  const { billable, meta, ...rates } = partsOf(blankDraft, draft);
  const parts = {
    ...rates,
    ...(billable !== undefined && fields?.includes("billable") && { billable }),
    ...(meta && fields?.includes("meta") && { meta }),
  };
  return { day, work, text, tags, ...times, ...pause, ...parts, createMissing };
}
