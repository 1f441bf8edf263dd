import { InputError } from "#core/domain/errors";

/** The lines of an event that say when it is, what it is called and whether it counts. All else stays unread. */
const wanted =
  /^(uid|dtstart|dtend|duration|rrule|rdate|exdate|recurrence-id|summary|status|transp|sequence|attendee|x-microsoft-cdo-busystatus)[;:]/i;

export interface CalendarParts {
  /** X-WR-CALNAME: Google puts the e-mail address of its person there. */
  name: string;
  /** Lines of each VTIMEZONE and VEVENT, unfolded, with BEGIN and END. */
  zones: string[][];
  events: string[][];
  /** Events that break off. */
  broken: number;
}

/**
 * Cuts a calendar into its parts. A line that is none is left out: one bad line must not cost the whole calendar.
 * @throws InputError `not_a_calendar`
 */
export function calendarParts(text: string): CalendarParts {
  const plain = text.replace(/^\uFEFF/, "").trimStart();
  if (!/^BEGIN:VCALENDAR\s/i.test(plain)) throw notACalendar(plain);
  const parts: CalendarParts = { name: "", zones: [], events: [], broken: 0 };
  let kind = "";
  let lines: string[] = [];
  /** Alarms and the like inside of an event. */
  let inside = 0;
  const unfolded = plain.replace(/\r\n?/g, "\n").replace(/\n[ \t]/g, "");
  for (const line of unfolded.split("\n")) {
    const [, edge, named] = /^(BEGIN|END):(\S+)/i.exec(line) ?? [];
    const name = named?.toUpperCase();
    const begins = edge?.toUpperCase() === "BEGIN";
    if (begins && (name === "VEVENT" || name === "VTIMEZONE")) {
      if (kind === "VEVENT") parts.broken += 1;
      kind = name;
      lines = [`BEGIN:${name}`];
      inside = 0;
    } else if (edge && name === kind) {
      lines.push(`END:${name}`);
      (kind === "VEVENT" ? parts.events : parts.zones).push(lines);
      kind = "";
    } else if (kind === "VTIMEZONE") {
      if (line.includes(":")) lines.push(line);
    } else if (kind === "VEVENT") {
      if (edge) inside += begins ? 1 : -1;
      else if (inside === 0 && wanted.test(line) && line.includes(":")) lines.push(line);
    } else if (/^X-WR-CALNAME[;:]/i.test(line)) parts.name = line.slice(line.indexOf(":") + 1, 300).trim();
  }
  if (kind === "VEVENT") parts.broken += 1;
  return parts;
}

const notACalendar = (text: string) =>
  text.startsWith("<")
    ? new InputError("web_page", "This is a web page and no calendar; perhaps it asks to sign in.", {
        next: "Copy the address that ends in .ics, or the secret address, from the calendar's settings.",
      })
    : new InputError(
        "not_a_calendar",
        text === "" ? "There is nothing in it." : "This is no calendar (iCalendar, .ics).",
        {
          next: "Choose a file that ends in .ics, or the address of one.",
        },
      );
