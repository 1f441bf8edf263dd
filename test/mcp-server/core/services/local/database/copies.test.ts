import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Service } from "#core/domain/ports";
import { checkCopy, copiesFolder, copyNames, makeCopy, newestCopy } from "#core/services/local/database/copies";
import { beginAnew, readSheetState, restoreCopy } from "#core/services/local/database/restore";
import { createLocalService } from "#core/services/local/index";
import { failure } from "../sheet";

let home: string;
let file: string;
let folder: string;
let clock: number;
const sheets: Service[] = [];

beforeEach(() => {
  // A copy is made one second after a write: only where a test lets this second pass.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  home = mkdtempSync(join(tmpdir(), "punchcard-copies-"));
  file = join(home, "timesheet.db");
  folder = copiesFolder(home, file);
  clock = Date.parse("2026-11-01T17:00:00Z");
});
afterEach(async () => {
  vi.useRealTimers();
  for (const sheet of sheets.splice(0)) await sheet.close();
  rmSync(home, { recursive: true, force: true });
});

function open(): Service {
  const sheet = createLocalService(
    { file, targetSeconds: null, zone: "Europe/Berlin", copies: folder },
    {
      accountId: "local",
      secret: async () => "",
      breaks: { read: async () => null, write: async () => undefined },
      log: () => undefined,
      now: () => clock,
    },
  );
  sheets.push(sheet);
  return sheet;
}

const add = (sheet: Service, text: string) =>
  sheet.time.create({ work: {}, begin: "2026-10-31T08:00:00Z", end: "2026-10-31T09:00:00Z", text });

/** One process that lives through one piece of work. */
async function use(work: (sheet: Service) => Promise<unknown>): Promise<void> {
  const sheet = open();
  await work(sheet);
  await sheet.close();
}

async function texts(): Promise<string[]> {
  const found: string[] = [];
  await use(async (sheet) => {
    const query = { from: "1970-01-01T00:00:00Z", to: "2199-01-01T00:00:00Z", people: "me" as const };
    for await (const { entries } of sheet.time.list(query)) found.push(...entries.map(({ text }) => text));
  });
  return found.sort();
}

const nextDay = () => {
  clock += 86_400_000;
};

/** Overwrites a page in the middle: the header and most of the file still work. */
function damagePages(path = file, from = 4_096): void {
  const { size } = statSync(path);
  const handle = openSync(path, "r+");
  writeSync(handle, Buffer.alloc(size - from, 7), 0, size - from, from);
}

describe("daily copies", () => {
  test("hold what was saved, pass SQLite's own check and are readable by their person only", async () => {
    await use((sheet) => add(sheet, "Monday"));
    expect(copyNames(folder)).toEqual(["2026-11-01T170000Z.db"]);
    const path = join(folder, "2026-11-01T170000Z.db");
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
    const raw = new Libsql(path, { readonly: true });
    expect(raw.prepare("PRAGMA integrity_check").get()).toMatchObject({ integrity_check: "ok" });
    expect(raw.prepare("SELECT text FROM entry").all()).toMatchObject([{ text: "Monday" }]);
    raw.close();
    expect(await newestCopy(folder)).toMatchObject({ at: "2026-11-01T17:00:00Z", entries: 1 });
  });

  test("are one a day, the latest, and 14 in all", async () => {
    for (let day = 0; day < 20; day++) {
      await use((sheet) => add(sheet, `morning ${day}`));
      clock += 3_600_000 * 2;
      await use((sheet) => add(sheet, `noon ${day}`));
      clock -= 3_600_000 * 2;
      nextDay();
    }
    const names = copyNames(folder);
    expect(names).toHaveLength(14);
    expect(new Set(names.map((name) => name.slice(0, 10))).size).toBe(14);
    expect(names.every((name) => name.includes("T190000Z"))).toBe(true);
    expect(await newestCopy(folder)).toMatchObject({ at: "2026-11-20T19:00:00Z", entries: 40 });
  });

  test("are not made of what did not change", async () => {
    await use((sheet) => add(sheet, "x"));
    for (let day = 0; day < 16; day++) {
      nextDay();
      await use((sheet) => sheet.timer.read());
    }
    expect(copyNames(folder)).toEqual(["2026-11-01T170000Z.db"]);
  });

  test("are made while a process goes on, a moment after the first write", async () => {
    const sheet = open();
    await add(sheet, "x");
    await vi.advanceTimersByTimeAsync(999);
    expect(copyNames(folder)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await expect.poll(() => copyNames(folder)).toHaveLength(1);
  });

  test("are not made of a time sheet in which nothing was ever entered", async () => {
    await use((sheet) => sheet.timer.read());
    expect(copyNames(folder)).toEqual([]);
  });

  test("are not made of a damaged time sheet, and none is pushed out by it", async () => {
    for (let day = 0; day < 14; day++) {
      await use((sheet) => add(sheet, `${day} ${"x".repeat(3_000)}`));
      nextDay();
    }
    const names = copyNames(folder);
    damagePages();
    for (let day = 0; day < 3; day++) {
      const sheet = open();
      await failure(add(sheet, "after"));
      await sheet.close();
      nextDay();
    }
    expect(copyNames(folder)).toEqual(names);
  });

  test("are not made where only an index is damaged, which SQLite would leave out of the copy in silence", async () => {
    await use((sheet) => add(sheet, "x"));
    const raw = new Libsql(file);
    const { rootpage } = raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'entry_begin'").get() as {
      rootpage: number;
    };
    raw.close();
    const handle = openSync(file, "r+");
    writeSync(handle, Buffer.alloc(4_096, 0xff), 0, 4_096, (rootpage - 1) * 4_096);
    const damaged = new Libsql(file);
    expect(await makeCopy(damaged, file, folder, clock + 86_400_000)).toBe("damaged");
    damaged.close();
    expect(copyNames(folder)).toEqual(["2026-11-01T170000Z.db"]);
  });

  test("stay as they are when the new one cannot be made", async () => {
    await use((sheet) => add(sheet, "x"));
    nextDay();
    // A folder in the place of the draft: SQLite cannot write there.
    mkdirSync(join(folder, `2026-11-02T170000Z.db.${process.pid}.new`, "full"), { recursive: true });
    const sheet = open();
    await add(sheet, "y");
    await sheet.close();
    expect(copyNames(folder)).toEqual(["2026-11-01T170000Z.db"]);
  });

  test("of two time sheets lie apart", () => {
    expect(copiesFolder(home, "/a/timesheet.db")).not.toBe(copiesFolder(home, "/b/timesheet.db"));
  });
});

describe("a damaged time sheet", () => {
  beforeEach(async () => {
    for (const day of ["first", "second"]) {
      await use((sheet) => add(sheet, `${day} ${"x".repeat(5_000)}`));
      nextDay();
    }
  });

  test("names the newest whole copy with its time and its entries in each error", async () => {
    damagePages();
    const error = await failure(open().timer.read());
    expect(error.kind).toBe("damaged");
    expect(error.next).toContain("2026-11-02 18:00 (2 entries)");
    damagePages(join(folder, "2026-11-02T170000Z.db"));
    expect((await failure(open().timer.read())).next).toContain("2026-11-01 18:00 (1 entry)");
  });

  test("takes no write in any process, also where the write would only touch whole pages", async () => {
    const other = open();
    await other.timer.read();
    // Only the index of the search is hurt: reading and writing mostly work.
    const raw = new Libsql(file);
    const { rootpage } = raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'entry_begin'").get() as {
      rootpage: number;
    };
    raw.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    raw.close();
    const handle = openSync(file, "r+");
    writeSync(handle, Buffer.alloc(4_096, 0xff), 0, 4_096, (rootpage - 1) * 4_096);
    const finder = open();
    expect((await failure(add(finder, "x"))).kind).toBe("damaged");
    expect((await failure(other.timer.start({ work: {}, text: "y" }))).kind).toBe("damaged");
    expect((await failure(other.timer.read())).kind).toBe("damaged");
  });

  test("is used again as soon as somebody puts a whole one in its place", async () => {
    const before = readFileSync(file);
    damagePages();
    const sheet = open();
    await failure(sheet.timer.read());
    writeFileSync(file, before);
    await add(sheet, "third");
    expect(await texts()).toHaveLength(3);
  });

  test("that was emptied is not taken for a new one", async () => {
    writeFileSync(file, "");
    expect((await failure(open().timer.read())).kind).toBe("damaged");
    expect((await failure(add(open(), "x"))).kind).toBe("damaged");
    expect(statSync(file).size).toBe(0);
  });

  test("is replaced by the copy that its person chose, and kept beside it", async () => {
    damagePages();
    const broken = readFileSync(file);
    const state = await readSheetState(file, folder);
    expect(state).toMatchObject({ state: "damaged", copies: [{ entries: 2 }, { entries: 1 }] });
    const running = open();
    await failure(running.timer.read());
    const { aside } = await restoreCopy(file, folder, undefined, clock);
    expect(aside).toBe(`${file}.damaged-2026-11-03T17-00-00`);
    expect(readFileSync(aside ?? "").equals(broken)).toBe(true);
    // A process that had refused goes on with the copy.
    await add(running, "third");
    await running.close();
    expect((await texts()).map((text) => text.split(" ")[0])).toEqual(["first", "second", "third"]);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(await readSheetState(file, folder)).toMatchObject({ state: "whole" });
  });

  test("is replaced by an older copy where that is the choice", async () => {
    damagePages();
    await restoreCopy(file, folder, "2026-11-01T170000Z.db", clock);
    expect((await texts()).map((text) => text.split(" ")[0])).toEqual(["first"]);
  });

  test("is replaced by an empty one where that is the choice, and kept beside it", async () => {
    damagePages();
    const broken = readFileSync(file);
    const { aside } = await beginAnew(file, clock, () => undefined);
    expect(readFileSync(aside ?? "").equals(broken)).toBe(true);
    expect(await texts()).toEqual([]);
    expect(readdirSync(home).filter((name) => name.endsWith(".db"))).toEqual(["timesheet.db"]);
  });

  test("is not replaced by a copy that is damaged itself, nor by a name that leads elsewhere", async () => {
    damagePages();
    damagePages(join(folder, "2026-11-02T170000Z.db"));
    copyFileSync(join(folder, "2026-11-01T170000Z.db"), join(home, "2026-11-01T170000Z.db"));
    const before = readFileSync(file);
    for (const name of ["2026-11-02T170000Z.db", "../../2026-11-01T170000Z.db", "none"])
      expect((await failure(restoreCopy(file, folder, name, clock))).kind).toBe("not_found");
    expect(await checkCopy(folder, "../../2026-11-01T170000Z.db")).toBeNull();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("leaves its log of unfinished changes with the old file", async () => {
    damagePages();
    // libsql ends a closed connection only when its statements are collected as garbage, and then deletes the log of the
    // file that it had opened. It leaves the log alone where another file has taken that place.
    copyFileSync(file, `${file}.moved`);
    renameSync(`${file}.moved`, file);
    writeFileSync(`${file}-wal`, "what was not yet in the file");
    const { aside } = await restoreCopy(file, folder, undefined, clock);
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(readFileSync(`${aside}-wal`, "utf8")).toBe("what was not yet in the file");
    expect(await texts()).toHaveLength(2);
  });
});

test("a whole time sheet is never replaced", async () => {
  await use((sheet) => add(sheet, "x"));
  const before = readFileSync(file);
  expect((await failure(restoreCopy(file, folder, undefined, clock))).kind).toBe("conflict");
  expect((await failure(beginAnew(file, clock, () => undefined))).kind).toBe("conflict");
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("a time sheet that is missing comes back from its copy", async () => {
  await use((sheet) => add(sheet, "x"));
  rmSync(file);
  expect(await readSheetState(file, folder)).toMatchObject({ state: "missing", copies: [{ entries: 1 }] });
  expect(await restoreCopy(file, folder, undefined, clock)).toMatchObject({ aside: null });
  expect(await texts()).toEqual(["x"]);
});
