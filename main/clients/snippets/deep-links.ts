import type { ServerEntry } from "../formats/types";
import { serverName } from "../server-entry";

/**
 * Addresses under which a client offers to install a server; it asks the person itself and writes its own file. They
 * carry what the entry carries, never a secret (reference/ai-clients.md §1.4, §1.5, §1.11).
 */

/**
 * VS Code reads the query a second time after it has been decoded, so a `%` of our own is encoded twice; without that
 * the link silently does nothing.
 */
function vscodeLink(scheme: "vscode" | "vscode-insiders", { command, args, env }: ServerEntry): string {
  const server = JSON.stringify({ name: serverName, type: "stdio", command, args, ...(env && { env }) });
  return `${scheme}:mcp/install?${encodeURIComponent(server.replaceAll("%", "%25"))}`;
}

/** The plain JSON of the inner object in base64, and only then percent-encoded. */
function encodedConfig({ command, args, env }: ServerEntry): string {
  const server = JSON.stringify({ command, args, ...(env && { env }) });
  return `name=${serverName}&config=${encodeURIComponent(Buffer.from(server, "utf8").toString("base64"))}`;
}

/** @returns null: this client has no such address, or would misread this one. */
export function deepLink(clientId: string, intent: ServerEntry): string | null {
  if (clientId === "vscode" || clientId === "vscode-insiders") return vscodeLink(clientId, intent);
  // Cursor may take a command apart at its spaces (§1.5).
  if (clientId === "cursor" && !/\s/.test(intent.command))
    return `cursor://anysphere.cursor-deeplink/mcp/install?${encodedConfig(intent)}`;
  if (clientId === "lmstudio") return `lmstudio://add_mcp?${encodedConfig(intent)}`;
  return null;
}
