import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { DetectedOrder } from "#core/imports/cells";
import { decodeFile, largestFile } from "#core/imports/decode";
import { type Columns, columnsOf } from "#core/imports/formats";
import { importError } from "#core/imports/import-error";
import { dayOrderOf } from "#core/imports/read-rows";
import { readTable, type Table } from "#core/imports/table";

export interface LoadedFile {
  sha256: string;
  table: Table;
  columns: Columns;
  order: DetectedOrder;
}

/**
 * Reads and recognizes a file that the person chose.
 * @throws InputError `import_…` for one that cannot be imported
 */
export async function loadFile(path: string): Promise<LoadedFile> {
  const bytes = await readAll(path);
  const table = readTable(decodeFile(bytes));
  const columns = columnsOf(table.headings);
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    table,
    columns,
    order: dayOrderOf(table, columns),
  };
}

async function readAll(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size > largestFile) throw importError("too_large");
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith("import_")) throw error;
    throw importError("unreadable", code ? `(${code})` : "");
  }
}
