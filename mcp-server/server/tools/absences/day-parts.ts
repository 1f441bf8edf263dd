import type { Absence, AbsenceDraft } from "#core/domain/absences";
import type { CalendarDay } from "#core/domain/entities";

/** Which part of a single day an absence or a request is for. */
export interface Part {
  part?: string;
  /** Of a request. */
  from?: string;
  seconds?: number | null;
}

const shownClock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Which part of its day a request is for, as absences tell it: `morning`, `09:00–11:00`; undefined: not said. */
export function partOf({ part, from, seconds }: Part): string | undefined {
  if (part !== undefined || from === undefined || seconds == null) return part ?? from;
  const [hour = 0, minute = 0] = from.split(":").map(Number);
  return `${from}–${shownClock(hour * 60 + minute + Math.round(seconds / 60))}`;
}

/** Minutes of the day, `[from, to)`. */
function minutesOf(part: string | undefined): [number, number] | null {
  if (part === "morning") return [0, 720];
  if (part === "afternoon") return [720, 1440];
  const [, ...clock] = /^(\d\d):(\d\d)–(\d\d):(\d\d)$/.exec(part ?? "") ?? [];
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = clock.map(Number);
  return clock.length > 0 ? [fromHour * 60 + fromMinute, toHour * 60 + toMinute] : null;
}

/** Which minutes of its first (last) day a longer absence takes; null: whole days meet, or it is of one day. */
function edgeOf(day: CalendarDay, span: AbsenceDraft | Absence): [number, number] | null {
  if (span.first === span.last) return null;
  if (day === span.first && span.firstHalf) return [720, 1440];
  return day === span.last && span.lastHalf ? [0, 720] : null;
}

/**
 * Whether two absences collide that meet on one day alone, each with a part of it; null: they meet on more, or of one of
 * them it is not known which part it is. Who leaves at half of a first day leaves at noon.
 */
export function partsCollide(draft: AbsenceDraft, one: Absence): boolean | null {
  const day = draft.first > one.first ? draft.first : one.first;
  if (day !== (draft.last < one.last ? draft.last : one.last)) return null;
  const partOn = (span: AbsenceDraft | Absence): [number, number] | null => {
    const minutes = span.first === span.last ? minutesOf(partOf(span)) : null;
    // Half a day told by the clock of its working hours is that half, whenever the lunch is.
    if (minutes && span.firstHalf) return minutes[0] < 720 ? [0, 720] : [720, 1440];
    return edgeOf(day, span) ?? minutes;
  };
  const [a, b] = [partOn(draft), partOn(one)];
  return a && b ? a[0] < b[1] && b[0] < a[1] : null;
}
