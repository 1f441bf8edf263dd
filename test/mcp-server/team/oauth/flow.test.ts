import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsentView } from "#team/api/contract";
import type { Answer, Browser } from "../../../fakes/team/browser";
import { marta, origin, password, startTeamServer, type TestServer, tom } from "../../../fakes/team/server";
import {
  allow,
  authorizePath,
  callMcp,
  connect,
  csrfOf,
  decide,
  exchange,
  newVerifier,
  passSignIn,
  type Request,
  register,
  type SignedIn,
  type Tokens,
} from "../../../fakes/team/sign-in";

/** Clients sign in over real HTTP; with what they do wrong and what others try. */
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  // Nobody is slowed down here: limits have tests of their own.
  server = await startTeamServer({ parts: { clock: () => start + skipped } });
});
afterAll(() => server.stop());
const start = Date.parse("2026-11-19T10:07:33Z");
/** Milliseconds since the start, by the clock of the server. */
let skipped = 0;

const redirect = "http://127.0.0.1:3118/callback";

async function begin(more: Record<string, string | undefined> = {}, registered: object = {}) {
  browser = server.browser();
  const request: Request = { client: await register(browser, redirect, registered), redirect, verifier: newVerifier() };
  return { request, answer: await browser.get(authorizePath(request, more)) };
}

const fromCode = ({ client, redirect: back, verifier }: Request, code: string, more: Record<string, string> = {}) =>
  exchange(browser, {
    grant_type: "authorization_code",
    code,
    client_id: client,
    redirect_uri: back,
    code_verifier: verifier,
    ...more,
  });

const refresh = (tokens: Pick<SignedIn, "client" | "refresh_token">) =>
  exchange(server.browser(), {
    grant_type: "refresh_token",
    refresh_token: tokens.refresh_token,
    client_id: tokens.client,
  });

const errorOf = ({ text }: Answer) => (JSON.parse(text) as { error: string }).error;
const sentBack = ({ headers }: Answer) => new URL(headers.location ?? "none:").searchParams;
const listTools = (token: string) => callMcp(server.browser(), token, { method: "tools/list" });

test("a client that registers itself signs in and lists the tools", async () => {
  const tokens = await connect(server.browser());
  expect(tokens.scope).toBe("read track");
  expect(tokens.expires_in).toBe(900);
  const answer = await listTools(tokens.access_token);
  expect(answer.status).toBe(200);
  expect(answer.text).toContain("clock_in");
});

test("the answer to the client names the issuer and repeats the state", async () => {
  const { answer } = await begin();
  const back = await allow(browser, await passSignIn(browser, answer));
  expect(back.origin + back.pathname).toBe(redirect);
  expect(back.searchParams.get("iss")).toBe(origin);
  expect(back.searchParams.get("state")).toBe("state-1");
});

test.each([
  ["no", undefined, ["read", "track", "manage", "everything"]],
  ["only foreign", "openid offline_access", ["read", "track", "manage", "everything"]],
  ["a small", "track", ["read", "track"]],
])("with %s scope asked for, the page offers what was asked", async (_name, scope, open) => {
  const { answer } = await begin({ scope });
  const page = await passSignIn(browser, answer);
  const { levels } = JSON.parse(page.text) as ConsentView;
  expect(levels.map(({ level }) => level)).toEqual(["read", "track", "manage", "everything"]);
  expect(levels.filter(({ locked }) => locked === null).map(({ level }) => level)).toEqual(open);
});

test("a level that is locked cannot be posted either", async () => {
  const { answer } = await begin({ scope: "read" });
  const page = await passSignIn(browser, answer);
  const back = await allow(browser, page, { level: "track" });
  expect(back.href).toBe("error:400");
});

test("a level that the company locks is shown with its reason and refused", async () => {
  const strict = await startTeamServer({
    parts: { locksOf: async () => ({ manage: "company", everything: "group" }) },
  });
  try {
    const visitor = strict.browser();
    const request = { client: await register(visitor, redirect), redirect, verifier: newVerifier() };
    const page = await passSignIn(visitor, await visitor.get(authorizePath(request)));
    const { levels } = JSON.parse(page.text) as ConsentView;
    expect(levels.map(({ locked }) => locked)).toEqual([null, null, "company", "group"]);
    expect((await allow(visitor, page, { level: "manage" })).href).toBe("error:400");
  } finally {
    await strict.stop();
  }
});

test.each([
  ["another address", "https://evil.example/mcp"],
  ["the origin alone", origin],
  ["a longer path", `${origin}/mcp/other`],
])("a token for %s is not given", async (_name, resource) => {
  const { answer } = await begin({ resource });
  expect(sentBack(answer).get("error")).toBe("invalid_target");
});

test("a client that names our address exactly gets a token for it", async () => {
  const { request, answer } = await begin({ resource: `${origin}/mcp` });
  const code = (await allow(browser, await passSignIn(browser, answer))).searchParams.get("code") ?? "";
  const foreign = await fromCode(request, code, { resource: "https://evil.example/mcp" });
  expect(errorOf(foreign)).toBe("invalid_target");
});

test.each([
  ["is missing", { code_challenge: undefined, code_challenge_method: undefined }],
  ["is plain", { code_challenge_method: "plain" }],
  ["has no method, which means plain", { code_challenge_method: undefined }],
])("a request whose PKCE challenge %s is refused", async (_name, more) => {
  const { answer } = await begin(more);
  expect(sentBack(answer).get("error")).toBe("invalid_request");
});

test("a code is worth nothing without its verifier", async () => {
  const { request, answer } = await begin();
  const code = (await allow(browser, await passSignIn(browser, answer))).searchParams.get("code") ?? "";
  expect(errorOf(await fromCode({ ...request, verifier: newVerifier() }, code))).toBe("invalid_grant");
  const { text } = await fromCode(request, code, { code_verifier: "" });
  expect(text).toContain("invalid_grant");
});

test.each([
  "http://127.0.0.1:3118/callback/",
  "http://127.0.0.1:3118/callback?x=1",
  "http://127.0.0.1.evil.example:3118/callback",
  "http://127.0.0.1@evil.example/callback",
  "https://127.0.0.1:3118/callback",
])("a redirect that only looks alike is not followed: %s", async (redirect_uri) => {
  const { answer } = await begin({ redirect_uri });
  expect(answer.status).toBe(400);
  expect(answer.headers.location).toBeUndefined();
  expect(answer.text).toContain("This request cannot be answered");
});

test("a program on the person's computer may use any port of the loopback address", async () => {
  const { answer } = await begin({ redirect_uri: "http://127.0.0.1:49152/callback" });
  expect(answer.headers.location).toMatch(/\/consent\//);
});

test("a client that sends a DPoP proof gets a bearer token, as is accepted here", async () => {
  const tokens = await connect(server.browser());
  const answer = await server.browser().send("/oauth/token", {
    ...{ method: "POST", headers: { dpop: "proof" } },
    form: { grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_id: tokens.client },
  });
  expect([answer.status, JSON.parse(answer.text).token_type]).toEqual([200, "Bearer"]);
});

test.each([
  ["cursor://anysphere.cursor-mcp/oauth/callback", 201],
  ["https://claude.ai/api/mcp/auth_callback", 201],
  ["http://[::1]:8123/callback", 201],
  ["http://evil.example/callback", 400],
  ["javascript:alert(1)", 400],
  ["data:text/html,x", 400],
  ["vbscript:x", 400],
  ["file:///tmp/x", 400],
  ["ftp://example.org/x", 400],
  ["ws://example.org/x", 400],
  ["blob:https://example.org/x", 400],
  ["about:blank", 400],
  ["view-source:https://example.org", 400],
  ["intent://example.org/x", 400],
  ["com.example.app:/callback", 201],
  ["https://claude.ai/callback#fragment", 400],
])("registration with the redirect %s answers %i", async (uri, status) => {
  const answer = await server.browser().send("/oauth/register", { method: "POST", json: { redirect_uris: [uri] } });
  expect(answer.status).toBe(status);
});

test.each([undefined, "client_secret_basic", "client_secret_post", "none"])(
  "a client that registers with the method %s gets no secret and none to manage itself",
  async (token_endpoint_auth_method) => {
    const json = { redirect_uris: [redirect], token_endpoint_auth_method };
    const answer = await server.browser().send("/oauth/register", { method: "POST", json });
    expect(JSON.parse(answer.text)).toMatchObject({ token_endpoint_auth_method: "none", application_type: "native" });
    expect(answer.text).not.toContain("client_secret");
    expect(answer.text).not.toContain("registration_access_token");
  },
);

test.each(["read track manage everything", "openid profile", "mcp:tools", "", 7])(
  "a client that registers with the scope %s can be let in",
  async (scope) => {
    const json = { redirect_uris: [redirect], scope };
    const answer = await server.browser().send("/oauth/register", { method: "POST", json });
    expect([answer.status, "scope" in JSON.parse(answer.text)]).toEqual([201, false]);
  },
);

test.each(["{", "[]", "null", '{"redirect_uris":"x"}', "{}"])("the registration %s is refused", async (body) => {
  const headers = { "content-type": "application/json" };
  expect((await server.browser().send("/oauth/register", { method: "POST", body, headers })).status).toBe(400);
});

test("a code that is used twice ends what the first use got", async () => {
  const tokens = await connect(server.browser());
  browser = server.browser();
  const request = { client: tokens.client, redirect, verifier: newVerifier() };
  const again = await fromCode(request, tokens.code);
  expect(errorOf(again)).toBe("invalid_grant");
  // Without the verifier nobody has shown to be the client, so the grant stays.
  expect((await listTools(tokens.access_token)).status).toBe(200);
  const verified = await begin();
  const code = (await allow(browser, await passSignIn(browser, verified.answer))).searchParams.get("code") ?? "";
  const first = JSON.parse((await fromCode(verified.request, code)).text) as Tokens;
  expect(errorOf(await fromCode(verified.request, code))).toBe("invalid_grant");
  expect((await listTools(first.access_token)).status).toBe(401);
  expect(errorOf(await refresh({ client: verified.request.client, ...first }))).toBe("invalid_grant");
});

test("a refresh token is replaced with each use, and a later use of one ends the whole family", async () => {
  const tokens = await connect(server.browser());
  const second = JSON.parse((await refresh(tokens)).text) as Tokens;
  expect(second.refresh_token).not.toBe(tokens.refresh_token);
  skipped += 10_000;
  expect((await listTools(second.access_token)).status).toBe(200);
  expect(errorOf(await refresh(tokens))).toBe("invalid_grant");
  expect((await listTools(second.access_token)).status).toBe(401);
  expect(errorOf(await refresh({ ...tokens, ...second }))).toBe("invalid_grant");
});

test("of two refreshes at once both get the same successor, which goes on", async () => {
  const tokens = await connect(server.browser());
  const answers = await Promise.all([refresh(tokens), refresh(tokens)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const [one, other] = answers.map(({ text }) => JSON.parse(text) as Tokens);
  expect(one?.refresh_token).toBe(other?.refresh_token);
  for (const each of [one, other]) expect((await listTools(each?.access_token ?? "")).status).toBe(200);
  const third = await refresh({ ...tokens, refresh_token: one?.refresh_token ?? "" });
  expect(third.status).toBe(200);
  expect((JSON.parse(third.text) as Tokens).refresh_token).not.toBe(one?.refresh_token);
});

test("who is removed while they look at the page grants nothing", async () => {
  const own = await startTeamServer();
  try {
    browser = own.browser();
    const request: Request = { client: await register(browser, redirect), redirect, verifier: newVerifier() };
    const page = await passSignIn(browser, await browser.get(authorizePath(request)));
    await own.database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect((await allow(browser, page)).href).toBe("error:400");
    expect(await own.database.all("SELECT id FROM oauth_grants")).toEqual([]);
    expect(await own.database.all("SELECT id FROM oauth_items WHERE model = 'Grant'")).toEqual([]);
  } finally {
    await own.stop();
  }
});

test("a refresh token of one client does not work for another", async () => {
  const [one, other] = [await connect(server.browser()), await connect(server.browser())];
  expect(errorOf(await refresh({ client: other.client, refresh_token: one.refresh_token }))).toBe("invalid_grant");
  expect((await refresh(one)).status).toBe(200);
});

test("a client that revokes its refresh token is signed out, and another cannot do it", async () => {
  const [one, other] = [await connect(server.browser()), await connect(server.browser())];
  const revoke = (client_id: string) => server.browser().post("/oauth/revoke", { token: one.refresh_token, client_id });
  expect((await revoke(other.client)).status).toBe(200);
  expect((await listTools(one.access_token)).status).toBe(200);
  expect((await revoke(one.client)).status).toBe(200);
  expect((await listTools(one.access_token)).status).toBe(401);
});

test("Deny tells the client so", async () => {
  const { answer } = await begin();
  const page = await passSignIn(browser, answer);
  const back = await allow(browser, page, { decision: "deny" });
  expect(back.searchParams.get("error")).toBe("access_denied");
  expect(back.searchParams.get("iss")).toBe(origin);
  expect(back.searchParams.get("state")).toBe("state-1");
});

test("a request that was begun in one browser cannot be answered in another", async () => {
  const { answer } = await begin();
  const other = server.browser();
  const page = await passSignIn(other, answer);
  expect(page.status).toBe(410);
  expect(page.text).toContain("begun in another browser");
});

test("two requests in one browser do not disturb each other", async () => {
  const { request, answer } = await begin();
  const page = await passSignIn(browser, answer);
  const second = await passSignIn(browser, await browser.get(authorizePath(request, { state: "state-2" })));
  expect((await allow(browser, page)).searchParams.get("state")).toBe("state-1");
  expect((await allow(browser, second)).searchParams.get("state")).toBe("state-2");
});

test("Allow pressed twice grants once", async () => {
  const { request, answer } = await begin();
  const page = await passSignIn(browser, answer);
  const choice = { decision: "allow", level: "track", days: 30, accounts: null, understood: true };
  await Promise.all([decide(browser, page, choice), decide(browser, page, { ...choice, level: "manage" })]);
  const sql = "SELECT id FROM oauth_grants WHERE client_id = ?";
  expect(await server.database.all(sql, [request.client])).toHaveLength(1);
});

test("a request without the person is refused", async () => {
  const { answer } = await begin({ prompt: "none" });
  expect(sentBack(answer).get("error")).toBe("consent_required");
});

test("a client that asks to sign in again is answered like any other", async () => {
  const { answer } = await begin({ prompt: "login" });
  const back = await allow(browser, await passSignIn(browser, answer));
  expect(back.searchParams.get("code")).not.toBeNull();
});

test("the grant is of who is signed in now, not of who was before in this browser", async () => {
  browser = server.browser();
  await connect(browser);
  const request = { client: await register(browser, redirect), redirect, verifier: newVerifier() };
  const asked = await browser.get(authorizePath(request));
  expect((await passSignIn(browser, asked)).text).toContain(marta.email);
  const headers = { "x-csrf-token": await csrfOf(browser) };
  expect((await browser.send("/api/sign-out", { method: "POST", headers })).status).toBe(204);
  const toms = await passSignIn(browser, asked, tom.email);
  expect(toms.text).toContain(tom.email);
  const code = (await allow(browser, toms)).searchParams.get("code") ?? "";
  expect((await fromCode(request, code)).status).toBe(200);
  const sql = "SELECT person FROM oauth_grants WHERE client_id = ?";
  expect(await server.database.all(sql, [request.client])).toEqual([{ person: tom.id }]);
});

test("who was removed is refused at the next call and the next refresh", async () => {
  const own = await startTeamServer();
  try {
    const tokens = await connect(own.browser());
    own.removed.add(marta.id);
    await own.database.run("UPDATE people SET status = 'removed' WHERE id = ?", [marta.id]);
    expect((await callMcp(own.browser(), tokens.access_token, { method: "tools/list" })).status).toBe(401);
    const fields = { grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_id: tokens.client };
    expect(errorOf(await exchange(own.browser(), fields))).toBe("invalid_grant");
  } finally {
    await own.stop();
  }
});

test("nothing in the database signs anybody in", async () => {
  const tokens = await connect(server.browser());
  const tables = ["oauth_items", "oauth_grants", "oauth_keys", "oauth_client_documents"];
  const rows = await Promise.all(tables.map((table) => server.database.all(`SELECT * FROM ${table}`)));
  const dump = JSON.stringify(rows);
  expect(dump).toContain(tokens.client);
  for (const secret of [tokens.access_token, tokens.refresh_token, tokens.code, password])
    expect(dump.includes(secret)).toBe(false);
});

test("neither tokens nor codes nor passwords are logged", async () => {
  const tokens = await connect(server.browser());
  await listTools(tokens.access_token);
  const log = server.lines.join("\n");
  expect(log).toContain('"route":"oauth"');
  for (const secret of [tokens.access_token, tokens.refresh_token, tokens.code, password, marta.email])
    expect(log.includes(secret)).toBe(false);
});
