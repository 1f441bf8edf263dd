import type { Clock, Database } from "./database";

/**
 * Does what only one replica may do at once, and what waits for more than the database: that cannot be a transaction.
 * @param lasts milliseconds after which it counts as given up, for a replica that was ended; longer than the work takes
 * @returns "taken": it is done elsewhere just now, so nothing was done here
 */
export async function withLease<T>(
  database: Database,
  clock: Clock,
  { name, lasts }: { name: string; lasts: number },
  work: () => Promise<T>,
): Promise<T | "taken"> {
  const now = clock();
  const taken = await database.run(
    `INSERT INTO store_locks (name, taken_at) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET taken_at = excluded.taken_at WHERE store_locks.taken_at <= ?`,
    [name, now, now - lasts],
  );
  if (taken !== 1) return "taken";
  try {
    return await work();
  } finally {
    await database.run("DELETE FROM store_locks WHERE name = ? AND taken_at = ?", [name, now]);
  }
}
