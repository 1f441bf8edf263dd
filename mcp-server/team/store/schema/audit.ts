/** The audit log. Each line contains the hash of the previous line, and the head the hash of the last one. `by_admin` is 1 for acts of admins. */
export const auditTables: readonly string[] = [
  "CREATE TABLE audit_lines (seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, person TEXT NOT NULL, line TEXT NOT NULL, hash TEXT NOT NULL, by_admin BIGINT)",
  "CREATE INDEX audit_lines_person ON audit_lines (person, at)",
  "CREATE TABLE audit_head (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL)",
  "CREATE INDEX audit_lines_by_admin ON audit_lines (seq) WHERE by_admin = 1",
];
