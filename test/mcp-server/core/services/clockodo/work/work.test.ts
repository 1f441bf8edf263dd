import { describe, expect, it } from "vitest";
import type { WorkSearch } from "#core/domain/ports";
import { fakeEntry } from "../../../../../fakes/clockodo/seed";
import { failureOf, recordSession, type Setup, setup } from "../setup";

const search = async (s: Setup, asked: WorkSearch) => s.service.work.search(asked);
/** How many pages of the list of customers were asked for, beside the look at two of them that tells rights. */
const pages = (s: Setup) =>
  s.clockodo.requests.filter(({ path, query }) => /customers$/.test(path) && query.get("items_per_page") === "5000")
    .length;
const names = async (s: Setup, asked: WorkSearch) => (await search(s, asked)).map((each) => each.name);

describe("finding what can be booked on", () => {
  it("shows customers, projects, subprojects and activities with what stands above them", async () => {
    const s = await setup();
    expect(await names(s, { levels: ["customer"] })).toEqual(["Seehof Hotels", "Backhaus Ost", "Studio Lind"]);
    const [ios] = await search(s, { levels: ["subproject"] });
    expect(ios).toEqual({
      level: "subproject",
      id: "9010",
      name: "iOS",
      parents: { customer: { id: "510", name: "Seehof Hotels" }, project: { id: "7720", name: "App relaunch" } },
      bookable: true,
    });
    const [relaunch] = await search(s, { levels: ["project"] });
    expect(relaunch).toMatchObject({ name: "App relaunch", number: "SH-1", parents: { customer: { id: "510" } } });
    expect(await names(s, { levels: ["activity"] })).toEqual(["Design", "Development", "Consulting"]);
  });

  it("says why something cannot be booked on", async () => {
    const s = await setup("mara", {
      seed(state) {
        const [first, second] = state.projects;
        if (first) first.start_date = "2026-12-01";
        // Without automatic completion a deadline is for information only.
        if (second) second.deadline = "2026-01-01";
      },
    });
    const all = await search(s, { levels: ["customer", "project", "subproject", "activity"], includeHidden: true });
    const why = Object.fromEntries(all.map((each) => [each.name, each.whyNot]));
    expect(why).toMatchObject({
      "Gone GmbH": "The customer is inactive in Clockodo.",
      Shop: "The project is completed.",
      Branding: "The project is inactive in Clockodo.",
      "App relaunch": "The project begins on 2026-12-01.",
      iOS: "The project begins on 2026-12-01.",
      Typing: "The activity is inactive in Clockodo.",
    });
    expect(why.App).toBeUndefined();
  });

  it("reads, books on and saves subprojects whose billed is a number", async () => {
    const s = await recordSession("olga", {
      seed(state) {
        for (const each of state.subprojects) each.billed_completely = true;
      },
    });
    const found = await s.service.work.search({ levels: ["subproject"] });
    expect(found.map(({ name }) => name)).toEqual(["iOS", "Android"]);
    expect((await s.list("subproject")).records[0]?.values).toMatchObject({ billed: true });
    const saved = await s.update("subproject", "9010", { note: "Nearly" });
    expect(saved.record.values).toMatchObject({ note: "Nearly", billed: true });
    const started = await s.service.timer.start({ work: { subproject: "9010", activity: "31" } });
    expect(started.entry.work.subproject).toEqual({ id: "9010", name: "iOS" });
  });

  it("counts today in the zone of the person", async () => {
    const s = await setup("jonas", {
      now: "2026-11-20T02:00:00Z",
      seed(state) {
        const [first] = state.projects;
        if (first) first.start_date = "2026-11-20";
      },
    });
    const [relaunch] = await search(s, { levels: ["project"], includeHidden: true });
    expect(relaunch?.whyNot).toBe("The project begins on 2026-11-20.");
  });

  it("looks only below what is named, and offers every activity with every customer", async () => {
    const s = await setup();
    expect(await names(s, { levels: ["project"], within: { customer: "510" } })).toEqual(["App relaunch", "App"]);
    expect(await names(s, { levels: ["subproject"], within: { project: "7721" } })).toEqual([]);
    expect(await names(s, { levels: ["activity"], within: { customer: "510", project: "7720" } })).toHaveLength(3);
    expect(await failureOf(search(s, { levels: ["project"], within: { customer: "../5" } }))).toMatchObject({
      code: "argument",
    });
  });

  it("reads all pages, and asks for a list once a minute", async () => {
    const s = await setup("mara", {
      seed(state) {
        for (let id = 20_000; id < 25_300; id++)
          state.customers.push({
            id,
            name: `Customer ${id}`,
            number: null,
            active: true,
            billable_default: true,
            note: null,
            color: 1,
          });
      },
    });
    expect(await names(s, { levels: ["customer"] })).toHaveLength(5303);
    expect(pages(s)).toBe(2);
    await names(s, { levels: ["project"] });
    expect(pages(s)).toBe(2);
    s.clockodo.advance(61);
    await names(s, { levels: ["customer"] });
    expect(pages(s)).toBe(4);
  });

  it("is a failure where a list does not come, not an empty list", async () => {
    const s = await setup();
    s.clockodo.fail({ path: /projects$/, failure: { kind: "html", status: 200 } });
    expect(await failureOf(search(s, { levels: ["project"] }))).toMatchObject({ kind: "not_this_product" });
  });
});

describe("people and tags", () => {
  it("finds people by a part of their name", async () => {
    const s = await setup();
    expect(await s.service.work.people("wEb")).toEqual([{ id: "43", name: "Jonas Weber" }]);
    expect(await s.service.work.people()).toHaveLength(3);
  });

  it("has no tags, and offers to make none", async () => {
    const s = await setup();
    expect(await s.service.work.tags()).toEqual([]);
    expect(s.service.work.createTag).toBeUndefined();
  });
});

describe("recent work", () => {
  it("is one's own of the last month, newest first, each once, without lump sums", async () => {
    const s = await setup("mara", {
      seed(state) {
        state.entries.push(
          fakeEntry("2026-11-17T08:00:00Z", { projects_id: 7720, text: "Wireframes" }),
          fakeEntry("2026-11-18T08:00:00Z", { projects_id: 7720, text: "Wireframes" }),
          fakeEntry("2026-11-16T08:00:00Z", { projects_id: 7720, text: "Icons", services_id: 32 }),
          fakeEntry("2026-11-18T11:00:00Z", { type: 2, lumpsum: 250, text: "Licence" }),
          fakeEntry("2026-11-18T12:00:00Z", { users_id: 43, text: "Not mine" }),
          fakeEntry("2026-10-01T08:00:00Z", { text: "Long ago" }),
        );
      },
    });
    const recent = await s.service.work.recent(10);
    expect(recent.map(({ text, lastUsed }) => [text, lastUsed])).toEqual([
      ["Wireframes", "2026-11-18T09:00:00Z"],
      ["Icons", "2026-11-16T09:00:00Z"],
    ]);
    expect(recent[0]?.work).toEqual({
      customer: { id: "510", name: "Seehof Hotels" },
      project: { id: "7720", name: "App relaunch" },
      activity: { id: "31", name: "Design" },
    });
    expect(s.clockodo.count("GET", /entries$/)).toBe(1);
    expect(await s.service.work.recent(1)).toHaveLength(1);
    expect(await s.service.work.recent(0)).toEqual([]);
  });
});

describe("making what is missing", () => {
  const made = (s: Setup) => s.clockodo.requests.filter(({ method }) => method === "POST").map(({ body }) => body);

  it("makes a customer, a project below it, a subproject and an activity", async () => {
    const s = await setup("olga");
    await s.service.facts();
    const create = s.service.work.createItem;
    if (!create) throw new Error("nothing can be made");
    const customer = await create("customer", "Acme", {});
    const project = await create("project", "Site", { customer: customer.id });
    expect(project).toMatchObject({ parents: { customer: { name: "Acme" } }, bookable: true });
    const part = await create("subproject", "Shop", { project: project.id });
    expect(part.parents).toEqual({
      customer: { id: customer.id, name: "Acme" },
      project: { id: project.id, name: "Site" },
    });
    expect(await create("activity", "Testing", {})).toMatchObject({ level: "activity", name: "Testing" });
    expect(made(s)[1]).toBe(JSON.stringify({ name: "Site", customers_id: Number(customer.id) }));
  });

  it("asks for the customer of a project before anything is sent", async () => {
    const s = await setup("olga");
    expect(await failureOf(s.service.work.createItem?.("project", "Site", {}) ?? Promise.resolve())).toMatchObject({
      code: "argument",
      next: "Name its customer.",
    });
    expect(made(s)).toEqual([]);
  });

  it("finds what was made when its answer is lost, and makes it once", async () => {
    const s = await setup("olga");
    s.clockodo.fail({ method: "POST", times: 1, failure: { kind: "drop", afterEffect: true } });
    const item = await s.service.work.createItem?.("customer", "Acme", {});
    expect(item).toMatchObject({ name: "Acme", bookable: true });
    expect(s.clockodo.state.customers.filter(({ name }) => name === "Acme")).toHaveLength(1);
    expect(made(s)).toHaveLength(1);
  });

  it("is refused to somebody without the right", async () => {
    const s = await setup("mara");
    const error = await failureOf(s.service.work.createItem?.("customer", "Acme", {}) ?? Promise.resolve());
    expect(error).toMatchObject({ kind: "forbidden", saved: "no" });
  });
});
