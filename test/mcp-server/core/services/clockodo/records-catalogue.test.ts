import { describe, expect, it } from "vitest";
import type { RecordDraft, RecordPlace, RecordType } from "#core/domain/records";
import type { FakeClockodoOptions } from "../../../../fakes/clockodo";
import { fakeEntry } from "../../../../fakes/clockodo/seed";
import { recordSession as begin, failureOf, writesTo } from "./setup";

type Session = Awaited<ReturnType<typeof begin>>;
/** Writes that were really sent. */
const sent = (s: Session) => writesTo(s.clockodo).map((each) => `${each.method} ${each.path} ${each.body}`);

describe("customers, projects and activities as records", () => {
  it("are listed without inactive and completed ones, unless asked for", async () => {
    const s = await begin();
    expect(await s.names("customer")).toEqual(["Backhaus Ost", "Seehof Hotels", "Studio Lind"]);
    expect(await s.names("customer", { includeHidden: true })).toContain("Gone GmbH");
    expect(await s.names("customer", { filters: { hidden: true } })).toEqual(["Gone GmbH"]);
    expect(await s.names("project")).toEqual(["App", "App relaunch"]);
    expect(await s.names("project", { filters: { completed: true } })).toEqual(["Shop"]);
    expect(await s.names("activity", { text: "DEV" })).toEqual(["Development"]);
    expect(await s.names("subproject", { of: { type: "project", id: "7721" } })).toEqual([]);
    expect(await s.names("project", { filters: { customer: "510", order: "desc" } })).toEqual(["App relaunch", "App"]);
  });

  it("have their values under our names, references with names, budgets in time or money", async () => {
    const s = await begin();
    expect(await s.get("project", "7720")).toEqual({
      type: "project",
      id: "7720",
      name: "App relaunch",
      parent: { type: "customer", id: "510", name: "Seehof Hotels" },
      values: {
        customer: { id: "510", name: "Seehof Hotels" },
        number: "SH-1",
        active: true,
        billable: true,
        completed: false,
        time_budget: 120 * 3600,
        budget_hard: false,
        subprojects: 2,
        revenue_factor: 1,
      },
    });
    expect((await s.get("customer", "510")).values).toEqual({
      active: true,
      billable: true,
      color: "sky",
      projects: 2,
      inactive_projects: 0,
    });
    expect((await s.get("lump_sum_service", "12")).values).toEqual({ price: 80, unit: "visit", active: true });
  });

  it("say what the caller's rights hide, once for a list", async () => {
    const s = await begin("mara");
    expect((await s.get("project", "7720")).missing).toBe(
      "Your rights in Clockodo do not show notes and budgets of it.",
    );
    const page = await s.list("project");
    expect(page.notes).toEqual(["Your rights in Clockodo do not show notes and budgets."]);
    expect(page.records.map(({ missing }) => missing)).toEqual([undefined, undefined]);
  });

  it("are found by the days that they are planned for", async () => {
    const s = await begin("olga", {
      seed(state) {
        for (const each of state.projects) Object.assign(each, { start_date: "2026-03-01", deadline: "2026-06-30" });
      },
    });
    for (const [first, last, count] of [
      ["2026-01-01", "2026-02-28", 0],
      ["2026-01-01", "2026-03-01", 2],
      ["2026-06-30", "2026-12-31", 2],
      ["2026-07-01", "2026-12-31", 0],
    ] as const)
      expect((await s.list("project", { first, last })).total, first).toBe(count);
  });

  it("are found by where their budget comes from", async () => {
    const s = await begin();
    await s.list("project", { filters: { budget: "own" } });
    expect(s.clockodo.requests.map(({ url }) => url)).toContainEqual(
      expect.stringContaining("/v4/projects/reports?filter%5Bbudget_source%5D%5B%5D=1"),
    );
  });

  it("that are not there are said not to be there, and nonsense is no id", async () => {
    const s = await begin();
    expect(await failureOf(s.get("project", "99"))).toMatchObject({ kind: "not_found" });
    expect(await failureOf(s.get("project", "../users"))).toMatchObject({ code: "argument" });
  });
});

describe("making and changing them", () => {
  it("sends what was asked for, and nothing else", async () => {
    const s = await begin();
    const { record } = await s.create("customer", { name: "Acme", color: "magenta", activities: ["31", "32"] });
    expect(record.values).toMatchObject({
      color: "magenta",
      activities: [
        { id: "31", name: "Design" },
        { id: "32", name: "Development" },
      ],
    });
    const project = await s.create("project", {
      name: "Site",
      customer: record.id,
      deadline: "2027-01-31",
      time_budget: 5400,
      budget_alerts: [80, 100],
    });
    expect(project.record).toMatchObject({
      parent: { name: "Acme" },
      values: { time_budget: 5400, budget_alerts: [80, 100] },
    });
    await s.create("lump_sum_service", { name: "Trip", price: 12.5, unit: "km" });
    await s.update("activity", "33", { note: "Only seniors", number: null });
    expect(sent(s)).toEqual([
      'POST /v3/customers {"name":"Acme","color":8,"service_assignments":[31,32]}',
      `POST /v4/projects {"name":"Site","customers_id":${record.id},"deadline":"2027-01-31","budget":{"amount":1.5,"monetary":false,"hard":false,"notification_thresholds":[80,100]}}`,
      'POST /v4/lumpSumServices {"name":"Trip","price":12.5,"unit":"km"}',
      'PUT /v4/services/33 {"number":null,"note":"Only seniors"}',
    ]);
  });

  it("shows at once what was made", async () => {
    const s = await begin();
    await s.list("customer");
    await s.create("customer", { name: "Acme" });
    expect(await s.names("customer")).toContain("Acme");
  });

  it("keeps the rest of a budget when a part of it changes", async () => {
    const s = await begin();
    await s.update("project", "7720", { budget_hard: true });
    const changed = await s.update("project", "7720", { time_budget: 360_000, budget_alerts: [50] });
    expect(changed.record.values).toMatchObject({ time_budget: 360_000, budget_hard: true, budget_alerts: [50] });
    await s.update("project", "7720", { budget: 9000 });
    expect((await s.get("project", "7720")).values).toMatchObject({ budget: 9000, budget_hard: true });
    const none = await s.update("project", "7720", { budget: null });
    expect(none.record.values).not.toHaveProperty("budget_hard");
    expect(s.clockodo.state.projects.find(({ id }) => id === 7720)?.budget).toBeNull();
  });

  it("refuses a budget that contradicts itself before anything is sent", async () => {
    const s = await begin();
    const refused = async (values: RecordDraft) => (await failureOf(s.update("project", "7721", values))).message;
    expect(await refused({ budget: 100, time_budget: 3600 })).toMatch(/not both/);
    expect(await refused({ budget_hard: true })).toMatch(/need a budget/);
    expect(await refused({ budget: 100, budget_alerts: [55] })).toMatch(/takes only/);
    expect(await refused({ budget: 100, budget_interval: "daily" })).toMatch(/weekly, monthly/);
    expect(await refused({ budget: 100, budget_from_subprojects: true })).toMatch(/no amount of its own/);
    expect(await refused({ colour: "sky" })).toMatch(/has no "colour"/);
    expect(sent(s)).toEqual([]);
  });

  it.each([false, true])("tells Clockodo's typed refusals in our words (nested: %s)", async (nestedErrors) => {
    const s = await begin("olga", { settings: { nestedErrors } });
    const error = await failureOf(s.create("customer", { name: "Acme", activities: ["999"] }));
    expect(error.message).toBe("Clockodo refuses this. A service does not exist. There is no #999.");
    expect(await failureOf(s.update("customer", "510", { active: false }))).toMatchObject({
      kind: "forbidden",
      next: "Choose another default in Clockodo's company settings first.",
    });
    expect(await failureOf(s.update("project", "7722", { budget: 5 }))).toMatchObject({
      saved: "no",
      next: "Set completed to false first.",
    });
  });

  it("is refused to somebody without the right", async () => {
    const s = await begin("mara");
    expect(await failureOf(s.create("customer", { name: "Acme" }))).toMatchObject({ kind: "forbidden", saved: "no" });
  });

  it("makes one where the answer is lost, and says that it looked", async () => {
    const s = await begin();
    s.clockodo.fail({ method: "POST", times: 1, failure: { kind: "drop", afterEffect: true } });
    const { record, notes } = await s.create("activity", { name: "Testing" });
    expect(record.name).toBe("Testing");
    expect(notes.join(" ")).toMatch(/Punchcard looked, and it was saved/);
    expect(sent(s)).toHaveLength(1);
  });

  it("says that nothing was saved where a change was lost before it arrived", async () => {
    const s = await begin();
    s.clockodo.fail({ method: "PUT", times: 1, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(s.update("customer", "511", { note: "Hello" }))).toMatchObject({ saved: "no" });
    expect(s.clockodo.state.customers.find(({ id }) => id === 511)?.note).toBeNull();
  });

  it("cannot copy, and says what to do instead", async () => {
    const s = await begin();
    const copy = s.records.create({ type: "project", values: {}, copyOf: "7720" });
    expect(await failureOf(copy)).toMatchObject({ kind: "unsupported" });
  });
});

describe("steps of a project", () => {
  const hard: FakeClockodoOptions["seed"] = (state) => {
    const [relaunch, app] = state.projects;
    if (relaunch?.budget) relaunch.budget.hard = true;
    if (app)
      app.budget = {
        amount: 20,
        monetary: false,
        hard: false,
        from_subprojects: false,
        interval: 1,
        notification_thresholds: [],
      };
  };

  it("is completed only when its subprojects are, and opened again before other changes", async () => {
    const s = await begin();
    expect(await failureOf(s.update("project", "7720", { completed: true }))).toMatchObject({
      saved: "no",
      next: "Complete its subprojects first.",
    });
    for (const id of ["9010", "9011"]) await s.update("subproject", id, { completed: true });
    const done = await s.update("project", "7720", { completed: true });
    expect(done.record.values).toMatchObject({ completed: true, completed_at: "2026-10-01" });
    await s.update("project", "7722", { completed: false, time_budget: 3600 });
    expect(
      sent(s)
        .slice(-2)
        .map((each) => each.slice(0, each.indexOf(" {"))),
    ).toEqual(["PUT /v4/projects/7722/complete", "PUT /v4/projects/7722"]);
  });

  it("says what is saved where only a part is", async () => {
    const s = await begin();
    const error = await failureOf(s.update("project", "7720", { note: "Nearly", completed: true }));
    expect(error).toMatchObject({ saved: "yes" });
    expect(error.message).toMatch(/The other values are saved, this one is not/);
    expect((await s.get("project", "7720")).values.note).toBe("Nearly");
  });

  it("is billed with an amount only where its budget is hard", async () => {
    const s = await begin("olga", { seed: hard });
    const billed = await s.update("project", "7720", { billed: true, billed_money: 4200 });
    expect(billed.record.values).toMatchObject({ billed: true, billed_money: 4200 });
    await s.update("project", "7720", { billed_money: 4300 });
    expect(sent(s).at(-1)).toBe('PUT /v3/projects/7720/setBilled {"billed":true,"billed_money":4300}');
    expect(await failureOf(s.update("project", "7721", { billed: true, billed_money: 1 }))).toMatchObject({
      next: "Leave billed_money out, or set budget_hard first.",
    });
  });

  it("is billed by the amount alone where its budget is in money", async () => {
    const s = await begin("olga", { seed: hard });
    expect(await failureOf(s.update("project", "7720", { budget: 9000, billed: true }))).toMatchObject({
      next: expect.stringMatching(/Give billed_money/),
    });
    expect(sent(s)).toEqual([]);
    await s.update("project", "7720", { budget: 9000, budget_hard: true });
    expect(await failureOf(s.update("project", "7720", { billed: true }))).toMatchObject({ name: "InputError" });
    const { record, notes } = await s.update("project", "7720", { billed: true, billed_money: 4200 });
    expect(sent(s).at(-1)).toBe('PUT /v3/projects/7720/setBilled {"billed_money":4200}');
    expect(record.values).toMatchObject({ billed_money: 4200 });
    expect(notes).toEqual(["Its budget is in money: only the billed amount was saved."]);
    await s.update("project", "7720", { time_budget: 3600, billed: true });
    expect(sent(s).at(-1)).toBe('PUT /v3/projects/7720/setBilled {"billed":true}');
  });

  it("gets its next interval as a subproject, once, also where the answer is lost", async () => {
    const s = await begin("olga", { seed: hard });
    const { notes } = await s.update("project", "7721", { next_interval: true });
    expect(notes.join()).toMatch(/The next interval is subproject #\d+, "Interval 1"/);
    s.clockodo.fail({ method: "POST", times: 1, failure: { kind: "drop", afterEffect: true } });
    expect((await s.update("project", "7721", { next_interval: true })).notes).toHaveLength(2);
    expect(await s.names("subproject", { of: { type: "project", id: "7721" } })).toEqual(["Interval 1", "Interval 2"]);
  });
});

describe("the status of all projects", () => {
  const worked: FakeClockodoOptions["seed"] = (state) => {
    const [relaunch, app] = state.projects;
    if (app?.budget === null && relaunch?.budget) app.budget = { ...relaunch.budget, amount: 100, monetary: true };
    const row = (id: number, projects_id: number, billable: 0 | 1 | 2) =>
      fakeEntry(`2026-11-1${id}T08:00:00Z`, {
        ...{ id, projects_id, billable },
        until: Date.parse(`2026-11-1${id}T10:00:00Z`),
      });
    state.entries.push(row(1, 7720, 0), row(2, 7720, 1), row(3, 7720, 2), row(4, 7721, 1));
  };

  it("has time, budget used and left, and revenue with its currency, by one sum", async () => {
    const s = await begin("olga", { seed: worked });
    const { records } = await s.list("project", { filters: { status: true } });
    const status = Object.fromEntries(records.map(({ name, values }) => [name, values]));
    expect(status["App relaunch"]).toMatchObject({
      worked: 6 * 3600,
      worked_billable: 4 * 3600,
      worked_billed: 2 * 3600,
      time_budget_used: 6 * 3600,
      time_budget_left: 114 * 3600,
      revenue: 320,
      currency: "EUR",
    });
    expect(status.App).toMatchObject({ worked: 7200, budget_used: 160, budget_left: -60, revenue: 160 });
    expect(s.clockodo.count("GET", /entrygroups/)).toBe(1);
    expect((await s.list("project")).records[0]?.values).not.toHaveProperty("worked");
    expect(s.clockodo.count("GET", /entrygroups/)).toBe(1);
  });

  it("says nothing of money to who may not see it, nor of budgets that begin anew", async () => {
    const s = await begin("mara", {
      seed(state) {
        worked(state);
        for (const { budget } of state.projects) if (budget) budget.interval = 1;
        const mara = state.users.find(({ id }) => id === 42);
        mara?.elevated.push("manage_customers_and_projects");
      },
    });
    const { records } = await s.list("project", { filters: { status: true } });
    const [relaunch] = records.filter(({ name }) => name === "App relaunch");
    expect(relaunch?.values).toMatchObject({ worked: expect.any(Number) });
    for (const name of ["revenue", "currency", "time_budget_left", "budget_left"])
      expect(relaunch?.values).not.toHaveProperty(name);
  });
});

describe("deleting them", () => {
  const place = (type: RecordType, id: string): RecordPlace => ({ type, id });

  it("asks Clockodo by a dry run, and never while something is active", async () => {
    const s = await begin();
    expect(await failureOf(s.records.consequences(place("activity", "33")))).toMatchObject({
      kind: "conflict",
      next: "Set active to false with save_record first, then delete it.",
    });
    expect(sent(s)).toEqual([]);
    expect(await s.records.consequences(place("activity", "34"))).toEqual([]);
    expect(s.clockodo.requests.at(-1)?.url).toBe("/api/v4/services/34?dry_run=true");
    expect(s.clockodo.state.services).toHaveLength(4);
    await s.records.remove(place("activity", "34"));
    expect(s.clockodo.state.services.map(({ id }) => id)).not.toContain(34);
  });

  it("is refused with what hangs on it, which is never forced", async () => {
    const s = await begin("olga", {
      seed(state) {
        const gone = state.customers.find(({ id }) => id === 511);
        if (gone) gone.active = false;
      },
    });
    const error = await failureOf(s.records.consequences(place("customer", "511")));
    expect(error.message).toBe("Clockodo refuses this. Other data belong to it. It has 2 projects.");
    expect(error.next).toBe("Leave it inactive, or delete those first.");
    expect(await failureOf(s.records.remove(place("customer", "511")))).toMatchObject({ saved: "no" });
    expect(s.clockodo.state.projects).toHaveLength(4);
    expect(s.clockodo.requests.some(({ url }) => url.includes("force"))).toBe(false);
  });

  it("tells the step before a delete, and does not take it by itself", async () => {
    const s = await begin();
    expect(await failureOf(s.records.remove(place("lump_sum_service", "12")))).toMatchObject({
      next: "Set active to false with save_record first, then delete it.",
    });
    expect(s.clockodo.state.lumpSumServices[0]?.active).toBe(true);
  });

  it("counts as done where the answer is lost and it is gone", async () => {
    const s = await begin();
    s.clockodo.fail({ method: "DELETE", times: 1, failure: { kind: "drop", afterEffect: true } });
    await s.records.remove(place("customer", "513"));
    expect(s.clockodo.state.customers.map(({ id }) => id)).not.toContain(513);
  });
});

describe("rates", () => {
  it("are a tree with the default of the company, told in words", async () => {
    const s = await begin();
    const { record } = await s.create("rate", { rate: 110, customers: ["510"] });
    const below = await s.create("rate", { rate: 130, above: record.id, activities: ["32"], people: ["42"] });
    expect(below.record).toMatchObject({
      name: "130 an hour for Development; Mara Lind",
      values: { above: { id: record.id, name: "110 an hour for Seehof Hotels" }, position: 0 },
    });
    expect(await s.names("rate")).toEqual([
      "90 an hour by default",
      "110 an hour for Seehof Hotels",
      "130 an hour for Development; Mara Lind",
    ]);
    expect(await s.names("rate", { filters: { person: "42" } })).toEqual(["130 an hour for Development; Mara Lind"]);
    expect(await s.records.consequences({ type: "rate", id: record.id })).toEqual([
      { what: "rate below it", count: 1 },
    ]);
    await s.records.remove({ type: "rate", id: record.id });
    expect(await s.names("rate")).toEqual(["90 an hour by default"]);
  });

  it("change, the default too, and are put into another order", async () => {
    const s = await begin();
    const first = (await s.create("rate", { rate: 100, customers: ["510"] })).record.id;
    const second = (await s.create("rate", { rate: 101, customers: ["511"] })).record.id;
    await s.update("rate", "default", { rate: 95 });
    expect((await s.get("rate", "default")).values).toEqual({ rate: 95 });
    await s.update("rate", second, { rate: 102, position: 0 });
    expect(sent(s).at(-1)).toBe(`PUT /v4/rates/0/sort {"ids":[${second},${first}]}`);
    expect(await s.names("rate")).toEqual([
      "95 an hour by default",
      "102 an hour for Backhaus Ost",
      "100 an hour for Seehof Hotels",
    ]);
  });

  it("are refused where there is one like it, or both customers and projects", async () => {
    const s = await begin();
    await s.create("rate", { rate: 100, customers: ["510"] });
    expect(await failureOf(s.create("rate", { rate: 120, customers: ["510"] }))).toMatchObject({
      kind: "conflict",
      next: "Change the one that is there.",
    });
    expect(await failureOf(s.create("rate", { rate: 1, customers: ["510"], projects: ["7720"] }))).toMatchObject({
      next: "Give customers or projects, not both.",
    });
    expect(await failureOf(s.records.remove({ type: "rate", id: "default" }))).toMatchObject({ code: "argument" });
    expect(await failureOf(s.update("rate", "default", { rate: 1, people: ["42"] }))).toMatchObject({
      code: "argument",
    });
  });

  it("are not shown to a worker, who is told so", async () => {
    const s = await begin("mara");
    expect(await failureOf(s.list("rate"))).toMatchObject({ kind: "forbidden" });
  });
});

describe("favourites", () => {
  it("are one's own, made with a colour and a place of Clockodo's liking", async () => {
    const s = await begin("mara");
    const made = await s.create("favourite", { name: "Standup", customer: "512", activity: "33", billable: false });
    expect(made.record).toMatchObject({
      name: "Standup",
      values: {
        customer: { id: "512", name: "Studio Lind" },
        activity: { id: "33", name: "Consulting" },
        billable: false,
        color: "brand blue",
        position: 0,
      },
    });
    await s.create("favourite", { name: "Relaunch", customer: "510", project: "7720", activity: "31", color: "sky" });
    expect(await s.names("favourite")).toEqual(["Standup", "Relaunch"]);
    await s.update("favourite", made.record.id, { position: 5, text: "Daily" });
    expect(await s.names("favourite")).toEqual(["Relaunch", "Standup"]);
    expect((await s.get("favourite", made.record.id)).values.text).toBe("Daily");
    expect((await s.as("jonas").records?.list({ type: "favourite", limit: 10, offset: 0 }))?.records).toEqual([]);
    await s.records.remove({ type: "favourite", id: made.record.id });
    expect(await s.names("favourite")).toEqual(["Relaunch"]);
    expect(await failureOf(s.get("favourite", made.record.id))).toMatchObject({ kind: "not_found" });
  });

  it("need a customer and an activity", async () => {
    const s = await begin("mara");
    expect((await failureOf(s.create("favourite", { name: "Standup" }))).message).toBe(
      "A favourite needs customer, activity.",
    );
  });
});

describe("what can be done with a type", () => {
  it("names fields, filters and choices without Clockodo's own names", async () => {
    const s = await begin();
    for (const type of [
      "customer",
      "project",
      "subproject",
      "activity",
      "lump_sum_service",
      "rate",
      "favourite",
    ] as const) {
      const told = await s.records.describe(type);
      expect(told.actions).toEqual(["list", "get", "create", "update", "delete"]);
      expect(JSON.stringify(told)).not.toMatch(
        /"wire"|bill_service_id|billable_default|service_assignments|customers_id/,
      );
      expect(told.fields.filter(({ needed }) => needed).length).toBeGreaterThan(0);
    }
    expect((await s.records.describe("subproject")).within).toEqual(["project"]);
    expect((await s.records.describe("customer")).fields.find(({ name }) => name === "color")?.choices).toHaveLength(9);
  });

  it("is nothing for what Clockodo does not keep", async () => {
    const s = await begin();
    expect(await failureOf(s.list("tag"))).toMatchObject({ kind: "unsupported" });
  });
});
