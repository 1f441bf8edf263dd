import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testAuthority, testCertificate, testKey } from "../../fakes/kimai/certificate";
import { listen } from "../../fakes/listen";
import { startTeamServer, type TestServer } from "../../fakes/team/server";
import { serverTime } from "../server";

/** `doctor --public` against a server behind a TLS proxy that can be set up wrong. */
const script = resolve(import.meta.dirname, "../../../out/mcp-server/index.js");
const teamBundle = resolve(import.meta.dirname, "../../../out/team/index.js");
const folder = mkdtempSync(join(tmpdir(), "pc-doctor-"));
const authority = join(folder, "authority.pem");

interface Proxy {
  path(path: string): string;
  /** Of the request as it is passed on. */
  headers(headers: IncomingHttpHeaders): IncomingHttpHeaders;
  /** Before the answer goes back; true: it was answered here. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** Headers of the answer that do not pass. */
  drops: string[];
}
const honest: Proxy = { path: (path) => path, headers: (headers) => headers, answer: () => false, drops: [] };

let proxy: Proxy;
let server: TestServer;
let operation = 0;
let front: { port: number; close(): Promise<void> };
let origin = "";
let running: ReturnType<typeof startDoctor>;

const tlsProxy = createServer({ cert: testCertificate, key: testKey }, (asked, response) => {
  if (proxy.answer(asked, response)) return;
  const path = proxy.path(asked.url ?? "/");
  const port = path === asked.url ? server.port : operation;
  const passed = request(
    { port, host: "127.0.0.1", path, method: asked.method, headers: proxy.headers(asked.headers) },
    (answer) => {
      const headers = Object.entries(answer.headers).filter(([name]) => !proxy.drops.includes(name));
      response.writeHead(answer.statusCode ?? 500, Object.fromEntries(headers));
      answer.pipe(response);
    },
  );
  passed.once("error", () => response.destroy());
  asked.pipe(passed);
});

const document = () => `${origin}/client.json`;
const client: Partial<Proxy> = {
  answer(asked, response) {
    if (asked.url !== "/client.json") return false;
    const about = { client_id: document(), client_name: "Somebody", redirect_uris: ["http://127.0.0.1:7/callback"] };
    response.setHeader("content-type", "application/json").end(JSON.stringify(about));
    return true;
  },
};

beforeAll(async () => {
  writeFileSync(authority, testAuthority);
  process.env.PUNCHCARD_EXTRA_CA_CERTS = authority;
  front = await listen(tlsProxy);
  origin = `https://localhost:${front.port}`;
  server = await startTeamServer({ config: { origin, network: { lists: (at) => at === origin } } });
  operation = server.operationPort;
  running = startDoctor();
});
beforeEach(() => {
  proxy = { ...honest, ...client };
});
afterAll(async () => {
  delete process.env.PUNCHCARD_EXTRA_CA_CERTS;
  running?.end();
  await server.stop();
  await front.close();
  rmSync(folder, { recursive: true, force: true });
});

async function doctor(args: string[], env: NodeJS.ProcessEnv = { NODE_EXTRA_CA_CERTS: authority }) {
  const child = spawn(process.execPath, [script, "doctor", ...args], {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
  const code = await new Promise((done) => child.once("close", done));
  return { code, lines: output.trim().split("\n") };
}

/**
 * Runs the command again and again in one process, which is started with the authority in its environment and writes
 * `exit CODE` after each run.
 */
function startDoctor() {
  const program = `const { runTeamCommand } = require(${JSON.stringify(teamBundle)});
    process.on("message", async (args) => console.log("exit " + (await runTeamCommand("doctor", args, process.env))));`;
  const child = spawn(process.execPath, ["-e", program], {
    env: { PATH: process.env.PATH, HOME: folder, NODE_EXTRA_CA_CERTS: authority },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  return {
    end: () => child.kill("SIGKILL"),
    run: (args: string[]) =>
      new Promise<{ code: number; lines: string[] }>((done) => {
        let output = "";
        const read = (part: Buffer) => {
          output += part;
          const [, text = "", code] = /^([\s\S]*)^exit (\d+)$/m.exec(output) ?? [];
          if (code === undefined) return;
          child.stdout?.off("data", read);
          done({ code: Number(code), lines: text.trim().split("\n") });
        };
        child.stdout?.on("data", read);
        child.send(args);
      }),
  };
}
const look = () => running.run(["--public", origin, "--client-document", document()]);

test("a server that is set up well passes, and each part says so", async () => {
  const { code, lines } = await look();
  expect(lines.map((line) => line.replace(/\d+/g, "N"))).toEqual([
    "ok      certificate: trusted, for N more days",
    "ok      discovery: found in N ms",
    "ok      sign-in: PKCE, identity documents and iss are told",
    "ok      challenge: N with the way to sign in; pages of other sites get N",
    "ok      not public: metrics and health are not public, and pages stand in no frame",
    "ok      registration: a client can register; PKCE is demanded, and answers carry iss",
    `ok      identity document: the server reads ${document().replace(/\d+/g, "N")}`,
  ]);
  expect(code).toBe(0);
});

const json = (response: ServerResponse, value: object) =>
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));
/** One address answers something else. */
const tells = (path: string, value: () => object): Partial<Proxy> => ({
  answer: (asked, response) => asked.url === path && Boolean(json(response, value())),
});
const resource = "/.well-known/oauth-protected-resource/mcp";
const metadata = "/.well-known/oauth-authorization-server";
const told = () => ({
  issuer: origin,
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  registration_endpoint: `${origin}/oauth/register`,
  code_challenge_methods_supported: ["S256"],
  client_id_metadata_document_supported: true,
  authorization_response_iss_parameter_supported: true,
});

test.each<[string, Partial<Proxy>, string]>([
  [
    "a proxy that sends another host",
    { headers: (sent) => ({ ...sent, host: "127.0.0.1" }) },
    "discovery: /.well-known/oauth-protected-resource/mcp answers 403 to an AI client",
  ],
  [
    "a firewall that stops AI clients",
    {
      answer: (asked, response) =>
        asked.headers["user-agent"] === "Claude-User" && Boolean(response.writeHead(451).end()),
    },
    "answers 451 to an AI client; is there a firewall before it?",
  ],
  ["another public address", tells(resource, () => ({ resource: "https://old.example/mcp" })), `--public-url https://`],
  [
    "a sign-in elsewhere",
    tells(resource, () => ({ resource: `${origin}/mcp`, authorization_servers: ["https://login.example"] })),
    "it names https://login.example as its sign-in",
  ],
  [
    "a second sign-in",
    tells(resource, () => ({ resource: `${origin}/mcp`, authorization_servers: [origin, "https://login.example"] })),
    ",https://login.example as its sign-in",
  ],
  ["another issuer", tells(metadata, () => ({ ...told(), issuer: "https://old.example" })), "sign-in: its issuer is"],
  [
    "a token endpoint elsewhere",
    tells(metadata, () => ({ ...told(), token_endpoint: "https://old.example/token" })),
    "sign-in: token_endpoint is https://old.example/token",
  ],
  [
    "PKCE in plain",
    tells(metadata, () => ({ ...told(), code_challenge_methods_supported: ["plain", "S256"] })),
    "sign-in: PKCE with S256 is not told",
  ],
  [
    "no identity documents",
    tells(metadata, () => ({ ...told(), client_id_metadata_document_supported: undefined })),
    "sign-in: identity documents (CIMD) are not told",
  ],
  ["a challenge that a proxy drops", { drops: ["www-authenticate"] }, "challenge: the 401 of /mcp does not name"],
  [
    "a proxy that lets any page in",
    { headers: ({ origin: _from, ...sent }) => sent },
    "challenge: a page of another site gets 401 from /mcp instead of 403",
  ],
  ["metrics on the public port", { path: (path) => path.replace("/metrics", "/metrics?") }, "/metrics answers 200"],
  ["a policy for content that is dropped", { drops: ["content-security-policy"] }, "pages may stand in a frame"],
  [
    "registration that is closed",
    { answer: (asked, response) => asked.url === "/oauth/register" && Boolean(response.writeHead(404).end()) },
    "registration: registration answers 404",
  ],
  [
    "codes without PKCE",
    {
      answer: (asked, response) =>
        /^\/oauth\/authorize\?(?!.*code_challenge)/.test(asked.url ?? "") &&
        Boolean(response.writeHead(303, { location: `http://127.0.0.1:1/callback?code=1&iss=${origin}` }).end()),
    },
    "registration: a client gets in without PKCE",
  ],
  [
    "a code beside a refusal",
    {
      answer: (asked, response) =>
        /^\/oauth\/authorize\?(?!.*code_challenge)/.test(asked.url ?? "") &&
        Boolean(
          response.writeHead(303, { location: `http://127.0.0.1:1/callback?error=x&code=1&iss=${origin}` }).end(),
        ),
    },
    "registration: a client gets in without PKCE",
  ],
  [
    "answers without iss",
    {
      answer: (asked, response) =>
        /^\/oauth\/authorize\?(?!.*code_challenge)/.test(asked.url ?? "") &&
        Boolean(response.writeHead(303, { location: "http://127.0.0.1:1/callback?error=invalid_request" }).end()),
    },
    "registration: answers name nothing as iss",
  ],
])("%s is found", async (_name, wrong, said) => {
  proxy = { ...honest, ...wrong };
  const { code, lines } = await look();
  expect(lines.filter((line) => line.startsWith("PROBLEM")).join("\n")).toContain(said);
  expect(code).toBe(1);
});

test("a clock that is wrong is a note", async () => {
  const right = { resource: `${origin}/mcp`, authorization_servers: [origin] };
  const early = new Date(serverTime() - 600_000).toUTCString();
  const answer: Proxy["answer"] = (asked, response) =>
    asked.url === resource && Boolean(json(response.setHeader("date", early), right));
  proxy = { ...honest, answer };
  const { code, lines } = await look();
  expect(lines.join("\n")).toMatch(/note {4}discovery: its clock and the one here differ by (59\d|60\d) s/);
  expect(code).toBe(0);
});

test("a header that a proxy drops and a document that nobody can read are notes", async () => {
  proxy = { ...honest, drops: ["strict-transport-security"] };
  const { code, lines } = await look();
  expect(lines.filter((line) => line.startsWith("note"))).toEqual([
    "note    not public: Strict-Transport-Security is missing: does a proxy drop it?",
    "note    identity document: name another with --client-document",
  ]);
  expect(code).toBe(0);
});

test("a document that only others can read is found", async () => {
  const closed = await startTeamServer({ config: { origin } });
  const { port } = server;
  server.port = closed.port;
  try {
    const { code, lines } = await look();
    expect(lines.at(-1)).toBe(
      `PROBLEM identity document: a client with the identity document ${document()} is not known: can the server reach that address?`,
    );
    expect(code).toBe(1);
  } finally {
    server.port = port;
    await closed.stop();
  }
});

test("a certificate that is not trusted ends it, and no address is told with an exit code", async () => {
  const { code, lines } = await doctor(["--public", origin, "--client-document", document()], {});
  expect([code, lines.length]).toEqual([1, 1]);
  expect(lines[0]).toMatch(/^PROBLEM certificate: the certificate is not trusted.*UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
  expect((await doctor(["--public", "https://localhost:1"])).lines[0]).toContain("ECONNREFUSED");
  expect((await doctor(["--public=http://time.example.org"])).code).toBe(2);
  expect((await doctor(["--public"])).code).toBe(2);
});
