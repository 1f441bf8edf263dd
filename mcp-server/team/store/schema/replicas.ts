/** Serving processes with their requests of the last hour. `kids` lists the keys in the key file of each; a new key is used only when all processes have it. */
export const replicaTables: readonly string[] = [
  `CREATE TABLE replicas (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      version TEXT NOT NULL,
      started_at BIGINT NOT NULL,
      seen_at BIGINT NOT NULL,
      stopped_at BIGINT,
      memory BIGINT NOT NULL,
      traffic TEXT NOT NULL,
      kids TEXT
    )`,
];
