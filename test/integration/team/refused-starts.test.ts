import { chmodSync, cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginKeyFile, newMasterKey, readKeyFile, writeKeyFile } from "#team/keys/key-file";
import { Passwords } from "#team/people/passwords";
import { PeopleRepository } from "#team/people/people-repository";
import { openLibsql } from "#team/store/libsql";
import { migrate } from "#team/store/migrate";
import { migrations } from "#team/store/migrations/index";
import { openPostgres } from "#team/store/postgres";
import { fastFolder } from "../../fakes/fast-folder";
import { type Cluster, hasPostgres, startPostgres } from "../../fakes/postgres";
import { cheapHash } from "../../fakes/team/cheap-hash";
import { marta, password } from "../../fakes/team/server";
import { callMcp, connect } from "../../fakes/team/sign-in";
import { prepareTeam, spawnTeamServer } from "../../fakes/team/spawned";

const kinds = hasPostgres ? ["libsql", "PostgreSQL"] : ["libsql"];
/** The first program that people could use: what came later is missing in its database. */
const oldest = 24;

/** The built server, started on what it must not touch, or must bring up to date first. */
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
    const newer = { number: 999, name: "of tomorrow", statements: ["CREATE TABLE of_tomorrow (id TEXT PRIMARY KEY)"] };
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
        /was written by a newer Punchcard \(step 999 of its schema\)/,
        async () => {
          cpSync(backup, file);
          await migrate(database, Date.now, [...migrations, newer]);
        },
      ],
    ];
    const stored = async () => {
      const tables = ["people", "key_ring", "data_keys", "oauth_grants", "schema_migrations"];
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
      await database.run("DELETE FROM schema_migrations WHERE number = 999");
      const again = await spawnTeamServer(folder, env);
      expect((await callMcp(again.browser(), token, { method: "tools/list" })).status).toBe(200);
      await again.end();
    } finally {
      await remove();
    }
  });

  test("brings the database of an older program up to date, and lets its people in", async () => {
    const DATABASE_URL = await cluster?.create();
    const folder = fastFolder("older");
    const database = await (DATABASE_URL ? openPostgres(DATABASE_URL) : openLibsql(join(folder, "team.db")));
    const steps = migrations.filter(({ number }) => number <= oldest);
    await migrate(database, Date.now, steps);
    const { email, name } = marta;
    const person = { email, name, group: null, isAdmin: false, status: "active" } as const;
    const { id } = await new PeopleRepository(database, Date.now).create(person);
    await new Passwords(database, Date.now).store(database, id, cheapHash(password));
    const server = await spawnTeamServer(folder, { ...(DATABASE_URL && { DATABASE_URL }) });
    const { access_token } = await connect(server.browser());
    expect((await callMcp(server.browser(), access_token, { method: "tools/list" })).status).toBe(200);
    expect(await server.end()).toBe(0);
    const done = await database.all("SELECT number FROM schema_migrations");
    expect([steps.length < done.length, done.length]).toEqual([true, migrations.length]);
    await database.close();
  });
});
