import { describe, expect, it } from "vitest";
import type { RecordDraft } from "#core/domain/records";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import type { TokenName } from "../../../../fakes/kimai/seed";
import { all, failureOf, sent, setup } from "./setup";

const begin = (who: TokenName = "admin", options?: FakeKimaiOptions) => setup(who, options);
const web = { type: "team" as const, id: "1" };

describe("teams", () => {
  it("are listed by name, and one alone with its members, leads and what it may see", async () => {
    const s = await begin("admin", {
      seed: (state) => {
        for (const item of [...state.customers, ...state.projects]) if (item.id === 1) item.teams = [1];
      },
    });
    expect((await s.records.list(all("team"))).records.map(({ name }) => name)).toEqual(["Print team", "Web team"]);
    expect(await s.records.get(web)).toMatchObject({
      name: "Web team",
      values: {
        leads: [{ id: "3", name: "Tony Maier" }],
        members: [{ name: "Tony Maier" }, { name: "John Doe" }, { name: "Paula Puck" }],
        customers: [{ id: "1", name: "Northwind" }],
        projects: [{ id: "1", name: "Website relaunch" }],
      },
    });
  });

  it("of a person who may not list them are their own, with a word of what is missing", async () => {
    const s = await begin("user");
    const page = await s.records.list(all("team"));
    expect(page).toMatchObject({
      records: [{ id: "1", name: "Web team" }],
      notes: [expect.stringContaining("your own")],
    });
    expect((await s.records.get(web)).missing).toContain("members");
    expect(await failureOf(s.records.get({ type: "team", id: "2" }))).toMatchObject({ kind: "forbidden" });
    expect(await failureOf(s.records.create({ type: "team", values: { name: "Mine", leads: ["4"] } }))).toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("no right to create teams"),
    });
    expect(sent(s)).toEqual([]);
  });

  it("without a lead are refused before anything is sent", async () => {
    const s = await begin();
    const make = (values: Record<string, string | string[]>) => failureOf(s.records.create({ type: "team", values }));
    expect(await make({ name: "Nobody's", members: ["4"] })).toMatchObject({ name: "InputError", code: "argument" });
    expect((await make({ name: "Nobody's" })).message).toContain("needs leads");
    expect(await failureOf(s.records.update(web, { leads: [] }))).toMatchObject({
      next: expect.stringContaining("lead"),
    });
    expect(await failureOf(s.records.update(web, { members: ["4"] }))).toMatchObject({ name: "InputError" });
    expect(sent(s)).toEqual([]);
  });

  it("are made with leads, members and a colour by its name", async () => {
    const s = await begin();
    const values = { name: "Sales", leads: ["3"], members: ["4", "3"], color: "Red" };
    const { record } = await s.records.create({ type: "team", values });
    expect(record).toMatchObject({ name: "Sales", values: { color: "#ff0000", leads: [{ id: "3" }] } });
    expect(record.values.members).toHaveLength(2);
  });

  it("refuse a colour outside the palette with the palette", async () => {
    const s = await begin();
    const error = await failureOf(
      s.records.create({ type: "team", values: { name: "Sales", leads: ["3"], color: "#123456" } }),
    );
    expect(error).toMatchObject({ kind: "invalid", message: expect.stringContaining("#123456") });
    expect(error.next).toContain("Fuchsia #ff00ff");
    expect(s.kimai.state.teams.map(({ name }) => name)).not.toContain("Sales");
  });

  it("are renamed with nothing but the name sent", async () => {
    const s = await begin();
    const { record } = await s.records.update(web, { name: "Web crew" });
    expect(sent(s)).toEqual(['PATCH /teams/1 {"name":"Web crew"}']);
    expect(record.values.members).toHaveLength(3);
  });

  it("keep their members when only leads change, and their leads when members come", async () => {
    const s = await begin();
    const led = await s.records.update(web, { leads: ["5"] });
    expect(led.record.values).toMatchObject({ leads: [{ name: "Paula Puck" }] });
    expect(led.record.values.members).toHaveLength(3);
    const grown = await s.records.update(web, { members: ["5", "6"] });
    expect(grown.record.values).toMatchObject({
      leads: [{ name: "Paula Puck" }],
      members: [{ name: "Paula Puck" }, { name: "Nina Nowhere" }],
    });
  });

  it("tell what goes with them when they are deleted", async () => {
    const s = await begin("admin", {
      seed: (state) => {
        for (const item of state.projects) if (item.id === 1) item.teams = [1];
      },
    });
    expect(await s.records.consequences(web)).toEqual([
      { what: "memberships", count: 3, own: true },
      { what: "grants", count: 1 },
    ]);
    await s.records.remove(web);
    expect((await s.records.list(all("team"))).records.map(({ name }) => name)).toEqual(["Print team"]);
    expect(await failureOf(s.records.remove(web))).toMatchObject({ kind: "not_found" });
  });
});

describe("members of a team", () => {
  it("come and go one by one", async () => {
    const s = await begin();
    const added = await s.records.create({ type: "membership", of: web, values: { person: "6" } });
    expect(added.record).toMatchObject({
      id: "6",
      name: "Nina Nowhere",
      parent: { name: "Web team" },
      values: { lead: false },
    });
    expect(await failureOf(s.records.create({ type: "membership", of: web, values: { person: "6" } }))).toMatchObject({
      kind: "conflict",
    });
    await s.records.remove({ type: "membership", of: web, id: "6" });
    expect(await failureOf(s.records.remove({ type: "membership", of: web, id: "6" }))).toMatchObject({
      kind: "not_found",
    });
    expect(sent(s)).toEqual(["POST /teams/1/members/6", "DELETE /teams/1/members/6"]);
    const page = await s.records.list(all("membership", { of: web }));
    expect(page.records.map(({ name, values }) => [name, values.lead])).toEqual([
      ["Tony Maier", true],
      ["John Doe", false],
      ["Paula Puck", false],
    ]);
  });

  it("can lead, and a lead leaves only when another one stays", async () => {
    const s = await begin();
    const tony = { type: "membership" as const, of: web, id: "3" };
    expect(await failureOf(s.records.remove(tony))).toMatchObject({
      name: "InputError",
      message: expect.stringContaining("at least one lead"),
    });
    expect(await failureOf(s.records.update(tony, { lead: false }))).toMatchObject({ name: "InputError" });
    expect(sent(s)).toEqual([]);
    const nina = await s.records.create({ type: "membership", of: web, values: { person: "6", lead: true } });
    expect(nina.record.values.lead).toBe(true);
    await s.records.remove(tony);
    expect((await s.records.get(web)).values).toMatchObject({ leads: [{ name: "Nina Nowhere" }] });
    expect((await s.records.get(web)).values.members).toHaveLength(3);
  });

  it("need a team to be asked of, and the right to see it", async () => {
    const s = await begin("teamlead");
    expect(await failureOf(s.records.list(all("membership")))).toMatchObject({ name: "InputError" });
    expect(await failureOf(s.records.list(all("membership", { of: web })))).toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("members of teams"),
    });
  });
});

describe("what a team may see", () => {
  it("is granted once and taken away by an id that says what it is", async () => {
    const s = await begin();
    const made = await s.records.create({ type: "grant", of: web, values: { project: "2" } });
    expect(made.record).toMatchObject({ id: "project:2", name: "project Web", values: { project: { name: "Web" } } });
    expect(await failureOf(s.records.create({ type: "grant", of: web, values: { project: "2" } }))).toMatchObject({
      kind: "conflict",
    });
    await s.records.create({ type: "grant", of: web, values: { customer: "1" } });
    const ids = async () => (await s.records.list(all("grant", { of: web }))).records.map(({ id }) => id);
    expect(await ids()).toEqual(["customer:1", "project:2"]);
    await s.records.remove({ type: "grant", of: web, id: "project:2" });
    expect(await ids()).toEqual(["customer:1"]);
    expect(await failureOf(s.records.remove({ type: "grant", of: web, id: "project:2" }))).toMatchObject({
      kind: "not_found",
    });
  });

  it("is one thing at a time", async () => {
    const s = await begin();
    const wrong: RecordDraft[] = [{}, { project: "1", customer: "1" }, { user: "1" }];
    for (const values of wrong)
      expect(await failureOf(s.records.create({ type: "grant", of: web, values }))).toMatchObject({
        name: "InputError",
      });
    expect(await failureOf(s.records.remove({ type: "grant", of: web, id: "12" }))).toMatchObject({
      name: "InputError",
    });
    expect(sent(s)).toEqual([]);
  });
});
