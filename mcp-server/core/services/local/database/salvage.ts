import { closeSync, openSync } from "node:fs";
import type { Instant } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { fold } from "../../../domain/fold";
import { codeOf, isDamage, type Row, type Sql, transaction, wrap } from "../../../platform/sqlite";
import { isWhole } from "./damage";
import { migrate } from "./migrate";
import { fromSeconds } from "./rows";
import { columnsOf, containsNul, type IndexedEntries, indexedEntries, readTable } from "./salvage-rows";
import { openDamaged, type SalvageSource } from "./salvage-source";
import { applicationId, migrations } from "./schema";

/** What could be taken out of a damaged time sheet. */
export interface Salvaged {
  entries: {
    saved: number;
    /** Entries that surely were there and cannot be read. */
    lost: number;
    /** Whether more may be lost than these: where not even their number can be read. */
    certain: boolean;
    /** When the lost ones began, as far as that is known; the first hundred, in order. */
    lostBegins: Instant[];
  };
  /** Projects, tags, absences and what else the time sheet keeps. */
  others: { saved: number; lost: number; certain: boolean };
  /** Entries and work whose customer, project or activity is lost: they are kept without it. */
  unlinked: number;
}

const mostBegins = 100;
/** No time sheet of a person has more; a number beyond it was not written by us. */
const mostIds = 1_000_000_000;
/** Seconds since 1970: what is beyond it is no date. */
const latest = 1e11;
/** What is still true without the record that it names. */
const staysUnlinked: ReadonlySet<string> = new Set(["entry", "item"]);

/**
 * Writes every row that can be read into a new file of the present schema. A row is counted and left out if it cannot be
 * read, breaks a rule of the schema, contains a NUL byte, or contradicts the search text or an index.
 * SQLite has no checksums: an overwritten value that passes these checks is copied. For an entry, this can be its end, its
 * project, or a flag, and also its start when the index of starts is damaged too.
 * @param scratch a name for a copy to read from; caller removes both files
 * @param draft the new file; there must be none
 * @returns null: nothing can be read
 * @throws ServiceError `unsupported` for a file of a newer Punchcard; what SQLite and the file system say
 */
export async function salvage(file: string, scratch: string, draft: string): Promise<Salvaged | null> {
  const source = await openDamaged(file, scratch);
  if (!source) return null;
  try {
    if (source.version > migrations.length)
      throw new ServiceError("unsupported", `The time sheet ${file} was written by a newer Punchcard.`, {
        next: "Update Punchcard; the file was left as it is.",
      });
    return await intoDraft(source, draft);
  } finally {
    source.raw.close();
  }
}

async function intoDraft(source: SalvageSource, draft: string): Promise<Salvaged | null> {
  closeSync(openSync(draft, "wx", 0o600));
  const { default: Constructor } = await import("libsql");
  const raw = new Constructor(draft);
  try {
    const sql = wrap(raw);
    raw.exec("PRAGMA foreign_keys = OFF");
    const version = source.version || migrations.length;
    for (const step of migrations.slice(0, version)) raw.exec(step);
    raw.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}`);
    const done = transaction(raw, "BEGIN", () => copyRows(source, sql));
    migrate(raw, sql, draft);
    if (!isWhole(sql) || sql.all("PRAGMA foreign_key_check").length > 0)
      throw new Error("What was recovered is not whole.");
    if (Number(sql.get("SELECT count(*) AS n FROM entry")?.n) !== done.entries.saved)
      throw new Error("What was recovered is not what was written.");
    return done.entries.saved + done.others.saved === 0 ? null : done;
  } finally {
    raw.close();
  }
}

function copyRows(source: SalvageSource, target: Sql): Salvaged {
  const begun = indexedEntries(source.raw);
  const entries: Salvaged["entries"] = { saved: 0, lost: 0, certain: true, lostBegins: [] };
  const others = { saved: 0, lost: 0, certain: true };
  const tables = target
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .map(({ name }) => String(name));
  for (const table of tables) {
    const sequence = sequenceOf(source.sql, table);
    const known = table === "entry" ? [...begun.begins.keys()] : [];
    const { rows, saved, complete } = copyTable(source, target, {
      table,
      known: sequence > 0 ? [...known, sequence] : known,
      isTrue: (row) => hasItsText(row) && (table !== "entry" || agrees(row, begun)),
    });
    if (table === "entry") {
      const lost = [...begun.begins].filter(([id]) => !saved.has(id));
      entries.saved = saved.size;
      // A row that breaks a rule of the schema may be one that the index names, too.
      entries.lost = Math.max(lost.length, rows - saved.size);
      entries.certain = complete || begun.complete;
      entries.lostBegins = lost
        .map(([, at]) => at)
        .filter((at) => Math.abs(at) < latest)
        .sort((one, other) => one - other)
        .slice(0, mostBegins)
        .map(fromSeconds);
    } else {
      others.saved += saved.size;
      others.lost += rows - saved.size;
      others.certain &&= complete;
    }
    // The id of an entry that is lost must not become another one's: the activity names it.
    const used = known.reduce((most, one) => Math.max(most, one), sequence);
    if (used < mostIds && sequenceOf(target, table) < used) putSequence(target, table, used);
  }
  const { unlinked, dropped } = mendLinks(target, tables);
  return { entries, others: { ...others, saved: others.saved - dropped, lost: others.lost + dropped }, unlinked };
}

/** @returns keys of the rows that were written, and how many could be read */
function copyTable(
  source: SalvageSource,
  target: Sql,
  { table, known, isTrue }: { table: string; known: readonly number[]; isTrue(row: Row): boolean },
) {
  const info = target.all(`PRAGMA table_info("${table}")`);
  const there = columnsOf(source.sql, table);
  const columns = info.map(({ name }) => String(name)).filter((name) => there.includes(name));
  const keys = info.filter(({ pk }) => Number(pk) > 0);
  const key = keys.map(({ name }) => String(name));
  const saved = new Set<unknown>();
  if (!key.every((name) => columns.includes(name))) return { rows: 0, saved, complete: false };
  const hasIds = keys.length === 1 && keys[0]?.type === "INTEGER";
  const { rows, complete } = readTable(source.raw, table, columns, key, hasIds ? { known } : null);
  const names = columns.map((name) => `"${name}"`).join(", ");
  const insert = `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
  for (const row of rows) {
    const values = columns.map((name) => row[name] ?? null);
    // Punchcard stores no text with NUL (`writeText`), so this one was overwritten.
    if (row[containsNul] !== 0 || !isTrue(row)) continue;
    try {
      target.run(insert, ...values);
      saved.add(hasIds ? Number(row[key[0] ?? ""]) : JSON.stringify(key.map((name) => row[name])));
    } catch (error) {
      // A rule of the schema that no row of ours breaks.
      if (!/^SQLITE_(CONSTRAINT|MISMATCH)/.test(codeOf(error))) throw error;
    }
  }
  return { rows: rows.length, saved, complete };
}

/** Letters and digits that no version of `foldText` treats differently. */
const plainOf = (text: string) => text.replace(/[^a-z0-9]/g, "");

/** A text is stored twice, as it is and folded for searching: where they differ, one was overwritten. */
function hasItsText({ search, name, text = name }: Row): boolean {
  return typeof search !== "string" || (typeof text === "string" && plainOf(fold(text)) === plainOf(search));
}

/** Begin and running are also in indexes: where they differ, the row or the index was overwritten. */
function agrees({ id, begin_at, end_at }: Row, { begins, running }: IndexedEntries): boolean {
  const begin = begins.get(Number(id));
  return (begin === undefined || begin === begin_at) && (end_at !== null || running?.has(Number(id)) !== false);
}

const sequenceOf = (sql: Sql, table: string): number => {
  try {
    const found = Number(sql.get("SELECT max(seq) AS seq FROM sqlite_sequence WHERE name = ?", table)?.seq ?? 0);
    return Number.isSafeInteger(found) && found > 0 && found < mostIds ? found : 0;
  } catch (error) {
    if (isDamage(error) || codeOf(error) === "SQLITE_ERROR") return 0;
    throw error;
  }
};

function putSequence(sql: Sql, table: string, used: number): void {
  const { changes } = sql.run("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", used, table);
  if (changes === 0) sql.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, used);
}

/** Rows that name others which are lost: entries and work stay without them, all else goes. */
function mendLinks(sql: Sql, tables: readonly string[]): { unlinked: number; dropped: number } {
  const counts = { unlinked: 0, dropped: 0 };
  const links = tables.flatMap((table) =>
    sql.all(`PRAGMA foreign_key_list("${table}")`).map((link) => ({
      table,
      dangling: `"${link.from}" IS NOT NULL AND "${link.from}" NOT IN (SELECT "${link.to}" FROM "${link.table}")`,
      unlink: staysUnlinked.has(table) ? `UPDATE OR IGNORE "${table}" SET "${link.from}" = NULL` : null,
    })),
  );
  for (let before = -1; before < counts.unlinked + counts.dropped; ) {
    before = counts.unlinked + counts.dropped;
    for (const { table, dangling, unlink } of links) {
      if (unlink) counts.unlinked += sql.run(`${unlink} WHERE ${dangling}`).changes;
      counts.dropped += sql.run(`DELETE FROM "${table}" WHERE ${dangling}`).changes;
    }
  }
  return counts;
}
