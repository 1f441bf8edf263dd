import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import { lately } from "../lately";
import { duplicate, malformed, tooDeep, wordAt } from "../text";

export type TomlValue = AST.TOMLContentNode;
export type TomlPair = AST.TOMLKeyValue;

/** A header with the statements below it; without one at the top of the file. */
export interface TomlSection {
  /** Range of `[a.b]` or `[[a.b]]`. */
  header: [at: number, end: number] | null;
  isArray: boolean;
  path: string[];
  /** With the number of the table in each array of tables. */
  place: (string | number)[];
  pairs: TomlPair[];
}

export interface Toml {
  sections: TomlSection[];
  comments: { range: [number, number] }[];
}

const deepest = 100;

/** TOML 1.1, as Codex reads it (reference/ai-clients.md §1.7). @throws InputError with the place of what is wrong */
export const readToml = lately((text: string): Toml => {
  let program: AST.TOMLProgram;
  try {
    // The parser loses a zero that is the last character.
    program = parseTOML(`${text}\n`, { tomlVersion: "1.1" });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    if (!(error instanceof ParseError)) throw error;
    if (!/multiple times/.test(error.message)) throw malformed("TOML", text, error.message, error.index);
    throw duplicate(text, wordAt(text, error.index), error.index);
  }
  const top: TomlSection = { header: null, isArray: false, path: [], place: [], pairs: [] };
  const sections = [top];
  for (const statement of program.body[0].body) {
    if (statement.type === "TOMLKeyValue") top.pairs.push(statement);
    else {
      const isArray = statement.kind === "array";
      const end = text.indexOf("]", statement.key.range[1]) + (isArray ? 2 : 1);
      const header: [number, number] = [statement.range[0], end];
      sections.push({ header, isArray, path: pathOf(statement), place: statement.resolvedKey, pairs: statement.body });
    }
  }
  return { sections, comments: program.comments };
});

export const pathOf = ({ key }: { key: AST.TOMLKey }): string[] =>
  key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));

/** Strings, booleans, arrays and tables as data; numbers and dates as they are written. */
export function dataOf(text: string, node: TomlValue, depth = 0): unknown {
  if (depth > deepest) throw tooDeep();
  if (node.type === "TOMLArray") return node.elements.map((item) => dataOf(text, item, depth + 1));
  if (node.type === "TOMLInlineTable") {
    const table = {};
    for (const pair of node.body) put(table, pathOf(pair), dataOf(text, pair.value, depth + 1));
    return table;
  }
  return node.kind === "string" || node.kind === "boolean" ? node.value : text.slice(...node.range);
}

/** What all statements say together. */
export function tomlData(text: string, { sections }: Toml): Record<string, unknown> {
  const all = {};
  for (const { place, pairs } of sections) {
    tableAt(all, place);
    for (const pair of pairs) put(all, [...place, ...pathOf(pair)], dataOf(text, pair.value));
  }
  return all;
}

/** Safe against a key called `__proto__`. */
const define = (table: object, key: string | number, value: unknown) =>
  Object.defineProperty(table, key, { value, enumerable: true, writable: true, configurable: true });

function tableAt(root: object, path: (string | number)[]): object {
  return path.reduce<object>((table, key, depth) => {
    if (!Object.hasOwn(table, key)) define(table, key, typeof path[depth + 1] === "number" ? [] : {});
    return Reflect.get(table, key);
  }, root);
}
function put(root: object, path: (string | number)[], value: unknown): void {
  define(tableAt(root, path.slice(0, -1)), path.at(-1) ?? "", value);
}
