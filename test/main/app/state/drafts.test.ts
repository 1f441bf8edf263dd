import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asidesOf } from "#core/platform/put-aside";
import { Scheduler } from "#main/app/scheduler";
import { openDrafts } from "#main/app/state/drafts";

function opened() {
  const home = mkdtempSync(join(tmpdir(), "punchcard-drafts-"));
  const said: string[] = [];
  let now = Date.parse("2026-11-19T10:12:00Z");
  const due: (() => void)[] = [];
  const scheduler = () =>
    new Scheduler({
      now: () => now,
      setTimeout: (run) => due.push(run) as never,
      clearTimeout: () => due.splice(0),
    });
  const open = () => openDrafts(home, scheduler(), (message) => said.push(message));
  const later = () => {
    now += 1_000;
    for (const run of due.splice(0)) run();
  };
  return { home, file: join(home, "drafts.json"), said, open, later };
}
const [marta, other] = ["kimai", "local"];
const text = (words: string) => ({ text: words });

test("what was typed last is there after a crash, by account and form, for the owner only", () => {
  const { file, open, later, said } = opened();
  const before = open();
  before.keep({ account: marta, key: "entry/7", fields: text("first") });
  before.keep({ account: marta, key: "new", fields: { ...text("Ålesund 🚲"), from: "9:00", byDuration: true } });
  before.keep({ account: other, key: "entry/7", fields: text("another's") });
  before.keep({ account: marta, key: "entry/7", fields: text("second") });
  expect(existsSync(file)).toBe(false);
  later();
  expect(open().list({ account: marta })).toEqual([
    {
      ...{ account: marta, key: "new", at: "2026-11-19T10:12:00.000Z" },
      fields: { text: "Ålesund 🚲", from: "9:00", byDuration: true },
    },
    { account: marta, key: "entry/7", at: "2026-11-19T10:12:00.000Z", fields: text("second") },
  ]);
  expect(open().list({ account: other })).toMatchObject([{ fields: text("another's") }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(said).toEqual([]);
});

test("typing without a pause is written all the same, and quitting writes at once", () => {
  const { open, later } = opened();
  const drafts = open();
  drafts.keep({ account: marta, key: "new", fields: text("a") });
  drafts.keep({ account: marta, key: "new", fields: text("ab") });
  later();
  expect(open().list({ account: marta })).toMatchObject([{ fields: text("ab") }]);
  drafts.keep({ account: marta, key: "new", fields: text("abc") });
  drafts.stop();
  expect(open().list({ account: marta })).toMatchObject([{ fields: text("abc") }]);
});

test("a part that was saved goes, the others stay, and the draft goes with its last part", () => {
  const { open } = opened();
  const drafts = open();
  const ref = { account: marta, key: "entry/7" };
  drafts.keep({ ...ref, fields: { text: "Call", tags: ["print"], billable: "no" } });
  drafts.keep({ account: other, key: "entry/7", fields: text("another's") });
  drafts.dropParts(ref, ["tags", "work"]);
  expect(drafts.list(ref)).toMatchObject([{ fields: { text: "Call", billable: "no" } }]);
  expect(drafts.list(ref)[0]?.fields).not.toHaveProperty("tags");
  drafts.dropParts(ref, ["text", "billable"]);
  drafts.dropParts(ref, ["text"]);
  expect(drafts.list(ref)).toEqual([]);
  expect(drafts.list({ account: other })).toMatchObject([{ fields: text("another's") }]);
});

test("what is dropped stays dropped: one form, deleted entries, an account", () => {
  const { open } = opened();
  const drafts = open();
  for (const account of [marta, other])
    for (const key of ["new", "entry/1", "entry/2", "entry/3"]) drafts.keep({ account, key, fields: text(key) });
  drafts.drop({ account: marta, key: "new" });
  drafts.dropEntries(marta, ["1", "2", "404"]);
  drafts.stop();
  expect(
    open()
      .list({ account: marta })
      .map(({ key }) => key),
  ).toEqual(["entry/3"]);
  expect(open().list({ account: other })).toHaveLength(4);
  drafts.dropAccount(other);
  drafts.stop();
  expect(open().list({ account: other })).toEqual([]);
  expect(open().list({ account: marta })).toHaveLength(1);
});

test("twenty drafts are kept, the latest of them, however long, and can be read again", () => {
  const { open, said } = opened();
  const drafts = open();
  const longest = { text: "語".repeat(10_000), tags: Array.from({ length: 50 }, () => "語".repeat(100)) };
  for (let id = 1; id <= 25; id += 1) drafts.keep({ account: marta, key: `entry/${id}`, fields: longest });
  drafts.stop();
  const kept = open().list({ account: marta });
  expect(kept.map(({ key }) => key)).toEqual(Array.from({ length: 20 }, (_, index) => `entry/${index + 6}`));
  expect(kept[0]?.fields).toEqual(longest);
  expect(said).toEqual([]);
});

test("a draft that is longer than a form can be is refused, and the one before stays", () => {
  const { open } = opened();
  const drafts = open();
  drafts.keep({ account: marta, key: "new", fields: text("before") });
  const work = { project: { id: "1", name: "x".repeat(60_000) } };
  expect(() => drafts.keep({ account: marta, key: "new", fields: { work } })).toThrow("too long");
  expect(drafts.list({ account: marta })).toMatchObject([{ fields: text("before") }]);
});

const whole = (version: unknown, drafts: unknown) => JSON.stringify({ version, drafts });
test.each([
  ["empty", ""],
  ["cut off", '{"version":1,"drafts":[{"account":"kimai","key":"new","fields":{"text":"my words'],
  ["a list", "[]"],
  ["of a newer version", whole(2, [])],
  ["of an older version", whole(0, [])],
  ["without a version", whole(undefined, [])],
  ["with a wrong type", whole(1, [{ account: "kimai", key: "new", at: "2026-11-19T10:12:00Z", fields: { text: 7 } }])],
  ["with no time", whole(1, [{ account: "kimai", key: "new", at: "yesterday", fields: {} }])],
  ["huge", `${whole(1, [])}${" ".repeat(1_500_000)}`],
])("a file that is %s is put aside as it is, told without a word of it, and the next draft is kept", (_name, words) => {
  const { file, open, later, said } = opened();
  writeFileSync(file, words);
  const drafts = open();
  expect(drafts.list({ account: marta })).toEqual([]);
  expect(said).toEqual(["drafts put aside"]);
  expect(asidesOf(file).map((aside) => readFileSync(aside.file, "utf8"))).toEqual([words]);
  drafts.keep({ account: marta, key: "new", fields: text("again") });
  later();
  expect(open().list({ account: marta })).toMatchObject([{ fields: text("again") }]);
});

test("a folder in the file's place is moved away, and a draft that cannot be written holds while the app runs", () => {
  const { home, file, open, later, said } = opened();
  mkdirSync(file);
  const drafts = open();
  expect(asidesOf(file)).toHaveLength(1);
  mkdirSync(join(home, "drafts.json"));
  drafts.keep({ account: marta, key: "new", fields: text("held") });
  later();
  expect(said).toEqual(["drafts put aside", "drafts not kept"]);
  expect(drafts.list({ account: marta })).toMatchObject([{ fields: text("held") }]);
});
