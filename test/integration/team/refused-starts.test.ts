import { chmodSync, cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginKeyFile, newMasterKey, readKeyFile, writeKeyFile } from "#team/keys/key-file";
import { currentSchema } from "#team/store/schema/index";
import { type Cluster, hasPostgres, startPostgres } from "../../fakes/postgres";
import { callMcp, connect } from "../../fakes/team/sign-in";
import { prepareTeam, spawnTeamServer } from "../../fakes/team/spawned";

const kinds = hasPostgres ? ["libsql", "PostgreSQL"] : ["libsql"];

/** The built server, started with a database or key file that it must not change. */
describe.each(kinds)("a server that starts on %s", (kind) => {
  let cluster: Cluster | undefined;
  beforeAll(async () => {
    cluster = kind === "PostgreSQL" ? await startPostgres() : undefined;
  });
  afterAll(() => cluster?.stop());

  test("ends with one sentence where database or key file is not its own, changes nothing, and goes on when it is", {
    timeout: 180_000,
  }, async () => {
    const DATABASE_URL = await cluster?.create();
    const env = { ...(DATABASE_URL && { DATABASE_URL }) };
    const { folder, database, remove } = await prepareTeam(DATABASE_URL);
    const [file, backup] = [join(folder, "team.key"), join(folder, "backup.key")];
    const first = await spawnTeamServer(folder, env);
    const { access_token: token } = await connect(first.browser());
    await first.end();
    cpSync(file, backup);
    const [mine] = readKeyFile(backup) ?? [];
    const cases: [RegExp, () => unknown][] = [
      [/is missing, and the database holds secrets that only it opens/, () => undefined],
      [/lacks the key \w+, which stored secrets need/, () => beginKeyFile(file)],
      [
        /is not the one that stored secrets were sealed with/,
        () => writeKeyFile(file, [{ kid: mine?.kid ?? "", key: newMasterKey().key }]),
      ],
      [
        /can be read by others \(mode 0644\).*chmod 600/,
        () => {
          cpSync(backup, file);
          chmodSync(file, 0o644);
        },
      ],
      [
        /has version 999 of the schema; this Punchcard needs version \d+/,
        async () => {
          cpSync(backup, file);
          await database.run("UPDATE schema_version SET version = 999");
        },
      ],
    ];
    const stored = async () => {
      const tables = ["people", "key_ring", "data_keys", "oauth_grants", "schema_version"];
      return JSON.stringify(await Promise.all(tables.map((name) => database.all(`SELECT * FROM ${name} ORDER BY 1`))));
    };
    try {
      for (const [said, spoil] of cases) {
        rmSync(file, { force: true });
        await spoil();
        const before = await stored();
        const ended = await spawnTeamServer(folder, env).catch((error: Error) => error.message);
        expect(ended).toMatch(/^serve ended \(1\): punchcard: The (key|database) /);
        expect(ended).toMatch(said);
        expect(ended).not.toContain(mine?.key.toString("base64url"));
        expect(await stored()).toBe(before);
      }
      await database.run("UPDATE schema_version SET version = ?", [currentSchema.version]);
      const again = await spawnTeamServer(folder, env);
      expect((await callMcp(again.browser(), token, { method: "tools/list" })).status).toBe(200);
      await again.end();
    } finally {
      await remove();
    }
  });
});
