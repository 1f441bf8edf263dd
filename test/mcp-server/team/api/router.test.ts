import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ApiError, endpoint } from "#team/api/router";
import { PeopleError } from "#team/people/person";
import type { Browser } from "../../../fakes/team/browser";
import { marta, password, startTeamServer, type TestServer } from "../../../fakes/team/server";
import { authorizePath, callMcp, connect, newVerifier, passSignIn, register } from "../../../fakes/team/sign-in";

let server: TestServer;
let browser: Browser;
let csrf: string;
beforeAll(async () => {
  const endpoints = [
    endpoint({
      method: "PUT",
      path: "/api/things/:id",
      body: z.strictObject({ count: z.int() }),
      run: async ({ params, body, person }) => ({ ...params, ...body, by: person.id }),
    }),
    endpoint({
      method: "GET",
      path: "/api/broken",
      open: true,
      run: async () => {
        throw new Error("secret detail");
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/busy",
      open: true,
      run: async () => {
        throw new ApiError(429, "busy", "Later.", 7);
      },
    }),
  ];
  server = await startTeamServer({ parts: { endpoints } });
  browser = server.browser();
  const json = { email: marta.email, password };
  const answer = await browser.send("/api/sign-in", { method: "POST", json });
  csrf = (JSON.parse(answer.text) as { csrf: string }).csrf;
});
afterAll(() => server.stop());

const put = (path: string, json: unknown, headers: Record<string, string> = { "x-csrf-token": csrf }) =>
  browser.send(path, { method: "PUT", json, headers });
const errorOf = (text: string) => (JSON.parse(text) as { error: string }).error;

test("the session's cookie is only for this server and out of reach of scripts", async () => {
  const other = server.browser();
  const answer = await other.send("/api/sign-in", { method: "POST", json: { email: marta.email, password } });
  expect(answer.headers["set-cookie"]).toEqual([
    expect.stringMatching(/^__Host-session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=604800$/),
  ]);
});

test("who is signed in is told to the page, and nobody else", async () => {
  expect(JSON.parse((await browser.get("/api/session")).text)).toEqual({ person: marta, csrf });
  const answer = await server.browser().get("/api/session");
  expect([answer.status, errorOf(answer.text)]).toEqual([401, "signed_out"]);
});

test("a wrong password gives no cookie", async () => {
  const other = server.browser();
  const answer = await other.send("/api/sign-in", { method: "POST", json: { email: marta.email, password: "x" } });
  expect([answer.status, errorOf(answer.text), other.cookies.size]).toEqual([401, "wrong_password", 0]);
});

test("a request that changes something needs the word of the page", async () => {
  expect(JSON.parse((await put("/api/things/7", { count: 1 })).text)).toEqual({ id: "7", count: 1, by: marta.id });
  const other = server.browser();
  const signedIn = await other.send("/api/sign-in", { method: "POST", json: { email: marta.email, password } });
  const ofOtherBrowser = (JSON.parse(signedIn.text) as { csrf: string }).csrf;
  const sameLength = `${csrf.startsWith("A") ? "B" : "A"}${csrf.slice(1)}`;
  const wrong: Record<string, string>[] = [
    {},
    ...["", `${csrf}x`, sameLength, ofOtherBrowser].map((word) => ({ "x-csrf-token": word })),
  ];
  for (const headers of wrong) {
    const answer = await put("/api/things/7", { count: 1 }, headers);
    expect([answer.status, errorOf(answer.text)]).toEqual([403, "csrf"]);
  }
  const fromNowhere = { "x-csrf-token": csrf, origin: "" };
  expect((await put("/api/things/7", { count: 1 }, fromNowhere)).status).toBe(403);
});

test("two session cookies are none", async () => {
  const cookie = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`)[0] ?? "";
  const answer = await server.browser().get("/api/session", { cookie: `${cookie}; ${cookie.split("=")[0]}=other` });
  expect(answer.status).toBe(401);
  expect((await server.browser().get("/api/session", { cookie })).status).toBe(200);
});

test.each([
  ["another type", { count: "1" }],
  ["too much", { count: 1, more: 2 }],
  ["too little", {}],
  ["no object", []],
])("a body with %s is refused", async (_name, json) => {
  const answer = await put("/api/things/7", json);
  expect([answer.status, errorOf(answer.text)]).toEqual([400, "bad_input"]);
});

test("a body that is no JSON, or does not say so, is refused", async () => {
  const send = (type: string, body: string) =>
    browser.send("/api/things/7", { method: "PUT", body, headers: { "x-csrf-token": csrf, "content-type": type } });
  expect((await send("application/json", "{")).status).toBe(400);
  expect((await send("text/plain", '{"count":1}')).status).toBe(415);
});

test.each([
  ["GET", "/api/things/7", 405],
  ["GET", "/api/nothing", 404],
  ["GET", "/api/things/a%2Fb", 404],
  ["GET", "/api/things/", 404],
  ["GET", `/api/things/${"x".repeat(129)}`, 404],
  ["GET", "/api/", 404],
])("%s %s answers %i", async (method, path, status) => {
  expect((await browser.send(path, { method })).status).toBe(status);
});

test("what went wrong inside is logged and not told", async () => {
  const answer = await browser.get("/api/broken");
  expect(answer.status).toBe(503);
  expect(answer.text).not.toContain("secret detail");
  expect(server.lines.some((line) => line.includes("secret detail"))).toBe(true);
});

test("a refusal says when to come back", async () => {
  const answer = await browser.get("/api/busy");
  expect([answer.status, answer.headers["retry-after"], errorOf(answer.text)]).toEqual([429, "7", "busy"]);
});

test("a client is listed, lowered and revoked, each from the next call on", async () => {
  const visitor = server.browser();
  const tokens = await connect(visitor);
  const { csrf: word } = JSON.parse((await visitor.get("/api/session")).text) as { csrf: string };
  const headers = { "x-csrf-token": word };
  const grants = JSON.parse((await visitor.get("/api/grants")).text) as { id: string; client: { id: string } }[];
  const grant = grants.find(({ client }) => client.id === tokens.client);
  expect(grant).toMatchObject({ level: "track", accounts: null, client: { redirectHost: "127.0.0.1:3118" } });
  expect(grant).not.toHaveProperty("person");
  const clockIn = { method: "tools/call", params: { name: "clock_in", arguments: {} } };
  expect((await callMcp(visitor, tokens.access_token, clockIn)).status).toBe(200);
  const path = `/api/grants/${grant?.id}`;
  const change = (level: string) => visitor.send(path, { method: "POST", json: { level }, headers });
  expect((await change("everything")).status).toBe(409);
  expect((await change("read")).status).toBe(204);
  expect((await callMcp(visitor, tokens.access_token, clockIn)).status).toBe(403);
  expect((await change("track")).status).toBe(409);
  expect((await visitor.send(path, { method: "DELETE", headers })).status).toBe(204);
  expect((await callMcp(visitor, tokens.access_token, { method: "tools/list" })).status).toBe(401);
  expect((await visitor.send(path, { method: "DELETE", headers })).status).toBe(404);
});

test("the page of consent works over the API alone", async () => {
  const visitor = server.browser();
  const redirect = "https://claude.ai/api/mcp/auth_callback";
  const request = { client: await register(visitor, redirect), redirect, verifier: newVerifier() };
  await passSignIn(visitor, await visitor.get("/sign-in"));
  const first = await visitor.get(authorizePath(request));
  const uid = first.headers.location?.split("/").at(-1) ?? "";
  const view = JSON.parse((await visitor.get(`/api/consent/${uid}`)).text) as object;
  expect(view).toMatchObject({
    uid,
    person: marta,
    client: { name: "Test client", identityHost: null, redirectHost: "claude.ai", isLocal: false, isNew: true },
    suggested: { level: "track", days: 30 },
    lifetimes: [1, 7, 30, 90],
    accounts: [{ id: "kimai-p1", label: "Kimai" }],
  });
  const { csrf: word } = JSON.parse((await visitor.get("/api/session")).text) as { csrf: string };
  const decide = (json: object) =>
    visitor.send(`/api/consent/${uid}`, { method: "POST", json, headers: { "x-csrf-token": word } });
  const choice = { decision: "allow", level: "manage", days: 7, accounts: ["kimai-p1"] };
  expect(errorOf((await decide({ ...choice, days: 8 })).text)).toBe("not_offered");
  expect(errorOf((await decide({ ...choice, accounts: ["kimai-p2"] })).text)).toBe("not_offered");
  expect(errorOf((await decide({ ...choice, accounts: [] })).text)).toBe("bad_input");
  const { location } = JSON.parse((await decide(choice)).text) as { location: string };
  const back = await visitor.follow(await visitor.get(new URL(location).pathname));
  expect(back.headers.location).toMatch(/^https:\/\/claude\.ai\/api\/mcp\/auth_callback\?code=/);
  const [grant] = JSON.parse((await visitor.get("/api/grants")).text) as object[];
  expect(grant).toMatchObject({ level: "manage", accounts: ["kimai-p1"], client: { name: "Test client" } });
  expect((await visitor.get(`/api/consent/${uid}`)).status).toBe(410);
});

test("signing out ends the session", async () => {
  const other = server.browser();
  const cookie = async () => [...other.cookies.values()].map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await other.send("/api/sign-in", { method: "POST", json: { email: marta.email, password } });
  const kept = await cookie();
  const headers = { "x-csrf-token": (JSON.parse(answer.text) as { csrf: string }).csrf };
  expect((await other.send("/api/sign-out", { method: "POST", headers })).status).toBe(204);
  expect(other.cookies.size).toBe(0);
  expect((await server.browser().get("/api/session", { cookie: kept })).status).toBe(401);
});

test("somebody who is removed while they sign in is told so, and gets no cookie", async () => {
  const begin = async () => {
    throw new PeopleError("removed", "This person was removed.");
  };
  const late = await startTeamServer({
    parts: { sessions: { begin, find: async () => undefined, end: async () => undefined } },
  });
  const other = late.browser();
  const answer = await other.send("/api/sign-in", { method: "POST", json: { email: marta.email, password } });
  await late.stop();
  expect([answer.status, errorOf(answer.text), other.cookies.size]).toEqual([410, "removed", 0]);
});
