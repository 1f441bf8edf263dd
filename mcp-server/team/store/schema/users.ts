/** Users and groups. Email addresses are in lower case. Ids are never reused, because the journal names removed users by theirs. */
export const userTables: readonly string[] = [
  `CREATE TABLE people_groups (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      created_at BIGINT NOT NULL
    )`,
  `CREATE TABLE people (
      id TEXT PRIMARY KEY,
      email TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      group_id TEXT REFERENCES people_groups (id),
      is_admin BIGINT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'removed')),
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    )`,
  "CREATE INDEX people_by_group ON people (group_id)",
  `CREATE TABLE removals (
      person_id TEXT PRIMARY KEY REFERENCES people (id),
      at BIGINT NOT NULL,
      removed_by TEXT NOT NULL,
      reason TEXT
    )`,
];
