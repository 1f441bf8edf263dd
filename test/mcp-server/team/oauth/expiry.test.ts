import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ConsentView } from "#team/api/contract";
import { usualLifetimes } from "#team/api/lifetimes";
import type { Browser } from "../../../fakes/team/browser";
import { marta, startTeamServer, type TestServer } from "../../../fakes/team/server";
import {
  allow,
  authorizePath,
  callMcp,
  connect,
  decide,
  exchange,
  newVerifier,
  passSignIn,
  register,
} from "../../../fakes/team/sign-in";

const day = 86_400_000;
const redirect = "http://127.0.0.1:3118/callback";
let server: TestServer;
const start = Date.parse("2026-11-19T10:07:33Z");
/** Milliseconds since the start, by the clock of the server. */
let ahead = 0;
beforeAll(async () => {
  server = await startTeamServer({ parts: { clock: () => start + ahead } });
});
afterAll(() => server.stop());
beforeEach(() => {
  ahead = 0;
});

const statusOf = async (token: string) => (await callMcp(server.browser(), token, { method: "tools/list" })).status;
const grantOf = (client: string) =>
  server.database.first<{ id: string; last_used_at: number | null }>(
    "SELECT id, last_used_at FROM oauth_grants WHERE client_id = ?",
    [client],
  );
const question = async (browser: Browser, back = redirect, type = "native") => {
  const request = {
    client: await register(browser, back, { application_type: type }),
    redirect: back,
    verifier: newVerifier(),
  };
  return { request, page: await passSignIn(browser, await browser.get(authorizePath(request))) };
};
const refusedChoice = async (choice: object) => {
  const browser = server.browser();
  const usual = { decision: "allow", level: "track", days: 30, accounts: null, understood: true };
  const { page } = await question(browser);
  const { status, text } = await decide(browser, page, { ...usual, ...choice });
  return [status, (JSON.parse(text) as { error?: string }).error];
};

test("an access token ends after a quarter of an hour", async () => {
  const { access_token } = await connect(server.browser());
  // Half a minute before, as the sign-in itself took some of the time.
  ahead = 870_000;
  expect(await statusOf(access_token)).toBe(200);
  ahead = 901_000;
  expect(await statusOf(access_token)).toBe(401);
});

test.each([
  ["expired", "expires_at"],
  ["was revoked", "revoked_at"],
])("a token whose grant %s is refused, though the token itself still holds", async (_name, column) => {
  const { access_token, client } = await connect(server.browser());
  expect(await statusOf(access_token)).toBe(200);
  await server.database.run(`UPDATE oauth_grants SET ${column} = ? WHERE client_id = ?`, [start - 1, client]);
  expect(await statusOf(access_token)).toBe(401);
});

test("a refresh token lasts as long as what the person agreed to", async () => {
  const { client } = await connect(server.browser(), { days: 1 });
  const grant = await grantOf(client);
  const row = await server.database.first<{ lasts: number }>(
    "SELECT expires_at - created_at AS lasts FROM oauth_items WHERE model = 'RefreshToken' AND grant_id = ?",
    [grant?.id ?? ""],
  );
  expect(row?.lasts).toBeLessThanOrEqual(day);
  expect(row?.lasts).toBeGreaterThan(day - 60_000);
});

test("a code is worth nothing after a minute", async () => {
  const browser = server.browser();
  const { request, page } = await question(browser);
  const code = (await allow(browser, page)).searchParams.get("code") ?? "";
  ahead = 61_000;
  const answer = await exchange(browser, {
    ...{ grant_type: "authorization_code", code, client_id: request.client, redirect_uri: redirect },
    code_verifier: request.verifier,
  });
  expect(JSON.parse(answer.text)).toMatchObject({ error: "invalid_grant" });
});

test("a use is noted once a minute", async () => {
  const { access_token, client } = await connect(server.browser());
  const used = async () => (await grantOf(client))?.last_used_at ?? 0;
  await statusOf(access_token);
  await expect.poll(used).toBeGreaterThan(0);
  const first = await used();
  ahead = 30_000;
  await statusOf(access_token);
  ahead = 90_000;
  await statusOf(access_token);
  await expect.poll(used).toBeGreaterThanOrEqual(first + 89_000);
});

test.each<[string, object]>([
  ["a time that is not offered", { days: 31 }],
  ["an account of somebody else", { accounts: ["kimai-p2"] }],
  ["one of their accounts and one of somebody else", { accounts: [`kimai-${marta.id}`, "kimai-p2"] }],
  ["a local program that nobody said to have started", { understood: false }],
  ["a local program without the box", { understood: undefined }],
])("nothing is granted for %s", async (_name, choice) => {
  expect(await refusedChoice(choice)).toEqual([400, "not_offered"]);
});

test("a client is let in to the accounts that were chosen", async () => {
  const { client } = await connect(server.browser(), { accounts: [`kimai-${marta.id}`] });
  const row = await server.database.first("SELECT accounts FROM oauth_grants WHERE client_id = ?", [client]);
  expect(row).toEqual({ accounts: JSON.stringify([`kimai-${marta.id}`]) });
});

test.each([
  ["http://127.0.0.1:3118/callback", "native", true, "read", 1],
  ["cursor://anysphere.cursor-mcp/oauth/callback", "native", true, "read", 1],
  ["https://localhost:8443/callback", "web", true, "read", 1],
  ["https://claude.ai/api/mcp/auth_callback", "web", false, "track", 30],
])("an answer to %s of a %s client is for a program on the computer: %s", async (back, type, isLocal, level, days) => {
  const view = JSON.parse((await question(server.browser(), back, type)).page.text) as ConsentView;
  expect(view.client.isLocal).toBe(isLocal);
  expect(view.suggested).toEqual({ level, days });
});

test("the cookie of one question opens no other", async () => {
  const browser = server.browser();
  const [one, other] = [await question(browser), await question(browser)];
  const uidOf = (text: string) => (JSON.parse(text) as ConsentView).uid;
  const cookies = [...browser.cookies.values()];
  const own = cookies.filter(({ path }) => path === "/" || path.endsWith(uidOf(one.page.text)));
  const cookie = own.map(({ name, value }) => `${name}=${value}`).join("; ");
  const ask = (uid: string) => browser.send(`/api/consent/${uid}`, { headers: { cookie } });
  expect((await ask(uidOf(one.page.text))).status).toBe(200);
  expect((await ask(uidOf(other.page.text))).status).toBe(410);
});

test("cookies of a question are for this server alone and not for scripts", async () => {
  const browser = server.browser();
  const request = { client: await register(browser, redirect), redirect, verifier: newVerifier() };
  const answer = await browser.get(authorizePath(request));
  const lines = [answer.headers["set-cookie"] ?? []].flat();
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line.toLowerCase()).toMatch(/(?=.*samesite=lax)(?=.*httponly)(?=.*secure)/);
});

test("a client stays connected no longer than the company allows", async () => {
  const strict = await startTeamServer({ parts: { lifetimes: async () => ({ ...usualLifetimes, grantDays: 7 }) } });
  try {
    const browser = strict.browser();
    const { page } = await question(browser, "https://claude.ai/api/mcp/auth_callback");
    expect(JSON.parse(page.text)).toMatchObject({ lifetimes: [1, 7], suggested: { days: 7 } });
    expect((await allow(browser, page, { days: 30 })).href).toBe("error:400");
    expect((await allow(browser, page, { days: 7 })).searchParams.get("code")).not.toBeNull();
  } finally {
    await strict.stop();
  }
});

test("what a level is locked by is asked for exactly this client", async () => {
  const asked: unknown[] = [];
  const locksOf = async (_person: string, client: object) => {
    asked.push(client);
    return { everything: "company" as const };
  };
  const strict = await startTeamServer({ parts: { locksOf } });
  try {
    const { request, page } = await question(strict.browser());
    expect(asked).toEqual([{ id: request.client, name: "Test client", redirectHost: "127.0.0.1:3118" }]);
    expect((JSON.parse(page.text) as ConsentView).levels.at(-1)).toEqual({ level: "everything", locked: "company" });
  } finally {
    await strict.stop();
  }
});
