import type { Absence, AbsenceDraft } from "../../domain/absences";

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

/** Whether two parts of one day collide; null: of one of them it is not known which part it is. */
export function partsCollide(draft: AbsenceDraft, one: Absence): boolean | null {
  if (draft.first !== draft.last || one.first !== one.last || draft.first !== one.first) return null;
  const [a, b] = [minutesOf(partOf(draft)), minutesOf(one.part)];
  return a && b ? a[0] < b[1] && b[0] < a[1] : null;
}
