import type { Response } from "#main/ipc/contract/index";
import { addDays, addMonths, monthEnd, weekdayOf } from "../../lib/format";

export type Absences = Response<"absences:list">;
export type Absence = Absences["absences"][number];

/** What somebody writes into the request form. Days are `2026-12-21`; an empty one is not chosen yet. */
export interface Draft {
  type: string;
  first: string;
  last: string;
  firstHalf: boolean;
  lastHalf: boolean;
  /** Which half of a single day; empty: nobody asks, or nobody chose. */
  half: "" | "morning" | "afternoon";
  hours: string;
  comment: string;
  reason: string;
  /** E-mail address of who stands in. */
  substitute: string;
}
export const emptyDraft = (type = ""): Draft => ({
  type,
  first: "",
  last: "",
  firstHalf: false,
  lastHalf: false,
  half: "",
  hours: "",
  comment: "",
  reason: "",
  substitute: "",
});

/** How a bar looks; each has its own shape besides its colour. */
type Look = "own" | "wait" | "draft" | "team" | "rejected";

export interface Bar {
  key: string;
  look: Look;
  first: string;
  last: string;
  /** null: the request that is being written. */
  absence: Absence | null;
}

/** A part of a bar within one week. */
export interface Piece {
  bar: Bar;
  /** Columns of the week, from 1; `end` is the one after its last. */
  start: number;
  end: number;
  lane: number;
  /** It goes on before, or after, what is drawn here. */
  from: boolean;
  to: boolean;
}

/** Lanes of bars that a week has room for. */
const lanes = 3;

/** The weeks that touch the month of this day, Monday first, as they stand on a wall calendar. */
export function weeksOf(month: string): string[][] {
  const first = addMonths(month, 0);
  const start = addDays(first, -weekdayOf(first));
  const last = monthEnd(month);
  const weeks: string[][] = [];
  for (let monday = start; monday <= last; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)));
  return weeks;
}

const lookOf = ({ mine, status }: Absence): Look | null => {
  if (status === "cancelled") return null;
  if (status === "rejected") return mine ? "rejected" : null;
  if (!mine) return "team";
  return status === "approved" ? "own" : status === "draft" ? "draft" : "wait";
};
const order: readonly Look[] = ["draft", "own", "wait", "rejected", "team"];

/** What the calendar draws: the request first, then own absences, then those of others. */
export function barsOf(absences: readonly Absence[], draft: Pick<Draft, "first" | "last"> | null): Bar[] {
  const known = absences.flatMap((absence): Bar[] => {
    const look = lookOf(absence);
    return look ? [{ key: absence.id, look, first: absence.first, last: absence.last, absence }] : [];
  });
  known.sort((a, b) => order.indexOf(a.look) - order.indexOf(b.look) || (a.first < b.first ? -1 : 1));
  const { first = "", last = "" } = draft ?? {};
  if (!first || !last || last < first) return known;
  return [{ key: "request", look: "draft", first, last, absence: null }, ...known];
}

const runsOf = (days: readonly string[], taken: (day: string) => boolean): [number, number][] => {
  const runs: [number, number][] = [];
  days.forEach((day, index) => {
    if (!taken(day)) return;
    const open = runs.at(-1);
    if (open && open[1] === index) open[1] = index + 1;
    else runs.push([index, index + 1]);
  });
  return runs;
};

/**
 * Where the bars of one week stand. A bar leaves out days on which nobody works, unless it has no others in that week.
 * @returns also, by day, the bars for which there is no room.
 */
export function piecesOf(week: readonly string[], bars: readonly Bar[], works: (day: string) => boolean) {
  const pieces: Piece[] = [];
  const hidden = new Map<string, Bar[]>();
  for (const bar of bars) {
    const within = (day: string) => day >= bar.first && day <= bar.last;
    const working = runsOf(week, (day) => within(day) && works(day));
    const runs = working.length > 0 ? working : runsOf(week, within);
    const [start, end] = [runs[0]?.[0], runs.at(-1)?.[1]];
    if (start === undefined || end === undefined) continue;
    const free = (lane: number) =>
      pieces.every((piece) => piece.lane !== lane || piece.end <= start + 1 || piece.start >= end + 1);
    const lane = Array.from({ length: lanes }, (_, index) => index).find(free);
    for (const [from, to] of runs) {
      const days = week.slice(from, to);
      if (lane === undefined) for (const day of days) hidden.set(day, [...(hidden.get(day) ?? []), bar]);
      else
        pieces.push({
          bar,
          start: from + 1,
          end: to + 1,
          lane,
          from: (days[0] ?? "") > bar.first,
          to: (days.at(-1) ?? "") < bar.last,
        });
    }
  }
  return { pieces, hidden };
}

/** A day on which this person has nothing to do: by their targets, else Saturday and Sunday; and full public holidays. */
export function workingDays(targets: readonly number[] | null, holidays: Absences["holidays"]) {
  const free = new Set(holidays.filter(({ half }) => !half).map(({ day }) => day));
  const known = targets?.some((seconds) => seconds > 0) ? targets : [1, 1, 1, 1, 1, 0, 0];
  return (day: string) => (known[weekdayOf(day)] ?? 0) > 0 && !free.has(day);
}

/**
 * The range after a press on a day: the first press begins it, a later day ends it.
 * @param extend with Shift, from where the range began
 */
export function pressed(range: Pick<Draft, "first" | "last">, day: string, extend: boolean) {
  const { first, last } = range;
  if (extend && first) return day < first ? { first: day, last: last || first } : { first, last: day };
  if (first && first === last && day > first) return { first, last: day };
  return { first: day, last: day };
}
