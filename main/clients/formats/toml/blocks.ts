import { InputError } from "#core/domain/errors";
import { type Block, mayBeOurs } from "../blocks";
import { type Exact, withoutExact } from "../owned-range";
import { nextLine } from "../text";
import { cutLines } from "./edits";
import { readToml, tomlData } from "./parse";

const piece = /#[^\r\n]*|"""[\s\S]*?(?:"""+|$)|'''[\s\S]*?(?:'''+|$)|"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|[[\]{}]/g;
const header = /^[ \t]*\[+([^\r\n#]*?)\]+[ \t]*(?:#[^\r\n]*)?$/;
/** One whose bracket is not closed: it opens a table of others all the same, and no list. */
const unclosed = /^[ \t]*\[+[ \t]*["'\w][^[\]{}=,]*$/;

/** Starts of the lines that open a table, by quotes and brackets alone. */
function headersOf(text: string): { at: number; path: string }[] {
  const found: { at: number; path: string }[] = [];
  let depth = 0;
  let skipTo = 0;
  for (const { 0: token, index } of text.matchAll(piece)) {
    if (index < skipTo) continue;
    const at = text.lastIndexOf("\n", index - 1) + 1;
    const line = text.slice(at, nextLine(text, at)).trimEnd();
    const opens = token === "[" && depth === 0 && text.slice(at, index).trim() === "";
    const path = opens ? (header.exec(line)?.[1] ?? (unclosed.test(line) ? "" : null)) : null;
    if (typeof path === "string") {
      found.push({ at, path: path.replace(/[\s"']/g, "") });
      skipTo = at + line.length;
    } else if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth = Math.max(0, depth - 1);
  }
  return found;
}

/** Tables below `container` in a text that need not be TOML as a whole; with the tables of each that follow it. */
export function tomlBlocks(text: string, container: string): Block[] {
  const headers = headersOf(text);
  const blocks: Block[] = [];
  for (const [index, { at, path }] of headers.entries()) {
    const [outer, name, ...rest] = path.split(".");
    if (outer !== container || !name || rest.length > 0) continue;
    const next = headers.slice(index + 1).find((one) => !one.path.startsWith(`${path}.`));
    const range: [number, number] = [at, lastLine(text, at, next?.at ?? text.length)];
    if (!mayBeOurs(text.slice(...range))) continue;
    const without = (exact: Exact | null) => (exact ? withoutExact(text, exact) : cutLines(text, range));
    blocks.push({ name, range, value: valueAlone(text.slice(...range), container, name), without });
  }
  return blocks;
}

/** Behind the last line that says something: comments above the next table are that one's. */
function lastLine(text: string, from: number, to: number): number {
  const lines = text.slice(from, to).split(/(?<=\n)/);
  while (/^\s*(?:#.*)?\s*$/.test(lines.at(-1) ?? "x")) lines.pop();
  return from + lines.join("").length;
}

/** undefined: not even the table by itself can be read. */
function valueAlone(block: string, container: string, name: string): unknown {
  try {
    const servers = tomlData(block, readToml(block))[container];
    return typeof servers === "object" && servers !== null ? Reflect.get(servers, name) : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
