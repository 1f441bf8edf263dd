import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "#team/store/database";
import { onBothStores } from "./stores";

onBothStores("a database", (store) => {
  let database: Database;
  let again: () => Promise<Database>;
  beforeAll(async () => {
    ({ database, again } = await store.open());
    const bytes = store.kind === "postgres" ? "BYTEA" : "BLOB";
    await database.run(`CREATE TABLE things (id TEXT PRIMARY KEY, count BIGINT, note TEXT, sealed ${bytes})`);
    await database.run("CREATE TABLE parts (id TEXT PRIMARY KEY, thing TEXT REFERENCES things (id))");
  });
  beforeEach(async () => {
    await database.run("DELETE FROM parts");
    await database.run("DELETE FROM things");
  });
  const add = (on: Database, id: string, count = 0) =>
    on.run("INSERT INTO things (id, count) VALUES (?, ?)", [id, count]);
  const ids = async (on = database) =>
    (await on.all<{ id: string }>("SELECT id FROM things ORDER BY id")).map(({ id }) => id);
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => "nothing",
      (error) => error.kind ?? error.message,
    );

  test("gives back what was stored: text, large integers, blobs and nothing", async () => {
    const at = Date.UTC(2026, 10, 23);
    const note = "Zażółć 'gęślą' jaźń \u{1f389} $1 -- ;";
    await database.run("INSERT INTO things (id, count, note, sealed) VALUES (?, ?, ?, ?)", [
      "a",
      at,
      note,
      new Uint8Array([0, 255, 7]),
    ]);
    await database.run("INSERT INTO things (id, count, note, sealed) VALUES (?, ?, ?, ?)", [
      "b",
      2n ** 52n,
      null,
      null,
    ]);
    const rows = await database.all<{ id: string; count: number; note: string; sealed: Uint8Array }>(
      "SELECT * FROM things ORDER BY id",
    );
    expect(rows.map((row) => ({ ...row, sealed: row.sealed && [...row.sealed] }))).toEqual([
      { id: "a", count: at, note, sealed: [0, 255, 7] },
      { id: "b", count: 2 ** 52, note: null, sealed: null },
    ]);
    expect(rows[0]?.sealed).toBeInstanceOf(Uint8Array);
    expect(await database.first("SELECT count(*) AS n, sum(count) AS total FROM things WHERE id = ?", ["a"])).toEqual({
      n: 1,
      total: at,
    });
    expect(await database.first("SELECT id FROM things WHERE id = ?", ["none"])).toBeUndefined();
  });

  test("tells how many rows a statement changed", async () => {
    await add(database, "a", 1);
    await add(database, "b", 1);
    expect(await database.run("UPDATE things SET count = 2 WHERE count = 1")).toBe(2);
    expect(await database.run("UPDATE things SET count = 3 WHERE count = 1")).toBe(0);
    expect(await database.run("INSERT INTO things (id) VALUES (?) ON CONFLICT (id) DO NOTHING", ["a"])).toBe(0);
    expect(await database.all("INSERT INTO things (id) VALUES (?) RETURNING id, count", ["c"])).toEqual([
      { id: "c", count: null },
    ]);
  });

  test("lets one of many win a conditional update", async () => {
    await add(database, "code", 0);
    const other = await again();
    const tries = [database, other, database, other, database, other].map((on) =>
      on.run("UPDATE things SET count = 1 WHERE id = ? AND count = 0", ["code"]),
    );
    expect((await Promise.all(tries)).sort()).toEqual([0, 0, 0, 0, 0, 1]);
  });

  test("keeps all of a transaction or nothing", async () => {
    await database.transaction(async (inside) => {
      await add(inside, "a");
      expect(await ids(inside)).toEqual(["a"]);
    });
    const refused = database.transaction(async (inside) => {
      await add(inside, "b");
      await inside.run("DELETE FROM things WHERE id = ?", ["a"]);
      throw new Error("no");
    });
    await expect(refused).rejects.toThrow("no");
    expect(await ids()).toEqual(["a"]);
  });

  test("waits for the disk in each transaction but those that say otherwise", async () => {
    const setting = store.kind === "postgres" ? "SHOW synchronous_commit" : "PRAGMA synchronous";
    const waits = async (on: Database) => Object.values((await on.first<object>(setting)) ?? {})[0];
    const [full, less] = store.kind === "postgres" ? ["on", "off"] : [2, 1];
    const within = (options?: { flush: boolean }) =>
      database.transaction(async (inside) => {
        await add(inside, `a-${await waits(inside)}`);
        return waits(inside);
      }, options);
    expect([await within(), await within({ flush: false })]).toEqual([full, less]);
    expect(await ids()).toEqual([`a-${less}`, `a-${full}`].sort());
    expect(await failure(within({ flush: false }))).toBe("duplicate");
    // On PostgreSQL any connection of the pool may have been the one.
    const all = await Promise.all(Array.from({ length: 20 }, () => waits(database)));
    expect(new Set(all)).toEqual(new Set([full]));
  });

  test("shows others nothing of an open transaction", async () => {
    const other = await again();
    await database.transaction(async (inside) => {
      await add(inside, "a");
      expect(await ids(other)).toEqual([]);
    });
    expect(await ids(other)).toEqual(["a"]);
  });

  test("undoes an inner transaction that failed, and keeps the outer one", async () => {
    await database.transaction(async (inside) => {
      await add(inside, "a");
      const inner = inside.transaction(async (deeper) => {
        await add(deeper, "b");
        await deeper.transaction((deepest) => add(deepest, "c"));
        await add(deeper, "a");
      });
      expect(await failure(inner)).toBe("duplicate");
      await add(inside, "d");
    });
    expect(await ids()).toEqual(["a", "d"]);
  });

  test("refuses the outer database inside a transaction, and takes it again afterwards", async () => {
    const kinds: string[] = [];
    await database.transaction(async () => {
      const outside = [
        () => database.run("DELETE FROM things"),
        () => database.all("SELECT 1"),
        () => database.first("SELECT 1"),
        () => database.transaction(async () => undefined),
      ];
      for (const use of outside) kinds.push(await failure((async () => use())()));
    });
    expect(kinds).toEqual(["nested", "nested", "nested", "nested"]);
    let later: Promise<string[]> = Promise.resolve([]);
    await database.transaction(async () => {
      later = new Promise((done) => setImmediate(() => setImmediate(() => done(ids())))).then(
        (found) => found as string[],
      );
    });
    expect(await later).toEqual([]);
  });

  test("names what went wrong without repeating a value", async () => {
    const attempts = [
      () => add(database, "canary-value"),
      () => database.run("INSERT INTO parts (id, thing) VALUES (?, ?)", ["canary-value", "canary-none"]),
      () => database.run("SELECT canary_column FROM things WHERE id = ?", ["canary-value"]),
      () => database.run("this is canary no SQL"),
    ];
    await add(database, "canary-value");
    const errors = await Promise.all(attempts.map((attempt) => attempt().catch((error) => error)));
    expect(errors.map(({ kind }) => kind)).toEqual(["duplicate", "missing_reference", "other", "other"]);
    for (const error of errors) expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("canary-");
  });

  test("serves many calls at once, and the event loop besides", async () => {
    let turns = 0;
    let running = true;
    const beat = () => {
      turns++;
      if (running) setImmediate(beat);
    };
    beat();
    let rows = 0;
    await database.transaction(async (inside) => {
      // A busy machine has turns for others; a store that keeps the thread has none however long it writes.
      const isEnough = () => rows >= 500 && (turns > 3 || rows >= 50_000);
      while (!isEnough()) await add(inside, `row-${rows}`, rows++);
    });
    running = false;
    expect(turns).toBeGreaterThan(3);
    const sums = await Promise.all(
      Array.from({ length: 50 }, () => database.first<{ n: number }>("SELECT count(*) AS n FROM things")),
    );
    expect(new Set(sums.map((sum) => sum?.n))).toEqual(new Set([rows]));
  });

  test("refuses calls after its end", async () => {
    const other = await again();
    await other.close();
    expect(await failure(other.all("SELECT 1"))).toBe("unavailable");
    expect(await failure(other.transaction(async () => undefined))).toBe("unavailable");
  });
});
