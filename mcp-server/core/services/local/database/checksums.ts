import { crc32 } from "node:zlib";
import type { Row, Sql } from "../../../platform/sqlite";

/**
 * SQLite finds damage to the structure of a file, but not an overwritten value. So each row has a checksum of its values,
 * which is written in the transaction that writes the row.
 */

/** The tables of a time sheet, with the columns that name a row. */
const tables = {
  item: ["rowid"],
  tag: ["rowid"],
  entry: ["rowid"],
  entry_tag: ["entry_id", "tag_id"],
  pause: ["rowid"],
  absence: ["rowid"],
  setting: ["name"],
  target_hours: ["rowid"],
  leave_carry: ["rowid"],
  own_holiday: ["rowid"],
} as const;

/** A step of the schema. The trigger empties the checksum when any statement changes the row. */
export const addChecksums = Object.entries(tables)
  .map(([table, key]) => {
    const sameRow = key.map((column) => `${column} = NEW.${column}`).join(" AND ");
    return `ALTER TABLE ${table} ADD COLUMN checksum INTEGER;
   CREATE INDEX ${table}_unchecked ON ${table} (checksum) WHERE checksum IS NULL;
   CREATE TRIGGER ${table}_change AFTER UPDATE ON ${table} WHEN NEW.checksum IS OLD.checksum BEGIN
     UPDATE ${table} SET checksum = NULL WHERE ${sameRow};
   END;`;
  })
  .join("\n");

interface Statements {
  /** Reads rows with their checksum and, as `key_<n>`, what names them. */
  all: string;
  unchecked: string;
  update: string;
  columns: string[];
  key: string[];
}

/** @returns null: the file is older than its checksums */
function statementsOf(sql: Sql, table: string, key: readonly string[]): Statements | null {
  const info = sql.all(`PRAGMA table_info("${table}")`);
  if (!info.some(({ name }) => name === "checksum")) return null;
  const columns = info.map(({ name }) => String(name)).filter((name) => name !== "checksum");
  // Texts as bytes: libsql ends the process at a text that is not UTF-8, and cuts it at NUL.
  const bytes = ({ name, type }: Row) => (type === "TEXT" ? `CAST("${name}" AS BLOB) AS "${name}"` : `"${name}"`);
  const values = info.filter(({ name }) => name !== "checksum").map(bytes);
  const keyColumns = key.map((column, index) => `${column} AS key_${index}`);
  const all = `SELECT ${[...values, ...keyColumns, "checksum"].join(", ")} FROM "${table}"`;
  return {
    all,
    unchecked: `${all} WHERE checksum IS NULL`,
    update: `UPDATE "${table}" SET checksum = ? WHERE ${key.map((column) => `${column} = ?`).join(" AND ")}`,
    columns,
    key: key.map((_, index) => `key_${index}`),
  };
}

function checksumOf(row: Row, { columns }: Statements): number {
  const values = columns.map((name) => {
    const value: unknown = row[name];
    return value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value;
  });
  return crc32(JSON.stringify(values));
}

const allStatements = (sql: Sql): Statements[] =>
  Object.entries(tables).flatMap(([table, key]) => statementsOf(sql, table, key) ?? []);

/** Writes the checksums of the rows that a transaction has written: to be called at its end. */
export class Checksums {
  private statements: Statements[] | null = null;

  constructor(private readonly sql: Sql) {}

  write(): void {
    this.statements ??= allStatements(this.sql);
    for (const statements of this.statements)
      for (const row of this.sql.all(statements.unchecked))
        this.sql.run(
          statements.update,
          checksumOf(row, statements),
          ...statements.key.map((column) => row[column] ?? null),
        );
  }
}

/**
 * Whether every row has the values that were written. A row without a checksum counts as unchanged: another program wrote
 * it, and SQLite's own check finds a checksum that was overwritten, because rows without one are in an index.
 */
export function rowsAreUnchanged(sql: Sql): boolean {
  return allStatements(sql).every((statements) =>
    sql.all(statements.all).every((row) => row.checksum === null || row.checksum === checksumOf(row, statements)),
  );
}
