/**
 * Clock times of a civil day as moments, with nothing but `Intl`, so that windows can preview what the server will make
 * of them.
 */

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      calendar: "iso8601",
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  formats.set(zone, known);
  return known;
}

/** How far the zone's clocks are ahead of UTC at a moment. Both in milliseconds. @throws RangeError unknown zone */
function offsetAt(moment: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(moment)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

/**
 * The moments at which clocks in a zone show that time.
 * @param day `2026-11-19`
 * @param minutes since midnight; 1440 and more are of the days after
 * @param zone IANA name
 * @returns milliseconds since 1970, earliest first: none where clocks skip the time, two where they show it twice
 */
export function momentsAt(day: string, minutes: number, zone: string): number[] {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const offsets = new Set([asUtc - dayMs, asUtc, asUtc + dayMs].map((near) => offsetAt(near, zone)));
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((moment) => moment + offsetAt(moment, zone) === asUtc)
    .sort((a, b) => a - b);
}

/** The civil day of a moment in a zone: `2026-11-19`. */
export function dayAt(moment: number, zone: string): string {
  return new Date(moment + offsetAt(moment, zone)).toISOString().slice(0, 10);
}

/** Minutes since midnight that clocks in a zone show at a moment. */
export function minutesAt(moment: number, zone: string): number {
  const local = new Date(moment + offsetAt(moment, zone));
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** The day so many days after another. */
export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/**
 * The first moment at or after which clocks in a zone have reached that time: a time that is skipped counts from the
 * moment of the skip, one that is shown twice from its first showing.
 */
export function momentFrom(day: string, minutes: number, zone: string): number {
  const [exact] = momentsAt(day, minutes, zone);
  if (exact !== undefined) return exact;
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  // In a gap the offset before it gives a moment behind it, by just how far the time lies in the gap.
  const before = offsetAt(asUtc - dayMs, zone);
  const after = offsetAt(asUtc + dayMs, zone);
  let [low, high] = [asUtc - Math.max(before, after), asUtc - Math.min(before, after)];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle <= low) break;
    if (offsetAt(middle, zone) === offsetAt(low, zone)) low = middle;
    else high = middle;
  }
  return high;
}
