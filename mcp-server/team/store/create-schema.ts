import type { Database } from "./database";
import { currentSchema } from "./schema";
import { StoreError } from "./store-error";

/** Identifies the advisory lock of PostgreSQL that creating the schema takes. */
const advisoryLockId = 786_242_273;

/**
 * Creates the schema in an empty database. One transaction: replicas that start at the same time wait for each other, and
 * a killed one leaves nothing half done.
 * @throws {StoreError} `other_schema` when the database has another version; nothing is changed.
 */
export function createSchema(database: Database, schema = currentSchema): Promise<void> {
  return database.transaction(async (transaction) => {
    if (transaction.kind === "postgres") await transaction.all("SELECT pg_advisory_xact_lock(?)", [advisoryLockId]);
    await transaction.run("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
    const stored = await transaction.first<{ version: number }>("SELECT version FROM schema_version");
    if (stored?.version === schema.version) return;
    if (stored)
      throw new StoreError(
        "other_schema",
        `The database has version ${stored.version} of the schema; this Punchcard needs version ${schema.version}. Start the version of Punchcard that wrote it. Nothing was changed.`,
      );
    for (const statement of schema.statements) await transaction.run(withBinaryType(statement, transaction.kind));
    await transaction.run("INSERT INTO schema_version (version) VALUES (?)", [schema.version]);
  });
}

const withBinaryType = (statement: string, kind: Database["kind"]) =>
  statement.replace(/\bBYTES\b/g, kind === "postgres" ? "BYTEA" : "BLOB");
