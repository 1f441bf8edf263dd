import type { Database } from "./database";
import { currentSchema } from "./schema";
import { StoreError } from "./store-error";

/** Identifies the advisory lock of PostgreSQL that creating the schema takes. */
const advisoryLockId = 786_242_273;

/**
 * Creates the schema in an empty database. One transaction: replicas that start at the same time wait for each other, and
 * a killed one leaves nothing half done.
 * @param mustExist for commands that work on the store of a server: an empty database is an error then
 * @throws {StoreError} `other_schema` when the database has another version, `missing` when it is empty and must not be;
 * nothing is changed.
 */
export function createSchema(
  database: Database,
  schema = currentSchema,
  { mustExist = false }: { mustExist?: boolean } = {},
): Promise<void> {
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
    // Thrown inside of the transaction, so that no table is left.
    if (mustExist) throw missingStore("The database");
    for (const statement of schema.statements) await transaction.run(withBinaryType(statement, transaction.kind));
    await transaction.run("INSERT INTO schema_version (version) VALUES (?)", [schema.version]);
  });
}

/** @param place where no store is: the subject of a sentence */
export const missingStore = (place: string) =>
  new StoreError(
    "missing",
    `${place} contains no team server. Start "punchcard-mcp serve" first, and run this command as the same user, with the same --data or DATABASE_URL.`,
  );

const withBinaryType = (statement: string, kind: Database["kind"]) =>
  statement.replace(/\bBYTES\b/g, kind === "postgres" ? "BYTEA" : "BLOB");
