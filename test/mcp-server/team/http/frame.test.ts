import { once } from "node:events";
import { BlockList, connect as dial } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startTeamServer, type TestServer } from "../../../fakes/team/server";

/** The guards of the public port, over real connections. */
let server: TestServer;
beforeAll(async () => {
  const trustedProxies = new BlockList();
  trustedProxies.addSubnet("127.0.0.0", 8, "ipv4");
  const timeouts = { headers: 400, request: 800, keepAlive: 5_000 };
  server = await startTeamServer({ config: { trustedProxies, timeouts } });
});
afterAll(() => server.stop());

const metadata = "/.well-known/oauth-protected-resource/mcp";
const errorOf = (text: string) => (JSON.parse(text) as { error: string }).error;

test.each(["evil.example", "time.example.org:8443", "127.0.0.1", "time.example.org.evil.example", ""])(
  "a request for the host %j is refused",
  async (host) => {
    const answer = await server.browser().get(metadata, { host });
    expect(answer.status).toBe(403);
    expect(errorOf(answer.text)).toBe("wrong_host");
  },
);

test("a request with two hosts is refused, whichever comes first", async () => {
  for (const hosts of [
    ["time.example.org", "evil.example"],
    ["evil.example", "time.example.org"],
  ]) {
    const lines = hosts.map((host) => `Host: ${host}\r\n`).join("");
    expect(await raw(`GET ${metadata} HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 403 /);
  }
});

test("a proxy of the company may tell the host that people used", async () => {
  const told = { host: "10.0.0.7:8000", "x-forwarded-host": "time.example.org" };
  expect((await server.browser().get(metadata, told)).status).toBe(200);
  const alone = await startTeamServer();
  expect((await alone.browser().get(metadata, told)).status).toBe(403);
  await alone.stop();
});

test.each(["https://evil.example", "http://time.example.org", "null", "https://time.example.org:444"])(
  "a page of %s gets no answer",
  async (from) => {
    for (const path of [metadata, "/mcp", "/oauth/token", "/api/session", "/sign-in"]) {
      const answer = await server.browser().get(path, { origin: from });
      expect([answer.status, errorOf(answer.text)]).toEqual([403, "foreign_origin"]);
    }
  },
);

test.each(["/sign-in?x=%00", "/%00", "/x//%00"])(
  "the address %s, with a character that no database keeps, is refused",
  async (path) => {
    const answer = await server.browser().get(path);
    expect([answer.status, errorOf(answer.text)]).toEqual([400, "bad_request"]);
  },
);

test("no page of ours can be framed, and none is kept or guessed", async () => {
  const { headers } = await server.browser().get("/api/session");
  expect(headers["x-frame-options"]).toBe("DENY");
  expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).not.toContain("unsafe");
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["strict-transport-security"]).toBe("max-age=31536000");
});

test.each([
  ["/oauth/register", "application/json"],
  ["/oauth/token", "application/x-www-form-urlencoded"],
  ["/api/sign-in", "application/json"],
])("a body of 10 MB for %s is refused, and the server goes on", async (path, type) => {
  // With the usual times: a busy machine reads ten megabytes for longer than this file's server waits.
  const patient = await startTeamServer();
  onTestFinished(() => patient.stop());
  const body = "x".repeat(10 * 1024 * 1024);
  const answer = await patient.browser().send(path, { method: "POST", body, headers: { "content-type": type } });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect((await patient.browser().get(metadata)).status).toBe(200);
});

/** What the server says on a raw connection until it ends it. */
async function raw(text: string, { port } = server): Promise<string> {
  const socket = dial(port, "127.0.0.1");
  let said = "";
  socket.on("data", (part) => {
    said += part.toString();
  });
  socket.on("error", () => undefined);
  socket.write(text);
  await once(socket, "close");
  return said;
}

const head = (path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: time.example.org\r\nOrigin: https://time.example.org\r\n`;

test("half a body is answered when its time is over, and does nothing", async () => {
  const sent = `${head("/oauth/register")}Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"redirect_uris":`;
  expect(await raw(sent)).toMatch(/^HTTP\/1\.1 (408|400)/);
});

test("headers that never end are not waited for, and neither is a connection that says nothing", async () => {
  // The time for a whole request ends none of them here.
  const patient = await startTeamServer({ config: { timeouts: { headers: 400, request: 600_000, keepAlive: 5_000 } } });
  expect(await raw("GET / HTTP/1.1\r\nHost: time.example.org\r\nX-Slow: ", patient)).toMatch(/^HTTP\/1\.1 408/);
  await raw("", patient);
  await patient.stop();
});

test("headers that are too large are refused", async () => {
  // Over the limit of 32 KB, and small enough to be read at once: unread bytes would reset the connection.
  const text = `GET / HTTP/1.1\r\nHost: time.example.org\r\nX-Large: ${"x".repeat(33 * 1024)}\r\n\r\n`;
  expect(await raw(text)).toMatch(/^HTTP\/1\.1 431/);
});

test.each([
  "GET //evil.example/ HTTP/1.1",
  "GET /\\evil.example/ HTTP/1.1",
  "GET /\\ HTTP/1.1",
  "GET http://evil.example/ HTTP/1.1",
  "OPTIONS * HTTP/1.1",
])("an address that is no path is refused: %s", async (line) => {
  const said = await raw(`${line}\r\nHost: time.example.org\r\nConnection: close\r\n\r\n`);
  expect(said).toMatch(/^HTTP\/1\.1 400/);
});

test("2,000 connections that say nothing hold nobody up, and are ended", async () => {
  const closed: Promise<unknown>[] = [];
  // Some at a time: the system drops what comes faster than it is taken.
  for (let count = 0; count < 2_000; count += 100)
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = dial(server.port, "127.0.0.1").resume();
        closed.push(once(socket, "close"));
        await once(socket, "connect");
        socket.on("error", () => undefined);
      }),
    );
  expect((await server.browser().get(metadata)).status).toBe(200);
  await Promise.all(closed);
});

test("an unknown address is answered with 404", async () => {
  expect((await server.browser().get("/admin/../etc/passwd")).status).toBe(404);
});

test("a trace goes on under the caller's id, and a broken one is replaced", async () => {
  const id = "0af7651916cd43dd8448eb211c80319c";
  const known = await server.browser().get(metadata, { traceparent: `00-${id}-b7ad6b7169203331-01` });
  expect(known.headers.traceparent).toMatch(new RegExp(`^00-${id}-[\\da-f]{16}-01$`));
  const broken = await server.browser().get(metadata, { traceparent: `00-${"0".repeat(32)}-b7ad6b7169203331-01` });
  expect(broken.headers.traceparent).not.toContain("0".repeat(32));
  expect(server.lines.some((line) => line.includes(id))).toBe(true);
});
