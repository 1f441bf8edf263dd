import { isDeepStrictEqual } from "node:util";
import { InputError } from "../../../../mcp-server/domain/errors";
import { pasteInstead, refusal } from "../../refusal";
import { isRecord, mergeEntry, serverName } from "../../server-entry";
import type { Change, ConfigDocument, ConfigEditor } from "../../types";
import { decode } from "../json/parse";
import { grown, locate } from "../owned-range";
import { container, insertion, type MapNode, patched, withoutLines } from "./edits";
import { maskYaml } from "./mask";
import { readYaml, type YamlEntry, type YamlNode, yamlData } from "./parse";

/**
 * Goose's `config.yaml`: servers lie in one block of keys (reference/ai-clients.md §1.12, §3.4). Only plain YAML is
 * changed (yaml-read.ts), one range at a time, and each change is proved: all else says what it said, letter for letter.
 */
export const gooseEditor: ConfigEditor = {
  open: openYaml,
  mask: (bytes) => maskYaml(bytes ? decode(bytes).text : ""),
};

interface Parsed {
  root: MapNode | null;
  /** The entry `extensions`. */
  holder: YamlEntry | undefined;
  servers: YamlEntry[];
}

function parse(text: string): Parsed {
  const { root } = readYaml(text);
  if (root && root.kind !== "map")
    throw refusal("client_wrong_type", "The file holds something other than settings with names.", pasteInstead);
  const holder = root?.entries.find(({ key }) => key === container);
  const node = holder?.node;
  const empty = node?.kind === "scalar" && node.value === null;
  if (node && node.kind !== "map" && !empty && !(node.kind === "none" && node.value === "{}"))
    throw refusal("client_wrong_type", `"${container}" is not a block of names.`, pasteInstead);
  return { root, holder, servers: node?.kind === "map" ? node.entries : [] };
}

/** Everything but the server of that name; an empty container counts as none. */
function fingerprint(text: string, { root }: Parsed, name: string): string {
  const print = (node: YamlNode, path: string[]): unknown => {
    if (node.kind === "list") return node.items.map((item) => print(item, [...path, "-"]));
    // A text block says what its lines say and, at the end of the file, whether the last of them ends.
    if (node.kind !== "map") return node.kind === "scalar" ? [text.slice(node.at, node.end), node.value] : node.value;
    return node.entries.flatMap(({ key, node: value }) => {
      const here = [...path, key];
      if (here.length === 2 && here[0] === container && key === name) return [];
      const inside = print(value, here);
      const emptied = yamlData(value) === null || isDeepStrictEqual(inside, []) || inside === "{}";
      return here.length === 1 && key === container && emptied ? [] : [[key, inside]];
    });
  };
  return JSON.stringify(root ? print(root, []) : []);
}

/** Under the names that all clients' entries have here. */
function asEntry(node: YamlNode): unknown {
  const data = yamlData(node);
  if (!isRecord(data)) return data;
  const { cmd, envs, ...rest } = data;
  return { ...rest, command: cmd, env: envs };
}

function openYaml(bytes: Uint8Array | null): ConfigDocument {
  const { bom, text } = decode(bytes ?? new Uint8Array());
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const parsed = parse(text);
  const { holder, servers } = parsed;

  const find = (name: string): YamlEntry & { node: MapNode } => {
    const entry = servers.find(({ key }) => key === name);
    if (entry?.node.kind !== "map")
      throw refusal("client_wrong_type", `"${container}.${name}" is not a block of names.`, pasteInstead);
    return { ...entry, node: entry.node };
  };
  if (servers.some(({ key }) => key === serverName)) find(serverName);

  function proved(
    next: string,
    name: string,
    wanted: Record<string, unknown> | null,
    more: Omit<Change, "bytes">,
  ): Change {
    if (!holds(next, name, wanted))
      throw refusal("client_proof", "Punchcard could not prove that only its own entry would change.", pasteInstead);
    return { ...more, bytes: Buffer.from(bom + next, "utf8") };
  }
  function holds(next: string, name: string, wanted: Record<string, unknown> | null): boolean {
    try {
      const after = parse(next);
      const entry = after.servers.find(({ key }) => key === name);
      const is = entry ? asEntry(entry.node) : null;
      const same =
        wanted === null
          ? is === null
          : isRecord(is) && ["command", "args"].every((key) => isDeepStrictEqual(is[key], wanted[key]));
      const env = wanted && isRecord(is) ? isDeepStrictEqual(is.env ?? {}, wanted.env ?? {}) : true;
      return same && env && fingerprint(text, parsed, name) === fingerprint(next, after, name);
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  }

  return {
    entries: servers.map(({ key, node }) => ({ name: key, value: asEntry(node) })),

    insert(name, intent) {
      if (servers.some(({ key }) => key === name)) throw new Error(`${name} is already there`);
      const { at, end, added } = insertion(text, eol, holder, servers, name, intent);
      const next = text.slice(0, at) + added + text.slice(end);
      return proved(next, name, { ...intent }, { written: added, createdContainer: !holder });
    },

    update(name, intent, written) {
      const entry = find(name);
      const wanted = mergeEntry(asEntry(entry.node), intent);
      const next = patched(text, eol, entry, wanted);
      const exact = written && locate(text, [entry.at, entry.end], written.text);
      const keeps = exact ? grown(text, next, exact) : null;
      return proved(next, name, wanted, { written: keeps, createdContainer: written?.createdContainer ?? false });
    },

    remove(name, written) {
      const entry = find(name);
      const finish = (next: string) => {
        const change = proved(next, name, null, { written: null, createdContainer: false });
        return written?.createdFile && next.trim() === "" ? { ...change, bytes: null } : change;
      };
      const exact = written && locate(text, [entry.at, entry.end], written.text);
      const alone = servers.length === 1 && holder !== undefined;
      const plain = () => {
        if (alone && written?.createdContainer) return finish(withoutLines(text, holder.at, holder.end));
        // Goose may not take a name without a value for an empty block.
        if (!alone) return finish(withoutLines(text, entry.at, entry.end));
        const notes = text.slice(holder.colon, entry.at).replace(/\r?\n$/, "");
        return finish(`${text.slice(0, holder.colon)} {}${notes}${text.slice(entry.end)}`);
      };
      if (!exact) return plain();
      try {
        // It stands where `{}` stood (see insertion).
        const inBraces = alone && exact.at === holder.colon && !exact.text.endsWith("\n") ? " {}" : "";
        return finish(text.slice(0, exact.at) + inBraces + text.slice(exact.at + exact.text.length));
      } catch {
        return plain(); // Something of others stands inside or right behind what we once wrote.
      }
    },
  };
}
