import { describe, expect, it } from "vitest";
import { all, collect, failureOf, type Setup, setup } from "./setup";

const names = (page: { records: { name: string }[] }) => page.records.map(({ name }) => name);
const sent = (s: Setup, method: string, path: RegExp) =>
  s.kimai.requests
    .filter((each) => each.method === method && path.test(each.path) && each.body !== "{}")
    .map((each) => (each.body === "" ? null : JSON.parse(each.body)));

describe("who there is", () => {
  it("shows people who are in no team, and says nothing of missing ones where Kimai lists all", async () => {
    const { records } = await setup("super");
    const page = await records.list(all("person"));
    expect(names(page)).toEqual(["Anna Smith", "John Doe", "Nina Nowhere", "Paula Puck", "Susan Super", "Tony Maier"]);
    expect(page).toMatchObject({ total: 6, notes: [] });
  });

  it("finds everybody with time or a team where the list of people is closed, and says who can be missing", async () => {
    const s = await setup("admin", {
      seed: (state) => {
        state.users.push({ ...person(7), username: "idle", alias: "Ida Idle" });
        const paula = state.users.find((each) => each.id === 5);
        if (paula) paula.teams = [{ id: 2, lead: true }];
      },
    });
    // Nina is in no team and has time; Paula is in a team and has none; Ida has neither.
    s.kimai.seedEntries(3, { user: 6 });
    const page = await s.records.list(all("person"));
    expect(names(page)).toEqual(["Anna Smith", "John Doe", "Nina Nowhere", "Paula Puck", "Tony Maier"]);
    expect(page.notes.join()).toMatch(/right view_user.*time entries that you may see and the teams.*missing here/);
    expect((await s.service.work.people()).map(({ name }) => name)).toContain("Nina Nowhere");
  });

  it("gives a plain user their own name, and why there are no others", async () => {
    const { records } = await setup("user");
    const page = await records.list(all("person"));
    expect(names(page)).toEqual(["John Doe"]);
    expect(page.notes.join()).toContain("view_user");
  });

  it("leaves out disabled people unless they are asked for", async () => {
    const { records } = await setup("super", {
      seed: (state) => {
        for (const user of state.users) if (user.id === 6) user.enabled = false;
      },
    });
    expect(names(await records.list(all("person")))).not.toContain("Nina Nowhere");
    const hidden = await records.list(all("person", { includeHidden: true, text: "nina" }));
    expect(hidden.records).toMatchObject([{ id: "6", name: "Nina Nowhere", values: { enabled: false } }]);
  });

  it("pages, and searches names, user names and addresses", async () => {
    const { records } = await setup("super");
    const second = await records.list(all("person", { limit: 2, offset: 2 }));
    expect(second).toMatchObject({ total: 6, records: [{ name: "Nina Nowhere" }, { name: "Paula Puck" }] });
    expect(names(await records.list(all("person", { text: "TONY_TEAM" })))).toEqual(["Tony Maier"]);
  });

  it("shows roles, teams, whom one leads and the supervisor of a person", async () => {
    const { records } = await setup("super", {
      seed: (state) => {
        for (const user of state.users) if (user.id === 3) Object.assign(user, { supervisor: 2, title: "Lead" });
      },
    });
    expect(await records.get({ type: "person", id: "3" })).toEqual({
      type: "person",
      id: "3",
      name: "Tony Maier",
      values: {
        username: "tony_teamlead",
        email: "tony_teamlead@example.com",
        enabled: true,
        alias: "Tony Maier",
        title: "Lead",
        timezone: "Asia/Bangkok",
        language: "en",
        roles: ["ROLE_TEAMLEAD"],
        supervisor: { id: "2", name: "Anna Smith" },
        teams: [{ id: "1", name: "Web team" }],
        leads: [{ id: "1", name: "Web team" }],
      },
    });
  });

  it("shows a plain user's own roles and teams", async () => {
    const { records } = await setup("user");
    expect((await records.get({ type: "person", id: "4" })).values).toMatchObject({
      roles: ["ROLE_USER"],
      teams: [{ name: "Web team" }],
    });
  });

  it("falls back to what time records tell of a person whose profile is closed", async () => {
    const s = await setup("teamlead");
    s.kimai.seedEntries(2, { user: 4 });
    expect(await s.records.get({ type: "person", id: "4" })).toMatchObject({
      name: "John Doe",
      values: { username: "john_user" },
      missing: expect.stringContaining("no more of this person"),
    });
    expect(await failureOf(s.records.get({ type: "person", id: "6" }))).toMatchObject({ kind: "forbidden" });
  });

  it("refuses a plain user everybody's time, with the reason, instead of giving their own", async () => {
    const s = await setup("user", { entries: 3 });
    const range = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
    const error = await failureOf(collect(s.service.time.list({ ...range, people: "everyone" })));
    expect(error).toMatchObject({
      kind: "forbidden",
      message: expect.stringContaining("no right to see other people's time"),
    });
    expect(s.kimai.requests.filter((each) => each.url.includes("begin="))).toEqual([]);
  });

  it("reads the time of a team lead's people without asking for the list of people", async () => {
    const s = await setup("teamlead");
    s.kimai.seedEntries(2, { user: 5 });
    const before = s.kimai.count("GET", /^\/users$/);
    const range = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
    await s.service.facts();
    const asked = s.kimai.count("GET", /^\/users$/);
    const pages = await collect(s.service.time.list({ ...range, people: "everyone" }));
    expect(pages.flatMap((page) => page.entries).map((entry) => entry.person?.name)).toEqual([
      "Paula Puck",
      "Paula Puck",
    ]);
    expect(before).toBe(0);
    expect(s.kimai.count("GET", /^\/users$/)).toBe(asked);
  });
});

describe("changing people", () => {
  it("disables somebody with nothing else sent", async () => {
    const s = await setup("super");
    const { record } = await s.records.update({ type: "person", id: "6" }, { enabled: false });
    expect(record).toMatchObject({ name: "Nina Nowhere", values: { enabled: false } });
    expect(sent(s, "PATCH", /^\/users\/6$/)).toEqual([{ enabled: false }]);
    expect(names(await s.records.list(all("person")))).not.toContain("Nina Nowhere");
  });

  it("says that people cannot be deleted, and what to do instead", async () => {
    const s = await setup("super");
    expect(await failureOf(s.records.remove({ type: "person", id: "6" }))).toMatchObject({
      kind: "unsupported",
      message: expect.stringContaining("cannot be deleted"),
      next: expect.stringContaining("enabled false"),
    });
    expect((await s.records.describe("person")).actions).toEqual(["list", "get", "create", "update"]);
    expect(s.kimai.count("DELETE", /users/)).toBe(0);
  });

  it("creates a person, and says that they are disabled unless told otherwise", async () => {
    const s = await setup("super");
    const values = { username: "new.one", email: "new@example.com", password: "a long secret 1" };
    const made = await s.records.create({ type: "person", values });
    expect(made.record).toMatchObject({ name: "new.one", values: { enabled: false } });
    expect(made.notes.join()).toContain("disabled");
    expect(JSON.stringify(made)).not.toContain("secret");
    expect(s.logged()).not.toContain("secret");
    const second = { ...values, username: "new.two", email: "two@example.com", enabled: true, roles: ["team lead"] };
    const other = await s.records.create({ type: "person", values: second });
    expect(other).toMatchObject({ notes: [], record: { values: { enabled: true, roles: ["ROLE_TEAMLEAD"] } } });
  });

  it("names what is missing, unknown or wrong", async () => {
    const s = await setup("super");
    const make = (values: Record<string, string>) => failureOf(s.records.create({ type: "person", values }));
    expect((await make({ username: "x" })).message).toBe("A person needs email, password.");
    expect(
      (await make({ username: "xx", email: "a@b.c", password: "12345678", plainPassword: "y" })).message,
    ).toContain('has no "plainPassword"');
    expect(sent(s, "POST", /^\/users$/)).toEqual([]);
    const short = await make({ username: "xx", email: "a@b.c", password: "1234567" });
    expect(short).toMatchObject({ kind: "invalid", fields: { password: expect.stringContaining("too short") } });
    expect(short.message).not.toMatch(/plain/i);
    const taken = await make({ username: "john_user", email: "a@b.c", password: "12345678" });
    expect(taken.fields).toEqual({ username: "The username is already used." });
  });

  it("takes colours by their names, and tells the palette where one is not in it", async () => {
    const s = await setup("super");
    const red = await s.records.update({ type: "person", id: "6" }, { color: "gold" });
    expect(red.record.values.color).toBe("#ffd700");
    for (const color of ["#123456", "vermillion"])
      expect(await failureOf(s.records.update({ type: "person", id: "6" }, { color }))).toMatchObject({
        kind: "invalid",
        next: expect.stringContaining("Red #ff0000"),
      });
    expect(s.kimai.state.users.find((each) => each.id === 6)?.color).toBe("#ffd700");
  });

  it("tells a plain user which fields of their own profile are closed", async () => {
    const s = await setup("user");
    await s.records.update({ type: "person", id: "4" }, { alias: "Johnny" });
    expect((await s.service.facts()).person.name).toBe("Johnny");
    const error = await failureOf(s.records.update({ type: "person", id: "4" }, { roles: ["admin"] }));
    expect(error).toMatchObject({ kind: "forbidden", fields: { roles: expect.stringContaining("do not let you") } });
    const info = await s.records.describe("person");
    expect(info.actions).not.toContain("create");
    expect(info.notes.join()).toContain("no right to create people");
  });
});

describe("preferences", () => {
  it("lists one's own without being asked whose, as numbers and seconds", async () => {
    const { records } = await setup("user");
    const { records: found } = await records.list(all("preference"));
    expect(found).toMatchObject([{ id: "4", name: "John Doe", parent: { type: "person", id: "4" } }]);
    expect(found[0]?.values).toMatchObject({ work_contract_type: "day", work_monday: 28_800, holidays: 30 });
  });

  it("changes the target of the facts with them", async () => {
    const s = await setup("user");
    await s.service.facts();
    const place = { type: "preference" as const, id: "4" };
    await s.records.update(place, { work_monday: 14_400, vacation_days: 28 });
    expect((await s.service.facts()).targetSeconds?.[0]).toBe(14_400);
    expect(sent(s, "PATCH", /preferences$/)).toEqual([
      [
        { name: "work_monday", value: "14400" },
        { name: "holidays", value: "28" },
      ],
    ]);
  });

  it("spreads weekly hours over the working days, for core has no such preference", async () => {
    const s = await setup("super");
    const place = { type: "preference" as const, id: "4", of: { type: "person" as const, id: "4" } };
    const saved = await s.records.update(place, { weekly_hours: 30 * 3600 });
    expect(saved.record.values).toMatchObject({ work_monday: 21_600, work_friday: 21_600, work_saturday: 0 });
    expect(saved.notes.join()).toContain("30 h are spread over monday, tuesday, wednesday, thursday, friday");
    const none = await s.records.update({ type: "preference", id: "6" }, { weekly_hours: 100_001 });
    expect(none.record.values).toMatchObject({ work_contract_type: "day", work_monday: 20_081, work_friday: 19_980 });
    expect(none.notes.join()).toContain("the first 101 seconds more");
  });

  it("gives weekly hours to the plugin where it keeps them", async () => {
    const s = await setup("super", {
      settings: { plugins: [{ name: "WorkContractBundle", version: "1" }] },
      seed: (state) => {
        for (const user of state.users) {
          user.preferences = [
            { name: "work_contract_type", value: "week" },
            { name: "hours_per_week", value: "144000" },
          ];
        }
      },
    });
    const saved = await s.records.update({ type: "preference", id: "5" }, { weekly_hours: 108_000 });
    expect(saved.record.values).toMatchObject({ hours_per_week: 108_000, work_contract_type: "week" });
  });

  it("lists the known ones for a name that Kimai does not know, and saves nothing", async () => {
    const s = await setup("super");
    const error = await failureOf(
      s.records.update({ type: "preference", id: "4" }, { work_monday: 3600, hours_per_week: 1 }),
    );
    expect(error).toMatchObject({ kind: "not_found", message: expect.stringContaining("hours_per_week") });
    expect(error.message).not.toContain("work_monday");
    expect(error.next).toMatch(/work_contract_type.*weekly_hours/);
    expect(error.message).not.toMatch(/not configured/);
    expect((await s.records.get({ type: "preference", id: "4" })).values.work_monday).toBe(28_800);
  });

  it("says when a preference is closed, and when those of another person are", async () => {
    const s = await setup("user", { settings: { disabledPreferences: ["hourly_rate"] } });
    const closed = await failureOf(s.records.update({ type: "preference", id: "4" }, { hourly_rate: 500 }));
    expect(closed).toMatchObject({ kind: "forbidden", message: expect.stringContaining("change hourly_rate") });
    const other = { type: "preference" as const, id: "5" };
    expect(await failureOf(s.records.get(other))).toMatchObject({
      kind: "forbidden",
      next: expect.stringContaining("own"),
    });
    expect(await failureOf(s.records.update(other, { holidays: 99 }))).toMatchObject({ kind: "forbidden" });
    expect(sent(s, "PATCH", /users\/5/)).toEqual([]);
  });
});

describe("tokens", () => {
  it("revokes one's own by id, not somebody else's, and says where ids are seen", async () => {
    const s = await setup("user");
    await s.records.remove({ type: "token", id: "40" });
    expect(s.kimai.state.apiTokens.some(({ id }) => id === 40)).toBe(false);
    const where = { next: expect.stringContaining("profile") };
    expect(await failureOf(s.records.remove({ type: "token", id: "40" }))).toMatchObject({
      kind: "not_found",
      ...where,
    });
    expect(await failureOf(s.records.remove({ type: "token", id: "10" }))).toMatchObject({
      kind: "forbidden",
      ...where,
    });
    expect(await failureOf(s.records.remove({ type: "token", id: "../me" }))).toMatchObject({ name: "InputError" });
    expect(await s.records.describe("token")).toMatchObject({ actions: ["delete"] });
  });
});

const person = (id: number) => ({
  id,
  username: `u${id}`,
  alias: null,
  email: `u${id}@example.com`,
  zone: "Europe/Berlin",
  role: "USER" as const,
  token: "",
  enabled: true,
  teams: [],
  preferences: [],
});
