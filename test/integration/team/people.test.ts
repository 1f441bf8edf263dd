import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { origin } from "../../fakes/team/server";
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
