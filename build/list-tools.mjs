// What an AI client says to a server to read its tools, and what it reads of the answers.

/** Lines for standard input. */
export const listTools = [
  {
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "smoke", version: "1" } },
  },
  { method: "notifications/initialized" },
  { id: 2, method: "tools/list" },
]
  .map((one) => `${JSON.stringify({ jsonrpc: "2.0", ...one })}\n`)
  .join("");

/** @returns how many tools the lines of standard output name */
export const toolCount = (said) =>
  said
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .find(({ id }) => id === 2)?.result?.tools?.length ?? 0;
