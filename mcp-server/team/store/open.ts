import { join } from "node:path";
import { createSchema } from "./create-schema";
import type { Database } from "./database";
import { openLibsql } from "./libsql";
import { openPostgres } from "./postgres";

/**
 * Opens the team server's database, and creates the schema when it is empty.
 * @param url `postgres://…`; absent: a file in the folder
 * @throws StoreError
 */
export async function openTeamStore({
  dataFolder,
  databaseUrl,
}: {
  dataFolder: string;
  databaseUrl?: string;
}): Promise<Database> {
  const database = await (databaseUrl === undefined
    ? openLibsql(join(dataFolder, "team.db"))
    : openPostgres(databaseUrl));
  try {
    await createSchema(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
