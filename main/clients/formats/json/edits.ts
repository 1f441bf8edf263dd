import type { Node } from "jsonc-parser";
import { commaAfter } from "./parse";

/** One contiguous change: `remove` characters at `at` give way to `text`. */
export interface Splice {
  at: number;
  remove: number;
  text: string;
}
export const applySplice = (text: string, { at, remove, text: inserted }: Splice) =>
  text.slice(0, at) + inserted + text.slice(at + remove);

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain | undefined };

/** How this file is laid out; what we add follows it. */
interface Layout {
  eol: string;
  /** One step of indentation. */
  unit: string;
}
function layoutOf(text: string): Layout {
  const indented = /[\r\n]([\t]|[ ]+)(?=["'{}[\]])/.exec(text);
  return { eol: text.includes("\r\n") ? "\r\n" : "\n", unit: indented?.[1] ?? "  " };
}

const hasBreak = (text: string) => /[\r\n]/.test(text);
const blanksAt = (text: string, offset: number) => /^[ \t]*/.exec(text.slice(offset))?.[0] ?? "";
function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}
const indentOf = (text: string, offset: number) => blanksAt(text, lineStart(text, offset));
const startsItsLine = (text: string, offset: number) => /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));

/** The rest of a line that holds only blanks and comments which end there: what follows goes below it. */
function restOfLine(text: string, offset: number): number | null {
  const match = /^[ \t]*(?:\/\*(?:[^*\r\n]|\*(?!\/))*\*\/[ \t]*)*(?:\/\/[^\r\n]*)?(?=[\r\n])/.exec(text.slice(offset));
  return match ? offset + match[0].length : null;
}

function render(value: Plain, indent: string, { eol, unit }: Layout): string {
  if (Array.isArray(value)) return `[${value.map((item) => render(item, indent, { eol, unit })).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = indent + unit;
  const lines = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [`${inner}${JSON.stringify(key)}: ${render(item, inner, { eol, unit })}`],
  );
  return lines.length === 0 ? "{}" : `{${eol}${lines.join(`,${eol}`)}${eol}${indent}}`;
}

function renderInline(value: Plain, spaced: boolean): string {
  const [gap, pad] = spaced ? [" ", " "] : ["", ""];
  if (Array.isArray(value)) return `[${value.map((item) => renderInline(item, spaced)).join(`,${gap}`)}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [`${JSON.stringify(key)}:${gap}${renderInline(item, spaced)}`],
  );
  return members.length === 0 ? "{}" : `{${pad}${members.join(`,${gap}`)}${pad}}`;
}

/**
 * Puts a member first into an object: the one place that needs no look at other members' commas and comments, so that
 * it is always a pure insertion (reference/ai-clients.md §3.4).
 */
export function insertMember(text: string, object: Node, key: string, value: Plain): Splice {
  const layout = layoutOf(text);
  const open = object.offset + 1;
  const first = object.children?.[0];
  const oneLine = first ? !hasBreak(text.slice(open, first.offset)) : object.parent && !hasBreak(text.trim());
  if (oneLine) {
    const gap = first ? blanksAt(text, open) : "";
    const spaced = gap !== "" || /": /.test(text);
    const written = `${JSON.stringify(key)}:${spaced ? " " : ""}${renderInline(value, spaced)}`;
    return { at: open + gap.length, remove: 0, text: first ? `${written},${gap}` : written };
  }
  const at = restOfLine(text, open) ?? open;
  const outer = indentOf(text, object.offset);
  const indent = first && startsItsLine(text, first.offset) ? indentOf(text, first.offset) : outer + layout.unit;
  const written = `${layout.eol}${indent}${JSON.stringify(key)}: ${render(value, indent, layout)}`;
  if (first) return { at, remove: 0, text: `${written},` };
  const closesBelow = hasBreak(text.slice(at, object.offset + object.length));
  return { at, remove: 0, text: closesBelow ? written : `${written}${layout.eol}${outer}` };
}

/** The whole document, for a file that has nothing but blanks and comments. */
export function insertDocument(text: string, value: Plain): Splice {
  const layout = layoutOf(text);
  const written = `${render(value, "", layout)}${layout.eol}`;
  if (text.trim() === "") return { at: 0, remove: 0, text: written };
  return { at: text.length, remove: 0, text: /[\r\n]$/.test(text) ? written : layout.eol + written };
}

/** A new value in the place of an old one, laid out like its surroundings. */
export function replaceValue(text: string, node: Node, value: Plain): Splice {
  const was = text.slice(node.offset, node.offset + node.length);
  const inline = !hasBreak(was) && !hasBreak(text.trim());
  const written = inline
    ? renderInline(value, /": /.test(text))
    : render(value, indentOf(text, node.offset), layoutOf(text));
  return { at: node.offset, remove: node.length, text: written };
}

/** Takes a member out with one comma and its own line, and leaves comments that begin on other lines. */
export function removeMember(text: string, object: Node, property: Node): Splice {
  const members = object.children ?? [];
  const end = property.offset + property.length;
  const next = commaAfter(text, end);
  const lineBegin = lineStart(text, property.offset);
  const ownLine = startsItsLine(text, property.offset) && lineBegin > 0;
  const breakBefore = text.slice(0, lineBegin).endsWith("\r\n") ? lineBegin - 2 : lineBegin - 1;
  const alone = (offset: number) => ownLine && /^[ \t]*(?:[\r\n]|$)/.test(text.slice(offset));

  if (next !== null) {
    const between = text.slice(end, next);
    const kept = hasBreak(between) && between.trim() !== "" ? between : "";
    const after = next + 1 + blanksAt(text, next + 1).length;
    const from = alone(next + 1) && !kept ? breakBefore : property.offset;
    return { at: from, remove: after - from, text: kept };
  }
  const from = alone(end) ? breakBefore : property.offset;
  const previous = members[members.indexOf(property) - 1];
  const before = previous && commaAfter(text, previous.offset + previous.length);
  if (typeof before !== "number") return { at: from, remove: end - from, text: "" };
  return { at: before, remove: end - before, text: text.slice(before + 1, from) };
}
