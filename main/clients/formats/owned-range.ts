/** What we once wrote, where it still stands around our entry, letter for letter. */
export interface Exact {
  at: number;
  text: string;
}

/** What we wrote around our entry; after an update that may not have happened, what stood there before. */
export const locateWritten = (
  text: string,
  range: [number, number],
  written: { text: string | null; former?: string | null } | null,
): Exact | null => written && (locate(text, range, written.text) ?? locate(text, range, written.former ?? null));

/** @param from,end Range of our entry: what we wrote must hold all of it. */
function locate(text: string, [from, end]: [number, number], written: string | null): Exact | null {
  if (!written) return null;
  // From where on it would reach the end of the entry; what begins behind the entry's start is another place.
  const at = text.indexOf(written, Math.max(0, end - written.length));
  return at === -1 || at > from ? null : { at, text: written };
}

export const withoutExact = (text: string, { at, text: written }: Exact) =>
  text.slice(0, at) + text.slice(at + written.length);

/** What we wrote, after a change that lies wholly inside it; null where it does not. */
export function grown(text: string, next: string, { at, text: written }: Exact): string | null {
  const tail = text.length - at - written.length;
  const stands = next.startsWith(text.slice(0, at)) && next.endsWith(text.slice(text.length - tail));
  return stands ? next.slice(at, next.length - tail) : null;
}
