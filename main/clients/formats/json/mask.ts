import { createScanner, type Node, parseTree } from "jsonc-parser";
import { announcesSecret, hidden, secretMembers, secretWord, speaksOfSecrets, withoutCredential } from "../secrets";
import { keyOf, valueNode } from "./parse";

interface Range {
  at: number;
  length: number;
  text: string;
}

/**
 * The same lines for showing, with every value under `env` and `headers` replaced, and what looks like a credential
 * elsewhere (an argument after `--token`, an address with a key, commented-out members).
 */
export function maskJson(text: string): string {
  const ranges: Range[] = [];
  const root = parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true });
  if (root) collect(root, false, ranges);
  ranges.push(...comments(text, secretRanges(root)));
  return ranges
    .sort((a, b) => b.at - a.at)
    .reduce((now, { at, length, text: shown }) => now.slice(0, at) + shown + now.slice(at + length), text);
}

function collect(node: Node, secret: boolean, ranges: Range[]): void {
  if (node.type === "object") {
    for (const property of node.children ?? []) {
      const value = valueNode(property);
      const named = secretMembers.test(keyOf(property)) || secretWord.test(keyOf(property));
      // A server may be called "token-counter": only what stands directly under such a name is hidden, not a whole object.
      const inherits = named && (value?.type !== "object" || secretMembers.test(keyOf(property)));
      if (value) collect(value, secret || inherits, ranges);
    }
    return;
  }
  if (node.type === "array") {
    let afterFlag = false;
    for (const item of node.children ?? []) {
      collect(item, secret || afterFlag, ranges);
      afterFlag = announcesSecret(item.value);
    }
    return;
  }
  const value: unknown = node.value;
  if (secret) ranges.push({ at: node.offset, length: node.length, text: `"${hidden}"` });
  else if (typeof value === "string") {
    const shown = withoutCredential(value);
    if (shown !== null) ranges.push({ at: node.offset, length: node.length, text: JSON.stringify(shown) });
  }
}

function secretRanges(node: Node | undefined): { from: number; to: number }[] {
  return (node?.children ?? []).flatMap((child) =>
    child.type === "property" && secretMembers.test(keyOf(child))
      ? [{ from: child.offset, to: child.offset + child.length }]
      : secretRanges(child),
  );
}

const [lineComment, blockComment, endOfFile] = [12, 13, 17];

function comments(text: string, secret: { from: number; to: number }[]): Range[] {
  const found: Range[] = [];
  const scanner = createScanner(text);
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token !== lineComment && token !== blockComment) continue;
    const at = scanner.getTokenOffset();
    const length = scanner.getTokenLength();
    const raw = text.slice(at, at + length);
    const inSecret = secret.some(({ from, to }) => at >= from && at < to);
    const shown =
      inSecret || speaksOfSecrets(raw)
        ? raw.replace(/[^\r\n]+/g, (line) => `${/^\s*(\/\/|\/\*|\*\/)?/.exec(line)?.[0] ?? ""} ${hidden}`)
        : raw.replace(/(["']\s*:\s*)(["'])[^"'\r\n]*\2?/g, `$1"${hidden}"`);
    if (shown !== raw) found.push({ at, length, text: shown });
  }
  return found;
}
