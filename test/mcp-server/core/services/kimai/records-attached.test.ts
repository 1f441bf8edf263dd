import { describe, expect, it } from "vitest";
import type { RecordDraft, RecordPlace, RecordQuery, RecordType } from "#core/domain/records";
import { failureOf, lostOnce, recordsOf, type Setup, setup } from "./setup";

type Of = RecordPlace["of"];
const list = (s: Setup, type: RecordType, of?: Of, more: Partial<RecordQuery> = {}) =>
  s.records.list({ type, of, limit: 100, offset: 0, ...more });
const create = (s: Setup, type: RecordType, values: RecordDraft, of?: Of) => s.records.create({ type, of, values });

const website: Of = { type: "project", id: "1" };
const northwind: Of = { type: "customer", id: "1" };
const design: Of = { type: "activity", id: "3" };

describe("rates", () => {
  it.each([northwind, website, design])("are made, listed and deleted below %o", async (of) => {
    const s = await setup("admin");
    const { record } = await create(s, "rate", { rate: 80, person: "4", internal_rate: 30, is_fixed: true }, of);
    expect(record).toMatchObject({
      name: "80 fixed for John Doe",
      parent: of,
      values: { rate: 80, internal_rate: 30, is_fixed: true, person: { id: "4", name: "John Doe" } },
    });
    await create(s, "rate", { rate: 60 }, of);
    const page = await list(s, "rate", of);
    expect(page.records.map((each) => each.name)).toEqual(["80 fixed for John Doe", "60 an hour for everybody"]);
    await s.records.remove({ type: "rate", id: record.id, of });
    expect((await list(s, "rate", of)).total).toBe(1);
    expect(await failureOf(s.records.remove({ type: "rate", id: record.id, of }))).toMatchObject({
      kind: "not_found",
    });
  });

  it("are not made twice for the same person; the one that is there is named", async () => {
    const s = await setup("admin");
    await create(s, "rate", { rate: 60 }, website);
    expect(await failureOf(create(s, "rate", { rate: 70 }, website))).toMatchObject({
      kind: "conflict",
      message: expect.stringMatching(/60 an hour for everybody \(#1\)/),
      saved: "no",
    });
    expect(s.kimai.state.projects[0]?.rates).toHaveLength(1);
  });

  it("need a rate and a place; asking what they have makes none", async () => {
    const s = await setup("admin");
    expect(await failureOf(create(s, "rate", { person: "4" }, website))).toMatchObject({
      message: expect.stringMatching(/needs rate/),
    });
    expect(await failureOf(create(s, "rate", { rate: 5 }))).toMatchObject({
      message: expect.stringMatching(/belong to/),
    });
    const told = await s.records.describe("rate");
    expect(told.parents).toEqual(["customer", "project", "activity"]);
    expect(told.actions).not.toContain("update");
    // Kimai takes an empty form as a rate of 0.
    expect(s.kimai.count("POST", /rates/)).toBe(0);
  });

  it("are closed to a plain user and a team lead, in words", async () => {
    const s = await setup("teamlead");
    for (const who of ["user", "teamlead"] as const)
      expect(
        await failureOf(recordsOf(s.as(who)).list({ type: "rate", of: website, limit: 5, offset: 0 })),
      ).toMatchObject({ kind: "forbidden", message: expect.stringMatching(/no right to see rates of this project/) });
  });
});

describe("comments", () => {
  it.each([northwind, website])("are written, pinned, unpinned and deleted below %o", async (of) => {
    const s = await setup("admin");
    const { record } = await create(s, "comment", { message: "Call **before** Friday", pinned: true }, of);
    expect(record).toMatchObject({
      parent: of,
      values: {
        message: "Call **before** Friday",
        pinned: true,
        person: { name: "Anna Smith" },
        created: "2026-11-19T10:07:33Z",
      },
    });
    const place = { type: "comment" as const, id: record.id, of };
    const pin = async (pinned: boolean) => (await s.records.update(place, { pinned })).record.values.pinned;
    // The route turns the pin over; asking for what is already so must not.
    expect(await pin(true)).toBe(true);
    expect(s.kimai.count("PATCH", /pin$/)).toBe(0);
    expect(await pin(false)).toBe(false);
    expect(await pin(false)).toBe(false);
    expect((await list(s, "comment", of, { filters: { pinned: true } })).total).toBe(0);
    await s.records.remove(place);
    expect((await list(s, "comment", of)).total).toBe(0);
    expect(await failureOf(s.records.get(place))).toMatchObject({ kind: "not_found" });
  });

  it("keep their text: only the pin can change", async () => {
    const s = await setup("admin");
    const { record } = await create(s, "comment", { message: "one" }, website);
    const place = { type: "comment" as const, id: record.id, of: website };
    expect(await failureOf(s.records.update(place, { message: "two" }))).toMatchObject({
      message: expect.stringMatching(/only be given when a comment is created/),
    });
    expect(await failureOf(create(s, "comment", { message: "" }, website))).toMatchObject({
      message: expect.stringMatching(/needs message/),
    });
    expect(await failureOf(create(s, "comment", { message: "x" }, design))).toMatchObject({
      message: expect.stringMatching(/belong to a customer or a project/),
    });
  });

  it("are closed to a plain user in words, and open to a team lead without the pin", async () => {
    const s = await setup("teamlead");
    const { record } = await create(s, "comment", { message: "seen" }, website);
    expect(
      await failureOf(s.records.update({ type: "comment", id: record.id, of: website }, { pinned: true })),
    ).toMatchObject({ kind: "forbidden" });
    expect(
      await failureOf(recordsOf(s.as("user")).list({ type: "comment", of: website, limit: 5, offset: 0 })),
    ).toMatchObject({ kind: "forbidden", message: expect.stringMatching(/no right to see comments/) });
  });

  it("need Kimai 2.57, in words and not as not found", async () => {
    const s = await setup("admin", { settings: { version: "2.50.0" } });
    expect(await failureOf(list(s, "comment", website))).toMatchObject({
      kind: "unsupported",
      message: "Comments need Kimai 2.57; this is 2.50.0.",
    });
  });

  it("are pinned once though the answer is lost", async () => {
    const s = await setup("admin");
    const { record } = await create(s, "comment", { message: "one" }, website);
    lostOnce(s, "PATCH", /pin/);
    const done = await s.records.update({ type: "comment", id: record.id, of: website }, { pinned: true });
    expect(done.record.values.pinned).toBe(true);
    expect(s.kimai.state.projects[0]?.comments?.[0]?.pinned).toBe(true);
  });
});

describe("tags", () => {
  it("are made visible, so that they can be found and used at once", async () => {
    const s = await setup("user");
    await s.service.work.tags();
    const { record } = await create(s, "tag", { name: "night shift", color: "Lime" });
    expect(record).toMatchObject({ name: "night shift", values: { visible: true, color: "#00ff00" } });
    expect((await s.service.work.tags("night")).map((each) => each.id)).toEqual([record.id]);
    const hidden = await create(s, "tag", { name: "secret", visible: false });
    expect(hidden.record.values.visible).toBe(false);
    expect((await list(s, "tag")).records.map((each) => each.name)).not.toContain("secret");
    expect((await list(s, "tag", undefined, { includeHidden: true })).records.map((each) => each.name)).toContain(
      "secret",
    );
  });

  it("are searched by part of their name, which finds some (weakness 6)", async () => {
    const s = await setup("user");
    expect((await list(s, "tag")).total).toBe(5);
    expect((await list(s, "tag", undefined, { text: "uber" })).records.map((each) => each.name)).toEqual([
      "Überstunden",
    ]);
    expect((await s.records.get({ type: "tag", id: "1" })).name).toBe("remote");
  });

  it("refuse a comma, a single letter and a name that is taken", async () => {
    const s = await setup("admin");
    for (const name of ["a,b", "a"])
      expect(await failureOf(create(s, "tag", { name }))).toMatchObject({ name: "InputError" });
    expect(await failureOf(create(s, "tag", { name: "urgent" }))).toMatchObject({ kind: "invalid" });
    expect(await failureOf(create(s, "tag", { name: "pink one", color: "#fc0fc0" }))).toMatchObject({
      next: expect.stringMatching(/Red #ff0000/),
    });
  });

  it("cannot be changed through the API, which is said", async () => {
    const s = await setup("admin");
    expect((await s.records.describe("tag")).actions).toEqual(["list", "get", "create", "delete"]);
    expect(await failureOf(s.records.update({ type: "tag", id: "1" }, { name: "x" }))).toMatchObject({
      kind: "unsupported",
    });
  });

  it("are deleted after it is told how many entries lose them", async () => {
    const s = await setup("admin", { entries: 14 });
    expect(await s.records.consequences({ type: "tag", id: "1" })).toEqual([
      { what: "entries that lose it", count: 2 },
    ]);
    expect(await s.records.consequences({ type: "tag", id: "6" })).toEqual([]);
    await s.records.remove({ type: "tag", id: "1" });
    expect(s.kimai.state.timesheets.flatMap((each) => each.tags)).toEqual([]);
    expect(await failureOf(recordsOf(s.as("user")).remove({ type: "tag", id: "2" }))).toMatchObject({
      kind: "forbidden",
      message: expect.stringMatching(/no right to delete tags/),
    });
  });
});

describe("custom fields", () => {
  it("are told with what they are for where the plugin is there", async () => {
    const s = await setup("user", {
      settings: {
        plugins: [{ name: "MetaFieldsBundle", version: "2" }],
        metaFields: ["ticket"],
        workMetaFields: { project: ["cost_centre"] },
      },
    });
    const page = await list(s, "meta_field");
    expect(page.records.map((each) => [each.name, each.values.for])).toEqual([
      ["ticket", "entry"],
      ["cost_centre", "project"],
    ]);
    expect(page.notes).toEqual([]);
    const one = await list(s, "meta_field", undefined, { filters: { for: "entry" } });
    expect(one.records.map((each) => each.name)).toEqual(["ticket"]);
    expect(await s.records.get({ type: "meta_field", id: one.records[0]?.id ?? "" })).toMatchObject({
      name: "ticket",
    });
  });

  it("are only those with a value where it is not, which is said", async () => {
    const s = await setup("user", {
      seed: (state) => {
        Object.assign(state.customers[0] ?? {}, { meta: { rating: "A" } });
      },
    });
    const page = await list(s, "meta_field");
    expect(page.records).toEqual([
      { type: "meta_field", id: "customer:rating", name: "rating", values: { for: "customer" } },
    ]);
    expect(page.notes.join(" ")).toMatch(/plugin MetaFields is missing/);
    expect((await s.records.describe("meta_field")).actions).toEqual(["list", "get"]);
  });
});

describe("favourites", () => {
  it("are marked, listed with their work, and unmarked by the id of the entry", async () => {
    const s = await setup("user", { entries: 5 });
    const { record, notes } = await create(s, "favourite", { entry: "1" });
    expect(notes).toEqual([]);
    expect(record).toMatchObject({
      id: "1",
      name: "Design, Website relaunch, Northwind",
      values: { project: { id: "1", name: "Website relaunch" }, text: "Header and navigation", tags: ["remote"] },
    });
    expect((await create(s, "favourite", { entry: "1" })).notes.join(" ")).toMatch(/already/);
    expect(s.kimai.count("POST", /favorites/)).toBe(1);
    expect((await list(s, "favourite")).total).toBe(1);
    await s.records.remove({ type: "favourite", id: "1" });
    expect(s.kimai.state.favourites).toEqual([]);
    expect(await failureOf(s.records.remove({ type: "favourite", id: "1" }))).toMatchObject({ kind: "not_found" });
  });

  it("are only of one's own entries", async () => {
    const s = await setup("user");
    s.kimai.seedEntries(1, { user: 5 });
    expect(await failureOf(create(s, "favourite", { entry: "1" }))).toMatchObject({
      kind: "forbidden",
      message: expect.stringMatching(/of your own/),
    });
    expect(await failureOf(create(s, "favourite", { entry: "99" }))).toMatchObject({ kind: "not_found" });
  });

  it("need Kimai 2.66, in words", async () => {
    const s = await setup("user", { settings: { version: "2.65.1" } });
    expect(await failureOf(list(s, "favourite"))).toMatchObject({
      kind: "unsupported",
      message: "Favourites need Kimai 2.66; this is 2.65.1.",
    });
  });
});
