import type { Entry } from "../../domain/entities";
import { fold } from "../../domain/names";
import type { EntryPage, EntryQuery, TimePort } from "../../domain/ports";
import { type Sql, Where } from "../../platform/sqlite";
import type { Database } from "./database/database";
import { getEntry, notFound, rowId, selectEntries, toEntries, toSeconds } from "./database/rows";
import { createEntry, updateEntry } from "./entries";
import { unsupported } from "./refusals";
import { ownLevels } from "./work";

/** Small enough to hold, large enough that a year of entries is a handful of reads. */
const pageSize = 500;

/** null: nobody whose time this is was asked for. */
function conditionOf(query: EntryQuery): Where | null {
  if (Array.isArray(query.people) && !query.people.includes("me")) return null;
  const where = new Where().add("e.begin_at >= ? AND e.begin_at < ?", toSeconds(query.from), toSeconds(query.to));
  if (query.work?.subproject !== undefined) return null;
  for (const level of ownLevels) {
    const id = query.work?.[level];
    if (id !== undefined) where.add(`e.${level}_id = ?`, rowId(id, level));
  }
  if (query.billable !== undefined) where.add("ifnull(e.billable, 0) = ?", Number(query.billable));
  if (query.exported !== undefined) where.add("e.exported = ?", Number(query.exported));
  if (query.running !== undefined) where.add(query.running ? "e.end_at IS NULL" : "e.end_at IS NOT NULL");
  if (query.changedSince !== undefined)
    throw unsupported("does not keep when an entry was changed", "Ask for a period instead.");
  if (query.text) where.add("instr(e.search, ?) > 0", fold(query.text));
  for (const tag of query.tags ?? [])
    where.add(
      `EXISTS (SELECT 1 FROM entry_tag et JOIN tag t ON t.id = et.tag_id WHERE et.entry_id = e.id AND t.search = ?)`,
      fold(tag),
    );
  return where;
}

interface Cursor {
  begin: number;
  id: number;
}

interface Page {
  entries: Entry[];
  next: Cursor | null;
  /** Entries on all pages; null on each but the first. */
  total: number | null;
}

function readPage(sql: Sql, where: Where, after: Cursor | null): Page {
  const rest = after ? " AND (e.begin_at, e.id) < (?, ?)" : "";
  const place = after ? [after.begin, after.id] : [];
  const order = "ORDER BY e.begin_at DESC, e.id DESC LIMIT ?";
  const rows = sql.all(`${selectEntries} WHERE ${where}${rest} ${order}`, ...where.values, ...place, pageSize);
  const last = rows.at(-1);
  const next = last && rows.length === pageSize ? { begin: Number(last.begin_at), id: Number(last.id) } : null;
  const count = () => Number(sql.get(`SELECT count(*) AS n FROM entry e WHERE ${where}`, ...where.values)?.n);
  // One page that is all of them needs no counting.
  const total = after ? null : next === null ? rows.length : count();
  return { entries: toEntries(sql, rows), next, total };
}

export function createTimePort(database: Database, seconds: () => number): TimePort {
  return {
    async *list(query, call): AsyncGenerator<EntryPage> {
      const condition = conditionOf(query);
      if (condition === null) {
        yield { entries: [], total: 0 };
        return;
      }
      // Continued from the last entry and not by number, so that what others write meanwhile moves nothing twice.
      let after: Cursor | null = null;
      let total: number | null = null;
      let done = 0;
      do {
        call?.signal?.throwIfAborted();
        const cursor: Cursor | null = after;
        const key = call?.recent && `entries ${JSON.stringify([query, cursor])}`;
        const page: Page = await database.read((sql) => readPage(sql, condition, cursor), key);
        total ??= page.total;
        done += page.entries.length;
        call?.progress?.(done, total);
        yield { entries: page.entries, total };
        after = page.next;
      } while (after !== null);
    },
    get: (id) => database.read((sql) => getEntry(sql, rowId(id, "entry"))),
    create: async (draft) => ({ entry: await database.write((sql) => createEntry(sql, draft, seconds())), notes: [] }),
    update: async (id, patch) => ({
      entry: await database.write((sql) => updateEntry(sql, id, patch, seconds())),
      notes: [],
    }),
    remove: (id) =>
      database.write((sql) => {
        if (sql.run("DELETE FROM entry WHERE id = ?", rowId(id, "entry")).changes === 0) throw notFound("entry");
      }),
  };
}
