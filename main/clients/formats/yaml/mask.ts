import { isMap, isScalar, isSeq } from "yaml";
import { type MaskedNode, maskText } from "../mask";
import { hidden, speaksOfSecrets } from "../secrets";
import { commentsOf, readYaml, sourceOf, type YamlNode, yamlData } from "./parse";

/** The same text, line for line, without the values of secrets. */
export function maskYaml(text: string): string {
  return maskText(text, maskedNode(text, readYaml(text)), commentsOf(text), (raw) =>
    speaksOfSecrets(raw) ? `# ${hidden}` : raw.replace(/(:\s+)\S.*$/, `$1${hidden}`),
  );
}

function maskedNode(text: string, node: YamlNode): MaskedNode {
  const [at, to] = node?.range ?? [0, 0];
  if (isSeq(node)) return { at, end: to, items: node.items.map((item) => maskedNode(text, item)) };
  if (isMap(node)) {
    const members = node.items.map(({ key, value }) => ({
      path: [String(yamlData(key))],
      node: maskedNode(text, value),
    }));
    return { at, end: to, members };
  }
  if (!node) return { at, end: at };
  return { at, end: at + sourceOf(text, node).length, value: isScalar(node) ? node.value : undefined };
}
