import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPostgres } from "#team/store/postgres";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { hasPostgres, startPostgres } from "../../fakes/postgres";
import { marta, password } from "../../fakes/team/server";
import { callMcp, connect, csrfOf } from "../../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";

/** Backup and restore as docs/team/operation.md describes them: what was there goes on, signed in as before. */
let kimai: FakeKimai;
beforeAll(async () => {
  kimai = await startFakeKimai();
});
afterAll(() => kimai.close());

const lists = async (server: SpawnedServer, token: string) =>
  (await callMcp(server.browser(), token, { method: "tools/list" })).status;

/** A client that was let in, and an account with its token. @returns the client's tokens, and all that no backup may hold */
async function begin(folder: string, env: NodeJS.ProcessEnv = {}) {
  const server = await spawnTeamServer(folder, { ...env, PUNCHCARD_SERVICE_ADDRESSES: new URL(kimai.url).host });
  const browser = server.browser();
  const { access_token, refresh_token, code } = await connect(browser);
  const json = { service: "kimai", url: kimai.url, secret: kimai.tokens.user };
  const headers = { "x-csrf-token": await csrfOf(browser) };
  expect((await browser.send("/api/accounts", { method: "POST", json, headers })).status).toBe(200);
  const cookies = [...browser.cookies.values()].map(({ value }) => value).filter((value) => value.length > 20);
  expect(cookies.length).toBeGreaterThan(0);
  return {
    server,
    access_token,
    secrets: [kimai.tokens.user, password, access_token, refresh_token, code, ...cookies],
  };
}
const heldIn = (bytes: Buffer, secrets: readonly string[]) => secrets.filter((secret) => bytes.includes(secret));

test("a copy of a stopped server's folder goes on where it ended", async () => {
  const team = await prepareTeam();
  const copy = `${team.folder}-backup`;
  try {
    const { server, access_token, secrets } = await begin(team.folder);
    expect(await server.end()).toBe(0);
    cpSync(team.folder, copy, { recursive: true });
    const files = readdirSync(copy);
    expect(files).toContain("team.db");
    for (const name of files) expect([name, heldIn(readFileSync(join(copy, name)), secrets)]).toEqual([name, []]);
    const restored = await spawnTeamServer(copy);
    expect(await lists(restored, access_token)).toBe(200);
    await restored.end();
    rmSync(join(copy, "team.key"));
    await expect(spawnTeamServer(copy)).rejects.toThrow("team.key");
  } finally {
    await team.remove();
    rmSync(copy, { recursive: true, force: true });
  }
});

test.skipIf(!hasPostgres)("a dump of a running PostgreSQL goes on with the same key file", async () => {
  const cluster = await startPostgres();
  const DATABASE_URL = await cluster.create();
  const team = await prepareTeam(DATABASE_URL);
  try {
    const { server, access_token, secrets } = await begin(team.folder, { DATABASE_URL });
    const [file, plain] = [join(team.folder, "backup.dump"), join(team.folder, "plain.sql")];
    cluster.program("pg_dump", DATABASE_URL, "--format=plain", "--schema=t1", `--file=${plain}`);
    expect(readFileSync(plain, "utf8")).toContain(marta.email);
    expect(heldIn(readFileSync(plain), secrets)).toEqual([]);
    cluster.program("pg_dump", DATABASE_URL, "--format=custom", "--no-owner", "--schema=t1", `--file=${file}`);
    await server.end();
    const database = await openPostgres(DATABASE_URL);
    await database.run("DROP SCHEMA t1 CASCADE");
    await database.close();
    cluster.program("pg_restore", DATABASE_URL, "--no-owner", file);
    const restored = await spawnTeamServer(team.folder, { DATABASE_URL });
    expect(await lists(restored, access_token)).toBe(200);
    await restored.end();
  } finally {
    await team.remove();
    await cluster.stop();
  }
});
