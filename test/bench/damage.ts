import { createRequire } from "node:module";
import { join } from "node:path";
import { createScanner, type ParseError, parse } from "jsonc-parser";
import { type ClientId, lost } from "../main/clients/machine";

export interface Damage {
  written: boolean;
  /**
   * Of the old file, not in the new one in one piece at either end: 0 for a pure insertion. An upper bound for edits in
   * several places, since what lies between them counts as well.
   */
  bytes: number;
  comments: number;
  /** Other servers that were readable before and are not there any more. */
  servers: number;
  /** Its client could read it before, and cannot now. */
  broken: boolean;
}
/** Each gives undefined for a text that its client cannot read. */
export type Parsers = Record<"toml" | "yaml", (text: string) => unknown>;

/** TOML and YAML are read by the libraries of the peers, not by our own code. */
export function parsersFrom(folder: string): Parsers {
  const load = createRequire(join(folder, "package.json"));
  const toml: { parse(text: string): unknown } = load("@iarna/toml");
  const yaml: { load(text: string): unknown } = load("js-yaml");
  return { toml: unlessBroken((text) => toml.parse(text)), yaml: unlessBroken((text) => yaml.load(text) ?? {}) };
}

const unlessBroken = (read: (text: string) => unknown) => (text: string) => {
  try {
    return read(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
};
const strict = unlessBroken((text) => (text.trim() === "" ? {} : JSON.parse(text)));
const loose = (commas: boolean) =>
  unlessBroken((text) => {
    const errors: ParseError[] = [];
    const value: unknown = parse(text, errors, { allowTrailingComma: commas, allowEmptyContent: true });
    if (errors.length > 0) throw new Error("not JSON with comments");
    return value ?? {};
  });

/** As the client reads it (reference/ai-clients.md §1.1). */
function reader(client: ClientId, { toml, yaml }: Parsers): (text: string) => unknown {
  if (client === "codex") return toml;
  if (client === "goose") return yaml;
  if (["vscode", "vscodium", "zed", "copilot"].includes(client)) return loose(true);
  return client === "gemini" ? loose(false) : strict;
}

const containers = ["mcpServers", "servers", "mcp_servers", "context_servers", "extensions"];
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
function serversOf(value: unknown): string[] {
  if (!isObject(value)) return [];
  const held = containers.map((key) => value[key]).filter(isObject);
  return held.flatMap((servers) => (Array.isArray(servers) ? [] : Object.keys(servers)));
}

/** jsonc-parser's `SyntaxKind`, whose names exist for its own compiler only. */
const token = { line: 12, block: 13, end: 17 };

function commentsOf(client: ClientId, text: string): string[] {
  // A "#" in a string counts too, but only once the whole text behind it is gone.
  if (client === "codex" || client === "goose") return text.match(/(?<=^|\s)#.*$/gm)?.map((one) => one.trim()) ?? [];
  const scanner = createScanner(text, false);
  const found: string[] = [];
  // The scanner's own value of a block comment begins one character early.
  const commentAt = (at: number) => text.slice(at, at + scanner.getTokenLength()).trim();
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan())
    if (kind === token.line || kind === token.block) found.push(commentAt(scanner.getTokenOffset()));
  return found;
}

export function damageBetween(client: ClientId, before: string | null, after: string | null, parsers: Parsers): Damage {
  const written = before !== after;
  const read = reader(client, parsers);
  // Goose's empty braces give way to a block in every program, ours too.
  const old = client === "goose" ? (before ?? "").replace(/(?<=^extensions:) \{\}/m, "") : (before ?? "");
  const now = after === null ? undefined : read(after);
  const still = serversOf(now);
  return {
    written,
    bytes: written ? lost(Buffer.from(old, "utf8"), Buffer.from(after ?? "", "utf8")) : 0,
    comments: written ? commentsOf(client, before ?? "").filter((one) => !after?.includes(one)).length : 0,
    servers: written ? serversOf(read(before ?? "")).filter((name) => !still.includes(name)).length : 0,
    broken: written && now === undefined && (before === null || read(before) !== undefined),
  };
}
