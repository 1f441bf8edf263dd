import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get as getPlain, type IncomingMessage, request, type ServerResponse } from "node:http";
import { get } from "node:https";
import { type AddressInfo, connect, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testAuthority, testCertificate, testKey } from "../../fakes/kimai/certificate";
import { listen } from "../../fakes/listen";
import { startTeamServer, type TestServer } from "../../fakes/team/server";
import { leaveOut } from "../../left-out";

/** The nginx of Debian's package with the configuration that people copy, before a team server. */
const root = resolve(import.meta.dirname, "../../..");
const programs = [process.env.PUNCHCARD_NGINX ?? "", "/usr/sbin/nginx"];
const nginx = programs.find((program) => program !== "" && existsSync(program));
if (!nginx) leaveOut("a team server behind nginx, which is not installed");
const folder = mkdtempSync(join(tmpdir(), "pc-nginx-"));
const authority = join(folder, "authority.pem");
// It takes no port of the system's choice; an address of loopback that no other process uses keeps two runs apart.
const address = `127.${[16, 8, 0].map((bits) => (process.pid >> bits) & 255).join(".")}`;

/** What the proxy sends on: to the team server, but for two paths of this test. */
let stream: ServerResponse | undefined;
const upstream = createServer((asked, response) => {
  if (asked.url === "/echo") return void response.end(JSON.stringify(asked.headers));
  if (asked.url === "/stream") {
    stream = response;
    return void response.write("first ");
  }
  if (asked.url === "/more") {
    stream?.write("second");
    return void response.end("{}");
  }
  const { url: path, method, headers } = asked;
  const passed = request({ port: server.port, host: "127.0.0.1", path, method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  asked.pipe(passed);
});
/** TLS passes through it to nginx, on a port of the system's choice. */
const front = createSocketServer((socket) => {
  const on = connect(4433, address);
  socket.pipe(on).pipe(socket);
  for (const [one, other] of [
    [socket, on],
    [on, socket],
  ] as const)
    one.on("error", () => other.destroy()).once("close", () => other.destroy());
});
let origin = "";
let server: TestServer;
let behind: { close(): Promise<void> };
let proxy: ChildProcess;
let said = "";

const reaches = () =>
  new Promise<void>((done, fail) => {
    const socket = connect(4433, address, () => {
      socket.destroy();
      done();
    });
    socket.once("error", () => fail(new Error(`nginx does not listen. ${said}`)));
  });

function startNginx(upstreamPort: number): ChildProcess {
  const files = { "certificate.pem": testCertificate, "key.pem": testKey, "authority.pem": testAuthority };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  for (const name of ["logs", "temp"]) mkdirSync(join(folder, name));
  const site = readFileSync(join(root, "build/proxy/nginx.conf"), "utf8")
    .replaceAll("time.example.org;", "localhost;")
    .replace("127.0.0.1:8000", `127.0.0.1:${upstreamPort}`)
    .replace("listen 80;", `listen ${address}:8080;`)
    .replace("listen 443 ", `listen ${address}:4433 `)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${join(folder, "certificate.pem")};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${join(folder, "key.pem")};`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${join(folder, "temp", name)};`)
    .join("\n");
  const file = join(folder, "nginx.conf");
  const main = `daemon off;\nmaster_process off;\npid ${join(folder, "pid")};\nerror_log stderr;\nevents {}\n`;
  writeFileSync(file, `${main}http {\naccess_log off;\n${temporary}\n${site}}\n`);
  const child = spawn(nginx ?? "", ["-p", folder, "-c", file], { stdio: ["ignore", "ignore", "pipe"] });
  child.stderr?.on("data", (part) => {
    said += part;
  });
  return child;
}

describe.skipIf(!nginx)("behind nginx", () => {
  beforeAll(async () => {
    const listening = await listen(upstream);
    behind = listening;
    proxy = startNginx(listening.port);
    await vi.waitFor(reaches, { timeout: 10_000 });
    await new Promise<void>((done) => front.listen(0, "127.0.0.1", done));
    origin = `https://localhost:${(front.address() as AddressInfo).port}`;
    server = await startTeamServer({ config: { origin } });
  });
  afterAll(async () => {
    const ended = new Promise((done) => proxy.once("exit", done));
    proxy.kill();
    await ended;
    front.close();
    await behind?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (path: string, headers = {}) =>
    new Promise<IncomingMessage>((done, fail) => {
      get(`${origin}${path}`, { ca: testAuthority, headers }, done).once("error", fail);
    });
  const ask = async (path: string, headers = {}) => text(await open(path, headers));

  test("the check from outside finds nothing wrong", async () => {
    const words = ["doctor", "--public", origin];
    const child = spawn(process.execPath, [join(root, "out/mcp-server/index.js"), ...words], {
      env: { PATH: process.env.PATH, HOME: folder, NODE_EXTRA_CA_CERTS: authority },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
    const code = await new Promise((done) => child.once("close", done));
    expect([code, output.match(/^fail.*/gm)], output + said).toEqual([0, null]);
    expect(output).toContain("ok      registration");
    expect(output).not.toContain("does a proxy drop it");
  });

  test("what a caller claims to be is replaced, and the name that people use goes on", async () => {
    const claimed = { "x-forwarded-for": "9.9.9.9" };
    const sent = JSON.parse(await ask("/echo", claimed)) as Record<string, string>;
    expect(sent["x-forwarded-for"]).toBe("127.0.0.1");
    expect(sent.host).toBe(new URL(origin).host);
  });

  test("a part of an answer goes on at once", async () => {
    const answer = await open("/stream");
    let read = "";
    for await (const part of answer) {
      read += part;
      // What is held back until the end never comes: this answer has none.
      if (read === "first ") await ask("/more");
      if (read === "first second") break;
    }
    expect(read).toBe("first second");
  });

  test("plain HTTP is sent to TLS", async () => {
    const location = await new Promise((done, fail) => {
      getPlain({ host: address, port: 8080, path: "/x", headers: { host: "localhost" } }, (answer) => {
        answer.resume();
        done(answer.headers.location);
      }).once("error", fail);
    });
    expect(location).toBe("https://localhost/x");
  });
});
