import { InputError } from "#core/domain/errors";
import { type Block, mayBeOurs } from "../blocks";
import { withoutExact } from "../owned-range";
import { applyEdits } from "../text";
import { cutMember } from "./edits";
import { jsonData, parseJson, valueNode } from "./parse";

interface Level {
  bracket: "{" | "[";
  /** Of the member whose value is open; null in a list, or before the first key. */
  key: { name: string; at: number } | null;
  comma: number | null;
}

const piece =
  /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\r\n]|\\[\s\S])*"?|'(?:[^'\\\r\n]|\\[\s\S])*'?|[{}[\],:]|[\w$.+-]+/g;

/**
 * Entries below `path` in a text that need not be JSON as a whole: JSON5, a comma too few, cut off elsewhere. Found by
 * quotes, comments and brackets alone.
 */
export function jsonBlocks(text: string, path: readonly string[]): Block[] {
  const blocks: Block[] = [];
  const open: Level[] = [];
  let last: { text: string; at: number } | null = null;
  for (const { 0: token, index: at } of text.matchAll(piece)) {
    const level = open.at(-1);
    if (token.startsWith("/")) continue;
    if (token === "{" || token === "[") open.push({ bracket: token, key: null, comma: null });
    else if (token === ":" && level && last) level.key = { name: unquoted(last.text), at: last.at };
    else if (token === "}" || token === "]") {
      // A bracket that is never closed ends with the one around it.
      const opening = open.findLastIndex(({ bracket }) => bracket === (token === "}" ? "{" : "["));
      open.splice(opening === -1 ? open.length : opening);
      const { key, comma } = open.at(-1) ?? {};
      const isBelow = open.length === path.length + 1 && path.every((name, depth) => open[depth]?.key?.name === name);
      if (key && isBelow) blocks.push(...blockOf(text, key.name, [key.at, at + 1], comma ?? null));
    } else if (token === "," && level) Object.assign(level, { key: null, comma: at });
    last = { text: token, at };
  }
  return blocks;
}

function unquoted(key: string): string {
  try {
    return String(JSON.parse(key));
  } catch {
    return key.replace(/^(["'])([\s\S]*)\1$/, "$2");
  }
}

function blockOf(text: string, name: string, range: [number, number], commaBefore: number | null): Block[] {
  if (!mayBeOurs(name) && !mayBeOurs(text.slice(...range))) return [];
  return [
    {
      name,
      range,
      value: valueAlone(text.slice(...range)),
      without: (exact) => (exact ? withoutExact(text, exact) : applyEdits(text, [cutMember(text, range, commaBefore)])),
    },
  ];
}

/** undefined: not even the member by itself can be read. */
function valueAlone(member: string): unknown {
  try {
    const property = parseJson(`{${member}}`, { comments: true, trailingCommas: true, bom: "keep" })?.children?.[0];
    const value = property && valueNode(property);
    return value && jsonData(value);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
