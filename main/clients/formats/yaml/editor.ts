import { isMap, isScalar, isSeq } from "yaml";
import { refusal } from "../../refusal";
import { isRecord, serverName } from "../../server-entry";
import { type OpenedText, provenEditor } from "../editor";
import { applyEdits, position } from "../text";
import { yamlBlocks } from "./blocks";
import { container, insertion, patched, withoutLines } from "./edits";
import { maskYaml } from "./mask";
import {
  aliasOf,
  endsOpen,
  entriesOf,
  entryOf,
  pairOf,
  readYaml,
  sourceOf,
  unsupported,
  type YamlEntry,
  type YamlNode,
  yamlData,
} from "./parse";

/**
 * Goose's `config.yaml`: servers lie in one block of keys (reference/ai-clients.md §1.12, §3.4). Only blocks of plain keys
 * are changed, one range at a time; whatever else YAML knows may stand around them.
 */
export const gooseEditor = provenEditor({
  open: openYaml,
  mask: maskYaml,
  blocks: (text) => yamlBlocks(text, container, entryAlone),
  // Goose itself adds members that say nothing of what is started.
  meaning: (entry) => isRecord(entry) && { command: entry.command, args: entry.args, env: entry.env ?? {} },
});

/** Everything but the server of that name; an empty container counts as none. */
function others(text: string, root: YamlNode, name: string): string {
  const print = (node: YamlNode, path: string[]): unknown => {
    if (!node) return null;
    const marks = "anchor" in node ? [node.anchor, node.tag] : [];
    if (isSeq(node)) return [marks, ...node.items.map((item) => print(item, [...path, "-"]))];
    // The same letters may say something else where a text block ends.
    if (!isMap(node)) return [marks, sourceOf(text, node), yamlData(node), endsOpen(text, node)];
    const items = node.items.flatMap(({ key, value }) => {
      const here = [...path, String(yamlData(key))];
      if (here.length === 2 && here[0] === container && here[1] === name) return [];
      const inside = print(value, here);
      const isHolder = here.length === 1 && here[0] === container;
      const isEmptied =
        yamlData(value) === null || (isMap(value) && value.items.every((one) => yamlData(one.key) === name));
      return isHolder && isEmptied ? [] : [[print(key, here), inside]];
    });
    return [marks, items];
  };
  return JSON.stringify(root ? print(root, []) : [[], []]);
}

/** Under the names that all clients' entries have here. */
function asEntry(node: YamlNode): unknown {
  const data = yamlData(node);
  if (!isRecord(data)) return data;
  const { cmd, envs, ...rest } = data;
  return { ...rest, command: cmd, env: envs };
}

/** The entry of a document that holds nothing but the container and it. */
function entryAlone(document: string): unknown {
  const root = readYaml(document);
  const holder = isMap(root) ? pairOf(root, container)?.value : undefined;
  return isMap(holder) && holder.items.length === 1 ? asEntry(holder.items[0]?.value ?? null) : undefined;
}

function openYaml(text: string): OpenedText {
  const root = readYaml(text);
  if (root && !(isMap(root) && !root.flow) && yamlData(root) !== null)
    throw refusal("client_wrong_type", "The file holds something other than settings with names.");
  const pair = isMap(root) ? pairOf(root, container) : undefined;
  const holder = pair && entryOf(text, pair);
  const map = isMap(holder?.node) ? holder.node : undefined;
  if (holder && !map && yamlData(holder.node) !== null)
    throw refusal("client_wrong_type", `"${container}" is not a block of names.`);
  if (map?.flow && map.items.length > 0) throw unsupported(text, "flow style", map.range[0]);
  if (holder && isScalar(holder.node) && holder.node.source !== "")
    throw refusal(
      "client_wrong_type",
      `"${container}" is "${holder.node.source}" at ${position(text, holder.node.range[0])}, not a block of names.`,
      `Nothing was changed. Delete "${holder.node.source}" there, so that only "${container}:" is left, and try again.`,
    );
  // What refers to all servers would get ours too.
  const anchor = holder?.node && "anchor" in holder.node ? holder.node.anchor : undefined;
  const alias = anchor ? aliasOf(root, anchor) : undefined;
  if (alias) throw unsupported(text, `a reference to "${container}"`, alias.range[0]);
  const servers = map && !map.flow ? entriesOf(text, map) : [];

  const find = (name: string): YamlEntry => {
    const entry = servers.find(({ key }) => key === name);
    if (!entry || !isMap(entry.node) || entry.node.flow)
      throw refusal("client_wrong_type", `"${container}.${name}" is not a block of names.`);
    return entry;
  };
  if (servers.some(({ key }) => key === serverName)) find(serverName);
  const cut = (from: number, to: number, shown: string) => applyEdits(text, [{ at: from, end: to, text: shown }]);
  const alone = servers.length === 1;

  return {
    entries: servers.map(({ key, node }) => ({ name: key, value: asEntry(node) })),
    others: (name) => others(text, root, name),
    insertion: (name, entry) => ({
      edit: insertion(text, holder, servers, name, entry),
      createdContainer: !holder,
    }),
    patched: (name, wanted) => patched(text, find(name), wanted),
    range(name) {
      const { at, end } = find(name);
      return [at, end];
    },
    without(name, drop) {
      const entry = find(name);
      if (holder && drop) return withoutLines(text, holder.at, holder.end);
      if (!holder || !alone) return withoutLines(text, entry.at, entry.end);
      // Goose may not take a name without a value for an empty block.
      const between = text.slice(holder.colon, entry.at).replace(/\r?\n$/, "");
      const marks = /^(?:[ \t]+[&!]\S*)*/.exec(between)?.[0] ?? "";
      return cut(holder.colon, entry.end, `${marks} {}${between.slice(marks.length)}`);
    },
    // It stands where `{}` stood (see insertion).
    inPlaceOf: (written) => (alone && written.at === holder?.colon && !written.text.endsWith("\n") ? " {}" : ""),
  };
}
