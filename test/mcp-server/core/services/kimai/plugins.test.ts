import { describe, expect, it } from "vitest";
import type { RecordDraft, RecordType } from "#core/domain/records";
import { away, john, nina, paula, withPlugins } from "./plugged";
import { failureOf, type Setup, setup } from "./setup";

const page = { limit: 25, offset: 0 };
const sent = (s: Setup, method: string, path: RegExp) =>
  s.kimai.requests.filter((each) => each.method === method && path.test(each.path)).map((each) => each.path);

describe("records of plugins that are not there", () => {
  it.each(["holiday", "holiday_group", "expense", "task"] as RecordType[])("say so for %s", async (type) => {
    const open = await setup("super");
    const info = await open.records.describe(type);
    expect(info.actions).toEqual([]);
    expect(info.notes.join()).toMatch(/not installed in this Kimai/);
    for (const call of [open.records.list({ type, ...page }), open.records.remove({ type, id: "1" })])
      expect(await failureOf(call)).toMatchObject({
        kind: "unsupported",
        message: expect.stringMatching(/not installed/),
      });
    expect(open.kimai.count("DELETE", /./)).toBe(0);
  });

  it("say so for month locks", async () => {
    const open = await setup("super");
    expect((await open.records.describe("month_lock")).actions).toEqual([]);
    const of = { type: "person" as const, id: "4" };
    expect(
      await failureOf(open.records.create({ type: "month_lock", of, values: { month: "2026-10" } })),
    ).toMatchObject({ kind: "unsupported" });
    expect(open.kimai.count("DELETE", /./)).toBe(0);
  });

  it("close only what the missing one is for", async () => {
    const one = await setup("user", { settings: { plugins: [{ name: "ExpensesBundle", version: "1.0" }] } });
    const { refused } = await one.service.facts();
    expect(refused["task.read"]).toBe("the task plugin is not installed in this Kimai");
    expect(refused).not.toHaveProperty("expense.read");
    const open = await withPlugins("user", {
      seed: (state) => {
        state.revoked.USER = ["view_own_expense", "absence"];
      },
    });
    const closed = (await open.service.facts()).refused;
    expect(closed["expense.read"]).toBe("your Kimai role has no right to use expenses");
    expect(closed["absence.read"]).toBe("your Kimai role has no right to use absences");
    expect(await failureOf(open.records.list({ type: "expense", ...page }))).toMatchObject({
      kind: "forbidden",
    });
  });
});

describe("public holidays", () => {
  it("are listed by period and group, with their group's name", async () => {
    const s = await withPlugins();
    const list = await s.records.list({ type: "holiday", first: "2026-12-01", last: "2027-01-31", ...page });
    expect(list.records.map(({ id, name, values }) => [id, name, values.day, values.half])).toEqual([
      ["13", "Christmas Eve", "2026-12-24", true],
      ["14", "Christmas Day", "2026-12-25", false],
      ["15", "Boxing Day", "2026-12-26", false],
      ["21", "New Year", "2027-01-01", false],
    ]);
    expect(list.records[0]?.values.group).toEqual({ id: "1", name: "Berlin" });
    const london = await s.records.list({ type: "holiday", filters: { group: "2" }, ...page });
    expect(london.records.map(({ name }) => name)).toEqual(["Summer bank holiday"]);
    expect((await s.records.get({ type: "holiday", id: "14" })).name).toBe("Christmas Day");
  });

  it("are deleted one by one or by group, which says how many go with it", async () => {
    const s = await withPlugins("admin", {
      seed: (state) => {
        for (const user of state.users)
          if (user.id === 2) user.preferences.push({ name: "public_holiday_group", value: "2" });
      },
    });
    await s.records.remove({ type: "holiday", id: "14" });
    expect(s.kimai.state.plugged.holidays.some(({ id }) => id === 14)).toBe(false);
    const groups = await s.records.list({ type: "holiday_group", ...page });
    expect(groups.records.map(({ id, name }) => [id, name])).toEqual([
      ["2", "London"],
      ["1", "Berlin"],
    ]);
    expect(await s.records.consequences({ type: "holiday_group", id: "1" })).toEqual([
      { what: "public holidays from 2025 to 2027", count: 14 },
    ]);
    await s.records.remove({ type: "holiday_group", id: "1" });
    expect(s.kimai.state.plugged.holidays).toHaveLength(1);
    expect(sent(s, "DELETE", /./)).toEqual(["/public-holidays/14", "/public-holidays/group/1"]);
  });

  it("are not a plain user's to delete", async () => {
    const s = await withPlugins();
    expect(await failureOf(s.records.remove({ type: "holiday", id: "14" }))).toMatchObject({
      kind: "forbidden",
      message: "Your Kimai role has no right to delete public holidays.",
      saved: "no",
    });
    expect(await failureOf(s.records.get({ type: "holiday", id: "999" }))).toMatchObject({
      kind: "not_found",
    });
  });
});

describe("month locks", () => {
  const lock = (s: Setup, person: number, month: string) =>
    s.records.create({
      type: "month_lock",
      of: { type: "person", id: String(person) },
      values: { month },
    });

  it("lock a month with the earlier ones, also of somebody in no team (weakness 4), and open it again", async () => {
    const s = await withPlugins("super");
    const { record, notes } = await lock(s, nina, "2026-03");
    expect(record).toMatchObject({ id: "2026-03", parent: { type: "person", id: "6", name: "Nina Nowhere" } });
    expect(notes).toEqual([expect.stringMatching(/earlier ones/)]);
    expect(s.kimai.state.plugged.lockedMonths[nina]).toEqual(["2026-01", "2026-02", "2026-03"]);
    const place = { type: "month_lock" as const, id: "2026-02", of: { type: "person" as const, id: String(nina) } };
    expect(await s.records.consequences(place)).toMatchObject([{ count: 10 }]);
    await s.records.remove(place);
    expect(s.kimai.state.plugged.lockedMonths[nina]).toEqual(["2026-01"]);
  });

  it("need a month and a person, and a right", async () => {
    const s = await withPlugins("user");
    expect((await failureOf(lock(s, john, "2026-13"))).name).toBe("InputError");
    expect((await failureOf(s.records.create({ type: "month_lock", values: { month: "2026-10" } }))).name).toBe(
      "InputError",
    );
    expect(s.kimai.count("DELETE", /./)).toBe(0);
    expect(await failureOf(lock(s, john, "2026-10"))).toMatchObject({ kind: "forbidden", saved: "no" });
  });

  it("may be repeated when the answer is lost, and say so", async () => {
    const s = await withPlugins("super");
    await s.service.facts();
    s.kimai.fail({ method: "DELETE", times: 1, failure: { kind: "drop", afterEffect: true } });
    expect(await failureOf(lock(s, john, "2026-02"))).toMatchObject({
      saved: "unknown",
      next: expect.stringMatching(/Do it again/),
    });
  });
});

describe("expenses", () => {
  const create = (s: Setup, values: RecordDraft) => s.records.create({ type: "expense", values });
  const train = { day: "2026-11-18", project: "1", category: "travel", text: "Train to Hamburg" };

  it("are made with what was said, shown with names, changed, copied and deleted", async () => {
    const s = await withPlugins("teamlead");
    const made = await create(s, { ...train, cost: 49.9, multiplier: 2, refundable: false });
    expect(made.record).toMatchObject({
      id: "1",
      name: "Train to Hamburg",
      values: {
        day: "2026-11-18",
        project: { id: "1", name: "Website relaunch" },
        person: { id: "3", name: "Tony Maier" },
        category: "Travel",
        cost: 49.9,
        multiplier: 2,
        total: 99.8,
        refundable: false,
        exported: false,
      },
    });
    const changed = await s.records.update({ type: "expense", id: "1" }, { multiplier: 3, text: null });
    expect(changed.record).toMatchObject({ name: "Travel", values: { total: 149.7 } });
    const copied = await s.records.create({ type: "expense", copyOf: "1", values: { day: "2026-11-19" } });
    expect(copied.record).toMatchObject({ id: "2", values: { day: "2026-11-19", total: 149.7 } });
    await s.records.remove({ type: "expense", id: "1" });
    expect(s.kimai.state.plugged.expenses.map(({ id }) => id)).toEqual([2]);
    expect(await failureOf(s.records.get({ type: "expense", id: "1" }))).toMatchObject({ kind: "not_found" });
  });

  it("are found by period, project, person, state and words, page by page", async () => {
    const s = await withPlugins("teamlead");
    for (let day = 1; day <= 7; day++)
      await create(s, { ...train, day: `2026-11-0${day}`, cost: day, text: day === 5 ? "Hotel" : "Train" });
    await create(s, { ...train, project: "2", person: String(paula), day: "2026-11-10" });
    const ids = async (more: object) =>
      (await s.records.list({ type: "expense", ...page, ...more })).records.map(({ id }) => id);
    expect(await ids({ first: "2026-11-06", last: "2026-11-07" })).toEqual(["7", "6"]);
    expect(await ids({ text: "hotel" })).toEqual(["5"]);
    expect(await ids({ filters: { project: "2" } })).toEqual(["8"]);
    expect(await ids({ filters: { person: String(paula), exported: false } })).toEqual(["8"]);
    const second = await s.records.list({ type: "expense", limit: 3, offset: 3 });
    expect(second.records.map(({ id }) => id)).toEqual(["5", "4", "3"]);
    expect(second.total).toBe(8);
    // An offset between two pages, the last page, and past the end.
    expect(await ids({ limit: 3, offset: 4 })).toEqual(["4", "3", "2"]);
    expect(await ids({ limit: 5, offset: 5 })).toEqual(["3", "2", "1"]);
    expect(await ids({ limit: 5, offset: 10 })).toEqual([]);
  });

  it("of a plain user need the category's id, and never send what the role may not set unasked", async () => {
    const s = await withPlugins();
    const info = await s.records.describe("expense");
    expect(info.notes.join()).toMatch(/may not list the categories/);
    expect(await failureOf(create(s, train))).toMatchObject({ name: "InputError", next: expect.stringMatching(/#id/) });
    const { record } = await create(s, { ...train, category: "#2", multiplier: 120 });
    expect(record.values).toMatchObject({ category: "Mileage", total: 36 });
    const body = JSON.parse(
      s.kimai.requests.findLast((each) => each.method === "POST" && each.path === "/expenses")?.body ?? "",
    );
    expect(Object.keys(body).sort()).toEqual([
      "begin",
      "billableMode",
      "description",
      "expenseCategory",
      "multiplier",
      "project",
    ]);
    expect(await failureOf(create(s, { ...train, category: "#2", cost: 5 }))).toMatchObject({ kind: "forbidden" });
  });

  it("offer the categories as choices where they may be listed", async () => {
    const s = await withPlugins("teamlead");
    const { fields } = await s.records.describe("expense");
    expect(fields.find(({ name }) => name === "category")).toMatchObject({
      kind: "choice",
      choices: ["Travel", "Mileage"],
    });
    expect(await failureOf(create(s, { ...train, category: "Food" }))).toMatchObject({
      name: "InputError",
      next: "There are: Travel, Mileage.",
    });
  });

  it("that are exported say that they are locked, and no others", async () => {
    const s = await withPlugins("teamlead");
    await create(s, { ...train, cost: 5 });
    s.kimai.fail({ method: "PATCH", path: /expenses/, times: 1, failure: { kind: "status", status: 403 } });
    expect(await failureOf(s.records.update({ type: "expense", id: "1" }, { cost: 6 }))).toMatchObject({
      kind: "forbidden",
    });
    for (const expense of s.kimai.state.plugged.expenses) expense.exported = true;
    for (const call of [
      s.records.update({ type: "expense", id: "1" }, { cost: 6 }),
      s.records.remove({ type: "expense", id: "1" }),
    ])
      expect(await failureOf(call)).toMatchObject({ kind: "locked", saved: "no" });
    expect(s.kimai.state.plugged.expenses).toMatchObject([{ cost: 5 }]);
  });

  it("keep custom fields, and say which the MetaFields plugin does not define", async () => {
    const s = await withPlugins("teamlead", { settings: { metaFields: ["receipt"] } });
    const { record, notes } = await create(s, { ...train, meta: { receipt: "R-17", nonsense: "x" } });
    expect(record.values.meta).toEqual({ receipt: "R-17" });
    expect(notes).toEqual([expect.stringMatching(/"nonsense" is not: this Kimai has no such custom field/)]);
  });
});

describe("tasks", () => {
  const create = (s: Setup, values: RecordDraft) => s.records.create({ type: "task", values });
  const update = (s: Setup, id: string, values: RecordDraft) => s.records.update({ type: "task", id }, values);
  const review = { name: "Review texts", project: "1", activity: "3" };

  it("are made, shown with names, changed and deleted", async () => {
    const s = await withPlugins("teamlead");
    const made = await create(s, {
      ...review,
      due: "2026-11-30",
      estimate: 5400,
      tags: ["urgent"],
      assignee: String(paula),
    });
    expect(made.record).toMatchObject({
      id: "1",
      name: "Review texts",
      values: {
        status: "pending",
        assignee: { id: "5", name: "Paula Puck" },
        project: { id: "1", name: "Website relaunch" },
        activity: { id: "3", name: "Design" },
        due: "2026-11-30",
        estimate: 5400,
        tags: ["urgent"],
      },
    });
    const changed = await update(s, "1", { name: "Review all texts", estimate: null, todo: "All pages" });
    expect(changed.record).toMatchObject({ name: "Review all texts", values: { todo: "All pages" } });
    expect(changed.record.values).not.toHaveProperty("estimate");
    await s.records.remove({ type: "task", id: "1" });
    expect(s.kimai.state.plugged.tasks).toEqual([]);
  });

  it("go from state to state by the one route that leads there, and start and stop time", async () => {
    const s = await withPlugins("teamlead");
    await create(s, review);
    expect((await update(s, "1", { assignee: "3" })).record.values.assignee).toMatchObject({ name: "Tony Maier" });
    expect((await update(s, "1", { status: "progress" })).record.values).toMatchObject({
      status: "progress",
      running: true,
    });
    expect(s.kimai.state.timesheets).toMatchObject([{ project: 1, activity: 3, end: null, user: 3 }]);
    s.kimai.advance(600);
    const stopped = await update(s, "1", { status: "pending" });
    expect(stopped.record.values).not.toHaveProperty("running");
    expect(s.kimai.state.timesheets[0]?.end).not.toBeNull();
    expect((await update(s, "1", { status: "closed" })).record.values.status).toBe("closed");
    expect(await failureOf(update(s, "1", { status: "progress" }))).toMatchObject({ kind: "conflict", saved: "no" });
    expect((await update(s, "1", { status: "pending" })).record.values.status).toBe("pending");
    expect((await update(s, "1", { assignee: null })).record.values).not.toHaveProperty("assignee");
    expect(sent(s, "PATCH", /^\/tasks/)).toEqual(
      ["assign", "start", "stop", "close", "reopen", "unassign"].map((deed) => `/tasks/1/${deed}`),
    );
    // What is so already needs no request.
    await update(s, "1", { status: "pending", assignee: null });
    expect(sent(s, "PATCH", /^\/tasks/)).toHaveLength(6);
  });

  it("take logged work as an entry, by the clock of the person's zone", async () => {
    const s = await withPlugins("teamlead", { zones: { teamlead: "Europe/Berlin" } });
    await create(s, review);
    const { notes } = await update(s, "1", { log: { begin: "2026-11-18T09:00", end: "2026-11-18T09:30:00Z" } });
    expect(notes).toEqual(["The work is booked as an entry of time."]);
    const [sheet] = s.kimai.state.timesheets;
    expect([sheet?.begin, sheet?.end].map((ms) => new Date(ms ?? 0).toISOString())).toEqual([
      "2026-11-18T08:00:00.000Z",
      "2026-11-18T09:30:00.000Z",
    ]);
    const wrong: RecordDraft[] = [{ begin: "2026-11-18T09:00" }, { begin: "yesterday", end: "today" }];
    for (const log of wrong) expect((await failureOf(update(s, "1", { log }))).name).toBe("InputError");
    expect(s.kimai.state.timesheets).toHaveLength(1);
  });

  it("say who may start them, and keep what was saved before a step failed", async () => {
    const s = await withPlugins("teamlead");
    await create(s, { ...review, assignee: String(paula) });
    expect(await failureOf(update(s, "1", { status: "progress" }))).toMatchObject({
      kind: "forbidden",
      message: "Kimai does not let you start it.",
      next: expect.stringMatching(/assigned to/),
    });
    const { record, notes } = await update(s, "1", { name: "Renamed", status: "closed" });
    expect(record).toMatchObject({ name: "Renamed", values: { status: "pending" } });
    expect(notes).toEqual([expect.stringMatching(/Not all of it was done: .*close it/)]);
  });

  it("are listed without closed ones, which is said, or with them", async () => {
    const s = await withPlugins("teamlead");
    await create(s, { ...review, assignee: "3" });
    await create(s, { ...review, name: "Second", project: "2", activity: "1" });
    await update(s, "1", { status: "closed" });
    const names = async (more: object) =>
      (await s.records.list({ type: "task", ...page, ...more })).records.map(({ name }) => name);
    const short = await s.records.list({ type: "task", ...page });
    expect([short.records.map(({ name }) => name), short.notes]).toEqual([["Second"], ["Closed tasks are left out."]]);
    expect(await names({ includeHidden: true })).toEqual(["Review texts", "Second"]);
    expect(await names({ filters: { status: "closed", person: "3" } })).toEqual(["Review texts"]);
    expect(await names({ text: "sec" })).toEqual(["Second"]);
  });

  it("do not log twice when the answer is lost, but say that it is not known", async () => {
    const s = await withPlugins("teamlead");
    await create(s, review);
    s.kimai.fail({ method: "PATCH", path: /log$/, times: 1, failure: { kind: "drop", afterEffect: true } });
    const error = await failureOf(update(s, "1", { log: { begin: "2026-11-18T09:00", end: "2026-11-18T09:30" } }));
    expect(error).toMatchObject({ saved: "unknown" });
    expect(s.kimai.state.timesheets).toHaveLength(1);
  });
});

describe("the fake Kimai's plugins", () => {
  const routes = [
    "absences",
    "absences/types?language=de",
    "absences/calendar?begin=2026-11-01T00:00:00&end=2026-11-30T23:59:59",
    "public-holidays?begin=2026-11-01T00:00:00&end=2026-12-31T23:59:59",
    "public-holidays/calendar",
    "expenses",
    "expenses/categories",
    "tasks",
    "metafields",
  ];
  const ask = async (s: Setup, route: string, method = "GET") => {
    const headers = { authorization: `Bearer ${s.kimai.tokens.super}` };
    const answer = await fetch(`${s.kimai.url}/api/${route}`, { method, headers });
    return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
  };

  it("answer 404 on every route where they are not installed", async () => {
    const open = await setup("super");
    for (const route of routes) expect([route, (await ask(open, route)).status]).toEqual([route, 404]);
    for (const route of [
      "absences/1",
      "public-holidays/1",
      "public-holidays/group/1",
      "work-contract/lock/4/2026-10-01",
    ])
      expect([route, (await ask(open, route, "DELETE")).status]).toEqual([route, 404]);
    expect(open.kimai.state.plugged.holidays).not.toEqual([]);
  });

  it("answer on all of them where they are, dates strictly as Kimai reads them", async () => {
    const s = await withPlugins("super");
    for (const route of routes) expect([route, (await ask(s, route)).status]).toEqual([route, 200]);
    expect((await ask(s, "absences?begin=2026-11-01")).status).toBe(400);
    expect((await ask(s, "absences?user=999")).status).toBe(404);
    expect((await ask(s, "expenses?page=2")).status).toBe(404);
    expect((await ask(s, "work-contract/lock/4/2026-10-01")).status).toBe(405);
    const { body } = await ask(s, routes[3] ?? "");
    expect(body).toMatchObject([{ id: 13, date: "2026-12-24T00:00:00+0100", halfDay: true }, { id: 14 }, { id: 15 }]);
  });

  it("show approved absences in the calendar, and entries of a task", async () => {
    const s = await withPlugins("super");
    away(s.kimai, 1, "2026-11-19", "2026-11-20");
    away(s.kimai, 1, "2026-11-23", "2026-11-23", { status: "requested" });
    expect((await ask(s, routes[2] ?? "")).body).toMatchObject([
      { title: "Holiday", start: "2026-11-19T00:00:00+0100", end: "2026-11-21T00:00:00+0100", allDay: true },
    ]);
    const made = await s.records.create({
      type: "task",
      values: { name: "Look", project: "1", activity: "3", assignee: "1" },
    });
    await s.records.update({ type: "task", id: made.record.id }, { status: "progress" });
    expect((await ask(s, `tasks/${made.record.id}/timesheets`)).body).toMatchObject([{ end: null, user: { id: 1 } }]);
  });
});
