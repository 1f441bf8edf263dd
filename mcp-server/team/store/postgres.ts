import type { Pool, PoolClient, QueryConfig } from "pg";
import type { Database, TransactionOptions, Value } from "./database";
import { StoreError, type StoreErrorKind } from "./store-error";
import { firstOf, TransactionScope, withSavepoint } from "./transaction-scope";

/** Connections of one replica. */
export const poolSize = 10;
/** Milliseconds. */
interface StoreTimeouts {
  /** Until a call has a connection. */
  connect: number;
  /** Until one statement is answered; the database itself ends it a tenth earlier. */
  statement: number;
}

const usualTimeouts: StoreTimeouts = { connect: 5_000, statement: 9_000 };
/** How often work that a deadlock ended is begun again. */
const attempts = 5;

/**
 * Opens the database that replicas share. Nothing is connected yet: a database that is away for a while refuses calls
 * with `unavailable` and is used again when it is back.
 * A connection whose other end is silent is given up after the time of a statement, with all others of that moment.
 * @param url `postgres://…`; it holds a password and is never repeated
 */
export async function openPostgres(url: string, timeouts = usualTimeouts): Promise<Database> {
  const { default: pg } = await import("pg");
  return new PostgresDatabase(() => {
    const pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: timeouts.connect,
      query_timeout: timeouts.statement,
      statement_timeout: Math.ceil(timeouts.statement * 0.9),
      idle_in_transaction_session_timeout: 2 * timeouts.statement,
      keepAlive: true,
      application_name: "punchcard",
      types: { getTypeParser: (oid, format) => (integers.has(oid) ? Number : pg.types.getTypeParser(oid, format)) },
    });
    // A connection that ends while nobody uses it; the next call makes another.
    pool.on("error", () => undefined);
    return pool;
  });
}

/** As the driver says that its time for a statement is over; it has no code. */
const isSilent = (error: unknown) => error instanceof Error && error.message === "Query read timeout";

/** int8, and numeric, which a sum of int8 is. */
const integers = new Set([20, 1700]);

type Queries = Pick<Pool | PoolClient, "query">;

class PostgresDatabase implements Database {
  readonly kind = "postgres";
  private readonly scope = new TransactionScope();
  private pool: Pool;

  constructor(private readonly makePool: () => Pool) {
    this.pool = makePool();
  }

  async all<Row>(sql: string, values?: readonly Value[]): Promise<Row[]> {
    return (await this.alone(sql, values)).rows as Row[];
  }

  first<Row>(sql: string, values?: readonly Value[]): Promise<Row | undefined> {
    return firstOf<Row>(this.all(sql, values));
  }

  async run(sql: string, values?: readonly Value[]): Promise<number> {
    return (await this.alone(sql, values)).rowCount ?? 0;
  }

  /** A statement outside of transactions. */
  private async alone(sql: string, values?: readonly Value[]) {
    this.scope.refuseInside();
    const { pool } = this;
    return query(pool, sql, values, () => this.leave(pool));
  }

  /** What else the pool has open is as silent: calls to come get new connections at once, not after a timeout each. */
  private leave(pool: Pool): void {
    if (pool !== this.pool) return;
    this.pool = this.makePool();
    void pool.end().catch(() => undefined);
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
    const { pool } = this;
    const client = await pool.connect().catch((error) => Promise.reject(storeError(error)));
    // An error of a connection in use also fails its query; without a listener it would end the process.
    const ignore = () => undefined;
    client.on("error", ignore);
    let broken = false;
    const silent = () => {
      broken = true;
      this.leave(pool);
    };
    try {
      await query(client, begin, [], silent);
      const result = await this.scope.enter(() => work(this.inside(client, 1, silent)));
      await query(client, "COMMIT", [], silent);
      return result;
    } catch (error) {
      if (!broken)
        await query(client, "ROLLBACK").catch(() => {
          broken = true;
        });
      throw error;
    } finally {
      client.off("error", ignore);
      client.release(broken);
    }
  }

  private inside(client: PoolClient, depth: number, silent: () => void): Database {
    const all = async <Row>(sql: string, values?: readonly Value[]) =>
      (await query(client, sql, values, silent)).rows as Row[];
    const run = async (sql: string, values?: readonly Value[]) =>
      (await query(client, sql, values, silent)).rowCount ?? 0;
    return {
      kind: this.kind,
      all,
      first: <Row>(sql: string, values?: readonly Value[]) => firstOf<Row>(all(sql, values)),
      run,
      transaction: (work) => withSavepoint(depth, run, () => work(this.inside(client, depth + 1, silent))),
      close: () => this.close(),
    };
  }
}

/** @param silent told where the other end did not answer in time */
async function query(on: Queries, sql: string, values: readonly Value[] = [], silent?: () => void) {
  const config: QueryConfig = { text: numbered(sql), values: values.map(forDriver) };
  try {
    return await on.query(config);
  } catch (error) {
    if (isSilent(error)) silent?.();
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
