export type Value = string | number | bigint | null | Uint8Array;

/**
 * What the team server keeps its rows in: one file (libsql) or PostgreSQL, which several replicas share.
 *
 * SQL is written once, in what both understand: `?` for values and never inside a literal, names in snake_case, `BIGINT`
 * milliseconds since the epoch (UTC) for moments, 0 and 1 for yes and no, `ON CONFLICT` and `RETURNING`.
 * Isolation is that of READ COMMITTED: decide by one conditional `UPDATE` or `INSERT … ON CONFLICT` and the number of
 * rows it changed, never by a row read before.
 * Every method throws StoreError.
 */
export interface Database {
  readonly kind: "libsql" | "postgres";
  /** `?` placeholders in both; rows as plain objects; integers as numbers; blobs as Uint8Array. */
  all<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>;
  first<Row>(sql: string, values?: readonly Value[]): Promise<Row | undefined>;
  /** @returns the number of rows changed: what a conditional UPDATE decides by */
  run(sql: string, values?: readonly Value[]): Promise<number>;
  /**
   * All or nothing. `work` uses the database it is given, not the outer one, which is refused inside. It waits for nothing
   * but the database, and may run again from the start where PostgreSQL ended it for a deadlock. Inside a transaction this
   * is a savepoint: a failure is undone to there and may be caught.
   */
  transaction<T>(work: (database: Database) => Promise<T>, options?: TransactionOptions): Promise<T>;
  close(): Promise<void>;
}

export interface TransactionOptions {
  /** false: commits without waiting for the disk. Only a loss of power can take it back, up to the next that waits. */
  flush?: boolean;
}

/** A moment, as milliseconds since the epoch. Repositories take it as an argument, so that tests can set it. */
export type Clock = () => number;
