import { isDeepStrictEqual } from "node:util";
import type { Node } from "jsonc-parser";
import { refusal } from "../../refusal";
import { isRecord, serverName } from "../../server-entry";
import { type OpenedText, provenEditor } from "../editor";
import { applyEdits, position } from "../text";
import type { ConfigEditor, FormatSpec, JsonRules } from "../types";
import { jsonBlocks } from "./blocks";
import { insertDocument, insertMember, removeMember, replaceValue } from "./edits";
import { maskJson } from "./mask";
import { article, fingerprint, jsonData, keyOf, member, parseJson, rangeOf, valueNode } from "./parse";
import { type EntryShape, shapes } from "./shapes";

/**
 * JSON and JSONC files whose servers are members of one object at the root, or of the object `nested` in it. Where the
 * nested object exists, new entries go there, and its entries take precedence over those of the same name around it.
 */
export function jsonEditor(spec: JsonSpec): ConfigEditor {
  const { container, nested, rules } = spec;
  const shape = shapes[spec.shape ?? "plain"];
  return provenEditor({
    open: (text, toRemove) => openJson(text, { ...spec, rules: toRemove ? lenient : rules }, shape),
    mask: maskJson,
    blocks(text) {
      const inner = nested === undefined ? [] : jsonBlocks(text, [container, nested]);
      const outer = jsonBlocks(text, [container]).filter(({ name }) => inner.length === 0 || name !== nested);
      return [...inner, ...outer].map((block) => ({ ...block, value: shape.read(block.value) }));
    },
    checkMark(bom) {
      if (bom && rules.bom === "refuse")
        throw refusal(
          "client_bom",
          "The file begins with a byte order mark, which this client may not read.",
          "Nothing was changed. Save it as UTF-8 without BOM and try again, or paste the snippet yourself.",
        );
    },
  });
}

type JsonSpec = Extract<FormatSpec, { format: "json" }>;

/** Accepts what not every client reads, as long as it has one meaning. */
const lenient: JsonRules = { comments: true, trailingCommas: true, bom: "keep" };

function openJson(text: string, { container, nested, rules }: JsonSpec, shape: EntryShape): OpenedText {
  const root = parseJson(text, rules);
  const outer = root && containerOf(text, root, container);
  const inner = outer && nested !== undefined ? nestedContainer(text, outer, nested) : undefined;
  const holders = [
    ...(inner && nested !== undefined ? [{ path: [container, nested], object: inner }] : []),
    ...(outer ? [{ path: [container], object: outer }] : []),
  ];
  // Refuses our name twice in one object before anything is read from it.
  for (const { object } of holders) member(text, object, serverName);

  const membersOf = (name: string) =>
    holders.flatMap(({ path, object }) => {
      const property = member(text, object, name);
      return property ? [{ path, object, property }] : [];
    });
  const find = (name: string) => {
    const [first] = membersOf(name);
    if (!first) throw new Error(`no entry ${name} to change`);
    return first;
  };
  const containers = [[container], ...(nested === undefined ? [] : [[container, nested]])];
  const innerProperties = inner?.children ?? [];
  const innerNames = new Set(innerProperties.map(keyOf));
  const outerProperties = (outer?.children ?? []).filter(
    (property) => !inner || (valueNode(property) !== inner && !innerNames.has(keyOf(property))),
  );

  return {
    entries: [...innerProperties, ...outerProperties].map((property) => {
      const value = valueNode(property);
      return { name: keyOf(property), value: value && shape.read(jsonData(value)) };
    }),
    others: (name, emptied) => fingerprint(text, root, containers, name, emptied),
    insertion(name, intent) {
      const entry = asPlain(shape.write({ ...intent }, undefined));
      const holder = inner ?? outer;
      const edit = !root
        ? insertDocument(text, { [container]: { [name]: entry } })
        : holder
          ? insertMember(text, holder, name, entry)
          : insertMember(text, root, container, { [name]: entry });
      return { edit, createdContainer: !holder };
    },
    patched(name, wanted) {
      const { path, property } = find(name);
      const node = valueNode(property);
      return patch(text, rules, [...path, name], shape.write(wanted, node && jsonData(node)));
    },
    range: (name) => rangeOf(find(name).property),
    without(name, drop) {
      const emptied = root && drop && !inner ? member(text, root, container) : undefined;
      if (root && emptied) return applyEdits(text, [removeMember(text, root, emptied)]);
      return applyEdits(
        text,
        membersOf(name).map(({ object, property }) => removeMember(text, object, property)),
      );
    },
  };
}

function containerOf(text: string, root: Node, container: string): Node | undefined {
  const property = member(text, root, container);
  const value = property && valueNode(property);
  if (value && value.type !== "object")
    throw refusal(
      "client_wrong_type",
      `"${container}" at ${position(text, value.offset)} is ${article(value.type)}, not an object.`,
    );
  return value;
}

/** @returns undefined also for a server that is called like the nested object: a server states its type or program. */
function nestedContainer(text: string, outer: Node, nested: string): Node | undefined {
  const property = member(text, outer, nested);
  const value = property && valueNode(property);
  if (value?.type !== "object") return undefined;
  const isServer = ["type", "command", "url"].some((key) => {
    const setting = member(text, value, key);
    return setting !== undefined && valueNode(setting)?.type !== "object";
  });
  return isServer ? undefined : value;
}

/** Replaces only values that differ, so that the layout and comments inside the entry survive. */
function patch(text: string, rules: JsonRules, path: string[], wanted: Record<string, unknown>): string {
  let now = text;
  for (const [key, value] of Object.entries(wanted)) {
    const entry = nodeAt(now, parseJson(now, rules), path);
    if (!entry) throw new Error("the entry is gone");
    if (entry.type !== "object") return applyEdits(now, [replaceValue(now, entry, asPlain(wanted))]);
    const there = member(now, entry, key);
    const node = there && valueNode(there);
    if (!node) now = applyEdits(now, [insertMember(now, entry, key, asPlain(value))]);
    else if (isDeepStrictEqual(jsonData(node), value)) continue;
    else if (node.type === "object" && isRecord(value)) now = patch(now, rules, [...path, key], value);
    else now = applyEdits(now, [replaceValue(now, node, asPlain(value))]);
  }
  return now;
}

function nodeAt(text: string, root: Node | undefined, path: string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, key) => {
    const property = node?.type === "object" ? member(text, node, key) : undefined;
    return property && valueNode(property);
  }, root);
}

type Plain = Parameters<typeof insertMember>[3];
const asPlain = (value: unknown): Plain => JSON.parse(JSON.stringify(value));
