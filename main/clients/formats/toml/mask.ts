import { type MaskedNode, maskText } from "../mask";
import { hidden, speaksOfSecrets } from "../secrets";
import { pathOf, readToml, type TomlPair, type TomlValue } from "./parse";

/** The same text, line for line, without the values of secrets. */
export function maskToml(text: string): string {
  const { sections, comments } = readToml(text);
  const members = sections.map(({ path, pairs }) => ({ path, node: { at: 0, end: 0, members: pairs.map(memberOf) } }));
  const places = comments.map(({ range: [at, end] }) => ({ at, end }));
  return maskText(text, { at: 0, end: text.length, members }, places, (raw) =>
    speaksOfSecrets(raw) ? `# ${hidden}` : raw.replace(/(=\s*)["'[{].*$/, `$1${hidden}`),
  );
}

const memberOf = (pair: TomlPair) => ({ path: pathOf(pair), node: maskedNode(pair.value) });

function maskedNode(node: TomlValue): MaskedNode {
  const [at, end] = node.range;
  if (node.type === "TOMLArray") return { at, end, items: node.elements.map(maskedNode) };
  if (node.type === "TOMLInlineTable") return { at, end, members: node.body.map(memberOf) };
  return { at, end, value: node.value };
}
