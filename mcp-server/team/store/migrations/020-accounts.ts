import type { Migration } from "../migration";

/** What people connected, the keys of the company, and the upper bounds of company and groups. */
export const accounts: Migration = {
  number: 20,
  name: "accounts",
  statements: [
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
      updated_at BIGINT NOT NULL
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
  ],
};
