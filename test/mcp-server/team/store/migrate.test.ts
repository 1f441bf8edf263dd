import { expect, test } from "vitest";
import type { Database } from "#team/store/database";
import { migrate } from "#team/store/migrate";
import type { Migration } from "#team/store/migration";
import { migrations } from "#team/store/migrations/index";
import { onBothStores } from "./stores";

const now = () => 1_000;
const first: Migration = {
  number: 1,
  name: "first",
  statements: ["CREATE TABLE a (id TEXT PRIMARY KEY, sealed BYTES)"],
};
const second: Migration = { number: 12, name: "second", statements: ["ALTER TABLE a ADD COLUMN more TEXT"] };

onBothStores("migration", (store) => {
  const applied = (database: Database) =>
    database.all("SELECT number, name, applied_at FROM schema_migrations ORDER BY number");

  test("makes the whole schema, once, and leaves it alone the next time", async () => {
    const { database } = await store.open();
    expect((await migrate(database, now)).applied).toEqual(migrations.map(({ number }) => number));
    expect((await migrate(database, now)).applied).toEqual([]);
    expect(await database.all("SELECT id FROM people")).toEqual([]);
  });

  test("brings an older database up to date in order of number, with its rows", async () => {
    const { database } = await store.open();
    await migrate(database, now, [first]);
    await database.run("INSERT INTO a (id, sealed) VALUES (?, ?)", ["kept", new Uint8Array([1])]);
    const third: Migration = { number: 20, name: "third", statements: ["CREATE INDEX more ON a (more)"] };
    expect((await migrate(database, () => 2_000, [third, second, first])).applied).toEqual([12, 20]);
    expect(await database.all("SELECT id, more FROM a")).toEqual([{ id: "kept", more: null }]);
    expect(await applied(database)).toEqual([
      { number: 1, name: "first", applied_at: 1_000 },
      { number: 12, name: "second", applied_at: 2_000 },
      { number: 20, name: "third", applied_at: 2_000 },
    ]);
  });

  test("takes a step in between that another branch brought", async () => {
    const { database } = await store.open();
    const third: Migration = { number: 20, name: "third", statements: ["CREATE TABLE b (id TEXT)"] };
    await migrate(database, now, [first, third]);
    expect((await migrate(database, now, [first, second, third])).applied).toEqual([12]);
  });

  test("refuses a database of a newer program, and changes nothing", async () => {
    const { database } = await store.open();
    await migrate(database, now, [first, second]);
    const third: Migration = { number: 3, name: "third", statements: ["CREATE TABLE b (id TEXT)"] };
    const refused = migrate(database, now, [first, third]);
    await expect(refused).rejects.toMatchObject({ kind: "newer_schema" });
    await expect(refused).rejects.toThrow("written by a newer Punchcard (step 12");
    expect(await applied(database)).toHaveLength(2);
  });

  test("leaves nothing of a step that failed, and finishes at the next start", async () => {
    const { database } = await store.open();
    const broken: Migration = {
      number: 12,
      name: "broken",
      statements: [...second.statements, "CREATE TABLE a (id TEXT)"],
    };
    await expect(migrate(database, now, [first, broken])).rejects.toMatchObject({ name: "StoreError" });
    await expect(database.all("SELECT * FROM a")).rejects.toMatchObject({ kind: "other" });
    expect((await migrate(database, now, [first, second])).applied).toEqual([1, 12]);
  });

  test("is done by one of several replicas that start at once", async () => {
    const { database, again } = await store.open();
    const replicas = [database, await again(), await again(), await again()];
    const done = await Promise.all(replicas.map((one) => migrate(one, now, [first, second])));
    expect(done.map(({ applied: steps }) => steps.length).sort()).toEqual([0, 0, 0, 2]);
    expect(await applied(database)).toHaveLength(2);
  });
});
