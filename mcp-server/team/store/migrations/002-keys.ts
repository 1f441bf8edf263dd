import type { Migration } from "../migration";

/** Which keys of the key file were used, and each owner's own key, wrapped by one of them. */
export const keys: Migration = {
  number: 2,
  name: "keys",
  statements: [
    `CREATE TABLE key_ring (
      kid TEXT PRIMARY KEY,
      position BIGINT NOT NULL UNIQUE,
      check_value TEXT NOT NULL,
      created_at BIGINT NOT NULL
    )`,
    `CREATE TABLE data_keys (
      owner TEXT PRIMARY KEY,
      id TEXT NOT NULL,
      kid TEXT NOT NULL REFERENCES key_ring (kid),
      wrapped TEXT NOT NULL,
      created_at BIGINT NOT NULL
    )`,
    "CREATE INDEX data_keys_by_kid ON data_keys (kid)",
  ],
};
