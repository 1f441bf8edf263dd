import type { CalendarDay, TargetHours } from "../domain/entities";
import { weekday } from "./civil";

/** What is to be worked on which day, and the one rule for people of whom nothing is kept. */

/** Where no hours are kept, so long counts as one day. Whoever shows such a number says so. */
export const assumedDay = 8 * 3600;
const assumedWeek = [assumedDay, assumedDay, assumedDay, assumedDay, assumedDay, 0, 0] as const;

/** What everybody says who counts days of work without hours that are kept. */
export const noTargetKept = "No working hours are kept: Monday to Friday were counted.";

const isEntered = (week: readonly number[] | null) => week?.some((seconds) => seconds > 0) ?? false;

/** Hours that are all zero are hours that nobody entered. */
export const keepsTarget = ({ targetSeconds, targetChanges }: TargetHours): boolean =>
  targetChanges ? targetChanges.some((change) => isEntered(change.targetSeconds)) : isEntered(targetSeconds);

/** Seconds per weekday of the week in which a day lies, Monday first; null where none are kept for that day. */
export function weekOn(day: CalendarDay, hours: TargetHours): readonly number[] | null {
  if (!keepsTarget(hours)) return null;
  if (!hours.targetChanges) return hours.targetSeconds;
  return hours.targetChanges.findLast(({ first }) => first <= day)?.targetSeconds ?? null;
}

/** Seconds to work on a day, 0 before the first; null where no target is kept. */
export function targetOf(day: CalendarDay, hours: TargetHours): number | null {
  const seconds = weekOn(day, hours)?.[weekday(day) - 1] ?? null;
  return seconds !== null && hours.firstDay !== undefined && day < hours.firstDay ? 0 : seconds;
}

/** The same, with eight hours from Monday to Friday where none are kept. */
export const workOf = (day: CalendarDay, hours: TargetHours): number =>
  (weekOn(day, hours) ?? assumedWeek)[weekday(day) - 1] ?? 0;
