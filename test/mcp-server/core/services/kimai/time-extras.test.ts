import { describe, expect, it } from "vitest";
import type { Entry } from "#core/domain/entities";
import type { EntryDraft, EntryPage, EntryQuery, Started } from "#core/domain/ports";
import { collect, failureOf, type Setup, setup } from "./setup";

const design = { project: "1", activity: "3" };
const draft: EntryDraft = { work: design, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:30:00Z" };
const always: EntryQuery = { from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z", people: "me" };
const listed = async (s: Setup, query: Partial<EntryQuery> = {}) =>
  (await collect(s.service.time.list({ ...always, ...query }))).flatMap((page) => page.entries);
async function copy(s: Setup, id: string) {
  const done = await s.service.time.copy?.(id);
  if (!done) throw new Error("Kimai cannot copy");
  return done;
}
async function again(s: Setup, id: string, at?: string): Promise<Started> {
  const done = await s.service.timer.again?.(id, at);
  if (!done) throw new Error("Kimai cannot start again");
  return done;
}
const lostOnce = (s: Setup, path: RegExp) =>
  s.kimai.fail({ method: "PATCH", path, times: 1, failure: { kind: "drop", afterEffect: true } });

describe("copying an entry", () => {
  it("takes its times, text, tags and custom fields along", async () => {
    const s = await setup("user", {
      settings: { metaFields: ["ticket"], plugins: [{ name: "MetaFieldsBundle", version: "2" }] },
    });
    const { entry } = await s.service.time.create({ ...draft, text: "one", tags: ["remote"], meta: { ticket: "T-1" } });
    const { entry: twin, notes } = await copy(s, entry.id);
    expect(twin).toEqual({ ...entry, id: twin.id });
    expect(twin.id).not.toBe(entry.id);
    expect(notes).toEqual([]);
  });

  it("is refused while it runs, because the copy would run too and end it", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design });
    expect(await failureOf(copy(s, entry.id))).toMatchObject({ kind: "invalid", saved: "no" });
    expect(s.kimai.state.timesheets).toHaveLength(1);
  });

  it("works on an exported entry, and the copy is not exported", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create(draft);
    Object.assign(s.kimai.state.timesheets[0] ?? {}, { exported: true });
    expect((await copy(s, entry.id)).entry).toMatchObject({ exported: false, begin: draft.begin });
  });

  it("is made once though its answer is lost, also beside twins", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create({ ...draft, text: "same" });
    const first = await copy(s, entry.id);
    lostOnce(s, /duplicate/);
    const second = await copy(s, entry.id);
    expect(second.notes.join(" ")).toMatch(/answer was lost/);
    expect(new Set([entry.id, first.entry.id, second.entry.id]).size).toBe(3);
    expect(s.kimai.state.timesheets).toHaveLength(3);
    s.kimai.fail({ method: "PATCH", times: 1, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(copy(s, entry.id))).toMatchObject({ saved: "no" });
    expect(s.kimai.state.timesheets).toHaveLength(3);
  });
});

describe("starting again like an old entry", () => {
  it("brings text and tags, begins now by Kimai's clock, and says what it ended", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create({ ...draft, text: "old text", tags: ["remote"] });
    const running = await s.service.timer.start({ work: { project: "2", activity: "1" } });
    s.kimai.advance(600);
    const started = await again(s, entry.id);
    expect(started.entry).toMatchObject({
      text: "old text",
      tags: ["remote"],
      end: null,
      begin: "2026-11-19T10:17:00Z",
    });
    expect(started.entry.id).not.toBe(entry.id);
    expect(started.stopped.map((each) => [each.id, each.end !== null])).toEqual([[running.entry.id, true]]);
    expect(s.kimai.requests.at(-1)?.body ?? "").not.toContain("begin");
  });

  it("begins earlier where that is wanted", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create(draft);
    expect((await again(s, entry.id, "2026-11-19T09:00:00Z")).entry.begin).toBe("2026-11-19T09:00:00Z");
  });

  it("refuses another begin where Kimai stamps times, and sends nothing; without one it starts", async () => {
    const s = await setup("user", { settings: { trackingMode: "punch" }, entries: 1 });
    expect(await failureOf(again(s, "1", "2026-11-19T09:00:00Z"))).toMatchObject({ kind: "unsupported" });
    expect(s.kimai.count("PATCH", /./)).toBe(0);
    expect((await again(s, "1")).entry.end).toBeNull();
  });

  it("starts once though its answer is lost, and ends the break", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: design });
    s.kimai.advance(600);
    await s.service.timer.pause();
    lostOnce(s, /restart/);
    const started = await again(s, entry.id);
    expect(started.notes.join(" ")).toMatch(/answer was lost/);
    expect(s.kimai.state.timesheets.filter((each) => each.end === null)).toHaveLength(1);
    expect(s.breaks.held).toBeNull();
  });
});

describe("listing", () => {
  it("tells what runs from what has ended", async () => {
    const s = await setup("user", { entries: 3 });
    const { entry } = await s.service.timer.start({ work: design });
    expect((await listed(s, { running: true })).map((each) => each.id)).toEqual([entry.id]);
    expect(await listed(s, { running: false })).toHaveLength(3);
  });

  it("finds what was changed since a moment, which Kimai reads in UTC whatever the person's zone", async () => {
    const s = await setup("user", { zones: { user: "America/Vancouver" } });
    const { entry: old } = await s.service.time.create(draft);
    const { entry: other } = await s.service.time.create({
      ...draft,
      begin: "2026-11-18T12:00:00Z",
      end: "2026-11-18T13:00:00Z",
    });
    s.kimai.advance(3600);
    await s.service.time.update(old.id, { text: "changed" });
    const ids = async (changedSince: string) => (await listed(s, { changedSince })).map((each) => each.id).toSorted();
    expect(await ids("2026-11-19T10:30:00Z")).toEqual([old.id]);
    expect(await ids("2026-11-19T10:00:00Z")).toEqual([old.id, other.id].toSorted());
    expect(await ids("2026-11-19T11:30:00Z")).toEqual([]);
  });

  it("tells what time is worth to whom may see it, and nothing to others", async () => {
    const s = await setup("teamlead");
    const { entry } = await s.service.time.create(draft);
    expect(entry.rate).toBe(90);
    expect((await listed(s))[0]?.rate).toBe(90);
    const running = await s.service.timer.start({ work: design });
    expect(running.entry).not.toHaveProperty("rate");
    const user = s.as("user");
    expect((await user.time.create(draft)).entry).not.toHaveProperty("rate");
  });
});

describe("what happens between two requests", () => {
  /** The first page, then `meanwhile`, then the rest. */
  async function read(s: Setup, meanwhile: () => void): Promise<Entry[]> {
    const entries: Entry[] = [];
    let pages = 0;
    for await (const page of s.service.time.list(always) as AsyncIterable<EntryPage>) {
      entries.push(...page.entries);
      if (pages++ === 0) meanwhile();
    }
    return entries;
  }
  const newestFirst = (s: Setup) => [...s.kimai.state.timesheets].sort((a, b) => b.begin - a.begin || b.id - a.id);
  const drop = (s: Setup, gone: (id: number) => boolean) => {
    s.kimai.state.timesheets = s.kimai.state.timesheets.filter((each) => !gone(each.id));
  };

  it("a token that expires between two pages is an error, never a short list", async () => {
    const s = await setup("user", { entries: 1200 });
    await s.service.facts();
    const failure = await failureOf(
      read(s, () => {
        for (const user of s.kimai.state.users) if (user.id === 4) user.token = "another";
      }),
    );
    expect(failure).toMatchObject({ kind: "unauthorized" });
  });

  it("entries deleted from a page that was read do not hide those that move up", async () => {
    const s = await setup("user", { entries: 1200 });
    const all = newestFirst(s).map((each) => String(each.id));
    const gone = new Set(
      newestFirst(s)
        .slice(10, 13)
        .map((each) => each.id),
    );
    const seen = await read(s, () => drop(s, (id) => gone.has(id)));
    expect(seen.map((each) => each.id)).toEqual(all);
  });

  it("so many deleted that the last page is gone still leaves no entry out", async () => {
    const s = await setup("user", { entries: 1003 });
    const order = newestFirst(s).map((each) => each.id);
    const gone = new Set(order.slice(0, 5));
    const seen = await read(s, () => drop(s, (id) => gone.has(id)));
    expect(new Set(seen.map((each) => Number(each.id)))).toEqual(new Set(order));
    expect(seen).toHaveLength(1003);
  });

  it("more than a page deleted leaves no entry out, and none comes twice", async () => {
    const s = await setup("user", { entries: 2600 });
    const order = newestFirst(s).map((each) => each.id);
    const gone = new Set(order.slice(0, 700));
    const seen = (await read(s, () => drop(s, (id) => gone.has(id)))).map((each) => Number(each.id));
    expect(new Set(seen).size).toBe(seen.length);
    const left = order.filter((id) => !gone.has(id));
    expect(left.filter((id) => !seen.includes(id))).toEqual([]);
  });

  it("an entry that is new meanwhile comes at most once, and pushes none out", async () => {
    const s = await setup("user", { entries: 1200 });
    const seen = await read(s, () => s.kimai.seedEntries(1));
    expect(seen).toHaveLength(1200);
    expect(new Set(seen.map((each) => each.id)).size).toBe(1200);
  });

  it.each([
    ["exported", (s: Setup) => void Object.assign(s.kimai.state.timesheets[0] ?? {}, { exported: true })],
    [
      "locked with its period",
      (s: Setup) => void Object.assign(s.kimai.state.settings, { lockedBefore: s.kimai.now() }),
    ],
  ])("an entry that was %s after it was read is not changed, deleted or told as done", async (_what, meanwhile) => {
    const s = await setup();
    const { entry } = await s.service.time.create(draft);
    expect((await s.service.time.get(entry.id)).locked).toBeUndefined();
    meanwhile(s);
    for (const attempt of [
      () => s.service.time.update(entry.id, { text: "late" }),
      () => s.service.time.remove(entry.id),
    ])
      expect(await failureOf(attempt())).toMatchObject({ kind: "locked", saved: "no" });
    expect(s.kimai.state.timesheets[0]).toMatchObject({ description: null });
  });

  it("an entry that may be changed but not deleted is told as forbidden, not as locked", async () => {
    const s = await setup("user", {
      entries: 1,
      seed: (state) => {
        state.revoked.USER = ["delete_own_timesheet"];
      },
    });
    expect(await failureOf(s.service.time.remove("1"))).toMatchObject({ kind: "forbidden", saved: "no" });
    expect(s.kimai.count("GET", /^\/actions\/timesheet\/1\//)).toBe(1);
  });

  it("an entry that was exported meanwhile is not un-exported by marking it (weakness 13)", async () => {
    const s = await setup("admin");
    const { entry } = await s.service.time.create(draft);
    Object.assign(s.kimai.state.timesheets[0] ?? {}, { exported: true });
    expect((await s.service.time.update(entry.id, { exported: true })).entry.exported).toBe(true);
    expect(s.kimai.count("PATCH", /export$/)).toBe(0);
    expect((await s.service.time.update(entry.id, { exported: false })).entry.exported).toBe(false);
    expect((await s.service.time.update(entry.id, { exported: false })).entry.exported).toBe(false);
    expect(s.kimai.count("PATCH", /export$/)).toBe(1);
  });

  it("an entry that was deleted meanwhile is told as gone", async () => {
    const s = await setup("user", { entries: 1 });
    drop(s, () => true);
    expect(await failureOf(s.service.time.update("1", { text: "late" }))).toMatchObject({ kind: "not_found" });
    expect(await failureOf(copy(s, "1"))).toMatchObject({ kind: "not_found" });
    expect(await failureOf(again(s, "1"))).toMatchObject({ kind: "not_found" });
  });
});

describe("what people write", () => {
  it("a break of ten minutes is ten minutes, not six hundred hours (weakness 7)", async () => {
    const s = await setup("user", { settings: { breakTime: true } });
    const { entry } = await s.service.time.create({ ...draft, breakSeconds: 600 });
    expect(entry).toMatchObject({ breakSeconds: 600, seconds: 4800 });
  });

  it("a tag that Kimai does not know is told, not dropped in silence (weakness 9)", async () => {
    const s = await setup();
    const { entry, notes } = await s.service.time.create({ ...draft, tags: ["remote", "unheard of"] });
    expect(entry.tags).toEqual(["remote"]);
    expect(notes.join(" ")).toMatch(/did not keep "unheard of"/);
  });
});
