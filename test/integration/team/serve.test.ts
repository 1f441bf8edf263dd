import { spawnSync } from "node:child_process";
import { get } from "node:http";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cluster, hasPostgres, startPostgres } from "../../fakes/postgres";
import { marta, password } from "../../fakes/team/server";
import { callMcp, connect, exchange, type SignedIn, type Tokens } from "../../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";

/** The built server, as it is started. */
const script = resolve(import.meta.dirname, "../../../out/mcp-server/index.js");

const operation = (port: number, path: string) =>
  new Promise<{ status: number; text: string }>((done, fail) => {
    const sent = get({ port, host: "127.0.0.1", path }, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.once("end", () => done({ status: response.statusCode ?? 0, text }));
    });
    sent.once("error", fail);
  });

const listTools = (server: SpawnedServer, token: string) => callMcp(server.browser(), token, { method: "tools/list" });
const refresh = (server: SpawnedServer, { client, refresh_token }: Pick<SignedIn, "client" | "refresh_token">) =>
  exchange(server.browser(), { grant_type: "refresh_token", refresh_token, client_id: client });

describe("one server with a file", () => {
  let team: Awaited<ReturnType<typeof prepareTeam>>;
  beforeAll(async () => {
    team = await prepareTeam();
  });
  afterAll(() => team.remove());

  test("a client stays signed in over a restart, and nothing secret is written", async () => {
    const first = await spawnTeamServer(team.folder);
    const tokens = await connect(first.browser());
    expect((await listTools(first, tokens.access_token)).text).toContain("clock_in");
    expect(await operation(first.operationPort, "/livez")).toEqual({ status: 200, text: "ok\n" });
    expect((await operation(first.operationPort, "/readyz")).status).toBe(200);
    const { text } = await operation(first.operationPort, "/metrics");
    expect(text).toContain('punchcard_http_requests_total{route="mcp",status="200"} 1');
    expect((await first.browser().get("/metrics")).status).toBe(404);
    expect(await first.end()).toBe(0);
    const second = await spawnTeamServer(team.folder);
    expect((await listTools(second, tokens.access_token)).status).toBe(200);
    const next = JSON.parse((await refresh(second, tokens)).text) as Tokens;
    expect((await listTools(second, next.access_token)).status).toBe(200);
    expect(await second.end("SIGINT")).toBe(0);
    for (const secret of [password, tokens.access_token, tokens.refresh_token, next.access_token])
      expect((first.output() + second.output() + text).includes(secret)).toBe(false);
  });

  test("says where it listens also where its log holds warnings alone", async () => {
    const server = await spawnTeamServer(team.folder, { PUNCHCARD_LOG_LEVEL: "warn" });
    expect((await operation(server.operationPort, "/readyz")).status).toBe(200);
    expect((await server.browser().get("/.well-known/oauth-protected-resource/mcp")).status).toBe(200);
    expect(await server.end()).toBe(0);
    expect(server.output()).toMatch(/^punchcard: listening on 127\.0\.0\.1:\d+ for https:\S+, operation on \S+:\d+$/m);
    expect(server.output()).not.toContain('"level":"info"');
  });

  test("who is removed by the command or by the directory is refused at the next call", async () => {
    const PUNCHCARD_SCIM_TOKEN = "s".repeat(40);
    const server = await spawnTeamServer(team.folder, { PUNCHCARD_SCIM_TOKEN });
    const tokens = await connect(server.browser());
    expect((await listTools(server, tokens.access_token)).status).toBe(200);
    const removed = spawnSync(process.execPath, [script, "remove", marta.email, "--data", team.folder], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: team.folder },
    });
    expect([removed.status, removed.stderr]).toEqual([0, ""]);
    expect((await listTools(server, tokens.access_token)).status).toBe(401);
    expect((await refresh(server, tokens)).status).toBe(400);
    expect((await server.browser().get("/scim/v2/Users")).status).toBe(401);
    const authorization = `Bearer ${PUNCHCARD_SCIM_TOKEN}`;
    expect((await server.browser().get("/scim/v2/Users", { authorization })).status).toBe(200);
    expect(server.output()).not.toContain(PUNCHCARD_SCIM_TOKEN);
    await server.end();
  });

  test.each([
    ["no address", ["serve"], "PUNCHCARD_PUBLIC_URL"],
    ["an address in plain", ["serve", "--public-url", "http://time.example.org"], "https://"],
    ["an unknown option", ["serve", "--no-such"], "--no-such"],
  ])("%s ends the command with what is wrong", async (_name, args, said) => {
    const done = spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env: { PATH: process.env.PATH } });
    expect([done.status, done.stderr.includes(said)]).toEqual([2, true]);
  });
});

describe.skipIf(!hasPostgres)("two servers on one PostgreSQL", () => {
  let cluster: Cluster;
  let team: Awaited<ReturnType<typeof prepareTeam>>;
  let one: SpawnedServer;
  let two: SpawnedServer;
  beforeAll(async () => {
    cluster = await startPostgres();
    const DATABASE_URL = await cluster.create();
    team = await prepareTeam(DATABASE_URL);
    one = await spawnTeamServer(team.folder, { DATABASE_URL });
    two = await spawnTeamServer(team.folder, { DATABASE_URL });
  });
  afterAll(async () => {
    await Promise.all([one?.end(), two?.end()]);
    await team?.remove();
    await cluster?.stop();
  });

  test("what one gave the other takes, and what one ended is over for both", async () => {
    const tokens = await connect(one.browser());
    expect((await listTools(two, tokens.access_token)).status).toBe(200);
    const [next, again] = (await Promise.all([refresh(two, tokens), refresh(one, tokens)])).map(
      ({ text }) => JSON.parse(text) as Tokens,
    ) as [Tokens, Tokens];
    // A program that refreshes twice at once goes on with one token, whichever server it asked.
    expect(again.refresh_token).toBe(next.refresh_token);
    expect((await listTools(one, next.access_token)).status).toBe(200);
    const form = { token: next.refresh_token, client_id: tokens.client };
    expect((await one.browser().send("/oauth/revoke", { method: "POST", form })).status).toBe(200);
    for (const server of [one, two]) expect((await listTools(server, next.access_token)).status).toBe(401);
  });

  test("a code that one redeemed is worth nothing at the other, where it ends what it gave", async () => {
    const { code, client, redirect, verifier, access_token, refresh_token } = await connect(one.browser());
    const fields = { client_id: client, redirect_uri: redirect, code_verifier: verifier };
    const again = await exchange(two.browser(), { grant_type: "authorization_code", code, ...fields });
    expect([again.status, JSON.parse(again.text)]).toMatchObject([400, { error: "invalid_grant" }]);
    for (const server of [one, two]) expect((await listTools(server, access_token)).status).toBe(401);
    expect((await refresh(two, { client, refresh_token })).status).toBe(400);
  });

  test("without the database nothing is answered as if it were, and nobody is signed out", async () => {
    const tokens = await connect(one.browser());
    await cluster.kill();
    expect((await operation(one.operationPort, "/readyz")).status).toBe(503);
    expect((await operation(one.operationPort, "/livez")).status).toBe(200);
    const without = await listTools(one, tokens.access_token);
    expect([without.status, without.headers["retry-after"]]).toEqual([503, "5"]);
    const failed = await refresh(one, tokens);
    expect(failed.status).toBeGreaterThanOrEqual(500);
    await cluster.start();
    await expect
      .poll(async () => (await operation(one.operationPort, "/readyz")).status, { timeout: 20_000 })
      .toBe(200);
    expect((await listTools(one, tokens.access_token)).status).toBe(200);
    expect((await refresh(one, tokens)).status).toBe(200);
  });
});
