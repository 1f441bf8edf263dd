import { describe, expect, it } from "vitest";
import type { RecordDraft, RecordQuery, RecordType } from "#core/domain/records";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import { all, failureOf, type Setup, sent, setup } from "./setup";

const names = async (s: Setup, type: RecordType, more?: Partial<RecordQuery>) =>
  (await s.records.list(all(type, more))).records.map((each) => each.name);
const create = (s: Setup, type: RecordType, values: RecordDraft, copyOf?: string) =>
  s.records.create({ type, values, copyOf });
const withoutBudgets: FakeKimaiOptions["seed"] = (state) => {
  state.revoked.ADMIN = ["budget_work"];
};

describe("what a Kimai lets somebody keep of customers, projects and activities", () => {
  it("is told to an administrator by the caller's own form, with limits, choices and what is needed", async () => {
    const s = await setup("admin");
    const told = await s.records.describe("project");
    expect(told.actions).toEqual(["list", "get", "create", "copy", "update", "delete"]);
    const field = (name: string) => told.fields.find((each) => each.name === name);
    expect(field("name")).toMatchObject({ kind: "text", needed: true, minLength: 2, maxLength: 150 });
    expect(field("customer")).toMatchObject({ kind: "ref", of: "customer", needed: true });
    expect(field("number")).toMatchObject({ maxLength: 10 });
    expect(field("time_budget")).toMatchObject({ kind: "duration" });
    expect(field("budget_type")?.choices).toEqual(["month"]);
    expect(field("color")).toMatchObject({
      kind: "text",
      hint: expect.stringMatching(/#ff0000 or .*Red.*may take only/),
    });
    expect(field("teams")).toMatchObject({ kind: "list", of: "team", when: "create" });
    expect(told.notes.join(" ")).toMatch(/deletes its activities and all its time/);
    expect(JSON.stringify(told)).not.toMatch(/"wire"/);
  });

  it("leaves out the fields that the form lacks", async () => {
    const s = await setup("admin", { seed: withoutBudgets });
    const told = await s.records.describe("activity");
    expect(told.fields.map((each) => each.name)).not.toContain("budget");
    expect(told.fields.map((each) => each.name)).toContain("comment");
  });

  it("is only a list for a plain user, whose fields can all only be read", async () => {
    const s = await setup("user");
    for (const type of ["customer", "project", "activity"] as const) {
      const told = await s.records.describe(type);
      expect(told.actions).toEqual(["list", "get"]);
      expect(new Set(told.fields.map((each) => each.when))).toEqual(new Set(["never"]));
      expect(told.notes.join(" ")).toMatch(/may only list/);
    }
  });

  it("does not promise a team lead that they can create, only to change where it is not sure", async () => {
    const s = await setup("teamlead");
    expect((await s.records.describe("customer")).actions).toEqual(["list", "get"]);
    const other = await setup("teamlead", {
      seed: (state) => {
        state.granted.TEAMLEAD = ["edit_work"];
      },
    });
    const told = await other.service.records?.describe("customer");
    await other.close();
    expect(told?.actions).toEqual(["list", "get", "update", "delete"]);
    expect(told?.notes.join(" ")).toMatch(/cannot create customers/);
  });

  it("asks for the form once in ten minutes", async () => {
    const s = await setup("admin");
    await s.records.describe("customer");
    const first = s.kimai.count("POST", /^\/customers$/);
    await s.records.describe("customer");
    await create(s, "customer", { name: "Acme" });
    expect(s.kimai.count("POST", /^\/customers$/)).toBe(first + 1);
  });
});

describe("listing customers, projects and activities", () => {
  it("leaves out what is hidden or ended, unless asked for", async () => {
    const s = await setup("user");
    expect(await names(s, "project")).toEqual(["Ladenkasse", "Web", "Website relaunch"]);
    expect(await names(s, "project", { includeHidden: true })).toEqual(
      expect.arrayContaining(["Old intranet", "Secret merger", "Of a hidden customer"]),
    );
    expect(await names(s, "project", { filters: { hidden: true } })).toEqual(["Secret merger"]);
    expect(await names(s, "customer")).toEqual(["Bäckerei Süß", "Northwind"]);
  });

  it("finds ended projects by the time in which they ran", async () => {
    const s = await setup("user");
    const then = await names(s, "project", { first: "2021-12-31", last: "2022-01-31" });
    expect(then).toContain("Old intranet");
    expect(then).not.toContain("Of a hidden customer");
    expect(then).not.toContain("Secret merger");
    expect(await names(s, "project", { first: "2022-01-01", last: "2022-01-31" })).not.toContain("Old intranet");
  });

  it("narrows by customer, project, global activities and part of a name, in the order that is asked for", async () => {
    const s = await setup("user");
    expect(await names(s, "project", { of: { type: "customer", id: "1" } })).toEqual(["Web", "Website relaunch"]);
    expect(await names(s, "project", { filters: { customer: "2" } })).toEqual(["Ladenkasse"]);
    expect(await names(s, "project", { filters: { global_activities: false } })).toEqual(["Ladenkasse"]);
    expect(await names(s, "activity", { of: { type: "project", id: "1" } })).toEqual(["Design", "Development"]);
    expect(await names(s, "activity", { filters: { customer: "2" } })).toEqual(["Installation"]);
    expect(await names(s, "activity", { filters: { global: true } })).toEqual(["Meeting", "Support"]);
    expect(await names(s, "customer", { text: "backerei" })).toEqual(["Bäckerei Süß"]);
    expect(await names(s, "project", { filters: { order_by: "id", order: "desc" } })).toEqual([
      "Ladenkasse",
      "Web",
      "Website relaunch",
    ]);
    expect(await names(s, "project", { filters: { order_by: "customer" } })).toEqual([
      "Ladenkasse",
      "Web",
      "Website relaunch",
    ]);
  });

  it("shows values by our names: references with names, no empty ones", async () => {
    const s = await setup("admin", {
      seed: (state) => {
        Object.assign(state.projects[0] ?? {}, {
          values: { budget: 1000, timeBudget: 36_000, budgetType: "month", comment: "hi", orderNumber: null },
          meta: { cost_centre: "42", empty: "" },
          teams: [1],
        });
      },
    });
    const [project] = (await s.records.list(all("project", { text: "relaunch" }))).records;
    expect(project).toEqual({
      type: "project",
      id: "1",
      name: "Website relaunch",
      parent: { type: "customer", id: "1", name: "Northwind" },
      values: {
        customer: { id: "1", name: "Northwind" },
        number: "P-7",
        comment: "hi",
        teams: [{ id: "1", name: "Web team" }],
        budget: 1000,
        time_budget: 36_000,
        budget_type: "month",
        global_activities: true,
        visible: true,
        billable: true,
        meta: { cost_centre: "42" },
      },
    });
  });

  it("asks once for 1,169 activities, however often they are searched", async () => {
    const s = await setup("user", {
      seed: (state) => {
        for (let id = 100; id < 1262; id++)
          state.activities.push({
            id,
            project: id % 3 ? 1 : null,
            name: `Activity ${id}`,
            visible: true,
            number: null,
          });
      },
    });
    const first = await s.records.list(all("activity", { limit: 25 }));
    expect([first.records.length, first.total]).toEqual([25, 1167]);
    for (const text of ["12", "Design", "activity 7"]) await s.records.list(all("activity", { text, limit: 25 }));
    await s.service.work.search({ levels: ["activity"], text: "Design" });
    const whole = s.kimai.requests.filter((each) => each.path === "/activities" && each.query.get("visible") === "3");
    expect(whole).toHaveLength(1);
    const last = await s.records.list(all("activity", { limit: 25, offset: 1150 }));
    expect(last.records).toHaveLength(17);
  });

  it("shows addresses of customers where the role may see them, and says it where not", async () => {
    const seed: FakeKimaiOptions["seed"] = (state) => {
      Object.assign(state.customers[0] ?? {}, { values: { vatId: "DE1", city: "Berlin" } });
    };
    const s = await setup("admin", { seed });
    const page = await s.records.list(all("customer", { filters: { details: true } }));
    expect(page.records.find((each) => each.id === "1")?.values).toMatchObject({ vat_id: "DE1", city: "Berlin" });
    expect(page.notes).toEqual([]);
    const other = s.as("user");
    const short = await other.records?.list(all("customer", { filters: { details: true } }));
    expect(short?.notes.join(" ")).toMatch(/does not show the details/);
  });

  it("gives no details in lists of a Kimai before 2.62, in words", async () => {
    const s = await setup("admin", { settings: { version: "2.50.0" } });
    expect(await failureOf(s.records.list(all("customer", { filters: { details: true } })))).toMatchObject({
      kind: "unsupported",
      message: expect.stringMatching(/need Kimai 2.62; this is 2.50.0/),
    });
  });
});

describe("opening one", () => {
  it("tells a plain user what the list says, and that it is not all (403 on the single one)", async () => {
    const s = await setup("user");
    const customer = await s.records.get({ type: "customer", id: "1" });
    expect(customer).toMatchObject({ name: "Northwind", values: { number: "C-0001", currency: "EUR" } });
    expect(customer.missing).toMatch(/may not open single customers.*without contact, address/);
    const project = await s.records.get({ type: "project", id: "4" });
    expect(project).toMatchObject({ name: "Old intranet", values: { end: "2021-12-31" } });
  });

  it("tells an administrator everything", async () => {
    const s = await setup("admin", {
      seed: (state) =>
        void Object.assign(state.customers[0] ?? {}, { values: { address: "Street 1", email: "a@b.c" } }),
    });
    const customer = await s.records.get({ type: "customer", id: "1" });
    // What Kimai's own menu offers on this one.
    expect(customer.values).toMatchObject({ address: "Street 1", email: "a@b.c", actions: ["edit"] });
    expect(customer.missing).toBeUndefined();
  });

  it("says that it is not there, for everybody", async () => {
    for (const who of ["user", "admin"] as const) {
      const s = await setup(who);
      expect(await failureOf(s.records.get({ type: "project", id: "999" }))).toMatchObject({ kind: "not_found" });
      await s.close();
    }
  });
});

describe("creating", () => {
  it("needs nothing but a name for a customer", async () => {
    const s = await setup("admin");
    const { record, notes } = await create(s, "customer", { name: "Acme" });
    expect(record).toMatchObject({ type: "customer", name: "Acme", values: { currency: "EUR", country: "DE" } });
    expect(notes).toEqual([]);
    expect(sent(s)).toEqual(['POST /customers {"name":"Acme"}']);
  });

  it("writes every field of a customer under Kimai's names", async () => {
    const s = await setup("admin");
    const values = {
      name: "Acme",
      number: "C-9",
      comment: "c",
      company: "Acme Ltd",
      vat_id: "DE1",
      contact: "Ann",
      address_line1: "Street 1",
      post_code: "10115",
      city: "Berlin",
      country: "AT",
      language: "de",
      currency: "CHF",
      phone: "1",
      fax: "2",
      mobile: "3",
      email: "a@example.com",
      homepage: "https://example.com",
      timezone: "Europe/Vienna",
      invoice_email: "i@example.com",
      buyer_reference: "B",
      billable: false,
      visible: false,
    };
    const { record } = await create(s, "customer", { ...values, invoice_text: "t", teams: ["1"], color: "red" });
    expect(record.values).toMatchObject({
      ...omit(values, "name"),
      color: "#ff0000",
      teams: [{ id: "1", name: "Web team" }],
    });
  });

  it("sends lengths of time never as a bare number, which Kimai would read as hours", async () => {
    const s = await setup("admin");
    const { record } = await create(s, "project", {
      name: "Budgeted",
      customer: "1",
      budget: 500.5,
      time_budget: 36_000,
      budget_type: "month",
      start: "2026-01-01",
    });
    expect(record.values).toMatchObject({
      time_budget: 36_000,
      budget: 500.5,
      budget_type: "month",
      start: "2026-01-01",
    });
    expect(sent(s)[0]).toMatch(/"timeBudget":"10:00"/);
    await s.records.update({ type: "project", id: record.id }, { time_budget: 5_430 });
    expect(s.kimai.state.projects.at(-1)?.values?.timeBudget).toBe(5_430);
  });

  it("puts an activity below a project, or makes it global", async () => {
    const s = await setup("admin");
    const { record } = await s.records.create({
      type: "activity",
      of: { type: "project", id: "1" },
      values: { name: "Copy" },
    });
    expect(record.parent).toEqual({ type: "project", id: "1", name: "Website relaunch" });
    const global = await create(s, "activity", { name: "Everywhere" });
    expect(global.record.parent).toBeUndefined();
    expect(await names(s, "activity", { filters: { global: true } })).toContain("Everywhere");
  });

  it.each([
    ["#123456", 1],
    ["vermillion", 0],
  ])("tells the palette where Kimai takes no other colour and %s is not in it", async (color, asked) => {
    const s = await setup("admin");
    const failure = await failureOf(create(s, "customer", { name: "Acme", color }));
    expect(failure).toMatchObject({ kind: "invalid", saved: "no", fields: { color: expect.any(String) } });
    expect(failure.next).toMatch(/Red #ff0000/);
    expect(sent(s)).toHaveLength(asked);
    expect(s.kimai.state.customers.some(({ name }) => name === "Acme")).toBe(false);
  });

  it("takes any colour where Kimai does, for everything that has one", async () => {
    const s = await setup("super", { settings: { anyColor: true } });
    const color = "#123456";
    const each: [RecordType, RecordDraft][] = [
      ["customer", {}],
      ["project", { customer: "1" }],
      ["activity", {}],
      ["tag", {}],
      ["team", { leads: ["3"] }],
    ];
    for (const [type, values] of each)
      expect(await create(s, type, { name: `A ${type}`, color, ...values })).toMatchObject({
        record: { values: { color } },
      });
    for (const place of [
      { type: "customer", id: "1" },
      { type: "team", id: "1" },
      { type: "person", id: "6" },
    ] as const)
      expect(await s.records.update(place, { color: "#0ABCDE" })).toMatchObject({
        record: { values: { color: "#0ABCDE" } },
      });
  });

  it("refuses an address in one piece, and says what to use instead", async () => {
    const s = await setup("admin");
    expect(await failureOf(create(s, "customer", { name: "Acme", address: "Street 1" }))).toMatchObject({
      name: "InputError",
    });
    expect(await failureOf(s.records.update({ type: "customer", id: "1" }, { address: "Street 1" }))).toMatchObject({
      kind: "forbidden",
      fields: { address: expect.any(String) },
      next: expect.stringMatching(/address_line1/),
    });
    expect(sent(s)).toEqual([]);
    Object.assign(s.kimai.state.customers[0] ?? {}, { values: { address: "Old street" } });
    const changed = await s.records.update({ type: "customer", id: "1" }, { address: "Street 2" });
    expect(changed.record.values.address).toBe("Street 2");
  });

  it("names a field that the role may not set, before anything is sent", async () => {
    const s = await setup("admin", { seed: withoutBudgets });
    const failure = await failureOf(create(s, "activity", { name: "Copy", budget: 10, time_budget: 60 }));
    expect(failure).toMatchObject({ kind: "forbidden", saved: "no" });
    expect(Object.keys(failure.fields as object)).toEqual(["budget", "time_budget"]);
    expect(sent(s)).toEqual([]);
  });

  it("names a field that there is not, and what is missing", async () => {
    const s = await setup("admin");
    expect(await failureOf(create(s, "project", { name: "Rocket", customer: "1", colour: "red" }))).toMatchObject({
      message: expect.stringMatching(/no "colour"/),
      next: expect.stringMatching(/color/),
    });
    expect(await failureOf(create(s, "project", { name: "Rocket" }))).toMatchObject({
      message: expect.stringMatching(/needs customer/),
    });
  });

  it("tells Kimai's own refusal by our field names", async () => {
    const s = await setup("admin");
    const failure = await failureOf(create(s, "customer", { name: "Acme", country: "XX", invoice_email: "nope" }));
    expect(failure).toMatchObject({ kind: "invalid", saved: "no" });
    expect(failure.fields).toEqual({
      country: "Please select a valid country.",
      invoice_email: "This value is not a valid email address.",
    });
  });

  it.each(["user", "teamlead"] as const)("is refused to a %s in words, with nothing sent", async (who) => {
    const s = await setup(who);
    for (const type of ["customer", "project", "activity"] as const)
      expect(
        await failureOf(create(s, type, { name: "Acme", ...(type === "project" ? { customer: "1" } : {}) })),
      ).toMatchObject({
        kind: "forbidden",
        message: expect.stringMatching(/no right to create/),
      });
    expect(sent(s)).toEqual([]);
  });

  it("is found by find_work at once", async () => {
    const s = await setup("admin");
    await s.service.work.search({ levels: ["customer", "project"] });
    const { record } = await create(s, "project", { name: "Rocket", customer: "2" });
    expect((await s.service.work.search({ levels: ["project"] })).map((each) => each.id)).toContain(record.id);
  });
});

describe("changing", () => {
  it("sends only what was asked for, so that an activity keeps its name", async () => {
    const s = await setup("admin");
    const { record } = await s.records.update({ type: "activity", id: "3" }, { visible: false });
    expect(record).toMatchObject({ name: "Design", values: { visible: false } });
    expect(sent(s)).toEqual(['PATCH /activities/3 {"visible":false}']);
  });

  it("clears with null, and moves an activity out of its project", async () => {
    const s = await setup("admin", {
      seed: (state) => {
        Object.assign(state.projects[3] ?? {}, {
          values: { comment: "old", timeBudget: 60, budget: 5, color: "#ff0000" },
        });
      },
    });
    const clear = { comment: null, end: null, time_budget: null, budget: null, color: null };
    const { record } = await s.records.update({ type: "project", id: "4" }, clear);
    for (const name of Object.keys(clear)) expect(record.values).not.toHaveProperty(name);
    expect(record.values.start).toBe("2020-01-01");
    const moved = await s.records.update({ type: "activity", id: "3" }, { project: null });
    expect(moved.record.parent).toBeUndefined();
  });

  it("writes days of a project, which Kimai takes on a change only with a time", async () => {
    const s = await setup("admin");
    const { record } = await s.records.update({ type: "project", id: "1" }, { start: "2026-01-01", end: "2026-12-31" });
    expect(record.values).toMatchObject({ start: "2026-01-01", end: "2026-12-31" });
  });

  it("takes teams only when it is made", async () => {
    const s = await setup("admin");
    expect(await failureOf(s.records.update({ type: "customer", id: "1" }, { teams: ["1"] }))).toMatchObject({
      message: expect.stringMatching(/only be given when a customer is created/),
    });
    expect(sent(s)).toEqual([]);
  });

  it("refuses to empty a name or a customer", async () => {
    const s = await setup("admin");
    const empty: RecordDraft[] = [{ name: null }, { name: "" }, { customer: null }];
    for (const values of empty)
      expect(await failureOf(s.records.update({ type: "project", id: "1" }, values))).toMatchObject({
        message: expect.stringMatching(/cannot be empty/),
      });
  });

  it.each([
    ["user", /no right to change projects/],
    ["teamlead", /no right to change this project/],
  ] as const)("is refused to a %s in words", async (who, words) => {
    const s = await setup(who);
    expect(await failureOf(s.records.update({ type: "project", id: "1" }, { comment: "x" }))).toMatchObject({
      kind: "forbidden",
      message: expect.stringMatching(words),
      saved: "no",
    });
  });
});

describe("copying a project", () => {
  it("takes its activities along, then gets its own values", async () => {
    const s = await setup("admin");
    const { record, notes } = await create(s, "project", { name: "Website 2", customer: "2" }, "1");
    expect(record).toMatchObject({ name: "Website 2", parent: { name: "Bäckerei Süß" } });
    expect(notes).toEqual([]);
    expect(await names(s, "activity", { of: { type: "project", id: record.id } })).toEqual(["Design", "Development"]);
  });

  it("says that the copy is there where its values are refused", async () => {
    const s = await setup("admin");
    const { record, notes } = await create(s, "project", { number: "far too long a number" }, "1");
    expect(record.name).toBe("Website relaunch [COPY]");
    expect(notes.join(" ")).toMatch(/copy is made, but the values for it are not saved.*too long/);
  });

  it("is refused for customers, and to whom may not", async () => {
    const s = await setup("admin");
    expect(await failureOf(create(s, "customer", {}, "1"))).toMatchObject({ kind: "unsupported" });
    expect(
      await failureOf(Promise.resolve(s.as("teamlead").records?.create({ type: "project", values: {}, copyOf: "1" }))),
    ).toMatchObject({ kind: "forbidden", message: expect.stringMatching(/no right to copy/) });
  });
});

describe("custom fields", () => {
  const settings = {
    plugins: [{ name: "MetaFieldsBundle", version: "2.0" }],
    workMetaFields: { project: ["cost_centre", "floor"], customer: ["rating"] },
  };

  it("are written one by one with numbers as texts, and cleared with null", async () => {
    const s = await setup("admin", { settings });
    const { record } = await create(s, "project", {
      name: "Rocket",
      customer: "1",
      meta: { cost_centre: 42, floor: "2" },
    });
    expect(record.values.meta).toEqual({ cost_centre: "42", floor: "2" });
    const changed = await s.records.update({ type: "project", id: record.id }, { meta: { floor: null } });
    expect(changed.record.values.meta).toEqual({ cost_centre: "42" });
  });

  it("that are not defined are refused with those that are, before anything is sent", async () => {
    const s = await setup("admin", { settings });
    for (const attempt of [
      () => create(s, "project", { name: "Rocket", customer: "1", meta: { budget_code: "1" } }),
      () => s.records.update({ type: "project", id: "1" }, { comment: "x", meta: { budget_code: "1" } }),
    ]) {
      const failure = await failureOf(attempt());
      expect(failure.message).toMatch(/no custom field "budget_code" of projects/);
      expect(failure.next).toMatch(/cost_centre, floor/);
    }
    expect(sent(s)).toEqual([]);
  });

  it("that only Kimai knows are tried, and a name that it lacks saves nothing", async () => {
    const s = await setup("admin", { settings: { workMetaFields: { project: ["cost_centre"] } } });
    const done = await s.records.update({ type: "project", id: "1" }, { meta: { cost_centre: "7" } });
    expect(done.record.values.meta).toEqual({ cost_centre: "7" });
    const failure = await failureOf(
      s.records.update({ type: "project", id: "2" }, { comment: "x", meta: { nope: "1" } }),
    );
    expect(failure.message).toMatch(/no custom field "nope"/);
    expect(failure.next).toMatch(/It has: cost_centre/);
    expect(s.kimai.state.projects[1]?.values?.comment).toBeUndefined();
  });
});

describe("deleting", () => {
  const seed: FakeKimaiOptions["seed"] = (state) => {
    for (const user of [4, 5, 6]) {
      const base = { user, end: 1, zone: "UTC", breakSeconds: 0, description: null, tags: [], exported: false };
      const sheet = { ...base, billable: true, fixedRate: null, hourlyRate: null, meta: {}, modified: 0 };
      for (const [project, activity] of [
        [1, 3],
        [2, 1],
        [3, 5],
      ] as const)
        state.timesheets.push({ ...sheet, id: state.nextId.timesheet++, project, activity, begin: 0 });
    }
  };

  it("tells what Kimai would delete with a customer, also hidden and ended things", async () => {
    const s = await setup("admin", { seed });
    expect(await s.records.consequences({ type: "customer", id: "1" })).toEqual([
      { what: "projects", count: 4 },
      { what: "activities", count: 4 },
      { what: "entries", count: 6 },
    ]);
    expect(await s.records.consequences({ type: "project", id: "3" })).toEqual([
      { what: "activity", count: 1 },
      { what: "entries", count: 3 },
    ]);
    expect(await s.records.consequences({ type: "activity", id: "1" })).toEqual([{ what: "entries", count: 3 }]);
    await s.records.remove({ type: "customer", id: "1" });
    expect(s.kimai.state.timesheets).toHaveLength(3);
    expect(s.kimai.state.activities.map((each) => each.name)).toEqual(["Meeting", "Support", "Installation"]);
  });

  it("says that it may be more where others' time cannot be counted", async () => {
    const s = await setup("teamlead", { seed });
    const told = await s.records.consequences({ type: "project", id: "1" });
    expect(told.find((each) => each.what.startsWith("entries"))).toEqual({
      what: "entries at least (you may not see all)",
      count: 2,
    });
  });

  it("is refused for what is gone, and to whom may not", async () => {
    const s = await setup("admin");
    await s.records.remove({ type: "activity", id: "6" });
    expect(s.kimai.state.activities.some((each) => each.id === 6)).toBe(false);
    expect(await failureOf(s.records.remove({ type: "activity", id: "6" }))).toMatchObject({ kind: "not_found" });
    const lead = s.as("teamlead");
    expect(await failureOf(Promise.resolve(lead.records?.remove({ type: "customer", id: "1" })))).toMatchObject({
      kind: "forbidden",
      message: expect.stringMatching(/no right to delete this customer/),
    });
  });
});

function omit<T extends object>(from: T, name: keyof T): Partial<T> {
  const { [name]: _, ...rest } = from;
  return rest as Partial<T>;
}
