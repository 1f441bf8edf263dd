/** The cell of tags in our own tables: between commas, and in quotes where a tag would else be taken for several. */
export const joinTags = (tags: readonly string[]): string =>
  tags.map((tag) => (/[,;"]|^\s|\s$/.test(tag) ? `"${tag.replaceAll('"', '""')}"` : tag)).join(", ");

const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:[,;]|$)/;
const bare = /^([^,;]*)(?:[,;]|$)/;

/** The tags of such a cell; quotes that enclose no whole tag are part of it. */
export function splitTags(cell: string): string[] {
  const tags: string[] = [];
  for (let rest = cell; rest !== ""; ) {
    const inQuotes = quoted.exec(rest);
    const found = inQuotes ?? bare.exec(rest);
    const [all = rest, tag = ""] = found ?? [];
    tags.push(inQuotes ? tag.replaceAll('""', '"') : tag.trim());
    rest = rest.slice(all.length);
  }
  return tags.filter((tag) => tag.trim() !== "");
}
