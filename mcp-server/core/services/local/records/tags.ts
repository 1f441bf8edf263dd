import { fold } from "../../../domain/names";
import type { RecordDraft, ServiceRecord } from "../../../domain/records";
import type { Row, Sql } from "../../../platform/sqlite";
import { notFound, rowId } from "../database/rows";
import { checkedName, longestName } from "../work";
import { sameName } from "./items";
import type { SheetRecordType } from "./sheet-record-type";

/** Tags as records. Deleting one takes it from its entries; the entries stay. */

const toRecord = (row: Row): ServiceRecord => ({
  type: "tag",
  id: String(row.id),
  name: String(row.name),
  values: { entries: Number(row.entries) },
});

const select = "SELECT t.id, t.name, (SELECT count(*) FROM entry_tag WHERE tag_id = t.id) AS entries FROM tag t";

function tagRow(sql: Sql, id: string): Row {
  const row = sql.get(`${select} WHERE t.id = ?`, rowId(id, "tag"));
  if (!row) throw notFound("tag");
  return row;
}

/** @throws ServiceError `invalid`, `conflict` where there is another of that name */
function nameOf(sql: Sql, values: RecordDraft, before?: Row) {
  const named = checkedName(String(values.name ?? before?.name ?? ""), "tag");
  const twin = sql.get("SELECT name FROM tag WHERE search = ? AND id <> ?", named.search, Number(before?.id ?? 0));
  if (twin) throw sameName("tag", String(twin.name), false);
  return named;
}

export const tagRecords: SheetRecordType = {
  actions: ["list", "get", "create", "update", "delete"],
  fields: [
    { name: "name", kind: "text", needed: true, maxLength: longestName },
    { name: "entries", kind: "number", when: "never", hint: "How many entries have it." },
  ],
  filters: [],
  list(sql, { text, limit, offset }) {
    const wanted = fold(text ?? "");
    const total = Number(sql.get("SELECT count(*) AS n FROM tag WHERE instr(search, ?) > 0", wanted)?.n);
    const where = "WHERE instr(t.search, ?) > 0 ORDER BY t.search LIMIT ? OFFSET ?";
    return { records: sql.all(`${select} ${where}`, wanted, limit, offset).map(toRecord), total, notes: [] };
  },
  get: (sql, id) => toRecord(tagRow(sql, id)),
  create(sql, values) {
    const { name, search } = nameOf(sql, values);
    return toRecord(tagRow(sql, String(sql.run("INSERT INTO tag (name, search) VALUES (?, ?)", name, search).id)));
  },
  update(sql, id, values) {
    const { name, search } = nameOf(sql, values, tagRow(sql, id));
    sql.run("UPDATE tag SET name = ?, search = ? WHERE id = ?", name, search, rowId(id, "tag"));
    return toRecord(tagRow(sql, id));
  },
  remove(sql, id) {
    const row = tagRow(sql, id);
    sql.run("DELETE FROM entry_tag WHERE tag_id = ?", Number(row.id));
    sql.run("DELETE FROM tag WHERE id = ?", Number(row.id));
  },
  consequences(sql, id) {
    const count = Number(tagRow(sql, id).entries);
    return count === 0 ? [] : [{ what: count === 1 ? "mark on an entry" : "marks on entries", count }];
  },
};
