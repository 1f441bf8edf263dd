/** Marks the file as ours in its header: "PCHJ". */
export const applicationId = 0x5043484a;

/** Each step leads from the version of its place to the next; a step that was released never changes. */
export const migrations: readonly string[] = [
  `CREATE TABLE change (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     -- Milliseconds since 1970.
     at INTEGER NOT NULL,
     client TEXT NOT NULL,
     place TEXT,
     account TEXT NOT NULL,
     service TEXT NOT NULL,
     label TEXT NOT NULL,
     tool TEXT NOT NULL,
     zone TEXT,
     undoes INTEGER,
     complete INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE INDEX change_at ON change (at);
   CREATE INDEX change_undoes ON change (undoes) WHERE undoes IS NOT NULL;
   CREATE TABLE part (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     change_id INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
     operation TEXT NOT NULL,
     subject TEXT NOT NULL,
     subject_id TEXT,
     -- JSON, as before, after and wanted.
     of TEXT,
     state TEXT NOT NULL CHECK (state IN ('meant', 'done', 'nothing', 'failed', 'unknown')),
     -- Process that sends it, and when it began: whoever reads tells an end that never came.
     pid INTEGER NOT NULL,
     at INTEGER NOT NULL,
     -- Milliseconds; when its end was recorded.
     ended_at INTEGER,
     before TEXT,
     after TEXT,
     wanted TEXT,
     error TEXT,
     whole INTEGER NOT NULL DEFAULT 1,
     instead_of TEXT
   ) STRICT;
   CREATE INDEX part_change ON part (change_id);
   CREATE INDEX part_subject ON part (subject, subject_id);
   CREATE INDEX part_open ON part (state) WHERE state = 'meant';
   CREATE INDEX part_instead ON part (subject, instead_of) WHERE instead_of IS NOT NULL;`,
];
