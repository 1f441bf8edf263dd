import { mkdtempSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { readSignIn } from "#core/domain/sign-in";
import { boundedFetch } from "#core/platform/browser-sign-in/bounded-fetch";
import { findSignIn } from "#core/platform/browser-sign-in/discover";
import { type SignInDeps, signIn, signOut } from "#main/accounts/sign-in/index";
import { openLoopback } from "#main/accounts/sign-in/loopback";
import { signInWords } from "#main/accounts/sign-in/service";
import { toFailure } from "#main/app/failure";
import { signInTarget } from "#main/windows/links";
import { type FakeGateway, startFakeGateway } from "../../fakes/calamari-gateway";
import { type Visit, visit } from "../../fakes/calamari-gateway/browser";
import { testAuthority, testCertificate, testKey } from "../../fakes/kimai/certificate";

let gateway: FakeGateway;
let lines: string[];
beforeEach(async () => {
  gateway = await startFakeGateway();
  lines = [];
});
afterEach(() => gateway.close());

const log = (event: string, detail?: object) => void lines.push(JSON.stringify([event, detail]));
const words = () => ({ title: "Punchcard", done: "You are signed in.", failed: "You are not signed in." });
const never = new AbortController().signal;

/** The app with a person at its browser. */
function person(browse: (address: string) => Promise<unknown>, more: Partial<SignInDeps> = {}) {
  const opened: string[] = [];
  const deps: SignInDeps = {
    fetch: (input, init) => fetch(input, init),
    async openBrowser(address, origin) {
      opened.push(signInTarget(address, origin));
      // As the system's browser: nobody waits for it.
      void browse(address).catch(() => undefined);
    },
    words,
    log,
    ...more,
  };
  const place = (signal = never) => findSignIn(gateway.mcpUrl, signInWords, deps.fetch, signal, log);
  return { deps, opened, place, signIn: async (signal = never) => signIn(await place(), deps, signal) };
}
const nora = (options: Parameters<typeof visit>[2] = {}) => {
  const visits: Promise<Visit>[] = [];
  const browse = (address: string) => {
    const going = visit(address, gateway.people.nora, options);
    visits.push(going);
    return going;
  };
  return { browse, last: () => visits.at(-1) };
};
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => toFailure(error, log),
  );

test("a person signs in through their browser, and what is kept is a refresh token and no access token", async () => {
  const { browse, last } = nora();
  const here = person(browse);
  const kept = readSignIn(await here.signIn());
  expect(kept).toMatchObject({ resource: gateway.mcpUrl, tokenEndpoint: `${gateway.authorization.url}/token` });
  expect(gateway.authorization.issued).toContain(kept?.refreshToken);
  const [address] = here.opened;
  const asked = new URL(address ?? "").searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({
    ...{ response_type: "code", scope: "mcp", resource: gateway.mcpUrl, code_challenge_method: "S256" },
    redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
  });
  expect(asked.get("state")?.length).toBeGreaterThan(40);
  const page = await last();
  expect(page?.page).toContain("You are signed in.");
  expect(page?.page).not.toMatch(/<script|code=/);
});

test("the page that is opened is at the origin that was found, and nothing else may be", async () => {
  const here = person(nora().browse);
  const { origin } = await here.place();
  expect(origin).toBe(gateway.authorization.url);
  for (const [address, shown] of [
    ["https://evil.example/auth", "https://auth.calamari.io"],
    ["http://auth.calamari.io/auth", "http://auth.calamari.io"],
    ["file:///etc/passwd", "null"],
    ["javascript:alert(1)", "null"],
    ["https://a:b@auth.calamari.io/", "https://auth.calamari.io"],
  ] as const)
    expect(() => signInTarget(address, shown)).toThrow("may not be opened");
  expect(signInTarget("https://auth.calamari.io/a?b=c", "https://auth.calamari.io")).toBe(
    "https://auth.calamari.io/a?b=c",
  );
});

test("who does not agree is told so, and nothing is kept", async () => {
  const { browse, last } = nora({ deny: true });
  const failure = await failureOf(person(browse).signIn());
  expect(failure).toMatchObject({ code: "forbidden", saved: "no", message: expect.stringMatching(/did not agree/) });
  expect((await last())?.page).toContain("You are not signed in.");
});

test("cancelling ends the wait and closes the port", async () => {
  const cancel = new AbortController();
  let port = 0;
  const here = person(async (address) => {
    port = Number(new URL(new URL(address).searchParams.get("redirect_uri") ?? "").port);
    cancel.abort();
  });
  expect(await failureOf(here.signIn(cancel.signal))).toMatchObject({ code: "cancelled", saved: "no" });
  await expect(fetch(`http://127.0.0.1:${port}/callback`)).rejects.toThrow();
});

test("nobody who signs in is waited for only so long", async () => {
  const here = person(async () => undefined, { patience: 50 });
  expect(await failureOf(here.signIn())).toMatchObject({ code: "timeout", next: expect.stringMatching(/Start again/) });
});

test("an answer without our state, from another name, path or method changes nothing; the right one still counts", async () => {
  const loopback = await openLoopback("right", words());
  const { port } = new URL(loopback.redirectUrl);
  const status = (path: string, options: object = {}) =>
    new Promise<number | undefined>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, ...options }, (answer) => resolve(answer.resume().statusCode)).on(
        "error",
        reject,
      );
    });
  expect(await status("/callback?code=x&state=wrong")).toBe(404);
  expect(await status("/callback?code=x")).toBe(404);
  expect(await status("/?code=x&state=right")).toBe(404);
  expect(await status("/callback?code=x&state=right", { method: "POST" })).toBe(404);
  expect(await status("/callback?code=x&state=right", { headers: { host: "evil.example" } })).toBe(404);
  expect(await status("/callback?code=y&state=right")).toBe(200);
  expect(await loopback.answer).toMatchObject({ code: "y" });
  await expect(fetch(loopback.redirectUrl)).rejects.toThrow();
  loopback.close();
});

test.each([
  ["a path that is no address", "GET // HTTP/1.1\r\nHost: HERE\r\n\r\n"],
  ["half an address", "GET http://[ HTTP/1.1\r\nHost: HERE\r\n\r\n"],
  ["a whole address", "GET http://HERE/callback?state=right&code=x HTTP/1.1\r\nHost: HERE\r\n\r\n"],
  ["a request without a name", "GET /callback?state=right&code=x HTTP/1.0\r\n\r\n"],
  ["what is no request", "\u0016\u0003\u0001 no\r\n\r\n"],
])("%s neither ends the app nor counts as the answer", async (_what, request) => {
  const loopback = await openLoopback("right", words());
  const { host, port } = new URL(loopback.redirectUrl);
  const heard = await new Promise<string>((resolve, reject) => {
    let said = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(request.replaceAll("HERE", host)));
    socket.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      socket.end();
    });
    socket.on("close", () => resolve(said)).on("error", reject);
  });
  expect(heard).toMatch(/^HTTP\/1\.1 40[04] /);
  await fetch(`${loopback.redirectUrl}?state=right&code=y`);
  expect(await loopback.answer).toMatchObject({ code: "y" });
  loopback.close();
});

test("the first answer is the one: a second, even with our state, is turned away", async () => {
  const loopback = await openLoopback("right", words());
  // The port closes with the first: who comes late meets nobody.
  const [first, second] = await Promise.all(
    ["first", "second"].map((code) =>
      fetch(`${loopback.redirectUrl}?state=right&code=${code}`).then(
        ({ ok }) => ok,
        () => false,
      ),
    ),
  );
  expect([first, second].filter(Boolean)).toHaveLength(1);
  expect((await loopback.answer).code).toBe(first ? "first" : "second");
  loopback.close();
});

test("the answer page lets nothing run or load, and is not kept", async () => {
  const loopback = await openLoopback("s", { ...words(), title: "<b>&" });
  const answer = await fetch(`${loopback.redirectUrl}?code=x&state=s`);
  expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'none'/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  expect(await answer.text()).not.toContain("<b>&");
  loopback.close();
});

test("an answer from another issuer is not believed (mix-up), and no code is redeemed", async () => {
  const here = person(async (address) => {
    const { at } = await visit(address, gateway.people.nora, { stopAtCallback: true });
    const url = new URL(at);
    url.searchParams.set("iss", "https://evil.example");
    await fetch(url);
  });
  const failure = await failureOf(here.signIn());
  expect(failure).toMatchObject({ code: "not_this_product", message: expect.stringMatching(/another place/) });
  expect(gateway.authorization.requests.filter(({ url }) => url === "/token")).toEqual([]);
});

test("a place to sign in that calls itself otherwise is not opened", async () => {
  gateway.settings.issuer = "https://evil.example";
  const here = person(nora().browse);
  expect(await failureOf(here.signIn())).toMatchObject({
    code: "not_this_product",
    message: expect.stringMatching(/another address/),
  });
  expect(here.opened).toEqual([]);
});

const pasted = "https://gateway.calamari.io/mcp-server/mcp";
const honest = {
  issuer: "https://auth.calamari.io",
  authorization_endpoint: "https://auth.calamari.io/authorize",
  token_endpoint: "https://auth.calamari.io/token",
  registration_endpoint: "https://auth.calamari.io/register",
  response_types_supported: ["code"],
  code_challenge_methods_supported: ["S256"],
};
/** What a server far away tells of itself, and which addresses were asked for it. */
function telling(metadata: object, issuer = honest.issuer, resource = pasted) {
  const asked: string[] = [];
  const fetchFn: SignInDeps["fetch"] = async (input) => {
    const { pathname, href } = new URL(input);
    asked.push(href);
    if (pathname.includes("protected-resource")) return Response.json({ resource, authorization_servers: [issuer] });
    return Response.json({ ...honest, issuer, ...metadata });
  };
  return { asked, found: findSignIn(pasted, signInWords, fetchFn, never, log) };
}

test("servers of one company may share the work of a sign-in", async () => {
  expect(await telling({}).found).toMatchObject({ origin: "https://auth.calamari.io" });
  const told = {
    authorization_endpoint: "https://login.calamari.io/a",
    token_endpoint: "https://api.eu.calamari.io/t",
  };
  expect(await telling(told).found).toMatchObject({ origin: "https://login.calamari.io" });
});

test.each([
  ["a page of somebody trusted before a server of somebody else", { token_endpoint: "https://evil.example/token" }],
  ["a registration elsewhere", { registration_endpoint: "https://evil.example/register" }],
  ["a neighbour under a name of a country", { ...pageOf("https://a.co.uk"), token_endpoint: "https://b.co.uk/token" }],
  ["numbers instead of names", { ...pageOf("https://10.0.0.1"), token_endpoint: "https://10.0.0.2/token" }],
  ["a page without https", { authorization_endpoint: "http://auth.calamari.io/authorize" }],
  ["tokens without https", { token_endpoint: "http://auth.calamari.io/token" }],
  ["a registration on this computer", { registration_endpoint: "http://127.0.0.1:631/" }],
  ["tokens on this computer", { token_endpoint: "http://localhost:8080/token" }],
  ["this computer by another name", { ...pageOf("https://x.localhost"), token_endpoint: "https://x.localhost/token" }],
  ["a page with a user name", { authorization_endpoint: "https://auth.calamari.io@evil.example/authorize" }],
])("a server that points to %s is not signed in to, and nothing is opened", async (_what, metadata) => {
  const failure = await failureOf(telling(metadata).found);
  expect(failure).toMatchObject({ code: "not_this_product", saved: "no", next: expect.stringMatching(/^Nothing was/) });
});
function pageOf(origin: string) {
  return { authorization_endpoint: `${origin}/authorize`, registration_endpoint: `${origin}/register` };
}

test.each([
  "http://127.0.0.1:8080",
  "http://[::1]:8080",
  "https://127.0.0.2",
  "https://localhost",
  "http://auth.calamari.io",
])("a server far away cannot have this computer ask %s", async (issuer) => {
  const { asked, found } = telling({}, issuer);
  expect(await failureOf(found)).toMatchObject({ code: "not_this_product" });
  expect(asked.filter((address) => !address.startsWith("https://gateway.calamari.io/"))).toEqual([]);
});

test("a server that says it is another one than the one at its address is not signed in to", async () => {
  const { asked, found } = telling({}, honest.issuer, "https://evil.example/mcp-server/mcp");
  expect(await failureOf(found)).toMatchObject({
    code: "not_this_product",
    message: expect.stringMatching(/another one/),
  });
  expect(asked).toHaveLength(1);
});

test("closed registration is told in words", async () => {
  gateway.settings.registration = false;
  const here = person(nora().browse);
  expect(await failureOf(here.signIn())).toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(/register/),
  });
  expect(here.opened).toEqual([]);
});

test.each([
  ["", "url"],
  ["gateway.calamari.io", "url"],
  ["ftp://gateway.calamari.io/mcp", "url"],
  ["http://gateway.calamari.io/mcp", "url"],
  ["https://me:pw@gateway.calamari.io/mcp", "url"],
])("the address %j is refused before anything is asked", async (address, code) => {
  const fetch = () => Promise.reject(new Error("asked"));
  expect(await failureOf(findSignIn(address, signInWords, fetch, never, log))).toMatchObject({
    code,
    fields: { url: expect.any(String) },
  });
});

test("a wrong path, a page of HTML, and a server that is down are told apart", async () => {
  const { deps } = person(nora().browse);
  const find = (address: string) => failureOf(findSignIn(address, signInWords, deps.fetch, never, log));
  expect(await find(`${new URL(gateway.mcpUrl).origin}/elsewhere`)).toMatchObject({
    code: "not_this_product",
    next: expect.stringMatching(/MCP Server/),
  });
  gateway.fail({ path: /well-known/, failure: { kind: "html" } });
  expect(await find(gateway.mcpUrl)).toMatchObject({ code: "not_this_product" });
  gateway.heal();
  gateway.fail({ path: /well-known/, failure: { kind: "redirect", to: "https://evil.example/" } });
  expect((await find(gateway.mcpUrl))?.code).toMatch(/not_this_product|offline/);
  expect(await find("http://127.0.0.1:1023/mcp")).toMatchObject({ code: "offline" });
});

test("signing out takes the refresh token back where that can be said, and never fails where it cannot", async () => {
  const here = person(nora().browse);
  const secret = await here.signIn();
  await signOut(gateway.mcpUrl, secret, here.deps);
  expect(gateway.authorization.requests.at(-1)).toMatchObject({ url: "/token/revocation", status: 200 });
  gateway.settings.revocation = false;
  const before = gateway.authorization.requests.filter(({ url }) => url === "/token/revocation").length;
  await signOut(gateway.mcpUrl, secret, here.deps);
  expect(gateway.authorization.requests.filter(({ url }) => url === "/token/revocation")).toHaveLength(before);
  await signOut("http://127.0.0.1:1023/mcp", secret, here.deps);
  await signOut(gateway.mcpUrl, "an API key", here.deps);
});

test.each([
  ["another server", () => "https://evil.example/take"],
  ["another port", (own: URL) => `http://${own.hostname}:1/token/revocation`],
  ["the same name without TLS or with", (own: URL) => `https://${own.host}/token/revocation`],
])("signing out gives the refresh token to nobody else: %s is not told of it", async (_what, elsewhere) => {
  const here = person(nora().browse);
  const secret = await here.signIn();
  const asked: string[] = [];
  const moved: SignInDeps["fetch"] = async (input, init) => {
    asked.push(String(input));
    const answer = await fetch(input, init);
    if (!new URL(String(input)).pathname.includes("well-known")) return answer;
    const told = (await answer.json()) as Record<string, unknown>;
    if (!told.revocation_endpoint) return Response.json(told, { status: answer.status });
    return Response.json({ ...told, revocation_endpoint: elsewhere(new URL(gateway.authorization.url)) });
  };
  await signOut(gateway.mcpUrl, secret, { ...here.deps, fetch: moved });
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((address) => /take|revocation/.test(address))).toEqual([]);
  expect(lines.join("")).not.toContain("sign-out");
});

test("a server of a company with its own authority is asked where the person chose its file, and nowhere else", async () => {
  const server = createServer({ key: testKey, cert: testCertificate }, (_request, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = `https://localhost:${(server.address() as AddressInfo).port}/mcp`;
  const folder = mkdtempSync(join(tmpdir(), "punchcard-ca-"));
  writeFileSync(join(folder, "ca.pem"), testAuthority);
  writeFileSync(join(folder, "none.pem"), "not a certificate");
  const find = (file: string | true) =>
    failureOf(findSignIn(address, signInWords, (input, init) => boundedFetch(input, init, file), never, log));
  expect(await find(true)).toMatchObject({ code: "tls", next: expect.stringMatching(/CA certificate/) });
  expect(await find(join(folder, "none.pem"))).toMatchObject({ code: "tls", message: expect.stringMatching(/PEM/) });
  expect(await find(join(folder, "gone.pem"))).toMatchObject({ code: "tls", message: expect.stringMatching(/read/) });
  // It answers, but is none.
  expect(await find(join(folder, "ca.pem"))).toMatchObject({ code: "not_this_product" });
});

test("a whole sign-in goes over the network as the account does later", async () => {
  const here = person(nora().browse, { fetch: boundedFetch });
  const secret = await here.signIn();
  expect(readSignIn(secret)?.resource).toBe(gateway.mcpUrl);
  await signOut(gateway.mcpUrl, secret, here.deps);
  expect(gateway.authorization.requests.at(-1)).toMatchObject({ url: "/token/revocation", status: 200 });
});

test("a sign-in that would end by itself after an hour is not kept", async () => {
  const here = person(nora().browse, {
    async fetch(input, init) {
      const answer = await fetch(input, init);
      if (!String(input).endsWith("/token")) return answer;
      const { refresh_token: _none, ...rest } = (await answer.json()) as Record<string, unknown>;
      return Response.json(rest, { status: answer.status });
    },
  });
  expect(await failureOf(here.signIn())).toMatchObject({ code: "unsupported", next: expect.stringMatching(/API key/) });
});

test("no token, code, verifier or client secret stands in the log", async () => {
  const here = person(nora().browse);
  const secret = await here.signIn();
  await signOut(gateway.mcpUrl, secret, here.deps);
  const { clientSecret } = readSignIn(secret) ?? {};
  for (const token of [...gateway.authorization.issued, clientSecret])
    expect(lines.join("\n")).not.toContain(String(token));
  expect(lines.join("\n")).not.toMatch(/code=|state=/);
});
