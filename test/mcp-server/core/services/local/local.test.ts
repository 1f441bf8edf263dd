import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Entry, Instant } from "#core/domain/entities";
import type { ServiceError } from "#core/domain/errors";
import type { EntryQuery, Service } from "#core/domain/ports";
import { createLocalService } from "#core/services/local/index";
import * as fc from "../../../../property";

let folder: string;
let clock: number;
let sheet: Service;

const connect = (file = join(folder, "sheet.db")) =>
  createLocalService(
    { file, targetSeconds: [28_800, 28_800, 28_800, 28_800, 21_600, 0, 0], zone: "Europe/Berlin" },
    {
      accountId: "local",
      secret: () => Promise.reject(new Error("a time sheet has no secret")),
      breaks: { read: async () => null, write: async () => undefined },
      log: () => undefined,
      now: () => clock,
    },
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "punchcard-local-"));
  clock = Date.parse("2026-11-19T09:00:00.700Z");
  sheet = connect();
});
afterEach(async () => {
  await sheet.close();
  rmSync(folder, { recursive: true, force: true });
});

const pass = (minutes: number) => {
  clock += minutes * 60_000;
};
const everything: EntryQuery = { from: "1970-01-01T00:00:00Z", to: "2199-01-01T00:00:00Z", people: "me" };
async function list(query: Partial<EntryQuery> = {}, from = sheet): Promise<Entry[]> {
  const all: Entry[] = [];
  for await (const page of from.time.list({ ...everything, ...query })) all.push(...page.entries);
  return all;
}
async function failure(promise: Promise<unknown>): Promise<ServiceError> {
  const error = await promise.then(
    () => undefined,
    (reason: ServiceError) => reason,
  );
  if (error?.name !== "ServiceError") throw error ?? new Error("was not refused");
  return error;
}
const log = (begin: Instant, end: Instant, more: object = {}) => sheet.time.create({ work: {}, begin, end, ...more });

describe("timer", () => {
  test("clock in with words alone, see it run, clock out", async () => {
    const { entry, stopped } = await sheet.timer.start({ work: {}, text: "Reading mail", tags: ["office"] });
    expect(stopped).toEqual([]);
    expect(entry).toMatchObject({
      begin: "2026-11-19T09:00:00Z",
      end: null,
      seconds: null,
      text: "Reading mail",
      tags: ["office"],
    });
    pass(65);
    expect((await sheet.timer.read()).running.map(({ id }) => id)).toEqual([entry.id]);
    const { entries } = await sheet.timer.stop();
    expect(entries).toMatchObject([{ id: entry.id, end: "2026-11-19T10:05:00Z", seconds: 3900 }]);
    expect(await sheet.timer.read()).toEqual({ running: [], onBreak: null });
  });

  test("starting another ends the one that runs, at that moment, and says so", async () => {
    const project = await create("project", "Website relaunch");
    await sheet.timer.start({ work: { project } });
    pass(60);
    const { entry, stopped, notes } = await sheet.timer.start({ work: {}, text: "Call", at: "2026-11-19T09:45:00Z" });
    expect(stopped).toMatchObject([{ end: "2026-11-19T09:45:00Z", seconds: 2700 }]);
    expect(entry.begin).toBe("2026-11-19T09:45:00Z");
    expect(notes.join()).toContain('"Website relaunch" was ended');
    expect((await sheet.timer.read()).running).toHaveLength(1);
  });

  test("two starts of the same thing in one second are one", async () => {
    const other = connect();
    const [first, second] = await Promise.all([
      sheet.timer.start({ work: {}, text: "Once" }),
      other.timer.start({ work: {}, text: "Once" }),
    ]);
    expect(second.entry.id).toBe(first.entry.id);
    expect(await list()).toHaveLength(1);
    await other.close();
  });

  test("stopping nothing is no error and writes nothing", async () => {
    expect(await sheet.timer.stop()).toEqual({ entries: [], notes: [] });
    expect(await list()).toEqual([]);
  });

  test.each<[string, (service: Service) => Promise<unknown>, string]>([
    ["a start in the future", (s) => s.timer.start({ work: {}, at: "2026-11-19T12:00:00Z" }), "future"],
    ["an end in the future", (s) => s.timer.stop("2026-11-19T12:00:00Z"), "future"],
    ["an end before the begin", (s) => s.timer.stop("2026-11-19T08:00:00Z"), "began later"],
    [
      "a start before the running one began",
      (s) => s.timer.start({ work: {}, at: "2026-11-19T08:00:00Z" }),
      "began later",
    ],
  ])("%s is refused and leaves everything as it was", async (_, act, words) => {
    await sheet.timer.start({ work: {}, text: "A" });
    const before = await sheet.timer.read();
    const error = await failure(act(sheet));
    expect(error).toMatchObject({ kind: "invalid", saved: "no" });
    expect(error.message).toContain(words);
    expect(await sheet.timer.read()).toEqual(before);
  });

  test("coming back counts from a time that lies behind, not before the break and not ahead", async () => {
    await sheet.timer.start({ work: {}, text: "Plan" });
    pass(30);
    await sheet.timer.pause();
    pass(30);
    expect(await failure(sheet.timer.resume("2026-11-19T12:00:00Z"))).toMatchObject({ kind: "invalid" });
    const { entry } = await sheet.timer.resume("2026-11-19T09:40:00Z");
    expect(entry).toMatchObject({ begin: "2026-11-19T09:40:00Z", end: null, text: "Plan" });
  });

  test("a break ends the entry, and coming back goes on with the same work", async () => {
    const project = await create("project", "Care");
    await sheet.timer.start({ work: { project }, text: "Plan", tags: ["a", "b"], billable: true });
    pass(30);
    const paused = await sheet.timer.pause();
    expect(paused).toMatchObject({ since: "2026-11-19T09:30:00Z", entry: { seconds: 1800 } });
    const seen = await connect().timer.read();
    expect(seen.running).toEqual([]);
    expect(seen.onBreak?.entry.text).toBe("Plan");
    pass(15);
    const { entry } = await sheet.timer.resume();
    expect(entry).toMatchObject({
      begin: "2026-11-19T09:45:00Z",
      end: null,
      text: "Plan",
      tags: ["a", "b"],
      billable: true,
    });
    expect(entry.work.project?.name).toBe("Care");
    expect((await sheet.timer.read()).onBreak).toBeNull();
  });

  test("no work, no break; no break, no coming back; something new ends a break", async () => {
    expect((await failure(sheet.timer.pause())).kind).toBe("nothing_running");
    expect((await failure(sheet.timer.resume())).kind).toBe("nothing_running");
    await sheet.timer.start({ work: {}, text: "A" });
    pass(1);
    await sheet.timer.pause();
    pass(1);
    expect((await sheet.timer.start({ work: {}, text: "B" })).notes).toEqual(["The break ended."]);
    expect((await sheet.timer.read()).onBreak).toBeNull();
  });

  test("an entry stopped by mistake runs again as if it had not been", async () => {
    const { entry } = await sheet.timer.start({ work: {}, text: "A" });
    pass(10);
    await sheet.timer.stop();
    expect(await sheet.timer.reopen(entry.id)).toEqual(entry);
    pass(1);
    await sheet.timer.start({ work: {}, text: "B" });
    expect(await failure(sheet.timer.reopen(entry.id))).toMatchObject({ kind: "conflict", saved: "no" });
    expect((await failure(sheet.timer.reopen("../1"))).kind).toBe("not_found");
  });

  test("a clock that was set back does not keep anybody from stopping", async () => {
    await sheet.timer.start({ work: {} });
    pass(-120);
    expect((await sheet.timer.stop()).entries).toMatchObject([{ seconds: 0 }]);
  });
});

async function create(level: "customer" | "project" | "activity", name: string, parents = {}): Promise<string> {
  const item = await sheet.work.createItem?.(level, name, parents);
  return item?.id ?? "";
}

describe("entries", () => {
  test("created, read, changed and deleted", async () => {
    const { entry } = await log("2026-11-18T08:00:00Z", "2026-11-18T10:30:00Z", { text: "Plan", billable: false });
    expect(entry).toMatchObject({ seconds: 9000, breakSeconds: 0, billable: false, exported: false, tags: [] });
    expect(await sheet.time.get(entry.id)).toEqual(entry);
    const { entry: changed } = await sheet.time.update(entry.id, {
      end: "2026-11-18T10:00:00Z",
      tags: ["x"],
      exported: true,
      text: null,
    });
    expect(changed).toMatchObject({
      begin: entry.begin,
      seconds: 7200,
      tags: ["x"],
      exported: true,
      text: "",
      billable: false,
    });
    await sheet.time.remove(entry.id);
    expect(await failure(sheet.time.remove(entry.id))).toMatchObject({ kind: "not_found", saved: "no" });
    expect((await failure(sheet.time.get(entry.id))).kind).toBe("not_found");
  });

  test("an id is never used twice", async () => {
    const { entry } = await log("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z");
    await sheet.time.remove(entry.id);
    const { entry: next } = await log("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z");
    expect(next.id).not.toBe(entry.id);
  });

  test("the running entry can be changed, and an end ends it", async () => {
    const { entry } = await sheet.timer.start({ work: {} });
    pass(30);
    await sheet.time.update(entry.id, { begin: "2026-11-19T08:30:00Z", text: "Earlier" });
    expect((await sheet.timer.read()).running).toMatchObject([{ begin: "2026-11-19T08:30:00Z", text: "Earlier" }]);
    await sheet.time.update(entry.id, { end: "2026-11-19T09:15:00Z" });
    expect((await sheet.timer.read()).running).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["end before begin", { begin: "2026-11-18T10:00:00Z", end: "2026-11-18T09:00:00Z" }, "invalid"],
    ["nothing worked", { begin: "2026-11-18T10:00:00Z", end: "2026-11-18T10:00:00Z" }, "invalid"],
    ["a year too far", { begin: "2027-11-22T10:00:00Z", end: "2027-11-22T11:00:00Z" }, "invalid"],
    ["somebody else", { personId: "7" }, "forbidden"],
    ["a break inside", { breakSeconds: 60 }, "unsupported"],
    ["custom fields", { meta: { a: "b" } }, "unsupported"],
    ["an unknown project", { work: { project: "99" } }, "not_found"],
    ["a strange id", { work: { project: "1 OR 1=1" } }, "not_found"],
    ["a subproject", { work: { subproject: "1" } }, "unsupported"],
    ["a tag without a name", { tags: ["  "] }, "invalid"],
  ])("%s is refused, and nothing of it is kept", async (_, more, kind) => {
    const refused = log("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z", { tags: ["kept?"], ...more });
    expect(await failure(refused)).toMatchObject({ kind, saved: "no" });
    expect(await list()).toEqual([]);
    expect(await sheet.work.tags()).toEqual([]);
  });

  test.each(["../1", "1?x", "%2e", "#1", "", "1e3", "99999999999999999999", "-1"])("%j is no id", async (id) => {
    await log("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z");
    expect((await failure(sheet.time.get(id))).kind).toBe("not_found");
    expect((await failure(sheet.time.update(id, { text: "x" }))).kind).toBe("not_found");
    expect((await failure(sheet.time.remove(id))).kind).toBe("not_found");
    expect(await list()).toHaveLength(1);
  });

  test("any text comes back exactly as it was given", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string(),
          fc.constantFrom("\0", "a\0b", "\ud800x", "'; DROP TABLE entry; --"),
        ),
        async (text) => {
          const { entry } = await log("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z", { text });
          expect(entry.text).toBe(text);
          expect((await sheet.time.get(entry.id)).text).toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a megabyte of text is kept whole", async () => {
    const text = "Zeile ü👧\n".repeat(90_000);
    const { entry } = await log("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z", { text });
    expect((await sheet.time.get(entry.id)).text).toBe(text);
  });

  test("filters narrow, and `to` is not included", async () => {
    const [project, other] = [await create("project", "One"), await create("project", "Two")];
    const at = (hour: number) => `2026-11-18T${String(hour).padStart(2, "0")}:00:00Z`;
    await log(at(8), at(9), { work: { project }, text: "Überblick 100%", tags: ["Office"], billable: true });
    await log(at(9), at(10), { work: { project: other }, text: "plain", tags: ["home"], exported: true });
    await log(at(10), at(11));
    const begins = async (query: Partial<EntryQuery>) =>
      (await list(query)).map(({ begin }) => Number(begin.slice(11, 13)));
    expect(await begins({})).toEqual([10, 9, 8]);
    expect(await begins({ from: at(8), to: at(10) })).toEqual([9, 8]);
    expect(await begins({ work: { project } })).toEqual([8]);
    expect(await begins({ text: "uberBLICK 100%" })).toEqual([8]);
    expect(await begins({ text: "_" })).toEqual([]);
    expect(await begins({ tags: ["OFFICE"] })).toEqual([8]);
    expect(await begins({ tags: ["office", "HOME"] })).toEqual([]);
    expect(await begins({ billable: false })).toEqual([10, 9]);
    expect(await begins({ exported: true })).toEqual([9]);
    expect(await begins({ people: "everyone" })).toHaveLength(3);
    expect(await begins({ people: ["7"] })).toEqual([]);
  });

  test("pages come newest first, every entry once, also when others write between them", async () => {
    for (let minute = 0; minute < 1_200; minute++) {
      const begin = Date.parse("2026-11-01T00:00:00Z") + Math.floor(minute / 3) * 60_000;
      await log(new Date(begin).toISOString(), new Date(begin + 60_000).toISOString(), { text: String(minute) });
    }
    const seen: Entry[] = [];
    const sizes: number[] = [];
    for await (const page of sheet.time.list(everything)) {
      if (sizes.length === 0) expect(page.total).toBe(1_200);
      sizes.push(page.entries.length);
      seen.push(...page.entries);
      await log("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z", { text: "new" });
    }
    expect(sizes).toEqual([500, 500, 200]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1_200);
    expect(seen.map(({ text }) => text)).toContain("0");
    expect([...seen].sort((a, b) => (a.begin < b.begin ? 1 : -1)).map(({ begin }) => begin)).toEqual(
      seen.map(({ begin }) => begin),
    );
  });
});

describe("work", () => {
  test("what is above an item follows from it, and what contradicts it is refused", async () => {
    const customer = await create("customer", "ACME");
    const stranger = await create("customer", "Other");
    const project = await create("project", "Relaunch", { customer });
    const activity = await create("activity", "Design", { project });
    const global = await create("activity", "Meeting");
    const elsewhere = await create("project", "Care", { customer: stranger });
    const book = (work: object) => log("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z", { work });
    expect((await book({ activity })).entry.work).toEqual({
      customer: { id: customer, name: "ACME" },
      project: { id: project, name: "Relaunch" },
      activity: { id: activity, name: "Design" },
    });
    expect((await book({ project: elsewhere, activity: global })).entry.work.customer?.name).toBe("Other");
    expect((await failure(book({ project: elsewhere, activity }))).fields).toHaveProperty("activity");
    expect((await failure(book({ customer: stranger, project }))).fields).toHaveProperty("project");
    const { entry } = await book({ project, activity: global });
    // What is not named in a change of work is not kept.
    const moved = await sheet.time.update(entry.id, { work: { project: elsewhere } });
    expect(moved.entry.work).toEqual({
      customer: { id: stranger, name: "Other" },
      project: { id: elsewhere, name: "Care" },
    });
  });

  test("items are found below what is above them, by any word", async () => {
    const customer = await create("customer", "Łódź AG");
    const project = await create("project", "Website relaunch", { customer });
    await create("project", "Internal");
    await create("activity", "Design", { project });
    await create("activity", "Meeting");
    const names = async (query: object) =>
      (await sheet.work.search({ levels: ["customer", "project", "activity"], ...query })).map(({ name }) => name);
    expect(await names({ levels: ["project"] })).toEqual(["Internal", "Website relaunch"]);
    expect(await names({ text: "lodz" })).toContain("Łódź AG");
    expect(await names({ levels: ["project"], text: "relaunch" })).toEqual(["Website relaunch"]);
    expect(await names({ levels: ["project"], within: { customer } })).toEqual(["Website relaunch"]);
    expect(await names({ levels: ["activity"], within: { project } })).toEqual(["Design", "Meeting"]);
    expect(await names({ levels: ["subproject"] })).toEqual([]);
    const [item] = await sheet.work.search({ levels: ["activity"], text: "Design" });
    expect(item).toMatchObject({ bookable: true, parents: { project: { id: project }, customer: { id: customer } } });
  });

  test("creating what is there already gives it back", async () => {
    expect(await create("project", "Relaunch")).toBe(await create("project", " relaunch "));
    expect(await sheet.work.createTag?.("Büro")).toEqual(await sheet.work.createTag?.("büro"));
    expect(await sheet.work.tags("buro")).toHaveLength(1);
    expect((await failure(create("project", "  "))).kind).toBe("invalid");
    expect((await failure(create("project", "x".repeat(300)))).kind).toBe("invalid");
  });

  test("recents are unique by work and text, newest first", async () => {
    const project = await create("project", "Relaunch");
    const at = (hour: number) => `2026-11-18T${String(hour).padStart(2, "0")}:00:00Z`;
    await log(at(1), at(2), { work: { project }, text: "Plan" });
    await log(at(2), at(3), { text: "Mail", tags: ["a"] });
    await log(at(3), at(4), { work: { project }, text: "Plan" });
    const recents = await sheet.work.recent(5);
    expect(recents.map(({ text, lastUsed }) => [text, lastUsed])).toEqual([
      ["Plan", at(4)],
      ["Mail", at(3)],
    ]);
    expect(recents[0]?.work.project?.id).toBe(project);
    expect(await sheet.work.recent(1)).toHaveLength(1);
  });

  test("says who and where it is, and what it will not do", async () => {
    const facts = await sheet.facts();
    expect(facts).toMatchObject({
      service: "local",
      zone: "Europe/Berlin",
      person: { id: "me" },
      booking: { required: [], runningLimit: 1 },
    });
    expect(facts.targetSeconds?.[4]).toBe(21_600);
    expect(facts.refused["others_time.read"]).toContain("one person");
    expect(await sheet.work.people()).toEqual([facts.person]);
  });
});
