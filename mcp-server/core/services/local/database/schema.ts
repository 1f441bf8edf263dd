import { addChecksums } from "./checksums";

/** Marks the file as ours in its header, so that no other program's database is ever touched: "PCHD". */
export const applicationId = 0x50434844;

/**
 * Each step leads from the version of its place to the next; a step that was released never changes. Moments are whole
 * seconds since 1970. `search` columns hold the folded form of the column before them, as SQLite folds ASCII only.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE item (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     level TEXT NOT NULL CHECK (level IN ('customer', 'project', 'activity')),
     name TEXT NOT NULL,
     search TEXT NOT NULL,
     customer_id INTEGER REFERENCES item (id),
     project_id INTEGER REFERENCES item (id)
   ) STRICT;
   CREATE UNIQUE INDEX item_name ON item (level, search, ifnull(customer_id, 0), ifnull(project_id, 0));
   CREATE TABLE tag (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     search TEXT NOT NULL UNIQUE
   ) STRICT;
   CREATE TABLE entry (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     customer_id INTEGER REFERENCES item (id),
     project_id INTEGER REFERENCES item (id),
     activity_id INTEGER REFERENCES item (id),
     begin_at INTEGER NOT NULL,
     end_at INTEGER CHECK (end_at >= begin_at),
     text TEXT NOT NULL,
     search TEXT NOT NULL,
     -- The text as JSON, where SQLite's own would not keep it (NUL, half surrogates).
     exact TEXT,
     billable INTEGER,
     exported INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE INDEX entry_begin ON entry (begin_at, id);
   -- Two processes that start at the same moment cannot both have the running entry.
   CREATE UNIQUE INDEX entry_running ON entry (end_at IS NULL) WHERE end_at IS NULL;
   CREATE TABLE entry_tag (
     entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
     tag_id INTEGER NOT NULL REFERENCES tag (id),
     PRIMARY KEY (entry_id, tag_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX entry_tag_tag ON entry_tag (tag_id, entry_id);
   CREATE TABLE pause (
     only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
     since INTEGER NOT NULL,
     entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE
   ) STRICT;`,
  // 2: items that nobody books on any more, absences, and what the person set.
  `ALTER TABLE item ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
   CREATE TABLE absence (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     type TEXT NOT NULL CHECK (type IN ('holiday', 'sickness', 'other')),
     status TEXT NOT NULL CHECK (status IN ('approved', 'cancelled')),
     -- Civil days, 2026-11-19: they sort as text.
     first TEXT NOT NULL,
     last TEXT NOT NULL CHECK (last >= first),
     first_half INTEGER NOT NULL DEFAULT 0,
     last_half INTEGER NOT NULL DEFAULT 0,
     text TEXT NOT NULL DEFAULT '',
     exact TEXT
   ) STRICT;
   CREATE INDEX absence_days ON absence (first, last);
   CREATE TABLE setting (
     name TEXT PRIMARY KEY,
     -- JSON
     value TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;`,
  // 3: seconds to work per weekday from a day on, and leave that is carried over into a year.
  `CREATE TABLE target_hours (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     first TEXT NOT NULL UNIQUE,
     monday INTEGER NOT NULL CHECK (monday BETWEEN 0 AND 86400),
     tuesday INTEGER NOT NULL CHECK (tuesday BETWEEN 0 AND 86400),
     wednesday INTEGER NOT NULL CHECK (wednesday BETWEEN 0 AND 86400),
     thursday INTEGER NOT NULL CHECK (thursday BETWEEN 0 AND 86400),
     friday INTEGER NOT NULL CHECK (friday BETWEEN 0 AND 86400),
     saturday INTEGER NOT NULL CHECK (saturday BETWEEN 0 AND 86400),
     sunday INTEGER NOT NULL CHECK (sunday BETWEEN 0 AND 86400)
   ) STRICT;
   CREATE TABLE leave_carry (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     year INTEGER NOT NULL UNIQUE,
     days REAL NOT NULL CHECK (days >= 0),
     -- The last day on which they can be taken; absent: the year's.
     until TEXT
   ) STRICT;`,
  // 4: what was begun after the break, which is over then.
  `ALTER TABLE pause ADD COLUMN resumed_id INTEGER REFERENCES entry (id) ON DELETE CASCADE;`,
  // 5: the zone in which an entry was recorded, where that is no longer the sheet's; the sheet's own is a setting.
  `ALTER TABLE entry ADD COLUMN zone TEXT;`,
  // 6: what a project is shown in, how many seconds it may take, and whether its new entries are billable.
  `ALTER TABLE item ADD COLUMN color TEXT;
   ALTER TABLE item ADD COLUMN time_budget INTEGER CHECK (time_budget > 0);
   ALTER TABLE item ADD COLUMN billable INTEGER CHECK (billable IN (0, 1));`,
  // 7: free days beside the public holidays of a country, once or each year from the day on.
  `CREATE TABLE own_holiday (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     day TEXT NOT NULL UNIQUE,
     yearly INTEGER NOT NULL DEFAULT 0 CHECK (yearly IN (0, 1)),
     half INTEGER NOT NULL DEFAULT 0 CHECK (half IN (0, 1))
   ) STRICT;`,
  // 8: a checksum of each row.
  addChecksums,
];
