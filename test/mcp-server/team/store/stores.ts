import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "../../../../mcp-server/team/store/database";
import { openLibsql } from "../../../../mcp-server/team/store/libsql";
import { openPostgres } from "../../../../mcp-server/team/store/postgres";
import { type Cluster, hasPostgres, startPostgres } from "../../../fakes/postgres";

export interface TestStore {
  kind: Database["kind"];
  /** Opens a database of its own, empty; `again` opens the same one once more, as another process does. */
  open(): Promise<{ database: Database; again(): Promise<Database> }>;
  /** Only of PostgreSQL. */
  cluster(): Cluster;
}

/** Runs the same tests on both databases; what was opened is closed at the end. */
export function onBothStores(title: string, tests: (store: TestStore) => void): void {
  describe(`${title} on libsql`, () => {
    const folder = mkdtempSync(join(tmpdir(), "pc-store-"));
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
  return {
    kind,
    async open() {
      const where = await place();
      return { database: await remember(where), again: () => remember(where) };
    },
    cluster: () => {
      throw new Error("only of PostgreSQL");
    },
  };
}
