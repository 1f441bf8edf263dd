import { pasteInstead, refusal } from "../../refusal";
import { position } from "../json/parse";

/** A value with its place. Scalars in blocks (`|`) and all numbers are kept as their text. */
export type YamlNode =
  | { kind: "scalar"; at: number; end: number; value: string | boolean | null }
  | { kind: "map"; at: number; end: number; entries: YamlEntry[] }
  | { kind: "list"; at: number; end: number; items: YamlNode[] }
  /** `{}` and `[]`, the only flow style that is read. */
  | { kind: "none"; at: number; end: number; value: "{}" | "[]" };

export interface YamlEntry {
  key: string;
  indent: number;
  /** Start of its line. */
  at: number;
  /** Behind the colon. */
  colon: number;
  /** Behind the end of its last line that says something. */
  end: number;
  node: YamlNode;
}

interface Line {
  indent: number;
  /** Where its text begins and where that ends, before blanks and a comment. */
  at: number;
  end: number;
  /** Start of the next line. */
  next: number;
  start: number;
}

const deepest = 60;
/** What libyaml, with which Goose reads, takes for the end of a line, and what it takes for no text at all. */
const unprintable = /(?![\t\n\r])\p{Cc}|[\u2028\u2029]/u;
const plainKey = /^[A-Za-z0-9_][\w./@-]*(?: [\w./@-]+)*(?=[ ]*:(?:[ ]|$))/;
const quotedKey = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=[ ]*:(?:[ ]|$))/;

/**
 * Reads the plain part of YAML in which programs write their settings: blocks of keys and lists, scalars of one line,
 * text blocks. Anchors, tags, flow style, several documents, tabs and lines that run on are refused, since what cannot
 * be read for sure cannot be changed safely. Throws an `InputError` that names the place.
 */
export function readYaml(text: string): { root: YamlNode | null; comments: { at: number; end: number }[] } {
  function refuse(what: string, at: number): never {
    throw refusal("client_unsupported", `There is ${what} at ${position(text, at)}.`, pasteInstead);
  }
  function malformed(what: string, at: number): never {
    throw refusal(
      "client_malformed",
      `The file is not valid YAML: ${what} at ${position(text, at)}.`,
      "Nothing was changed. Correct the file there, or paste the snippet in once it is right.",
    );
  }
  const comments: { at: number; end: number }[] = [];

  /** Where the value of a line ends: before a comment, which needs a blank before it and stands in no quotes. */
  function valueEnd(from: number, stop: number): number {
    const raw = text.slice(from, stop);
    const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(raw)?.[0].length ?? 0;
    const mark = raw.slice(quoted).search(/(?:^|[ \t])#/);
    const hash = mark === -1 ? -1 : raw.indexOf("#", quoted + mark);
    if (hash !== -1) comments.push({ at: from + hash, end: stop });
    return from + raw.slice(0, hash === -1 ? raw.length : hash).trimEnd().length;
  }

  const odd = text.search(unprintable);
  if (odd !== -1) refuse("a character that is no plain text", odd);

  const raw: { start: number; stop: number; next: number }[] = [];
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const next = found === -1 ? text.length : found + 1;
    raw.push({ start, stop: found === -1 ? next : found - (text[found - 1] === "\r" ? 1 : 0), next });
    start = next;
  }
  let row = 0;
  /** The next line that says something; `row` stands on it. */
  function peek(): Line | null {
    for (; row < raw.length; row++) {
      const { start, stop, next } = raw[row] ?? { start: 0, stop: 0, next: 0 };
      const line = text.slice(start, stop);
      if (/\r/.test(line)) refuse("a carriage return inside a line", start + line.indexOf("\r"));
      const indent = /^ */.exec(line)?.[0].length ?? 0;
      if (/^[ \t]*$/.test(line)) continue;
      if (/^[ \t]*#/.test(line)) {
        comments.push({ at: start + line.indexOf("#"), end: stop });
        continue;
      }
      if (line[indent] === "\t") refuse("a tab", start + indent);
      if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) refuse("more than one document", start);
      if (line.startsWith("%")) refuse("a directive", start);
      return { indent, at: start + indent, end: stop, start, next };
    }
    return null;
  }

  function scalar(at: number, end: number): YamlNode {
    const said = text.slice(at, end);
    if (said === "{}" || said === "[]") return { kind: "none", at, end, value: said };
    if (said.startsWith('"')) return { kind: "scalar", at, end, value: double(said, at) };
    if (said.startsWith("'")) {
      if (!/^'(?:[^']|'')*'$/.test(said)) refuse("a quoted text that does not end in its line", at);
      return { kind: "scalar", at, end, value: said.slice(1, -1).replaceAll("''", "'") };
    }
    const mark = { "&": "an anchor", "*": "a reference", "!": "a tag", "{": "flow style", "[": "flow style" }[
      said[0] ?? ""
    ];
    if (mark) refuse(mark, at);
    if (/^[\]},%@`|>#]|^[-?:](?: |$)/.test(said)) malformed("no value where one belongs", at);
    if (/: |:$|\t/.test(said)) malformed("a colon or tab inside a value", at);
    const known: Record<string, boolean | null> = { true: true, false: false, null: null, "~": null, "": null };
    return { kind: "scalar", at, end, value: Object.hasOwn(known, said) ? (known[said] ?? null) : said };
  }
  function double(said: string, at: number): string {
    if (!/^"(?:[^"\\]|\\.)*"$/.test(said)) refuse("a quoted text that does not end in its line", at);
    try {
      return JSON.parse(said.replaceAll("\t", "\\t"));
    } catch {
      return refuse("an escape that JSON has not", at);
    }
  }
  /** The lines below `|` or `>`, all deeper than `parent`. */
  function textBlock(at: number, end: number, parent: number): YamlNode {
    if (!/^[|>]-?$/.test(text.slice(at, end))) refuse("a text block with marks of its own", at);
    let last = end;
    let inner = -1;
    let blank = 0;
    for (; row < raw.length; row++) {
      const { start, stop } = raw[row] ?? { start: 0, stop: 0 };
      const line = text.slice(start, stop);
      if (line.trim() === "") {
        if (inner === -1) blank = Math.max(blank, line.length);
        continue;
      }
      const indent = /^ */.exec(line)?.[0].length ?? 0;
      if (indent <= parent) break;
      if (inner === -1) inner = indent;
      if (blank > inner) malformed("a text block that begins with too many blanks", start);
      if (indent < inner && line[indent] === "#") break;
      if (indent < inner) malformed("a text block that loses its indentation", start);
      last = stop;
    }
    const ends = text[at + 1] !== "-" && last < text.length ? "\n" : "";
    return { kind: "scalar", at, end: last, value: text.slice(at, last) + ends };
  }

  /** What stands behind `key:` or `- ` in its line, or below it. */
  function valueBehind(from: number, line: Line, parent: number, depth: number, listAt: number): YamlNode {
    const at = from + (/^[ \t]*/.exec(text.slice(from, line.end))?.[0].length ?? 0);
    if (text.slice(from, at).includes("\t")) refuse("a tab", from);
    const end = Math.max(at, valueEnd(at, line.end));
    row++;
    if (end > at) {
      if (/[|>]/.test(text[at] ?? "")) return textBlock(at, end, parent);
      const node = scalar(at, end);
      const below = peek();
      if (below && below.indent > parent) refuse("a value that runs on in the next line", below.at);
      return node;
    }
    const below = peek();
    const isItem = below && /^-(?: |$)/.test(text.slice(below.at, below.end));
    if (below && (below.indent > parent || (isItem && below.indent >= listAt))) return block(below.indent, depth + 1);
    return { kind: "scalar", at: from, end: from, value: null };
  }

  function block(indent: number, depth: number): YamlNode {
    if (depth > deepest) throw refusal("client_malformed", "The file is nested too deeply.", pasteInstead);
    const first = peek();
    if (!first) throw new Error("no line to read");
    return /^-(?: |$)/.test(text.slice(first.at, first.end)) ? list(indent, depth) : map(indent, depth);
  }
  function list(indent: number, depth: number): YamlNode {
    const items: YamlNode[] = [];
    let from = -1;
    for (let line = peek(); line && line.indent >= indent; line = peek()) {
      if (line.indent > indent) malformed("a line that is indented too far", line.at);
      const said = text.slice(line.at, line.end);
      if (!/^-(?: |$)/.test(said)) break;
      if (from === -1) from = line.start;
      const inner = /^-( +)(?=\S)/.exec(said)?.[0].length;
      const rest = inner === undefined ? "" : said.slice(inner);
      if (rest.startsWith("- ")) refuse("a list inside a list", line.at);
      if (plainKey.test(rest) || quotedKey.test(rest)) items.push(map(indent + (inner ?? 0), depth + 1, inner));
      else items.push(valueBehind(line.at + 1, line, indent, depth, indent + 1));
    }
    return { kind: "list", at: from, end: items.at(-1)?.end ?? from, items };
  }
  /** @param behind In a list's item: how far behind the dash its first key stands. */
  function map(indent: number, depth: number, behind?: number): YamlNode {
    if (depth > deepest) throw refusal("client_malformed", "The file is nested too deeply.", pasteInstead);
    const entries: YamlEntry[] = [];
    const keys = new Set<string>();
    let skip = behind ?? 0;
    for (let line = peek(); line && line.indent + skip >= indent; line = peek()) {
      const at = line.at + skip;
      if (line.indent + skip > indent) malformed("a line that is indented too far", line.at);
      skip = 0;
      const said = text.slice(at, line.end);
      const name = (quotedKey.exec(said) ?? plainKey.exec(said))?.[0];
      if (name === undefined) {
        if (/^-(?: |$)/.test(said)) malformed("an item of a list among keys", at);
        refuse("something that is no plain key", at);
      }
      const shown = scalar(at, at + name.length);
      const key = shown.kind === "scalar" && typeof shown.value === "string" ? shown.value : name;
      if (keys.has(key))
        throw refusal(
          "client_duplicate",
          `"${key}" is there twice, the second time at ${position(text, at)}.`,
          "Nothing was changed. Remove one of the two and try again, or paste the snippet yourself.",
        );
      keys.add(key);
      const colon = text.indexOf(":", at + name.length) + 1;
      const node = valueBehind(colon, line, indent, depth, indent);
      entries.push({ key, indent, at: line.start, colon, end: Math.max(colon, node.end), node });
    }
    const [first, last] = [entries[0], entries.at(-1)];
    return { kind: "map", at: first?.at ?? 0, end: last?.end ?? 0, entries };
  }

  if (/^---[ ]*(?:#.*)?\r?(?:\n|$)/.test(text.trimStart()) && text.startsWith("---")) row = 1;
  const top = peek();
  if (!top) return { root: null, comments };
  if (top.indent > 0) refuse("a first line that is indented", top.at);
  const root = block(0, 0);
  const rest = peek();
  if (rest) malformed("a line that belongs to nothing", rest.at);
  return { root, comments };
}

/** As data, safe against a key called `__proto__`. */
export function yamlData(node: YamlNode): unknown {
  if (node.kind === "map")
    return Object.fromEntries(node.entries.map(({ key, node: value }) => [key, yamlData(value)]));
  if (node.kind === "list") return node.items.map(yamlData);
  if (node.kind === "none") return node.value === "{}" ? {} : [];
  return node.value;
}
