import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { pasteInstead, refusal } from "../../refusal";

/** What the client's own parser accepts; written files must never hold more than that (reference/ai-clients.md §3.3). */
export interface JsonRules {
  comments: boolean;
  trailingCommas: boolean;
  /** `refuse`: the client itself chokes on a byte order mark, or nobody knows. */
  bom: "keep" | "refuse";
}

export interface JsonText {
  bom: string;
  /** Without the mark. */
  text: string;
  /** Absent: nothing but blanks and comments. */
  root: Node | undefined;
}

const mark = "\uFEFF";

/** Far more than any client writes, and far less than what our own recursion bears. */
const deepest = 200;

export function decode(bytes: Uint8Array): { bom: string; text: string } {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide || bytes.subarray(0, 64).includes(0))
    throw refusal("client_encoding", "The file is UTF-16, which its client does not read.", pasteInstead);
  let all: string;
  try {
    all = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal("client_encoding", "The file is not valid UTF-8.", pasteInstead);
  }
  return all.startsWith(mark) ? { bom: mark, text: all.slice(1) } : { bom: "", text: all };
}

/** Line and column as editors count them, from 1. */
export function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function complain(text: string, error: ParseError): Error {
  const where = position(text, error.offset);
  const name = printParseErrorCode(error.error);
  if (name === "InvalidCommentToken")
    return refusal(
      "client_comments",
      `There is a comment at ${where}, and this client reads no comments.`,
      pasteInstead,
    );
  const lastBefore = text.slice(0, error.offset).trimEnd().at(-1);
  const closes = ["}", "]"].includes(text[error.offset] ?? "");
  if (lastBefore === "," && closes)
    return refusal(
      "client_trailing_comma",
      `There is a comma before the closing bracket at ${where}, and this client does not read that.`,
      pasteInstead,
    );
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return refusal(
    "client_malformed",
    `The file is not valid JSON: ${words} at ${where}.`,
    "Nothing was changed. Correct the file there, or paste the snippet in once it is right.",
  );
}

function isTooDeep(root: Node): boolean {
  let level = [root];
  // Between two objects stands a node for the member.
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 2 * deepest) return true;
    level = level.flatMap(({ children }) => children ?? []);
  }
  return false;
}

/** Parses as strictly as the client does. Throws an `InputError` that names the place; never repairs. */
export function parseJson(text: string, rules: JsonRules): Node | undefined {
  const errors: ParseError[] = [];
  const tooDeep = () => refusal("client_malformed", "The file is nested too deeply.", pasteInstead);
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, {
      disallowComments: !rules.comments,
      allowTrailingComma: rules.trailingCommas,
      allowEmptyContent: true,
    });
  } catch (error) {
    throw error instanceof RangeError ? tooDeep() : error;
  }
  if (root && isTooDeep(root)) throw tooDeep();
  const first = errors[0];
  if (first) throw complain(text, first);
  if (root && !rules.comments) {
    try {
      JSON.parse(text);
    } catch {
      // The tolerant parser let something pass that the client's would not.
      throw refusal("client_malformed", "The file is not valid JSON.", pasteInstead);
    }
  }
  if (root && root.type !== "object")
    throw refusal("client_wrong_type", `The file holds ${article(root.type)} where an object belongs.`, pasteInstead);
  return root;
}

export function readJson(bytes: Uint8Array, rules: JsonRules): JsonText {
  const { bom, text } = decode(bytes);
  if (bom && rules.bom === "refuse")
    throw refusal(
      "client_bom",
      "The file begins with a byte order mark, which this client may not read.",
      "Nothing was changed. Save it as UTF-8 without BOM and try again, or paste the snippet yourself.",
    );
  return { bom, text, root: parseJson(text, rules) };
}

export const article = (type: string) =>
  /^[aeiou]/.test(type) ? `an ${type}` : type === "null" ? "null" : `a ${type}`;

export const keyOf = (property: Node): string => String(property.children?.[0]?.value ?? "");
export const valueNode = (property: Node): Node | undefined => property.children?.[1];

/** The member of that name. Two of the same name: refused, for no two parsers agree on which one counts. */
export function member(text: string, object: Node, key: string): Node | undefined {
  const found = (object.children ?? []).filter((property) => keyOf(property) === key);
  const second = found[1];
  if (second)
    throw refusal(
      "client_duplicate",
      `"${key}" is there twice, the second time at ${position(text, second.offset)}.`,
      "Nothing was changed. Remove one of the two and try again, or paste the snippet yourself.",
    );
  return found[0];
}

/**
 * Everything that the document says, in order and letter for letter, but for the member at `path`; a container that
 * holds nothing else counts as absent with `ignoreEmptied`.
 */
export function fingerprint(
  text: string,
  root: Node | undefined,
  path: [container: string, name: string],
  ignoreEmptied: boolean,
): string {
  const [container, name] = path;
  const print = (node: Node, depth: number): string => {
    const raw = text.slice(node.offset, node.offset + node.length);
    if (node.type === "array") return `[${(node.children ?? []).map((item) => print(item, depth + 2)).join(",")}]`;
    if (node.type !== "object") return raw;
    const parts = (node.children ?? []).flatMap((property) => {
      const [key, value] = [property.children?.[0], valueNode(property)];
      if (!key || !value) return [];
      if (depth === 1 && keyOf(property) === name) return [];
      const inside = print(value, depth === 0 && keyOf(property) === container ? 1 : 2);
      if (depth === 0 && keyOf(property) === container && ignoreEmptied && inside === "{}") return [];
      return [`${text.slice(key.offset, key.offset + key.length)}:${inside}`];
    });
    return `{${parts.join(",")}}`;
  };
  return root ? print(root, 0) : "{}";
}

const comma = 5;
const trivia = [12, 13, 14, 15];

/** Offset of the comma that is the next thing after `offset` but for blanks and comments. */
export function commaAfter(text: string, offset: number): number | null {
  const scanner = createScanner(text);
  scanner.setPosition(offset);
  let token: number = scanner.scan();
  while (trivia.includes(token)) token = scanner.scan();
  return token === comma ? scanner.getTokenOffset() : null;
}
