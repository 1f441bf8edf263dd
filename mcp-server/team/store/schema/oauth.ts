/** Storage of the authorization server: ids as hashes, payloads encrypted. */
export const oauthTables: readonly string[] = [
  `CREATE TABLE oauth_items (
      model TEXT NOT NULL,
      id TEXT NOT NULL,
      grant_id TEXT,
      uid TEXT,
      payload TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      consumed_at BIGINT,
      expires_at BIGINT,
      PRIMARY KEY (model, id)
    )`,
  "CREATE INDEX oauth_items_grant ON oauth_items (grant_id)",
  "CREATE INDEX oauth_items_uid ON oauth_items (uid)",
  "CREATE INDEX oauth_items_expiry ON oauth_items (expires_at)",
  `CREATE TABLE oauth_grants (
      id TEXT PRIMARY KEY,
      person TEXT NOT NULL,
      client_id TEXT NOT NULL,
      client_name TEXT NOT NULL,
      redirect_host TEXT NOT NULL,
      level TEXT NOT NULL,
      accounts TEXT,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      last_used_at BIGINT,
      revoked_at BIGINT
    )`,
  "CREATE INDEX oauth_grants_person ON oauth_grants (person)",
  "CREATE TABLE oauth_keys (name TEXT PRIMARY KEY, sealed TEXT NOT NULL, created_at BIGINT NOT NULL)",
  `CREATE TABLE oauth_client_documents (
      id TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      document TEXT NOT NULL,
      fetched_at BIGINT NOT NULL
    )`,
  "CREATE TABLE rate_limits (key TEXT PRIMARY KEY, points BIGINT NOT NULL, expire BIGINT)",
];
