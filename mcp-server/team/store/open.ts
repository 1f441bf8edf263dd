import { join } from "node:path";
import type { Clock, Database } from "./database";
import { openLibsql } from "./libsql";
import { migrate } from "./migrate";
import { openPostgres } from "./postgres";

/**
 * Opens the team server's database and brings it to this program's schema.
 * @param url `postgres://…`; absent: a file in the folder
 * @throws StoreError
 */
export async function openTeamStore(
  { dataFolder, databaseUrl }: { dataFolder: string; databaseUrl?: string },
  clock: Clock,
): Promise<Database> {
  const database = await (databaseUrl === undefined
    ? openLibsql(join(dataFolder, "team.db"))
    : openPostgres(databaseUrl));
  try {
    await migrate(database, clock);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
