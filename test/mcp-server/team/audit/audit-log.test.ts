import { beforeEach, expect, test } from "vitest";
import { AuditLog } from "#team/audit/audit-log";
import { type AuditEvent, ChainCheck } from "#team/audit/chain";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";

const event = (tool: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
  at: 1_000,
  person: "marta",
  client: "https://claude.ai/oauth/mcp-oauth-client-metadata",
  grant: "g1",
  tool,
  account: "kimai-1",
  ids: ["entry/42"],
  outcome: "done",
  milliseconds: 12.4,
  ...more,
});

onBothStores("the audit log", (store) => {
  let database: Database;
  let again: () => Promise<Database>;
  let log: AuditLog;
  let failures: unknown[];

  beforeEach(async () => {
    ({ database, again } = await store.empty());
    failures = [];
    log = new AuditLog(database, (error) => void failures.push(error));
  });
  const fill = (count: number) => Promise.all(Array.from({ length: count }, (_, n) => log.add(event(`tool_${n}`))));
  const exported = async () => {
    const lines: string[] = [];
    for await (const line of log.export()) lines.push(line);
    return lines;
  };
  const verdictOf = (lines: readonly string[], head?: { seq: number; hash: string }) => {
    const check = new ChainCheck();
    for (const line of lines) check.addExported(line);
    return check.end(head);
  };

  test("is whole when nothing was logged yet", async () => {
    expect(await log.verify()).toMatchObject({ ok: true, head: { seq: 0 } });
  });

  test("tells who did what when, and in which order", async () => {
    await fill(3);
    const [first, , last] = (await exported()).map((line) => JSON.parse(line));
    expect(first).toMatchObject({ seq: 1, at: "1970-01-01T00:00:01.000Z", person: "marta", tool: "tool_0", ms: 12 });
    expect(last).toMatchObject({ seq: 3, tool: "tool_2", ids: ["entry/42"], outcome: "done", code: null });
    expect(await log.verify()).toMatchObject({ ok: true, head: { seq: 3, hash: last.hash } });
    expect(verdictOf(await exported(), await log.head())).toMatchObject({ ok: true });
  });

  test("has one chain where replicas write at once", async () => {
    const others = await Promise.all([again(), again()]);
    const logs = [log, ...others.map((on) => new AuditLog(on, (error) => void failures.push(error)))];
    const writes = logs.flatMap((one, replica) =>
      Array.from({ length: 40 }, async (_, n) => {
        if (n % 7 === 0) await Promise.resolve();
        await one.add(event(`tool_${replica}_${n}`));
      }),
    );
    await Promise.all(writes);
    expect(failures).toEqual([]);
    expect(await log.verify()).toMatchObject({ ok: true, head: { seq: 120 } });
    const tools = (await exported()).map((line) => JSON.parse(line).tool);
    expect(new Set(tools).size).toBe(120);
  });

  test.each([
    ["a changed line", "UPDATE audit_lines SET line = replace(line, 'marta', 'piotr') WHERE seq = 3", 3, "changed"],
    ["a removed line", "DELETE FROM audit_lines WHERE seq = 3", 3, "missing"],
    ["a removed first line", "DELETE FROM audit_lines WHERE seq = 1", 1, "missing"],
    ["a removed last line", "DELETE FROM audit_lines WHERE seq = 5", 5, "ends before"],
    ["an emptied log", "DELETE FROM audit_lines", 1, "ends before"],
    ["a removed head", "DELETE FROM audit_head", 6, "should end with line 0"],
    ["a line that is none", "UPDATE audit_lines SET line = '[]' WHERE seq = 2", 2, "missing"],
  ])("finds %s", async (_name, statement, seq, problem) => {
    await fill(5);
    await database.run(statement);
    expect(await log.verify()).toMatchObject({ ok: false, seq, problem: expect.stringContaining(problem) });
  });

  test("finds a line that was changed with a new hash of its own", async () => {
    await fill(5);
    const [, second, third] = await exported();
    const { hash: ofSecond } = JSON.parse(second ?? "");
    const forged = JSON.parse(third ?? "");
    const { hash: _hash, ...line } = { ...forged, person: "piotr", previous: ofSecond };
    const { createHash } = await import("node:crypto");
    const text = JSON.stringify(line);
    const hash = createHash("sha256").update(text).digest("hex");
    await database.run("UPDATE audit_lines SET line = ?, hash = ? WHERE seq = 3", [text, hash]);
    expect(await log.verify()).toMatchObject({ ok: false, seq: 4, problem: expect.stringContaining("follow") });
  });

  test("finds a last line that was written anew with a hash of its own", async () => {
    await fill(5);
    const { hash: _hash, ...line } = { ...JSON.parse((await exported()).at(-1) ?? ""), person: "piotr" };
    const { createHash } = await import("node:crypto");
    const text = JSON.stringify(line);
    const hash = createHash("sha256").update(text).digest("hex");
    await database.run("UPDATE audit_lines SET line = ?, hash = ? WHERE seq = 5", [text, hash]);
    expect(await log.verify()).toMatchObject({ ok: false });
  });

  test("finds swapped, missing and changed lines of an export", async () => {
    await fill(4);
    const lines = await exported();
    const [a = "", b = "", c = "", d = ""] = lines;
    expect(verdictOf([a, c, b, d])).toMatchObject({ ok: false, seq: 2 });
    expect(verdictOf([a, b, d])).toMatchObject({ ok: false, seq: 3 });
    expect(verdictOf([b, c, d])).toMatchObject({ ok: false, seq: 1 });
    expect(verdictOf([a, b.replace("marta", "piotr"), c, d])).toMatchObject({ ok: false, seq: 2 });
    expect(verdictOf([a, "nonsense", c])).toMatchObject({ ok: false, seq: 2 });
    expect(verdictOf([a, b, c], await log.head())).toMatchObject({ ok: false, seq: 4 });
    expect(verdictOf([a, b, c])).toMatchObject({ ok: true });
  });

  test("keeps a reading in the order in which it came, at the latest with the next line that somebody waits for", async () => {
    void log.addSoon(event("get_status"));
    void log.addSoon(event("list_time"));
    expect(await exported()).toEqual([]);
    await log.add(event("log_time"));
    const tools = (await exported()).map((line) => JSON.parse(line).tool);
    expect(tools).toEqual(["get_status", "list_time", "log_time"]);
    expect(await log.verify()).toMatchObject({ ok: true });
  });

  test("keeps a reading that nothing comes after", async () => {
    await log.addSoon(event("get_status"));
    expect((await exported()).map((line) => JSON.parse(line).tool)).toEqual(["get_status"]);
  });

  test("waits for the disk where somebody waits for a line, and with readings alone does not", async () => {
    const flushed: unknown[] = [];
    const own = new AuditLog(
      passing(database, (work, options) => {
        flushed.push(options?.flush);
        return database.transaction(work, options);
      }),
      (error) => void failures.push(error),
    );
    await own.addSoon(event("get_status"));
    await own.add(event("log_time"));
    void own.addSoon(event("get_status"));
    await own.add(event("log_time"));
    expect(flushed).toEqual([false, true, true]);
    expect([failures, (await log.head()).seq]).toEqual([[], 4]);
  });

  test("keeps what comes in while the database is away, in order, and writes it when it is back", async () => {
    let away = true;
    const flaky = passing(database, (work, options) =>
      away ? Promise.reject(new Error("away")) : database.transaction(work, options),
    );
    const own = new AuditLog(flaky, (error) => void failures.push(error));
    await own.add(event("first"));
    await own.add(event("second"));
    expect(failures.length).toBeGreaterThan(0);
    expect((await log.head()).seq).toBe(0);
    away = false;
    await own.add(event("third"));
    expect((await exported()).map((line) => JSON.parse(line).tool)).toEqual(["first", "second", "third"]);
  });

  test("writes what it kept when the database is back, also where no more could be kept", async () => {
    let away = true;
    const flaky = passing(database, (work, options) =>
      away ? Promise.reject(new Error("away")) : database.transaction(work, options),
    );
    const own = new AuditLog(flaky, (error) => void failures.push(error));
    await Promise.all(Array.from({ length: 10_000 }, () => own.addSoon(event("get_status"))));
    await own.add(event("lost"));
    expect(failures.map(String)).toContainEqual(expect.stringContaining("too many"));
    away = false;
    // The first may still share the attempt that failed.
    const written = async () => {
      await own.add(event("next"));
      return (await log.head()).seq;
    };
    await expect.poll(written, { timeout: 30_000 }).toBeGreaterThanOrEqual(10_000);
    await own.flush();
    expect(await log.verify()).toMatchObject({ ok: true });
  });
});

/** The same database with transactions of our own. */
const passing = (database: Database, transaction: Database["transaction"]): Database => ({
  ...database,
  all: database.all.bind(database),
  first: database.first.bind(database),
  transaction,
});
