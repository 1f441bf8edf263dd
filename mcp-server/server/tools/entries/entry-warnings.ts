import { idsOf } from "#core/domain/drafts";
import type { AccountFacts, Entry, Instant, Work } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { MessageText } from "#core/messages/catalog";
import { isPlanned } from "#core/time/aggregate";
import { clockWithSeconds, dayOf, withOffset } from "#core/time/format";
import { isSeen } from "#core/time/gaps";
import type { TimeContext } from "#core/time/parse";
import { spanText } from "#core/time/span-text";
import { workLine } from "../lib/view";

/** A span that is about to be written. */
export interface Planned {
  /** Where it already exists: its own id, so that it does not collide with itself. */
  id?: string;
  /** The entry that it is a part of. */
  partOf?: string;
  personId: string;
  begin: Instant;
  /** null: it runs on. */
  end: Instant | null;
  work: Work;
  text: string;
}

const longest = 24 * 3600;
/** Seconds after which a timer was rather forgotten than left running. */
const forgotten = 12 * 3600;

/** Whether a timer that runs since `begin` would be longer at `end` than anybody works at a stretch. */
export const isForgotten = (begin: Instant, end: Instant): boolean =>
  Date.parse(end) - Date.parse(begin) > forgotten * 1000;
const until = (end: Instant | null) => end ?? "9999";

/** The clock of whoever writes may be a little ahead of ours. */
const tolerance = 60;

/** A timer ends and pauses now or earlier, also where the service would take a later time. @throws InputError `time` */
export function checkNotFuture(at: Instant, { now, zone }: TimeContext, next: string): void {
  if (Date.parse(at) > Date.parse(now) + tolerance * 1000)
    throw new InputError("time", `${withOffset(at, zone)} is in the future; now it is ${withOffset(now, zone)}.`, {
      next,
    });
}

/** Nobody has been working for more than a day without a pause: that is a mistyped date. @throws InputError `time` */
export function checkStart(at: Instant, context: TimeContext): void {
  checkNotFuture(at, context, "Call clock_in then, or log_time for a whole entry with begin and end.");
  if (Date.parse(at) < Date.parse(context.now) - longest * 1000)
    throw new InputError("time", `${withOffset(at, context.zone)} is more than a day ago.`, {
      next: "Use log_time for work that is over, with its begin and end.",
    });
}

/** No entry is longer than a day, however it came to its end. @throws InputError `time` */
export function checkLength(begin: Instant, end: Instant, zone: string, next: string): void {
  if (Date.parse(end) - Date.parse(begin) > longest * 1000)
    throw new InputError("time", `It is longer than a day: ${spanText(begin, end, zone)}.`, { next });
}

/**
 * What is wrong with one span by itself.
 * @returns notes: future and overnight spans are unusual, not wrong
 * @throws InputError `time` where the account forbids it
 */
export function checkSpan({ begin, end }: Planned, facts: AccountFacts, { now, zone }: TimeContext): MessageText[] {
  const shown = spanText(begin, end, zone);
  if (end !== null && end <= begin) throw new InputError("time", `It ends before it begins: ${shown}.`);
  const notes: MessageText[] = [];
  if (isPlanned({ end: end ?? begin }, now)) {
    if (!facts.booking.allowsFuture)
      throw new InputError("time", `It lies in the future: ${shown}; now it is ${withOffset(now, zone)}.`, {
        next: "This account takes no future times: give one that has passed.",
      });
    notes.push(`It lies in the future: ${shown}. Until then it is marked as planned.`);
  }
  if (end === null) return notes;
  checkLength(begin, end, zone, "Split it into one entry a day.");
  if (dayOf(begin, zone) !== dayOf(end, zone) && !end.endsWith("T00:00:00Z")) {
    if (dayOf(begin, zone) !== dayOf(`${new Date(Date.parse(end) - 1000).toISOString().slice(0, 19)}Z`, zone))
      notes.push(`It goes over midnight: ${shown}.`);
  }
  return notes;
}

/** How the note of an exact double begins. */
export const sameAs = "It is the same as";

/** From the later begin to the earlier end. */
function sharedTime(one: Planned, other: Planned, otherEnd: Instant) {
  const from = one.begin > other.begin ? one.begin : other.begin;
  const to = until(one.end) < otherEnd ? until(one.end) : otherEnd;
  return { from, to, seen: isSeen(Date.parse(from), Date.parse(to)) };
}

const secondsAdvice = ({ from, to }: { from: Instant; to: Instant }, zone: string): string =>
  `Only by seconds, which are not shown: one begins at ${clockWithSeconds(from, zone)}, the other ends at ${clockWithSeconds(to, zone)}. Give times with these seconds, or change the other entry.`;

/**
 * What is wrong with one span beside others: overlaps and exact doubles.
 * @throws InputError `time` where the account allows no overlap
 */
export function checkBeside(
  planned: Planned,
  others: readonly Planned[],
  facts: AccountFacts,
  { zone, now }: TimeContext,
): MessageText[] {
  // What runs has taken the time up to now; beside time that is planned ahead it may have ended by then.
  const endOf = (other: Planned) => other.end ?? (planned.end === null ? until(null) : now);
  const own = JSON.stringify(idsOf(planned.work));
  const notes: MessageText[] = [];
  for (const other of others) {
    if (other === planned || (other.id !== undefined && other.id === planned.id)) continue;
    if (other.personId !== planned.personId) continue;
    if (other.begin >= until(planned.end) || planned.begin >= endOf(other)) continue;
    const shared = sharedTime(planned, other, endOf(other));
    const name = other.id === undefined ? "another entry of this call" : `#${other.id}`;
    const shown = `${spanText(other.begin, other.end, zone)}, ${workLine(other.work)}`;
    const twin =
      other.begin === planned.begin &&
      other.end === planned.end &&
      other.text.trim() === planned.text.trim() &&
      JSON.stringify(idsOf(other.work)) === own;
    if (!facts.booking.allowsOverlap)
      throw new InputError("time", `It overlaps ${name} (${shown}), and this account allows no overlaps.`, {
        next: shared.seen ? "Change the times, or the other entry." : secondsAdvice(shared, zone),
      });
    // People see no overlap, and nothing refuses it.
    if (!shared.seen && !twin) continue;
    notes.push(twin ? `${sameAs} ${name} (${shown}).` : `It overlaps ${name} (${shown}).`);
  }
  return notes;
}

export const plannedOf = (entry: Entry, ownId: string): Planned => ({
  id: entry.id,
  partOf: entry.partOf,
  personId: entry.person?.id ?? ownId,
  begin: entry.begin,
  end: entry.end,
  work: entry.work,
  text: entry.text,
});

/** Finds what could touch a span without comparing each with each: sorted by begin, with the longest length known. */
export function besideIndex(all: readonly Planned[]): (planned: Planned) => Planned[] {
  const sorted = [...all].sort((a, b) => (a.begin < b.begin ? -1 : a.begin > b.begin ? 1 : 0));
  const running = sorted.filter(({ end }) => end === null);
  const ended = sorted.filter(({ end }) => end !== null);
  const lengths = ended.map(({ begin, end }) => Date.parse(end ?? begin) - Date.parse(begin));
  const reach = Math.max(0, ...lengths.slice(0, 100_000));
  return (planned) => {
    const earliest = `${new Date(Date.parse(planned.begin) - reach - 1000).toISOString().slice(0, 19)}Z`;
    let low = 0;
    let high = ended.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ended[middle]?.begin ?? "") < earliest) low = middle + 1;
      else high = middle;
    }
    const near: Planned[] = [...running];
    for (let at = low; at < ended.length; at++) {
      const one = ended[at];
      if (!one || one.begin >= until(planned.end)) break;
      near.push(one);
    }
    return near;
  };
}
