/** Calendars as the usual programs write them, from the lines that matter. */
export const calendarOf = (...parts: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", ...parts, "END:VCALENDAR", ""].join("\r\n");

let last = 0;
/** @param lines beside UID and SUMMARY, which can be given too */
export function event(...lines: string[]): string {
  const has = (name: string) => lines.some((line) => line.startsWith(`${name}:`));
  return [
    "BEGIN:VEVENT",
    ...(has("UID") ? [] : [`UID:event-${++last}@example.org`]),
    "DTSTAMP:20260101T000000Z",
    ...(has("SUMMARY") ? [] : ["SUMMARY:Planning"]),
    ...lines,
    "END:VEVENT",
  ].join("\r\n");
}

/** Outlook's definition of a zone that is in no list. */
export const customZone = [
  "BEGIN:VTIMEZONE",
  "TZID:Customized Time Zone",
  "BEGIN:STANDARD",
  "DTSTART:16010101T030000",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:16010101T020000",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
  "END:DAYLIGHT",
  "END:VTIMEZONE",
].join("\r\n");
