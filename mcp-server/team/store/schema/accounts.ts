/** Connected accounts, company keys, upper bounds of permissions, and tokens that have to be revoked. `accounts.sign_in` names the owner of the key that encrypts the secret. */
export const accountTables: readonly string[] = [
  `CREATE TABLE accounts (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES people (id),
      service TEXT NOT NULL,
      label TEXT NOT NULL,
      url TEXT,
      user_name TEXT,
      remote_person TEXT NOT NULL,
      permissions TEXT NOT NULL,
      secret TEXT,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      mcp_url TEXT,
      sign_in TEXT
    )`,
  "CREATE INDEX accounts_by_person ON accounts (person_id)",
  `CREATE TABLE company_keys (
      service TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      secret TEXT NOT NULL,
      updated_at BIGINT NOT NULL
    )`,
  `CREATE TABLE upper_bounds (
      scope TEXT PRIMARY KEY,
      policy TEXT NOT NULL,
      version BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    )`,
  `CREATE TABLE made_tokens (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      service TEXT NOT NULL,
      url TEXT NOT NULL,
      token_id TEXT NOT NULL,
      made_at BIGINT NOT NULL,
      revoke_from BIGINT
    )`,
  "CREATE INDEX made_tokens_by_account ON made_tokens (account_id)",
  "CREATE INDEX made_tokens_by_person ON made_tokens (person_id)",
  "CREATE INDEX made_tokens_due ON made_tokens (revoke_from)",
  `CREATE TABLE ended_sign_ins (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      service TEXT NOT NULL,
      mcp_url TEXT NOT NULL,
      secret TEXT NOT NULL,
      ended_at BIGINT NOT NULL,
      revoke_from BIGINT NOT NULL
    )`,
  "CREATE INDEX ended_sign_ins_due ON ended_sign_ins (revoke_from)",
];
