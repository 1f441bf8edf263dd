import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import { CallRecord } from "#core/journal/call-record";
import type { Subject } from "#core/journal/change";
import { Journal } from "#core/journal/journal";
import { openLog } from "#core/platform/log";
import { undoSession } from "./undo-session";

const origin = { client: "claude", account: "local-1", service: "local", label: "This computer", tool: "log_time" };
const day = 86_400_000;

let home: string;
let now: number;
let journal: Journal;
const log = () => openLog(home);
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "punchcard-journal-"));
  now = Date.parse("2026-11-19T13:00:00Z");
  journal = new Journal({ home, log: log(), now: () => now });
});
afterEach(async () => {
  await journal.close();
  rmSync(home, { recursive: true, force: true });
});

async function write(after: object, subject: Subject = "entry", on = journal) {
  const record = new CallRecord(on, origin);
  const answer = await record.write({
    operation: "create",
    subject,
    send: async () => "saved",
    outcomes: () => [{ operation: "create", subject, id: "1", after }],
  });
  return { record, answer };
}
const changes = async (on = journal) => (await on.store()).changes(0, Number.MAX_SAFE_INTEGER, undefined, 10_000);
const bytes = () =>
  readdirSync(home)
    .filter((name) => name.startsWith("activity.db"))
    .map((name) => readFileSync(join(home, name)).toString("latin1"))
    .join("");

it("a write is done although its row cannot be written, and says that it is in none", async () => {
  mkdirSync(join(home, "activity.db"));
  const { record, answer } = await write({ text: "Menu" });
  expect(answer).toBe("saved");
  expect(record).toMatchObject({ change: null, unrecorded: expect.stringMatching(/EISDIR|directory/) });
  expect(readFileSync(join(home, "log/server.log"), "utf8")).toContain('"event":"journal"');
});

it("a write is done while another program holds the journal, and says that it is in none", async () => {
  await write({ text: "Menu" });
  const busy = new Libsql(join(home, "activity.db"));
  busy.exec("BEGIN IMMEDIATE");
  const { record, answer } = await write({ text: "Menu" });
  busy.close();
  expect(answer).toBe("saved");
  expect(record.unrecorded).toMatch(/lock|busy/i);
  expect(await changes()).toHaveLength(1);
});

it("the answer of a tool says that what it wrote is not recorded", async () => {
  const on = await undoSession("local");
  mkdirSync(join(on.home, "activity.db"));
  const { texts } = await on.log({ day: "2026-11-16", from: "9:00", to: "11:00" });
  expect(texts.at(-1)).toMatch(/is not in Punchcard's activity/);
});

it("what a service refused stays as failed, and what nobody knows of as unknown", async () => {
  const refuse = async (error: Error) => {
    const record = new CallRecord(journal, origin);
    const sent = record.write({
      operation: "create",
      subject: "entry",
      wanted: { text: "Menu" },
      send: () => Promise.reject(error),
      outcomes: () => [],
    });
    await expect(sent).rejects.toThrow(error.message);
    return (await journal.store()).parts(record.change ?? 0);
  };
  const locked = new ServiceError("locked", "The month is locked.");
  expect(await refuse(locked)).toMatchObject([
    { state: "failed", error: "The month is locked.", wanted: { text: "Menu" } },
  ]);
  const silent = new ServiceError("timeout", "No answer came.", { saved: "unknown" });
  expect(await refuse(silent)).toMatchObject([{ state: "unknown" }]);
  expect(await refuse(new Error("internal words"))).toMatchObject([{ error: "Something unexpected went wrong." }]);
});

it("a change is kept for 90 days and no longer", async () => {
  await write({ text: "old" });
  now += 89 * day;
  await write({ text: "new" });
  (await journal.store()).prune();
  expect(await changes()).toHaveLength(2);
  now += 1.5 * day;
  (await journal.store()).prune();
  expect(await changes()).toHaveLength(1);
  expect(bytes()).toContain("new");
});

it("the oldest changes go before the file is larger than 20 MB", async () => {
  const text = "x".repeat(200_000);
  let newest: number | null = null;
  for (let at = 0; at < 130; at++) newest = (await write({ text, at })).record.change;
  (await journal.store()).prune();
  const left = await changes();
  expect(left.length).toBeLessThan(105);
  expect(left.length).toBeGreaterThan(70);
  expect(left[0]?.id).toBe(newest);
  await journal.close();
  expect(statSync(join(home, "activity.db")).size).toBeLessThan(20_500_000);
}, 60_000);

it("a credential is in no byte of the file, and what it was in cannot be undone from it", async () => {
  const own = log();
  own.hide("s3cret-canary-token");
  journal = new Journal({ home, log: own, now: () => now });
  const { record } = await write({ text: "the token is s3cret-canary-token" });
  await write({ name: "CI", values: { token: "another-canary" } }, "token");
  await journal.close();
  expect(bytes()).not.toMatch(/canary/);
  const [part] = (await journal.store()).parts(record.change ?? 0);
  expect(part).toMatchObject({ whole: false, after: { text: "the token is [secret]" } });
});

it("a journal that is begun anew gives no change the id of a former one", async () => {
  const former = (await write({ text: "Menu" })).record.change;
  await journal.close();
  for (const name of readdirSync(home).filter((one) => one.startsWith("activity.db"))) rmSync(join(home, name));
  now += 1_000;
  await write({ text: "Other" });
  expect((await journal.store()).change(former ?? 0)).toBeNull();
  now -= day;
  const [later, first] = [(await write({ text: "Clock back" })).record.change, (await changes()).at(-1)?.id];
  expect(later).toBe((first ?? 0) + 1);
});

it("records below others are told apart by what they are below", async () => {
  const rateOf = (id: string) => ({ subject: "rate" as const, id: "1", of: { type: "project" as const, id } });
  const save = (of: string, insteadOf?: string) => {
    const record = new CallRecord(journal, origin);
    const { subject, id, of: parent } = rateOf(of);
    const make = () =>
      record.write({
        operation: "create",
        subject,
        of: parent,
        send: async () => "saved",
        outcomes: () => [{ operation: "create", subject, id: insteadOf ? "9" : id, of: parent, after: {} }],
      });
    return insteadOf ? record.bringingBack(insteadOf, make) : make();
  };
  await save("7");
  const [first] = await changes();
  await save("8");
  await save("8", "1");
  const store = await journal.store();
  expect(store.laterOn(origin.account, rateOf("7"), first?.id ?? 0)).toEqual([]);
  expect(store.laterOn(origin.account, rateOf("8"), first?.id ?? 0)).toHaveLength(1);
  expect(store.currentId(origin.account, rateOf("7"))).toBe("1");
  expect(store.currentId(origin.account, rateOf("8"))).toBe("9");
});

it("what is cleared is in no byte of the file any more", async () => {
  await write({ text: "Lens data" });
  (await journal.store()).clear();
  expect(await changes()).toEqual([]);
  expect(bytes()).not.toContain("Lens data");
});

it("a damaged journal is put aside, and a new one goes on", async () => {
  writeFileSync(join(home, "activity.db"), "SQLite format 3\0 and then nothing of the kind".repeat(200));
  const { record } = await write({ text: "Menu" });
  expect(record.unrecorded).toBeNull();
  expect(readdirSync(home).filter((name) => /^activity\.db\.damaged-\d{8}T\d{6}Z$/.test(name))).toHaveLength(1);
});

it("a journal that was taken away is begun anew by who has it open", async () => {
  await write({ text: "first" });
  for (const name of readdirSync(home).filter((one) => one.startsWith("activity.db"))) rmSync(join(home, name));
  await write({ text: "second" });
  expect(await changes()).toHaveLength(1);
});

it("a journal of a newer Punchcard is left as it is", async () => {
  await write({ text: "first" });
  await journal.close();
  const raw = new Libsql(join(home, "activity.db"));
  raw.exec("PRAGMA user_version = 99");
  raw.close();
  const { record } = await write({ text: "second" });
  expect(record.unrecorded).toMatch(/newer Punchcard/);
});
