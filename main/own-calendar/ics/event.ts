import { createHash } from "node:crypto";
import ICAL from "ical.js";
import { cleanText } from "#core/domain/text";

/** An event as the calendar has it: once, a series, or (with `instead`) one of a series that was changed. */
export interface CalendarEvent {
  component: ICAL.Component;
  uid: string;
  /** Short, and says nothing of the calendar: what is remembered of a series is kept under it. */
  series: string;
  title: string;
  start: ICAL.Time;
  /** Which one of the series it stands in for; null: for none. */
  instead: ICAL.Time | null;
  /** Takes place no more, or without its person. */
  isOff: boolean;
  /** Shown as free. */
  isFree: boolean;
  /** Its time zone is unknown. */
  noZone: boolean;
  sequence: number;
}

const dateTime = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)Z?)?$/;
const longestTitle = 300;

export const hashOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 24);

const textOf = (component: ICAL.Component, name: string) => String(component.getFirstPropertyValue(name) ?? "");

/** A time as it is written; the library would turn month 99 into a later year. @throws Error where it is none */
function timeOf(component: ICAL.Component, name: string): ICAL.Time | null {
  const property = component.getFirstProperty(name);
  if (!property) return null;
  const value = property.getFirstValue();
  if (!dateTime.test(String(property.toJSON()[3])) || !(value instanceof ICAL.Time))
    throw new Error(`no time: ${name}`);
  return value;
}

/** @param owners e-mail addresses of the calendar's person, in small letters */
function isDeclined(component: ICAL.Component, owners: ReadonlySet<string>): boolean {
  return component.getAllProperties("attendee").some((attendee) => {
    const address = String(attendee.getFirstValue())
      .replace(/^mailto:/i, "")
      .toLowerCase();
    return owners.has(address) && attendee.getFirstParameter("partstat")?.toUpperCase() === "DECLINED";
  });
}

/** @throws Error where it cannot be understood */
export function readEvent(lines: readonly string[], owners: ReadonlySet<string>): CalendarEvent {
  const component = new ICAL.Component(ICAL.parse(lines.join("\r\n")));
  const start = timeOf(component, "dtstart");
  if (!start) throw new Error("no begin");
  timeOf(component, "dtend");
  const title = cleanText(textOf(component, "summary"), longestTitle);
  const uid = textOf(component, "uid") || `${title}\n${start.toString()}`;
  const status = textOf(component, "status").toUpperCase();
  const shows = textOf(component, "x-microsoft-cdo-busystatus").toUpperCase();
  const named = component.getFirstProperty("dtstart")?.getFirstParameter("tzid");
  return {
    component,
    uid,
    series: hashOf(uid),
    title,
    start,
    instead: timeOf(component, "recurrence-id"),
    isOff: status === "CANCELLED" || isDeclined(component, owners),
    isFree: textOf(component, "transp").toUpperCase() === "TRANSPARENT" || shows === "FREE",
    noZone: named !== undefined && start.zone === ICAL.Timezone.localTimezone,
    sequence: Number(textOf(component, "sequence")) || 0,
  };
}
