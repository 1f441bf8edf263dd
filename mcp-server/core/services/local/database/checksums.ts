import { crc32 } from "node:zlib";
import type { Row, Sql, Value } from "../../../platform/sqlite";

/**
 * SQLite finds damage to the structure of a file, but not an overwritten value. So each row has a checksum of its values,
 * which is written in the transaction that writes the row.
 */

const tables = (sql: Sql): string[] =>
  sql
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    .map(({ name }) => String(name));

interface Shape {
  columns: { name: string; type: string }[];
  key: string[];
  /** Files of older schemas have none. */
  hasChecksum: boolean;
}

function shapeOf(sql: Sql, table: string): Shape {
  const info = sql.all(`PRAGMA table_info("${table}")`);
  const columns = info.map(({ name, type }) => ({ name: String(name), type: String(type) }));
  return {
    columns: columns.filter(({ name }) => name !== "checksum"),
    key: info.filter(({ pk }) => Number(pk) > 0).map(({ name }) => String(name)),
    hasChecksum: columns.some(({ name }) => name === "checksum"),
  };
}

// Texts as bytes: libsql ends the process when a text is not UTF-8, and cuts it at NUL.
const select = ({ columns }: Shape, table: string) =>
  `SELECT ${columns.map(({ name, type }) => (type === "TEXT" ? `CAST("${name}" AS BLOB) AS "${name}"` : `"${name}"`)).join(", ")},
   checksum FROM "${table}"`;

function checksumOf(row: Row, { columns }: Shape): number {
  const values = columns.map(({ name }) => {
    const value: unknown = row[name];
    return value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value;
  });
  return crc32(JSON.stringify(values));
}

/**
 * Adds the column, and a trigger that empties it whenever another program or a statement of ours changes the row.
 * Part of the schema: the statements must not change.
 */
export function checksumColumns(names: readonly (readonly [table: string, columns: string, key: string])[]): string {
  return names
    .map(
      ([table, columns, key]) => `ALTER TABLE ${table} ADD COLUMN checksum INTEGER;
   CREATE INDEX ${table}_changed ON ${table} (checksum) WHERE checksum IS NULL;
   CREATE TRIGGER ${table}_changes AFTER UPDATE OF ${columns} ON ${table} BEGIN
     UPDATE ${table} SET checksum = NULL WHERE ${key
       .split(", ")
       .map((name) => `${name} = NEW.${name}`)
       .join(" AND ")};
   END;`,
    )
    .join("\n");
}

interface Prepared {
  changed: string;
  update: string;
  table: string;
  shape: Shape;
}

/** Writes the checksums of all rows that a transaction has written. Its statements are prepared once. */
export class Checksums {
  private prepared: Prepared[] | null = null;

  constructor(private readonly sql: Sql) {}

  /** To be called at the end of each transaction that writes. */
  update(): void {
    this.prepared ??= tables(this.sql).flatMap((table) => {
      const shape = shapeOf(this.sql, table);
      const where = shape.key.map((name) => `"${name}" = ?`).join(" AND ");
      return shape.hasChecksum
        ? [
            {
              table,
              shape,
              changed: `${select(shape, table)} WHERE checksum IS NULL`,
              update: `UPDATE "${table}" SET checksum = ? WHERE ${where}`,
            },
          ]
        : [];
    });
    for (const { changed, update, shape } of this.prepared)
      for (const row of this.sql.all(changed))
        this.sql.run(update, checksumOf(row, shape), ...shape.key.map((name) => keyValue(row[name])));
  }
}

function keyValue(value: unknown): Value {
  return value instanceof ArrayBuffer ? Buffer.from(value).toString() : (value as Value);
}

/** Whether every row has the values that were written. Rows of another program have no checksum, and count as unchanged. */
export function rowsAreUnchanged(sql: Sql): boolean {
  return tables(sql).every((table) => {
    const shape = shapeOf(sql, table);
    if (!shape.hasChecksum) return true;
    return sql.all(select(shape, table)).every((row) => row.checksum === null || row.checksum === checksumOf(row, shape));
  });
}
