import { existsSync } from "node:fs";
import { join } from "node:path";
import { createSchema, missingStore } from "./create-schema";
import type { Database } from "./database";
import { openLibsql } from "./libsql";
import { openPostgres } from "./postgres";

/**
 * Opens the team server's database, and creates the schema when it is empty.
 *
 * @param databaseUrl `postgres://…`; without it a file in the folder is used
 * @param mustExist for commands that work on the store of a server: they create none
 * @throws {StoreError} `missing` when there must be a store and is none
 */
export async function openTeamStore({
  dataFolder,
  databaseUrl,
  mustExist = false,
}: {
  dataFolder: string;
  databaseUrl?: string;
  mustExist?: boolean;
}): Promise<Database> {
  const file = join(dataFolder, "team.db");
  if (mustExist && databaseUrl === undefined && !existsSync(file)) throw missingStore(dataFolder);
  const database = await (databaseUrl === undefined ? openLibsql(file) : openPostgres(databaseUrl));
  try {
    await createSchema(database, undefined, { mustExist });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
