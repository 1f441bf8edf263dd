import type { Migration } from "../migration";

/** Says who does what only one may do at once, for those who come second. */
export const lockHolders: Migration = {
  number: 34,
  name: "lock holders",
  statements: ["ALTER TABLE store_locks ADD COLUMN holder TEXT"],
};
