import { dirname, resolve } from "node:path";
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from "jsonc-parser";
import { cleanText } from "#core/domain/text";
import { apiBase } from "#core/services/kimai/client/address";

/** What kimai-mcp was told about one Kimai. */
export interface FoundEntry {
  /** Where it stands, and what is to be removed: `mcpServers.kimai`. */
  pointer: string;
  name: string;
  /** First and last line of it in the file, from 1. */
  lines: [number, number];
  /** Base address without `/api`. */
  url: string;
  token: string;
  /** true, false, or the path of a file with CA certificates. */
  tlsVerify: boolean | string;
  /** Of a `users.json`: how its person is known, mostly an e-mail address. */
  identity?: string;
}

/** Something of kimai-mcp that cannot be taken over, and why. */
interface LeftEntry {
  pointer: string;
  why: string;
}

export interface Findings {
  found: FoundEntry[];
  left: LeftEntry[];
}

/** The file cannot be read as what it should be. Its text is never repeated: there are tokens in it. */
export class ImportProblem extends Error {}

const lineOf = (text: string, offset: number) => text.slice(0, offset).split(/\r\n|\n|\r/).length;

/**
 * Finds the entries of kimai-mcp in a client's configuration (`mcpServers`, VS Code's `servers`, also below `projects`)
 * or in its own `users.json` (`kimai-api.md §2.2, §2.3`).
 * @throws ImportProblem
 */
export function findEntries(text: string, file: string): Findings {
  const plain = text.replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const root = parseTree(plain, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) throw new ImportProblem(`${file} is not JSON: there is a mistake in line ${lineOf(plain, error.offset)}.`);
  if (root?.type !== "object") throw new ImportProblem(`${file} is not a client's configuration and no users.json.`);
  const all = serverPaths(root).flatMap((path) => entryAt(plain, file, root, path) ?? []);
  return {
    found: all.filter((one): one is FoundEntry => "token" in one),
    left: all.filter((one): one is LeftEntry => "why" in one),
  };
}

const membersOf = (node: Node | undefined): string[] =>
  node?.type === "object" ? (node.children ?? []).map((member) => String(member.children?.[0]?.value)) : [];

/** Paths of all that may be an entry: one name for a user, two or more for a server of a client. */
function serverPaths(root: Node): string[][] {
  const below = (path: string[]) => membersOf(findNodeAtLocation(root, path)).map((name) => [...path, name]);
  const lists = [["mcpServers"], ["servers"], ["mcp", "servers"]];
  const projects = below(["projects"]).map((path) => [...path, "mcpServers"]);
  return [...[...lists, ...projects].flatMap(below), ...below([]).filter(([name]) => !name?.startsWith("_"))];
}

const program = /(?:^|[/\\@+#=])kimai[-_]mcp(?:-streamable|-server)?(?:$|[./\\@[=:])/i;
const httpServer = /kimai[-_]mcp(?:-streamable|-server|[./\\](?:sse|streamable))/i;

/** What an entry says, or why it cannot be taken over; null: it is nothing of kimai-mcp. */
type Told = { url?: string; token?: string; verify?: string; identity?: string } | string | null;

function entryAt(source: string, file: string, root: Node, path: string[]): FoundEntry | LeftEntry | null {
  const node = findNodeAtLocation(root, path);
  const value = node?.type === "object" ? (getNodeValue(node) as Record<string, unknown>) : {};
  const told = path.length === 1 ? userOf(value) : serverOf(value);
  if (told === null) return null;
  const pointer = path.map((name) => cleanText(name, 120)).join(".");
  const usable = typeof told === "string" ? told : usableOf(told);
  if (typeof usable === "string") return { pointer, why: usable };
  const property = node?.parent ?? root;
  const end = property.offset + property.length;
  return {
    pointer,
    name: cleanText(path.at(-1) ?? "", 120),
    lines: [lineOf(source, property.offset), lineOf(source, end)],
    url: usable.url,
    token: usable.token,
    tlsVerify: tlsVerifyOf(usable.verify, dirname(file)),
    ...(usable.identity !== undefined && { identity: usable.identity }),
  };
}

/** One person of a `users.json`; `email` is not an option of kimai-mcp, but says best who it is. */
function userOf(user: Record<string, unknown>): Told {
  const { kimai_url: url, kimai_token: token, ssl_verify: verify } = user;
  if (url === undefined && token === undefined) return null;
  return {
    url: text(url),
    token: text(token),
    verify: typeof verify === "boolean" ? String(verify) : text(verify),
    identity: text(user.email) ?? text(user.oidc_identity),
  };
}

/** One server of a client's configuration, where it runs kimai-mcp. */
function serverOf({ command, args, env }: Record<string, unknown>): Told {
  const words = [command, ...(Array.isArray(args) ? args : [])].filter((word) => typeof word === "string");
  if (!words.some((word) => program.test(word))) return null;
  if (words.some((word) => httpServer.test(word)))
    return "it starts the HTTP server of kimai-mcp: import the users.json that this one reads.";
  const variables = typeof env === "object" && env !== null ? (env as Record<string, unknown>) : {};
  // A flag wins over the environment only where it is given at all: kimai-mcp's own default wins always (kimai-api.md §6).
  const told = (flag: string, variable: string) => flagOf(words, flag) ?? text(variables[variable]);
  return {
    url: told("--kimai-url", "KIMAI_URL"),
    token: told("--kimai-token", "KIMAI_API_TOKEN"),
    verify: told("--ssl-verify", "KIMAI_SSL_VERIFY"),
  };
}

function usableOf({ url, token, verify, identity }: Exclude<Told, string | null>) {
  if (!url || isPlaceholder(url)) return "it has no address of a Kimai (perhaps that is in a .env file).";
  if (!token || isPlaceholder(token)) return "it has no token (perhaps that is in a .env file).";
  if (!/^[\x21-\x7e]{1,1000}$/.test(token)) return "its token holds characters that none has.";
  try {
    return { url: apiBase(url).replace(/\/api$/, ""), token, verify, identity };
  } catch {
    return "its address is not one of a Kimai: it must begin with https:// and hold no password.";
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

/** `--flag value` and `--flag=value`; the last one counts. */
function flagOf(words: string[], flag: string): string | undefined {
  let found: string | undefined;
  for (const [at, word] of words.entries()) {
    if (word === flag) found = text(words[at + 1]);
    if (word.startsWith(`${flag}=`)) found = text(word.slice(flag.length + 1));
  }
  return found;
}

/** Filled in by the client when it starts the server, or never filled in at all. */
const isPlaceholder = (value: string) =>
  /^\$?\{.*\}$|^%.+%$|^<.*>$|^your[-_ ]/i.test(value) || /your-kimai/i.test(value);

/** A path keeps its case, and is found from the file that names it. */
function tlsVerifyOf(value: string | undefined, folder: string): boolean | string {
  if (value === undefined || /^(true|1|yes|on)$/i.test(value)) return true;
  return /^(false|0|no|off)$/i.test(value) ? false : resolve(folder, value);
}
