import type { Migration } from "../migration";

/** A used invitation is kept for a while, so that whoever opens it again is told so. */
export const invitationsUsed: Migration = {
  number: 27,
  name: "invitations used",
  statements: ["ALTER TABLE invitations ADD COLUMN used_at BIGINT"],
};
