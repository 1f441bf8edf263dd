import { describe, expect, it, vi } from "vitest";
import type { EntryDraft, EntryQuery } from "#core/domain/ports";
import * as fc from "../../../../../property";
import { skipPauses } from "../../pauses";
import { collect, failureOf, type Setup, setup } from "../setup";

const design = { project: "1", activity: "3" };
const draft: EntryDraft = { work: design, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:30:00Z" };
const always: EntryQuery = { from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z", people: "me" };
const lists = (s: Setup) => s.kimai.requests.filter((each) => each.method === "GET" && each.path === "/timesheets");

describe("listing", () => {
  it("reads 1,320 entries in three requests, in order, each once, never past the end", async () => {
    const s = await setup("user", { entries: 1320 });
    const pages = await collect(s.service.time.list(always));
    const entries = pages.flatMap((page) => page.entries);
    expect(pages.map((page) => page.entries.length)).toEqual([500, 500, 320]);
    expect(pages[0]?.total).toBe(1320);
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(1320);
    expect(entries.map((entry) => entry.begin)).toEqual(
      entries
        .map((entry) => entry.begin)
        .toSorted()
        .reverse(),
    );
    expect(
      lists(s)
        .map((each) => [each.query.get("page"), each.status])
        .toSorted(),
    ).toEqual([
      ["1", 200],
      ["2", 200],
      ["3", 200],
    ]);
    expect(entries[0]?.work).toMatchObject({
      customer: { name: expect.any(String) },
      project: { name: expect.any(String) },
    });
  });

  it("asks for one page when the number is a multiple of the size", async () => {
    const s = await setup("user", { entries: 500 });
    expect((await collect(s.service.time.list(always))).flatMap((page) => page.entries)).toHaveLength(500);
    expect(lists(s)).toHaveLength(1);
  });

  it("asks for no more when the reader stops", async () => {
    const s = await setup("user", { entries: 1500 });
    for await (const page of s.service.time.list(always)) {
      expect(page.entries).toHaveLength(500);
      break;
    }
    expect(lists(s)).toHaveLength(1);
  });

  it("has at most four requests under way", async () => {
    const s = await setup("user", { entries: 4600 });
    let most = 0;
    s.kimai.fail({ path: /^\/timesheets$/, failure: { kind: "delay", milliseconds: 30 } });
    const { requests } = s.kimai;
    const { push } = requests;
    requests.push = (...rows) => {
      const length = push.apply(requests, rows);
      most = Math.max(most, lists(s).filter((each) => each.status === undefined).length);
      return length;
    };
    const entries = (await collect(s.service.time.list(always))).flatMap((page) => page.entries);
    expect(entries).toHaveLength(4600);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it("includes the first moment of the period and excludes its end", async () => {
    const s = await setup();
    for (const hour of ["08", "09", "10"])
      await s.service.time.create({ ...draft, begin: `2026-11-18T${hour}:00:00Z`, end: `2026-11-18T${hour}:30:00Z` });
    const query = { ...always, from: "2026-11-18T08:00:00Z", to: "2026-11-18T10:00:00Z" };
    const entries = (await collect(s.service.time.list(query))).flatMap((page) => page.entries);
    expect(entries.map((entry) => entry.begin)).toEqual(["2026-11-18T09:00:00Z", "2026-11-18T08:00:00Z"]);
  });

  it("refuses a plain user other people's time instead of quietly showing their own", async () => {
    const s = await setup();
    for (const people of ["everyone", ["5"], ["4", "5"]] as const)
      expect(await failureOf(collect(s.service.time.list({ ...always, people: people as "everyone" })))).toMatchObject({
        kind: "forbidden",
        message: expect.stringMatching(/no right to see other people's time/),
      });
    expect(lists(s)).toHaveLength(0);
  });

  it("shows a team lead the team, with whose time it is, and nobody else's", async () => {
    const s = await setup("teamlead");
    for (const user of [3, 4, 5, 6]) s.kimai.seedEntries(3, { user });
    const all = (await collect(s.service.time.list({ ...always, people: "everyone" }))).flatMap((p) => p.entries);
    expect(new Set(all.map((entry) => entry.person?.name))).toEqual(new Set(["Tony Maier", "John Doe", "Paula Puck"]));
    const paula = (await collect(s.service.time.list({ ...always, people: ["5"] }))).flatMap((p) => p.entries);
    expect(new Set(paula.map((entry) => entry.person?.id))).toEqual(new Set(["5"]));
    expect(await failureOf(collect(s.service.time.list({ ...always, people: ["6"] })))).toMatchObject({
      kind: "forbidden",
    });
  });

  it("filters by work, tag, text, billable and exported", async () => {
    const s = await setup("admin");
    await s.service.time.create({ ...draft, text: "alpha one", tags: ["remote"], billable: false });
    await s.service.time.create({
      ...draft,
      work: { project: "2", activity: "1" },
      text: "note: beta",
      exported: true,
    });
    const texts = async (filter: Partial<EntryQuery>) =>
      (await collect(s.service.time.list({ ...always, ...filter }))).flatMap((p) => p.entries).map((e) => e.text);
    expect(await texts({ work: { project: "1" } })).toEqual(["alpha one"]);
    expect(await texts({ work: { customer: "1", activity: "1" } })).toEqual(["note: beta"]);
    expect(await texts({ tags: ["remote"] })).toEqual(["alpha one"]);
    expect(await texts({ text: "ALPHA" })).toEqual(["alpha one"]);
    // Kimai would read a colon as a search in custom fields.
    expect(await texts({ text: "note: b" })).toEqual(["note: beta"]);
    expect(await texts({ billable: false })).toEqual(["alpha one"]);
    expect(await texts({ exported: true })).toEqual(["note: beta"]);
    expect(await failureOf(texts({ tags: ["nope"] }))).toMatchObject({ name: "InputError", code: "unknown" });
  });

  it("ends with the caller's reason when it is cancelled between or during pages", async () => {
    const s = await setup("user", { entries: 2600 });
    await s.service.facts();
    for (const kind of ["between", "during"]) {
      const stop = new AbortController();
      const error = await failureOf(
        (async () => {
          for await (const page of s.service.time.list(always, { signal: stop.signal })) {
            expect(page.entries).toHaveLength(500);
            // No response comes to what is asked from now on.
            s.kimai.fail({ path: /^\/timesheets$/, failure: { kind: "silence", afterEffect: false } });
            const before = lists(s).length;
            const abort = () => stop.abort(new Error(kind));
            if (kind === "between") abort();
            else void vi.waitFor(() => expect(lists(s).length).toBeGreaterThan(before)).then(abort);
          }
        })(),
      );
      expect(error.message).toBe(kind);
      s.kimai.heal();
    }
  });

  it("tells how far it has come", async () => {
    const s = await setup("user", { entries: 1100 });
    const told: [number, number | null][] = [];
    await collect(s.service.time.list(always, { progress: (done, total) => told.push([done, total]) }));
    expect(told).toEqual([
      [500, 1100],
      [1000, 1100],
      [1100, 1100],
    ]);
  });

  it("ends quietly when pages vanish while it reads, and leaves out none that is still there", async () => {
    const s = await setup("user", { entries: 1200 });
    const read = new Set<string>();
    let pages = 0;
    for await (const page of s.service.time.list(always)) {
      if (pages++ === 0) s.kimai.state.timesheets = s.kimai.state.timesheets.slice(0, 600);
      for (const entry of page.entries) read.add(entry.id);
    }
    expect(s.kimai.state.timesheets.filter((each) => !read.has(String(each.id)))).toEqual([]);
    // The first page was read before they were gone.
    expect(read.size).toBe(1100);
  });

  it("retries a page after 429 and waits as long as Kimai says", async () => {
    const s = await setup("user", { entries: 5 });
    await s.service.facts();
    s.kimai.fail({
      path: /^\/timesheets$/,
      times: 1,
      failure: { kind: "status", status: 429, headers: { "retry-after": "1" } },
    });
    const pauses = skipPauses(1_000);
    expect((await collect(s.service.time.list(always))).flatMap((p) => p.entries)).toHaveLength(5);
    expect(pauses).toEqual([1_000]);
  });
});

describe("zones", () => {
  const zones = ["Europe/Berlin", "America/Vancouver", "Asia/Bangkok", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"];
  const minute = fc.integer({ min: 0, max: 366 * 24 * 60 - 1 }).map((n) => Date.UTC(2026, 0, 1) + n * 60_000);
  // The hours round the changes of clocks in 2026, where local times repeat or are skipped.
  const edges = ["2026-10-25T00:00:00Z", "2026-11-01T08:00:00Z", "2026-04-04T14:00:00Z", "2026-03-29T00:00:00Z"];
  const edge = fc
    .tuple(fc.constantFrom(...edges), fc.integer({ min: 0, max: 180 }))
    .map(([at, n]) => Date.parse(at) + n * 60_000);

  it("stores and finds the very moment, in any zone, also where clocks change", async () => {
    for (const zone of zones) {
      const s = await setup("user", { zones: { user: zone } });
      await fc.assert(
        fc.asyncProperty(fc.oneof(minute, edge), fc.integer({ min: 1, max: 600 }), async (ms, length) => {
          const instant = (value: number) => `${new Date(value).toISOString().slice(0, 19)}Z`;
          const [from, to] = [instant(ms), instant(ms + length * 60_000)];
          const made = await s.service.time.create({ work: design, begin: from, end: to });
          expect([made.entry.begin, made.entry.end]).toEqual([from, to]);
          expect(made.notes).toEqual([]);
          const query = { ...always, from, to: instant(ms + 1000) };
          const found = (await collect(s.service.time.list(query))).flatMap((page) => page.entries);
          expect(found.map((entry) => entry.id)).toContain(made.entry.id);
          expect(found.every((entry) => entry.begin === from)).toBe(true);
        }),
        { numRuns: 25 },
      );
      expect(s.kimai.requests.every((each) => each.status !== 400 || each.body === "{}")).toBe(true);
      await s.close();
    }
  });

  it("writes each time with its offset, also the second of two equal clock times", async () => {
    const s = await setup();
    await s.service.time.create({ ...draft, begin: "2026-10-25T00:30:00Z", end: "2026-10-25T01:30:00Z" });
    const sent = s.kimai.requests.findLast((each) => each.method === "POST");
    expect(JSON.parse(sent?.body ?? "")).toMatchObject({
      begin: "2026-10-25T02:30:00+02:00",
      end: "2026-10-25T02:30:00+01:00",
    });
  });
});

describe("creating", () => {
  it("sends what was asked and nothing else, and returns what Kimai stored", async () => {
    const s = await setup("user", { settings: { rounding: { mode: "default", begin: 1, end: 1 } } });
    const made = await s.service.time.create({ ...draft, begin: "2026-11-18T08:00:33Z", end: "2026-11-18T09:30:12Z" });
    const sent = s.kimai.requests.findLast((each) => each.method === "POST");
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      project: 1,
      activity: 3,
      begin: "2026-11-18T09:00:33+01:00",
      end: "2026-11-18T10:30:12+01:00",
    });
    expect(made.entry).toMatchObject({ begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:31:00Z", seconds: 5460 });
    expect(made.notes).toHaveLength(2);
  });

  it("refuses in words what this role's form lacks, before anything is sent", async () => {
    const s = await setup();
    await s.service.facts();
    const before = s.kimai.requests.length;
    for (const [extra, kind] of [
      [{ billable: true }, "forbidden"],
      [{ exported: true }, "forbidden"],
      [{ personId: "5" }, "forbidden"],
      [{ breakSeconds: 600 }, "unsupported"],
    ] as const)
      expect(await failureOf(s.service.time.create({ ...draft, ...extra }))).toMatchObject({ kind, saved: "no" });
    expect(s.kimai.requests).toHaveLength(before);
  });

  it("books breaks as hours and minutes where break times are on", async () => {
    const s = await setup("user", { settings: { breakTime: true } });
    const { entry } = await s.service.time.create({ ...draft, breakSeconds: 1800 });
    expect(entry).toMatchObject({ breakSeconds: 1800, seconds: 3600 });
  });

  it("lets a team lead book for the team, and says Kimai's no for others", async () => {
    const s = await setup("teamlead");
    const { entry } = await s.service.time.create({ ...draft, personId: "5" });
    expect(entry.person).toEqual({ id: "5", name: "Paula Puck" });
    expect(await failureOf(s.service.time.create({ ...draft, personId: "6" }))).toMatchObject({
      kind: "invalid",
      fields: { person: expect.any(String) },
    });
  });

  it("does not take an older twin for the entry whose answer was lost", async () => {
    const s = await setup();
    await s.service.time.create(draft);
    s.kimai.advance(3600);
    const other = s.as("user");
    await other.facts();
    s.kimai.fail({ method: "POST", path: /^\/timesheets$/, times: 1, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(other.time.create(draft))).toMatchObject({ saved: "no" });
    await s.service.facts();
    s.kimai.fail({ method: "POST", path: /^\/timesheets$/, times: 1, failure: { kind: "drop", afterEffect: true } });
    const made = await s.service.time.create(draft);
    expect(made.notes.join()).toMatch(/lost/);
    expect(s.kimai.state.timesheets.map((each) => String(each.id))).toContain(made.entry.id);
    expect(s.kimai.state.timesheets).toHaveLength(2);
  });

  it("keeps the entry when a custom field is not known, and says so", async () => {
    const s = await setup("user", { settings: { metaFields: ["ticket"] } });
    const made = await s.service.time.create({ ...draft, meta: { ticket: "A-1", nope: "x" } });
    expect(made.entry.meta).toEqual({ ticket: "A-1" });
    expect(made.notes).toEqual([expect.stringMatching(/"nope" is not: this Kimai has no such custom field/)]);
  });

  it("fails where a change was nothing but custom fields that are not known; null clears one that is", async () => {
    const s = await setup("user", { settings: { metaFields: ["ticket"] } });
    const { entry } = await s.service.time.create({ ...draft, meta: { ticket: "A-1" } });
    const error = await failureOf(s.service.time.update(entry.id, { meta: { nope: "x" } }));
    expect(error).toMatchObject({ kind: "invalid", saved: "no", fields: { nope: expect.stringContaining("no such") } });
    const both = await s.service.time.update(entry.id, { meta: { nope: "x", ticket: null } });
    expect(both.notes).toEqual([expect.stringMatching(/"nope" is not/)]);
    expect(both.entry.meta?.ticket ?? "").toBe("");
  });

  it("names the entry that is there already, which Kimai says at the form and in words only", async () => {
    const s = await setup("user", { settings: { allowOverlap: false } });
    const { entry } = await s.service.time.create(draft);
    const next = expect.stringContaining(`Entry #${entry.id} is already there`);
    expect(await failureOf(s.service.time.create(draft))).toMatchObject({ kind: "conflict", saved: "no", next });
    const over = { ...draft, begin: "2026-11-18T09:00:00Z", end: "2026-11-18T10:00:00Z" };
    expect(await failureOf(s.service.time.create(over))).toMatchObject({ kind: "conflict", next });
    const after = await s.service.time.create({ ...draft, begin: "2026-11-18T09:30:00Z", end: "2026-11-18T10:00:00Z" });
    const earlier = s.service.time.update(after.entry.id, { begin: "2026-11-18T09:15:00Z" });
    expect(await failureOf(earlier)).toMatchObject({ kind: "conflict", next });
    expect(s.kimai.state.timesheets).toHaveLength(2);
  });

  it.each([
    ["longer than Kimai allows", { end: "2026-11-18T16:01:00Z" }, "Maximum 8:00 hours allowed."],
    ["in the future", { begin: "2027-01-04T08:00:00Z", end: "2027-01-04T09:00:00Z" }, "cannot be in the future"],
    ["without a length", { end: draft.begin }, "Duration cannot be zero."],
  ])("calls no other entry to account for one that is %s", async (_what, more, message) => {
    const settings = { allowOverlap: false, allowFuture: false, allowZeroDuration: false, longRunningMinutes: 480 };
    const s = await setup("user", { settings });
    await s.service.time.create({ ...draft, begin: "2026-11-18T07:00:00Z", end: draft.begin });
    const error = await failureOf(s.service.time.create({ ...draft, ...more }));
    expect(error).toMatchObject({ kind: "invalid", saved: "no", message: expect.stringContaining(message) });
  });

  it("refuses an end before the begin in Kimai's words", async () => {
    const s = await setup("user", { settings: { allowOverlap: false } });
    await s.service.time.create(draft);
    const backwards = { ...draft, end: "2026-11-18T07:00:00Z" };
    expect(await failureOf(s.service.time.create(backwards))).toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/earlier/),
    });
  });

  it("calls a closed period locked", async () => {
    const s = await setup("user", { settings: { lockedBefore: Date.parse("2026-11-01T00:00:00Z") } });
    const old = { ...draft, begin: "2026-10-05T08:00:00Z", end: "2026-10-05T09:00:00Z" };
    expect(await failureOf(s.service.time.create(old))).toMatchObject({ kind: "locked", saved: "no" });
  });
});

describe("changing and deleting", () => {
  it("changes only what is named, clears with null, and answers with names", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create({ ...draft, text: "old", tags: ["remote"] });
    const changed = await s.service.time.update(entry.id, { text: null, work: { activity: "4" } });
    expect(changed.entry).toMatchObject({ text: "", tags: ["remote"], begin: entry.begin });
    expect(changed.entry.work).toMatchObject({
      activity: { id: "4", name: "Development" },
      project: { name: "Website relaunch" },
    });
    expect((await s.service.time.update(entry.id, { tags: [] })).entry.tags).toEqual([]);
    expect(await s.service.time.get(entry.id)).toMatchObject({ tags: [] });
  });

  it("marks as exported, and marking twice does not take the mark off", async () => {
    const s = await setup("admin");
    const { entry } = await s.service.time.create(draft);
    for (const wanted of [true, true, false, false])
      expect((await s.service.time.update(entry.id, { exported: wanted })).entry.exported).toBe(wanted);
    expect(s.kimai.count("PATCH", /export/)).toBe(2);
  });

  it("says that an exported entry is locked", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create(draft);
    for (const sheet of s.kimai.state.timesheets) sheet.exported = true;
    for (const act of [() => s.service.time.update(entry.id, { text: "x" }), () => s.service.time.remove(entry.id)])
      expect(await failureOf(act())).toMatchObject({
        kind: "locked",
        saved: "no",
        message: expect.stringMatching(/exported/),
      });
    expect(s.kimai.state.timesheets).toHaveLength(1);
  });

  it("says that an entry of a closed period is locked", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create(draft);
    s.kimai.state.settings.lockedBefore = Date.parse("2026-11-19T00:00:00Z");
    for (const act of [() => s.service.time.update(entry.id, { text: "x" }), () => s.service.time.remove(entry.id)])
      expect(await failureOf(act())).toMatchObject({
        kind: "locked",
        saved: "no",
        message: expect.stringMatching(/closed/),
      });
  });

  it("shows beforehand that exported time is locked for a plain user", async () => {
    const s = await setup("user", { entries: 2 });
    const [sheet] = s.kimai.state.timesheets;
    if (sheet) sheet.exported = true;
    const entries = (await collect(s.service.time.list(always))).flatMap((page) => page.entries);
    expect(entries.map((entry) => entry.locked)).toEqual([undefined, "It is exported."]);
  });

  it("finds out that a change or a delete was saved although its answer was lost", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create(draft);
    s.kimai.fail({ method: "PATCH", failure: { kind: "drop", afterEffect: true } });
    s.kimai.fail({ method: "DELETE", failure: { kind: "drop", afterEffect: true } });
    expect((await s.service.time.update(entry.id, { text: "new" })).entry.text).toBe("new");
    await s.service.time.remove(entry.id);
    expect(s.kimai.state.timesheets).toHaveLength(0);
    expect([s.kimai.count("PATCH", /./), s.kimai.count("DELETE", /./)]).toEqual([1, 1]);
  });

  it("knows what is gone, and refuses what is no id", async () => {
    const s = await setup();
    expect(await failureOf(s.service.time.remove("999"))).toMatchObject({ kind: "not_found" });
    expect(await failureOf(s.service.time.get("999"))).toMatchObject({ kind: "not_found" });
    const before = s.kimai.requests.length;
    for (const id of ["../users", "1/../2", "%2e%2e", "1?full=1", "1#x", "", "0", "-1", "1e3", " 1"]) {
      expect((await failureOf(s.service.time.remove(id))).name).toBe("InputError");
      expect((await failureOf(s.service.time.get(id))).name).toBe("InputError");
    }
    expect(s.kimai.requests).toHaveLength(before);
  });

  it("says that foreign time is forbidden", async () => {
    const s = await setup();
    s.kimai.seedEntries(1, { user: 6 });
    const id = String(s.kimai.state.timesheets[0]?.id);
    expect(await failureOf(s.service.time.get(id))).toMatchObject({ kind: "forbidden" });
    expect(await failureOf(s.service.time.update(id, { text: "mine" }))).toMatchObject({ kind: "forbidden" });
  });
});
