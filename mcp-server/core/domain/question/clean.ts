import { cleanText } from "../text";

/** So many lines are shown at most; the last of more says how many are left. */
export const mostLines = 200;

const longestText = 500;
const longestList = 120;

/** Every text in it on one line, without invisible characters and capped, as those of lines are. */
export function cleanParts<T>(value: T): T;
export function cleanParts(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value, longestText);
  if (Array.isArray(value)) return value.slice(0, longestList).map((item) => cleanParts(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cleanParts(member)]));
}
