import type { Migration } from "../migration";

/** Addresses in lower case, and ids that are never given again: the journal still names a removed person by theirs. */
export const people: Migration = {
  number: 1,
  name: "people",
  statements: [
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
  ],
};
