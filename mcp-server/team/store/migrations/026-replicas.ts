import type { Migration } from "../migration";

/** Processes that serve, each with its requests of the last hour. */
export const replicas: Migration = {
  number: 26,
  name: "replicas",
  statements: [
    `CREATE TABLE replicas (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      version TEXT NOT NULL,
      started_at BIGINT NOT NULL,
      seen_at BIGINT NOT NULL,
      stopped_at BIGINT,
      memory BIGINT NOT NULL,
      traffic TEXT NOT NULL
    )`,
  ],
};
