import type { CalendarDay, Instant } from "#core/domain/entities";

/** One event of a calendar: a span of time, or whole days with both ends included. */
export interface CalendarEvent {
  /** The same for the same thing at each export, so that a calendar replaces instead of doubling. */
  uid: string;
  span: { from: Instant; to: Instant } | { first: CalendarDay; last: CalendarDay };
  summary: string;
  description?: string;
  categories?: readonly string[];
  /** Not settled yet: still running, not approved. */
  tentative?: boolean;
}

const escaped = (text: string) =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll(";", "\\;")
    .replaceAll(",", "\\,")
    .replaceAll(/\r\n|\r|\n/g, "\\n");

const bytes = new TextEncoder();

/** RFC 5545 §3.1: no line is longer than 75 octets; the next begins with a blank. Never cuts through a character. */
function folded(line: string): string {
  if (bytes.encode(line).length <= 75) return `${line}\r\n`;
  const lines: string[] = [];
  let part = "";
  let size = 0;
  for (const character of line) {
    const width = bytes.encode(character).length;
    if (size + width > 75) {
      lines.push(part);
      part = " ";
      size = 1;
    }
    part += character;
    size += width;
  }
  lines.push(part);
  return `${lines.join("\r\n")}\r\n`;
}

const utc = (instant: Instant) => instant.replaceAll(/[-:]/g, "");
const date = (day: CalendarDay) => day.replaceAll("-", "");
/** The day after; only the calendar counts, no zone. */
const next = (day: CalendarDay) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

export const calendarStart = (name: string): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Punchcard//Punchcard//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escaped(name)}`,
  ]
    .map(folded)
    .join("");
export const calendarEnd = "END:VCALENDAR\r\n";

/** @param stamp when the calendar was made */
export function calendarEvent(event: CalendarEvent, stamp: Instant): string {
  const { span } = event;
  const when =
    "from" in span
      ? [`DTSTART:${utc(span.from)}`, `DTEND:${utc(span.to)}`]
      : // The end of whole days is the first day that is not in it any more.
        [`DTSTART;VALUE=DATE:${date(span.first)}`, `DTEND;VALUE=DATE:${date(next(span.last))}`];
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(event.uid)}`,
    `DTSTAMP:${utc(stamp)}`,
    ...when,
    `SUMMARY:${escaped(event.summary)}`,
    ...(event.description ? [`DESCRIPTION:${escaped(event.description)}`] : []),
    ...(event.categories?.length ? [`CATEGORIES:${event.categories.map(escaped).join(",")}`] : []),
    `STATUS:${event.tentative ? "TENTATIVE" : "CONFIRMED"}`,
    "END:VEVENT",
  ]
    .map(folded)
    .join("");
}
