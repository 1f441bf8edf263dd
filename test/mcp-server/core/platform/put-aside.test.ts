import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { asideFiles, asidesOf, putAside } from "#core/platform/put-aside";
import { fastFolder } from "../../../fakes/fast-folder";

const now = Date.parse("2026-11-22T12:00:00Z");
let home: string;
let file: string;
beforeEach(() => {
  home = fastFolder("aside");
  file = join(home, "away.json");
});

test("never moves a file over one that was put aside before, in the same second either", () => {
  const asides = ["one", "two", "three"].map((text) => {
    writeFileSync(file, text);
    return putAside(file, "broken", now);
  });
  expect(asides.map((aside) => readFileSync(aside, "utf8"))).toEqual(["one", "two", "three"]);
  expect(asides[0]).toBe(`${file}.broken-20261122T120000Z`);
});

test("moves a folder that lies in the place of a file, with what it holds", () => {
  mkdirSync(file);
  writeFileSync(join(file, "in"), "kept");
  const aside = putAside(file, "broken", now);
  expect(readFileSync(join(aside, "in"), "utf8")).toBe("kept");
  expect(readdirSync(home)).toHaveLength(1);
});

test("moves the logs of a file with it", () => {
  for (const ending of ["", "-wal"]) writeFileSync(file + ending, `old${ending}`);
  const aside = putAside(file, "damaged", now, ["-wal", "-shm"]);
  expect(readFileSync(`${aside}-wal`, "utf8")).toBe("old-wal");
  expect(readdirSync(home)).toHaveLength(2);
});

test("leaves no empty name behind where there is nothing to move", () => {
  expect(() => putAside(file, "broken", now)).toThrow("ENOENT");
  expect(readdirSync(home)).toEqual([]);
});

test("lists what was put aside of the named files, oldest first, and nothing else", () => {
  for (const name of [
    "timesheet.db.damaged-2026-11-20T08-00-00",
    "timesheet.db.damaged-2026-11-20T08-00-00-wal",
    "away.json.broken-20261119T080000Z-2",
    "other.json.broken-20261119T080000Z",
    "away.json.broken",
    "away.json",
  ])
    writeFileSync(join(home, name), "");
  // As former versions and people name them: when it was written last is all that is known.
  utimesSync(join(home, "away.json.broken"), 0, Date.parse("2026-11-18T07:00:00Z") / 1000);
  expect(asideFiles(home, ["away.json", "timesheet.db"])).toEqual([
    { file: join(home, "away.json.broken"), of: "away.json", at: "2026-11-18T07:00:00Z" },
    { file: join(home, "away.json.broken-20261119T080000Z-2"), of: "away.json", at: "2026-11-19T08:00:00Z" },
    { file: join(home, "timesheet.db.damaged-2026-11-20T08-00-00"), of: "timesheet.db", at: "2026-11-20T08:00:00Z" },
  ]);
  expect(asidesOf(file)).toHaveLength(2);
  rmSync(home, { recursive: true });
  expect(asideFiles(home, ["away.json"])).toEqual([]);
});
