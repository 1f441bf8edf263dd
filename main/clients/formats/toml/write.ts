import type { ServerEntry } from "../types";

/** A JSON string is a TOML basic string but for the one control character that JSON leaves as it is. */
export const tomlString = (text: string) => JSON.stringify(text).replaceAll("\u007f", "\\u007f");
export const tomlKey = (key: string) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : tomlString(key));
export const tomlStrings = (list: string[]) => `[${list.map(tomlString).join(", ")}]`;

/** A server as Codex has it: a table, and one below it for the environment. */
export function tomlServer(name: string, { command, args, env }: ServerEntry): string[] {
  const lines = [`[mcp_servers.${tomlKey(name)}]`, `command = ${tomlString(command)}`, `args = ${tomlStrings(args)}`];
  if (!env) return lines;
  const pairs = Object.entries(env).map(([key, value]) => `${tomlKey(key)} = ${tomlString(value)}`);
  return [...lines, "", `[mcp_servers.${tomlKey(name)}.env]`, ...pairs];
}
