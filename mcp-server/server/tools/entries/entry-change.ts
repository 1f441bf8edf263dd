import type { Entry, Instant, WorkLevel } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { fold } from "#core/domain/fold";
import type { EntryPatch } from "#core/domain/ports";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import { dayOf, withOffset } from "#core/time/format";
import { parseMoment, type TimeContext } from "#core/time/parse";
import type { NamedWork } from "../lib/work-resolver";
import { demandEnded } from "./duplicate-entry";

/** The levels of a row as they were named. */
export const namedWork = ({
  customer,
  project,
  subproject,
  activity,
}: NamedWork): NamedWork & Record<WorkLevel, string | undefined> => ({
  customer,
  project,
  subproject,
  activity,
});

/** Worked seconds as the service will count them; null while it runs. */
export const lengthOf = ({ begin, end, breakSeconds }: Entry): number | null =>
  end === null ? null : (Date.parse(end) - Date.parse(begin)) / 1000 - breakSeconds;

const levels = ["customer", "project", "subproject", "activity"] as const;

/** Whether a change leaves an entry as it is. What its service does not tell of an entry (rates) counts as changed. */
export function isSame(
  before: Entry,
  after: Entry,
  { hourlyRate, fixedRate, meta, breakAt, begin, end, personId }: EntryPatch,
) {
  if ([hourlyRate, fixedRate, meta, breakAt, begin, end, personId].some((one) => one !== undefined)) return false;
  return (
    levels.every((level) => before.work[level]?.id === after.work[level]?.id) &&
    before.text === after.text &&
    before.breakSeconds === after.breakSeconds &&
    (before.billable ?? false) === (after.billable ?? false) &&
    (before.exported ?? false) === (after.exported ?? false) &&
    JSON.stringify(before.tags.map(fold).sort()) === JSON.stringify(after.tags.map(fold).sort())
  );
}

interface TagChange {
  tags?: string[];
  add_tags?: string[];
  remove_tags?: string[];
}

/**
 * All tags of an entry after single ones came and went; undefined: nothing was said.
 * @param coming those that were named to come, as the service calls them
 * @throws InputError `argument`
 */
export function tagsAfter(
  before: readonly string[],
  { tags, add_tags: added, remove_tags: taken }: TagChange,
  coming: readonly string[] = [],
): string[] | undefined {
  if (added === undefined && taken === undefined) return tags && [...coming];
  if (tags !== undefined)
    throw new InputError("argument", "`tags` replaces them all: it does not go with `add_tags` or `remove_tags`.");
  const gone = new Set((taken ?? []).map(fold));
  const both = (added ?? []).find((name) => gone.has(fold(name)));
  if (both !== undefined)
    throw new InputError("argument", `"${cleanText(both, 60)}" cannot be both added and taken off.`);
  const kept = before.filter((name) => !gone.has(fold(name)));
  const has = new Set(kept.map(fold));
  return [...kept, ...coming.filter((name) => !has.has(fold(name)))];
}

/** @returns no notes @throws InputError `time` for a break that leaves no work */
export function checkBreak(entry: Entry): string[] {
  const left = lengthOf(entry);
  if (left === null || left > 0 || entry.breakSeconds === 0) return [];
  throw new InputError("time", "The break is as long as the whole entry.", { next: "Give a shorter break." });
}

interface Way {
  day?: string;
  from?: string;
  to?: string;
  duration?: string;
  break?: string;
  reopen?: boolean;
  copy?: boolean;
  split?: string;
}

/**
 * Changing, copying, cutting and reopening do not go together, and not with every entry.
 * @throws InputError `argument`, ServiceError `locked`
 */
export function checkWay(change: Way, before: Entry): void {
  const { reopen, copy, split, day, from, to, duration } = change;
  const ways = [reopen && "reopen", copy && "copy", split !== undefined && "split"].filter(
    (way) => way !== false && way !== undefined,
  );
  if (ways.length > 1)
    throw new InputError("argument", `${ways.map((way) => `\`${way}\``).join(" and ")} do not go together.`);
  if (copy) demandEnded(before, "copied");
  if ((copy || split !== undefined) && before.mixed)
    throw new ServiceError("unsupported", "It has several projects, which a new entry cannot have.", {
      next: "Log each project's time with its begin and end (log_time); list_time shows them.",
    });
  if (before.locked !== undefined && !reopen && !copy)
    throw new ServiceError("locked", `The service does not let it be changed: ${quote(before.locked, 200)}`, {
      next: "Ask whoever administers the service to open it.",
    });
  if (reopen && before.end !== null && (to !== undefined || duration !== undefined))
    throw new InputError("argument", "An entry that runs again has no end: leave `to` and `duration` out.");
  if (split !== undefined && [day, from, to, duration].some((time) => time !== undefined))
    throw new InputError("argument", "`split` cuts the entry where it is: leave day, from, to and duration out.", {
      next: "Move the parts with a second call.",
    });
}

/** The moment inside the entry at which it is cut; a clock time is of the entry's own day. @throws InputError */
export function cutAt(before: Entry, split: string, context: TimeContext): Instant {
  const end = demandEnded(before, "cut in two");
  const on = (moment: Instant) => parseMoment(split, context, dayOf(moment, context.zone));
  // A clock time of an entry over midnight may be one of its second day.
  const at = on(before.begin) > before.begin ? on(before.begin) : on(end);
  if (before.breakSeconds > 0)
    throw new InputError("time", "The entry has a break, and nobody knows in which part it lies.", {
      next: 'Take the break off first (`break: "0"`), split it, then give the break to the right part.',
    });
  if (at <= before.begin || at >= end)
    throw new InputError(
      "time",
      `It can be cut only between ${withOffset(before.begin, context.zone)} and ${withOffset(end, context.zone)}.`,
    );
  return at;
}
