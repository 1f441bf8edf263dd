import { describe, expect, it } from "vitest";
import { failureOf, setup } from "../setup";

describe("finding work", () => {
  it("lists what can be booked on, with the levels above it", async () => {
    const s = await setup();
    const found = await s.service.work.search({ levels: ["customer", "project"] });
    expect(found.map((item) => item.name).toSorted()).toEqual([
      "Bäckerei Süß",
      "Ladenkasse",
      "Northwind",
      "Web",
      "Website relaunch",
    ]);
    expect(found.find((item) => item.name === "Website relaunch")).toEqual({
      level: "project",
      id: "1",
      name: "Website relaunch",
      number: "P-7",
      parents: { customer: { id: "1", name: "Northwind" } },
      bookable: true,
    });
  });

  it("says why hidden and ended work cannot be booked on", async () => {
    const s = await setup();
    const found = await s.service.work.search({ levels: ["customer", "project", "activity"], includeHidden: true });
    const why = Object.fromEntries(found.filter((item) => !item.bookable).map((item) => [item.name, item.whyNot]));
    expect(why).toMatchObject({
      "Gone Ltd": "It is hidden in Kimai.",
      "Old intranet": "The project ended on 2021-12-31.",
      "Secret merger": "The project is hidden in Kimai.",
      Abandoned: "The activity is hidden in Kimai.",
      Maintenance: "The project ended on 2021-12-31.",
    });
  });

  it("gives the activities of a project with the global ones, unless the project has none", async () => {
    const s = await setup();
    const names = async (project: string) =>
      (await s.service.work.search({ levels: ["activity"], within: { project } })).map((item) => item.name).toSorted();
    expect(await names("1")).toEqual(["Design", "Development", "Meeting", "Support"]);
    expect(await names("2")).toEqual(["Meeting", "Support"]);
    expect(await names("3")).toEqual(["Installation"]);
  });

  it("finds every bookable pair accepted by Kimai, and refuses none that it lists", async () => {
    const s = await setup();
    const projects = await s.service.work.search({ levels: ["project"] });
    for (const project of projects)
      for (const activity of await s.service.work.search({ levels: ["activity"], within: { project: project.id } })) {
        const work = { project: project.id, activity: activity.id };
        const made = await s.service.time.create({ work, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:00:00Z" });
        expect(made.entry.work).toMatchObject({ project: { name: project.name }, activity: { name: activity.name } });
      }
  });

  it("keeps the lists for a minute", async () => {
    const s = await setup();
    await s.service.work.search({ levels: ["project"] });
    await s.service.work.search({ levels: ["project"] });
    expect(s.kimai.count("GET", /^\/projects$/)).toBe(1);
    s.kimai.advance(61);
    await s.service.work.search({ levels: ["project"] });
    expect(s.kimai.count("GET", /^\/projects$/)).toBe(2);
  });

  it("never asks for a single project, which plain users may not read", async () => {
    const s = await setup();
    const { entry } = await s.service.timer.start({ work: { project: "1", activity: "3" } });
    const other = s.as("user");
    expect((await other.time.get(entry.id)).work.project?.name).toBe("Website relaunch");
    // What the facts ask to find out rights is refused, and nothing else.
    const probes = /^\/(users|teams|invoices)$|\/(rates|comments)$/;
    expect(
      s.kimai.requests.filter((each) => each.status === 403 && each.method === "GET" && !probes.test(each.path)),
    ).toEqual([]);
    expect(s.kimai.count("GET", /^\/(projects|customers|activities)\/\d+$/)).toBe(0);
  });
});

describe("recent work", () => {
  it("is unique, newest first, and leaves out what is hidden by now", async () => {
    const s = await setup("user", { entries: 40 });
    const recent = await s.service.work.recent(5);
    expect(recent).toHaveLength(5);
    expect(recent.map((each) => each.lastUsed)).toEqual(
      recent
        .map((each) => each.lastUsed)
        .toSorted()
        .reverse(),
    );
    const activity = s.kimai.state.activities.find((each) => each.name === "Design");
    if (activity) activity.visible = false;
    const later = await s.service.work.recent(5);
    expect(later.some((each) => each.work.activity?.name === "Design")).toBe(false);
    expect(later).toHaveLength(4);
  });
});

describe("tags and people", () => {
  it("lists visible tags, by part of their name", async () => {
    const s = await setup();
    expect((await s.service.work.tags()).map((tag) => tag.name)).not.toContain("hidden-tag");
    expect((await s.service.work.tags("überst")).map((tag) => tag.name)).toEqual(["Überstunden"]);
  });

  it("creates a tag that can be used and filtered by at once", async () => {
    const s = await setup();
    const tag = await s.service.work.createTag?.("night shift");
    expect(tag).toMatchObject({ name: "night shift" });
    expect((await s.service.work.tags("night")).map((each) => each.name)).toEqual(["night shift"]);
    const started = await s.service.timer.start({ work: { project: "1", activity: "3" }, tags: ["night shift"] });
    expect(started).toMatchObject({ entry: { tags: ["night shift"] }, notes: [] });
    expect(await failureOf(Promise.resolve(s.service.work.createTag?.("a,b")))).toMatchObject({ name: "InputError" });
    expect(await s.service.work.createTag?.("urgent")).toMatchObject({ name: "urgent" });
  });

  it("creates customer, project and activity, found at once", async () => {
    const s = await setup("admin");
    await s.service.work.search({ levels: ["customer", "project", "activity"] });
    const customer = await s.service.work.createItem?.("customer", "Acme", {});
    const project = await s.service.work.createItem?.("project", "Rocket", { customer: customer?.id });
    const activity = await s.service.work.createItem?.("activity", "Launch", { project: project?.id });
    const found = await s.service.work.search({ levels: ["activity"], within: { project: project?.id } });
    expect(found.find((item) => item.id === activity?.id)).toMatchObject({
      name: "Launch",
      bookable: true,
      parents: { project: { name: "Rocket" }, customer: { name: "Acme" } },
    });
  });

  it("knows a project that was created although the answer was lost", async () => {
    const s = await setup("admin");
    await s.service.facts();
    s.kimai.fail({ method: "POST", path: /^\/projects$/, failure: { kind: "drop", afterEffect: true } });
    const project = await s.service.work.createItem?.("project", "Rocket", { customer: "1" });
    expect(project).toMatchObject({ name: "Rocket" });
    expect(s.kimai.state.projects.filter((each) => each.name === "Rocket")).toHaveLength(1);
  });

  it("says no in words where the right is missing", async () => {
    const s = await setup();
    expect(await failureOf(Promise.resolve(s.service.work.createItem?.("customer", "Acme", {})))).toMatchObject({
      kind: "forbidden",
    });
  });

  it.each([
    ["user", ["John Doe"]],
    ["teamlead", ["John Doe", "Paula Puck", "Tony Maier"]],
    ["super", ["Anna Smith", "John Doe", "Nina Nowhere", "Paula Puck", "Susan Super", "Tony Maier"]],
  ] as const)("names the people that a %s may know", async (who, names) => {
    const s = await setup(who);
    for (const user of [4, 5, 6]) s.kimai.seedEntries(2, { user });
    expect((await s.service.work.people()).map((person) => person.name)).toEqual(names);
  });
});
