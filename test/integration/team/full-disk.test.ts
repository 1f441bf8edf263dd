import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { type Cluster, hasPostgres, startPostgres } from "../../fakes/postgres";
import { mountSmallDisk, type SmallDisk } from "../../fakes/small-disk";
import { Browser } from "../../fakes/team/browser";
import { cheapHash } from "../../fakes/team/cheap-hash";
import { marta, password } from "../../fakes/team/server";
import { callMcp, connect, csrfOf, register } from "../../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";

const script = resolve(import.meta.dirname, "../../../out/mcp-server/index.js");
/** An empty PostgreSQL takes half of it. */
const megabytes = 64;
const priya = "priya@example.org";

/** The built server while nothing more fits on the disk of its database. */
describe.each(["libsql", "PostgreSQL"])("a server whose %s has a full disk", (kind) => {
  let disk: SmallDisk | null;
  let cluster: Cluster | undefined;
  let kimai: FakeKimai;
  let team: Awaited<ReturnType<typeof prepareTeam>> | undefined;
  let server: SpawnedServer | undefined;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    disk = kind === "PostgreSQL" && !hasPostgres ? null : mountSmallDisk(megabytes);
    if (!disk) return;
    kimai = await startFakeKimai();
    cluster = kind === "PostgreSQL" ? await startPostgres(disk.folder) : undefined;
    const DATABASE_URL = await cluster?.create();
    team = await prepareTeam(DATABASE_URL, disk.folder);
    env = { PUNCHCARD_SERVICE_ADDRESSES: new URL(kimai.url).host, ...(DATABASE_URL && { DATABASE_URL }) };
    server = await spawnTeamServer(team.folder, env);
  });
  afterEach(async () => {
    await server?.end();
    await team?.remove();
    await cluster?.stop();
    await kimai?.close();
    disk?.remove();
  });

  test("reads on, refuses in words what it cannot keep, keeps no half of it, and goes on when there is space", {
    timeout: 180_000,
  }, async () => {
    if (!disk || !team || !server) return;
    const { database, folder } = team;
    const people = new PeopleRepository(database, Date.now);
    const admin = await people.create({ email: priya, name: "Priya", group: null, isAdmin: true, status: "active" });
    await new Passwords(database, Date.now).store(database, admin.id, cheapHash(password));
    const [ofMarta, ofPriya] = [server.browser(), server.browser()];
    const { access_token: token } = await connect(ofMarta);
    await ofPriya.send("/api/sign-in", { method: "POST", json: { email: priya, password } });
    const send = async (browser: Browser, path: string, json: object) =>
      browser.send(path, { method: "POST", json, headers: { "x-csrf-token": await csrfOf(browser) } });
    const account = { service: "kimai", url: kimai.url, secret: kimai.tokens.user };
    expect((await send(ofMarta, "/api/accounts", account)).status).toBe(200);
    const status = async () =>
      callMcp(ofMarta, token, { method: "tools/call", params: { name: "get_status", arguments: {} } });
    expect((await status()).text).toContain('"state":"idle"');
    const removed = await people.findByEmail(marta.email);
    const remove = () => send(ofPriya, `/api/admin/people/${removed?.id}/removal`, {});
    const operation = new Browser(server.operationPort, "http://127.0.0.1");
    const ready = async () => (await operation.get("/readyz")).status;
    // The lock that removing takes first has its row: what fails comes after it, in the middle.
    await database.run("INSERT INTO store_locks (name, taken_at) VALUES ('admins', 1) ON CONFLICT DO NOTHING");
    const stored = async () => ({
      person: await database.first("SELECT status FROM people WHERE email = ?", [marta.email]),
      passwords: await database.all("SELECT person_id FROM passwords ORDER BY person_id"),
      keys: await database.all("SELECT owner FROM data_keys ORDER BY owner"),
      accounts: await database.all("SELECT id, secret FROM accounts"),
      removals: await database.all("SELECT person_id FROM removals"),
    });
    const before = await stored();

    disk.fill();
    const refused = await remove();
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([503, { error: "unavailable" }]);
    expect(refused.headers["retry-after"]).toBe("5");
    expect(await stored()).toEqual(before);
    const registering = async () => {
      for (let count = 0; count < 50; count++)
        await register(ofMarta, "http://127.0.0.1:3118/callback", { client_name: "x".repeat(5_000) });
    };
    await expect(registering()).rejects.toThrow(/^registration: 50[03] /);
    const { output } = server;
    await expect.poll(output).toContain("No space is left for the database.");
    // What only reads goes on, so nobody should send requests elsewhere.
    expect((await status()).text).toContain('"state":"idle"');
    expect((await ofMarta.get("/api/accounts")).text).toContain('"service":"kimai"');
    expect(await ready()).toBe(200);

    disk.free();
    expect((await remove()).status).toBeLessThan(300);
    expect(await stored()).toMatchObject({ person: { status: "removed" }, accounts: [], removals: [{}] });
    expect((await status()).status).toBe(401);
    expect(await server.end()).toBe(0);
    const audited = spawnSync(process.execPath, [script, "audit", "verify", "--data", folder], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: folder, ...env },
    });
    expect([audited.status, audited.stdout, audited.stderr]).toEqual([0, expect.stringContaining("is whole"), ""]);
  });
});
