import type { Clock, Database } from "./database";
import type { Migration } from "./migration";
import { migrations } from "./migrations";
import { StoreError } from "./store-error";

/** Any number that nobody else locks in this database: "punchcard" on a phone's keys. */
const lockKey = 786_242_273;

/**
 * Brings the database to this program's schema. All steps are one transaction: two replicas that start at once wait for
 * each other, and one that is killed leaves nothing half done.
 * @throws StoreError `newer_schema` where a newer program wrote it; nothing was changed then
 */
export function migrate(
  database: Database,
  clock: Clock,
  steps: readonly Migration[] = migrations,
): Promise<{ applied: number[] }> {
  return database.transaction(async (inside) => {
    if (inside.kind === "postgres") await inside.all("SELECT pg_advisory_xact_lock(?)", [lockKey]);
    await inside.run(
      "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)",
    );
    const found = await inside.all<{ number: number; name: string }>("SELECT number, name FROM schema_migrations");
    const unknown = found.filter(({ number }) => !steps.some((step) => step.number === number));
    if (unknown.length > 0)
      throw new StoreError(
        "newer_schema",
        `The database was written by a newer Punchcard (step ${unknown.map(({ number }) => number).join(", ")} of its schema). Update this server; nothing was changed.`,
      );
    const missing = steps
      .filter((step) => !found.some(({ number }) => number === step.number))
      .sort((a, b) => a.number - b.number);
    for (const { number, name, statements } of missing) {
      for (const statement of statements) await inside.run(inType(statement, inside.kind));
      await inside.run("INSERT INTO schema_migrations (number, name, applied_at) VALUES (?, ?, ?)", [
        number,
        name,
        clock(),
      ]);
    }
    return { applied: missing.map(({ number }) => number) };
  });
}

const inType = (statement: string, kind: Database["kind"]) =>
  statement.replace(/\bBYTES\b/g, kind === "postgres" ? "BYTEA" : "BLOB");
