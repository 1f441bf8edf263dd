import type { Pool, PoolClient, QueryConfig } from "pg";
import type { Database, TransactionOptions, Value } from "./database";
import { StoreError, type StoreErrorKind } from "./store-error";
import { firstOf, TransactionScope, withSavepoint } from "./transaction-scope";

/** Connections of one replica. */
export const poolSize = 10;
/** How long a call waits for a connection, and the database for one statement, in milliseconds. */
const connectMilliseconds = 5_000;
const statementMilliseconds = 30_000;
/** How often work that a deadlock ended is begun again. */
const attempts = 5;

/**
 * Opens the database that replicas share. Nothing is connected yet: a database that is away for a while refuses calls
 * with `unavailable` and is used again when it is back.
 * @param url `postgres://…`; it holds a password and is never repeated
 */
export async function openPostgres(url: string): Promise<Database> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectMilliseconds,
    statement_timeout: statementMilliseconds,
    application_name: "punchcard",
    types: { getTypeParser: (oid, format) => (integers.has(oid) ? Number : pg.types.getTypeParser(oid, format)) },
  });
  // A connection that ends while nobody uses it; the next call makes another.
  pool.on("error", () => undefined);
  return new PostgresDatabase(pool);
}

/** int8, and numeric, which a sum of int8 is. */
const integers = new Set([20, 1700]);

type Queries = Pick<Pool | PoolClient, "query">;

class PostgresDatabase implements Database {
  readonly kind = "postgres";
  private readonly scope = new TransactionScope();

  constructor(private readonly pool: Pool) {}

  async all<Row>(sql: string, values?: readonly Value[]): Promise<Row[]> {
    this.scope.refuseInside();
    return (await query(this.pool, sql, values)).rows as Row[];
  }

  first<Row>(sql: string, values?: readonly Value[]): Promise<Row | undefined> {
    return firstOf<Row>(this.all(sql, values));
  }

  async run(sql: string, values?: readonly Value[]): Promise<number> {
    this.scope.refuseInside();
    return (await query(this.pool, sql, values)).rowCount ?? 0;
  }

  async transaction<T>(
    work: (database: Database) => Promise<T>,
    { flush = true }: TransactionOptions = {},
  ): Promise<T> {
    this.scope.refuseInside();
    const begin = flush ? "BEGIN" : "BEGIN; SET LOCAL synchronous_commit = off";
    for (let attempt = 1; ; attempt++)
      try {
        return await this.once(begin, work);
      } catch (error) {
        const again = error instanceof StoreError && (error.code === "40P01" || error.code === "40001");
        if (!again || attempt === attempts) throw error;
      }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async once<T>(begin: string, work: (database: Database) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error) => Promise.reject(storeError(error)));
    // An error of a connection in use also fails its query; without a listener it would end the process.
    const ignore = () => undefined;
    client.on("error", ignore);
    let broken = false;
    try {
      await query(client, begin);
      const result = await this.scope.enter(() => work(this.inside(client, 1)));
      await query(client, "COMMIT");
      return result;
    } catch (error) {
      await query(client, "ROLLBACK").catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.off("error", ignore);
      client.release(broken);
    }
  }

  private inside(client: PoolClient, depth: number): Database {
    const all = async <Row>(sql: string, values?: readonly Value[]) => (await query(client, sql, values)).rows as Row[];
    const run = async (sql: string, values?: readonly Value[]) => (await query(client, sql, values)).rowCount ?? 0;
    return {
      kind: this.kind,
      all,
      first: <Row>(sql: string, values?: readonly Value[]) => firstOf<Row>(all(sql, values)),
      run,
      transaction: (work) => withSavepoint(depth, run, () => work(this.inside(client, depth + 1))),
      close: () => this.close(),
    };
  }
}

async function query(on: Queries, sql: string, values: readonly Value[] = []) {
  const config: QueryConfig = { text: numbered(sql), values: values.map(forDriver) };
  try {
    return await on.query(config);
  } catch (error) {
    throw storeError(error);
  }
}

const forDriver = (value: Value) => (value instanceof Uint8Array ? Buffer.from(value) : value);

const texts = new Map<string, string>();

/** `?` as `$1`, `$2`, …; statements are constants, so there are a few hundred of them. */
function numbered(sql: string): string {
  const known = texts.get(sql);
  if (known !== undefined) return known;
  let count = 0;
  const text = sql.replace(/\?/g, () => `$${++count}`);
  texts.set(sql, text);
  return text;
}

const kinds: [RegExp, StoreErrorKind, string][] = [
  [/^23505$/, "duplicate", "A row with this key exists."],
  [/^23503$/, "missing_reference", "A row that is referred to does not exist."],
  [/^53[12]00$/, "full", "No space is left for the database."],
  [/^(XX001|XX002)$/, "damaged", "The database is damaged."],
  [/^(08|57|53|55P03|25006|40)|^E[A-Z]+$|^$/, "unavailable", "The database cannot be used just now."],
  [/^28/, "unavailable", "The database refuses the user or the password."],
  [/^3D000$/, "unavailable", "There is no database of this name."],
];

function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = String((error as { code?: unknown }).code ?? "");
  const [, kind, message] = kinds.find(([pattern]) => pattern.test(code)) ?? [];
  return new StoreError(kind ?? "other", message ?? `The database refused a statement (${code}).`, code);
}
