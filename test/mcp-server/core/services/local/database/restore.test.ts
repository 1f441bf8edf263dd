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
import { lookAtOwnFile, readSheetState, replaceByOwnFile, restoreCopy } from "#core/services/local/database/restore";
import { fastFolder } from "../../../../../fakes/fast-folder";
import { failure } from "../sheet";
import { firstBegin, overwrite, pagesOf, pageWith, rowsOf, writeSheet } from "./damaged-sheet";

let home: string;
let file: string;
const now = Date.parse("2026-11-22T12:00:00Z");

beforeEach(() => {
  home = fastFolder("restore");
  file = join(home, "timesheet.db");
});

const ids = (where: string) => rowsOf<{ id: number }>(where, "SELECT id FROM entry ORDER BY id").map(({ id }) => id);
const integrity = (where: string) => rowsOf(where, "PRAGMA integrity_check").map((row) => row.integrity_check);
const names = () => readdirSync(home).sort();

test("refuses to replace a whole time sheet, and a folder in its place", async () => {
  writeSheet(file, 20);
  const own = join(home, "own.db");
  writeSheet(own, 3);
  expect((await failure(replaceByOwnFile(file, own, now))).message).toContain("is whole");
  const folder = join(home, "folder.db");
  mkdirSync(folder);
  for (const attempt of [() => replaceByOwnFile(folder, own, now), () => readSheetState(folder, home)])
    expect((await failure(attempt())).message).toContain("is not a file");
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
  writeSheet(real, 400);
  overwrite(real, pageWith(real, "Entry 200 "));
  symlinkSync(real, file);
  const own = join(home, "own.db");
  writeSheet(own, 3);
  const { aside } = await replaceByOwnFile(file, own, now);
  expect(aside).toBe(`${real}.damaged-2026-11-22T12-00-00`);
  expect(integrity(real)).toEqual(["ok"]);
  expect(names()).toEqual(["cloud", "own.db", "timesheet.db"]);
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
