import { describe, expect, it } from "vitest";
import { callMay } from "#core/platform/call-context";
import type { FakeCalamariOptions } from "../../../../fakes/calamari";
import type { FakeEmployee, FakeState } from "../../../../fakes/calamari/model";
import { without } from "../../../../fakes/calamari/rows";
import { people, seedState } from "../../../../fakes/calamari/seed";
import { openToolSession } from "../../../../fakes/tool-session";
import { begin as beginSession, failureOf, type Setup } from "./setup";

const begin = async (options: FakeCalamariOptions = {}, may: (cell: string) => boolean = () => true) => {
  const s = await beginSession(options, may);
  const { records } = s.service;
  if (!records) throw new Error("no records");
  return { ...s, records };
};

const page = { limit: 10_000, offset: 0 };
const sent = ({ calamari }: Setup, path: RegExp) =>
  calamari.requests
    .filter((each) => path.test(each.path))
    .map(({ method, path: at, body }) => ({ method, path: at, body: body ? JSON.parse(body) : undefined }));

/** A company of so many. */
const crowd = (count: number) => (state: FakeState) => {
  const [, nora] = seedState().employees;
  for (let id = 1_000; id < 1_000 + count; id++)
    state.employees.push({
      ...(nora as FakeEmployee),
      ...{ id, uuid: `1b1c2d3e-0000-4000-8000-${String(id).padStart(12, "0")}` },
      ...{ firstName: "Worker", lastName: `No${id}`, email: `w${id}@fjordworks.example`, externalNumber: `FW-${id}` },
      teams: [],
    });
};

describe("people", () => {
  it("are listed with what is work, and never with what is private", async () => {
    const s = await begin();
    const { records, total } = await s.records.list({ type: "person", ...page });
    expect(total).toBe(4);
    const ida = records.find(({ id }) => id === people.ida);
    expect(ida).toMatchObject({
      name: "Ida Berg",
      values: {
        position: "Designer",
        contract_type: "Employment contract",
        teams: [{ id: "5", name: "Design" }],
        manager: { id: people.olav },
        work_schedule: "Office 37.5",
        hire_date: "2023-03-01",
      },
    });
    expect(JSON.stringify(records)).not.toMatch(/1990-05-17|birth/i);
  });

  for (const totalPages of [true, false])
    it(`of a company of 3,000 all come, each once, where the number of pages is ${totalPages ? "told" : "not told"}`, async () => {
      const s = await begin({ settings: { totalPages }, seed: crowd(3_000) });
      const { records, total } = await s.records.list({ type: "person", ...page });
      expect(total).toBe(3_004);
      expect(new Set(records.map(({ id }) => id)).size).toBe(3_004);
      const pages = s.calamari.count(/employees\/v1\/search/);
      expect(pages).toBe(Math.ceil(3_004 / 50) + (totalPages ? 0 : 1));
      await s.records.list({ type: "person", text: "Worker No1234", ...page });
      expect(s.calamari.count(/employees\/v1\/search/)).toBe(pages);
    });

  for (const [why, options] of [
    ["the key lacks the scope of employees", without("employees")],
    ["employees v1 are gone", { settings: { employeesV1: false } }],
  ] as const)
    it(`come from People v2, until a page is short, where ${why}, and nothing private is asked for`, async () => {
      const s = await begin({ ...options, seed: crowd(3_000) });
      const { total, records } = await s.records.list({ type: "person", ...page });
      expect(total).toBe(3_004);
      expect(records.find(({ id }) => id === people.ida)).toMatchObject({ values: { teams: [{ name: "Design" }] } });
      const asked = s.calamari.requests.filter(({ path }) => path === "/people/v2");
      expect(asked).toHaveLength(31);
      for (const { query } of asked) {
        expect(query.get("projection")).toBe("CUSTOM");
        expect(query.get("fields")).not.toMatch(/birth|address|sex|phone|note|marital/i);
      }
    });

  it("of exactly two full pages of v2 end with an empty one", async () => {
    const s = await begin({ ...without("employees"), seed: crowd(196) });
    expect((await s.records.list({ type: "person", ...page })).total).toBe(200);
    expect(s.calamari.count(/people\/v2$/)).toBe(3);
  });

  it("cannot be listed with neither scope: both are named, and it is not an empty list", async () => {
    const s = await begin(without("employees", "people"));
    const error = await failureOf(s.records.list({ type: "person", ...page }));
    expect(error).toMatchObject({ kind: "forbidden" });
    expect(error.message).toMatch(/neither the scope for employees nor that for people/);
  });

  it("are filtered by team, position and contract type, by v1 and by v2 alike", async () => {
    for (const options of [{}, without("employees")]) {
      const s = await begin(options);
      const names = async (filters: Record<string, string | boolean>) =>
        (await s.records.list({ type: "person", filters, ...page })).records.map(({ name }) => name);
      expect(await names({ team: "6" })).toEqual(["Jan Nowak"]);
      expect(await names({ position: "Lead" })).toEqual(["Olav Dahl"]);
      expect(await names({ contract_type: "Employment contract", team: "5" })).toEqual([
        "Ida Berg",
        "Nora Lind",
        "Olav Dahl",
      ]);
      const none = await s.records.list({ type: "person", filters: { position: "Captain" }, ...page });
      expect(none.notes.join(" ")).toMatch(/must be whole/);
      await s.close();
    }
  });

  it("that are archived are listed only when asked for, and found one by one too", async () => {
    const s = await begin();
    const list = async (more: object) =>
      (await s.records.list({ type: "person", ...page, ...more })).records.map(({ name }) => name);
    expect(await list({})).not.toContain("Gone Fisher");
    expect(await list({ includeHidden: true })).toContain("Gone Fisher");
    expect(await list({ filters: { archived: true } })).toEqual(["Gone Fisher"]);
    expect(await s.records.get({ type: "person", id: "gone.fisher@fjordworks.example" })).toMatchObject({
      values: { archived: true },
    });
  });

  it("are one whatever case the address has; nobody is an error", async () => {
    const s = await begin();
    expect(await s.records.get({ type: "person", id: "IDA.Berg@Fjordworks.example" })).toMatchObject({
      id: people.ida,
    });
    expect(await s.records.get({ type: "person", id: "externalNumber:FW-042" })).toMatchObject({ id: people.ida });
    expect(await failureOf(s.records.get({ type: "person", id: "nobody@x.example" }))).toMatchObject({
      kind: "not_found",
    });
  });

  it("are asked about by nobody who may not: nothing is sent, and one's own record still comes", async () => {
    const s = await begin({}, () => false);
    for (const asked of [
      () => s.records.list({ type: "person", ...page }),
      () => s.records.get({ type: "person", id: people.ida }),
      () => s.records.list({ type: "holiday", of: { type: "person", id: people.ida }, ...page }),
      () => s.records.create({ type: "team", values: { name: "Spies", members: [people.ida] } }),
      () => s.records.create({ type: "project", values: { name: "Trap", people: [people.ida] } }),
      () => s.records.update({ type: "person", id: people.ida }, { last_name: "X" }),
      () => s.records.remove({ type: "person", id: people.ida }),
      () => s.records.get({ type: "team", id: "5" }),
      () => s.records.create({ type: "leave_quota", values: { person: people.ida, type: "Annual leave", amount: 1 } }),
    ])
      expect(await failureOf(asked())).toMatchObject({ kind: "forbidden" });
    expect(await s.records.get({ type: "person", id: people.nora.toUpperCase() })).toMatchObject({ name: "Nora Lind" });
    expect(s.calamari.othersAskedFor(people.nora)).toEqual([]);
  });

  it("are made, changed and archived by People v2, each sent once and with nothing that was not said", async () => {
    const s = await begin();
    const values = {
      ...{ first_name: "Eva", last_name: "Storm", email: "Eva.Storm@fjordworks.example", approval_process: "Manager" },
      ...{
        work_schedule: "Office 37.5",
        holidays_calendar: "Norway",
        teams: ["5"],
        manager: people.olav,
        invite: true,
      },
    };
    const made = await s.records.create({ type: "person", values });
    expect(made.record).toMatchObject({ id: "eva.storm@fjordworks.example", name: "Eva Storm" });
    expect(made.notes.join(" ")).toMatch(/asked to write them an invitation/);
    expect(sent(s, /people\/v2$/)[0]?.body).toEqual({
      ...{ firstName: "Eva", lastName: "Storm", email: "Eva.Storm@fjordworks.example", approvalProcess: "Manager" },
      ...{ workSchedule: "Office 37.5", holidaysCalendar: "Norway", teams: [5], directManager: people.olav },
    });
    const id = made.record.id;
    const place = { type: "person", id } as const;
    const changed = await s.records.update(place, { position: "Lead", manager: null });
    expect(changed.record.values).toMatchObject({ position: "Lead" });
    expect(changed.record.values.manager).toBeUndefined();
    const [patch] = sent(s, /people\/v2\/id:\d+$/);
    expect(patch).toMatchObject({ method: "PATCH", body: { position: "Lead", directManager: null } });
    expect(await s.records.consequences(place)).toEqual([]);
    await s.records.remove(place);
    expect(sent(s, /archive$/)).toHaveLength(1);
    expect(await s.records.get(place)).toMatchObject({ values: { archived: true } });
    expect(await failureOf(s.records.consequences(place))).toMatchObject({ kind: "conflict" });
  });

  it("are found again where the answer to a create, a change or an archive is lost, and are not made twice", async () => {
    const s = await begin();
    const drop = (method: string, path: RegExp) =>
      s.calamari.fail({ method, path, times: 1, failure: { kind: "drop", afterEffect: true } });
    drop("POST", /people\/v2$/);
    const values = { first_name: "Eva", last_name: "Storm", email: "eva@fjordworks.example" };
    const needed = { approval_process: "Manager", work_schedule: "Office 37.5", holidays_calendar: "Norway" };
    const made = await s.records.create({ type: "person", values: { ...values, ...needed } });
    expect(made.notes.join(" ")).toMatch(/answer was lost/);
    drop("PATCH", /people\/v2/);
    const place = { type: "person", id: made.record.id } as const;
    expect((await s.records.update(place, { last_name: "Sturm" })).record.name).toBe("Eva Sturm");
    drop("POST", /archive$/);
    await s.records.remove(place);
    expect(s.calamari.state.employees.filter(({ email }) => email === values.email)).toHaveLength(1);
    expect(sent(s, /people\/v2$/)).toHaveLength(1);
    const again = await failureOf(s.records.create({ type: "person", values: { ...values, ...needed } }));
    expect(again).toMatchObject({ kind: "conflict" });
  });

  it("keep the account's own person: who archived themselves would lock themselves out", async () => {
    const s = await begin();
    const error = await failureOf(s.records.consequences({ type: "person", id: people.nora }));
    expect(error).toMatchObject({ kind: "conflict", message: expect.stringMatching(/own person/) });
  });
});

describe("teams, positions, contract types", () => {
  it("teams tell their members, are made with people by number, and removed", async () => {
    const s = await begin();
    expect(await s.records.get({ type: "team", id: "5" })).toMatchObject({
      name: "Design",
      values: { members: [{ name: "Ida Berg" }, { name: "Nora Lind" }, { name: "Olav Dahl" }] },
    });
    const made = await s.records.create({
      type: "team",
      values: { name: "Crew", members: [people.ida, people.nora], managers: [people.olav] },
    });
    expect(sent(s, /teams\/v1\/create/)[0]?.body).toEqual({ name: "Crew", members: [42, 41], managers: [40] });
    const place = { type: "team", id: made.record.id } as const;
    expect(await s.records.consequences(place)).toEqual([{ what: "memberships", count: 2 }]);
    await s.records.remove(place);
    expect(await failureOf(s.records.get(place))).toMatchObject({ kind: "not_found" });
  });

  it("a team without people sends both lists, empty", async () => {
    const s = await begin();
    await s.records.create({ type: "team", values: { name: "Empty" } });
    expect(sent(s, /teams\/v1\/create/)[0]?.body).toEqual({ name: "Empty", members: [], managers: [] });
  });

  it("positions and contract types are listed, and where their path is unknown that is said instead of none", async () => {
    const s = await begin();
    expect((await s.records.list({ type: "position", ...page })).records.map(({ name }) => name)).toEqual([
      "Lead",
      "Designer",
    ]);
    s.calamari.state.settings.lists = false;
    for (const type of ["position", "contract_type"] as const) {
      const error = await failureOf(s.records.list({ type, ...page }));
      expect(error).toMatchObject({ kind: "unsupported" });
      expect(error.message).toMatch(/does not tell its (positions|contract types)/);
    }
  });
});

describe("projects", () => {
  it("are one's own, and the company's where asked", async () => {
    const s = await begin();
    const names = async (filters?: Record<string, boolean>) =>
      (await s.records.list({ type: "project", ...page, ...(filters && { filters }) })).records.map(({ name }) => name);
    expect(await names()).toEqual(["Harbour app", "Website relaunch"]);
    expect(await names({ company: true })).toContain("Board room");
  });

  it("are made with who may book on them, and archived, never deleted", async () => {
    const s = await begin();
    const { record } = await s.records.create({
      type: "project",
      values: { name: "Ferry", people: [people.ida], teams: ["5"] },
    });
    expect(sent(s, /projects\/v1\/create/)[0]?.body).toEqual({
      ...{ name: "Ferry", restrictedToPersons: [people.ida], restrictedToTeams: ["5"] },
    });
    expect((await s.records.describe("project")).archives).toMatch(/what was booked stays/);
    await s.records.remove({ type: "project", id: record.id });
    expect(s.calamari.state.projects.find(({ id }) => String(id) === record.id)).toMatchObject({ archived: true });
  });
});

describe("holidays and working weeks", () => {
  it("holidays are of one's own calendar, of others where allowed, this year's by default", async () => {
    const s = await begin();
    const own = await s.records.list({ type: "holiday", ...page });
    expect(own.records[0]).toMatchObject({ id: "2026-12-24", values: { day: "2026-12-24", half: true } });
    const jan = { type: "person", id: people.jan } as const;
    expect((await s.records.list({ type: "holiday", of: jan, ...page })).records.map(({ id }) => id)).toEqual([
      "2026-12-25",
      "2026-12-26",
    ]);
    const none = await s.records.list({ type: "holiday", first: "2026-01-01", last: "2026-06-30", ...page });
    expect(none.records).toEqual([]);
  });

  it("holidays in the night of New Year are those of the year that it is for the person", async () => {
    // In Oslo it is 00:30 on 1 January 2027 by then.
    const s = await begin({ now: "2026-12-31T23:30:00Z" });
    await s.records.list({ type: "holiday", ...page });
    expect(sent(s, /holiday/)).toMatchObject([{ body: { from: "2027-01-01", to: "2027-12-31" } }]);
  });

  it("working weeks tell hours a day, fixed times, and which is one's own", async () => {
    const s = await begin();
    const { records } = await s.records.list({ type: "target_hours", ...page });
    expect(records[0]).toMatchObject({ name: "Office 37.5 (37:30 a week)", values: { own: true, monday: 27_000 } });
    expect(records[0]?.values.times).toMatch(/^mon 09:00–17:00, tue/);
    expect(records[1]).toMatchObject({ name: "Flexible 32 (32:00 a week)", values: { thursday: 28_800 } });
    expect(records[1]?.values.times).toBeUndefined();
  });
});

describe("a correction of a balance", () => {
  const quota = (values: Record<string, string | number>) => ({ type: "leave_quota", values }) as const;

  it("is added to what there was, sent as a text with up to three decimals, for one's own person", async () => {
    const s = await begin();
    const { record } = await s.records.create(quota({ type: "annual", amount: -0.125, comment: "Flood day" }));
    expect(sent(s, /entitlement-balance\/create/)[0]?.body).toEqual({
      ...{ amount: "-0.125", asOfDate: "2026-11-19", absenceType: 3, balanceOwner: people.nora, comment: "Flood day" },
    });
    expect(record).toMatchObject({ values: { balance: 24.875, amount: -0.125, person: { name: "Nora Lind" } } });
    expect(s.calamari.othersAskedFor(people.nora)).toEqual([]);
  });

  it("shows the balance before and after it to whoever has to agree, and is asked for always", async () => {
    const s = await beginSession({}, callMay);
    const session = openToolSession({ service: s.service, profile: "everything", answers: ["no", "yes"] });
    const row = (amount: number) => ({
      type: "leave_quota",
      records: [{ values: { person: "Ida", type: "Annual leave", amount } }],
    });
    expect((await session.call("save_record", row(2))).isError).toBe(true);
    expect(session.questions[0]?.join("\n")).toMatch(
      /Ida Berg \(ida\.berg@fjordworks\.example\) has 25 days of "Annual leave" on 2026-11-19, and would then have 27\./,
    );
    expect(s.calamari.state.corrections).toEqual([]);
    const { text, isError } = await session.call("save_record", row(2));
    expect(isError, text).toBe(false);
    expect(text).toMatch(/Ida Berg/);
    expect(s.calamari.state.corrections).toMatchObject([{ employee: 42, amount: 2 }]);
    const own = await session.call("save_record", {
      type: "leave_quota",
      records: [{ values: { type: "Annual leave", amount: 1 } }],
    });
    expect(own.isError).toBe(true);
    expect(session.questions.at(-1)?.join("\n")).toMatch(/Nora Lind.* has 25 days/);
    const dry = await session.call("save_record", { ...row(0.5), dry_run: true });
    expect(dry.text).toMatch(/would then have 27\.5/);
    expect(s.calamari.state.corrections).toHaveLength(1);
  });

  it("is refused before anything is sent where the amount, the type or the balance cannot be", async () => {
    const s = await begin();
    for (const [values, said] of [
      [{ type: "Annual leave", amount: 0.0001 }, /three decimals/],
      [{ type: "Annual leave", amount: 0 }, /other than 0/],
      [{ type: "Sick leave", amount: 1 }, /no limit/],
      [{ type: "Moon leave", amount: 1 }, /no type of leave/],
      [{ type: "leave", amount: 1 }, /more than one type of leave/],
    ] as const)
      expect((await failureOf(s.records.create(quota(values)))).message).toMatch(said);
    expect(sent(s, /entitlement-balance\/create/)).toEqual([]);
  });

  it("is sent once: a lost answer is settled by the balance", async () => {
    const s = await begin();
    const path = /entitlement-balance\/create/;
    s.calamari.fail({ path, times: 1, failure: { kind: "drop", afterEffect: true } });
    const { notes } = await s.records.create(quota({ type: "Annual leave", amount: 1 }));
    expect(notes.join(" ")).toMatch(/answer was lost/);
    expect(s.calamari.state.corrections).toHaveLength(1);
    s.calamari.fail({ path, times: 1, failure: { kind: "drop", afterEffect: false } });
    const error = await failureOf(s.records.create(quota({ type: "Annual leave", amount: 1 })));
    expect(error).toMatchObject({ saved: "no" });
    expect(s.calamari.state.corrections).toHaveLength(1);
  });
});

describe("through the tools", () => {
  const session = async (profile: "manage" | "everything", seed?: (state: FakeState) => void) => {
    const s = await beginSession({ ...(seed && { seed }) }, callMay);
    return { s, ...openToolSession({ service: s.service, profile, answers: Array.from({ length: 20 }, () => "yes") }) };
  };

  it("an ambiguous name is refused with addresses to choose from", async () => {
    const { call } = await session("manage", (state) => {
      const [, , ida] = state.employees;
      if (ida) state.employees.push({ ...ida, id: 60, lastName: "Bergman", email: "ida2@fjordworks.example" });
    });
    const { text, data, isError } = await call("list_records", { type: "person", id: "Ida" });
    expect(isError).toBe(true);
    expect(text).toMatch(/more than one person/);
    expect(JSON.stringify(data)).toMatch(/ida2@fjordworks\.example/);
  });

  it("archiving says that, before and after", async () => {
    const { call, questions } = await session("everything");
    const { text, isError } = await call("delete_record", { type: "person", ids: ["Ida Berg"] });
    expect(isError, text).toBe(false);
    expect(questions[0]?.join("\n")).toMatch(/^Archive .*time and leave are kept/);
    expect(text).toMatch(/^Archived 1 person/m);
  });

  it("what a type of record can do is told with the reason where it is closed", async () => {
    const { call } = await session("everything", (state) => {
      state.settings.modules = ["time"];
    });
    const { text } = await call("list_records", { type: "leave_quota", describe: true });
    expect(text).toMatch(/module Time Off/);
  });
});
