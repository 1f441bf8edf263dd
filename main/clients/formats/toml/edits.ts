import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../server-entry";
import { applyEdits, type Edit, eolOf, lineStart, nextLine } from "../text";
import { dataOf, pathOf, type TomlPair, type TomlSection, type TomlValue } from "./parse";
import { tomlKey, tomlString, tomlStrings } from "./write";

const startOf = ({ header }: TomlSection) => header?.[0] ?? 0;
const endOf = ({ header, pairs }: TomlSection) => pairs.at(-1)?.range[1] ?? header?.[1] ?? 0;

/** From the first line of some sections to the end of their last statement. */
export function reach(text: string, own: TomlSection[]): [number, number] {
  return [Math.min(...own.map((section) => lineStart(text, startOf(section)))), Math.max(...own.map(endOf))];
}

/** Cuts the sections out; those that follow each other with what lies between, and one of two blank lines around. */
export function without(text: string, sections: TomlSection[], own: TomlSection[]): string {
  const cuts: [number, number][] = [];
  for (const [index, section] of sections.entries()) {
    if (!own.includes(section)) continue;
    // Whole lines, with a comment behind the last statement.
    const [from, to] = [lineStart(text, startOf(section)), nextLine(text, endOf(section))];
    const before = sections[index - 1];
    const open = before && own.includes(before) ? cuts.at(-1) : undefined;
    if (open) open[1] = to;
    else cuts.push([from, to]);
  }
  return cuts.reverse().reduce(cutLines, text);
}

/** Whole lines, and one of two blank lines around them. */
export function cutLines(text: string, [from, to]: [number, number]): string {
  const blank = /(?:^|\n)([ \t]*\r?\n)$/.exec(text.slice(0, from))?.[1] ?? "";
  const alone = /^(?:[ \t]*\r?\n|[ \t]*$)/.test(text.slice(to));
  return text.slice(0, alone ? from - blank.length : from) + text.slice(to);
}

/** Changes values that differ and adds what is missing below the header; all else of the entry stays as it is written. */
export function patched(
  text: string,
  [main, ...others]: [TomlSection, ...TomlSection[]],
  wanted: Record<string, unknown>,
): string {
  const eol = eolOf(text);
  const edits: Edit[] = [];
  /** @returns false: there is no such value yet. */
  function settle(node: TomlValue | undefined, value: unknown): boolean {
    if (node && !isDeepStrictEqual(dataOf(text, node), value))
      edits.push({ at: node.range[0], end: node.range[1], text: rendered(value) });
    return node !== undefined;
  }

  const missing: string[] = [];
  for (const key of ["command", "args"])
    if (!settle(find(main.pairs, key), wanted[key])) missing.push(`${key} = ${rendered(wanted[key])}${eol}`);
  const below = others.find(({ path }) => path.length === 3 && path[2] === "env");
  const env = find(main.pairs, "env");
  const inline = env?.type === "TOMLInlineTable" ? env : undefined;
  const lacking: string[] = [];
  for (const [key, value] of Object.entries(isRecord(wanted.env) ? wanted.env : {})) {
    const node = below ? find(below.pairs, key) : (find(main.pairs, "env", key) ?? find(inline?.body ?? [], key));
    if (!settle(node, value)) lacking.push(`${tomlKey(key)} = ${rendered(value)}`);
  }
  if (lacking.length > 0 && below) edits.push(behindHeader(text, below, lacking.map((line) => line + eol).join("")));
  else if (lacking.length > 0 && inline) {
    const at = inline.range[0] + 1;
    edits.push({ at, end: at, text: ` ${lacking.join(", ")}${inline.body.length > 0 ? "," : ""}` });
  } else missing.push(...lacking.map((line) => `env.${line}${eol}`));
  if (missing.length > 0) edits.push(behindHeader(text, main, missing.join("")));
  return applyEdits(text, edits);
}

const find = (pairs: TomlPair[], ...path: string[]) =>
  pairs.find((pair) => isDeepStrictEqual(pathOf(pair), path))?.value;
const rendered = (value: unknown): string =>
  Array.isArray(value) ? tomlStrings(value.map(String)) : tomlString(String(value));

function behindHeader(text: string, { header }: TomlSection, lines: string): Edit {
  const at = nextLine(text, header?.[1] ?? 0);
  const open = at === text.length && !text.endsWith("\n");
  return { at, end: at, text: open ? eolOf(text) + lines.replace(/\r?\n$/, "") : lines };
}
