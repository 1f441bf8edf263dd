import { BlockList } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultLimits } from "#team/http/rate-limits";
import { marta, password, startTeamServer, type TestServer } from "../../../fakes/team/server";
import { callMcp, connect } from "../../../fakes/team/sign-in";

let server: TestServer;
beforeAll(async () => {
  const trustedProxies = new BlockList();
  trustedProxies.addAddress("127.0.0.1");
  const few = { points: 3, duration: 60 };
  const limits = { ...defaultLimits, tool: few, stranger: few, register: few, signIn: few };
  server = await startTeamServer({ config: { trustedProxies, limits } });
});
afterAll(() => server.stop());

/** Sends four times from one address, and once from another. @returns the statuses */
async function fiveTimes(path: string, json: object): Promise<number[]> {
  const send = (from: string) =>
    server.browser().send(path, { method: "POST", json, headers: { "x-forwarded-for": from } });
  const statuses: number[] = [];
  for (const from of ["198.51.100.1", "198.51.100.1", "198.51.100.1", "198.51.100.1", "198.51.100.2"]) {
    const answer = await send(from);
    if (answer.status === 429) expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    statuses.push(answer.status);
  }
  return statuses;
}

test.each([
  ["registrations", "/oauth/register", { redirect_uris: ["https://claude.ai/api/mcp/auth_callback"] }, 201],
  ["tries to sign in", "/api/sign-in", { email: "nobody@example.org", password }, 401],
  ["requests of a stranger", "/mcp", {}, 401],
])("%s are limited by address", async (_name, path, json, status) => {
  expect(await fiveTimes(path, json)).toEqual([status, status, status, 429, status]);
});

test("addresses of one network of IPv6 are one stranger", async () => {
  const statuses: number[] = [];
  for (const from of ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4", "2001:db8:0:1::1"])
    statuses.push(
      (await server.browser().send("/mcp", { method: "POST", json: {}, headers: { "x-forwarded-for": from } })).status,
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
