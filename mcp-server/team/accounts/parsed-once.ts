/** What many calls and people have in common is few texts: one that is known is not parsed again. */
export function parsedOnce<T>(parse: (text: string | null) => T): (text: string | null) => T {
  const known = new Map<string | null, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= 100) known.clear();
    const value = parse(text);
    known.set(text, value);
    return value;
  };
}
