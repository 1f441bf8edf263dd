import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../server-entry";
import { applyEdits, type Edit, nextLine } from "../text-edits";
import type { TomlStatement } from "./parse";
import { tomlData } from "./tree";
import { tomlKey, tomlString, tomlStrings } from "./write";

/** A header with the statements below it; without one at the top of the file. */
export interface Section {
  header: TomlStatement | null;
  path: string[];
  pairs: TomlStatement[];
}

const lineStart = (text: string, at: number) => text.lastIndexOf("\n", at - 1) + 1;
/** Whole lines of a section, with a comment behind its last statement. */
function linesOf(text: string, { header, pairs }: Section): [number, number] {
  return [lineStart(text, header?.at ?? 0), nextLine(text, (pairs.at(-1) ?? header)?.end ?? 0)];
}
/** From our first line to the end of our last statement. */
export function reach(text: string, own: Section[]): [number, number] {
  const lines = own.map((section) => linesOf(text, section));
  const last = Math.max(...own.map(({ header, pairs }) => (pairs.at(-1) ?? header)?.end ?? 0));
  return [Math.min(...lines.map(([from]) => from)), last];
}

/** Cuts the sections out; those that follow each other with what lies between, and one of two blank lines around. */
export function without(text: string, sections: Section[], own: Section[]): string {
  const cuts: [number, number][] = [];
  for (const [index, section] of sections.entries()) {
    if (!own.includes(section)) continue;
    const [from, to] = linesOf(text, section);
    const before = sections[index - 1];
    const open = before && own.includes(before) ? cuts.at(-1) : undefined;
    if (open) open[1] = to;
    else cuts.push([from, to]);
  }
  return cuts.reverse().reduce((now, [from, to]) => {
    const blank = /(?:^|\n)([ \t]*\r?\n)$/.exec(now.slice(0, from))?.[1] ?? "";
    const alone = /^(?:[ \t]*\r?\n|[ \t]*$)/.test(now.slice(to));
    return now.slice(0, alone ? from - blank.length : from) + now.slice(to);
  }, text);
}

/** Changes values that differ and adds what is missing below the header; all else of the entry stays as it is written. */
export function patched(
  text: string,
  eol: string,
  main: Section,
  others: Section[],
  wanted: Record<string, unknown>,
): string {
  const edits: Edit[] = [];
  const pairOf = (section: Section, path: string[]) =>
    section.pairs.find((pair) => isDeepStrictEqual(pair.path, path))?.node;
  const missing: string[] = [];
  for (const key of ["command", "args"]) {
    const node = pairOf(main, [key]);
    const shown = rendered(wanted[key]);
    if (!node) missing.push(`${key} = ${shown}${eol}`);
    else if (!isDeepStrictEqual(tomlData(node), wanted[key])) edits.push({ ...rangeOf(node), text: shown });
  }
  const below = others.find(({ path }) => path.length === 3 && path[2] === "env");
  const inline = pairOf(main, ["env"]);
  const lacking: string[] = [];
  for (const [key, value] of Object.entries(isRecord(wanted.env) ? wanted.env : {})) {
    const node = below
      ? pairOf(below, [key])
      : (pairOf(main, ["env", key]) ?? inline?.members.find(({ path }) => isDeepStrictEqual(path, [key]))?.node);
    if (!node) lacking.push(`${tomlKey(key)} = ${rendered(value)}`);
    else if (!isDeepStrictEqual(tomlData(node), value)) edits.push({ ...rangeOf(node), text: rendered(value) });
  }
  if (lacking.length > 0 && below)
    edits.push(behindHeader(text, eol, below, lacking.map((line) => line + eol).join("")));
  else if (lacking.length > 0 && inline) {
    const first = inline.members.length > 0 ? ", " : " ";
    edits.push({ at: inline.at + 1, end: inline.at + 1, text: ` ${lacking.join(", ")}${first.trimEnd()}` });
  } else missing.push(...lacking.map((line) => `env.${line}${eol}`));
  if (missing.length > 0) edits.push(behindHeader(text, eol, main, missing.join("")));
  return applyEdits(text, edits);
}

const rangeOf = ({ at, end }: { at: number; end: number }) => ({ at, end });
const rendered = (value: unknown): string =>
  Array.isArray(value) ? tomlStrings(value.map(String)) : tomlString(String(value));

function behindHeader(text: string, eol: string, { header }: Section, lines: string): Edit {
  const at = nextLine(text, header?.end ?? 0);
  const open = at === text.length && !text.endsWith("\n");
  return { at, end: at, text: open ? eol + lines.replace(/\r?\n$/, "") : lines };
}
