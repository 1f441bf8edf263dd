import { pasteInstead, refusal } from "../../refusal";
import { position } from "../json/parse";

/** A value with its place; numbers and dates are kept as they are written. */
export interface TomlNode {
  at: number;
  end: number;
  /** Strings, booleans, arrays and tables as data; anything else as its text. */
  value: unknown;
  kind: "string" | "plain" | "array" | "table";
  /** Of an array. */
  items: TomlNode[];
  /** Of an inline table. */
  members: { path: string[]; node: TomlNode }[];
}

/** One statement: `[a.b]`, `[[a.b]]` or `a.b = value`. What lies between them is blanks and comments. */
export interface TomlStatement {
  kind: "table" | "array" | "pair";
  /** As written: of a pair, below the table it stands in. */
  path: string[];
  at: number;
  /** Behind the closing bracket or the value. */
  end: number;
  node?: TomlNode;
}

interface Comment {
  at: number;
  end: number;
}

const deepest = 100;
const newline = /\r?\n/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: TOML forbids exactly these
const comment = /#[^\x00-\x08\x0a-\x1f\x7f]*/y;
const bareKey = /[A-Za-z0-9_-]+/y;
const digits = "[0-9](?:_?[0-9])*";
const whole = `[+-]?(?:0|[1-9](?:_?[0-9])*)`;
const date = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
const minute = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
const time = `${minute}:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?`;
const scalars = [
  /(?:true|false)/y,
  new RegExp(`${date}(?:[Tt ]${time}(?:[Zz]|[+-]${minute})?)?`, "y"),
  new RegExp(time, "y"),
  /[+-]?(?:inf|nan)/y,
  /0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*/y,
  new RegExp(`${whole}(?:\\.${digits})?(?:[eE][+-]?${digits})?`, "y"),
];
const escapes: Record<string, string> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\" };

/**
 * Reads TOML 1.0 as strictly as it is defined and remembers where everything stands. Whether names are given twice is
 * for toml-tree.ts. Throws an `InputError` that names the place.
 */
export function readToml(text: string): { statements: TomlStatement[]; comments: Comment[] } {
  let at = 0;
  const comments: Comment[] = [];

  function fail(what: string, where = at): never {
    throw refusal(
      "client_malformed",
      `The file is not valid TOML: ${what} at ${position(text, where)}.`,
      "Nothing was changed. Correct the file there, or paste the snippet in once it is right.",
    );
  }
  function match(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return null;
    at += found.length;
    return found;
  }
  const blanks = () => match(/[ \t]*/y);
  function take(mark: string): boolean {
    if (!text.startsWith(mark, at)) return false;
    at += mark.length;
    return true;
  }
  function note(): void {
    const from = at;
    if (match(comment) !== null) comments.push({ at: from, end: at });
  }
  /** Blanks, comments and line ends: what may stand between the items of an array. */
  function space(): void {
    do {
      blanks();
      note();
    } while (match(newline) !== null);
  }

  function escaped(): string {
    const from = at - 1;
    const simple = escapes[text[at] ?? ""];
    if (simple !== undefined) {
      at++;
      return simple;
    }
    const code = match(/u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}/y);
    const point = code === null ? Number.NaN : Number.parseInt(code.slice(1), 16);
    if (!(point <= 0x10ffff) || (point >= 0xd800 && point <= 0xdfff)) fail("an unknown escape", from);
    return String.fromCodePoint(point);
  }
  /** @param quote One or three of `"` or `'`. */
  function string(quote: string): string {
    const from = at;
    at += quote.length;
    const long = quote.length === 3;
    if (long) match(newline);
    let out = "";
    for (;;) {
      if (at >= text.length) fail("a string without end", from);
      if (take(quote)) {
        // Up to two quotes may stand right before the closing three.
        for (let more = 0; long && more < 2 && take(quote.slice(0, 1)); more++) out += quote.slice(0, 1);
        return out;
      }
      if (quote.startsWith('"') && take("\\")) {
        if (long && match(/[ \t]*\r?\n(?:[ \t]|\r?\n)*/y) !== null) continue;
        out += escaped();
        continue;
      }
      const line = match(newline);
      if (line !== null && !long) fail("a string without end", from);
      const char = line ?? text[at] ?? "";
      if (line === null) {
        if (char !== "\t" && (char < " " || char === "\u007f")) fail("a control character");
        at++;
      }
      out += char;
    }
  }
  const quoteHere = () => ['"""', "'''", '"', "'"].find((quote) => text.startsWith(quote, at));

  function keyPath(): string[] {
    const path: string[] = [];
    do {
      blanks();
      const quote = quoteHere();
      if (quote?.length === 3) fail("a key of several lines");
      const part = quote ? string(quote) : match(bareKey);
      if (part === null) fail("no key where one belongs");
      path.push(part);
      blanks();
    } while (take("."));
    return path;
  }

  function value(depth: number): TomlNode {
    const from = at;
    if (depth > deepest) throw refusal("client_malformed", "The file is nested too deeply.", pasteInstead);
    const node = (kind: TomlNode["kind"], data: unknown, more: Partial<TomlNode> = {}): TomlNode => ({
      ...{ at: from, end: at, kind, value: data, items: [], members: [] },
      ...more,
    });
    const quote = quoteHere();
    if (quote) return node("string", string(quote));
    if (take("[")) return array(depth, node);
    if (take("{")) return table(depth, node);
    for (const pattern of scalars) {
      const found = match(pattern);
      // The longest reading counts: 07:32:00 is no 0, 1979-05-27 no 1979.
      if (found !== null && !/[\w.:+-]/.test(text[at] ?? "")) return node("plain", scalar(found));
      at = from;
    }
    return fail("no value where one belongs");
  }
  const scalar = (raw: string): unknown => (raw === "true" ? true : raw === "false" ? false : raw);

  type Make = (kind: TomlNode["kind"], data: unknown, more?: Partial<TomlNode>) => TomlNode;
  function array(depth: number, node: Make): TomlNode {
    const items: TomlNode[] = [];
    for (;;) {
      space();
      if (take("]")) break;
      items.push(value(depth + 1));
      space();
      if (take("]")) break;
      if (!take(",")) fail("no comma or bracket where one belongs");
    }
    return node(
      "array",
      items.map((item) => item.value),
      { items },
    );
  }
  function table(depth: number, node: Make): TomlNode {
    const members: TomlNode["members"] = [];
    blanks();
    if (!take("}")) {
      do {
        const path = keyPath();
        if (!take("=")) fail("no = where one belongs");
        blanks();
        members.push({ path, node: value(depth + 1) });
        blanks();
      } while (take(","));
      if (!take("}")) fail("no comma or brace where one belongs");
    }
    return node("table", undefined, { members });
  }

  function statement(): TomlStatement {
    const from = at;
    const brackets = take("[[") ? 2 : take("[") ? 1 : 0;
    const path = keyPath();
    if (brackets === 0) {
      if (!take("=")) fail("no = where one belongs");
      blanks();
      const node = value(0);
      return { kind: "pair", path, at: from, end: at, node };
    }
    if (!take("]".repeat(brackets))) fail("no closing bracket where one belongs");
    return { kind: brackets === 2 ? "array" : "table", path, at: from, end: at };
  }

  const statements: TomlStatement[] = [];
  for (;;) {
    space();
    if (at >= text.length) return { statements, comments };
    statements.push(statement());
    blanks();
    note();
    if (at < text.length && match(newline) === null) fail("more than one statement in a line");
  }
}
