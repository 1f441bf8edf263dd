import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openOutboxFile, type Waiting } from "#main/timer/outbox-file";
import { thursday } from "../fixtures";

let home: string;
let file: string;
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), "punchcard-outbox-")), ".punchcard");
  file = join(home, "timer-commands.json");
});
afterEach(() => rmSync(join(home, ".."), { recursive: true, force: true }));

const opened = () =>
  openOutboxFile(
    home,
    () => undefined,
    () => thursday,
  );
const click = (id: string, more: Partial<Waiting> = {}): Waiting => ({
  ...{ id, account: "kimai-1", command: { name: "clock_out" }, meantAt: thursday, state: "waiting" },
  ...more,
});

test("keeps the clicks of each account in their order, readable by their person only", () => {
  const first = opened();
  first.put("kimai-1", [click("1"), click("2")]);
  first.put("local-1", [click("3", { account: "local-1" })]);
  first.put("kimai-1", [click("2"), click("4")]);
  const again = opened();
  expect(again.of("kimai-1").map(({ id }) => id)).toEqual(["2", "4"]);
  expect(again.of("local-1").map(({ id }) => id)).toEqual(["3"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(home).mode & 0o777).toBe(0o700);
});

test.each([
  [1_001, 10],
  [110, 10_000],
])("keeps %d clicks with texts of %d characters over a restart", (count, length) => {
  const choice = { work: {}, text: "x".repeat(length), tags: [] };
  const clicks = Array.from({ length: count }, (_, id) =>
    click(`${id}`, { command: { name: "clock_in", choice, createMissing: false } }),
  );
  opened().put("kimai-1", clicks);
  expect(opened().of("kimai-1")).toEqual(clicks);
});

test("is gone when nothing waits any more", () => {
  opened().put("kimai-1", [click("1")]);
  opened().put("kimai-1", []);
  expect(readdirSync(home)).toEqual([]);
});

describe("a file of version 1, with one command for each account", () => {
  const write = (commands: object[]) => {
    mkdirSync(home);
    writeFileSync(file, JSON.stringify({ version: 1, commands }));
  };
  const old = { account: "kimai-1", command: { name: "clock_out" }, meantAt: thursday };
  const failure = (code: string, saved: string) => ({ code, message: "x", saved });
  test.each<[string, object, Waiting["state"]]>([
    ["was being sent is open", { state: "sending" }, "sending"],
    ["found nobody waits", { state: "failed", failure: failure("offline", "no") }, "waiting"],
    ["was not answered is open", { state: "failed", failure: failure("timeout", "unknown") }, "sending"],
    ["waits for its credential still waits", { state: "failed", failure: failure("unauthorized", "no") }, "waiting"],
    ["was refused stays stopped", { state: "failed", failure: failure("forbidden", "no") }, "stopped"],
    ["was stored otherwise stays stopped", { state: "failed", failure: failure("conflict", "yes") }, "stopped"],
    ["failed for no known reason is open", { state: "failed" }, "sending"],
  ])("keeps its time: what %s", (_name, more, state) => {
    write([
      { ...old, ...more },
      { ...old, account: "local-1", state: "sending" },
    ]);
    expect(opened().of("kimai-1")).toMatchObject([{ command: { name: "clock_out" }, meantAt: thursday, state }]);
    expect(opened().of("local-1")).toHaveLength(1);
  });

  test("is written as version 2 with the next change, and nothing of it is gone", () => {
    const choice = { work: { project: { id: "4", name: "x" } }, text: "Icons", tags: ["a"] };
    const start = { name: "clock_in", choice, createMissing: true };
    write([{ ...old, command: start, state: "failed", failure: failure("offline", "no") }]);
    const outbox = opened();
    outbox.put("local-1", [click("9", { account: "local-1" })]);
    const written = JSON.parse(readFileSync(file, "utf8"));
    expect(written).toMatchObject({ version: 2, commands: [{ command: start, meantAt: thursday }, { id: "9" }] });
  });
});

describe("the file", () => {
  test.each<[string, string]>([
    ["that is no JSON", "{"],
    ["of a newer version", JSON.stringify({ version: 3, commands: [] })],
    ["with a time that is none", JSON.stringify({ version: 2, commands: [{ ...click("1"), meantAt: "yesterday" }] })],
    ["with a command that there is not", JSON.stringify({ version: 2, commands: [{ ...click("1"), command: "pay" }] })],
    ["with a byte order mark and nothing else", "\ufeff"],
  ])("%s is put aside, and nothing of it is sent", (_name, text) => {
    mkdirSync(home);
    writeFileSync(file, text);
    expect(opened().all()).toEqual([]);
    expect(readdirSync(home)).toEqual(["timer-commands.json.broken-20261119T101200Z"]);
    expect(readFileSync(join(home, "timer-commands.json.broken-20261119T101200Z"), "utf8")).toBe(text);
  });

  test("that is a folder is put aside too", () => {
    mkdirSync(file, { recursive: true });
    opened().put("kimai-1", [click("1")]);
    expect(opened().of("kimai-1")).toHaveLength(1);
  });

  test("is replaced, not written through, where somebody put a link in its place", () => {
    mkdirSync(home);
    const other = join(home, "..", "other");
    writeFileSync(other, "theirs");
    symlinkSync(other, file);
    opened().put("kimai-1", [click("1")]);
    expect(readFileSync(other, "utf8")).toBe("theirs");
    expect(statSync(file).isFile()).toBe(true);
  });

  test("that cannot be written is kept in memory, so that nobody is held up", () => {
    mkdirSync(join(home, ".."), { recursive: true });
    writeFileSync(home, "a file in the place of the folder");
    const outbox = opened();
    outbox.put("kimai-1", [click("1")]);
    expect(outbox.of("kimai-1")).toHaveLength(1);
    expect(outbox.isKept()).toBe(false);
    rmSync(home);
    outbox.put("kimai-1", [click("1"), click("2")]);
    expect(outbox.isKept()).toBe(true);
    expect(opened().of("kimai-1")).toHaveLength(2);
  });
});
