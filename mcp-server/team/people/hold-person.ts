import type { Database } from "../store/database";

/**
 * Holds a person's row until the transaction ends, so that a removal comes before or after it and never between.
 * @returns whether they may still have something of their own: they are invited or active
 */
export const holdPerson = async (inside: Database, person: string): Promise<boolean> =>
  (await inside.run("UPDATE people SET updated_at = updated_at WHERE id = ? AND status <> 'removed'", [person])) === 1;
