import type { Migration } from "../migration";

/**
 * Accounts that people signed in to through their browser. `sign_in` names the owner of the key that seals the account's
 * secret: it outlives account and person until the service has revoked the tokens, and is deleted then.
 */
export const accountSignIns: Migration = {
  number: 33,
  name: "account sign-ins",
  statements: [
    "ALTER TABLE accounts ADD COLUMN mcp_url TEXT",
    "ALTER TABLE accounts ADD COLUMN sign_in TEXT",
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
  ],
};
