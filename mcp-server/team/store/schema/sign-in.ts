/** Invitations, passwords, passkeys, and browser sessions. Tokens are stored as hashes, passwords as scrypt hashes; what must be read again is encrypted. */
export const signInTables: readonly string[] = [
  `CREATE TABLE store_locks (
      name TEXT PRIMARY KEY,
      taken_at BIGINT NOT NULL,
      holder TEXT
    )`,
  `CREATE TABLE invitations (
      token_hash TEXT PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES people (id),
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      used_at BIGINT
    )`,
  "CREATE INDEX invitations_by_person ON invitations (person_id)",
  `CREATE TABLE passwords (
      person_id TEXT PRIMARY KEY REFERENCES people (id),
      hash TEXT NOT NULL,
      changed_at BIGINT NOT NULL
    )`,
  `CREATE TABLE sign_in_failures (
      subject TEXT PRIMARY KEY,
      failures BIGINT NOT NULL,
      locked_until BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    )`,
  `CREATE TABLE passkeys (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES people (id),
      public_key BYTES NOT NULL,
      counter BIGINT NOT NULL,
      transports TEXT NOT NULL,
      name TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      last_used_at BIGINT
    )`,
  "CREATE INDEX passkeys_by_person ON passkeys (person_id)",
  `CREATE TABLE identities (
      issuer TEXT NOT NULL,
      subject TEXT NOT NULL,
      person_id TEXT NOT NULL REFERENCES people (id),
      linked_at BIGINT NOT NULL,
      PRIMARY KEY (issuer, subject),
      UNIQUE (issuer, person_id)
    )`,
  `CREATE TABLE browser_sessions (
      id TEXT PRIMARY KEY,
      token_hash TEXT NOT NULL UNIQUE,
      person_id TEXT NOT NULL REFERENCES people (id),
      method TEXT NOT NULL,
      user_agent TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      last_seen_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
  "CREATE INDEX browser_sessions_by_person ON browser_sessions (person_id)",
  "CREATE INDEX browser_sessions_by_end ON browser_sessions (expires_at)",
  `CREATE TABLE browser_states (
      token_hash TEXT PRIMARY KEY,
      purpose TEXT NOT NULL,
      sealed TEXT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
  "CREATE INDEX browser_states_by_end ON browser_states (expires_at)",
];
