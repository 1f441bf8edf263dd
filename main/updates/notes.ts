const mostLines = 3;
const longest = 160;

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

/**
 * What is new, as three short lines of plain text. It comes from outside: markup is taken out, and windows escape the rest.
 * @param notes HTML or Markdown, or such by version
 */
export function noteLines(notes: unknown): string[] {
  // YAML can name one long text a million times.
  const parts = Array.isArray(notes) ? notes.slice(0, 20).map((one: { note?: unknown } | null) => one?.note) : [notes];
  const text = parts
    .filter((part): part is string => typeof part === "string")
    .map((part) => part.slice(0, 20_000))
    .join("\n")
    .slice(0, 20_000);
  return text
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<(br|\/p|\/li|\/h[1-6]|\/div)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&([a-z]+|#39);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .split("\n")
    .filter((line) => !/^\s*#{1,6}\s/.test(line))
    .map((line) => clean(line))
    .filter((line) => line !== "")
    .slice(0, mostLines)
    .map((line) => (line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line));
}

/** Without marks of lists and emphasis, and without what would turn the direction of the text around it. */
const clean = (line: string) =>
  line
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/^\s*(?:[-*+•]|\d+\.)\s+/, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`]{1,3}/g, "")
    .trim();
