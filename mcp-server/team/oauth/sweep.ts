import type { Clock, Database } from "../store/database";

/** Registrations that nobody let in are kept up to this many; the oldest go first. */
const unusedRegistrations = 10_000;
/** Ended grants are forgotten after this; until then a client counts as known. */
const keepEnded = 90 * 86_400_000;

/** Removes what is over: tokens, codes, registrations that nobody used, documents without a grant. */
export async function sweep(database: Database, clock: Clock, most = unusedRegistrations): Promise<void> {
  const now = clock();
  await database.run("DELETE FROM oauth_items WHERE expires_at <= ?", [now]);
  await database.run("DELETE FROM rate_limits WHERE expire <= ?", [now]);
  await database.run(
    `DELETE FROM oauth_items WHERE model = 'Client' AND expires_at <= ? AND id NOT IN (
       SELECT id FROM oauth_items WHERE model = 'Client' AND expires_at <= ? ORDER BY created_at DESC, id LIMIT ?)`,
    [now + 86_400_000, now + 86_400_000, most],
  );
  await database.run("DELETE FROM oauth_grants WHERE expires_at < ? OR revoked_at < ?", [
    now - keepEnded,
    now - keepEnded,
  ]);
  // A yes after which the client never came for its code.
  await database.run(
    `DELETE FROM oauth_grants WHERE last_used_at IS NULL AND created_at < ? AND id NOT IN (
       SELECT grant_id FROM oauth_items WHERE grant_id IS NOT NULL)`,
    [now - 3_600_000],
  );
  await database.run(
    "DELETE FROM oauth_client_documents WHERE url NOT IN (SELECT client_id FROM oauth_grants WHERE revoked_at IS NULL)",
  );
}
