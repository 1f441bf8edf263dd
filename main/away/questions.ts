import type { StatusResult } from "#core/domain/results/timer";
import { dayAt, momentFrom } from "#core/time/wall-clock";
import type { AwayQuestion } from "../ipc/contract/timer/away";
import { instantOf } from "../timer/instant";
import type { Absence, Mark } from "./tracker";

const minute = 60_000;
const hour = 60 * minute;
/** A night, not a break: after so long an end is asked for, not what the time in between was. */
const night = 2 * hour;
/** A timer that runs so long and since an earlier day was forgotten, also where nothing told of an absence. */
const forgotten = 12 * hour;
const mostSuggestions = 3;
/** Minutes under which an answer may be the rule. */
const alwaysUnder = [5, 15, 30, 60];

export interface AskedOf {
  status: StatusResult;
  /** The service stamps times itself. */
  stamps: boolean;
  /** Milliseconds from which on an absence is asked about; 0: none is. */
  from: number;
  marks: readonly Mark[];
  /** Minutes after midnight at which the person's workday ends; null: not known. */
  dayEnd: number | null;
}

type Entry = NonNullable<StatusResult["running"]>;
const millis = (instant: string) => Date.parse(instant);

/** When the day of the entry's begin reached its target; null: not known, or it did not. */
function targetReached({ week, today }: StatusResult, entry: Entry, now: number, zone: string): number | null {
  const begun = dayAt(millis(entry.begin), zone);
  const day = week.days.find(({ day }) => day === begun) ?? (today.day === begun ? today : null);
  if (!day?.target) return null;
  // Before it was begun; what it has itself may be counted on another day, or not at all yet.
  const before = Math.max(0, day.seconds - Math.floor((now - millis(entry.begin)) / 1000));
  const missing = day.target - before;
  return missing > 0 ? millis(entry.begin) + missing * 1000 : null;
}

function suggestionsFor(entry: Entry, now: number, asked: AskedOf, since: Mark | null): AwayQuestion["suggestions"] {
  const { status, marks, dayEnd } = asked;
  const { zone } = status;
  const begin = millis(entry.begin);
  const later = since ? marks.filter(({ at }) => at > since.at) : marks;
  const reached = targetReached(status, entry, now, zone);
  const ends = dayEnd === null ? null : momentFrom(dayAt(begin, zone), dayEnd, zone);
  const found = [
    ...(since ? [since] : []),
    ...(ends === null ? [] : [{ at: ends, reason: "dayEnd" as const }]),
    ...(reached === null ? [] : [{ at: reached, reason: "target" as const }]),
    ...later,
  ].filter(({ at }) => at >= begin + minute && at < now);
  const unique = found.filter(
    ({ at }, index) => found.findIndex((one) => Math.floor(one.at / minute) === Math.floor(at / minute)) === index,
  );
  return unique
    .slice(0, mostSuggestions)
    .sort((a, b) => a.at - b.at)
    .map(({ at, reason }) => ({ at: instantOf(at), reason }));
}

const shownEntry = ({ begin, work, text, tags }: Entry) => ({ begin, work, text, tags });

/** What to ask somebody who is back; null: nothing ran on, or too short a time for a question. */
export function questionAfter(absence: Absence, asked: AskedOf): AwayQuestion | null {
  const { status, stamps, from } = asked;
  const { running, zone } = status;
  const { since, back, reason } = absence;
  if (!running || millis(running.begin) >= since) return null;
  const overnight = dayAt(millis(running.begin), zone) < dayAt(back, zone) && back - since >= night;
  if (!overnight && (from === 0 || back - since < from)) return null;
  const length = (back - since) / minute;
  return {
    id: `${since}-${back}`,
    kind: overnight ? "overnight" : "away",
    entry: shownEntry(running),
    zone,
    since: instantOf(since),
    back: instantOf(back),
    reason,
    suggestions: overnight ? suggestionsFor(running, back, asked, { at: since, reason }) : [],
    stamps,
    always: overnight || stamps ? [] : alwaysUnder.filter((under) => under > length),
  };
}

/** What to ask where nothing told of an absence, but it runs since an earlier day and for longer than anybody works. */
export function questionOfForgotten(now: number, asked: AskedOf): AwayQuestion | null {
  const { running, zone } = asked.status;
  if (!running) return null;
  const begin = millis(running.begin);
  if (now - begin < forgotten || dayAt(begin, zone) >= dayAt(now, zone)) return null;
  const last = asked.marks.filter(({ at }) => at > begin).at(-1) ?? null;
  return {
    id: `forgotten-${running.id}-${begin}`.slice(0, 60),
    kind: "overnight",
    entry: shownEntry(running),
    zone,
    since: running.begin,
    back: instantOf(now),
    reason: null,
    suggestions: suggestionsFor(running, now, asked, last),
    stamps: asked.stamps,
    always: [],
  };
}

/** Whether it can still be answered: the work that ran on then still runs. */
export function isStillOpen({ since, kind, entry }: AwayQuestion, { running }: StatusResult): boolean {
  if (!running) return false;
  const begin = millis(running.begin);
  return kind === "overnight" ? begin === millis(entry.begin) : begin < millis(since);
}
