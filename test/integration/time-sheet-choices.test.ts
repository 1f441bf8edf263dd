import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { copiesFolder } from "#core/services/local/database/copies";
import { readSheetState } from "#core/services/local/database/restore";
import {
  leaveLog,
  overwrite,
  pageWith,
  rowsOf,
  writeSheet,
} from "../mcp-server/core/services/local/database/damaged-sheet";
import { temporaryFolder } from "./server";

const script = resolve(import.meta.dirname, "../../out/mcp-server/index.js");
const failing = resolve(import.meta.dirname, "fail-at.cjs");
const total = 120;

/** A damaged time sheet with a log, a copy of it with 100 entries and a file of the person's own with 7. */
let sample: string;
const copyName = "2026-11-20T170000Z.db";
beforeAll(() => {
  sample = mkdtempSync(join(tmpdir(), "punchcard-choices-"));
  const file = join(sample, "sheet.db");
  writeSheet(file, total);
  leaveLog(file, "UPDATE entry SET text = 'logged', search = 'logged' WHERE id = 3");
  overwrite(file, pageWith(file, "Entry 60 "));
  writeSheet(join(sample, copyName), 100);
  writeSheet(join(sample, "mine.db"), 7);
  return () => rmSync(sample, { recursive: true });
});

/** A home of its own with those files: making them anew waits for the disk longer than all that is tested. */
function damagedHome() {
  const home = temporaryFolder();
  const file = join(home, "sheet.db");
  cpSync(sample, home, { recursive: true });
  const folder = copiesFolder(home, file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  renameSync(join(home, copyName), join(folder, copyName));
  return { home, file, folder, broken: readFileSync(file), log: readFileSync(`${file}-wal`) };
}

const choices: [string, string[], (entries: number) => boolean][] = [
  ["a copy", ["restore"], (entries) => entries === 100],
  ["a file of the person's own", ["use", "mine.db"], (entries) => entries === 7],
  ["a new time sheet", ["new"], (entries) => entries === 0],
];

async function run(home: string, args: string[], env: Record<string, string> = {}) {
  const line = ["--require", failing, script, "time-sheet", ...args, "--local", "sheet.db", "--settings", home];
  const program = spawn(process.execPath, line, {
    cwd: home,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", HOME: home, ...env },
  });
  const ended = new Promise<{ status: number | null; signal: NodeJS.Signals | null }>((done) =>
    program.on("close", (status, signal) => done({ status, signal })),
  );
  const [stdout, stderr, end] = await Promise.all([text(program.stdout), text(program.stderr), ended]);
  return { ...end, stdout, stderr };
}

/** Tries a choice once for each change of a file that it makes, one of them hindered; two at a time, as each has a home. */
async function atEachChange(args: string[], trial: (at: number) => Promise<void>) {
  const counter = join(temporaryFolder(), "count");
  expect(await run(damagedHome().home, args, { PUNCHCARD_FAIL_COUNT: counter })).toMatchObject({ status: 0 });
  const changes = Number(readFileSync(counter, "utf8"));
  expect(changes).toBeGreaterThan(4);
  let next = 1;
  const some = async () => {
    while (next <= changes) await trial(next++);
  };
  await Promise.all([some(), some()]);
}

/** Where the damaged file lies, under its own name or a name of its own; always byte for byte. */
function damagedPlaces(home: string, broken: Buffer): string[] {
  return readdirSync(home)
    .filter((name) => /^sheet\.db(\.damaged-[\dT-]+)?$/.test(name))
    .filter((name) => readFileSync(join(home, name)).equals(broken));
}

test.each(choices)(
  "a choice of %s that is killed at any moment leaves the old file or the new one",
  async (_name, args, isNew) => {
    const outcomes = new Set<string>();
    await atEachChange(args, async (at) => {
      const { home, file, folder, broken, log } = damagedHome();
      expect((await run(home, args, { PUNCHCARD_FAIL_AT: String(at) })).signal).toBe("SIGKILL");
      // Never none, never an empty one in its place.
      expect({ at, places: damagedPlaces(home, broken).length }).not.toMatchObject({ places: 0 });
      if (readFileSync(file).equals(broken)) {
        outcomes.add("old");
        // What a dead choice has left must hold nobody up for as long as its lock is watched.
        rmSync(`${file}.restoring`, { force: true });
        expect(await readSheetState(file, folder)).toMatchObject({ state: "damaged" });
        // The same choice again ends as if nothing had been, and the log is still with the damaged file.
        expect(await run(home, args)).toMatchObject({ status: 0 });
        expect(isNew(rowsOf(file, "SELECT id FROM entry").length)).toBe(true);
        const [aside = "", another] = damagedPlaces(home, broken);
        expect(another).toBeUndefined();
        expect(readFileSync(join(home, `${aside}-wal`)).equals(log)).toBe(true);
        expect(readdirSync(home).filter((name) => /\.new\.db/.test(name))).toEqual([]);
      } else {
        outcomes.add("new");
        expect(existsSync(`${file}-wal`)).toBe(false);
        expect(isNew(rowsOf(file, "SELECT id FROM entry").length)).toBe(true);
        expect(rowsOf(file, "PRAGMA integrity_check")).toMatchObject([{ integrity_check: "ok" }]);
      }
    });
    expect([...outcomes].sort()).toEqual(["new", "old"]);
  },
);

test.each(choices)(
  "a disk that gets full while %s is put in its place leaves the damaged file, and says so",
  async (_name, args) => {
    let told = 0;
    await atEachChange(args, async (at) => {
      const { home, file, broken } = damagedHome();
      const full = { PUNCHCARD_FAIL_AT: String(at), PUNCHCARD_FAIL: "ENOSPC" };
      const { status, stdout, stderr } = await run(home, args, full);
      if (status === 0) return;
      told += 1;
      expect(`${stdout}${stderr}`).toMatch(/no (room|space) left/i);
      expect(readFileSync(file).equals(broken)).toBe(true);
    });
    expect(told).toBeGreaterThan(1);
  },
);

test("of two choices at once one is done and the other refused, and the damaged file is kept once", async () => {
  const { home, file, broken } = damagedHome();
  const start = (...args: string[]) =>
    new Promise<number | null>((done) =>
      spawn(process.execPath, [script, "time-sheet", ...args, "--local", file, "--settings", home]).on("close", done),
    );
  const codes = await Promise.all([start("new"), start("restore"), start("new")]);
  expect(codes.sort()).toEqual([0, 1, 1]);
  expect(damagedPlaces(home, broken)).toHaveLength(1);
});

test("the command shows what a file contains before it is used, and refuses options that do not go together", async () => {
  const { home, file, broken } = damagedHome();
  expect(JSON.parse((await run(home, ["use", "mine.db", "--look", "--json"])).stdout)).toMatchObject({ entries: 7 });
  expect(readFileSync(file).equals(broken)).toBe(true);
  for (const args of [["use"], ["recover"], ["new", "x"], ["new", "--look"], ["show", "--look"], ["use", "a", "b"]])
    expect({ args, status: (await run(home, args)).status }).toEqual({ args, status: 2 });
});
