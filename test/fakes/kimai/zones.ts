/** Civil times as PHP reads and writes them, without any library: the fake must not share the adapter's arithmetic. */

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, found);
  }
  return found;
}

/** Offsets hold for hours; asking Intl for each of ten thousand entries would make seeding slow. */
const offsets = new Map<string, number>();

/** Milliseconds by which the zone is ahead of UTC at a moment. */
function offsetAt(ms: number, zone: string): number {
  const quarter = Math.floor(ms / 900_000);
  const key = `${zone} ${quarter}`;
  const held = offsets.get(key);
  if (held !== undefined) return held;
  const start = quarter * 900_000;
  const parts = Object.fromEntries(
    format(zone)
      .formatToParts(start)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - start;
  if (offsets.size > 200_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/** `2026-03-02T09:00:00+0100` */
export function wireTime(ms: number, zone: string): string {
  const offset = offsetAt(ms, zone);
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const local = new Date(ms + offset).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? "-" : "+"}${two(minutes / 60)}${two(minutes % 60)}`;
}

export const civilDay = (ms: number, zone: string) => new Date(ms + offsetAt(ms, zone)).toISOString().slice(0, 10);

/** A clock time in a zone: the first of two where clocks go back, pushed forward where they skip, as PHP does. */
function localToMs(text: string, zone: string): number {
  const naive = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  const before = naive - offsetAt(naive - 86_400_000, zone);
  const after = naive - offsetAt(naive + 86_400_000, zone);
  const fits = [before, after].filter((ms) => ms + offsetAt(ms, zone) === naive);
  return fits.length > 0 ? Math.min(...fits) : before;
}

/** The strict form of queries; null for anything else. */
export function queryTime(text: string, zone: string): number | null {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? localToMs(text, zone) : null;
}

/** The forms that bodies take: local with or without seconds, blank or T, or with an offset. */
export function bodyTime(text: unknown, zone: string): number | null {
  if (typeof text !== "string") return null;
  const match = text.match(/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:?\d\d)?$/);
  if (!match) return null;
  const [, day, clock, offset] = match;
  if (!offset) return localToMs(`${day}T${clock}`, zone);
  const ms = Date.parse(`${day}T${clock}${offset.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`);
  return Number.isNaN(ms) ? null : ms;
}
