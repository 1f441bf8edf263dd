import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { testAuthority } from "../../fakes/kimai/certificate";
import { callMcp, connect, csrfOf } from "../../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";

/** The built server and a Kimai whose certificate is of the company's own authority. */
const folder = mkdtempSync(join(tmpdir(), "pc-authority-"));
const NODE_EXTRA_CA_CERTS = join(folder, "authority.pem");
let kimai: FakeKimai;
let team: Awaited<ReturnType<typeof prepareTeam>>;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  writeFileSync(NODE_EXTRA_CA_CERTS, testAuthority);
  kimai = await startFakeKimai({ tls: true });
  team = await prepareTeam();
  env = { PUNCHCARD_SERVICE_ADDRESSES: new URL(kimai.url).host };
});
afterAll(async () => {
  await team?.remove();
  await kimai?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("is told to be trusted by whoever runs the server, on the page and to the client, and is where it was set", {
  timeout: 180_000,
}, async () => {
  const tokens = async (server: SpawnedServer) => {
    const browser = server.browser();
    return { browser, token: (await connect(browser)).access_token };
  };
  const connectKimai = async (browser: Awaited<ReturnType<typeof tokens>>["browser"]) => {
    const json = { service: "kimai", url: kimai.url, secret: kimai.tokens.user };
    const headers = { "x-csrf-token": await csrfOf(browser) };
    return browser.send("/api/accounts", { method: "POST", json, headers });
  };
  const status = async ({ browser, token }: Awaited<ReturnType<typeof tokens>>) =>
    (await callMcp(browser, token, { method: "tools/call", params: { name: "get_status", arguments: {} } })).text;

  const strict = await spawnTeamServer(team.folder, env);
  const refused = await connectKimai((await tokens(strict)).browser);
  expect(refused.status).toBe(422);
  expect(JSON.parse(refused.text)).toEqual({
    error: "tls",
    message: { code: "certificate_not_trusted", params: { host: new URL(kimai.url).host } },
  });
  await strict.end();

  const trusting = await spawnTeamServer(team.folder, { ...env, NODE_EXTRA_CA_CERTS });
  const there = await tokens(trusting);
  expect((await connectKimai(there.browser)).status).toBe(200);
  expect(await status(there)).toContain('"state":"idle"');
  await trusting.end();

  const again = await spawnTeamServer(team.folder, env);
  const told = await status(await tokens(again));
  expect(told).toContain("ask your Punchcard admin");
  expect(told).toContain("NODE_EXTRA_CA_CERTS");
  expect(told).not.toContain("choose the file");
  await again.end();
});
