import { request } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { longestMessage } from "#team/http/mcp-endpoint";
import { deepest, largestBatch, mostValues } from "#team/http/message-shape";
import { BearerVerifier } from "#team/oauth/bearer";
import { levelOfTool } from "#team/oauth/levels";
import { marta, origin, startTeamServer, type TestServer, tom } from "../../../fakes/team/server";
import { callMcp, connect, type SignedIn } from "../../../fakes/team/sign-in";

let server: TestServer;
let read: SignedIn;
let everything: SignedIn;
/** What the server told of tools beyond a grant. */
let refused: string[] = [];
afterEach(() => {
  refused = [];
});
beforeAll(async () => {
  server = await startTeamServer({
    parts: { refused: async ({ person }, tool) => void refused.push(`${person} ${tool}`) },
  });
  read = await connect(server.browser(), { level: "read" });
  everything = await connect(server.browser(), { level: "everything" });
});
afterAll(() => server.stop());

const call = (token: string | undefined, message: object) => callMcp(server.browser(), token, message);
const modern = {
  _meta: {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  },
};

test.each([
  ["no token", undefined],
  ["an unknown token", "unknown"],
  ["an empty token", ""],
])("a request with %s is told where to sign in", async (_name, token) => {
  const answer = await call(token, { method: "tools/list" });
  expect(answer.status).toBe(401);
  const challenge = String(answer.headers["www-authenticate"]);
  expect(challenge).toMatch(/^Bearer /);
  expect(challenge).toContain(`resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`);
  // Clients would ask for just that, and the person could not choose more.
  expect(challenge).not.toContain("scope=");
});

test("a refresh token or a token in the address is no access token", async () => {
  expect((await call(read.refresh_token, { method: "tools/list" })).status).toBe(401);
  const answer = await server.browser().send(`/mcp?access_token=${read.access_token}`, { method: "POST", json: {} });
  expect(answer.status).toBe(401);
});

test("a token of another server on the same database is refused", async () => {
  const other = await startTeamServer({
    database: server.database,
    config: { origin: "https://other.example.org" },
  });
  try {
    expect((await callMcp(other.browser(), read.access_token, { method: "tools/list" })).status).toBe(401);
  } finally {
    await other.stop();
  }
});

test("the discovery documents say what a client needs", async () => {
  const resource = await server.browser().get("/.well-known/oauth-protected-resource/mcp");
  expect(JSON.parse(resource.text)).toMatchObject({
    resource: `${origin}/mcp`,
    authorization_servers: [origin],
    scopes_supported: ["read", "track", "manage", "everything"],
  });
  expect((await server.browser().get("/.well-known/oauth-protected-resource")).text).toBe(resource.text);
  const answer = await server.browser().get("/.well-known/oauth-authorization-server");
  const known = JSON.parse(answer.text) as Record<string, unknown>;
  expect(known).toMatchObject({
    issuer: origin,
    code_challenge_methods_supported: ["S256"],
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
    token_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
  });
  for (const name of ["authorization", "token", "registration", "revocation"]) {
    const { pathname, origin: at } = new URL(String(known[`${name}_endpoint`]));
    expect(at).toBe(origin);
    expect(
      (await server.browser().send(pathname, { method: name === "authorization" ? "GET" : "POST" })).status,
      name,
    ).toBe(400);
  }
  expect((await server.browser().get(new URL(String(known.jwks_uri)).pathname)).status).toBe(200);
});

test.each(toolNames)("the tool %s is only called by who was granted its level", async (name) => {
  const needed = levelOfTool(name);
  const answer = await call(read.access_token, { method: "tools/call", params: { name, arguments: {} } });
  expect(answer.status).toBe(needed === "read" ? 200 : 403);
  if (needed !== "read") {
    expect(answer.headers["www-authenticate"]).toContain('error="insufficient_scope"');
    expect(answer.headers["www-authenticate"]).toContain(`scope="read track${needed === "track" ? "" : " manage"}`);
    expect(answer.headers["www-authenticate"]).toContain("resource_metadata=");
  }
  expect(refused).toEqual(needed === "read" ? [] : [`${marta.id} ${name}`]);
});

test("a token that is for no server at all is refused", async () => {
  const sealer = { seal: async () => "", open: async () => JSON.stringify({ clientId: "test" }) };
  const verifier = new BearerVerifier({ database: server.database, clock: Date.now, sealer });
  await expect(verifier.verifyAccessToken(read.access_token)).rejects.toThrow("unknown, expired or revoked");
});

test("everything allows every tool", async () => {
  const answer = await call(everything.access_token, { method: "tools/call", params: { name: "delete_record" } });
  expect(answer.status).toBe(200);
  expect(levelOfTool("no_such_tool")).toBeUndefined();
});

test("a tool cannot be hidden in a batch", async () => {
  const batch = [
    { jsonrpc: "2.0", id: 1, method: "tools/list" },
    { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "clock_in", arguments: {} } },
  ];
  const answer = await server.browser().send("/mcp", {
    method: "POST",
    json: batch,
    headers: { authorization: `Bearer ${read.access_token}`, accept: "application/json, text/event-stream" },
  });
  expect(answer.status).toBe(403);
});

test("a tool that a batch names again and again is told of once", async () => {
  const names = ["clock_in", "get_status", "delete_record"];
  const calls = names.map((name, id) => ({ jsonrpc: "2.0", id, method: "tools/call", params: { name } }));
  const answer = await server.browser().send("/mcp", {
    method: "POST",
    json: Array.from({ length: 6 }, () => calls).flat(),
    headers: { authorization: `Bearer ${read.access_token}`, accept: "application/json, text/event-stream" },
  });
  expect([answer.status, refused]).toEqual([403, [`${marta.id} clock_in`, `${marta.id} delete_record`]]);
});

test("both eras are served without a session", async () => {
  const legacy = await call(read.access_token, {
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
  });
  expect(legacy.status).toBe(200);
  expect(legacy.headers["mcp-session-id"]).toBeUndefined();
  const answer = await server.browser().send("/mcp", {
    method: "POST",
    json: { jsonrpc: "2.0", id: 1, method: "tools/list", params: modern },
    headers: {
      authorization: `Bearer ${read.access_token}`,
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/list",
    },
  });
  expect([answer.status, answer.text.includes("get_status")]).toEqual([200, true]);
});

test.each(["GET", "DELETE", "PUT"])("%s is no way to speak MCP here", async (method) => {
  const answer = await server.browser().send("/mcp", {
    method,
    headers: { authorization: `Bearer ${read.access_token}` },
  });
  expect([answer.status, answer.headers.allow]).toEqual([405, "POST"]);
});

test("what is no JSON and what is too long is refused", async () => {
  const headers = { authorization: `Bearer ${read.access_token}`, "content-type": "application/json" };
  const broken = await server.browser().send("/mcp", { method: "POST", body: "{", headers });
  expect([broken.status, broken.text.includes("-32700")]).toEqual([400, true]);
  const nested = (levels: number) => `{"id":1,"params":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  for (const [body, code] of [
    ...[
      ["null", -32600],
      ["1", -32600],
      ['"text"', -32600],
      ["true", -32600],
    ],
    [nested(deepest), -32600],
    ["[".repeat(longestMessage), -32600],
    [`[${"1,".repeat(mostValues)}1]`, -32600],
    [`{${'"a":1,'.repeat(mostValues)}"a":1}`, -32600],
    [
      JSON.stringify(Array.from({ length: largestBatch + 1 }, (_, id) => ({ jsonrpc: "2.0", id, method: "ping" }))),
      -32600,
    ],
  ] as [string, number][]) {
    const refusal = await server.browser().send("/mcp", { method: "POST", body, headers });
    expect([refusal.status, JSON.parse(refusal.text).error?.code], body.slice(0, 40)).toEqual([400, code]);
  }
  // Brackets in a text are text.
  const text = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "ping",
    params: { _meta: { text: `"\\${"[{,".repeat(40_000)}` } },
  });
  const accept = { accept: "application/json, text/event-stream" };
  expect(
    (await server.browser().send("/mcp", { method: "POST", body: text, headers: { ...headers, ...accept } })).status,
  ).toBe(200);
  const long = await server.browser().send("/mcp", { method: "POST", body: "x".repeat(longestMessage + 1), headers });
  expect(long.status).toBe(413);
  // Sent in pieces, so that no header tells its length.
  const piece = "x".repeat(1024 * 1024);
  const status = await new Promise((done, fail) => {
    const sent = request(
      { port: server.port, path: "/mcp", method: "POST", headers: { ...headers, host: "time.example.org" } },
      (response) => done(response.resume().statusCode),
    );
    sent.once("error", fail);
    for (let count = 0; count < 10; count++) sent.write(piece);
    sent.end();
  });
  expect(status).toBe(413);
});

test("a use is noted with the grant", async () => {
  const sql = "SELECT last_used_at FROM oauth_grants WHERE client_id = ?";
  await expect
    .poll(async () => (await server.database.first<{ last_used_at: number }>(sql, [read.client]))?.last_used_at)
    .toBeGreaterThan(Date.now() - 60_000);
});

/** Opens a stream of changes. @returns what was said, so far */
async function listen(token: string, port = server.port) {
  const said = { text: "", closed: false, status: 0, close: () => undefined as unknown };
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: "s",
    method: "subscriptions/listen",
    params: { ...modern, notifications: { toolsListChanged: true } },
  });
  await new Promise<void>((open, fail) => {
    const sent = request({
      port,
      agent: false,
      path: "/mcp",
      method: "POST",
      headers: {
        host: "time.example.org",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "subscriptions/listen",
      },
    });
    sent.once("error", fail);
    sent.once("response", (response) => {
      response.on("data", (part: Buffer) => {
        said.text += part.toString();
        open();
      });
      response.once("close", () => {
        said.closed = true;
      });
      said.status = response.statusCode ?? 0;
      said.close = () => response.destroy();
      response.on("error", () => undefined);
    });
    sent.end(body);
  });
  return said;
}

test("nobody hears of another person's changes", async () => {
  const other = server.browser();
  const toms = await connectAs(other, tom.email);
  const [mine, his] = [await listen(read.access_token), await listen(toms)];
  server.busOf(tom.id).publish({ kind: "tools_list_changed" });
  await expect.poll(() => his.text).toContain("list_changed");
  server.busOf(marta.id).publish({ kind: "prompts_list_changed" });
  server.busOf(marta.id).publish({ kind: "tools_list_changed" });
  await expect.poll(() => mine.text).toContain("list_changed");
  expect(mine.text.match(/tools\/list_changed/g)).toHaveLength(1);
  expect(his.text.match(/tools\/list_changed/g)).toHaveLength(1);
});

async function connectAs(browser: ReturnType<TestServer["browser"]>, email: string) {
  await browser.send("/api/sign-in", { method: "POST", json: { email, password: "correct horse battery" } });
  return (await connect(browser)).access_token;
}

test("a client has eight streams at once, and a ninth when one ended", async () => {
  const { access_token } = await connect(server.browser());
  const streams = await Promise.all(Array.from({ length: 8 }, () => listen(access_token)));
  expect(streams.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect((await listen(access_token)).status).toBe(429);
  // Another client of the same person has streams of its own.
  expect((await listen(everything.access_token)).status).toBe(200);
  streams[0]?.close();
  await expect.poll(async () => (await listen(access_token)).status).toBe(200);
  expect((await listen(access_token)).status).toBe(429);
});

test("a stream ends with its token", async () => {
  let passed = 0;
  const late = await startTeamServer({ parts: { clock: () => Date.now() + passed } });
  try {
    const { access_token } = await connect(late.browser());
    // Almost a quarter of an hour, as long as a token lasts.
    passed = 890_000;
    const stream = await listen(access_token, late.port);
    expect(stream.status).toBe(200);
    await expect.poll(() => stream.closed, { timeout: 15_000 }).toBe(true);
  } finally {
    await late.stop();
  }
});

test("a server that stops lets what runs end, takes nothing new, and says that it is not ready", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  let began = false;
  const stopping = await startTeamServer({
    config: { drain: 15_000 },
    parts: {
      openPerson: async () => {
        began = true;
        await held;
        throw new Error("let go");
      },
    },
  });
  const { access_token } = await connect(stopping.browser());
  const running = callMcp(stopping.browser(), access_token, { method: "tools/list" });
  await expect.poll(() => began).toBe(true);
  const ready = async () => (await fetch(`http://127.0.0.1:${stopping.operationPort}/readyz`)).status;
  expect(await ready()).toBe(200);
  const stopped = stopping.stop();
  await expect.poll(ready).toBe(503);
  await expect(callMcp(stopping.browser(), access_token, { method: "tools/list" })).rejects.toThrow();
  release();
  expect((await running).status).toBe(503);
  await stopped;
});
