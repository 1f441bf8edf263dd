import type { ServerResponse } from "node:http";
import { covers, type Level, levelOfTool, scopesUpTo } from "../oauth/levels";

/** The tools that a message of JSON-RPC calls, as far as there are such tools. @param message parsed, of any shape */
export function calledTools(message: unknown): string[] {
  const all = Array.isArray(message) ? message : [message];
  return all.flatMap((one) => {
    const { method, params } = (one ?? {}) as { method?: unknown; params?: { name?: unknown } | null };
    const name = method === "tools/call" ? params?.name : undefined;
    return typeof name === "string" && levelOfTool(name) !== undefined ? [name] : [];
  });
}

/** The level that would be needed and was not granted. */
export function missingLevel(tools: readonly string[], granted: Level): Level | undefined {
  return tools.map(levelOfTool).find((level): level is Level => level !== undefined && !covers(granted, level));
}

/** 403 that tells the client to ask its person for more (RFC 6750 §3.1). */
export function scopeChallenge(response: ServerResponse, needed: Level, metadataUrl: string): void {
  const message = `This needs the scope ${needed}.`;
  const scope = scopesUpTo(needed).join(" ");
  response.writeHead(403, {
    "Content-Type": "application/json",
    "WWW-Authenticate": `Bearer error="insufficient_scope", error_description="${message}", scope="${scope}", resource_metadata="${metadataUrl}"`,
  });
  response.end(JSON.stringify({ error: "insufficient_scope", error_description: message, scope }));
}
