import ICAL from "ical.js";
import type { CalendarEvent } from "./event";
import { momentOfClock } from "./zones";

const daySeconds = 86_400;

/** Moments in milliseconds; times without a zone, and days, are those of whoever looks. */
export const momentOf = (time: ICAL.Time, zone: string): number =>
  time.isDate || time.zone === ICAL.Timezone.localTimezone ? momentOfClock(time, zone) : time.toUnixTime() * 1000;

/**
 * How long each one takes: as many days, or, as RFC 5545 §3.8.5.3 says of DTEND, exactly as many seconds as the first one.
 * The days of a DURATION are days of the calendar. What ends before it begins takes no time.
 */
export function lengthOf({ component, start }: CalendarEvent, zone: string): { days: number; seconds: number } {
  const end = component.getFirstPropertyValue("dtend");
  const duration = component.getFirstPropertyValue("duration");
  if (end instanceof ICAL.Time) {
    const seconds = (momentOf(end, zone) - momentOf(start, zone)) / 1000;
    if (!start.isDate) return { days: 0, seconds: Math.max(0, seconds) };
    return { days: Math.max(1, Math.round(seconds / daySeconds)), seconds: 0 };
  }
  if (duration instanceof ICAL.Duration && !duration.isNegative) {
    const days = duration.weeks * 7 + duration.days;
    if (start.isDate) return { days: Math.max(1, days), seconds: 0 };
    return { days, seconds: duration.hours * 3600 + duration.minutes * 60 + duration.seconds };
  }
  return { days: start.isDate ? 1 : 0, seconds: 0 };
}

/** When one that begins then ends. Milliseconds. */
export function endOf(begin: ICAL.Time, { days, seconds }: ReturnType<typeof lengthOf>, zone: string): number {
  const last = begin.clone();
  if (days > 0) last.adjust(days, 0, 0, 0);
  return momentOf(last, zone) + seconds * 1000;
}

/** Which ones of a series are left out: by moment, or by day where only the day is told. */
function leftOut({ component, start }: CalendarEvent, zone: string): (time: ICAL.Time, moment: number) => boolean {
  const moments = new Set<number>();
  const days = new Set<string>();
  for (const property of component.getAllProperties("exdate"))
    for (const value of property.getValues()) {
      if (!(value instanceof ICAL.Time)) continue;
      if (value.isDate && !start.isDate) days.add(value.toString());
      else moments.add(momentOf(value, zone));
    }
  return (time, moment) => moments.has(moment) || days.has(time.toString().slice(0, 10));
}

/** The rules as they are meant: a last day counts whole, also where the begin is a time. */
function rulesOf({ component, start }: CalendarEvent): ICAL.Component {
  const copy = new ICAL.Component(structuredClone(component.toJSON()));
  copy.removeAllProperties("exdate");
  for (const property of copy.getAllProperties("rrule")) {
    const rule = property.getFirstValue();
    if (!(rule instanceof ICAL.Recur) || !rule.until?.isDate || start.isDate) continue;
    const { year, month, day } = rule.until;
    rule.until = new ICAL.Time(
      { year, month, day, hour: 23, minute: 59, second: 59, isDate: false },
      start.zone ?? undefined,
    );
    property.setValue(rule);
  }
  return copy;
}

/** How many steps the series of a calendar may take together. */
export interface Budget {
  steps: number;
}
/** Of one series: a meeting of each quarter of an hour for a year. */
const mostOfOne = 35_000;

/**
 * The begins of a series before a moment, oldest first.
 * @returns `cut`: there are more than were looked at
 */
export function beginsOf(
  event: CalendarEvent,
  before: number,
  zone: string,
  budget: Budget,
): { begins: { time: ICAL.Time; moment: number }[]; cut: boolean } {
  const { component, start } = event;
  const first = { time: start, moment: momentOf(start, zone) };
  const isLeftOut = leftOut(event, zone);
  const recurs = component.hasProperty("rrule") || component.hasProperty("rdate");
  const begins = isLeftOut(start, first.moment) ? [] : [first];
  if (!recurs) return { begins, cut: false };
  const expansion = new ICAL.RecurExpansion({ component: rulesOf(event), dtstart: start });
  const seen = new Set([first.moment]);
  for (let step = 0; step < mostOfOne; step++) {
    if (--budget.steps < 0) return { begins, cut: true };
    const time = expansion.next();
    if (!time) return { begins, cut: false };
    const moment = momentOf(time, zone);
    if (moment >= before) return { begins, cut: false };
    if (seen.has(moment) || isLeftOut(time, moment)) continue;
    seen.add(moment);
    begins.push({ time: time.clone(), moment });
  }
  return { begins, cut: true };
}
