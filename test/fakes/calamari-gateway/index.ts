import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { Server, WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/server";
import { employeeBy, type FakeState } from "../calamari/model";
import { people, seedState } from "../calamari/seed";
import { createFailures, type FailureRule, failNow } from "../kimai/failures";
import { listen } from "../listen";
import { type Authorization, startAuthorization } from "./authorization";
import { leaveTools } from "./leave-tools";
import { type Called, type GatewaySettings, Refused, usualSettings } from "./model";
import { peopleTools } from "./people-tools";
import { type GatewayToolName, inputs, listed, wrongArguments } from "./shapes";
import { timeTools } from "./time-tools";

/**
 * Calamari's own MCP server in this process (calamari-api.md §3), over real HTTP: MCP by the SDK's server, signing in by a
 * real authorization server on a port of its own.
 *
 * ```ts
 * const gateway = await startFakeGateway({ now: "2026-11-19T10:07:33Z" });
 * const secret = await signIn(gateway, "nora");            // sign-in.ts: as a person with a browser would
 * createCalamariGateway({ mcpUrl: gateway.mcpUrl }, env);
 * ```
 */
export interface FakeGateway {
  mcpUrl: string;
  authorization: Authorization;
  people: typeof people;
  state: FakeState;
  settings: GatewaySettings;
  /** Calls of tools, in order. */
  calls: { tool: string; args: Record<string, unknown>; person: string }[];
  /** Requests to the MCP address, by HTTP status. */
  requests: { method: string; status: number; protocol: string | undefined; body: string }[];
  now(): number;
  advance(seconds: number): void;
  fail(rule: FailureRule): void;
  heal(): void;
  /** The server forgets all sessions, as after a restart. */
  forgetSessions(): void;
  sessions(): number;
  close(): Promise<void>;
}

const all: Partial<Record<GatewayToolName, (called: Called) => unknown>> = {
  ...timeTools,
  ...leaveTools,
  ...peopleTools,
};
const path = "/mcp-server/mcp";

export async function startFakeGateway(
  options: { now?: string; frozen?: boolean; state?: FakeState; settings?: Partial<GatewaySettings> } = {},
): Promise<FakeGateway> {
  const state = options.state ?? seedState();
  const settings = { ...usualSettings(), ...options.settings };
  const started = Date.now();
  const origin = options.now === undefined ? started : Date.parse(options.now);
  let advanced = 0;
  const now = () => origin + advanced + (options.frozen ? 0 : Date.now() - started);
  const calls: FakeGateway["calls"] = [];
  const requests: FakeGateway["requests"] = [];
  const failures = createFailures();
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();
  let mcpUrl = "";
  const authorization = await startAuthorization(state, settings, () => mcpUrl);

  function serverFor(person: string): Server {
    const server = new Server({ name: "calamari", version: "1" }, { capabilities: { tools: {} } });
    server.setRequestHandler("tools/list", () => ({
      tools: listed(state.settings.modules, settings.without) as never,
    }));
    server.setRequestHandler("tools/call", ({ params: { name, arguments: args = {} } }) => {
      calls.push({ tool: name, args, person });
      const tool = name as GatewayToolName;
      const me = employeeBy(state, person);
      const offered = listed(state.settings.modules, settings.without).some((one) => one.name === name);
      const text = (value: unknown) => ({
        content: [
          { type: "text" as const, text: typeof value === "string" ? value : JSON.stringify(value) },
          ...(settings.chatty ? [{ type: "text" as const, text: "Show this to the person." }] : []),
        ],
      });
      if (!me || !offered || !(tool in inputs)) return { ...text("Unknown tool."), isError: true };
      try {
        const wrong = wrongArguments(tool, args);
        if (wrong) throw new Refused(wrong);
        return { ...text(all[tool]?.({ state, settings, me, args, now: now() })), isError: false };
      } catch (error) {
        if (error instanceof Refused) return { ...text(error.message), isError: true };
        throw error;
      }
    });
    return server;
  }

  async function answer(request: IncomingMessage, body: string): Promise<Response> {
    const { pathname } = new URL(request.url ?? "/", mcpUrl);
    if (pathname === `/.well-known/oauth-protected-resource${path}`)
      return Response.json({ resource: mcpUrl, authorization_servers: [authorization.url], scopes_supported: ["mcp"] });
    if (settings.instead === "html")
      return new Response("<html><body>Welcome</body></html>", { headers: { "content-type": "text/html" } });
    if (pathname !== path) return Response.json({ message: "Not found" }, { status: 404 });
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const person = token ? await authorization.whoIs(token, mcpUrl) : null;
    if (person === null) {
      const metadata = `${new URL(mcpUrl).origin}/.well-known/oauth-protected-resource${path}`;
      return new Response(null, {
        status: 401,
        headers: { "www-authenticate": `Bearer resource_metadata="${metadata}"` },
      });
    }
    if (settings.instead === "forbidden") return Response.json({ message: "MCP is disabled" }, { status: 403 });
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const web = new Request(new URL(request.url ?? "/", mcpUrl), {
      method: request.method,
      headers,
      ...(body && { body }),
    });
    const id = request.headers["mcp-session-id"];
    const known = typeof id === "string" ? sessions.get(id) : undefined;
    if (typeof id === "string" && !known)
      return Response.json(
        { jsonrpc: "2.0", id: null, error: { code: -32001, message: "Session not found" } },
        { status: 404 },
      );
    if (known) return known.handleRequest(web);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableJsonResponse: !settings.stream,
      onsessioninitialized: (session) => void sessions.set(session, transport),
      onsessionclosed: (session) => void sessions.delete(session),
    });
    await serverFor(person).connect(transport);
    return transport.handleRequest(web);
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const { pathname } = new URL(request.url ?? "/", mcpUrl);
    const protocol = request.headers["mcp-protocol-version"];
    const recorded = {
      method: request.method ?? "",
      status: 0,
      protocol: typeof protocol === "string" ? protocol : undefined,
      body,
    };
    if (pathname === path) requests.push(recorded);
    // A rule's path is looked for in the path and the body, so that it can name a tool.
    const failure = failures.next(request.method ?? "", `${pathname} ${body}`);
    if (failure && (await failNow(failure, request, response))) return;
    const answered = await answer(request, body);
    if (failure?.kind === "drop") return void request.socket.destroy();
    if (failure?.kind === "silence") return;
    if (failure?.kind === "status") return void response.writeHead(failure.status).end(failure.body);
    recorded.status = answered.status;
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    if (answered.body) for await (const chunk of answered.body) response.write(chunk);
    response.end();
  });
  const { port, close } = await listen(server);
  mcpUrl = `http://127.0.0.1:${port}${path}`;

  return {
    mcpUrl,
    authorization,
    people,
    state,
    settings,
    calls,
    requests,
    now,
    advance(seconds) {
      advanced += seconds * 1000;
    },
    fail: failures.add,
    heal: failures.clear,
    forgetSessions: () => sessions.clear(),
    sessions: () => sessions.size,
    async close() {
      await close();
      await authorization.close();
    },
  };
}
