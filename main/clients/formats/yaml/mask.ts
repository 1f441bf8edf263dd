import { announcesSecret, hidden, secretMembers, secretWord, speaksOfSecrets, withoutCredential } from "../secrets";
import { applyEdits, type Edit } from "../text-edits";
import { readYaml, type YamlNode } from "./parse";

/** The same text, line for line, without the values of secrets (json-mask.ts does the same for JSON). */
export function maskYaml(text: string): string {
  const { root, comments } = readYaml(text);
  const ranges: Edit[] = [];
  const hide = ({ at, end }: { at: number; end: number }, shown: string) =>
    ranges.push({
      at,
      end,
      text: text.slice(at, end).replace(/[^\r\n]+/g, (line) => `${/^ */.exec(line)?.[0]}${shown}`),
    });

  function look(node: YamlNode, secret: boolean): void {
    if (node.kind === "map") {
      for (const { key, node: value } of node.entries) {
        const inherits = secretMembers.test(key) || (secretWord.test(key) && value.kind !== "map");
        look(value, secret || inherits);
      }
    } else if (node.kind === "list") {
      let after = false;
      for (const item of node.items) {
        look(item, secret || after);
        after = item.kind === "scalar" && announcesSecret(item.value);
      }
    } else if (node.kind === "scalar" && node.end > node.at) {
      if (secret) hide(node, JSON.stringify(hidden));
      else if (typeof node.value === "string") {
        const shown = withoutCredential(node.value);
        if (shown !== null) hide(node, JSON.stringify(shown));
      }
    }
  }
  if (root) look(root, false);
  for (const { at, end } of comments) {
    const raw = text.slice(at, end);
    if (speaksOfSecrets(raw)) ranges.push({ at, end, text: `# ${hidden}` });
    else if (/:\s+\S/.test(raw)) ranges.push({ at, end, text: raw.replace(/(:\s+)\S.*$/, `$1${hidden}`) });
  }
  return applyEdits(text, ranges);
}
