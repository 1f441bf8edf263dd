import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ClientDocuments } from "#team/oauth/client-documents";
import { testAuthority, testCertificate, testKey } from "../../../fakes/kimai/certificate";
import { startTeamServer, type TestServer } from "../../../fakes/team/server";
import {
  allow,
  authorizePath,
  callMcp,
  exchange,
  newVerifier,
  passSignIn,
  type Tokens,
} from "../../../fakes/team/sign-in";

/** Clients that are known by the address of a document about them, which lies on a server of their own. */
const redirect = "http://127.0.0.1:3118/callback";
const folder = mkdtempSync(join(tmpdir(), "pc-cimd-"));
let documents: Server;
let answer: RequestListener;
let asked = 0;
let at = "";
let one: TestServer;
let two: TestServer;

beforeAll(async () => {
  writeFileSync(join(folder, "authority.pem"), testAuthority);
  process.env.PUNCHCARD_EXTRA_CA_CERTS = join(folder, "authority.pem");
  documents = createServer({ cert: testCertificate, key: testKey }, (request, response) => {
    asked++;
    answer(request, response);
  });
  await listen();
  // Two replicas on one database, which may fetch from this one server.
  const network = { lists: (origin: string) => origin === at };
  one = await startTeamServer({ config: { network } });
  two = await startTeamServer({ config: { network }, database: one.database });
});
afterEach(() => {
  asked = 0;
});
afterAll(async () => {
  delete process.env.PUNCHCARD_EXTRA_CA_CERTS;
  await two.stop();
  await one.stop();
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const listen = (port = 0) =>
  new Promise<void>((ready) =>
    documents.listen(port, "127.0.0.1", () => {
      at = `https://localhost:${(documents.address() as AddressInfo).port}`;
      ready();
    }),
  );

function close(): Promise<unknown> {
  documents.closeAllConnections();
  return new Promise((closed) => documents.close(closed));
}

let count = 0;
/** A new address each time, because what is fetched is kept for a while. */
const newClient = () => `${at}/client-${++count}.json`;

const tells =
  (document: object): RequestListener =>
  (_request, response) =>
    response.setHeader("content-type", "application/json").end(JSON.stringify(document));

const about = (client_id: string, more: object = {}) => ({
  client_id,
  client_name: "Claude Code",
  redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
  token_endpoint_auth_method: "none",
  ...more,
});

const open = (client: string, server = one) => {
  const browser = server.browser();
  const request = { client, redirect, verifier: newVerifier() };
  return { browser, request, answer: browser.get(authorizePath(request)) };
};

test("a client signs in by its document, on any loopback port, and is named by its host", async () => {
  const client = newClient();
  // Its maker may have written scopes down that are none of ours.
  answer = tells(about(client, { scope: "openid mcp:tools" }));
  const { browser, answer: first } = open(client);
  const page = await passSignIn(browser, await first);
  expect(JSON.parse(page.text)).toMatchObject({
    client: { name: "Claude Code", identityHost: new URL(at).host, redirectHost: "127.0.0.1:3118", isLocal: true },
  });
  expect((await allow(browser, page)).searchParams.get("code")).not.toBeNull();
});

test("another replica redeems the code and refreshes, also while the client's server is down", async () => {
  const client = newClient();
  answer = tells(about(client));
  const { browser, request, answer: first } = open(client);
  const code = (await allow(browser, await passSignIn(browser, await first))).searchParams.get("code") ?? "";
  const { port } = new URL(at);
  await close();
  const fields = { client_id: client, redirect_uri: redirect, code_verifier: request.verifier };
  const got = await exchange(two.browser(), { grant_type: "authorization_code", code, ...fields });
  expect(got.status).toBe(200);
  const tokens = JSON.parse(got.text) as Tokens;
  expect((await callMcp(one.browser(), tokens.access_token, { method: "tools/list" })).status).toBe(200);
  const third = await startTeamServer({ config: { network: { lists: () => true } }, database: one.database });
  const again = { grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_id: client };
  expect((await exchange(third.browser(), again)).status).toBe(200);
  await third.stop();
  await listen(Number(port));
});

test("a client that withdrew its document is not known any more", async () => {
  const client = newClient();
  answer = tells(about(client));
  const { browser, answer: first } = open(client);
  await allow(browser, await passSignIn(browser, await first));
  answer = (_request, response) => response.writeHead(404).end();
  expect((await open(client, two).answer).status).toBe(400);
});

test.each([
  ["another client", { client_id: "https://claude.ai/oauth/claude-code-client-metadata" }],
  ["a shared secret", { token_endpoint_auth_method: "client_secret_post" }],
  ["a secret in it", { client_secret: "x" }],
  ["a redirect of http elsewhere", { redirect_uris: ["http://evil.example/callback"] }],
  ["no redirect", { redirect_uris: [] }],
])("a document that names %s is refused", async (_name, more) => {
  const client = newClient();
  answer = tells(about(client, more));
  const { status, headers } = await open(client).answer;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(headers.location).toBeUndefined();
});

test("a redirect that the document does not name is not followed", async () => {
  const client = newClient();
  answer = tells(about(client, { redirect_uris: ["https://claude.ai/api/mcp/auth_callback"] }));
  expect((await open(client).answer).status).toBe(400);
});

test.each<[string, RequestListener]>([
  ["5 MB", (_request, response) => response.end(`{"x":"${"x".repeat(5 * 1024 * 1024)}"}`)],
  ["no JSON", (_request, response) => response.end("<html>")],
  ["a redirect to another place", (_request, response) => response.writeHead(302, { location: `${at}/x.json` }).end()],
  ["an error", (_request, response) => response.writeHead(500).end()],
])("a document of %s is refused", async (_name, listener) => {
  answer = listener;
  expect((await open(newClient()).answer).status).toBe(400);
  // Once for the request, and once for the page that tells of the error; not where a redirect leads.
  expect(asked).toBeLessThanOrEqual(2);
});

test("a document that never ends is not waited for", async () => {
  answer = (_request, response) => void response.write("{");
  expect((await open(newClient()).answer).status).toBe(400);
  documents.closeAllConnections();
});

test("a server that answers and then falls silent is given up, also where nobody else ends the wait", async () => {
  const network = { lists: (origin: string) => origin === at };
  const { fetch } = new ClientDocuments({ database: one.database, clock: Date.now, network });
  answer = (_request, response) => void response.writeHead(200, { "Content-Type": "application/json" }).write("{");
  // Far longer than it may take, and far shorter than the wait of a client that knows no limit of its own.
  const late = new Promise((done) => setTimeout(done, 30_000, "still waiting").unref());
  const outcome = fetch(newClient()).then(
    () => "answered",
    () => "given up",
  );
  expect(await Promise.race([outcome, late])).toBe("given up");
  documents.closeAllConnections();
});

test("a document of 5 MB is given up at its first kilobytes, however slowly it comes", async () => {
  let drips = 0;
  let ended: Promise<unknown> = Promise.resolve();
  answer = (_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 5 * 1024 * 1024 });
    response.write(`{"client_name":"${"x".repeat(6 * 1024)}`);
    const dripping = setInterval(() => {
      drips++;
      response.write("x");
    }, 100);
    ended = new Promise((closed) => response.once("close", closed)).finally(() => clearInterval(dripping));
  };
  expect((await open(newClient()).answer).status).toBe(400);
  await ended;
  // The time that a document may take in all would let a good two dozen of them through.
  expect(drips).toBeLessThan(15);
});

test.each(["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f000001", "127.1"])(
  "nothing is asked of %s, which is no public address",
  async (host) => {
    const server = await startTeamServer();
    const client = `https://${host}:${new URL(at).port}/client.json`;
    answer = tells(about(client));
    expect((await open(client, server).answer).status).toBe(400);
    expect(asked).toBe(0);
    await server.stop();
  },
);

test("a public name that leads to this machine is not followed", async () => {
  const network = {
    lists: () => false,
    resolve: (
      _host: string,
      _options: { all: true },
      done: (error: Error | null, found: { address: string; family: number }[]) => void,
    ) => done(null, [{ address: "127.0.0.1", family: 4 }]),
  };
  const server = await startTeamServer({ config: { network } });
  const { port } = new URL(at);
  answer = tells({});
  expect((await open(`https://client.example:${port}/client.json`, server).answer).status).toBe(400);
  expect(asked).toBe(0);
  await server.stop();
});

test.each(["http://client.example/x.json", "https://client.example/x.json#y", "https://u@client.example/x.json", "x"])(
  "%s is no client",
  async (client) => {
    expect((await open(client).answer).status).toBe(400);
  },
);

test("a server without a way to the internet lets clients register instead", async () => {
  const inside = await startTeamServer({ config: { clientDocuments: false } });
  const path = "/.well-known/oauth-authorization-server";
  const told = async (server: TestServer) => JSON.parse((await server.browser().get(path)).text);
  expect(await told(inside)).toMatchObject({ client_id_metadata_document_supported: false });
  expect(await told(one)).toMatchObject({ client_id_metadata_document_supported: true });
  const client = newClient();
  answer = tells(about(client));
  const page = await inside.browser().get(authorizePath({ client, redirect, verifier: newVerifier() }));
  expect([page.status, asked]).toEqual([400, 0]);
  await inside.stop();
});

test("a client whose server fails is known by what it said for a week, and no longer", async () => {
  const client = newClient();
  answer = tells(about(client));
  const { browser, request, answer: first } = open(client);
  const code = (await allow(browser, await passSignIn(browser, await first))).searchParams.get("code") ?? "";
  const fields = { client_id: client, redirect_uri: redirect, code_verifier: request.verifier };
  const got = await exchange(one.browser(), { grant_type: "authorization_code", code, ...fields });
  const { refresh_token } = JSON.parse(got.text) as Tokens;
  answer = (_request, response) => response.writeHead(500, { "content-type": "application/json" }).end("{}");
  /** A replica that has not fetched it yet. */
  const refreshAfter = async (days: number) => {
    const config = { network: { lists: () => true } };
    const clock = () => Date.now() + days * 86_400_000;
    const replica = await startTeamServer({ config, parts: { clock }, database: one.database });
    const again = { grant_type: "refresh_token", refresh_token, client_id: client };
    const { status } = await exchange(replica.browser(), again);
    await replica.stop();
    return status;
  };
  expect(await refreshAfter(8)).not.toBe(200);
  expect(await refreshAfter(6)).toBe(200);
});
