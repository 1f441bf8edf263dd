import { describe, expect, it } from "vitest";
import type { AbsenceDraft } from "#core/domain/absences";
import { addDays } from "#core/time/civil";
import type { FakeClockodoOptions } from "../../../../fakes/clockodo";
import type { FakeAbsence, FakeState } from "../../../../fakes/clockodo/model";
import { fakeAbsence, type PersonName } from "../../../../fakes/clockodo/seed";
import * as fc from "../../../../property";
import { failureOf, setup, shortSilenceMs, writesTo } from "./setup";

const year = { first: "2026-01-01", last: "2026-12-31" };
const [mara, jonas, olga] = [42, 43, 40];

async function start(who: PersonName = "mara", options: FakeClockodoOptions = {}, timing: { silenceMs?: number } = {}) {
  const made = await setup(who, options, timing);
  const { absences, contracts } = made.service;
  if (!absences || !contracts) throw new Error("the service keeps no leave");
  return { ...made, absences, contracts };
}

const having =
  (...rows: Partial<FakeAbsence>[]) =>
  (state: FakeState) => {
    for (const row of rows) state.absences.push(fakeAbsence(row));
  };

describe("types of leave", () => {
  it("have names in the person's language, and only regular holiday is taken from a balance", async () => {
    const { absences, clockodo, as } = await start();
    const types = await absences.types();
    expect(types).toHaveLength(15);
    expect(types[0]).toMatchObject({ id: "1", name: "Urlaub", counted: true, halfDays: true, hours: false });
    expect(types.filter(({ counted }) => counted)).toHaveLength(1);
    expect(types[2]).toMatchObject({ name: "Überstundenabbau", hours: true, halfDays: false, fromOvertime: true });
    expect(types.filter(({ working }) => working).map(({ name }) => name)).toEqual(["Homeoffice", "Arbeit außer Haus"]);
    for (const user of clockodo.state.users) user.language = "fr";
    expect((await as("jonas").absences?.types())?.[0]?.name).toBe("Regular holiday");
  });

  it("are not told where the module is off, and the reason is", async () => {
    const { absences, service } = await start("mara", { company: { module_absence: false } });
    expect((await service.facts()).refused["absence.read"]).toMatch(/absence module is switched off/);
    expect(await failureOf(absences.types())).toMatchObject({ kind: "forbidden" });
    expect((await failureOf(absences.list({ ...year, people: "me" }))).message).toMatch(/switched off/);
  });
});

describe("lists", () => {
  it("ask once for each year that the days touch", async () => {
    const { absences, clockodo } = await start("mara", {
      seed: having(
        { id: 1, date_since: "2026-12-28", date_until: "2026-12-31" },
        { id: 2, date_since: "2027-01-04", date_until: "2027-01-05", status: 0 },
        { id: 3, date_since: "2026-12-01", date_until: "2026-12-02" },
      ),
    });
    const list = await absences.list({ first: "2026-12-30", last: "2027-01-04", people: "me" });
    expect(list.absences.map(({ id, status }) => [id, status])).toEqual([
      ["1", "approved"],
      ["2", "requested"],
    ]);
    expect(list.people).toEqual([{ id: "42", name: "Mara Lind" }]);
    expect(list.unread).toEqual([]);
    expect(clockodo.count("GET", /\/absences$/)).toBe(2);
  });

  it("read everybody for one who sees all, and who has the right to see is asked of Clockodo", async () => {
    const { absences } = await start("olga", {
      seed: having({ id: 1 }, { id: 2, users_id: jonas, type: 4 }, { id: 3, users_id: olga, type: 8 }),
    });
    const list = await absences.list({ ...year, people: "everyone" });
    expect(list.absences.map(({ person, type }) => [person?.name, type?.name])).toEqual([
      ["Mara Lind", "Urlaub"],
      ["Jonas Weber", "Krankheit"],
      ["Olga Owner", "Homeoffice"],
    ]);
    expect(list.people).toHaveLength(3);
    expect(list.unread).toEqual([]);
    expect(list.notes).toBeUndefined();
  });

  it("tell that a colleague is away without why, and that more may be hidden", async () => {
    const { absences } = await start("mara", {
      seed: having({ id: 2, users_id: jonas, type: 4, note: "flu", public_note: "reachable" }),
    });
    const list = await absences.list({ ...year, people: ["43"] });
    expect(list.absences).toHaveLength(1);
    expect(list.absences[0]).toMatchObject({ person: { name: "Jonas Weber" }, comment: "reachable", days: 5 });
    expect(list.absences[0]).not.toHaveProperty("type");
    expect(list.people).toEqual([]);
    expect(list.unread[0]?.person.name).toBe("Jonas Weber");
    const all = await absences.list({ ...year, people: "everyone" });
    expect(all.people.map(({ name }) => name)).toEqual(["Mara Lind"]);
    expect(all.unread.map(({ person }) => person.name)).toEqual(["Jonas Weber", "Olga Owner"]);
    expect(String(all.notes?.[0])).toMatch(/may be away too/);
  });

  it("tell half days, hours and work from home as what they are", async () => {
    const { absences } = await start("mara", {
      seed: having(
        { id: 1, date_since: "2026-12-01", date_until: "2026-12-01", half_day: true },
        { id: 2, date_since: "2026-12-02", date_until: "2026-12-02", type: 3, count_hours: 4.5 },
        { id: 3, date_since: "2026-12-03", date_until: "2026-12-03", type: 8 },
        { id: 4, date_since: "2026-12-24", date_until: "2026-12-24" },
        { id: 5, date_since: "2026-12-28", date_until: "2026-12-29", status: 3 },
        { id: 6, date_since: "2026-12-30", date_until: "2026-12-30", status: 2 },
      ),
    });
    const { absences: all } = await absences.list({ ...year, people: "me" });
    expect(all[0]).toMatchObject({ firstHalf: true, days: 0.5, seconds: null });
    expect(all[1]).toMatchObject({ days: null, seconds: 16_200, type: { id: "3" } });
    expect(all[2]).toMatchObject({ working: true, days: 1 });
    // Christmas Eve is half a holiday: its half day is the whole of it.
    expect(all[3]).toMatchObject({ days: 0.5 });
    expect(all[3]).not.toHaveProperty("firstHalf");
    expect(all.slice(4).map(({ status }) => status)).toEqual(["cancelled", "rejected"]);
    const wanted = await absences.list({ ...year, people: "me", statuses: ["approved"], typeId: "1" });
    expect(wanted.absences.map(({ id }) => id)).toEqual(["1", "4"]);
  });
});

describe("lists over many years", () => {
  it("ask only for years that Clockodo takes, and holidays beyond them are not known", async () => {
    const { absences, clockodo } = await start("mara", { seed: having({ id: 1 }) });
    const list = await absences.list({ first: "1990-01-01", last: "2199-12-31", people: "me" });
    expect(list.absences.map(({ id }) => id)).toEqual(["1"]);
    const years = clockodo.requests.flatMap(({ query }) => query.getAll("filter[year]")).map(Number);
    expect([Math.min(...years), Math.max(...years), years.length]).toEqual([2000, 2037, 38]);
    expect((await failureOf(absences.holidays({ first: "2040-01-01", last: "2040-12-31" }))).kind).toBe("unsupported");
  });

  it("by team and by hidden rights never show somebody as here who was not read", async () => {
    const { absences, clockodo } = await start("mara", {
      seed(state) {
        // Not in the team: Clockodo does not even tell that there is such a person.
        for (const user of state.users) if (user.id === jonas) user.teams_id = null;
        having({ id: 2, users_id: jonas })(state);
      },
    });
    const list = await absences.list({ ...year, people: "everyone" });
    expect(list.absences).toEqual([]);
    expect(list.people.map(({ name }) => name)).toEqual(["Mara Lind"]);
    expect(list.notes?.join(" ")).toMatch(/others may be away too/);
    const named = await absences.list({ ...year, people: ["43"] });
    expect(named).toMatchObject({ people: [], unread: [{ person: { id: "43", name: "#43" } }] });
    clockodo.fail({ path: /users$/, failure: { kind: "status", status: 403 } });
    expect((await absences.list({ ...year, people: "me" })).people).toHaveLength(1);
  });

  it("of a network that breaks is a failure, not a short list", async () => {
    const { absences, service, clockodo } = await start("olga", { seed: having({ id: 1 }) });
    await service.facts();
    clockodo.fail({ path: /v3\/users$/, failure: { kind: "drop", afterEffect: false } });
    expect(await failureOf(absences.list({ ...year, people: "everyone" }))).toMatchObject({ kind: "offline" });
    clockodo.heal();
    expect((await absences.list({ ...year, people: "everyone" })).people).toHaveLength(3);
  });
});

describe("asking for leave", () => {
  it("leaves the state to Clockodo and sends nothing that was not asked for", async () => {
    const { absences, clockodo } = await start();
    const made = await absences.create({ typeId: "1", first: "2026-12-07", last: "2026-12-08", comment: " Italy " });
    expect(made.absences[0]).toMatchObject({ status: "requested", days: 2, comment: "Italy" });
    expect(JSON.parse(writesTo(clockodo)[0]?.body ?? "")).toEqual({
      date_since: "2026-12-07",
      date_until: "2026-12-08",
      type: 1,
      note: "Italy",
    });
    const half = await absences.create({ typeId: "4", first: "2026-12-14", last: "2026-12-14", firstHalf: true });
    expect(half.absences[0]).toMatchObject({ firstHalf: true, days: 0.5, type: { name: "Krankheit" } });
    const hours = await absences.create({ typeId: "3", first: "2026-12-15", last: "2026-12-15", seconds: 15_600 });
    expect(hours.absences[0]).toMatchObject({ seconds: 15_600, days: null });
  });

  it("is approved at once for somebody who decides themselves", async () => {
    const { absences, clockodo } = await start("olga");
    const made = await absences.create({ typeId: "1", first: "2026-12-07", last: "2026-12-07", personId: "42" });
    expect(made.absences[0]).toMatchObject({ status: "approved", person: { name: "Mara Lind" } });
    expect(JSON.parse(writesTo(clockodo)[0]?.body ?? "")).toMatchObject({ users_id: 42 });
  });

  it.each([false, true])("tells with what it collides, by days and type (errors nested: %s)", async (nestedErrors) => {
    const { absences } = await start("mara", {
      settings: { nestedErrors },
      seed: having({ id: 3088, date_since: "2026-12-09", date_until: "2026-12-11", type: 2 }),
    });
    const failed = await failureOf(absences.create({ typeId: "1", first: "2026-12-07", last: "2026-12-10" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(failed.message).toBe("It collides with what is there: Sonderurlaub 9–11 Dec 2026, approved (#3088).");
  });

  it("is refused by Clockodo for others whom one does not manage, in its words", async () => {
    const { absences } = await start();
    const failed = await failureOf(
      absences.create({ typeId: "1", first: "2026-12-07", last: "2026-12-07", personId: "43" }),
    );
    expect(failed).toMatchObject({ kind: "forbidden", saved: "no" });
  });

  it("is refused before it is sent where the type cannot be taken so", async () => {
    const { absences, clockodo } = await start();
    const draft = { first: "2026-12-07", last: "2026-12-07" };
    expect((await failureOf(absences.create({ ...draft, typeId: "3", firstHalf: true }))).fields).toHaveProperty(
      "half",
    );
    expect((await failureOf(absences.create({ ...draft, typeId: "1", seconds: 3600 }))).fields).toHaveProperty("hours");
    const long = await failureOf(absences.create({ ...draft, typeId: "1", comment: "x".repeat(513) }));
    expect(long.message).toMatch(/512/);
    await failureOf(absences.create({ typeId: "1", first: "2026-12-08", last: "2026-12-07" }));
    await failureOf(absences.create({ ...draft, typeId: "1/../users" }));
    expect(writesTo(clockodo)).toEqual([]);
  });

  it("says Clockodo's own reason where a span goes over New Year or a half day is too long", async () => {
    const { absences } = await start();
    const over = await failureOf(absences.create({ typeId: "1", first: "2026-12-30", last: "2027-01-02" }));
    expect(over).toMatchObject({ kind: "invalid", fields: { last: expect.stringMatching(/UntilMustBeInSameYear/) } });
    const half = await failureOf(
      absences.create({ typeId: "1", first: "2026-12-07", last: "2026-12-08", firstHalf: true }),
    );
    expect(half).toMatchObject({ kind: "invalid", fields: { half: expect.stringMatching(/HalfDayAbsenceTooLong/) } });
  });

  it.each(["drop", "silence"] as const)("is looked for when its answer is lost (%s), and sent once", async (kind) => {
    const seed = having({ id: 9, date_since: "2026-11-02", date_until: "2026-11-02" });
    const timing = kind === "silence" ? { silenceMs: shortSilenceMs } : {};
    const { absences, clockodo } = await start("mara", { seed }, timing);
    clockodo.fail({ method: "POST", path: /absences$/, times: 1, failure: { kind, afterEffect: true } });
    const made = await absences.create({ typeId: "1", first: "2026-12-07", last: "2026-12-08" });
    expect(made.absences[0]).toMatchObject({ first: "2026-12-07", status: "requested" });
    expect(String(made.notes[0])).toMatch(/it was saved/);
    expect(writesTo(clockodo)).toHaveLength(1);
    expect(clockodo.state.absences).toHaveLength(2);
  });

  it("says that nothing was saved where the request did not arrive", async () => {
    const { absences, clockodo } = await start();
    clockodo.lose("POST", /absences$/, false);
    const failed = await failureOf(absences.create({ typeId: "1", first: "2026-12-07", last: "2026-12-08" }));
    expect(failed.saved).toBe("no");
    expect(clockodo.state.absences).toEqual([]);
  });
});

describe("parts of a leave", () => {
  it("are cut at New Year, with half days on their own", async () => {
    const { absences, clockodo } = await start();
    const draft: AbsenceDraft = {
      typeId: "1",
      first: "2026-12-23",
      last: "2027-01-05",
      firstHalf: true,
      lastHalf: true,
    };
    expect(await absences.parts(draft)).toEqual([
      { typeId: "1", first: "2026-12-23", last: "2026-12-23", firstHalf: true },
      { typeId: "1", first: "2026-12-24", last: "2026-12-31" },
      { typeId: "1", first: "2027-01-01", last: "2027-01-04" },
      { typeId: "1", first: "2027-01-05", last: "2027-01-05", firstHalf: true },
    ]);
    expect(writesTo(clockodo)).toEqual([]);
  });

  it("together are exactly the days that were asked for, each within one year, halves alone", async () => {
    const { absences } = await start();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 0, max: 800 }),
        fc.boolean(),
        fc.boolean(),
        async (begin, length, firstHalf, lastHalf) => {
          const first = addDays("2024-01-01", begin);
          const last = addDays(first, length);
          const parts = await absences.parts({ typeId: "1", first, last, firstHalf, lastHalf });
          let next = first;
          for (const part of parts) {
            expect(part.first).toBe(next);
            expect(part.first.slice(0, 4)).toBe(part.last.slice(0, 4));
            const half = part.firstHalf ?? part.lastHalf ?? false;
            if (half) expect(part.first).toBe(part.last);
            const wanted = length === 0 ? firstHalf || lastHalf : half;
            expect(half).toBe(wanted);
            next = addDays(part.last, 1);
          }
          expect(next).toBe(addDays(last, 1));
          const halves = parts.filter((part) => part.firstHalf).length;
          expect(halves).toBe(length === 0 ? Number(firstHalf || lastHalf) : Number(firstHalf) + Number(lastHalf));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("decisions", () => {
  const asked = having({ id: 1, status: 0 }, { id: 2, status: 1, date_since: "2026-12-14", date_until: "2026-12-14" });

  it("approve, reject, cancel by the present state, and ask again", async () => {
    const { absences, clockodo } = await start("olga", { seed: asked });
    const sent = () => JSON.parse(writesTo(clockodo).at(-1)?.body ?? "");
    expect(await absences.decide("1", "approve", undefined)).toMatchObject({ status: "approved" });
    expect(sent()).toEqual({ status: 1 });
    expect(await absences.decide("1", "cancel", undefined)).toMatchObject({ status: "cancelled" });
    expect(sent()).toEqual({ status: 3 });
    expect(await absences.decide("1", "ask", undefined)).toMatchObject({ status: "requested" });
    expect(await absences.decide("1", "cancel", undefined)).toMatchObject({ status: "cancelled" });
    expect(sent()).toEqual({ status: 4 });
    const count = writesTo(clockodo).length;
    expect((await failureOf(absences.decide("1", "cancel", undefined))).message).toMatch(/cancelled already/);
    expect((await failureOf(absences.decide("2", "reject", "no"))).kind).toBe("unsupported");
    expect(writesTo(clockodo)).toHaveLength(count);
    expect(await absences.decide("2", "reject", undefined)).toMatchObject({ status: "rejected" });
  });

  it("of one's own request are for others, but one can take it back", async () => {
    const { absences } = await start("mara", { seed: asked });
    const failed = await failureOf(absences.decide("1", "approve", undefined));
    expect(failed).toMatchObject({ kind: "forbidden", message: expect.stringContaining("decisions on absences") });
    expect(await absences.decide("1", "cancel", undefined)).toMatchObject({ status: "cancelled" });
  });

  it("are looked for when their answer is lost", async () => {
    const { absences, clockodo } = await start("olga", { seed: asked });
    clockodo.lose("PUT", /absences/);
    expect(await absences.decide("1", "approve", undefined)).toMatchObject({ status: "approved" });
    expect(writesTo(clockodo)).toHaveLength(1);
  });

  it("say with what an old request collides when it is asked for again", async () => {
    const { absences } = await start("olga", {
      seed: having({ id: 1, status: 4 }, { id: 2, type: 4, date_since: "2026-12-08", date_until: "2026-12-08" }),
    });
    expect((await failureOf(absences.decide("1", "ask", undefined))).message).toMatch(/Krankheit 8 Dec 2026/);
  });

  it("can be undone, also where Clockodo wants an approved one declined first", async () => {
    const { absences, clockodo } = await start("olga", { seed: asked });
    await absences.undo("1");
    await absences.undo("2");
    expect(clockodo.state.absences).toEqual([]);
    expect(await failureOf(absences.undo("2"))).toMatchObject({ kind: "not_found" });
    expect(await failureOf(absences.get("2"))).toMatchObject({ kind: "not_found" });
  });
});

describe("public holidays", () => {
  it("are those of the person's own group, over years, half days told", async () => {
    const { absences, clockodo } = await start("mara");
    const days = await absences.holidays({ first: "2026-12-20", last: "2027-01-06" });
    expect(days.map(({ day, half }) => [day, half])).toEqual([
      ["2026-12-24", true],
      ["2026-12-25", false],
      ["2027-01-01", false],
    ]);
    const before = clockodo.requests.length;
    await absences.holidays({ first: "2026-12-24", last: "2026-12-24" });
    expect(clockodo.requests).toHaveLength(before);
  });

  it("of somebody in another group are that group's", async () => {
    const { absences } = await start("olga", {
      seed(state) {
        state.rows.usersNonbusinessGroups = [
          { id: 1, users_id: jonas, nonbusiness_groups_id: 3, date_since: "2024-01-01", date_until: null },
        ];
      },
    });
    const days = await absences.holidays({ ...year, personId: "43" });
    expect(days.map(({ name }) => name)).toEqual(["Thanksgiving"]);
  });

  it("that Clockodo does not show are an error, not none", async () => {
    const { absences } = await start("mara");
    const failed = await failureOf(absences.holidays({ ...year, personId: "43" }));
    expect(failed.message).toMatch(/tells no public holidays/);
  });
});

describe("what people have to work", () => {
  const targets = (state: FakeState) => {
    for (const user of state.users) user.default_target_hours = user.id === olga;
    const weekly = { monday: 6, tuesday: 6, wednesday: 6, thursday: 6, friday: 0, saturday: 0, sunday: 0 };
    state.rows.targethours = [
      {
        id: 1,
        users_id: mara,
        type: "weekly",
        date_since: "2024-07-15",
        date_until: "2025-12-31",
        ...weekly,
        monday: 1,
      },
      { id: 2, users_id: mara, type: "weekly", date_since: "2026-11-19", date_until: null, ...weekly },
      { id: 3, users_id: jonas, type: "monthly", date_since: "2024-07-15", date_until: null, monthly_target: 120 },
    ];
  };

  it("is the row of today, the company's default, or unknown by weekday, never made up", async () => {
    const { contracts } = await start("olga", { seed: targets });
    const read = await contracts("everyone");
    const seconds = Object.fromEntries(read.contracts.map((one) => [one.person.name, one.targetSeconds]));
    expect(seconds["Mara Lind"]).toEqual([21600, 21600, 21600, 21600, 0, 0, 0]);
    expect(seconds["Olga Owner"]).toEqual([28800, 28800, 28800, 28800, 21600, 0, 0]);
    expect(seconds["Jonas Weber"]).toBeNull();
    expect(String(read.notes?.[0])).toMatch(/Jonas Weber has a monthly target/);
    expect(read.unread).toEqual([]);
    expect(read.contracts.find(({ person }) => person.name === "Mara Lind")).toMatchObject({
      first: "2024-07-15",
      leaveDays: 28,
    });
  });

  it("of others is unread without rights", async () => {
    const { contracts } = await start("mara", { seed: targets });
    const read = await contracts(["42", "43"]);
    expect(read.contracts.map(({ person }) => person.name)).toEqual(["Mara Lind"]);
    expect(read.unread).toEqual([{ person: { id: "43", name: "Jonas Weber" }, why: expect.stringMatching(/rights/) }]);
  });

  it("by default is unread where this Clockodo does not tell the company's settings", async () => {
    const { contracts } = await start("mara", { settings: { aggregates: false } });
    expect((await contracts("me")).unread[0]?.why).toMatch(/default hours/);
  });
});
