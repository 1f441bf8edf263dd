import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { createSchema } from "#team/store/create-schema";
import type { Database } from "#team/store/database";
import { openLibsql } from "#team/store/libsql";
import { openPostgres } from "#team/store/postgres";
import { fastPlace } from "../../../fakes/fast-folder";
import { type Cluster, hasPostgres, startPostgres } from "../../../fakes/postgres";

interface Store {
  database: Database;
  again(): Promise<Database>;
}

export interface TestStore {
  kind: Database["kind"];
  /** Opens a database of its own, empty; `again` opens the same one once more, as another process does. */
  open(): Promise<Store>;
  /** A database with the whole schema and no rows; the same one at each call, as making one takes long. */
  empty(): Promise<Store>;
  /** Only of PostgreSQL. */
  cluster(): Cluster;
}

/** Runs the same tests on both databases; what was opened is closed at the end. */
export function onBothStores(title: string, tests: (store: TestStore) => void): void {
  describe(`${title} on libsql`, () => {
    const folder = mkdtempSync(join(fastPlace(), "pc-store-"));
    let count = 0;
    tests(tracked("libsql", async () => join(folder, `${++count}.db`), openLibsql));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
  });
  describe.skipIf(!hasPostgres)(`${title} on PostgreSQL`, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startPostgres();
    });
    afterAll(() => cluster?.stop());
    tests({ ...tracked("postgres", () => cluster.create(), openPostgres), cluster: () => cluster });
  });
}

function tracked(
  kind: Database["kind"],
  place: () => Promise<string>,
  openAt: (where: string) => Promise<Database>,
): TestStore {
  const opened: Database[] = [];
  afterAll(() => Promise.all(opened.map((one) => one.close().catch(() => undefined))));
  const remember = async (where: string) => {
    const database = await openAt(where);
    opened.push(database);
    return database;
  };
  const open = async () => {
    const where = await place();
    return { database: await remember(where), again: () => remember(where) };
  };
  let shared: Promise<Store> | null = null;
  return {
    kind,
    open,
    async empty() {
      shared ??= open().then(async (store) => {
        await createSchema(store.database);
        return store;
      });
      const store = await shared;
      await clear(store.database);
      return store;
    },
    cluster: () => {
      throw new Error("only of PostgreSQL");
    },
  };
}

async function clear(database: Database): Promise<void> {
  const found =
    database.kind === "postgres"
      ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
      : "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
  const tables = (await database.all<{ name: string }>(found))
    .map(({ name }) => name)
    .filter((name) => name !== "schema_version");
  if (database.kind === "postgres") {
    await database.run(`TRUNCATE ${tables.join(", ")}`);
    return;
  }
  await database.transaction(async (inside) => {
    await inside.run("PRAGMA defer_foreign_keys = ON");
    for (const name of tables) await inside.run(`DELETE FROM ${name}`);
  });
}
