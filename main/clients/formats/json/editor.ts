import { isDeepStrictEqual } from "node:util";
import type { Node } from "jsonc-parser";
import { refusal } from "../../refusal";
import { isRecord, serverName } from "../../server-entry";
import { type OpenedText, provenEditor } from "../editor";
import { applyEdits, position } from "../text";
import type { ConfigEditor, JsonRules, ShapeName } from "../types";
import { jsonBlocks } from "./blocks";
import { insertDocument, insertMember, removeMember, replaceValue } from "./edits";
import { maskJson } from "./mask";
import { article, fingerprint, jsonData, keyOf, member, parseJson, rangeOf, valueNode } from "./parse";
import { type EntryShape, shapes } from "./shapes";

/** JSON and JSONC files whose servers lie in one object at the root. Every change is one contiguous range of bytes. */
export function jsonEditor(container: string, rules: JsonRules, shapeName: ShapeName = "plain"): ConfigEditor {
  const shape = shapes[shapeName];
  return provenEditor({
    open: (text, toRemove) => openJson(text, container, toRemove ? lenient : rules, shape),
    mask: maskJson,
    blocks: (text) => jsonBlocks(text, [container]).map((block) => ({ ...block, value: shape.read(block.value) })),
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

/** What is not read by every client, and can be told apart all the same. */
const lenient: JsonRules = { comments: true, trailingCommas: true, bom: "keep" };

function openJson(text: string, container: string, rules: JsonRules, shape: EntryShape): OpenedText {
  const root = parseJson(text, rules);
  const holder = root && containerOf(text, root, container);
  if (holder) member(text, holder, serverName); // Refuses our name twice before anything is read out of it.

  const find = (name: string) => {
    const property = holder && member(text, holder, name);
    if (!property) throw new Error(`no entry ${name} to change`);
    return { holder, property };
  };

  return {
    entries: (holder?.children ?? []).map((property) => {
      const value = valueNode(property);
      return { name: keyOf(property), value: value && shape.read(jsonData(value)) };
    }),
    others: (name, emptied) => fingerprint(text, root, [container, name], emptied),
    insertion(name, intent) {
      const entry = asPlain(shape.write({ ...intent }, undefined));
      const edit = !root
        ? insertDocument(text, { [container]: { [name]: entry } })
        : holder
          ? insertMember(text, holder, name, entry)
          : insertMember(text, root, container, { [name]: entry });
      return { edit, createdContainer: !holder };
    },
    patched(name, wanted) {
      const node = valueNode(find(name).property);
      return patch(text, rules, [container, name], shape.write(wanted, node && jsonData(node)));
    },
    range: (name) => rangeOf(find(name).property),
    without(name, drop) {
      const { holder, property } = find(name);
      const outer = root && drop ? member(text, root, container) : undefined;
      return applyEdits(text, [root && outer ? removeMember(text, root, outer) : removeMember(text, holder, property)]);
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
