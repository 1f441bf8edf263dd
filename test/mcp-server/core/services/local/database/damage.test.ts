import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import Libsql from "libsql";
import { expect, onTestFinished, test, vi } from "vitest";
import { wrap } from "#core/platform/sqlite";
import { Checksums } from "#core/services/local/database/checksums";
import { createDatabase } from "#core/services/local/database/database";
import { readSheetState } from "#core/services/local/database/restore";
import { selectEntries } from "#core/services/local/database/rows";
import { fastFolder } from "../../../../../fakes/fast-folder";
import * as fc from "../../../../../property";
import { failure } from "../sheet";
import { writeSheet } from "./damaged-sheet";

const now = Date.parse("2026-11-22T12:00:00Z");
const copyName = "2026-11-22T100000Z.db";

/** A time sheet and its copy, made when it was closed. */
function sheetWithCopy(entries: number) {
  const home = fastFolder("damage");
  const [file, folder] = [join(home, "sheet.db"), join(home, "copies")];
  mkdirSync(folder);
  writeSheet(file, entries);
  copyFileSync(file, join(folder, copyName));
  setModified(file, now / 1000 - 7_200);
  setModified(join(folder, copyName), now / 1000 - 7_200);
  return sheetIn(home);
}

function sheetIn(home: string) {
  const [file, folder] = [join(home, "sheet.db"), join(home, "copies")];
  const open = (at = now) =>
    createDatabase(
      file,
      () => undefined,
      () => at,
      { folder, zone: "UTC" },
    );
  return { home, file, folder, open };
}

/** The same files in another folder: libsql closes a file only when its statements are collected as garbage. */
function duplicate(home: string, index = 0) {
  const other = join(home, "..", `${basename(home)}-${index}`);
  cpSync(home, other, { recursive: true, preserveTimestamps: true });
  onTestFinished(() => rmSync(other, { recursive: true, force: true }));
  return sheetIn(other);
}

const setModified = (file: string, seconds: number) => utimesSync(file, seconds, seconds);

/** All that a user can see. */
async function visible(sheet: ReturnType<typeof createDatabase>): Promise<string> {
  const rows = await sheet.read((sql) => [
    sql.all(`${selectEntries} ORDER BY e.begin_at, e.id`),
    sql.all("SELECT * FROM absence"),
    sql.all("SELECT name, search, customer_id FROM item"),
    sql.all("SELECT entry_id, name FROM entry_tag JOIN tag ON tag.id = tag_id"),
    sql.all("SELECT name, value FROM setting"),
  ]);
  return JSON.stringify(rows);
}

test("one changed byte is reported as damage, or changes nothing that is shown", async () => {
  const { home, file } = sheetWithCopy(30);
  const bytes = readFileSync(file);
  const sheet = duplicate(home).open();
  const before = await visible(sheet);
  await sheet.close();
  // The header names the kind and version of the file: those have refusals of their own.
  const byte = fc.record({ at: fc.integer({ min: 100, max: bytes.length - 1 }), by: fc.integer({ min: 1, max: 255 }) });
  let [reported, runs] = [0, 0];
  await fc.assert(
    fc.asyncProperty(byte, async ({ at, by }) => {
      const changed = Buffer.from(bytes);
      changed[at] = ((changed[at] ?? 0) + by) % 256;
      runs += 1;
      const copy = duplicate(home, runs);
      writeFileSync(copy.file, changed);
      const damaged = copy.open();
      const outcome = await visible(damaged).catch((error) => error.kind ?? error);
      await damaged.close();
      if (outcome === "damaged") reported += 1;
      else expect(outcome === before, `byte ${at} by ${by}`).toBe(true);
    }),
    { numRuns: 100 },
  );
  expect(reported).toBeGreaterThan(25);
});

test("a write gives its rows checksums, and a statement of another program counts as unchanged", async () => {
  const { file, open } = sheetWithCopy(3);
  const sheet = open();
  await sheet.write((sql) => {
    sql.run("UPDATE entry SET text = 'changed' WHERE id = 2");
    sql.run("INSERT INTO entry (begin_at, end_at, text, search) VALUES (1, 2, 'new', '')");
    sql.run("UPDATE setting SET value = '\"UTC\"'");
  });
  expect(await sheet.read((sql) => sql.all("SELECT id FROM entry WHERE checksum IS NULL"))).toEqual([]);
  await sheet.close();
  const raw = new Libsql(file);
  raw.exec("UPDATE entry SET text = 'by another program' WHERE id = 1");
  raw.close();
  const again = open();
  expect(await again.read((sql) => sql.get("SELECT text, checksum FROM entry WHERE id = 1"))).toMatchObject({
    text: "by another program",
    checksum: null,
  });
  await again.close();
});

test("a value that changes on the disk without any program is found within a day", async () => {
  const { home, open } = sheetWithCopy(3);
  const sheet = open();
  await visible(sheet);
  await sheet.close();
  const { file, open: openChanged } = duplicate(home);
  const modified = statSync(file).mtimeMs / 1000;
  const bytes = readFileSync(file);
  bytes.write("Ontry", bytes.indexOf("Entry 2 "));
  writeFileSync(file, bytes);
  setModified(file, modified);
  const sameDay = openChanged(now + 3_600_000);
  await visible(sameDay);
  await sameDay.close();
  expect(existsSync(`${file}.damage`)).toBe(false);
  const nextDay = openChanged(now + 90_000_000);
  await visible(nextDay);
  await nextDay.close();
  expect((await failure(visible(openChanged(now + 90_000_001)))).kind).toBe("damaged");
});

/** Process id of a program that has ended. */
const deadProcess = () => spawnSync(process.execPath, ["-e", ""]).pid;

test("a file on which the library ended a process is not opened by the next one", async () => {
  const { file, folder, open } = sheetWithCopy(3);
  const raw = new Libsql(file);
  // libsql ends the process that reads this text. Its checksum is right, so that nothing else reports it.
  raw.exec("UPDATE entry SET text = CAST(X'FF41' AS TEXT) WHERE id = 2");
  new Checksums(wrap(raw)).write();
  raw.close();
  const marker = `${file}.use-${deadProcess()}-1`;
  writeFileSync(marker, "");
  const error = await failure(visible(open()));
  expect(error.kind).toBe("damaged");
  expect(error.next).toContain("copy of 2026-11-22 10:00 (3 entries)");
  expect(existsSync(marker)).toBe(false);
  expect(await readSheetState(file, folder)).toMatchObject({ state: "damaged" });
});

test("a whole file that was not closed is used, and checked once", async () => {
  const { home, file, open } = sheetWithCopy(3);
  writeFileSync(`${file}.use-${deadProcess()}-1`, "");
  const sheet = open();
  expect(JSON.parse(await visible(sheet))[0]).toHaveLength(3);
  expect(readdirSync(home).filter((name) => name.includes(".use-"))).toEqual([`sheet.db.use-${process.pid}-${uses()}`]);
  await sheet.close();
  expect(readdirSync(home).filter((name) => name.includes(".use-"))).toEqual([]);

  function uses() {
    return readdirSync(home)
      .find((name) => name.includes(`.use-${process.pid}-`))
      ?.split("-")
      .at(-1);
  }
});

test("a file whose last transaction was not finished shows its state", async () => {
  const { file, folder } = sheetWithCopy(3);
  const raw = new Libsql(file);
  raw.exec("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE");
  for (let index = 0; index < 50; index++)
    raw.exec(`INSERT INTO entry (begin_at, end_at, text, search) VALUES (1, 2, '${"y".repeat(3_000)}', 'y')`);
  const [inFile, journal] = [readFileSync(file), readFileSync(`${file}-journal`)];
  raw.exec("ROLLBACK");
  raw.close();
  expect(journal.length).toBeGreaterThan(512);
  writeFileSync(file, inFile);
  writeFileSync(`${file}-journal`, journal);
  expect(await readSheetState(file, folder)).toMatchObject({ state: "whole" });
  expect(readFileSync(`${file}-journal`).equals(journal)).toBe(true);
});

test("what was written is in the file itself a moment later, so that a changed byte of the log loses nothing", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { file, open } = sheetWithCopy(3);
  const sheet = open();
  await sheet.write((sql) => sql.run("INSERT INTO entry (begin_at, end_at, text, search) VALUES (1, 2, 'new', 'new')"));
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(20);
  expect(statSync(`${file}-wal`).size).toBe(0);
  expect(readFileSync(file).includes("new")).toBe(true);
  await sheet.close();
});
