import ICAL from "ical.js";
import { findIana } from "windows-iana";
import { dayAfter, momentFrom, momentsAt } from "#core/time/wall-clock";

const minute = 60_000;
const two = (value: number) => String(value).padStart(2, "0");

/**
 * The moment of a clock time. One that clocks skip counts by the offset before, one that they show twice is the first
 * (RFC 5545 §3.3.5). Milliseconds.
 */
export function momentOfClock(time: ICAL.Time, zone: string): number {
  const day = `${String(time.year).padStart(4, "0")}-${two(time.month)}-${two(time.day)}`;
  const minutes = time.hour * 60 + time.minute;
  const [exact] = momentsAt(day, minutes, zone);
  return (exact ?? momentFrom(dayAfter(day, -1), minutes, zone) + 1440 * minute) + time.second * 1000;
}

/** A zone of this computer, for a library that knows only those that stand in the calendar itself. */
class SystemZone extends ICAL.Timezone {
  private readonly known = new Map<string, number>();

  constructor(private readonly zone: string) {
    super({ tzid: zone });
  }

  override utcOffset(time: ICAL.Time): number {
    const key = time.toString();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const asUtc = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
    const offset = (asUtc - momentOfClock(time, this.zone)) / 1000;
    if (this.known.size < 100_000) this.known.set(key, offset);
    return offset;
  }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** `Europe/Berlin` of `W. Europe Standard Time`, or of `/mozilla.org/20050126_1/Europe/Berlin`; null: none of these. */
function systemZone(tzid: string): string | null {
  const name = tzid.trim().replace(/^"|"$/g, "");
  const [windows] = findIana(name);
  const ending = /[A-Za-z]+\/[A-Za-z_]+(\/[A-Za-z_]+)?$/.exec(name)?.[0];
  return [windows, name, ending].find((one) => one && /^[A-Za-z]/.test(one) && isZone(one)) ?? null;
}

/**
 * Makes the zones of a calendar known to the library. What this computer knows by name goes before what the calendar says:
 * exports often carry old rules. Others (`Customized Time Zone`) are taken from the calendar.
 * @param used names that events refer to
 */
export function registerZones(definitions: readonly string[][], used: ReadonlySet<string>): void {
  ICAL.TimezoneService.reset();
  for (const lines of definitions)
    try {
      const zone = new ICAL.Timezone({ component: new ICAL.Component(ICAL.parse(lines.join("\r\n"))) });
      if (zone.tzid) ICAL.TimezoneService.register(zone, zone.tzid);
    } catch {
      // Its events count as of the zone of whoever looks.
    }
  for (const tzid of used) {
    const name = systemZone(tzid);
    if (name !== null) ICAL.TimezoneService.register(new SystemZone(name), tzid);
  }
}
