import type { Migration } from "../migration";

/**
 * Tokens that a service made for somebody here, by the ids that it revokes them by; never the tokens. A row stays until the
 * service has revoked it, also after its account or person is gone.
 */
export const madeTokens: Migration = {
  number: 28,
  name: "made tokens",
  statements: [
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
  ],
};
