import {
  type Alias,
  CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type ParsedNode,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import { refusal } from "../../refusal";
import { lately } from "../lately";
import { duplicate, lineStart, malformed, position, tooDeep, trimmedEnd, wordAt } from "../text";

export type YamlNode = ParsedNode | null;
export type YamlMap = YAMLMap.Parsed;

/** A key with its value, each in lines of its own: the only form in which entries are changed. */
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

/** What libyaml, with which Goose reads, takes for the end of a line, and what it takes for no text at all. */
const unprintable = /(?![\t\n\r])\p{Cc}|[\u2028\u2029]|\r(?!\n)/u;

export const unsupported = (text: string, what: string, at: number) =>
  refusal("client_unsupported", `There is ${what} at ${position(text, at)}.`);

/** @throws InputError that names the place where it is no YAML, or not one document */
export const readYaml = lately((text: string): YamlNode => {
  const odd = text.search(unprintable);
  if (odd !== -1) throw unsupported(text, "a character that is no plain text", odd);
  // The parser compares each name with all others, which takes seconds for thousands: checkNames does it at once.
  const document = parseDocument(text, { prettyErrors: false, logLevel: "error", uniqueKeys: false });
  const [error] = document.errors;
  if (!error) {
    if (document.contents) checkNames(text, document.contents);
    return document.contents;
  }
  const [at] = error.pos;
  if (document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) throw tooDeep();
  if (error.code === "MULTIPLE_DOCS") throw unsupported(text, "more than one document", at);
  throw malformed("YAML", text, error.message, at);
});

/** Refuses a name that is there twice in one block, and a reference to an anchor that does not stand before it. */
function checkNames(text: string, root: ParsedNode): void {
  const anchors = new Set<string>();
  visit(root, {
    Alias(_key, { source, range }) {
      if (!anchors.has(source)) throw malformed("YAML", text, "a reference to nothing", range?.[0] ?? 0);
    },
    Collection(_key, node) {
      if (node.anchor) anchors.add(node.anchor);
      if (!isMap(node)) return;
      const names = new Set<unknown>();
      for (const { key } of node.items) {
        if (!isScalar(key)) continue;
        const at = key.range?.[0] ?? 0;
        if (names.has(key.value)) throw duplicate(text, wordAt(text, at), at);
        names.add(key.value);
      }
    },
    Scalar(_key, { anchor }) {
      if (anchor) anchors.add(anchor);
    },
  });
}

/** The first reference to an anchor. */
export function aliasOf(root: YamlNode, anchor: string): Alias.Parsed | undefined {
  let found: Alias.Parsed | undefined;
  if (root)
    visit(root, {
      Alias(_key, alias) {
        if (alias.source !== anchor) return;
        found = alias as Alias.Parsed;
        return visit.BREAK;
      },
    });
  return found;
}

export function commentsOf(text: string): { at: number; end: number }[] {
  const comments = [];
  let at = 0;
  let isText = false;
  for (const token of new Lexer().lex(text)) {
    const type: string | null = isText ? "text" : CST.tokenType(token);
    isText = type === "scalar";
    // These three stand for something in the stream, and are no part of the text.
    if (type === "scalar" || type === "doc-mode" || type === "flow-error-end") continue;
    if (type === "comment") comments.push({ at, end: at + token.length });
    at += token.length;
  }
  return comments;
}

const keyOf = (pair: YamlMap["items"][number]) => (isScalar(pair.key) ? String(pair.key.value) : "");
export const pairOf = (map: YamlMap, key: string) => map.items.find((pair) => keyOf(pair) === key);

/** @throws InputError where it is not a plain `key: value` in lines of its own */
export function entryOf(text: string, pair: YamlMap["items"][number]): YamlEntry {
  const { key, value } = pair;
  const [from, to] = key.range;
  const at = lineStart(text, from);
  const isPlain = isScalar(key) && keyOf(pair) !== "<<";
  if (!isPlain || !/^ *$/.test(text.slice(at, from)) || !/^ *:/.test(text.slice(to)))
    throw unsupported(text, "something that is no plain key", from);
  const colon = text.indexOf(":", to) + 1;
  return { key: keyOf(pair), indent: from - at, at, colon, end: Math.max(colon, endOf(text, value)), node: value };
}
export const entriesOf = (text: string, map: YamlMap) => map.items.map((pair) => entryOf(text, pair));

/** Collections that are not in flow style reach over the comments below them. */
function endOf(text: string, node: YamlNode): number {
  if (!node) return 0;
  if (isMap(node) && !node.flow) return Math.max(...node.items.map(({ key, value }) => endOf(text, value ?? key)));
  if (isSeq(node) && !node.flow) return Math.max(...node.items.map((item) => endOf(text, item)));
  return trimmedEnd(text, node.range[1]);
}

/** As data, safe against a key called `__proto__`; numbers as they are written. */
export function yamlData(node: YamlNode): unknown {
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [keyOf(pair), yamlData(pair.value)]));
  if (isSeq(node)) return node.items.map(yamlData);
  if (isAlias(node)) return `*${node.source}`;
  if (!node) return null;
  return typeof node.value === "number" ? node.source : node.value;
}

const isTextBlock = (node: YamlNode) =>
  isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);

export function sourceOf(text: string, node: NonNullable<YamlNode>): string {
  const source = text.slice(node.range[0], node.range[1]);
  return isTextBlock(node) ? source.trimEnd() : source;
}
/** libyaml gives a text block that ends with the file no line end where the file has none. */
export const endsOpen = (text: string, node: NonNullable<YamlNode>) =>
  isTextBlock(node) &&
  node.range[1] === text.length &&
  !/[\r\n]$/.test(text) &&
  !/^[|>]\d?-/.test(sourceOf(text, node));
