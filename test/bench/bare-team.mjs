// What a team server cannot do without: the SDK's McpServer with zod behind the same guards, for one person who is held in
// memory. Arguments: the public host, a Kimai to ask as often as we do (once in five seconds), and a store to open first. Prints its port.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, McpServer, verifyBearerToken } from "@modelcontextprotocol/server";
import { z } from "zod";

const [, , host, upstream, store] = process.argv;
const asked = ["active", "?size=1", "?size=50"].map((query) => new URL(`/api/timesheets/${query}`, upstream));
const headers = { authorization: `Bearer ${process.env.KIMAI_TOKEN}` };
const tokens = new Map([[createHash("sha256").update("token").digest("hex"), Date.now() / 1000 + 3600]]);
const windows = new Map();

const verifier = {
  async verifyAccessToken(token) {
    const expiresAt = tokens.get(createHash("sha256").update(token).digest("hex"));
    if (!expiresAt) throw new Error("unknown");
    return { token, clientId: "c", scopes: [], expiresAt, resource: new URL(`https://${host}/mcp`) };
  },
};

function isOver(key) {
  const minute = Math.floor(Date.now() / 60_000);
  const window = windows.get(key);
  const count = window?.minute === minute ? window.count + 1 : 1;
  windows.set(key, { minute, count });
  return count > 1e9;
}

const entry = z.object({ id: z.string(), project: z.string(), activity: z.string(), begin: z.string() });
const output = z.object({ account: z.string(), now: z.string(), zone: z.string(), running: z.array(entry) });
const status = { account: "Kimai", now: "2026-11-23T09:00:00Z", zone: "Europe/Berlin", running: [] };

let read;
let readAt = 0;

/** What was asked in the last five seconds, as ours has it. */
function lately() {
  if (Date.now() - readAt < 5_000) return read;
  readAt = Date.now();
  read = Promise.all(asked.map(async (url) => (await fetch(url, { headers })).text()));
  return read;
}

function mcpServer() {
  const server = new McpServer({ name: "bare", version: "1" });
  for (let index = 0; index < 19; index++)
    server.registerTool(
      `tool_${index}`,
      { description: "A tool", inputSchema: z.object({ account: z.string().optional(), entries: z.array(entry) }) },
      () => ({ content: [] }),
    );
  server.registerTool(
    "get_status",
    { description: "What runs", inputSchema: z.object({ account: z.string().optional() }), outputSchema: output },
    async () => {
      await lately();
      return { content: [{ type: "text", text: JSON.stringify(status) }], structuredContent: status };
    },
  );
  return server;
}

const handler = createMcpHandler(mcpServer, { legacy: "stateless" });
const server = createServer(async (request, response) => {
  if (request.url === "/readyz") return response.end("ok");
  const isForeign = request.headers.origin !== undefined && request.headers.origin !== `https://${host}`;
  if (request.headers.host !== host || isForeign) return response.writeHead(403).end();
  const expectedResource = new URL(`https://${host}/mcp`);
  const authInfo = await verifyBearerToken(request.headers.authorization, { verifier, expectedResource });
  if (isOver("person") || isOver("grant") || isOver("tool")) return response.writeHead(429).end();
  await toNodeHandler({ fetch: (web) => handler.fetch(web, { authInfo }) })(request, response);
});
if (store) {
  const { default: Database } = await import("libsql");
  new Database(store).prepare("SELECT 1").all();
}
server.listen(0, "127.0.0.1", () => console.log(`listening ${server.address().port}`));
