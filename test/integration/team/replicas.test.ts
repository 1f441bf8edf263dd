import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { listen } from "../../fakes/listen";
import { type Cluster, hasPostgres, startPostgres } from "../../fakes/postgres";
import { balancer } from "../../fakes/team/balancer";
import { Browser } from "../../fakes/team/browser";
import { marta, origin, password } from "../../fakes/team/server";
import { callMcp, connect, csrfOf, exchange, type SignedIn, type Tokens } from "../../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";
import { nightly } from "../../nightly";

/** Three servers on one PostgreSQL behind a proxy, one of which goes away while people write. */
const count = 3;
/** Clients that write at once, each one call after the other. */
const writers = 4;

/** Seconds for which a server that stops goes on: more than the proxy takes to notice. */
const stopDelay = 2;

describe.skipIf(!hasPostgres)("three servers on one PostgreSQL", () => {
  let cluster: Cluster;
  let kimai: FakeKimai;
  let team: Awaited<ReturnType<typeof prepareTeam>>;
  let proxy: Awaited<ReturnType<typeof listen>>;
  const servers: SpawnedServer[] = [];
  let env: NodeJS.ProcessEnv;
  const browser = () => new Browser(proxy.port, origin);

  beforeAll(async () => {
    cluster = await startPostgres();
    kimai = await startFakeKimai();
    const DATABASE_URL = await cluster.create();
    team = await prepareTeam(DATABASE_URL);
    env = {
      DATABASE_URL,
      PUNCHCARD_SERVICE_ADDRESSES: new URL(kimai.url).host,
      PUNCHCARD_RATE_LIMIT_RPM: "0",
      PUNCHCARD_STOP_DELAY: String(stopDelay),
    };
    // The first one makes the key file that the others read.
    for (let index = 0; index < count; index++) servers.push(await spawnTeamServer(team.folder, env));
    proxy = await listen(balancer(servers));
    const page = browser();
    await page.send("/api/sign-in", { method: "POST", json: { email: marta.email, password } });
    const account = { service: "kimai", url: kimai.url, secret: kimai.tokens.user, profile: "track" };
    const headers = { "x-csrf-token": await csrfOf(page) };
    const connected = await page.send("/api/accounts", { method: "POST", json: account, headers });
    expect([connected.status, connected.text]).toEqual([200, expect.stringContaining("John Doe")]);
  });
  afterAll(async () => {
    await proxy?.close();
    await Promise.all(servers.map((server) => server.end("SIGKILL")));
    await kimai?.close();
    await team?.remove();
    await cluster?.stop();
  });

  type Outcome = "ok" | "unknown" | "no";
  type Problem = { code: string; saved: string };
  const begin = Date.parse("2026-09-01T06:00:00Z");
  const iso = (time: number) => new Date(time).toISOString();

  /** One entry of ten minutes. What is neither a result nor a word that nothing was done leaves open whether it was written. */
  async function write(token: string, name: string, number: number): Promise<Outcome> {
    const from = begin + number * 600_000;
    const entry = { from: iso(from), to: iso(from + 600_000), project: "Web", activity: "Support", description: name };
    const params = { name: "log_time", arguments: { entries: [entry] } };
    const answer = await callMcp(browser(), token, { method: "tools/call", params }).catch(() => null);
    if (answer?.status === 503 && answer.text.includes("Nothing was done.")) return "no";
    if (answer?.status !== 200) return answer === null || answer.status >= 500 ? "unknown" : fail(answer);
    const data = /^data: (.*)$/m.exec(answer.text)?.[1] ?? answer.text;
    const { result } = JSON.parse(data) as { result?: { isError?: boolean; structuredContent?: { error?: Problem } } };
    const { code, saved } = result?.structuredContent?.error ?? {};
    if (code === "unavailable" && (saved === "unknown" || saved === "no")) return saved;
    if (!result || result.isError) fail(answer);
    return "ok";
  }
  const fail = (answer: { status: number; text: string }): never => {
    throw new Error(`${answer.status} ${answer.text}`);
  };

  let number = 0;
  /** Writes until `done` says so. @returns what became of each, by its description */
  async function writeUntil(run: string, clients: SignedIn[], done: () => boolean): Promise<Map<string, Outcome>> {
    const outcomes = new Map<string, Outcome>();
    const one = async ({ access_token }: SignedIn) => {
      while (!done()) {
        const mine = number++;
        const name = `${run} ${mine}`;
        outcomes.set(name, await write(access_token, name, mine));
      }
    };
    await Promise.all(clients.map(one));
    return outcomes;
  }
  const stored = (name: string) => kimai.state.timesheets.filter(({ description }) => description === name).length;
  /** What was answered is there, what was refused is not, and nothing is there twice. */
  const check = (outcomes: Map<string, Outcome>) => {
    for (const [name, outcome] of outcomes) {
      const times = stored(name);
      expect({ name, outcome, times: Math.max(times, outcome === "ok" ? 1 : 0) }).toEqual({ name, outcome, times });
      expect({ name, once: times <= (outcome === "no" ? 0 : 1) }).toEqual({ name, once: true });
    }
  };
  const signIns = () => Promise.all(Array.from({ length: writers }, () => connect(browser())));
  const okOf = (outcomes: Map<string, Outcome>) => [...outcomes.values()].filter((one) => one === "ok").length;

  test("one that is killed under load loses nothing, doubles nothing and signs nobody out", {
    timeout: 120_000,
  }, async () => {
    const clients = await signIns();
    const before = number;
    let written = 0;
    const killed = { at: 0 };
    const running = writeUntil("kill", clients, () => {
      written = number - before;
      if (written >= 12 && killed.at === 0) {
        killed.at = written;
        servers[0]?.child.kill("SIGKILL");
      }
      return written >= 40;
    });
    const outcomes = await running;
    expect(killed.at).toBeGreaterThan(0);
    check(outcomes);
    // No more than what the killed one had in its hands.
    expect(outcomes.size - okOf(outcomes)).toBeLessThanOrEqual(writers);
    for (const client of clients) {
      const fields = { grant_type: "refresh_token", refresh_token: client.refresh_token, client_id: client.client };
      const next = JSON.parse((await exchange(browser(), fields)).text) as Tokens;
      expect((await callMcp(browser(), next.access_token, { method: "tools/list" })).status).toBe(200);
    }
    servers[0] = await spawnTeamServer(team.folder, env);
  });

  test("a rolling restart is not noticed", { timeout: 120_000 }, async () => {
    const clients = await signIns();
    let rolled = false;
    const roll = async () => {
      for (let index = 0; index < count; index++) {
        const seen = number;
        await expect.poll(() => number, { timeout: 30_000 }).toBeGreaterThan(seen + writers);
        expect(await servers[index]?.end()).toBe(0);
        servers[index] = await spawnTeamServer(team.folder, env);
      }
      rolled = true;
    };
    const [outcomes] = await Promise.all([
      writeUntil("roll", clients, () => rolled),
      roll().finally(() => (rolled = true)),
    ]);
    check(outcomes);
    expect([...outcomes].filter(([, outcome]) => outcome !== "ok")).toEqual([]);
  });

  test("a database that is gone for a while under load loses nothing, doubles nothing and signs nobody out", {
    timeout: 180_000,
  }, async () => {
    const clients = await signIns();
    const ready = async () =>
      Promise.all(
        servers.map(async ({ operationPort }) => (await new Browser(operationPort, origin).get("/readyz")).status),
      );
    const before = number;
    let isBack = false;
    let after = Number.POSITIVE_INFINITY;
    const outage = async () => {
      await expect.poll(() => number, { timeout: 60_000 }).toBeGreaterThan(before + writers);
      await cluster.kill();
      expect(await ready()).toEqual([503, 503, 503]);
      const refusedFrom = number;
      await expect.poll(() => number, { timeout: 60_000 }).toBeGreaterThan(refusedFrom + 2 * writers);
      // Every lease and pool timeout expires within this time.
      if (nightly) await new Promise((done) => setTimeout(done, 20_000));
      await cluster.start();
      await expect.poll(ready, { timeout: 60_000 }).toEqual([200, 200, 200]);
      isBack = true;
      after = number + 2 * writers;
    };
    const [outcomes] = await Promise.all([
      writeUntil("outage", clients, () => isBack && number >= after),
      outage().catch((error: unknown) => {
        [isBack, after] = [true, 0];
        throw error;
      }),
    ]);
    check(outcomes);
    const told = [...outcomes.values()];
    expect(told).toContain("no");
    expect(told.slice(-writers)).toEqual(Array(writers).fill("ok"));
    for (const { client, refresh_token } of clients) {
      const fields = { grant_type: "refresh_token", refresh_token, client_id: client };
      expect((await exchange(browser(), fields)).status).toBe(200);
    }
  });

  test("permissions that are narrowed at one count at once at all", async () => {
    const [client] = await signIns();
    const page = browser();
    await page.send("/api/sign-in", { method: "POST", json: { email: marta.email, password } });
    const headers = { "x-csrf-token": await csrfOf(page) };
    const [account] = JSON.parse((await page.get("/api/accounts")).text) as { id: string }[];
    const path = `/api/accounts/${account?.id}/permissions`;
    const { version } = JSON.parse((await page.get(path)).text) as { version: string };
    const json = { permissions: { profile: "look", cells: {}, tools: {} }, version };
    expect((await page.send(path, { method: "PUT", json, headers })).status).toBe(204);
    const before = kimai.state.timesheets.length;
    for (let turn = 0; turn < count; turn++)
      await expect(write(client?.access_token ?? "", "narrowed", number++)).rejects.toThrow(/log_time/);
    expect(kimai.state.timesheets).toHaveLength(before);
  });
});
