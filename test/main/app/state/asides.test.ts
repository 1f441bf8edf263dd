import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { openAsides } from "#main/app/state/asides";
import { fastFolder } from "../../../fakes/fast-folder";

let home: string;
let told: number;
beforeEach(() => {
  home = fastFolder("asides");
  told = 0;
});
const open = (sheets: (string | null)[] = [null]) =>
  openAsides(home, {
    sheets: () => sheets,
    changed: () => {
      told += 1;
    },
    log: () => undefined,
  });
const put = (name: string) => {
  writeFileSync(join(home, name), "");
  return join(home, name);
};
const shown = (asides: ReturnType<typeof open>) => asides.list().map(({ kind, file }) => [kind, basename(file)]);
const clicks = "timer-commands.json.broken-20261119T101200Z";
const sheet = "timesheet.db.damaged-2026-11-20T08-00-00";

test("tells of each file that was put aside, the time sheet first, with when and where", () => {
  for (const name of [
    clicks,
    sheet,
    `${sheet}-wal`,
    "activity.db.damaged-20261121T000000Z-2",
    "import.json.broken-20261121T000001Z",
    "settings.json.broken-20261121T000002Z",
    "mine.json.broken-20261121T000002Z",
  ])
    put(name);
  const asides = open();
  expect(shown(asides)).toEqual([
    ["timesheet", sheet],
    ["commands", clicks],
    ["activity", "activity.db.damaged-20261121T000000Z-2"],
    ["import", "import.json.broken-20261121T000001Z"],
  ]);
  expect(asides.list()[1]).toEqual({ kind: "commands", file: join(home, clicks), at: "2026-11-19T10:12:00Z" });
});

test("what was dismissed stays dismissed over a restart, and the file stays", () => {
  const [first, second] = [put(clicks), put(sheet)];
  const asides = open();
  asides.dismiss(first);
  expect(told).toBe(1);
  expect(shown(asides)).toEqual([["timesheet", sheet]]);
  asides.dismiss(second);
  expect(shown(open())).toEqual([]);
  expect(readFileSync(first, "utf8")).toBe("");
  put("timer-commands.json.broken-20261119T101200Z-2");
  expect(shown(open())).toEqual([["commands", "timer-commands.json.broken-20261119T101200Z-2"]]);
});

test("a file that is gone is told no more after the next look, and one that came is", () => {
  put(clicks);
  const asides = open();
  rmSync(join(home, clicks));
  put(sheet);
  asides.look();
  expect(shown(asides)).toEqual([["timesheet", sheet]]);
});

test("finds what was kept of a time sheet in a folder of its own, also where a link leads there", () => {
  const folder = join(home, "Documents");
  mkdirSync(folder);
  writeFileSync(join(folder, "sheet.db"), "");
  writeFileSync(join(folder, "sheet.db.damaged-2026-11-20T08-00-00"), "");
  symlinkSync(join(folder, "sheet.db"), join(home, "link.db"));
  expect(shown(open([join(home, "link.db")]))).toEqual([["timesheet", "sheet.db.damaged-2026-11-20T08-00-00"]]);
  expect(shown(open([]))).toEqual([]);
  // A disk that is away for a while takes no word back.
  const asides = open([join(folder, "sheet.db")]);
  asides.dismiss(join(folder, "sheet.db.damaged-2026-11-20T08-00-00"));
  renameSync(folder, `${folder}-away`);
  asides.look();
  const other = put(clicks);
  asides.look();
  asides.dismiss(other);
  renameSync(`${folder}-away`, folder);
  expect(shown(open([join(folder, "sheet.db")]))).toEqual([]);
});

test.each(["/etc/passwd", "", "timer-commands.json"])("shows and dismisses no other file: %j", (file) => {
  put(clicks);
  const asides = open();
  for (const call of [asides.known, asides.dismiss])
    expect(() => call(file)).toThrow("is not a file that was put aside");
  expect(shown(asides)).toHaveLength(1);
});

test("a list of dismissed files that cannot be read dismisses nothing, and is told itself", () => {
  put(clicks);
  writeFileSync(join(home, "asides.json"), "{");
  expect(shown(open())).toEqual([
    ["commands", clicks],
    ["small", expect.stringMatching(/^asides\.json\.broken-/)],
  ]);
});
