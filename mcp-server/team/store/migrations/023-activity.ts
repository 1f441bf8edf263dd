import type { Migration } from "../migration";

/** What was written for each person, as in the journal of one computer. Ids are counted per person. */
export const activity: Migration = {
  number: 23,
  name: "activity",
  statements: [
    "CREATE TABLE activity_ids (person_id TEXT PRIMARY KEY, last BIGINT NOT NULL)",
    `CREATE TABLE activity_changes (
      person_id TEXT NOT NULL,
      id BIGINT NOT NULL,
      at BIGINT NOT NULL,
      client TEXT NOT NULL,
      place TEXT,
      account TEXT NOT NULL,
      service TEXT NOT NULL,
      label TEXT NOT NULL,
      tool TEXT NOT NULL,
      zone TEXT,
      undoes BIGINT,
      complete BIGINT NOT NULL,
      PRIMARY KEY (person_id, id)
    )`,
    "CREATE INDEX activity_changes_undoes ON activity_changes (person_id, undoes)",
    "CREATE INDEX activity_changes_at ON activity_changes (at)",
    `CREATE TABLE activity_parts (
      person_id TEXT NOT NULL,
      id BIGINT NOT NULL,
      change_id BIGINT NOT NULL,
      operation TEXT NOT NULL,
      subject TEXT NOT NULL,
      subject_id TEXT,
      of_json TEXT,
      state TEXT NOT NULL CHECK (state IN ('meant', 'done', 'nothing', 'failed', 'unknown')),
      at BIGINT NOT NULL,
      before_json TEXT,
      after_json TEXT,
      wanted_json TEXT,
      error TEXT,
      whole BIGINT NOT NULL,
      instead_of TEXT,
      bytes BIGINT NOT NULL,
      PRIMARY KEY (person_id, id),
      FOREIGN KEY (person_id, change_id) REFERENCES activity_changes (person_id, id) ON DELETE CASCADE
    )`,
    "CREATE INDEX activity_parts_change ON activity_parts (person_id, change_id)",
    "CREATE INDEX activity_parts_subject ON activity_parts (person_id, subject, subject_id)",
  ],
};
