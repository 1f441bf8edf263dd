import { BlockList } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultLimits } from "#team/http/rate-limits";
import { marta, password, startTeamServer, type TestServer } from "../../../fakes/team/server";
import { callMcp, connect, exchange } from "../../../fakes/team/sign-in";

let server: TestServer;
beforeAll(async () => {
  const trustedProxies = new BlockList();
  trustedProxies.addAddress("127.0.0.1");
  const few = { points: 3, duration: 60 };
  const failures = { stranger: few, token: few, password: few, "sign-in": few, authorize: few };
  const limits = { ...defaultLimits, tool: few, register: few, ...failures };
  server = await startTeamServer({ config: { trustedProxies, limits } });
});
afterAll(() => server.stop());

/** Sends four times from one address, and once from another. @returns the statuses */
async function fiveTimes(path: string, body: object, others: Record<string, string> = {}): Promise<number[]> {
  const send = (from: string) =>
    server.browser().send(path, { method: "POST", ...body, headers: { "x-forwarded-for": from, ...others } });
  const statuses: number[] = [];
  for (const from of ["198.51.100.1", "198.51.100.1", "198.51.100.1", "198.51.100.1", "198.51.100.2"]) {
    const answer = await send(from);
    if (answer.status === 429) expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    statuses.push(answer.status);
  }
  return statuses;
}

test.each([
  ["registrations", "/oauth/register", { json: { redirect_uris: ["https://claude.ai/api/mcp/auth_callback"] } }, 201],
  ["wrong passwords", "/api/sign-in", { json: { email: "nobody@example.org", password } }, 401],
  ["wrong codes", "/oauth/token", { form: { grant_type: "authorization_code", code: "wrong", client_id: "x" } }, 401],
])("%s are limited by address", async (_name, path, body, status) => {
  expect(await fiveTimes(path, body)).toEqual([status, status, status, 429, status]);
});

test("wrong access tokens are limited by address, and every refusal says where to sign in", async () => {
  const send = (authorization?: string) =>
    server.browser().send("/mcp", {
      ...{ method: "POST", json: {} },
      headers: { "x-forwarded-for": "198.51.100.3", ...(authorization !== undefined && { authorization }) },
    });
  const statuses: number[] = [];
  for (const token of ["a", "b", "c", "d", "e"]) {
    const answer = await send(`Bearer ${token}`);
    expect(answer.headers["www-authenticate"]).toContain("resource_metadata=");
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
  // A client without a token only asks where to sign in.
  expect((await send()).status).toBe(401);
});

test("a neighbor's failures refuse nobody with a valid session, code, or token", async () => {
  const headers = { "x-forwarded-for": "198.51.100.4" };
  const neighbor = () => server.browser(headers);
  // Signs in before the neighbor fails: passwords alone are refused for others' failures.
  const user = server.browser(headers);
  await user.send("/api/sign-in", { method: "POST", json: { email: marta.email, password } });
  for (let n = 0; n < 6; n++) {
    await neighbor().send("/mcp", { method: "POST", json: {}, headers: { authorization: `Bearer ${n}` } });
    await neighbor().send("/oauth/token", { method: "POST", form: { code: `${n}` } });
    await neighbor().get("/oauth/authorize");
    await neighbor().send("/api/sign-in", { method: "POST", json: { email: marta.email, password: "wrong" } });
  }
  expect((await neighbor().get("/oauth/authorize")).status).toBe(429);
  const tokens = await connect(user);
  expect((await callMcp(neighbor(), tokens.access_token, { method: "tools/list" })).status).toBe(200);
  const refreshed = await exchange(neighbor(), {
    ...{ grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_id: tokens.client },
  });
  expect(refreshed.status).toBe(200);
});

test("one refused credential that is sent again and again waits for itself", async () => {
  const few = { points: 2, duration: 60 };
  const strict = await startTeamServer({ config: { limits: { ...defaultLimits, credential: few } } });
  try {
    const statuses: number[] = [];
    for (const token of ["a", "a", "a", "b"]) statuses.push((await callMcp(strict.browser(), token, {})).status);
    const refresh = async (secret: string) =>
      (await strict.browser().send("/oauth/token", { method: "POST", form: { refresh_token: secret } })).status;
    for (const secret of ["a", "a", "a", "b"]) statuses.push(await refresh(secret));
    expect(statuses).toEqual([401, 401, 429, 401, 400, 400, 429, 400]);
  } finally {
    await strict.stop();
  }
});

test("addresses of one network of IPv6 are one stranger", async () => {
  const statuses: number[] = [];
  for (const from of ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4", "2001:db8:0:1::1"])
    statuses.push(
      (
        await server.browser().send("/api/sign-in", {
          ...{ method: "POST", json: { email: marta.email, password: "wrong" }, headers: { "x-forwarded-for": from } },
        })
      ).status,
    );
  expect(statuses).toEqual([401, 401, 401, 429, 401]);
});

test("an office of many behind one address signs in, and one who guesses there is stopped all the same", async () => {
  const send = (secret: string) =>
    server.browser().send("/api/sign-in", {
      method: "POST",
      json: { email: marta.email, password: secret },
      headers: { "x-forwarded-for": "198.51.100.9" },
    });
  const statuses: number[] = [];
  for (const secret of [password, password, password, password, "a", "b", password, "c", password])
    statuses.push((await send(secret)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 401, 401, 200, 401, 429]);
});

test("one tool is limited for its person, and the others go on", async () => {
  const tokens = await connect(server.browser());
  const call = (name: string) =>
    callMcp(server.browser(), tokens.access_token, { method: "tools/call", params: { name, arguments: {} } });
  const statuses = [];
  for (let count = 0; count < 4; count++) statuses.push((await call("get_status")).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect((await call("list_time")).status).toBe(200);
  const text = await (await fetch(`http://127.0.0.1:${server.operationPort}/metrics`)).text();
  expect(text).toContain('punchcard_rate_limited_total{limit="tool"} 1');
  expect(text).toContain('punchcard_tool_calls_total{tool="get_status"} 4');
  for (const secret of [tokens.access_token, tokens.client, marta.id, marta.email])
    expect(text).not.toContain(`"${secret}`);
});

test("one client is limited for itself, and all clients of a person together", async () => {
  const limits = { ...defaultLimits, person: { points: 4, duration: 60 }, grant: { points: 2, duration: 60 } };
  const strict = await startTeamServer({ config: { limits } });
  try {
    const [one, other] = [await connect(strict.browser()), await connect(strict.browser())];
    const statusOf = async (token: string) => (await callMcp(strict.browser(), token, { method: "tools/list" })).status;
    const statuses: number[] = [];
    for (const { access_token } of [one, one, one, other, other]) statuses.push(await statusOf(access_token));
    expect(statuses).toEqual([200, 200, 429, 200, 429]);
  } finally {
    await strict.stop();
  }
});
