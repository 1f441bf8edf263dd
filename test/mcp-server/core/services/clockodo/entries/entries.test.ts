import { describe, expect, it } from "vitest";
import type { Entry } from "#core/domain/entities";
import type { EntryQuery } from "#core/domain/ports";
import type { FakeClockodoOptions } from "../../../../../fakes/clockodo";
import type { FakeEntry } from "../../../../../fakes/clockodo/model";
import { fakeEntry } from "../../../../../fakes/clockodo/seed";
import { collect, failureOf, type Setup, setup } from "../setup";

const design = { customer: "510", project: "7720", activity: "31" };
const shop = { customer: "511", activity: "32" };
const at = (clock: string, day = "2026-11-18") => `${day}T${clock}:00Z`;
const span = { begin: at("08:00"), end: at("10:00") };
const month: EntryQuery = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z", people: "me" };
const sent = ({ clockodo }: Setup, method: string, path = /^\/v2\/entries/) =>
  clockodo.requests.filter((each) => each.method === method && path.test(each.path));
const bodies = (s: Setup, method: string) => sent(s, method).map((each) => JSON.parse(each.body || "null"));
const listed = async (s: Setup, query: Partial<EntryQuery> = {}): Promise<Entry[]> =>
  (await collect(s.service.time.list({ ...month, ...query }))).flatMap((page) => page.entries);

const row = (id: number, since: string, until: string | null, more: Partial<FakeEntry> = {}) =>
  fakeEntry(since, { id, projects_id: 7720, until: until === null ? null : Date.parse(until), ...more });
const seeded = (...entries: FakeEntry[]): FakeClockodoOptions => ({
  seed: (state) => void state.entries.push(...structuredClone(entries)),
});

const three = [
  row(1, at("08:00"), at("09:00"), { text: "Wireframes", subprojects_id: 9010 }),
  row(2, at("11:00"), at("11:00"), { type: 2, lumpsum: 250, billable: 1, text: "Licence" }),
  row(3, at("13:00"), at("13:00"), {
    type: 3,
    services_id: null,
    lumpsum_services_id: 12,
    lumpsum_services_amount: 3,
    billable: 2,
  }),
];

describe("a list", () => {
  it("has the worth of what counts against a hard budget", async () => {
    const s = await setup("olga", {
      seed(state) {
        state.entries.push(...structuredClone(three));
        for (const each of state.projects) if (each.budget) each.budget.hard = true;
      },
    });
    expect((await listed(s, { people: ["42"] })).map(({ rate }) => rate)).toEqual([240, 250, 80]);
  });

  it("has entries of all three types with names, newest first, in one request", async () => {
    const s = await setup("mara", seeded(...three));
    await s.service.facts();
    const before = s.clockodo.requests.length;
    const pages = await collect(s.service.time.list(month));
    expect(pages).toMatchObject([
      {
        total: 3,
        entries: [
          { id: "3", seconds: 0, amount: 240, billable: true, exported: true, end: at("13:00") },
          { id: "2", seconds: 0, amount: 250, text: "Licence", exported: false },
          {
            id: "1",
            seconds: 3600,
            text: "Wireframes",
            work: { customer: { name: "Seehof Hotels" }, subproject: { name: "iOS" }, activity: { name: "Design" } },
            person: { name: "Mara Lind" },
          },
        ],
      },
    ]);
    expect(sent(s, "GET")).toHaveLength(1);
    expect(s.clockodo.requests.slice(before).filter(({ path }) => /customers|projects|services/.test(path))).toEqual(
      [],
    );
  });

  for (const entriesBy of ["begin", "overlap"] as const)
    it(`has what begins in the period where Clockodo lists by ${entriesBy}`, async () => {
      const s = await setup("mara", {
        settings: { entriesBy },
        ...seeded(
          row(1, "2026-10-31T23:00:00Z", "2026-11-01T01:00:00Z"),
          row(2, "2026-11-01T00:00:00Z", "2026-11-01T02:00:00Z"),
          row(3, "2026-11-30T23:30:00Z", "2026-12-01T01:00:00Z"),
          row(4, "2026-12-01T00:00:00Z", "2026-12-01T01:00:00Z"),
        ),
      });
      expect((await listed(s)).map(({ id }) => id)).toEqual(["3", "2"]);
    });

  it("is whole and in order where it has more than Clockodo gives at once, and every entry comes once", async () => {
    const many = Array.from({ length: 4_300 }, (_, index) => {
      const since = Date.parse("2026-01-01T00:00:00Z") + ((index * 7919) % 4_300) * 3_600_000;
      const stamp = (milliseconds: number) => new Date(milliseconds).toISOString();
      return row(index + 1, stamp(since), stamp(since + 1_800_000));
    });
    const s = await setup("mara", seeded(...many));
    const told: number[] = [];
    const query = { ...month, from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };
    const pages = await collect(s.service.time.list(query, { progress: (done) => told.push(done) }));
    const begins = pages.flatMap(({ entries }) => entries.map((entry) => entry.begin));
    expect(new Set(pages.flatMap(({ entries }) => entries.map(({ id }) => id))).size).toBe(4_300);
    expect(begins).toEqual(begins.toSorted().reverse());
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(4_300);
    // Ended early, it asks for no older part.
    const before = sent(s, "GET").length;
    for await (const page of s.service.time.list(query)) if (page.entries.length > 0) break;
    expect(sent(s, "GET").length - before).toBeLessThan(before);
  });

  it("is empty where Clockodo counts no pages", async () => {
    const s = await setup();
    expect(await collect(s.service.time.list(month))).toEqual([{ entries: [], total: 0 }]);
  });

  it("finds by work, billable, billed, text, running and change", async () => {
    const s = await setup("mara", {
      ...seeded(
        ...three,
        row(4, at("14:00"), at("15:00"), { customers_id: 511, projects_id: null, services_id: 32, billable: 0 }),
        row(5, at("09:00", "2026-11-19"), null, { clocked: true, text: "wireframes again" }),
      ),
    });
    const ids = async (query: Partial<EntryQuery>) => (await listed(s, query)).map(({ id }) => id);
    expect(await ids({ work: { customer: "511" } })).toEqual(["4"]);
    expect(await ids({ work: { subproject: "9010" } })).toEqual(["1"]);
    expect(await ids({ work: { activity: "32" } })).toEqual(["4"]);
    expect(await ids({ billable: true })).toEqual(["5", "3", "2", "1"]);
    expect(await ids({ billable: false })).toEqual(["4"]);
    expect(await ids({ exported: true })).toEqual(["3"]);
    expect(await ids({ exported: false })).toEqual(["5", "4", "2", "1"]);
    expect(await ids({ billable: true, exported: false })).toEqual(["5", "2", "1"]);
    expect(await ids({ billable: false, exported: true })).toEqual([]);
    expect(await ids({ text: "WIREFRAMES" })).toEqual(["5", "1"]);
    expect(await ids({ running: true })).toEqual(["5"]);
    expect(await ids({ running: false, changedSince: at("12:00") })).toEqual(["4", "3"]);
  });

  it("refuses tags, which Clockodo has not, and ids that are none", async () => {
    const s = await setup("olga");
    expect(await failureOf(listed(s, { tags: ["a"] }))).toMatchObject({ message: "Clockodo has no tags." });
    expect(await failureOf(listed(s, { people: ["1 or 1"] }))).toMatchObject({ name: "InputError" });
    expect(sent(s, "GET")).toEqual([]);
  });

  it("has the entries of the people that were named, and of everybody for those who may see them", async () => {
    const entries = [40, 42, 43].map((user, index) =>
      row(index + 1, at(`0${index + 6}:00`), at(`0${index + 7}:00`), { users_id: user }),
    );
    const s = await setup("olga", seeded(...entries));
    expect((await listed(s, { people: ["43", "42"] })).map(({ person }) => person?.name)).toEqual([
      "Jonas Weber",
      "Mara Lind",
    ]);
    expect(await listed(s, { people: "everyone" })).toHaveLength(3);
    expect(sent(s, "GET").at(-1)?.query.has("filter[users_id]")).toBe(false);
    const six = ["40", "42", "43", "90", "91", "92"];
    expect(await listed(s, { people: six })).toHaveLength(3);
    expect(await listed(s, { people: [] })).toEqual([]);
  });

  it("shows what time is worth only to who may see it", async () => {
    const s = await setup("mara", seeded(row(1, at("08:00"), at("09:30"))));
    expect((await listed(s))[0]?.rate).toBeUndefined();
    const [seen] = (await collect(s.as("olga").time.list({ ...month, people: ["42"] }))).flatMap(
      (page) => page.entries,
    );
    expect(seen?.rate).toBe(120);
  });

  it("says which entries are closed for changes", async () => {
    const s = await setup("mara", {
      seed(state) {
        state.entries.push(
          row(1, at("08:00", "2026-11-09"), at("09:00", "2026-11-09")),
          row(2, at("08:00"), at("09:00")),
        );
        const mara = state.users.find(({ id }) => id === 42);
        if (mara) mara.edit_lock_dyn = 8;
      },
    });
    await s.service.facts();
    expect((await listed(s)).map(({ locked }) => locked)).toEqual([undefined, expect.stringMatching(/closed.*8 days/)]);
  });
});

describe("a new entry", () => {
  it("is saved with what was said and what Clockodo demands, and nothing else", async () => {
    const s = await setup();
    const { entry, notes } = await s.service.time.create({ work: design, ...span, text: "Wireframes" });
    expect(bodies(s, "POST")).toEqual([
      {
        customers_id: 510,
        projects_id: 7720,
        services_id: 31,
        billable: 1,
        time_since: span.begin,
        time_until: span.end,
        text: "Wireframes",
      },
    ]);
    expect(entry).toMatchObject({ ...span, seconds: 7200, text: "Wireframes", billable: true, exported: false });
    expect(notes).toEqual([]);
  });

  it("is as billable as what it is booked on", async () => {
    const s = await setup();
    const { entry } = await s.service.time.create({ work: { customer: "512", activity: "31" }, ...span });
    expect(entry.billable).toBe(false);
  });

  for (const billedOnCreate of [false, true])
    it(`can be billed where Clockodo ${billedOnCreate ? "" : "does not "}take that at once`, async () => {
      const s = await setup("mara", { settings: { billedOnCreate } });
      const { entry, notes } = await s.service.time.create({ work: design, ...span, exported: true });
      expect(entry).toMatchObject({ billable: true, exported: true });
      expect(notes).toEqual([]);
    });

  it("is refused before it is sent where the project is missing that the company demands", async () => {
    const s = await setup("mara", { company: { allow_entries_for_customers: false } });
    expect(await failureOf(s.service.time.create({ work: shop, ...span }))).toMatchObject({ name: "InputError" });
    expect(sent(s, "POST")).toEqual([]);
  });

  it("is a conflict where it overlaps", async () => {
    const s = await setup("mara", seeded(row(1, at("09:00"), at("11:00"))));
    const error = await failureOf(s.service.time.create({ work: design, ...span }));
    expect(error).toMatchObject({ kind: "conflict", saved: "no", next: expect.stringContaining("already there") });
    const free = await setup("mara", {
      company: { allow_entry_overlaps: true },
      ...seeded(row(1, at("09:00"), at("11:00"))),
    });
    expect((await free.service.time.create({ work: design, ...span })).entry.seconds).toBe(7200);
    await s.close();
  });

  it("is locked where the day is closed", async () => {
    const s = await setup("mara", {
      seed(state) {
        const mara = state.users.find(({ id }) => id === 42);
        if (mara) mara.edit_lock = "2026-11-19";
      },
    });
    expect(await failureOf(s.service.time.create({ work: design, ...span }))).toMatchObject({
      kind: "locked",
      saved: "no",
    });
  });

  it("refuses what Clockodo has no place for: breaks, tags, custom fields, a fixed amount with a duration, no length", async () => {
    const s = await setup();
    for (const more of [
      { breakSeconds: 600 },
      { tags: ["a"] },
      { meta: { a: "b" } },
      { fixedRate: 100 },
      { end: span.begin },
      { exported: true, billable: false },
    ])
      expect((await failureOf(s.service.time.create({ work: design, ...span, ...more }))).message).not.toBe("");
    expect(sent(s, "POST")).toEqual([]);
  });

  it("can have a break where the company lets lengths differ from begin and end", async () => {
    const s = await setup("mara", { company: { force_linked_entry_times: false } });
    expect((await s.service.facts()).fields).toContain("break");
    const { entry } = await s.service.time.create({ work: design, ...span, breakSeconds: 1800 });
    expect(entry).toMatchObject({ seconds: 5400, breakSeconds: 1800 });
    const moved = await s.service.time.update(entry.id, { end: at("11:00") });
    expect(moved.entry).toMatchObject({ seconds: 9000, breakSeconds: 1800 });
    expect((await s.service.time.update(entry.id, { breakSeconds: 0 })).entry).toMatchObject({
      seconds: 10800,
      breakSeconds: 0,
    });
  });

  it("for somebody else needs the right", async () => {
    const s = await setup("olga");
    const { entry } = await s.service.time.create({ work: design, ...span, personId: "43", hourlyRate: 120 });
    expect(entry.person?.name).toBe("Jonas Weber");
    const refused = failureOf(s.as("mara").time.create({ work: design, ...span, personId: "43" }));
    expect(await refused).toMatchObject({ kind: "forbidden", saved: "no" });
  });

  it("is found where the answer was lost, and not mistaken for one that was there", async () => {
    const s = await setup("mara", {
      company: { allow_entry_overlaps: true },
      ...seeded(row(1, span.begin, span.end, { text: "Wireframes" })),
    });
    const draft = { work: design, ...span, text: "Wireframes" };
    s.clockodo.fail({ method: "POST", failure: { kind: "drop", afterEffect: true } });
    const { entry, notes } = await s.service.time.create(draft);
    expect(entry.id).not.toBe("1");
    expect(notes.join()).toMatch(/lost.*saved/);
    expect(s.clockodo.state.entries).toHaveLength(2);
    s.clockodo.heal();
    s.clockodo.fail({ method: "POST", failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(s.service.time.create(draft))).toMatchObject({ saved: "no" });
  });
});

describe("a change", () => {
  it("sends only what is new, and clears the levels that are not named", async () => {
    const s = await setup("mara", seeded(row(1, span.begin, span.end, { text: "old", subprojects_id: 9010 })));
    const { entry } = await s.service.time.update("1", { work: design, text: null, end: at("10:30") });
    expect(bodies(s, "PUT")).toEqual([{ subprojects_id: null, time_until: at("10:30"), text: "" }]);
    expect(entry).toMatchObject({ text: "", seconds: 9000 });
    expect(entry.work.subproject).toBeUndefined();
  });

  it("marks as billed and back, and says nothing of what is like that already", async () => {
    const s = await setup("olga", seeded(row(1, span.begin, span.end, { users_id: 40 })));
    expect((await s.service.time.update("1", { exported: true })).entry).toMatchObject({
      billable: true,
      exported: true,
    });
    await s.service.time.update("1", { billable: true });
    expect((await s.service.time.update("1", { exported: false })).entry).toMatchObject({
      billable: true,
      exported: false,
    });
    await s.service.time.update("1", { exported: false });
    expect((await s.service.time.update("1", { billable: false })).entry).toMatchObject({ billable: false });
    expect(bodies(s, "PUT")).toEqual([{ billable: 2 }, { billable: 1 }, { billable: 0 }]);
  });

  it("of a lump sum takes another amount and date, and no duration", async () => {
    const s = await setup("mara", seeded(...three));
    const { entry } = await s.service.time.update("2", { fixedRate: 300, begin: at("12:00"), end: at("12:00") });
    expect(entry).toMatchObject({ amount: 300, begin: at("12:00"), seconds: 0 });
    for (const [id, patch] of [
      ["2", { end: at("14:00") }],
      ["2", { fixedRate: null }],
      ["2", { hourlyRate: 90 }],
      ["1", { fixedRate: 90 }],
    ] as const)
      expect((await failureOf(s.service.time.update(id, patch))).message).not.toBe("");
    expect(bodies(s, "PUT")).toEqual([{ time_since: at("12:00"), lumpsum: 300 }]);
  });

  it("of what is billed is locked for those who may not", async () => {
    const s = await setup("mara", seeded(row(1, span.begin, span.end, { billable: 2 })));
    const error = await failureOf(s.service.time.update("1", { text: "x" }));
    expect(error).toMatchObject({ kind: "locked", saved: "no", message: expect.stringMatching(/billed/) });
    expect(await failureOf(s.service.time.remove("1"))).toMatchObject({ kind: "locked" });
  });

  it("that overlaps is a conflict", async () => {
    const s = await setup("mara", seeded(row(1, span.begin, span.end), row(2, at("10:00"), at("11:00"))));
    expect(await failureOf(s.service.time.update("1", { end: at("10:30") }))).toMatchObject({ kind: "conflict" });
  });

  it("is found where its answer was lost", async () => {
    const s = await setup("mara", seeded(row(1, span.begin, span.end)));
    s.clockodo.fail({ method: "PUT", failure: { kind: "drop", afterEffect: true } });
    const { entry, notes } = await s.service.time.update("1", { text: "x" });
    expect(entry.text).toBe("x");
    expect(notes.join()).toMatch(/lost.*saved/);
    s.clockodo.heal();
    s.clockodo.fail({ method: "PUT", failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(s.service.time.update("1", { text: "y" }))).toMatchObject({ saved: "no" });
    expect(sent(s, "PUT")).toHaveLength(2);
  });

  it("tells what is wrong by our names", async () => {
    const s = await setup("mara", seeded(row(1, span.begin, span.end)));
    const error = await failureOf(
      s.service.time.update("1", { work: { ...design, project: "7722", customer: "511" } }),
    );
    expect(error).toMatchObject({ kind: "invalid", fields: { project: expect.any(String) } });
  });
});

describe("copying and deleting", () => {
  it("makes a new entry with all that the old one has, of each type", async () => {
    const s = await setup("mara", { company: { allow_entry_overlaps: true }, ...seeded(...three) });
    const copy = async (id: string) => s.service.time.copy?.(id);
    expect((await copy("1"))?.entry).toMatchObject({
      seconds: 3600,
      text: "Wireframes",
      work: { subproject: { id: "9010" } },
    });
    expect((await copy("2"))?.entry).toMatchObject({ amount: 250, text: "Licence" });
    expect((await copy("3"))?.entry).toMatchObject({ billable: true, exported: false, seconds: 0 });
    expect(s.clockodo.state.entries).toHaveLength(6);
    const { entry } = await s.service.timer.start({ work: design });
    expect(await failureOf(copy(entry.id))).toMatchObject({ kind: "invalid" });
  });

  it("deletes once, says where it is gone already, and finds out when the answer was lost", async () => {
    const s = await setup("mara", seeded(...three));
    await s.service.time.remove("1");
    expect(await failureOf(s.service.time.remove("1"))).toMatchObject({ kind: "not_found" });
    s.clockodo.fail({ method: "DELETE", failure: { kind: "drop", afterEffect: true } });
    await s.service.time.remove("2");
    expect(s.clockodo.state.entries.map(({ id }) => id)).toEqual([3]);
  });

  it("does not reach into a path with what is no id", async () => {
    const s = await setup();
    for (const id of ["..", "%2e%2e", "1/2", "-1", "1e3", ""])
      expect(await failureOf(s.service.time.remove(id))).toMatchObject({ name: "InputError" });
    expect(s.clockodo.requests).toEqual([]);
  });
});

describe("an answer that is an error", () => {
  const typed = { type: "General", message: "No such luck", details: null, path: "time_since" };
  for (const [shape, status, body, expected] of [
    ["a list of errors", 422, { errors: [typed] }, { kind: "invalid", fields: { begin: "No such luck" } }],
    [
      "a list of nested errors",
      422,
      { errors: [{ error: typed }] },
      { kind: "invalid", fields: { begin: "No such luck" } },
    ],
    [
      "one error",
      400,
      { error: { message: "Wrong format", fields: ["time_until"] } },
      { kind: "invalid", fields: { end: "Wrong format" } },
    ],
    ["an empty body", 400, "", { kind: "invalid" }],
    ["an object of nobody's", 403, { hello: 1 }, { kind: "forbidden" }],
    [
      "a path that was removed",
      410,
      { errors: [{ ...typed, type: "deprecated" }] },
      { kind: "unsupported", next: "Update Punchcard." },
    ],
    ["a path that does not exist", 404, { errors: [{ ...typed, type: "RouteNotFound" }] }, { kind: "unsupported" }],
  ] as const)
    it(`is read where it is ${shape}, and nothing is saved`, async () => {
      const s = await setup();
      const failure = { kind: "status", status, body: typeof body === "string" ? body : JSON.stringify(body) } as const;
      s.clockodo.fail({ method: "POST", path: /entries/, failure });
      const error = await failureOf(s.service.time.create({ work: design, ...span }));
      expect(error).toMatchObject({ ...expected, saved: "no" });
      expect(sent(s, "POST")).toHaveLength(1);
    });

  it("is not taken for Clockodo's where it is a web page", async () => {
    const s = await setup();
    await s.service.facts();
    s.clockodo.fail({ path: /entries/, failure: { kind: "html" } });
    expect(await failureOf(listed(s))).toMatchObject({ kind: "not_this_product", saved: "no" });
    // Whatever stands in front may have let it through.
    expect(await failureOf(s.service.time.create({ work: design, ...span }))).toMatchObject({
      kind: "not_this_product",
    });
  });

  it("says both where the key is wrong or missing, for they look the same", async () => {
    const s = await setup();
    const mara = s.clockodo.state.users.find(({ id }) => id === 42);
    if (mara) mara.key = "another";
    const error = await failureOf(s.service.timer.read());
    expect(error).toMatchObject({
      kind: "unauthorized",
      message: expect.stringMatching(/does not accept.*or got none/),
    });
  });
});
