/** What adapters store between calls: facts of an account, breaks, and the number of requests to a service. */
export const serviceStateTables: readonly string[] = [
  "CREATE TABLE service_facts (account_id TEXT PRIMARY KEY, facts TEXT NOT NULL, updated_at BIGINT NOT NULL)",
  "CREATE TABLE service_breaks (account_id TEXT PRIMARY KEY, paused TEXT NOT NULL, updated_at BIGINT NOT NULL)",
  `CREATE TABLE request_counts (
      scope TEXT PRIMARY KEY,
      counts TEXT NOT NULL,
      version BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    )`,
];
