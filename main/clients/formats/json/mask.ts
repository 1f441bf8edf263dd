import { createScanner, type Node } from "jsonc-parser";
import { type MaskedNode, maskText } from "../mask";
import { hidden, secretMembers, speaksOfSecrets } from "../secrets";
import { keyOf, parseJson, valueNode } from "./parse";

/**
 * The same lines for showing, with every value under `env` and `headers` replaced, and what looks like a credential
 * elsewhere (an argument after `--token`, an address with a key, commented-out members).
 */
export function maskJson(text: string): string {
  const root = parseJson(text, { comments: true, trailingCommas: true, bom: "keep" });
  const secret = rangesOf(root);
  return maskText(text, root ? maskedNode(root) : { at: 0, end: 0 }, comments(text), (raw, at) =>
    speaksOfSecrets(raw) || secret.some(({ offset, length }) => at >= offset && at < offset + length)
      ? raw.replace(/[^\r\n]+/g, (line) => `${/^\s*(\/\/|\/\*|\*\/)?/.exec(line)?.[0] ?? ""} ${hidden}`)
      : raw.replace(/(["']\s*:\s*)(["'])[^"'\r\n]*\2?/g, `$1"${hidden}"`),
  );
}

function maskedNode(node: Node): MaskedNode {
  const { type, offset: at, length, value, children = [] } = node;
  const end = at + length;
  if (type === "array") return { at, end, items: children.map(maskedNode) };
  if (type !== "object") return { at, end, value };
  const members = children.map((property) => {
    const inner = valueNode(property);
    return { path: [keyOf(property)], node: inner ? maskedNode(inner) : { at, end: at } };
  });
  return { at, end, members };
}

/** Members whose values are never shown, and so no comment between them. */
function rangesOf(node: Node | undefined): Node[] {
  return (node?.children ?? []).flatMap((child) =>
    child.type === "property" && secretMembers.test(keyOf(child)) ? [child] : rangesOf(child),
  );
}

const [lineComment, blockComment, endOfFile] = [12, 13, 17];

function comments(text: string): { at: number; end: number }[] {
  const found = [];
  const scanner = createScanner(text);
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    const at = scanner.getTokenOffset();
    if (token === lineComment || token === blockComment) found.push({ at, end: at + scanner.getTokenLength() });
  }
  return found;
}
