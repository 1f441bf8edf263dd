import { isDeepStrictEqual } from "node:util";
import { InputError } from "../../../../mcp-server/domain/errors";
import { pasteInstead, refusal } from "../../refusal";
import { mergeEntry, serverName } from "../../server-entry";
import type { Change, ConfigDocument, ConfigEditor, ServerEntry } from "../../types";
import { decode } from "../json/parse";
import { grown, locate } from "../owned-range";
import { patched, reach, type Section, without } from "./edits";
import { maskToml } from "./mask";
import { readToml, type TomlStatement } from "./parse";
import { isTable, type TomlTable, tomlData, tomlTree } from "./tree";
import { tomlServer } from "./write";

const container = "mcp_servers";

/**
 * Codex's `config.toml`: servers are tables below `mcp_servers` (reference/ai-clients.md §1.7, §3.4). A new one is text
 * at the end of the file, which is legal behind any other statement. Every change is proved before it is returned: all
 * other statements are the same, letter for letter. A server written in another way (inline, with dots) is left alone.
 */
export const tomlEditor: ConfigEditor = {
  open: openToml,
  mask: (bytes) => maskToml(bytes ? decode(bytes).text : ""),
};

interface Parsed {
  sections: Section[];
  servers: TomlTable | undefined;
}

function parse(text: string): Parsed {
  const { statements } = readToml(text);
  const servers = tomlTree(text, statements).children.get(container);
  if (servers && (!isTable(servers) || servers.by === "inline"))
    throw refusal(
      "client_wrong_type",
      `"${container}" is written as one value, to which no table can be added.`,
      pasteInstead,
    );
  const sections: Section[] = [{ header: null, path: [], pairs: [] }];
  for (const statement of statements) {
    if (statement.kind === "pair") sections.at(-1)?.pairs.push(statement);
    else sections.push({ header: statement, path: statement.path, pairs: [] });
  }
  return { sections, servers };
}

const isOf =
  (name: string) =>
  ({ header, path }: Section) =>
    header !== null && path[0] === container && path[1] === name;

/** Everything but the server of that name. */
function fingerprint(text: string, { sections }: Parsed, name: string): string {
  const print = ({ at, end }: TomlStatement) => text.slice(at, end);
  return JSON.stringify(
    sections
      .filter((section) => !isOf(name)(section))
      .map(({ header, pairs }) => [header && print(header), ...pairs.map(print)]),
  );
}

function openToml(bytes: Uint8Array | null): ConfigDocument {
  const { bom, text } = decode(bytes ?? new Uint8Array());
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const parsed = parse(text);
  const { servers } = parsed;
  if (servers?.children.has(serverName)) ourSections(serverName); // Refuses what cannot be changed before it is shown.

  /** Our tables, the one with the command first. */
  function ourSections(name: string): [Section, ...Section[]] {
    const own = parsed.sections.filter(isOf(name));
    const main = own.find(({ path }) => path.length === 2);
    const entry = servers?.children.get(name);
    const plainly = isTable(entry) && entry.by === "header";
    if (!main || !plainly || main.header?.kind !== "table")
      throw refusal(
        "client_wrong_type",
        `"${container}.${name}" is not written as a table of its own, as Punchcard would change it.`,
        pasteInstead,
      );
    return [main, ...own.filter((section) => section !== main)];
  }

  function proved(next: string, name: string, wanted: unknown, written: string | null): Change {
    if (!holds(next, name, wanted))
      throw refusal("client_proof", "Punchcard could not prove that only its own entry would change.", pasteInstead);
    return { bytes: Buffer.from(bom + next, "utf8"), written, createdContainer: false };
  }
  function holds(next: string, name: string, wanted: unknown): boolean {
    try {
      const after = parse(next);
      const entry = after.servers?.children.get(name);
      return (
        fingerprint(text, parsed, name) === fingerprint(next, after, name) &&
        isDeepStrictEqual(entry && tomlData(entry), wanted)
      );
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  }

  return {
    entries: [...(servers?.children ?? [])].map(([name, entry]) => ({ name, value: tomlData(entry) })),

    insert(name, intent) {
      if (servers?.children.has(name)) throw new Error(`${name} is already there`);
      const block = tomlServer(name, intent).map((line) => line + eol);
      const ends = text === "" || text.endsWith("\n");
      const apart = text.trim() === "" || /\n[ \t]*\r?\n$/.test(text);
      const written = (ends ? "" : eol) + (apart ? "" : eol) + block.join("");
      return proved(text + written, name, startOf(intent), written);
    },

    update(name, intent, written) {
      const [main, ...others] = ourSections(name);
      const entry = servers?.children.get(name);
      const wanted = mergeEntry(entry && tomlData(entry), intent);
      const next = patched(text, eol, main, others, wanted);
      const exact = written && locate(text, reach(text, [main, ...others]), written.text);
      return proved(next, name, wanted, exact ? grown(text, next, exact) : null);
    },

    remove(name, written) {
      const own = ourSections(name);
      const exact = written && locate(text, reach(text, own), written.text);
      const finish = (next: string) => {
        const change = proved(next, name, undefined, null);
        return written?.createdFile && next.trim() === "" ? { ...change, bytes: null } : change;
      };
      const plain = () => finish(without(text, parsed.sections, own));
      if (!exact) return plain();
      try {
        return finish(text.slice(0, exact.at) + text.slice(exact.at + exact.text.length));
      } catch {
        return plain(); // Something of others stands inside or right behind what we once wrote.
      }
    },
  };
}

/** What a new entry reads as. */
const startOf = ({ command, args, env }: ServerEntry) => ({ command, args, ...(env ? { env } : {}) });
