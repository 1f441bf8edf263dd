import { describe, expect, it } from "vitest";
import type { RecordQuery } from "#core/domain/records";
import { fakeEntry } from "../../../../fakes/clockodo/seed";
import { recordSession as begin, failureOf, type Setup, writesTo } from "./setup";

const all = (type: RecordQuery["type"], more: Partial<RecordQuery> = {}): RecordQuery => ({
  type,
  limit: 100,
  offset: 0,
  ...more,
});
const names = (page: { records: { name: string }[] }) => page.records.map(({ name }) => name);
const sent = (s: Setup) =>
  writesTo(s.clockodo).map(({ method, path, body }) => [`${method} ${path}`, body === "" ? null : JSON.parse(body)]);
const mara = { type: "person", id: "42" } as const;
const everybody = { type: "access_group", id: "3" } as const;
const teamDesign = { type: "team", id: "5" } as const;
const running = fakeEntry("2026-11-19T08:00:00Z", { users_id: 43, until: null, clocked: true });

describe("people", () => {
  it("are listed without address, dates and support PIN, and with them only where that is asked for", async () => {
    const { records } = await begin();
    const page = await records.list(all("person"));
    expect(names(page)).toEqual(["Jonas Weber", "Mara Lind", "Olga Owner"]);
    expect(page.records[1]?.values).toMatchObject({
      role: "worker",
      team: { id: "5", name: "Design" },
      number: "P-17",
    });
    expect(JSON.stringify(page)).not.toMatch(/@studio|2024-07-15|1234|wage|creator|initials/);
    const personal = await records.list(all("person", { filters: { personal: true }, text: "mara" }));
    expect(personal.records).toMatchObject([
      { values: { email: "mara@studio-lind.example", start_date: "2024-07-15", support_pin: "1234" } },
    ]);
  });

  it("looked at one by one have everything but the support PIN", async () => {
    const { records } = await begin();
    const { values } = await records.get(mara);
    expect(values).toMatchObject({
      email: "mara@studio-lind.example",
      start_date: "2024-07-15",
      wage_type: "salary",
      creator: { id: "40", name: "Olga Owner" },
      access_groups: [{ id: "3", name: "Everybody" }],
    });
    expect(values).not.toHaveProperty("support_pin");
  });

  it("say that a worker sees only a part of others", async () => {
    const { records } = await begin("mara");
    const page = await records.list(all("person", { filters: { role: "owner" } }));
    expect(page.records).toEqual([]);
    expect(page.notes.join(" ")).toMatch(/only a part.*roles of others are not shown/);
    expect((await records.get({ type: "person", id: "43" })).missing).toMatch(/do not show address, role/);
    expect((await records.get(mara)).missing).toBeUndefined();
  });

  it("are those whose absences one may decide, where that is asked", async () => {
    const { records } = await begin("mara", {
      seed: (state) => {
        state.teams.push({ id: 6, name: "Juniors", leader: 42, user_ids: [43] });
      },
    });
    expect(names(await records.list(all("person", { filters: { scope: "manage_absences" } })))).toEqual([
      "Jonas Weber",
    ]);
    expect(names(await records.list(all("person", { filters: { scope: "view_presences" } })))).toHaveLength(3);
  });

  it("are found by team, and hidden while inactive", async () => {
    const { records } = await begin("olga", {
      seed: (state) => {
        for (const user of state.users) if (user.id === 43) Object.assign(user, { active: false, teams_id: null });
      },
    });
    expect(names(await records.list(all("person")))).toEqual(["Mara Lind", "Olga Owner"]);
    expect(names(await records.list(all("person", { includeHidden: true })))).toContain("Jonas Weber");
    expect(names(await records.list(all("person", { filters: { team: "5" } })))).toEqual(["Mara Lind", "Olga Owner"]);
  });

  it("are made and changed with what was given and nothing else", async () => {
    const s = await begin();
    const made = await s.records.create({
      type: "person",
      values: {
        name: "Grace",
        email: "grace@example.com",
        role: "worker",
        wage_type: "hourly",
        team: "5",
        access_groups: ["3"],
      },
    });
    expect(made.record).toMatchObject({ name: "Grace", values: { team: { name: "Design" }, wage_type: "hourly" } });
    await s.records.update(
      { type: "person", id: made.record.id },
      { supervisor: "42", edit_lock_days: 8, number: null },
    );
    expect(sent(s)).toEqual([
      [
        "POST /v3/users",
        {
          name: "Grace",
          email: "grace@example.com",
          role: "worker",
          wage_type: 2,
          teams_id: 5,
          access_groups_ids: [3],
        },
      ],
      [`PUT /v3/users/${made.record.id}`, { boss: 42, edit_lock_dyn: 8, number: null }],
    ]);
    expect((await s.records.get({ type: "person", id: made.record.id })).values).toMatchObject({
      supervisor: { name: "Mara Lind" },
      edit_lock_days: 8,
    });
  });

  it("that lack something, or have what nobody can set, are refused before anything is sent", async () => {
    const s = await begin();
    const create = (values: Record<string, string>) => failureOf(s.records.create({ type: "person", values }));
    expect((await create({ name: "Grace" })).message).toMatch(/needs email, role/);
    expect((await create({ name: "G", email: "g@x.y", role: "worker", support_pin: "1" })).message).toMatch(
      /only be read/,
    );
    expect((await failureOf(s.records.update({ type: "person", id: "../1" }, { name: "X" }))).name).toBe("InputError");
    expect(sent(s)).toEqual([]);
  });

  it.each([
    [false, "EmailNotAvailable"],
    [true, "EmailNotAvailable"],
  ])("with an address that is taken are refused with Clockodo's words, nested or not: %s", async (nestedErrors) => {
    const s = await begin("olga", { settings: { nestedErrors } });
    const values = { name: "Grace", email: "mara@studio-lind.example", role: "worker" };
    const error = await failureOf(s.records.create({ type: "person", values }));
    expect(error).toMatchObject({ kind: "invalid", saved: "no", fields: { email: "The e-mail address is taken." } });
  });

  it("cannot be made beyond the licences, nor archived while their clock runs", async () => {
    const s = await begin("olga", {
      seed: (state) => {
        state.rows.licences = [{ count: 3 }];
        state.entries.push(running);
      },
    });
    const values = { name: "Grace", email: "grace@example.com", role: "worker" };
    expect((await failureOf(s.records.create({ type: "person", values }))).message).toMatch(/licences/);
    const archived = await failureOf(s.records.update({ type: "person", id: "43" }, { active: false }));
    expect(archived.message).toMatch(/A clock runs/);
  });

  it("are deleted only when inactive and without time; nothing is forced", async () => {
    const s = await begin();
    const jonas = { type: "person", id: "43" } as const;
    const active = await failureOf(s.records.consequences(jonas));
    expect(active).toMatchObject({ kind: "conflict" });
    expect(active.next).toMatch(/active to false/);
    await s.records.update(jonas, { active: false });
    s.clockodo.state.entries.push({ ...running, until: running.since + 1000 });
    expect((await failureOf(s.records.consequences(jonas))).message).toMatch(/Other data belong to it/);
    s.clockodo.state.entries = [];
    expect(await s.records.consequences(jonas)).toEqual([]);
    expect(s.clockodo.state.users.some(({ id }) => id === 43)).toBe(true);
    await s.records.remove(jonas);
    expect(s.clockodo.state.users.some(({ id }) => id === 43)).toBe(false);
    expect(s.clockodo.requests.some(({ query }) => query.has("force"))).toBe(false);
  });

  it("are made once, though Clockodo's answer is lost", async () => {
    const s = await begin();
    await s.service.facts();
    s.clockodo.lose("POST", /users$/);
    const values = { name: "Grace", email: "grace@example.com", role: "worker", send_mail: true };
    const made = await s.records.create({ type: "person", values });
    expect(made.notes.join()).toMatch(/it was saved/);
    expect(s.clockodo.state.users.filter(({ email }) => email === "grace@example.com")).toHaveLength(1);
    s.clockodo.lose("PUT", /users/);
    const changed = await s.records.update({ type: "person", id: made.record.id }, { number: "P-9", send_mail: true });
    expect(changed).toMatchObject({
      record: { values: { number: "P-9" } },
      notes: [expect.stringMatching(/it was saved/)],
    });
    // Clockodo never shows this one, so looking tells nothing.
    s.clockodo.lose("PUT", /users/);
    const silent = s.records.update({ type: "person", id: made.record.id }, { send_mail: false });
    expect(await failureOf(silent)).toMatchObject({ saved: "unknown" });
  });
});

describe("teams", () => {
  it("are shown with lead and members by name", async () => {
    const { records } = await begin("mara");
    expect(await records.list(all("team"))).toMatchObject({
      total: 1,
      records: [{ name: "Design", values: { lead: { name: "Olga Owner" }, members: [{}, { name: "Mara Lind" }, {}] } }],
    });
  });

  it("take members one by one, and a lead", async () => {
    const s = await begin();
    const remove = s.records.remove({ type: "membership", id: "43", of: teamDesign });
    await remove;
    expect(names(await s.records.list(all("membership", { of: teamDesign })))).toEqual(["Olga Owner", "Mara Lind"]);
    const back = await s.records.create({ type: "membership", of: teamDesign, values: { person: "43", lead: true } });
    expect(back.record).toMatchObject({
      id: "43",
      name: "Jonas Weber",
      parent: { name: "Design" },
      values: { lead: true },
    });
    await s.records.update({ type: "membership", id: "43", of: teamDesign }, { lead: false });
    await s.records.update({ type: "membership", id: "42", of: teamDesign }, { lead: true });
    expect(sent(s)).toEqual([
      ["PUT /v3/teams/5", { user_ids: [40, 42] }],
      ["PUT /v3/teams/5", { user_ids: [40, 42, 43], leader: 43 }],
      ["PUT /v3/teams/5", { leader: null }],
      ["PUT /v3/teams/5", { leader: 42 }],
    ]);
  });

  it("do not take somebody who is in another one, and say in which", async () => {
    const s = await begin();
    const made = await s.records.create({ type: "team", values: { name: "Sales" } });
    const sales = { type: "team", id: made.record.id } as const;
    const error = await failureOf(s.records.create({ type: "membership", of: sales, values: { person: "42" } }));
    expect(error).toMatchObject({ kind: "conflict", saved: "no" });
    expect(error.message).toMatch(/Mara Lind is in the team Design/);
    expect(
      (await failureOf(s.records.create({ type: "team", values: { name: "X", members: ["43"] } }))).message,
    ).toMatch(/Jonas Weber is in the team Design/);
    expect(sent(s)).toHaveLength(1);
    const twice = s.records.create({ type: "membership", of: teamDesign, values: { person: "42" } });
    expect((await failureOf(twice)).message).toMatch(/in the team already/);
  });

  it("tell how many leave with them, and are gone", async () => {
    const s = await begin();
    expect(await s.records.consequences(teamDesign)).toEqual([{ what: "memberships", count: 3 }]);
    await s.records.remove(teamDesign);
    expect(await s.records.list(all("team"))).toMatchObject({ total: 0 });
    expect((await failureOf(s.records.get(teamDesign))).kind).toBe("not_found");
  });

  it("stay as they are for a worker, with the reason", async () => {
    const s = await begin("mara");
    const told = await s.records.describe("team");
    expect(told.actions).toEqual(["list", "get"]);
    expect(told.notes.join()).toMatch(/do not include to manage people and teams/);
    const error = await failureOf(s.records.update(teamDesign, { name: "Mine" }));
    expect(error).toMatchObject({ kind: "forbidden", saved: "no" });
  });
});

describe("access groups", () => {
  it("are listed, made, changed and deleted, with their people by name", async () => {
    const s = await begin();
    const made = await s.records.create({ type: "access_group", values: { name: "Freelancers", members: ["43"] } });
    expect(made.record).toMatchObject({ values: { members: [{ name: "Jonas Weber" }], company_default: false } });
    const place = { type: "access_group", id: made.record.id } as const;
    await s.records.update(place, { members: [] });
    expect(names(await s.records.list(all("access_group")))).toEqual(["Everybody", "Freelancers"]);
    expect(await s.records.consequences(place)).toEqual([]);
    expect(await s.records.consequences(everybody)).toMatchObject([{ count: 3 }]);
    await s.records.remove(place);
    expect(names(await s.records.list(all("access_group")))).toEqual(["Everybody"]);
    expect(sent(s).map(([what]) => what)).toEqual([
      "POST /v2/accessGroups",
      `PUT /v2/accessGroups/${place.id}`,
      `DELETE /v2/accessGroups/${place.id}`,
    ]);
  });
});

describe("access", () => {
  it("of a person shows what holds in sum, and what is individual", async () => {
    const s = await begin();
    await s.records.create({ type: "access", of: mara, values: { may: "report", project: "7720" } });
    const page = await s.records.list(all("access", { of: mara }));
    expect(page.records).toMatchObject([
      { id: "book", name: "book on all work", parent: { name: "Mara Lind" }, values: { scope: "all" } },
      { id: "report", values: { scope: "chosen" } },
      { id: "report.customer.510", name: "see reports of Seehof Hotels", values: { scope: "chosen" } },
      { id: "report.project.7720", values: { project: { name: "App relaunch" }, customer: { name: "Seehof Hotels" } } },
      { id: "edit", values: { scope: "none" } },
      { id: "activity", values: { scope: "all" } },
      { id: "own.report", values: { individual: true } },
      { id: "own.report.customer.510" },
      { id: "own.report.project.7720", name: "see reports of App relaunch (individual)" },
    ]);
    const own = await s.records.list(all("access", { of: mara, filters: { individual: true, may: "book" } }));
    expect(own.records.map(({ id }) => id)).toEqual(["own.book", "own.activity"]);
    expect(s.clockodo.count("PUT", /individualUserAccess\/42\/projects$/)).toBe(1);
  });

  it("of a worker themselves is open to them, without the individual part, and that is said", async () => {
    const { records } = await begin("mara");
    const page = await records.list(all("access", { of: mara }));
    expect(page.records.map(({ id }) => id)).toEqual(["book", "report", "edit", "activity"]);
    expect(page.notes.join()).toMatch(/does not show you their individual rights/);
    expect((await failureOf(records.list(all("access", { of: { type: "person", id: "43" } })))).kind).toBe("forbidden");
  });

  it("of a group is opened and closed for all, for a customer, a project and an activity", async () => {
    const s = await begin();
    const change = (id: string, scope: string) => s.records.update({ type: "access", id, of: everybody }, { scope });
    await change("book", "chosen");
    await change("book.customer.510", "chosen");
    await change("book.project.7721", "none");
    await s.records.remove({ type: "access", id: "book.customer.511", of: everybody });
    await change("activity", "chosen");
    await s.records.remove({ type: "access", id: "activity.33", of: everybody });
    await change("report", "all");
    await s.records.create({ type: "access", of: everybody, values: { may: "edit", customer: "512" } });
    await s.records.create({ type: "access", of: everybody, values: { activity: "33", scope: "all" } });
    expect(sent(s)).toEqual([
      ["PUT /v2/accessGroups/3/customers/general", { type: "add", value: 2 }],
      ["PUT /v2/accessGroups/3/customers", { id: 510, type: "add", value: 2 }],
      ["PUT /v2/accessGroups/3/projects", { id: 7721, type: "add", value: 0 }],
      ["PUT /v2/accessGroups/3/customers", { id: 511, type: "add", value: 0 }],
      ["PUT /v2/accessGroups/3/services/general", { type: "add", value: 2 }],
      ["PUT /v2/accessGroups/3/services", { id: 33, type: "add", value: 0 }],
      ["PUT /v2/accessGroups/3/customers/general", { type: "report", value: 1 }],
      ["PUT /v2/accessGroups/3/customers", { id: 512, type: "edit", value: 1 }],
      ["PUT /v2/accessGroups/3/services", { id: 33, type: "add", value: 1 }],
    ]);
    const ids = (await s.records.list(all("access", { of: everybody }))).records.map(({ id }) => id);
    expect(ids).toContain("book.project.7720");
    expect(ids).not.toContain("book.project.7721");
    expect(ids).not.toContain("book.customer.511");
    expect(await s.records.get({ type: "access", id: "book.customer.511", of: everybody })).toMatchObject({
      values: { scope: "none" },
    });
  });

  it("says what Clockodo refuses: chosen can only be made of all", async () => {
    const s = await begin();
    const error = await failureOf(s.records.update({ type: "access", id: "edit", of: everybody }, { scope: "chosen" }));
    expect(error).toMatchObject({ kind: "forbidden", saved: "no" });
  });

  it("in sum is not changed itself, and single things are open or not", async () => {
    const s = await begin();
    const sum = await failureOf(s.records.update({ type: "access", id: "book", of: mara }, { scope: "none" }));
    expect(sum).toMatchObject({ name: "InputError", next: expect.stringContaining("#own.book") });
    const half = s.records.update({ type: "access", id: "own.activity.31", of: mara }, { scope: "chosen" });
    expect((await failureOf(half)).message).toMatch(/open or not/);
    const two = s.records.create({ type: "access", of: mara, values: { customer: "510", activity: "31" } });
    expect((await failureOf(two)).message).toMatch(/exactly one/);
    const strange = s.records.update({ type: "access", id: "own.fly", of: mara }, { scope: "all" });
    expect((await failureOf(strange)).message).toMatch(/not an access right/);
    expect(sent(s)).toEqual([]);
  });

  it("individual ones go all at once, after their number was told", async () => {
    const s = await begin();
    const own = { type: "access", id: "own", of: mara } as const;
    expect(await s.records.consequences(own)).toEqual([]);
    await s.records.update({ type: "access", id: "own.edit", of: mara }, { scope: "all" });
    expect(await s.records.get(own)).toMatchObject({ name: "all individual rights", values: { count: 1 } });
    expect(await s.records.consequences(own)).toEqual([{ what: "individual right", count: 1 }]);
    await s.records.remove(own);
    expect(s.clockodo.count("POST", /individualUserAccess\/42\/clear$/)).toBe(1);
    expect((await s.records.list(all("access", { of: mara }))).total).toBe(4);
  });

  it("is found when the answer to its change is lost", async () => {
    const s = await begin();
    await s.service.facts();
    s.clockodo.lose("PUT", /general$/);
    const changed = await s.records.update({ type: "access", id: "own.edit", of: mara }, { scope: "all" });
    expect(changed).toMatchObject({
      record: { id: "own.edit", values: { scope: "all" } },
      notes: [expect.stringMatching(/it was saved/)],
    });
  });
});

describe("what can be done with people and rights", () => {
  it.each(["person", "team", "membership", "access_group", "access", "subscription"] as const)(
    "is told without Clockodo's own names: %s",
    async (type) => {
      const { records } = await begin();
      const told = await records.describe(type);
      expect(told.actions).toContain("get");
      expect(JSON.stringify(told)).not.toMatch(/"wire"|"silent"|s_ids?"|users|"personal":|boss|teams_/);
    },
  );
});

describe("the subscription", () => {
  it("is read by administrators and cannot be changed", async () => {
    const s = await begin();
    expect(await s.records.list(all("subscription"))).toMatchObject({
      total: 1,
      records: [{ id: "current", name: "Pro", values: { licences: 10, interval: "yearly", until: "2027-03-31" } }],
    });
    expect(await s.records.get({ type: "subscription", id: "current" })).toMatchObject({ name: "Pro" });
    expect((await failureOf(s.records.get({ type: "subscription", id: "1" }))).kind).toBe("not_found");
    expect((await failureOf(s.records.update({ type: "subscription", id: "current" }, {}))).kind).toBe("unsupported");
  });

  it("is told to be closed to workers, not to be empty", async () => {
    const s = await begin("mara");
    expect((await failureOf(s.records.list(all("subscription")))).kind).toBe("forbidden");
  });
});
