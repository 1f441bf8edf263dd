import type { Migration } from "../migration";

/** When and why people were removed; apart from the audit log, which holds no texts. Coming back deletes the row. */
export const removals: Migration = {
  number: 25,
  name: "removals",
  statements: [
    `CREATE TABLE removals (
      person_id TEXT PRIMARY KEY REFERENCES people (id),
      at BIGINT NOT NULL,
      removed_by TEXT NOT NULL,
      reason TEXT
    )`,
  ],
};
