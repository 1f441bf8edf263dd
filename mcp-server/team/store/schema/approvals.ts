/** Questions to users, and answers that clients gave, each valid for one call. `parts` contains the question as codes and parameters. */
export const approvalTables: readonly string[] = [
  `CREATE TABLE approvals (
      id TEXT PRIMARY KEY,
      token_hash TEXT NOT NULL UNIQUE,
      person_id TEXT NOT NULL,
      grant_id TEXT NOT NULL,
      client TEXT NOT NULL,
      says TEXT,
      account_id TEXT NOT NULL,
      account_label TEXT NOT NULL,
      tool TEXT NOT NULL,
      call_digest TEXT NOT NULL,
      digest TEXT NOT NULL,
      agreed TEXT NOT NULL,
      lines TEXT NOT NULL,
      entries BIGINT NOT NULL,
      others BIGINT NOT NULL,
      first_at BIGINT NOT NULL,
      asked_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      answered_at BIGINT,
      state TEXT NOT NULL CHECK (state IN ('open', 'allowed', 'denied', 'used', 'withdrawn')),
      parts TEXT
    )`,
  "CREATE INDEX approvals_by_person ON approvals (person_id, asked_at)",
  "CREATE TABLE spent_answers (nonce_hash TEXT PRIMARY KEY, expires_at BIGINT NOT NULL)",
];
