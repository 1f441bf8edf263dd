import type { Migration } from "../migration";

/** Marks what admins did in the log of the company, so that it is found among the calls of everybody's clients. */
export const adminLog: Migration = {
  number: 31,
  name: "admin log",
  statements: [
    "ALTER TABLE audit_lines ADD COLUMN by_admin BIGINT",
    `UPDATE audit_lines SET by_admin = 1 WHERE line LIKE '%"client":"admin-page"%'`,
    "CREATE INDEX audit_lines_by_admin ON audit_lines (seq) WHERE by_admin = 1",
  ],
};
