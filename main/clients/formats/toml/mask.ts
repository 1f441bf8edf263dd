import { announcesSecret, hidden, secretMembers, secretWord, speaksOfSecrets, withoutCredential } from "../secrets";
import { applyEdits, type Edit } from "../text-edits";
import { readToml, type TomlNode } from "./parse";

/** The same text, line for line, without the values of secrets (json-mask.ts does the same for JSON). */
export function maskToml(text: string): string {
  const { statements, comments } = readToml(text);
  const ranges: Edit[] = [];
  /** Values of several lines stay as many lines. */
  const hide = ({ at, end }: { at: number; end: number }, shown = hidden) =>
    ranges.push({
      at,
      end,
      text: [JSON.stringify(shown), ...text.slice(at, end).split("\n").slice(1)]
        .map((line, index) => (index === 0 ? line : hidden))
        .join("\n"),
    });

  function look(node: TomlNode, secret: boolean): void {
    if (node.kind === "array" && !secret) {
      let after = false;
      for (const item of node.items) {
        look(item, after);
        after = announcesSecret(item.value);
      }
    } else if (node.kind === "table" && !secret) {
      for (const { path, node: member } of node.members) look(member, isSecret(path, member));
    } else if (secret) hide(node);
    else if (typeof node.value === "string") {
      const shown = withoutCredential(node.value);
      if (shown !== null) hide(node, shown);
    }
  }

  let table: string[] = [];
  for (const { node, path } of statements) {
    if (node) look(node, table.some((part) => secretMembers.test(part)) || isSecret(path, node));
    else table = path;
  }
  for (const { at, end } of comments) {
    const raw = text.slice(at, end);
    if (speaksOfSecrets(raw)) ranges.push({ at, end, text: `# ${hidden}` });
    else if (/=\s*["'[{]/.test(raw)) ranges.push({ at, end, text: raw.replace(/(=\s*).*$/, `$1${hidden}`) });
  }
  return applyEdits(text, ranges);
}

/** A table may be called "token-counter": only what stands directly under such a name is hidden. */
function isSecret(path: string[], node: TomlNode): boolean {
  return path.some((part) => secretMembers.test(part)) || (node.kind !== "table" && secretWord.test(path.at(-1) ?? ""));
}
