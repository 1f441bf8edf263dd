/**
 * Users and groups. Email addresses are in lower case. Ids are never reused, because the journal names removed users by
 * theirs: who comes back is a new row. An address belongs to one user who is invited or active; a removal frees it.
 */
export const userTables: readonly string[] = [
  `CREATE TABLE people_groups (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      created_at BIGINT NOT NULL
    )`,
  `CREATE TABLE people (
      id TEXT PRIMARY KEY,
      email TEXT NOT NULL,
      name TEXT NOT NULL,
      group_id TEXT REFERENCES people_groups (id),
      is_admin BIGINT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'removed')),
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    )`,
  "CREATE INDEX people_by_group ON people (group_id)",
  "CREATE INDEX people_by_email ON people (email, id)",
  `CREATE TABLE person_addresses (
      address TEXT PRIMARY KEY,
      person_id TEXT NOT NULL REFERENCES people (id)
    )`,
  "CREATE INDEX person_addresses_by_person ON person_addresses (person_id)",
  `CREATE TABLE removals (
      person_id TEXT PRIMARY KEY REFERENCES people (id),
      at BIGINT NOT NULL,
      removed_by TEXT NOT NULL,
      reason TEXT
    )`,
  // What the company's directory (SCIM) calls a user. Its id stays when an admin lets a removed user begin again.
  `CREATE TABLE directory_users (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL UNIQUE REFERENCES people (id),
      external_id TEXT UNIQUE,
      user_name TEXT NOT NULL
    )`,
  `CREATE TABLE directory_groups (
      id TEXT PRIMARY KEY REFERENCES people_groups (id),
      external_id TEXT
    )`,
  `CREATE TABLE directory_members (
      group_id TEXT NOT NULL REFERENCES directory_groups (id),
      person_id TEXT NOT NULL REFERENCES people (id),
      PRIMARY KEY (group_id, person_id)
    )`,
  "CREATE INDEX directory_members_by_person ON directory_members (person_id)",
];
