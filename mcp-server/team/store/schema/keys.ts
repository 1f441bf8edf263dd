/** Keys of the key file that were used, and the data key of each owner, encrypted with one of them. */
export const keyTables: readonly string[] = [
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
];
