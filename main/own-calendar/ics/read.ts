import { dayAfter, momentFrom } from "#core/time/wall-clock";
import type { CalendarView } from "../../ipc/contract/entries/own-calendar";
import { type CalendarEvent, hashOf, readEvent } from "./event";
import { calendarParts } from "./lines";
import { type Budget, beginsOf, endOf, lengthOf, momentOf } from "./series";
import { registerZones } from "./zones";

type Shown = Pick<CalendarView, "timed" | "allDay" | "incomplete">;

export interface OpenCalendar {
  /** What lies in the days `from` to `to` of a zone. */
  events(from: string, to: string, zone: string): Shown;
}

/** More steps than a calendar of twenty years takes; the rest of it is left out and said. */
const mostSteps = 150_000;
const mostShown = 500;
const isAddress = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);

/**
 * One at a time in a thread: the library keeps the zones of a calendar in one place.
 * @param text iCalendar (RFC 5545)
 * @param owners e-mail addresses that its address names: whose answer to an invitation counts
 * @throws InputError `not_a_calendar`, `web_page`
 */
export function openCalendar(text: string, owners: readonly string[]): OpenCalendar {
  const { name, zones, events: parts, broken } = calendarParts(text);
  const persons = new Set([...owners, ...(isAddress(name) ? [name] : [])].map((one) => one.toLowerCase()));
  const used = new Set<string>();
  for (const lines of parts)
    for (const line of lines) {
      const tzid = /^[^:]*;TZID=("[^"]+"|[^;:]+)/i.exec(line)?.[1];
      if (tzid) used.add(tzid.replace(/^"|"$/g, ""));
    }
  registerZones(zones, used);
  let unread = broken;
  const events: CalendarEvent[] = [];
  for (const lines of parts)
    try {
      events.push(readEvent(lines, persons));
    } catch {
      unread += 1;
    }
  return { events: (from, to, zone) => eventsIn(latestOf(events), unread, from, to, zone) };
}

/** Of one event that stands there in several revisions the newest. Different events with one UID all stay. */
function latestOf(events: readonly CalendarEvent[]): CalendarEvent[] {
  const newest = new Map<string, number>();
  const keyOf = ({ uid, instead }: CalendarEvent) => `${uid}\n${instead?.toString() ?? ""}`;
  for (const event of events) newest.set(keyOf(event), Math.max(newest.get(keyOf(event)) ?? 0, event.sequence));
  const seen = new Set<string>();
  return events.filter((event) => {
    const same = `${keyOf(event)}\n${event.start.toString()}\n${event.title}`;
    if (event.sequence < (newest.get(keyOf(event)) ?? 0) || seen.has(same)) return false;
    seen.add(same);
    return true;
  });
}

function eventsIn(events: readonly CalendarEvent[], unread: number, from: string, to: string, zone: string): Shown {
  const [begin, end] = [momentFrom(from, 0, zone), momentFrom(dayAfter(to), 0, zone)];
  const shown: Shown = { timed: [], allDay: [], incomplete: unread > 0 };
  const budget: Budget = { steps: mostSteps };
  const changed = new Map<string, Set<number>>();
  for (const { uid, instead } of events)
    if (instead) changed.set(uid, (changed.get(uid) ?? new Set()).add(momentOf(instead, zone)));
  const starts = new Map<string, number>();
  for (const { uid, instead } of events) if (!instead) starts.set(uid, (starts.get(uid) ?? 0) + 1);

  for (const event of events) {
    if (event.isOff) continue;
    try {
      const length = lengthOf(event, zone);
      const { begins, cut } = event.instead
        ? { begins: [{ time: event.start, moment: momentOf(event.start, zone) }], cut: false }
        : beginsOf(event, end, zone, budget);
      if (cut) shown.incomplete = true;
      for (const { time, moment } of begins) {
        if (!event.instead && changed.get(event.uid)?.has(moment)) continue;
        const until = endOf(time, length, zone);
        if (moment >= end || (until <= begin && !(until === moment && moment >= begin))) continue;
        // A moved one stays the same one; events that share a UID by mistake do not.
        const which = event.instead ? momentOf(event.instead, zone) : moment;
        const key = hashOf(
          [event.uid, which, ...((starts.get(event.uid) ?? 0) > 1 ? [event.start, event.title] : [])].join("\n"),
        );
        add(shown, event, { key, begin: moment, end: until, time, days: length.days });
      }
    } catch {
      shown.incomplete = true;
    }
  }
  shown.timed.sort((a, b) => a.begin.localeCompare(b.begin) || a.end.localeCompare(b.end));
  if (shown.timed.length > mostShown || shown.allDay.length > mostShown) shown.incomplete = true;
  return { ...shown, timed: shown.timed.slice(0, mostShown), allDay: shown.allDay.slice(0, mostShown) };
}

interface Found {
  key: string;
  begin: number;
  end: number;
  time: CalendarEvent["start"];
  days: number;
}

function add(shown: Shown, event: CalendarEvent, { key, begin, end, time, days }: Found): void {
  const { series, title, isFree, noZone, start } = event;
  if (start.isDate) {
    const first = time.toString().slice(0, 10);
    shown.allDay.push({ key, title, first, last: dayAfter(first, days - 1) });
    return;
  }
  const span = { begin: new Date(begin).toISOString(), end: new Date(end).toISOString() };
  shown.timed.push({ key, series, title, ...span, isFree, noZone });
}
