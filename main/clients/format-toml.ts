import { isDeepStrictEqual } from "node:util";
import { InputError } from "../../mcp-server/domain/errors";
import { isRecord, mergeEntry, serverName } from "./intent";
import { decode } from "./json-read";
import { pasteInstead, refusal } from "./refusal";
import { maskToml } from "./toml-mask";
import { readToml, type TomlStatement } from "./toml-read";
import { isTable, type TomlTable, tomlData, tomlTree } from "./toml-tree";
import { tomlKey, tomlServer, tomlString, tomlStrings } from "./toml-write";
import type { Change, ConfigDocument, ConfigEditor, ServerIntent } from "./types";
import { grown, locate } from "./written";

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

/** A header with the statements below it; without one at the top of the file. */
interface Section {
  header: TomlStatement | null;
  path: string[];
  pairs: TomlStatement[];
}
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
const startOf = ({ command, args, env }: ServerIntent) => ({ command, args, ...(env ? { env } : {}) });

const lineStart = (text: string, at: number) => text.lastIndexOf("\n", at - 1) + 1;
function nextLine(text: string, at: number): number {
  const line = text.indexOf("\n", at);
  return line === -1 ? text.length : line + 1;
}
/** Whole lines of a section, with a comment behind its last statement. */
function linesOf(text: string, { header, pairs }: Section): [number, number] {
  return [lineStart(text, header?.at ?? 0), nextLine(text, (pairs.at(-1) ?? header)?.end ?? 0)];
}
function reach(text: string, own: Section[]): [number, number] {
  const lines = own.map((section) => linesOf(text, section));
  const last = Math.max(...own.map(({ header, pairs }) => (pairs.at(-1) ?? header)?.end ?? 0));
  return [Math.min(...lines.map(([from]) => from)), last];
}

/** Cuts the sections out; those that follow each other with what lies between, and one of two blank lines around. */
function without(text: string, sections: Section[], own: Section[]): string {
  const cuts: [number, number][] = [];
  for (const [index, section] of sections.entries()) {
    if (!own.includes(section)) continue;
    const [from, to] = linesOf(text, section);
    const before = sections[index - 1];
    const open = before && own.includes(before) ? cuts.at(-1) : undefined;
    if (open) open[1] = to;
    else cuts.push([from, to]);
  }
  return cuts.reverse().reduce((now, [from, to]) => {
    const blank = /(?:^|\n)([ \t]*\r?\n)$/.exec(now.slice(0, from))?.[1] ?? "";
    const alone = /^(?:[ \t]*\r?\n|[ \t]*$)/.test(now.slice(to));
    return now.slice(0, alone ? from - blank.length : from) + now.slice(to);
  }, text);
}

interface Edit {
  at: number;
  end: number;
  text: string;
}

/** Changes values that differ and adds what is missing below the header; all else of the entry stays as it is written. */
function patched(text: string, eol: string, main: Section, others: Section[], wanted: Record<string, unknown>): string {
  const edits: Edit[] = [];
  const pairOf = (section: Section, path: string[]) =>
    section.pairs.find((pair) => isDeepStrictEqual(pair.path, path))?.node;
  const missing: string[] = [];
  for (const key of ["command", "args"]) {
    const node = pairOf(main, [key]);
    const shown = rendered(wanted[key]);
    if (!node) missing.push(`${key} = ${shown}${eol}`);
    else if (!isDeepStrictEqual(tomlData(node), wanted[key])) edits.push({ ...rangeOf(node), text: shown });
  }
  const below = others.find(({ path }) => path.length === 3 && path[2] === "env");
  const inline = pairOf(main, ["env"]);
  const lacking: string[] = [];
  for (const [key, value] of Object.entries(isRecord(wanted.env) ? wanted.env : {})) {
    const node = below
      ? pairOf(below, [key])
      : (pairOf(main, ["env", key]) ?? inline?.members.find(({ path }) => isDeepStrictEqual(path, [key]))?.node);
    if (!node) lacking.push(`${tomlKey(key)} = ${rendered(value)}`);
    else if (!isDeepStrictEqual(tomlData(node), value)) edits.push({ ...rangeOf(node), text: rendered(value) });
  }
  if (lacking.length > 0 && below)
    edits.push(behindHeader(text, eol, below, lacking.map((line) => line + eol).join("")));
  else if (lacking.length > 0 && inline) {
    const first = inline.members.length > 0 ? ", " : " ";
    edits.push({ at: inline.at + 1, end: inline.at + 1, text: ` ${lacking.join(", ")}${first.trimEnd()}` });
  } else missing.push(...lacking.map((line) => `env.${line}${eol}`));
  if (missing.length > 0) edits.push(behindHeader(text, eol, main, missing.join("")));
  return edits
    .sort((a, b) => b.at - a.at)
    .reduce((now, { at, end, text: shown }) => now.slice(0, at) + shown + now.slice(end), text);
}

const rangeOf = ({ at, end }: { at: number; end: number }) => ({ at, end });
const rendered = (value: unknown): string =>
  Array.isArray(value) ? tomlStrings(value.map(String)) : tomlString(String(value));

function behindHeader(text: string, eol: string, { header }: Section, lines: string): Edit {
  const at = nextLine(text, header?.end ?? 0);
  const open = at === text.length && !text.endsWith("\n");
  return { at, end: at, text: open ? eol + lines.replace(/\r?\n$/, "") : lines };
}
