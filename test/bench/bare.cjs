// The floor: a bare JSON-RPC loop that answers the handshake and an empty tools/list, with no library at all.
let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => {
  rest += chunk;
  for (let at = rest.indexOf("\n"); at >= 0; at = rest.indexOf("\n")) {
    const line = rest.slice(0, at);
    rest = rest.slice(at + 1);
    if (!line.trim()) continue;
    const { id, method } = JSON.parse(line);
    if (id === undefined) continue;
    const result =
      method === "initialize"
        ? { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "bare", version: "1" } }
        : { tools: [] };
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
  }
});
process.stdin.on("end", () => process.exit(0));
