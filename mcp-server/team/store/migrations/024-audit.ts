import type { Migration } from "../migration";

/** The log of the company: each line names the hash of the one before it, and the head names the last one. */
export const audit: Migration = {
  number: 24,
  name: "audit",
  statements: [
    "CREATE TABLE audit_lines (seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, person TEXT NOT NULL, line TEXT NOT NULL, hash TEXT NOT NULL)",
    "CREATE INDEX audit_lines_person ON audit_lines (person, at)",
    "CREATE TABLE audit_head (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL)",
  ],
};
