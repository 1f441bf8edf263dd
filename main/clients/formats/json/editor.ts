import { isDeepStrictEqual } from "node:util";
import { getNodeValue, type Node } from "jsonc-parser";
import { InputError } from "../../../../mcp-server/domain/errors";
import { pasteInstead, refusal } from "../../refusal";
import { isRecord, mergeEntry, serverName } from "../../server-entry";
import type { Change, ConfigDocument, ConfigEditor, ServerEntry } from "../../types";
import { grown, locate } from "../owned-range";
import { applySplice, insertDocument, insertMember, removeMember, replaceValue, type Splice } from "./edits";
import { maskJson } from "./mask";
import {
  article,
  decode,
  fingerprint,
  type JsonRules,
  keyOf,
  member,
  parseJson,
  position,
  readJson,
  valueNode,
} from "./parse";

/**
 * JSON and JSONC files whose servers lie in one object at the root. Every change is one contiguous range of bytes, and
 * none is returned before it is proved: the document without our entry says letter for letter what it said before.
 */
export function jsonEditor(container: string, rules: JsonRules): ConfigEditor {
  return {
    open: (bytes) => openJson(bytes, container, rules),
    mask: (bytes) => maskJson(bytes ? decode(bytes).text : ""),
  };
}

function openJson(bytes: Uint8Array | null, container: string, rules: JsonRules): ConfigDocument {
  const { bom, text, root } = readJson(bytes ?? new Uint8Array(), rules);
  const holder = root && containerOf(text, root, container);
  if (holder) member(text, holder, serverName); // Refuses our name twice before anything is read out of it.

  function holds(next: string, name: string, wanted: unknown, madeOrDropped: boolean): boolean {
    try {
      const after = parseJson(next, rules);
      const path: [string, string] = [container, name];
      const holderAfter = after && containerOf(next, after, container);
      const ours = holderAfter && member(next, holderAfter, name);
      const value = ours && valueNode(ours);
      return (
        fingerprint(text, root, path, madeOrDropped) === fingerprint(next, after, path, madeOrDropped) &&
        isDeepStrictEqual(value && plain(value), wanted)
      );
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  }

  /** Proves a new text and makes it a change. @param wanted undefined: our entry must be gone. */
  function proved(
    next: string,
    name: string,
    wanted: unknown,
    more: Omit<Change, "bytes">,
    madeOrDropped: boolean,
  ): Change {
    if (!holds(next, name, wanted, madeOrDropped))
      throw refusal("client_proof", "Punchcard could not prove that only its own entry would change.", pasteInstead);
    return { ...more, bytes: Buffer.from(bom + next, "utf8") };
  }

  const find = (name: string) => {
    const property = holder && member(text, holder, name);
    const value = property && valueNode(property);
    if (!holder || !property || !value) throw new Error(`no entry ${name} to change`);
    return { holder, property, value };
  };

  return {
    entries: (holder?.children ?? []).map((property) => {
      const value = valueNode(property);
      return { name: keyOf(property), value: value && plain(value) };
    }),

    insert(name, intent) {
      if (holder && member(text, holder, name)) throw new Error(`${name} is already there`);
      const entry = { ...intent };
      const splice = !root
        ? insertDocument(text, { [container]: { [name]: entry } })
        : holder
          ? insertMember(text, holder, name, entry)
          : insertMember(text, root, container, { [name]: entry });
      const written = { written: splice.text, createdContainer: !holder };
      return proved(applySplice(text, splice), name, plainIntent(intent), written, !holder);
    },

    update(name, intent, written) {
      const { property, value } = find(name);
      const wanted = mergeEntry(plain(value), intent);
      const next = patch(text, rules, [container, name], wanted);
      const exact = written && locate(text, [property.offset, property.offset + property.length], written.text);
      const keeps = exact && exact.text.length > 0 ? grown(text, next, exact) : null;
      const createdContainer = written?.createdContainer ?? false;
      return proved(next, name, wanted, { written: keeps, createdContainer }, false);
    },

    remove(name, written) {
      const { holder, property } = find(name);
      const exact = written && locate(text, [property.offset, property.offset + property.length], written.text);
      const drop = Boolean(written?.createdContainer) && (holder.children ?? []).length === 1;
      const outer = root && drop ? member(text, root, container) : undefined;
      const plain = root && outer ? removeMember(text, root, outer) : removeMember(text, holder, property);
      const finish = (splice: Splice) => {
        const next = applySplice(text, splice);
        const change = proved(next, name, undefined, { written: null, createdContainer: false }, drop);
        const empty = written?.createdFile && /^\s*(?:\{\s*\})?\s*$/.test(next);
        return empty ? { ...change, bytes: null } : change;
      };
      if (!exact) return finish(plain);
      try {
        return finish({ at: exact.at, remove: exact.text.length, text: "" });
      } catch {
        return finish(plain); // Something of others stands inside what we once wrote.
      }
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
      pasteInstead,
    );
  return value;
}

/** Values as data, safe against a member called `__proto__`. */
function plain(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(plain);
  if (node.type !== "object") return getNodeValue(node);
  return Object.fromEntries(
    (node.children ?? []).map((property) => {
      const value = valueNode(property);
      return [keyOf(property), value && plain(value)];
    }),
  );
}
const plainIntent = (intent: ServerEntry): unknown => JSON.parse(JSON.stringify(intent));
/** Replaces only values that differ, so that the layout and comments inside the entry survive. */
function patch(text: string, rules: JsonRules, path: string[], wanted: Record<string, unknown>): string {
  let now = text;
  for (const [key, value] of Object.entries(wanted)) {
    const entry = nodeAt(now, parseJson(now, rules), path);
    if (!entry) throw new Error("the entry is gone");
    if (entry.type !== "object") return applySplice(now, replaceValue(now, entry, asPlain(wanted)));
    const there = member(now, entry, key);
    const node = there && valueNode(there);
    if (!node) now = applySplice(now, insertMember(now, entry, key, asPlain(value)));
    else if (isDeepStrictEqual(plain(node), value)) continue;
    else if (node.type === "object" && isRecord(value)) now = patch(now, rules, [...path, key], value);
    else now = applySplice(now, replaceValue(now, node, asPlain(value)));
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
