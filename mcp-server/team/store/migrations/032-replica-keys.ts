import type { Migration } from "../migration";

/** Which keys each process finds in its key file: a new key is used once all of them have it. */
export const replicaKeys: Migration = {
  number: 32,
  name: "keys of replicas",
  statements: ["ALTER TABLE replicas ADD COLUMN kids TEXT"],
};
