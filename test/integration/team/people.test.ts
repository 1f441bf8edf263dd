import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startFakeKimai } from "../../fakes/kimai";
import { marta, origin } from "../../fakes/team/server";
import { callMcp, connect, csrfOf } from "../../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";

/** The built server and its commands, as an operator and a directory use them. */
const script = resolve(import.meta.dirname, "../../../out/mcp-server/index.js");
const scimToken = "canary-token-of-the-company-directory";
let team: Awaited<ReturnType<typeof prepareTeam>>;
let server: SpawnedServer;
beforeAll(async () => {
  team = await prepareTeam();
  server = await spawnTeamServer(team.folder, { PUNCHCARD_SCIM_TOKEN: scimToken });
});
afterAll(async () => {
  await server?.end();
  await team?.remove();
});

const command = (...args: string[]) =>
  spawnSync(process.execPath, [script, ...args, "--data", team.folder], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: team.folder },
  });

async function signIn(email: string) {
  const { stdout } = command("invite", email, "--public-url", origin);
  const [, token = ""] = /\/invitation#([\w-]{43})$/m.exec(stdout) ?? [];
  const browser = server.browser();
  const answer = await browser.send("/api/invitation/password", {
    method: "POST",
    json: { token, password: "correct horse battery" },
  });
  expect(answer.status).toBe(200);
  return { browser, token, csrf: JSON.parse(answer.text).csrf as string };
}

test("an invited person is in, and out at once when the operator removes them", async () => {
  const { browser, token, csrf } = await signIn("piotr@example.org");
  expect((await browser.get("/api/session")).status).toBe(200);
  const done = command("remove", "piotr@example.org");
  expect([done.status, done.stderr]).toEqual([0, ""]);
  expect((await browser.get("/api/session")).status).toBe(401);
  for (const secret of [token, csrf, "correct horse battery"]) expect(server.output()).not.toContain(secret);
});

test("a directory that knows the token removes a person from a running server", async () => {
  const { browser } = await signIn("anna@example.org");
  const { id } = JSON.parse((await browser.get("/api/session")).text).person;
  const Operations = [{ op: "Replace", path: "active", value: "False" }];
  const patch = (authorization: string) =>
    server
      .browser()
      .send(`/scim/v2/Users/${id}`, { method: "PATCH", json: { Operations }, headers: { authorization } });
  expect((await patch("Bearer wrong")).status).toBe(401);
  expect((await browser.get("/api/session")).status).toBe(200);
  expect((await patch(`Bearer ${scimToken}`)).status).toBe(200);
  expect((await browser.get("/api/session")).status).toBe(401);
  expect(server.output()).not.toContain("canary");
});

test("a call in whose middle its person is removed tells what it wrote, which is there once, and the next is refused", async () => {
  const kimai = await startFakeKimai();
  onTestFinished(() => kimai.close());
  await server.end();
  server = await spawnTeamServer(team.folder, { PUNCHCARD_SERVICE_ADDRESSES: new URL(kimai.url).host });
  const browser = server.browser();
  const { access_token: token } = await connect(browser);
  const json = { service: "kimai", url: kimai.url, secret: kimai.tokens.user, profile: "track" };
  const headers = { "x-csrf-token": await csrfOf(browser) };
  expect((await browser.send("/api/accounts", { method: "POST", json, headers })).status).toBe(200);
  const call = (name: string, args: object) =>
    callMcp(server.browser(), token, { method: "tools/call", params: { name, arguments: args } });
  const write = (day: string, description: string) => {
    const entry = { from: `${day} 09:00`, to: `${day} 10:00`, project: "Web", activity: "Support", description };
    return call("log_time", { entries: [entry] });
  };
  // What it may do there is read with the first call.
  expect((await write("2026-09-01", "before")).text).not.toContain("isError");
  kimai.fail({ method: "POST", path: /^\/timesheets$/, times: 1, failure: { kind: "delay", milliseconds: 4_000 } });
  const before = kimai.count("POST", /timesheets/);
  const written = write("2026-09-02", "in the middle");
  await expect.poll(() => kimai.count("POST", /timesheets/), { timeout: 30_000 }).toBe(before + 1);
  expect(command("remove", marta.email).status).toBe(0);
  expect((await call("get_status", {})).status).toBe(401);
  const { status, text } = await written;
  expect([status, text]).toEqual([200, expect.stringContaining("Saved 1")]);
  expect(kimai.state.timesheets.filter(({ description }) => description === "in the middle")).toHaveLength(1);
});

test("keys are rotated while the server runs, and it starts with the new one", async () => {
  const { browser } = await signIn("ewa@example.org");
  const done = command("rotate-keys", "--forget");
  expect([done.status, done.stderr]).toEqual([0, ""]);
  expect((await browser.get("/api/session")).status).toBe(200);
  const asked = await browser.send("/api/passkey/begin", { method: "POST", json: {} });
  expect(asked.status).toBe(200);
  expect(await server.end()).toBe(0);
  server = await spawnTeamServer(team.folder);
  const again = server.browser();
  for (const [key, cookie] of browser.cookies) again.cookies.set(key, cookie);
  expect((await again.get("/api/session")).status).toBe(200);
  expect((await again.get("/scim/v2/Users")).status).toBe(404);
});
