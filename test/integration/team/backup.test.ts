import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openPostgres } from "../../../mcp-server/team/store/postgres";
import { hasPostgres, startPostgres } from "../../fakes/postgres";
import { callMcp, connect } from "../../fakes/team/sign-in";
import { prepareTeam, type SpawnedServer, spawnTeamServer } from "../../fakes/team/spawned";

/** Backup and restore as docs/team/operation.md describes them: what was there goes on, signed in as before. */
const lists = async (server: SpawnedServer, token: string) =>
  (await callMcp(server.browser(), token, { method: "tools/list" })).status;

test("a copy of a stopped server's folder goes on where it ended", async () => {
  const team = await prepareTeam();
  const copy = `${team.folder}-backup`;
  try {
    const server = await spawnTeamServer(team.folder);
    const { access_token } = await connect(server.browser());
    expect(await server.end()).toBe(0);
    cpSync(team.folder, copy, { recursive: true });
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
    const server = await spawnTeamServer(team.folder, { DATABASE_URL });
    const { access_token } = await connect(server.browser());
    const file = join(team.folder, "backup.dump");
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
