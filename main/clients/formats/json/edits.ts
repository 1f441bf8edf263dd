import type { Node } from "jsonc-parser";
import { type Edit, eolOf, lineStart } from "../text";
import { commaAfter, rangeOf } from "./parse";

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain | undefined };

/** How this file is laid out; what we add follows it. */
interface Layout {
  eol: string;
  /** One step of indentation. */
  unit: string;
}
function layoutOf(text: string): Layout {
  const indented = /[\r\n]([\t]|[ ]+)(?=["'{}[\]])/.exec(text);
  return { eol: eolOf(text), unit: indented?.[1] ?? "  " };
}

const hasBreak = (text: string) => /[\r\n]/.test(text);
const blanksAt = (text: string, offset: number) => /^[ \t]*/.exec(text.slice(offset))?.[0] ?? "";
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
export function insertMember(text: string, object: Node, key: string, value: Plain): Edit {
  const layout = layoutOf(text);
  const open = object.offset + 1;
  const first = object.children?.[0];
  const oneLine = first ? !hasBreak(text.slice(open, first.offset)) : object.parent && !hasBreak(text.trim());
  if (oneLine) {
    const gap = first ? blanksAt(text, open) : "";
    const spaced = gap !== "" || /": /.test(text);
    const written = `${JSON.stringify(key)}:${spaced ? " " : ""}${renderInline(value, spaced)}`;
    const at = open + gap.length;
    return { at, end: at, text: first ? `${written},${gap}` : written };
  }
  const at = restOfLine(text, open) ?? open;
  const outer = indentOf(text, object.offset);
  const indent = first && startsItsLine(text, first.offset) ? indentOf(text, first.offset) : outer + layout.unit;
  const written = `${layout.eol}${indent}${JSON.stringify(key)}: ${render(value, indent, layout)}`;
  if (first) return { at, end: at, text: `${written},` };
  const closesBelow = hasBreak(text.slice(at, object.offset + object.length));
  return { at, end: at, text: closesBelow ? written : `${written}${layout.eol}${outer}` };
}

/** The whole document, for a file that has nothing but blanks and comments. */
export function insertDocument(text: string, value: Plain): Edit {
  const layout = layoutOf(text);
  const written = `${render(value, "", layout)}${layout.eol}`;
  if (text.trim() === "") return { at: 0, end: 0, text: written };
  return { at: text.length, end: text.length, text: /[\r\n]$/.test(text) ? written : layout.eol + written };
}

/** A new value in the place of an old one, laid out like its surroundings. */
export function replaceValue(text: string, node: Node, value: Plain): Edit {
  const was = text.slice(node.offset, node.offset + node.length);
  const inline = !hasBreak(was) && !hasBreak(text.trim());
  const written = inline
    ? renderInline(value, /": /.test(text))
    : render(value, indentOf(text, node.offset), layoutOf(text));
  return { at: node.offset, end: node.offset + node.length, text: written };
}

/** Takes a member out with one comma and its own line, and leaves comments that begin on other lines. */
export function removeMember(text: string, object: Node, property: Node): Edit {
  const members = object.children ?? [];
  const previous = members[members.indexOf(property) - 1];
  const before = previous ? commaAfter(text, previous.offset + previous.length) : null;
  return cutMember(text, rangeOf(property), before);
}

/** @param before offset of the comma between it and the member before it, if there is one */
export function cutMember(text: string, [at, end]: [number, number], before: number | null): Edit {
  const next = commaAfter(text, end);
  const lineBegin = lineStart(text, at);
  const ownLine = startsItsLine(text, at) && lineBegin > 0;
  const breakBefore = text.slice(0, lineBegin).endsWith("\r\n") ? lineBegin - 2 : lineBegin - 1;
  const alone = (offset: number) => ownLine && /^[ \t]*(?:[\r\n]|$)/.test(text.slice(offset));

  if (next !== null) {
    const between = text.slice(end, next);
    const kept = hasBreak(between) && between.trim() !== "" ? between : "";
    const after = next + 1 + blanksAt(text, next + 1).length;
    const from = alone(next + 1) && !kept ? breakBefore : at;
    return { at: from, end: after, text: kept };
  }
  const from = alone(end) ? breakBefore : at;
  if (before === null) return { at: from, end, text: "" };
  return { at: before, end, text: text.slice(before + 1, from) };
}
