import { expect, test } from "vitest";
import { createSchema } from "#team/store/create-schema";
import type { Database } from "#team/store/database";
import { currentSchema, type Schema } from "#team/store/schema/index";
import { onBothStores } from "./stores";

const schema: Schema = { version: 7, statements: ["CREATE TABLE a (id TEXT PRIMARY KEY, secret BYTES)"] };

onBothStores("the schema", (store) => {
  const storedVersions = (database: Database) => database.all("SELECT version FROM schema_version");

  test("is created in an empty database, and left alone the next time", async () => {
    const { database } = await store.open();
    await createSchema(database);
    await createSchema(database);
    expect(await database.all("SELECT id FROM people")).toEqual([]);
    expect(await storedVersions(database)).toEqual([{ version: currentSchema.version }]);
  });

  test("keeps rows, binary data included", async () => {
    const { database } = await store.open();
    await createSchema(database, schema);
    await database.run("INSERT INTO a (id, secret) VALUES (?, ?)", ["row", new Uint8Array([1, 0])]);
    await createSchema(database, schema);
    const [row] = await database.all<{ secret: Uint8Array }>("SELECT secret FROM a");
    expect([...(row?.secret ?? [])]).toEqual([1, 0]);
  });

  test.each([6, 8])("of version %i is refused by a program of version 7, and nothing changes", async (version) => {
    const { database } = await store.open();
    await createSchema(database, { version, statements: [] });
    const refused = createSchema(database, schema);
    await expect(refused).rejects.toMatchObject({ kind: "other_schema" });
    await expect(refused).rejects.toThrow(`has version ${version} of the schema; this Punchcard needs version 7`);
    expect(await storedVersions(database)).toEqual([{ version }]);
    await expect(database.all("SELECT * FROM a")).rejects.toMatchObject({ kind: "other" });
  });

  test("leaves nothing behind when a statement fails, and is created at the next start", async () => {
    const { database } = await store.open();
    const broken = { ...schema, statements: [...schema.statements, "CREATE TABLE a (id TEXT)"] };
    await expect(createSchema(database, broken)).rejects.toMatchObject({ name: "StoreError" });
    await expect(database.all("SELECT * FROM a")).rejects.toMatchObject({ kind: "other" });
    await createSchema(database, schema);
    expect(await database.all("SELECT * FROM a")).toEqual([]);
  });

  test("is not created for a command that needs the store of a server", async () => {
    const { database } = await store.open();
    const refused = createSchema(database, schema, { mustExist: true });
    await expect(refused).rejects.toMatchObject({ kind: "missing", message: expect.stringContaining("DATABASE_URL") });
    await expect(storedVersions(database)).rejects.toMatchObject({ kind: "other" });
    await createSchema(database, schema);
    await createSchema(database, schema, { mustExist: true });
  });

  test("is created once by replicas that start at the same time", async () => {
    const { database, again } = await store.open();
    const replicas = [database, await again(), await again(), await again()];
    await Promise.all(replicas.map((replica) => createSchema(replica, schema)));
    expect(await storedVersions(database)).toEqual([{ version: 7 }]);
  });
});
