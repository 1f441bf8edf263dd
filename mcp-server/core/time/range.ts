/** The ways to write "from … to …". Words first: a hyphen may belong to a date. */
const separators = ["..", " – ", " to ", " until ", " till ", " bis ", " do ", " - "];

/** Both sides of every place where a text (after `simplify`) may be a range, the likeliest first. */
export function* rangesIn(given: string): Generator<[string, string]> {
  const text = given.replace(/^(?:from|von|vom|od|between) (?=.)/, "");
  // An interval of ISO 8601; other dates have slashes in them.
  const [, first, last] = /^(\d{4}-\d\d-\d\d[^/]*)\/(\d{4}-\d\d-\d\d.*)$/.exec(text) ?? [];
  if (first && last) yield [first, last];
  for (const separator of separators) {
    const at = text.indexOf(separator);
    if (at > 0)
      yield [
        text.slice(0, at).trim(),
        text
          .slice(at + separator.length)
          .replace(/^\.+/, "")
          .trim(),
      ];
  }
  for (let at = text.indexOf("-", 1); at > 0; at = text.indexOf("-", at + 1))
    yield [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
