import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callbackPath } from "#team/people/company-sign-in";
import { CompanyIssuer } from "../../fakes/company-issuer";
import { type Cluster, hasPostgres, startPostgres } from "../../fakes/postgres";
import { origin } from "../../fakes/team/server";
import {
  allow,
  authorizePath,
  callMcp,
  exchange,
  newVerifier,
  passSignIn,
  register,
  type Tokens,
} from "../../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";

const tenMinutes = 600_000;

/** For NODE_OPTIONS: a process whose machine has a wrong clock. */
const clockOff = (milliseconds: number) => {
  const code = `const Real = Date; const now = () => Real.now() + ${milliseconds};
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [now()])); }
      static now() { return now(); }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
};

describe.skipIf(!hasPostgres)("servers on one PostgreSQL whose clocks are ten minutes off", () => {
  let cluster: Cluster;
  let team: Awaited<ReturnType<typeof prepareTeam>>;
  const servers: SpawnedServer[] = [];
  beforeAll(async () => {
    cluster = await startPostgres();
    const DATABASE_URL = await cluster.create();
    team = await prepareTeam(DATABASE_URL);
    for (const off of [0, tenMinutes, -tenMinutes])
      servers.push(await spawnTeamServer(team.folder, { DATABASE_URL, ...clockOff(off) }));
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.end("SIGKILL")));
    await team?.remove();
    await cluster?.stop();
  });

  test.each([
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ])("sign a client in at server %i, give the token at %i, and let it call and refresh at %i", async (...order) => {
    const [first, second, third] = order.map((index) => servers[index]) as [
      SpawnedServer,
      SpawnedServer,
      SpawnedServer,
    ];
    const redirect = "http://127.0.0.1:3118/callback";
    const browser = first.browser();
    const request = { client: await register(browser, redirect), redirect, verifier: newVerifier() };
    const page = await passSignIn(browser, await browser.get(authorizePath(request)));
    const code = (await allow(browser, page)).searchParams.get("code") ?? "";
    const fields = { client_id: request.client, redirect_uri: redirect, code_verifier: request.verifier };
    const got = await exchange(second.browser(), { grant_type: "authorization_code", code, ...fields });
    expect([got.status, got.text]).toEqual([200, expect.stringContaining("access_token")]);
    const tokens = JSON.parse(got.text) as Tokens;
    expect(tokens.expires_in).toBe(900);
    for (const server of [third, first, second])
      expect((await callMcp(server.browser(), tokens.access_token, { method: "tools/list" })).status).toBe(200);
    const again = { grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_id: request.client };
    const next = await exchange(third.browser(), again);
    expect(next.status).toBe(200);
    const { access_token } = JSON.parse(next.text) as Tokens;
    expect((await callMcp(first.browser(), access_token, { method: "tools/list" })).status).toBe(200);
  });

  test("say in their log how far they are off", async () => {
    const said = (index: number) => /"secondsAhead":(-?\d+)/.exec(servers[index]?.output() ?? "")?.[1];
    await expect.poll(() => Math.abs(Number(said(1)) + 600)).toBeLessThanOrEqual(2);
    await expect.poll(() => Math.abs(Number(said(2)) - 600)).toBeLessThanOrEqual(2);
    expect(said(0)).toBeUndefined();
  });
});

describe("a server whose clock differs from that of the company's sign-in", () => {
  let issuer: CompanyIssuer;
  beforeAll(async () => {
    issuer = await CompanyIssuer.start(origin + callbackPath, 300);
    issuer.account = { sub: "s-1", email: "nora@example.org", email_verified: true, name: "Nora" };
  });
  afterAll(() => issuer?.close());

  /** The whole way of a browser. @returns where it ends, and who is known here then */
  const signIn = async (off: number) => {
    const team = await prepareTeam();
    const server = await spawnTeamServer(team.folder, {
      ...{ PUNCHCARD_OIDC_ISSUER: issuer.url, PUNCHCARD_OIDC_CLIENT_ID: issuer.clientId },
      ...{ PUNCHCARD_OIDC_CLIENT_SECRET: issuer.clientSecret, ...clockOff(off) },
    });
    try {
      const browser = server.browser();
      const begun = await browser.get("/sign-in/company?returnTo=/activity");
      const back = await issuer.visit(new URL(begun.headers.location ?? ""));
      const ended = await browser.get(back.pathname + back.search, { accept: "text/html" });
      const people = await team.database.all<{ email: string }>("SELECT email FROM people ORDER BY email");
      return { to: ended.headers.location, people: people.map(({ email }) => email), log: server.output() };
    } finally {
      await server.end();
      await team.remove();
    }
  };

  test("lets somebody in where it is ten minutes behind, or right", async () => {
    for (const off of [0, -tenMinutes])
      expect(await signIn(off)).toMatchObject({ to: "/activity", people: ["marta@example.org", "nora@example.org"] });
  });

  test("lets nobody in by what is over by its own clock, and says that clocks differ", async () => {
    expect(await signIn(tenMinutes)).toMatchObject({ to: "/sign-in?problem=clock", people: ["marta@example.org"] });
  });
});
