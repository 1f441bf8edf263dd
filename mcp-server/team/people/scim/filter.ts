import { ScimError } from "./messages";

/** One comparison of a filter. */
export interface Comparison {
  /** In lower case. */
  attribute: string;
  value: string;
}

const comparison = /^\s*([\w.]+|emails\[type eq "work"\]\.value)\s+eq\s+("(?:[^"\\]|\\.)*")\s*/i;

/**
 * The filters with which directories find somebody: `eq`, also several joined by `and` (RFC 7644 §3.4.2.2).
 * @throws ScimError for every other filter
 */
export function comparisonsOf(filter: string): Comparison[] {
  const found: Comparison[] = [];
  for (let rest = filter; ; ) {
    const [all = "", attribute, text] = comparison.exec(rest) ?? [];
    if (attribute === undefined || text === undefined)
      throw new ScimError(400, 'Only attribute eq "value", joined by and, is understood.', "invalidFilter");
    found.push({ attribute: attribute.toLowerCase(), value: textOf(text) });
    rest = rest.slice(all.length);
    if (rest === "") return found;
    if (!/^and\s/i.test(rest)) throw new ScimError(400, "Only and joins comparisons.", "invalidFilter");
    rest = rest.slice(3);
  }
}

function textOf(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new ScimError(400, "The filter cannot be read.", "invalidFilter");
  }
}

/** The page that a list asks for. @throws ScimError */
export function pageOf(query: URLSearchParams): { start: number; count: number } {
  const start = Math.max(1, numberOf(query, "startIndex", 1));
  return { start, count: Math.min(pageSize, Math.max(0, numberOf(query, "count", pageSize))) };
}

/** Most of one page. */
const pageSize = 100;

function numberOf(query: URLSearchParams, name: string, byDefault: number): number {
  const text = query.get(name);
  if (text === null) return byDefault;
  if (!/^-?\d{1,9}$/.test(text)) throw new ScimError(400, `${name} is a number.`, "invalidValue");
  return Number(text);
}
