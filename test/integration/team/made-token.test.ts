import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CompanyIssuer } from "../../fakes/company-issuer";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { origin } from "../../fakes/team/server";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";

const script = resolve(import.meta.dirname, "../../../out/mcp-server/index.js");
const email = "tina@example.org";
let issuer: CompanyIssuer;
let kimai: FakeKimai;
let team: Awaited<ReturnType<typeof prepareTeam>>;
let env: NodeJS.ProcessEnv;
let server: SpawnedServer;

beforeAll(async () => {
  issuer = await CompanyIssuer.start(`${origin}/sign-in/company/callback`);
  issuer.account = { sub: "s-1", email, email_verified: true, name: "Tina" };
  kimai = await startFakeKimai({
    settings: { plugins: [{ name: "ApiTokenBundle", version: "1.0" }] },
    seed: ({ users }) => {
      for (const user of users.filter(({ role }) => role === "TEAMLEAD")) user.email = email;
    },
  });
  team = await prepareTeam();
  const file = join(team.folder, "kimai-admin");
  writeFileSync(file, `${kimai.tokens.super}\n`, { mode: 0o600 });
  env = {
    PUNCHCARD_OIDC_ISSUER: issuer.url,
    PUNCHCARD_OIDC_CLIENT_ID: issuer.clientId,
    PUNCHCARD_OIDC_CLIENT_SECRET: issuer.clientSecret,
    PUNCHCARD_MAKE_TOKENS_AT: kimai.url,
    PUNCHCARD_MAKE_TOKENS_KEY_FILE: file,
    PUNCHCARD_SERVICE_ADDRESSES: new URL(kimai.url).host,
  };
  server = await spawnTeamServer(team.folder, env);
});
afterAll(async () => {
  await server?.end();
  await team?.remove();
  await kimai?.close();
  await issuer?.close();
});

const made = () => kimai.state.apiTokens.filter(({ text }) => text !== undefined);

test("somebody who came in with the company's account has Kimai make a token, which ends after they were removed", async () => {
  const browser = server.browser();
  const begun = await browser.get("/sign-in/company");
  const back = await issuer.visit(new URL(begun.headers.location ?? ""));
  expect((await browser.get(back.pathname + back.search)).headers.location).toBe("/");
  expect(made()).toEqual([]);
  const { csrf } = JSON.parse((await browser.get("/api/session")).text) as { csrf: string };
  const json = { yes: true };
  const answer = await browser.send("/api/accounts/made", { method: "POST", json, headers: { "x-csrf-token": csrf } });
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
    200,
    { account: { service: "kimai", isMade: true } },
  ]);
  const [token] = made();
  expect(token?.user).toBe(kimai.state.users.find((one) => one.email === email)?.id);
  const done = spawnSync(process.execPath, [script, "remove", email, "--data", team.folder], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: team.folder },
  });
  expect([done.status, done.stderr]).toEqual([0, ""]);
  expect((await browser.get("/api/session")).status).toBe(401);
  // The next look of the running server is up to a minute away; one that starts looks at once.
  expect(await server.end()).toBe(0);
  const first = server.output();
  server = await spawnTeamServer(team.folder, env);
  await expect.poll(made, { timeout: 20_000 }).toEqual([]);
  for (const secret of [token?.text ?? "", kimai.tokens.super]) expect(first + server.output()).not.toContain(secret);
});
