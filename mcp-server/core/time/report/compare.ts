import type { CalendarDay } from "../../domain/entities";
import { addDays, addMonths, daysBetween, partsOf } from "../civil";

export interface CivilSpan {
  first: CalendarDay;
  last: CalendarDay;
}

/** Whole calendar months from `first` to `last`; null where it is something else. */
function wholeMonths({ first, last }: CivilSpan): number | null {
  const end = addDays(last, 1);
  if (!first.endsWith("-01") || !end.endsWith("-01")) return null;
  const [a, b] = [partsOf(first), partsOf(end)];
  return (b.year - a.year) * 12 + b.month - a.month;
}

/**
 * What a period is compared with: the one right before it, and the same a year before (for a whole year both are one).
 * A period that still goes on is compared up to the same day: half a month says nothing against a whole one.
 * @returns the part of the period that is compared, then the others, latest first
 */
export function comparable(period: CivilSpan, today: CalendarDay): { own: CivilSpan; others: CivilSpan[] } {
  const months = wholeMonths(period);
  const length = daysBetween(period.first, period.last) + 1;
  const goesOn = period.first <= today && today < period.last;
  const own = goesOn ? { first: period.first, last: today } : period;
  const elapsed = daysBetween(own.first, own.last);
  const shift = (first: CalendarDay, last: CalendarDay): CivilSpan => {
    const cut = goesOn ? addDays(first, elapsed) : last;
    return { first, last: cut < last ? cut : last };
  };
  const before =
    months === null
      ? shift(addDays(period.first, -length), addDays(period.first, -1))
      : shift(addMonths(period.first, -months), addDays(period.first, -1));
  // The end of a month stays one: a February after a leap year ends on its own last day.
  const lastOfYearBefore =
    months === null ? addMonths(period.last, -12) : addDays(addMonths(addDays(period.last, 1), -12), -1);
  const yearBefore = shift(addMonths(period.first, -12), lastOfYearBefore);
  const same = before.first === yearBefore.first && before.last === yearBefore.last;
  return { own, others: same ? [before] : [before, yearBefore] };
}
