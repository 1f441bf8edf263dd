import { describe, expect, it } from "vitest";
import type { AbsenceQuery } from "#core/domain/absences";
import { away, john, nina, paula, withPlugins } from "./plugged";
import { failureOf, setup } from "./setup";

const november: AbsenceQuery = { first: "2026-11-01", last: "2026-11-30", people: "me" };
const names = (people: { name: string }[]) => people.map(({ name }) => name).sort();

describe("without the absence plugin", () => {
  it("refuses the cells with the reason, and asks no plugin's route when Kimai lists none", async () => {
    const open = await setup("super");
    const { refused } = await open.service.facts();
    const why = "the absence plugin is not installed in this Kimai";
    for (const cell of ["absence.read", "absence.create", "others_absence.read", "absence.decide", "holiday.read"])
      expect(refused[cell]).toBe(why);
    expect(refused["month_lock.create"]).toBe(why);
    expect(refused["expense.read"]).toBe("the expense plugin is not installed in this Kimai");
    expect(open.kimai.count("GET", /absences|expenses|tasks/)).toBe(0);
  });

  it("never says that everybody is present: each call is an error (weakness 3)", async () => {
    const open = await setup("super");
    const draft = { typeId: "holiday", first: "2026-12-01", last: "2026-12-02", comment: "x" };
    const calls = [
      open.absences.list({ ...november, people: "everyone" }),
      open.absences.list(november),
      open.absences.types(),
      open.absences.get("1"),
      open.absences.holidays({ first: "2026-01-01", last: "2026-12-31" }),
      open.absences.balances({ day: "2026-11-19" }),
      open.absences.parts(draft),
      open.absences.create(draft),
      open.absences.decide("1", "approve", undefined),
    ];
    for (const call of calls) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ name: "ServiceError", kind: "unsupported", saved: "no" });
      expect(error.message).toBe("The absence plugin is not installed in this Kimai.");
    }
    expect(open.kimai.state.plugged.absences).toEqual([]);
  });

  it("does not believe a plugin's name: one that is listed but does not answer is not there", async () => {
    const listed = await setup("user", { settings: { plugins: [{ name: "ControllingBundle", version: "1.0" }] } });
    expect((await listed.service.facts()).refused["absence.read"]).toMatch(/not installed/);
    const open = await setup("user");
    open.kimai.fail({ path: /^\/plugins$/, failure: { kind: "status", status: 404 } });
    expect((await open.service.facts()).refused["absence.read"]).toMatch(/not installed/);
  });

  it("lives with a plugin that is broken: facts come, and nothing is refused by guessing", async () => {
    const s = await withPlugins();
    s.kimai.fail({ path: /^\/absences\/types$/, failure: { kind: "status", status: 500 } });
    expect((await s.service.facts()).refused).not.toHaveProperty("absence.read");
    expect(await failureOf(s.absences.list(november))).toMatchObject({ kind: "unavailable" });
  });
});

describe("types of leave", () => {
  it("have names in the person's language, and say how they can be taken", async () => {
    const s = await withPlugins("user", {
      seed: (state) => {
        for (const user of state.users) user.language = "de";
      },
    });
    const types = await s.absences.types();
    expect(types).toContainEqual({
      id: "holiday",
      name: "Urlaub",
      meaning: "holiday",
      halfDays: true,
      hours: false,
      commentNeeded: true,
      counted: true,
    });
    expect(types.find(({ id }) => id === "time_off")).toMatchObject({
      hours: true,
      fromOvertime: true,
      counted: false,
    });
    expect(types.find(({ id }) => id === "sickness")).toMatchObject({ halfDays: false, hours: false });
  });
});

describe("one's own absences", () => {
  it("are those that touch the days, with names, by first day, whatever their state", async () => {
    const s = await withPlugins();
    away(s.kimai, john, "2026-10-26", "2026-11-02");
    away(s.kimai, john, "2026-11-30", "2026-12-04", { status: "requested" });
    away(s.kimai, john, "2026-11-10", "2026-11-10", { halfDay: true, duration: 14_400, status: "new" });
    away(s.kimai, john, "2026-10-05", "2026-10-06");
    away(s.kimai, paula, "2026-11-16", "2026-11-17");
    const list = await s.absences.list(november);
    expect(list.absences.map(({ first, last, status, firstHalf }) => [first, last, status, firstHalf])).toEqual([
      ["2026-10-26", "2026-11-02", "approved", undefined],
      ["2026-11-10", "2026-11-10", "draft", true],
      ["2026-11-30", "2026-12-04", "requested", undefined],
    ]);
    expect(list.absences[0]).toMatchObject({
      person: { id: "4", name: "John Doe" },
      type: { id: "holiday", name: "Holiday" },
      comment: "away",
    });
    expect(list.people).toEqual([{ id: "4", name: "John Doe" }]);
    expect(list.unread).toEqual([]);
  });

  it("can be narrowed by state and type", async () => {
    const s = await withPlugins();
    away(s.kimai, john, "2026-11-02", "2026-11-03");
    away(s.kimai, john, "2026-11-09", "2026-11-09", { type: "sickness" });
    away(s.kimai, john, "2026-11-23", "2026-11-24", { status: "requested" });
    const firsts = async (more: Partial<AbsenceQuery>) =>
      (await s.absences.list({ ...november, ...more })).absences.map(({ first }) => first);
    expect(await firsts({ statuses: ["approved"] })).toEqual(["2026-11-02", "2026-11-09"]);
    expect(await firsts({ statuses: ["requested", "draft"] })).toEqual(["2026-11-23"]);
    expect(await firsts({ typeId: "sickness" })).toEqual(["2026-11-09"]);
  });

  it("keep the days of their person where the zone is far from UTC", async () => {
    const s = await withPlugins("user", { zones: { user: "America/Vancouver" } });
    away(s.kimai, john, "2026-11-19", "2026-11-20");
    expect((await s.absences.list({ ...november, first: "2026-11-20", last: "2026-11-20" })).absences).toMatchObject([
      { first: "2026-11-19", last: "2026-11-20" },
    ]);
  });
});

describe("absences of others", () => {
  it("are refused to a plain user in words, not answered with the own ones (weaknesses 5 and 14)", async () => {
    const s = await withPlugins();
    away(s.kimai, john, "2026-11-02", "2026-11-03");
    const { refused } = await s.service.facts();
    expect(refused["others_absence.read"]).toBe("your Kimai role has no right to see other people's absences");
    expect(refused["absence.decide"]).toBe("your Kimai role has no right to decide on absences");
    expect(refused).not.toHaveProperty("absence.read");
    for (const people of ["everyone", ["5"], ["4", "5"]] as const)
      expect(await failureOf(s.absences.list({ ...november, people: people as AbsenceQuery["people"] }))).toMatchObject(
        {
          kind: "forbidden",
          saved: "no",
        },
      );
    expect((await s.absences.list({ ...november, people: ["4"] })).absences).toHaveLength(1);
  });

  it("have everybody in them for a super admin, also who is in no team (weakness 4)", async () => {
    const s = await withPlugins("super");
    away(s.kimai, nina, "2026-11-02", "2026-11-03");
    const list = await s.absences.list({ ...november, people: "everyone" });
    expect(names(list.people)).toEqual(names(s.kimai.state.users.map((user) => ({ name: user.alias ?? "" }))));
    expect(list.absences).toMatchObject([{ person: { name: "Nina Nowhere" } }]);
    expect(list.unread).toEqual([]);
    expect(list.notes).toBeUndefined();
  });

  it("tell a team lead without view_user who was read, who was not, and that there may be more", async () => {
    const s = await withPlugins("teamlead", {
      seed: (state) => {
        state.granted.TEAMLEAD = ["view_team"];
        const nina = state.users.find((user) => user.id === 6);
        nina?.teams.push({ id: 2, lead: false });
      },
    });
    s.kimai.seedEntries(3, { user: paula });
    away(s.kimai, paula, "2026-11-19", "2026-11-19");
    const list = await s.absences.list({ ...november, people: "everyone" });
    expect(names(list.people)).toEqual(["John Doe", "Paula Puck", "Tony Maier"]);
    // Found by her team, but not this lead's to see: neither away nor present.
    expect(list.unread).toEqual([
      { person: { id: "6", name: "Nina Nowhere" }, why: expect.stringMatching(/not let you see/) },
    ]);
    expect(list.notes?.join()).toMatch(/view_user/);
  });

  it("never count somebody as present whose look-up failed (weakness 3)", async () => {
    const s = await withPlugins("super");
    await s.service.facts();
    s.kimai.fail({ path: /^\/absences$/, times: 4, failure: { kind: "status", status: 500 } });
    const list = await s.absences.list({ ...november, people: ["5"] });
    expect(list).toMatchObject({ absences: [], people: [], unread: [{ person: { id: "5", name: "Paula Puck" } }] });
  });

  it("refuse a list that a server answers with somebody else's", async () => {
    const s = await withPlugins("super");
    away(s.kimai, john, "2026-11-19", "2026-11-19");
    await s.service.facts();
    await s.absences.types();
    s.kimai.fail({
      path: /^\/absences$/,
      failure: {
        kind: "status",
        status: 200,
        body: JSON.stringify([
          { id: 1, user: { id: 1 }, date: "2026-11-19T00:00:00+0100", type: "holiday", status: "approved" },
        ]),
      },
    });
    expect(await s.absences.list({ ...november, people: ["4"] })).toMatchObject({
      absences: [],
      people: [],
      unread: [{ person: { id: "4" } }],
    });
  });

  it("end with an error when the token dies in the middle of many people, and nobody is present then", async () => {
    const s = await withPlugins("super", {
      seed: (state) => {
        for (let id = 100; id < 160; id++) {
          const like = state.users[5];
          if (like) state.users.push({ ...like, id, username: `user${id}`, alias: `User ${id}`, token: "" });
        }
      },
    });
    await s.service.facts();
    await s.absences.types();
    const progress: number[] = [];
    const dying = s.absences.list(
      { ...november, people: "everyone" },
      {
        progress: (done) => {
          progress.push(done);
          if (done === 15) for (const user of s.kimai.state.users) user.token = "changed-token";
        },
      },
    );
    expect(await failureOf(dying)).toMatchObject({ kind: "unauthorized" });
    expect(progress.length).toBeLessThan(40);
    // What was not begun is not asked for any more.
    await expect.poll(() => s.kimai.requests.every(({ status }) => status !== undefined)).toBe(true);
    const asked = s.kimai.count("GET", /^\/absences$/);
    for (const user of s.kimai.state.users) if (user.id === 1) user.token = s.kimai.tokens.super;
    for (let request = 0; request < 3; request++) await s.service.timer.read();
    expect(s.kimai.count("GET", /^\/absences$/)).toBe(asked);
  });

  it("are asked for ten people at a time, and stop when the call is cancelled", async () => {
    const s = await withPlugins("super");
    await s.service.facts();
    await s.absences.types();
    s.kimai.fail({ path: /^\/absences$/, failure: { kind: "silence", afterEffect: false } });
    const stop = new AbortController();
    const list = failureOf(s.absences.list({ ...november, people: "everyone" }, { signal: stop.signal }));
    await expect.poll(() => s.kimai.count("GET", /^\/absences$/)).toBeGreaterThan(0);
    stop.abort(new Error("enough"));
    expect((await list).message).toBe("enough");
  });
});

describe("one absence", () => {
  it("is found by its id without a search where a list has shown it", async () => {
    const s = await withPlugins("super");
    const { id } = away(s.kimai, paula, "2026-11-19", "2026-11-20");
    await s.absences.list({ ...november, people: ["5"] });
    const before = s.kimai.requests.length;
    expect(await s.absences.get(String(id))).toMatchObject({ id: String(id), person: { name: "Paula Puck" } });
    expect(s.kimai.requests.length - before).toBe(1);
  });

  it("is searched for among everybody where not, and missed honestly", async () => {
    const s = await withPlugins("super");
    const { id } = away(s.kimai, nina, "2026-02-02", "2026-02-03");
    expect(await s.absences.get(String(id))).toMatchObject({ person: { name: "Nina Nowhere" } });
    expect(await failureOf(s.absences.get("999"))).toMatchObject({ kind: "not_found" });
    expect((await failureOf(s.absences.get("../users"))).name).toBe("InputError");
  });
});

describe("public holidays", () => {
  it("are those of the person's group", async () => {
    const s = await withPlugins("super", {
      seed: (state) => {
        for (const user of state.users)
          if (user.id === paula) user.preferences.push({ name: "public_holiday_group", value: "2" });
      },
    });
    const span = { first: "2026-05-01", last: "2026-12-24" };
    expect(await s.absences.holidays(span)).toEqual([
      { id: "12", day: "2026-05-01", name: "Labour Day", half: false },
      { id: "13", day: "2026-12-24", name: "Christmas Eve", half: true },
    ]);
    expect(await s.absences.holidays({ ...span, personId: "5" })).toMatchObject([{ name: "Summer bank holiday" }]);
  });

  it("are not guessed for somebody whose profile is closed", async () => {
    const s = await withPlugins("teamlead");
    const error = await failureOf(
      s.absences.holidays({ first: "2026-01-01", last: "2026-12-31", personId: String(paula) }),
    );
    expect(error).toMatchObject({ kind: "forbidden" });
  });
});
