import { posix, win32 } from "node:path";
import { launcherFile } from "#core/platform/state/home-files";
import type { ServerEntry } from "./formats/types";
import type { ClientContext } from "./types";

/** The name under which clients know the server; fits every client's rule for names. */
export const serverName = "punchcard";

export const pathsOf = (platform: NodeJS.Platform) => (platform === "win32" ? win32 : posix);

const marker = (clientId: string) => `--client=${clientId}`;

type Launch = Pick<ClientContext, "platform" | "punchcardHome" | "launch">;

/**
 * What a client has to start: the launcher. Windows starts no scripts, so where its program cannot be used
 * (launcher/launcher.ts) it is the app itself in node mode there.
 */
export function serverEntryFor(clientId: string, context: Launch): ServerEntry {
  const { platform, launch } = context;
  if (platform !== "win32" || launch.program !== undefined)
    return { command: launcherFile(context.punchcardHome, context.platform), args: [marker(clientId)] };
  return {
    command: launch.electron,
    args: [launch.script, marker(clientId)],
    env: { ELECTRON_RUN_AS_NODE: "1" },
  };
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
const isScript = (argument: string | undefined) => /[\\/][^\\/]*\.[cm]?js$/i.test(argument ?? "");

/** Our arguments, and behind them whatever else a person added (`--profile=look`). */
function mergedArgs(args: unknown, intent: ServerEntry): string[] {
  const own = strings(args).filter((argument) => !argument.startsWith("--client="));
  const script = isScript(intent.args[0]) || isScript(own[0]);
  return [...intent.args, ...(script && isScript(own[0]) ? own.slice(1) : own)];
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The entry as it has to be: our members from the intent, everything else as the person has it. */
export function mergeEntry(entry: unknown, intent: ServerEntry): Record<string, unknown> {
  const old = isRecord(entry) ? entry : {};
  return {
    ...old,
    ...(intent.type !== undefined && old.type !== undefined ? { type: intent.type } : {}),
    command: intent.command,
    args: mergedArgs(old.args, intent),
    ...(intent.env ? { env: { ...(isRecord(old.env) ? old.env : {}), ...intent.env } } : {}),
  };
}

const fold = (path: string, platform: NodeJS.Platform) =>
  platform === "win32" ? path.replaceAll("/", "\\").toLowerCase() : path;

interface Entry {
  command: string;
  args: string[];
  type: unknown;
  env: Record<string, unknown>;
  off: boolean;
}
function asEntry(value: unknown): Entry | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { command, args, type, env, disabled, enabled } = value as Record<string, unknown>;
  return {
    command: typeof command === "string" ? command : "",
    args: strings(args),
    type,
    env: typeof env === "object" && env !== null ? { ...env } : {},
    off: disabled === true || enabled === false,
  };
}

function startsPunchcard(command: string, { platform, launch }: Launch): boolean {
  const name = win32.basename(command).toLowerCase();
  const onWindows = ["punchcard-mcp.exe", win32.basename(launch.electron).toLowerCase()];
  const ours = ["punchcard-mcp", ...(platform === "win32" ? onWindows : [])];
  // In development the app is plain electron.exe, a name that says nothing.
  return ours.includes(name) && name !== "electron.exe";
}

/** Whether the entry of our name is ours: it carries our argument for this client, or starts what only we install. */
export function isOurs(value: unknown, clientId: string, launch: Launch): boolean {
  const entry = asEntry(value);
  if (!entry) return false;
  return entry.args.includes(marker(clientId)) || startsPunchcard(entry.command, launch);
}

const isMarker = (argument: string) => /^--client=[\w-]+$/.test(argument);

/** Whether an entry of another name is ours, renamed by the person: only both marks together say so. */
export function isOursRenamed(value: unknown, clientId: string, launch: Launch): boolean {
  const entry = asEntry(value);
  return Boolean(entry?.args.includes(marker(clientId)) && startsPunchcard(entry.command, launch));
}

/** Whether an entry starts us as a person wrote it: a pasted snippet, all words in one text, by a shell or another program. */
export function startsUsSomehow(value: unknown, launch: Launch): boolean {
  const entry = asEntry(value);
  const words = [entry?.command ?? "", ...(entry?.args ?? [])].join(" ").match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [];
  const plain = words.flatMap((word) => word.replace(/^["']|["']$/g, "").split(/\s+(?=--client=)/));
  return plain.some(isMarker) && plain.some((word) => startsPunchcard(word, launch));
}

/** Whether the entry starts this copy of the app, by its launcher or as the app itself. */
export function startsThisCopy(value: unknown, clientId: string, { platform, punchcardHome, launch }: Launch): boolean {
  const entry = asEntry(value);
  const ways = [launch.electron, launcherFile(punchcardHome, platform)].map((path) => fold(path, platform));
  return Boolean(entry?.args.includes(marker(clientId)) && ways.includes(fold(entry.command, platform)));
}

export const isSwitchedOff = (value: unknown) => asEntry(value)?.off === true;

/** Whether the entry starts what it should. Further arguments and members are the person's own. */
export function isCurrent(value: unknown, intent: ServerEntry, platform: NodeJS.Platform): boolean {
  const entry = asEntry(value);
  if (!entry || fold(entry.command, platform) !== fold(intent.command, platform)) return false;
  if (entry.type !== undefined && intent.type !== undefined && entry.type !== intent.type) return false;
  const has = entry.args.map((argument) => fold(argument, platform));
  const script = intent.args.length > 1 ? intent.args[0] : undefined;
  if (script !== undefined && has[0] !== fold(script, platform)) return false;
  const clients = entry.args.filter((argument) => argument.startsWith("--client="));
  if (clients.length !== 1 || clients[0] !== intent.args.at(-1)) return false;
  return Object.entries(intent.env ?? {}).every(([key, wanted]) => entry.env[key] === wanted);
}
