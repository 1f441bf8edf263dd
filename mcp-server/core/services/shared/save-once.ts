import type { MessageText } from "../../messages/catalog";
import { savedAndFound, sentOnce } from "./send-once";

/** Who is written to. */
export interface Saving {
  /** What people call the service. */
  name: string;
  /** Milliseconds between looks for a write whose answer was lost. */
  secondLookMs: number;
}

/**
 * Sends a write of a record once, and looks for it where its answer was lost.
 * @param look what was written, if it took effect, else null
 * @returns notes: that it was found by looking, where it was
 */
export async function saveOnce<T>(
  { name, secondLookMs }: Saving,
  write: () => Promise<T>,
  look: () => Promise<T | null>,
): Promise<{ value: T; notes: MessageText[] }> {
  const { value, looked } = await sentOnce(write, look, secondLookMs);
  return { value, notes: looked ? [savedAndFound(name)] : [] };
}

/**
 * The same for a delete.
 * @param isGone whether the record is not there any more
 */
export async function removeOnce(
  saving: Saving,
  remove: () => Promise<unknown>,
  isGone: () => Promise<boolean | null>,
): Promise<void> {
  await saveOnce<true>(
    saving,
    async () => {
      await remove();
      return true;
    },
    async () => ((await isGone()) ? true : null),
  );
}

/** Whether a text is the one that was sent, but for blanks at its ends: services cut those off, and an empty one may be null. */
export const sameText = (held: unknown, sent: unknown): boolean =>
  String(held ?? "").trim() === String(sent ?? "").trim();

/** Whether a row has what was sent. An empty text may be kept as null, lists in another order, references with names. */
export function holds(row: object, body: Readonly<Record<string, unknown>>): boolean {
  const same = (held: unknown, sent: unknown): boolean => {
    if (sent === null || sent === "") return held === null || held === undefined || held === "";
    if (Array.isArray(sent)) return Array.isArray(held) && [...held].sort().join() === [...sent].sort().join();
    if (typeof held === "object" && held !== null)
      return typeof sent === "object" ? holds(held, sent as Record<string, unknown>) : "id" in held && held.id === sent;
    return held === sent || (typeof held === "string" && typeof sent === "string" && sameText(held, sent));
  };
  return Object.entries(body).every(([wire, sent]) => same((row as Record<string, unknown>)[wire], sent));
}

type Row = Readonly<Record<string, unknown>>;
/** Records hold days, which services may give with a clock time of their own. */
const isDay = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value);

/**
 * Whether a change whose answer was lost took effect: what was sent is there, and not only something that somebody else
 * changed meanwhile. What the service writes in another form, or does not tell by that name, must be other than before.
 */
export function tookChange(now: object, sent: Row, before: object): boolean {
  const [row, old] = [now as Row, before as Row];
  const other = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const taken = Object.entries(sent).map(([name, value]) => {
    if (!(name in row)) return other(row, old);
    const held = row[name];
    if (holds(row, { [name]: value })) return true;
    if (isDay(held) && isDay(value)) return held.slice(0, 10) === value.slice(0, 10);
    return typeof held !== typeof value && value !== null && other(held, old[name]);
  });
  return taken.every(Boolean);
}
