import { createScanner, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { refusal } from "../../refusal";
import { lately } from "../lately";
import { duplicate, malformed, position, tooDeep } from "../text";
import type { JsonRules } from "../types";

/** Far more than any client writes, and far less than what our own recursion bears. */
const deepest = 200;

function complain(text: string, error: ParseError): Error {
  const where = position(text, error.offset);
  const name = printParseErrorCode(error.error);
  if (name === "InvalidCommentToken")
    return refusal("client_comments", `There is a comment at ${where}, and this client reads no comments.`);
  const lastBefore = text.slice(0, error.offset).trimEnd().at(-1);
  const closes = ["}", "]"].includes(text[error.offset] ?? "");
  if (lastBefore === "," && closes)
    return refusal(
      "client_trailing_comma",
      `There is a comma before the closing bracket at ${where}, and this client does not read that.`,
    );
  return malformed("JSON", text, name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase(), error.offset);
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

/**
 * Parses as strictly as the client does; undefined: nothing but blanks and comments. Throws an `InputError` that names the
 * place; never repairs.
 */
export const parseJson = lately((text: string, rules: JsonRules): Node | undefined => {
  const errors: ParseError[] = [];
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
      throw refusal("client_malformed", "The file is not valid JSON.");
    }
  }
  if (root && root.type !== "object")
    throw refusal(
      "client_wrong_type",
      `The file holds ${article(root.type)} where an object belongs, so its client can read no settings from it.`,
      'Nothing was changed. Let the file begin with "{", or delete it, and try again.',
    );
  return root;
});

export const article = (type: string) =>
  /^[aeiou]/.test(type) ? `an ${type}` : type === "null" ? "null" : `a ${type}`;

export const keyOf = (property: Node): string => String(property.children?.[0]?.value ?? "");
export const valueNode = (property: Node): Node | undefined => property.children?.[1];
export const rangeOf = ({ offset, length }: Node): [number, number] => [offset, offset + length];

/** The member of that name. Two of the same name: refused, for no two parsers agree on which one counts. */
export function member(text: string, object: Node, key: string): Node | undefined {
  const [first, second] = (object.children ?? []).filter((property) => keyOf(property) === key);
  if (second) throw duplicate(text, key, second.offset);
  return first;
}

/** Values as data, safe against a member called `__proto__`. */
export function jsonData(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(jsonData);
  if (node.type !== "object") return getNodeValue(node);
  return Object.fromEntries(
    (node.children ?? []).map((property) => {
      const value = valueNode(property);
      return [keyOf(property), value && jsonData(value)];
    }),
  );
}

/**
 * Returns everything that the document says, in order and letter for letter, without the members called `name` in the
 * containers. With `ignoreEmptied` a container at the root that has no other member counts as absent.
 * @param containers paths of keys from the root
 */
export function fingerprint(
  text: string,
  root: Node | undefined,
  containers: readonly (readonly string[])[],
  name: string,
  ignoreEmptied: boolean,
): string {
  const isContainer = (path: readonly string[]) =>
    containers.some((container) => container.length === path.length && container.every((key, at) => key === path[at]));
  const print = (node: Node, path: readonly string[]): string => {
    if (node.type === "array")
      return `[${(node.children ?? []).map((item) => print(item, [...path, "[]"])).join(",")}]`;
    if (node.type !== "object") return text.slice(...rangeOf(node));
    const holdsServers = isContainer(path);
    const parts = (node.children ?? []).flatMap((property) => {
      const [key, value] = [property.children?.[0], valueNode(property)];
      if (!key || !value || (holdsServers && keyOf(property) === name)) return [];
      const inner = [...path, keyOf(property)];
      const inside = print(value, inner);
      const isEmptied = ignoreEmptied && path.length === 0 && isContainer(inner) && inside === "{}";
      return isEmptied ? [] : [`${text.slice(...rangeOf(key))}:${inside}`];
    });
    return `{${parts.join(",")}}`;
  };
  return root ? print(root, []) : "{}";
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
