import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { beforeEach, describe, expect, test } from "vitest";
import { readNote, writeNote } from "#core/services/local/database/damage";
import { createDatabase } from "#core/services/local/database/database";
import {
  lookAtOwnFile,
  lookAtRows,
  readSheetState,
  recoverRows,
  replaceByOwnFile,
  restoreCopy,
} from "#core/services/local/database/restore";
import { fastFolder } from "../../../../../fakes/fast-folder";
import * as fc from "../../../../../property";
import { failure } from "../sheet";
import {
  firstBegin,
  leaveLog,
  overwrite,
  overwriteStart,
  pagesOf,
  pageWith,
  rowsOf,
  writeSheet,
} from "./damaged-sheet";

let home: string;
let file: string;
const now = Date.parse("2026-11-22T12:00:00Z");
const total = 400;

beforeEach(() => {
  home = fastFolder("salvage");
  file = join(home, "timesheet.db");
});

const ids = (where: string) => rowsOf<{ id: number }>(where, "SELECT id FROM entry ORDER BY id").map(({ id }) => id);
const integrity = (where: string) => rowsOf(where, "PRAGMA integrity_check").map((row) => row.integrity_check);
const names = () => readdirSync(home).sort();

describe("recovering rows", () => {
  test("saves all but the entries of a page that was zeroed, and says when those began", async () => {
    writeSheet(file, total);
    const page = pageWith(file, "Entry 200 ");
    overwrite(file, page);
    const broken = readFileSync(file);
    const { entries, others, aside, unlinked } = await recoverRows(file, now);
    expect(entries.lost).toBeGreaterThan(5);
    expect(entries).toMatchObject({ saved: total - entries.lost, certain: true });
    const left = ids(file);
    expect(left).toHaveLength(entries.saved);
    const gone = Array.from({ length: total }, (_, index) => index + 1).filter((id) => !left.includes(id));
    expect(entries.lostBegins.map((at) => (Date.parse(at) / 1000 - firstBegin) / 3_600)).toEqual(gone);
    // The tags of lost entries go with them.
    const tagged = gone.filter((id) => id % 10 === 0).length;
    expect(others).toEqual({ saved: 2 + 1 + 1 + 1 + total / 10 - tagged, lost: tagged, certain: true });
    expect(unlinked).toBe(0);
    expect(integrity(file)).toEqual(["ok"]);
    expect(readFileSync(aside ?? "").equals(broken)).toBe(true);
    expect(rowsOf(file, "SELECT text FROM entry WHERE id = 7")[0]).toMatchObject({
      text: `Entry 7 ${"x".repeat(300)}`,
    });
  });

  test("saves the entries between two pages that were zeroed", async () => {
    writeSheet(file, total);
    for (const text of ["Entry 100 ", "Entry 300 "]) overwrite(file, pageWith(file, text));
    await recoverRows(file, now);
    expect(ids(file)).toEqual(expect.arrayContaining(Array.from({ length: 100 }, (_, index) => 150 + index)));
  });

  test("counts an entry as lost whose begin is not what the index says, and one with debris in its text", async () => {
    writeSheet(file, 60);
    const bytes = readFileSync(file);
    const begin = Buffer.alloc(4);
    begin.writeUInt32BE(firstBegin + 50 * 3_600);
    const row = bytes.indexOf("Entry 50 ");
    bytes.writeUInt32BE(firstBegin, bytes.lastIndexOf(begin, row));
    bytes[bytes.indexOf("Entry 20 ") + 5] = 0;
    writeFileSync(file, bytes);
    writeNote(file);
    const { entries } = await recoverRows(file, now);
    expect(entries).toMatchObject({ saved: 58, lost: 2 });
    expect(entries.lostBegins.map((at) => (Date.parse(at) / 1000 - firstBegin) / 3_600)).toEqual([20, 50]);
  });

  test("only looks where that is asked, and leaves nothing behind", async () => {
    writeSheet(file, total);
    overwrite(file, pageWith(file, "Entry 200 "));
    const broken = readFileSync(file);
    const looked = await lookAtRows(file);
    expect(looked.entries.saved).toBeGreaterThan(300);
    expect(names()).toEqual(["timesheet.db"]);
    expect(readFileSync(file).equals(broken)).toBe(true);
    expect(await recoverRows(file, now)).toMatchObject(looked);
  });

  test("never gives the id of a lost entry to another one", async () => {
    writeSheet(file, total);
    overwrite(file, pageWith(file, `Entry ${total} `));
    await recoverRows(file, now);
    expect(Math.max(...ids(file))).toBeLessThan(total);
    const sheet = createDatabase(
      file,
      () => undefined,
      () => now,
    );
    const { id } = await sheet.write((sql) =>
      sql.run("INSERT INTO entry (begin_at, end_at, text, search) VALUES (1, 2, '', '')"),
    );
    await sheet.close();
    expect(id).toBe(total + 1);
  });

  test("brings back no entry that was deleted, although its page still holds it", async () => {
    writeSheet(file, total, "DELETE FROM entry WHERE id BETWEEN 100 AND 200");
    overwrite(file, pageWith(file, "Entry 300 "));
    expect(readFileSync(file).includes("Entry 150 ")).toBe(true);
    const { entries } = await recoverRows(file, now);
    expect(ids(file).filter((id) => id >= 100 && id <= 200)).toEqual([]);
    expect(entries.saved + entries.lost).toBe(total - 101);
  });

  test("keeps entries without a project that is lost, and counts them", async () => {
    writeSheet(file, 20);
    overwrite(file, pageWith(file, "Website"));
    const { entries, unlinked, others } = await recoverRows(file, now);
    expect(entries).toMatchObject({ saved: 20, lost: 0 });
    expect(unlinked).toBe(40);
    expect(others.certain).toBe(false);
    expect(rowsOf(file, "SELECT DISTINCT project_id FROM entry")).toMatchObject([{ project_id: null }]);
  });

  test.each([
    ["the header is overwritten", (at: string) => overwriteStart(at, 100)],
    ["a few bytes of the header are overwritten", (at: string) => overwriteStart(at, 24)],
  ])("saves everything where only %s", async (_name, damage) => {
    writeSheet(file, total);
    damage(file);
    expect(await recoverRows(file, now)).toMatchObject({ entries: { saved: total, lost: 0, certain: true } });
    expect(rowsOf(file, "SELECT value FROM setting")).toMatchObject([{ value: '"Europe/Berlin"' }]);
  });

  test("saves what is left of a file that was cut off", async () => {
    writeSheet(file, total);
    truncateSync(file, Math.floor(pagesOf(file) / 2) * 4_096 + 17);
    const { entries } = await recoverRows(file, now);
    expect(entries.saved).toBeGreaterThan(50);
    expect(ids(file)).toHaveLength(entries.saved);
  });

  test("reads what the log beside the file holds, and keeps it with the old file", async () => {
    writeSheet(file, 30);
    leaveLog(file, "UPDATE entry SET text = 'in the log', search = 'in the log' WHERE id = 5");
    const log = readFileSync(`${file}-wal`);
    writeNote(file);
    const { aside, entries } = await recoverRows(file, now);
    expect(entries.saved).toBe(30);
    expect(rowsOf(file, "SELECT text FROM entry WHERE id = 5")).toMatchObject([{ text: "in the log" }]);
    expect(readFileSync(`${aside}-wal`).equals(log)).toBe(true);
  });

  test("reads a file of an older schema", async () => {
    writeSheet(file, total);
    const raw = new Libsql(file);
    raw.exec("ALTER TABLE item DROP COLUMN color; ALTER TABLE item DROP COLUMN time_budget");
    raw.exec("ALTER TABLE item DROP COLUMN billable; ALTER TABLE entry DROP COLUMN zone; PRAGMA user_version = 4");
    raw.close();
    overwrite(file, pageWith(file, "Entry 200 "));
    const { entries } = await recoverRows(file, now);
    expect(entries.saved + entries.lost).toBe(total);
    expect(integrity(file)).toEqual(["ok"]);
    expect(rowsOf(file, "PRAGMA user_version")[0]).not.toMatchObject({ user_version: 4 });
  });

  test.each([
    ["is empty", (at: string) => writeFileSync(at, "")],
    [
      "is random",
      (at: string) => writeFileSync(at, Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 251))),
    ],
    ["has lost its first page", (at: string) => overwrite(at, 1)],
    ["is short", (at: string) => truncateSync(at, 60)],
  ])("refuses a file that %s, and leaves it in its place", async (_name, damage) => {
    writeSheet(file, 20);
    damage(file);
    const broken = readFileSync(file);
    for (const attempt of [() => lookAtRows(file), () => recoverRows(file, now)])
      expect((await failure(attempt())).message).toBe("Nothing can be read from the damaged time sheet.");
    expect(readFileSync(file).equals(broken)).toBe(true);
    expect(names().filter((name) => !name.endsWith(".damage"))).toEqual(["timesheet.db"]);
  });

  test("refuses a whole time sheet, one of a newer Punchcard and a folder in its place", async () => {
    writeSheet(file, 20);
    expect((await failure(recoverRows(file, now))).message).toContain("is whole");
    const newer = join(home, "newer.db");
    writeSheet(newer, 20, "PRAGMA user_version = 99");
    writeNote(newer);
    expect((await failure(recoverRows(newer, now))).message).toContain("newer Punchcard");
    const folder = join(home, "folder.db");
    mkdirSync(folder);
    for (const attempt of [() => recoverRows(folder, now), () => readSheetState(folder, home)])
      expect((await failure(attempt())).message).toContain("is not a file");
  });

  test.each([86, 8])("counts entry %i as lost when zeros replace all of its text", async (id) => {
    writeSheet(file, 120);
    const bytes = readFileSync(file);
    const text = `Entry ${id} ${"x".repeat(300)}`;
    // From the last byte of its end to the first byte of its search text.
    const firstZero = bytes.indexOf(text) - 1;
    writeFileSync(file, bytes.fill(0, firstZero, firstZero + text.length + 2));
    writeNote(file);
    const { entries } = await recoverRows(file, now);
    expect(entries).toMatchObject({ saved: 119, lost: 1 });
    expect(ids(file)).not.toContain(id);
    expect(entries.lostBegins.map((start) => (Date.parse(start) / 1000 - firstBegin) / 3_600)).toEqual([id]);
  });

  // Without checksums, a start is verified by the index only: when that is damaged too, an overwritten start may be restored.
  test("restores only stored texts, with their starts when the index is intact, whatever bytes become zero", async () => {
    const whole = join(home, "whole.db");
    writeSheet(whole, 120);
    const bytes = readFileSync(whole);
    const stored = rowsOf<{ text: string; begin_at: number }>(whole, "SELECT text, begin_at FROM entry");
    const storedTexts = new Set(stored.map(({ text }) => text));
    const storedEntries = new Set(stored.map(({ text, begin_at }) => `${begin_at} ${text}`));
    const indexPage = Number(
      rowsOf(whole, "SELECT rootpage FROM sqlite_schema WHERE name = 'entry_begin'")[0]?.rootpage,
    );
    expect(bytes[(indexPage - 1) * 4_096], "type of a leaf page of an index").toBe(10);
    let run = 0;
    const spot = fc.record({ at: fc.nat({ max: bytes.length - 1 }), length: fc.integer({ min: 1, max: 6_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(spot, { minLength: 1, maxLength: 3 }), async (spots) => {
        const at = join(home, `sheet-${run++}.db`);
        const broken = Buffer.from(bytes);
        for (const { at: from, length } of spots) broken.fill(0, from, Math.min(bytes.length, from + length));
        writeFileSync(at, broken);
        const done = await lookAtRows(at).catch((error: Error) => error.message);
        if (typeof done === "string") {
          expect(done).toBe("Nothing can be read from the damaged time sheet.");
          return;
        }
        expect(done.entries.saved).toBeLessThanOrEqual(120);
        writeNote(at);
        await recoverRows(at, now);
        expect(integrity(at)).toEqual(["ok"]);
        expect(ids(at)).toHaveLength(done.entries.saved);
        const restored = rowsOf<{ text: string; begin_at: number }>(at, "SELECT text, begin_at FROM entry");
        expect(restored.filter(({ text }) => !storedTexts.has(text))).toEqual([]);
        const isIndexIntact = [1, indexPage].every((page) => {
          const [first, end] = [(page - 1) * 4_096, page * 4_096];
          return broken.subarray(first, end).equals(bytes.subarray(first, end));
        });
        if (isIndexIntact)
          expect(restored.filter(({ text, begin_at }) => !storedEntries.has(`${begin_at} ${text}`))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a file of the person's own", () => {
  const own = () => join(home, "mine.db");
  beforeEach(() => {
    writeSheet(file, 20);
    overwrite(file, 2, pagesOf(file) - 1, 7);
  });

  test("takes the place of the damaged one, with what its log holds, and stays as it is", async () => {
    writeSheet(own(), 12);
    const raw = new Libsql(own());
    raw.exec("PRAGMA journal_mode = WAL; DELETE FROM entry_tag; DELETE FROM entry WHERE id = 12");
    const [before, log] = [readFileSync(own()), readFileSync(`${own()}-wal`)];
    expect(await lookAtOwnFile(file, own())).toEqual({
      file: own(),
      entries: 11,
      latest: new Date((firstBegin + 11 * 3_600) * 1000).toISOString(),
    });
    const { aside } = await replaceByOwnFile(file, own(), now);
    expect(ids(file)).toHaveLength(11);
    expect(existsSync(aside ?? "")).toBe(true);
    expect([readFileSync(own()).equals(before), readFileSync(`${own()}-wal`).equals(log)]).toEqual([true, true]);
    raw.close();
  });

  test("may be reached by a link", async () => {
    writeSheet(own(), 12);
    symlinkSync(own(), join(home, "link.db"));
    await replaceByOwnFile(file, join(home, "link.db"), now);
    expect(ids(file)).toHaveLength(12);
  });

  const foreign = (at: string, sql: string) => {
    const raw = new Libsql(at);
    raw.exec(sql);
    raw.close();
  };
  const damagedOwn = (damage: (at: string) => void) => {
    writeSheet(own(), 90);
    damage(own());
  };
  test.each([
    ["is not there", () => undefined, "There is no file"],
    ["is a folder", () => mkdirSync(own()), "is a folder or a device"],
    ["is empty", () => writeFileSync(own(), ""), "is empty"],
    ["is a text", () => writeFileSync(own(), "Date;Hours\n2026-11-01;8\n"), "is not a time sheet of Punchcard"],
    ["is another program's", () => foreign(own(), "CREATE TABLE places (url TEXT)"), "another program"],
    ["holds no table", () => foreign(own(), "PRAGMA user_version = 0; VACUUM"), "is an empty database"],
    ["is of a newer Punchcard", () => writeSheet(own(), 3, "PRAGMA user_version = 99"), "newer Punchcard"],
    ["is damaged itself", () => damagedOwn((at) => overwrite(at, 12, 3, 7)), "is damaged itself"],
    ["is cut off", () => damagedOwn((at) => truncateSync(at, 9_000)), "is damaged itself"],
    ["is the damaged one", () => symlinkSync(file, own()), "is the damaged time sheet itself"],
  ])("is refused where it %s", async (_name, make, words) => {
    make();
    const broken = readFileSync(file);
    for (const attempt of [() => lookAtOwnFile(file, own()), () => replaceByOwnFile(file, own(), now)])
      expect((await failure(attempt())).message).toContain(words);
    expect(readFileSync(file).equals(broken)).toBe(true);
    expect(names().filter((name) => !/^(mine\.db|timesheet\.db(\.damage)?)$/.test(name))).toEqual([]);
  });
});

test("a link to the time sheet stays one: what it leads to is replaced and kept there", async () => {
  const elsewhere = join(home, "cloud");
  mkdirSync(elsewhere);
  const real = join(elsewhere, "sheet.db");
  writeSheet(real, total);
  overwrite(real, pageWith(real, "Entry 200 "));
  symlinkSync(real, file);
  const { aside } = await recoverRows(file, now);
  expect(aside).toBe(`${real}.damaged-2026-11-22T12-00-00`);
  expect(integrity(real)).toEqual(["ok"]);
  expect(names()).toEqual(["cloud", "timesheet.db"]);
});

test("damage that is noted counts as damage until the person has chosen, and says since when", async () => {
  writeSheet(file, 20);
  writeNote(file);
  const date = new Date("2026-11-19T10:07:33Z");
  utimesSync(`${file}.damage`, date, date);
  const state = await readSheetState(file, join(home, "none"));
  expect(state).toMatchObject({ state: "damaged", copies: [], foundAt: "2026-11-19T10:07:33Z" });
  expect((await failure(restoreCopy(file, join(home, "none"), undefined, now))).message).toContain("no whole copy");
  expect(readNote(file)).toBe("this");
});
