import type { Clock, Database } from "./database";

interface Lease {
  name: string;
  /** Milliseconds after which it counts as given up, for a replica that was ended; longer than the work takes. */
  lasts: number;
  /** Told to those who come while it is taken. */
  holder?: string;
}

/**
 * Does what only one replica may do at once, and what waits for more than the database: that cannot be a transaction.
 * @returns "taken": it is done elsewhere just now, so nothing was done here
 */
export async function withLease<T>(
  database: Database,
  clock: Clock,
  { name, lasts, holder }: Lease,
  work: () => Promise<T>,
): Promise<T | "taken"> {
  const now = clock();
  const taken = await database.run(
    `INSERT INTO store_locks (name, taken_at, holder) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET taken_at = excluded.taken_at, holder = excluded.holder
     WHERE store_locks.taken_at <= ?`,
    [name, now, holder ?? null, now - lasts],
  );
  if (taken !== 1) return "taken";
  try {
    return await work();
  } finally {
    await database.run("DELETE FROM store_locks WHERE name = ? AND taken_at = ?", [name, now]);
  }
}

/** Who has a lease, and since when. @returns undefined: it is free again */
export const holderOf = (database: Database, name: string) =>
  database.first<{ holder: string | null; since: number }>(
    "SELECT holder, taken_at AS since FROM store_locks WHERE name = ?",
    [name],
  );
