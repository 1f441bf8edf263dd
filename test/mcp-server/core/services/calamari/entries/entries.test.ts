import { describe, expect, it } from "vitest";
import type { EntryQuery } from "#core/domain/ports";
import type { FakeCalamariOptions } from "../../../../../fakes/calamari";
import type { FakeShift, FakeState } from "../../../../../fakes/calamari/model";
import { at, withShifts as seeded, shiftRow as shift } from "../../../../../fakes/calamari/rows";
import { people } from "../../../../../fakes/calamari/seed";
import { begin, collect, failureOf, type Setup, shortSilenceMs } from "../setup";

const lunch = { from: at("2026-11-18T11:00"), to: at("2026-11-18T11:30"), breakType: 2 };
const coffee = { from: at("2026-11-18T13:00"), to: at("2026-11-18T13:10"), breakType: 3 };
const wednesday = (more: Partial<FakeShift> = {}) => shift(500, "2026-11-18T08:00", "2026-11-18T16:00", more);

const range: Pick<EntryQuery, "from" | "to"> = { from: "2026-11-17T23:00:00Z", to: "2026-11-18T23:00:00Z" };
const listed = async (s: Setup, more: Partial<EntryQuery> = {}) =>
  (await collect(s.service.time.list({ ...range, people: "me", ...more }))).flatMap(({ entries }) => entries);
const asked = (s: Setup, path: RegExp) =>
  s.calamari.requests.filter((each) => path.test(each.path)).map(({ body }) => JSON.parse(body));
const found = /timesheetentries\/v1\/find/;
const may =
  (...cells: string[]) =>
  (cell: string) =>
    cells.includes(cell);

describe("a list of entries", () => {
  it("has what begins in the period, newest first, in one request", async () => {
    const s = await begin(
      seeded(
        shift(1, "2026-11-17T22:30", "2026-11-18T02:00"),
        shift(2, "2026-11-17T23:00", "2026-11-18T03:00"),
        wednesday(),
        shift(4, "2026-11-18T23:00", "2026-11-19T01:00"),
        shift(5, "2026-11-16T08:00", null),
      ),
    );
    await s.service.facts();
    const before = asked(s, found).length;
    expect((await listed(s)).map(({ id }) => id)).toEqual(["2026-11-18.500", "2026-11-17.2"]);
    expect(asked(s, found).length - before).toBe(1);
  });

  it("does not depend on whose days Calamari counts by", async () => {
    const late = shift(3, "2026-11-18T23:30", "2026-11-19T03:00");
    for (const daysBy of ["local", "utc"] as const) {
      const s = await begin({ ...seeded(late), settings: { daysBy } });
      const period = { from: "2026-11-18T23:00:00Z", to: "2026-11-19T23:00:00Z" };
      expect((await listed(s, period)).map(({ id }) => id)).toEqual(["2026-11-18.3"]);
    }
  });

  it("counts a running shift that began before the period not again", async () => {
    const s = await begin(seeded(shift(5, "2026-11-16T08:00", null)));
    expect(await listed(s)).toEqual([]);
    const monday = { from: "2026-11-15T23:00:00Z", to: "2026-11-16T23:00:00Z" };
    expect(await listed(s, monday)).toMatchObject([{ id: "2026-11-16.5", end: null, seconds: null }]);
  });

  it.each([
    ["all breaks are taken off where Calamari's duration is the whole span", false, 28_800 - 1800 - 600],
    ["paid breaks count where Calamari's duration leaves out the others", true, 28_800 - 1800],
  ])("%s", async (_name, netDuration, seconds) => {
    const s = await begin({ ...seeded(wednesday({ breaks: [lunch, coffee] })), settings: { netDuration } });
    expect(await listed(s)).toMatchObject([{ seconds, breakSeconds: 28_800 - seconds }]);
  });

  it("takes nothing off for a paid break once a shift has shown that durations are net", async () => {
    const paid = shift(501, "2026-11-19T08:00", "2026-11-19T09:00", {
      breaks: [{ from: at("2026-11-19T08:10"), to: at("2026-11-19T08:20"), breakType: 3 }],
    });
    const s = await begin({ ...seeded(wednesday({ breaks: [lunch] }), paid), settings: { netDuration: true } });
    expect((await listed(s, { to: "2026-11-19T23:00:00Z" })).map(({ seconds }) => seconds)).toEqual([3600, 27_000]);
  });

  it.each(["nested", "flat"] as const)("names the project where Calamari's items are %s", async (projectItems) => {
    const projects = [{ from: at("2026-11-18T08:00"), to: at("2026-11-18T16:00"), project: 14 }];
    const s = await begin({ ...seeded(wednesday({ projects })), settings: { projectItems } });
    expect(await listed(s)).toMatchObject([{ work: { project: { id: "14", name: "Harbour app" } } }]);
    expect(await listed(s, { work: { project: "14" } })).toHaveLength(1);
    expect(await listed(s, { work: { project: "15" } })).toEqual([]);
  });

  it("has an entry for each project of a shift, whose sum is the shift's", async () => {
    const projects = [
      { from: at("2026-11-18T08:00"), to: at("2026-11-18T11:00"), project: 14 },
      { from: at("2026-11-18T11:30"), to: at("2026-11-18T14:00"), project: 15 },
    ];
    const s = await begin(seeded(wednesday({ projects, breaks: [lunch] })));
    const parts = await listed(s);
    expect(parts.map(({ id, work, seconds }) => [id, work.project?.name, seconds])).toEqual([
      ["2026-11-18.500-3", undefined, 7200],
      ["2026-11-18.500-2", "Website relaunch", 9000],
      ["2026-11-18.500-1", "Harbour app", 10_800],
    ]);
    expect(parts[0]?.locked).toMatch(/part of shift #2026-11-18\.500,/);
    const whole = await s.service.time.get("2026-11-18.500");
    expect(whole).toMatchObject({
      seconds: 27_000,
      work: {},
      meta: { projects: "Harbour app 3:00, Website relaunch 2:30" },
    });
    expect(await s.service.time.get("2026-11-18.500-2")).toEqual(parts[1]);
    expect(await failureOf(s.service.time.update("2026-11-18.500-2", { text: "x" }))).toMatchObject({
      kind: "unsupported",
      next: "Change or delete #2026-11-18.500.",
    });
    const { entry } = await s.service.time.update("2026-11-18.500", { text: "Both" });
    expect(entry.text).toBe("Both");
    expect(s.calamari.state.shifts[0]?.projects).toEqual(projects);
  });

  it("counts each project of a shift over midnight on the day on which it was begun, and on no other", async () => {
    const projects = [
      { from: at("2026-11-18T21:00"), to: at("2026-11-18T23:00"), project: 14 },
      { from: at("2026-11-18T23:00"), to: at("2026-11-19T02:00"), project: 15 },
    ];
    const s = await begin(seeded(shift(500, "2026-11-18T21:00", "2026-11-19T02:00", { projects })));
    const seen = async (more?: Partial<EntryQuery>) =>
      (await listed(s, more)).map(({ work, seconds }) => [work.project?.name, seconds]);
    expect(await seen()).toEqual([["Harbour app", 7200]]);
    expect(await seen({ from: range.to, to: "2026-11-19T23:00:00Z" })).toEqual([["Website relaunch", 10_800]]);
  });

  it("finds texts, what runs, and refuses what Calamari does not keep", async () => {
    const s = await begin(seeded(wednesday({ description: "Quay WALLS" }), shift(2, "2026-11-18T17:00", null)));
    expect(await listed(s, { text: "walls" })).toHaveLength(1);
    expect((await listed(s, { running: true })).map(({ id }) => id)).toEqual(["2026-11-18.2"]);
    for (const more of [{ tags: ["a"] }, { billable: true }, { exported: false }, { changedSince: range.from }])
      expect(await failureOf(listed(s, more))).toMatchObject({ name: "InputError" });
  });

  it("has others' time only where the account's permissions include it", async () => {
    const ida = { employee: 42 };
    const rows = seeded(wednesday(), shift(7, "2026-11-18T09:00", "2026-11-18T12:00", ida));
    const kept = await begin(rows);
    for (const whose of ["everyone" as const, [people.ida], [people.nora, people.ida]])
      expect(await failureOf(listed(kept, { people: whose }))).toMatchObject({ kind: "forbidden", saved: "no" });
    expect(asked(kept, found).every(({ employees }) => employees?.[0] === people.nora)).toBe(true);
    await kept.close();

    const s = await begin(rows, may("others_time.read"));
    expect((await listed(s, { people: "everyone" })).map(({ id }) => id)).toEqual([
      `2026-11-18.7.${people.ida}`,
      "2026-11-18.500",
    ]);
    expect(await listed(s, { people: [people.ida.toUpperCase()] })).toMatchObject([
      { person: { id: people.ida, name: "Ida Berg" } },
    ]);
    expect(await s.service.time.get(`2026-11-18.7.${people.ida}`)).toMatchObject({ person: { id: people.ida } });
    expect(await failureOf(s.service.time.remove(`2026-11-18.7.${people.ida}`))).toMatchObject({ kind: "forbidden" });
  });

  describe.each([
    ["is known by number only", "FW 042", "externalNumber:FW 042", "externalNumber:FW%20042"],
    ["is known by name only", null, "Ida Berg", "Ida%20Berg"],
  ])("of a colleague who has no e-mail address and %s", (_what, externalNumber, person, inId) => {
    const named = (state: FakeState) => {
      for (const each of state.employees)
        if (each.id === 42) Object.assign(each, { email: "", externalNumber, login: undefined });
      state.shifts.push(wednesday(), shift(7, "2026-11-18T09:00", "2026-11-18T12:00", { employee: 42 }));
    };
    const id = `2026-11-18.7.${inId}`;

    it("has ids by which each is found and deleted, and no other of the same number", async () => {
      const s = await begin({ seed: named }, () => true);
      expect(await listed(s, { people: "everyone" })).toMatchObject([{ id, person: { id: person } }, {}]);
      expect(await s.service.time.get(id)).toMatchObject({ id, person: { id: person, name: "Ida Berg" } });
      const mine = await failureOf(s.service.time.get(id.replace(".7.", ".500.")));
      expect(mine).toMatchObject({ kind: "not_found" });
      await s.service.time.remove(id);
      expect(s.calamari.state.shifts.map((each) => each.id)).toEqual([500]);
    });

    it(`has ids by which each is ${externalNumber ? "changed" : "told to be changed elsewhere, unsent"}`, async () => {
      const s = await begin({ seed: named }, () => true);
      const changing = s.service.time.update(id, { text: "Quay" });
      if (externalNumber) expect((await changing).entry).toMatchObject({ id, text: "Quay" });
      else expect(await failureOf(changing)).toMatchObject({ kind: "unsupported", saved: "no" });
      const [body] = asked(s, /timesheetentries\/v1\/update/);
      expect(body?.person).toBe(externalNumber ? person : undefined);
    });
  });

  it("of a month of 3,000 people is one request, each row once", async () => {
    const s = await begin(
      {
        seed(state) {
          const [nora] = state.employees;
          for (let id = 1000; id < 4000; id++) {
            state.employees.push({ ...(nora as (typeof state.employees)[0]), id, email: `p${id}@fjordworks.example` });
            state.shifts.push(shift(id, "2026-11-18T08:00", "2026-11-18T16:00", { employee: id }));
          }
        },
      },
      may("others_time.read"),
    );
    await s.service.facts();
    const before = s.calamari.requests.length;
    const month = { from: "2026-10-31T23:00:00Z", to: "2026-11-30T23:00:00Z" };
    const all = await listed(s, { ...month, people: "everyone" });
    expect(s.calamari.requests.length - before).toBe(1);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3000);
  });
});

it("a period whose answer is too large is asked for in halves, the later first, and each row is told once", async () => {
  const { listEntries } = await import("#core/services/calamari/entries/list-entries");
  const { ServiceError } = await import("#core/domain/errors");
  const s = await begin({}, may("others_time.read"));
  const facts = await s.service.facts();
  const asked: string[] = [];
  const reading = {
    now: "2026-11-30T12:00:00Z",
    own: facts.person,
    other: facts.person,
    isOwn: () => true,
    netDuration: false,
  };
  const row = (id: number, day: string, finished: string | null) => ({ id, started: `${day}T08:00:00+0000`, finished });
  const shifts = {
    reading: async () => reading,
    async find(_whose: unknown, first: string, last: string) {
      asked.push(`${first}..${last}`);
      if (Number(last.slice(8)) - Number(first.slice(8)) > 10)
        throw new ServiceError("unavailable", "Larger than what is read.", { detail: "too large" });
      const days = Array.from({ length: 30 }, (_, index) => `2026-11-${String(index + 1).padStart(2, "0")}`);
      const within = days.filter((day) => day >= first && day <= last && day !== "2026-11-10");
      return [
        row(1, "2026-11-10", null),
        ...within.map((day) => row(Number(day.slice(8)) + 100, day, `${day}T16:00:00+0000`)),
      ];
    },
  };
  const query: EntryQuery = { from: "2026-11-02T00:00:00Z", to: "2026-11-29T00:00:00Z", people: "everyone" };
  const pages = await collect(listEntries(shifts, facts, query));
  const ids = pages.flatMap(({ entries }) => entries.map(({ id }) => id));
  expect(asked[0]).toBe("2026-11-01..2026-11-30");
  expect(asked[1]).toBe("2026-11-14..2026-11-30");
  expect(ids.filter((id) => id === "2026-11-10.1")).toHaveLength(1);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(27);
});

describe("a new entry", () => {
  const work = { project: "14" };
  const span = { begin: "2026-11-18T08:00:00Z", end: "2026-11-18T16:00:00Z" };
  const create = /timesheetentries\/v1\/create/;

  it("is sent in the person's local time, with its project over the whole of it", async () => {
    const s = await begin();
    const { entry, notes } = await s.service.time.create({ ...span, work, text: "Quay walls" });
    expect(asked(s, create)).toEqual([
      {
        person: people.nora,
        shiftStart: "2026-11-18T09:00:00",
        shiftEnd: "2026-11-18T17:00:00",
        breaks: [],
        projects: [{ projectType: 14, projectStart: "2026-11-18T09:00:00", projectEnd: "2026-11-18T17:00:00" }],
        description: "Quay walls",
      },
    ]);
    expect(entry).toMatchObject({ ...span, seconds: 28_800, text: "Quay walls", work: { project: { id: "14" } } });
    expect(notes).toEqual([]);
  });

  it("has its break in the middle, of the usual type, and says so", async () => {
    const s = await begin(
      seeded(
        shift(1, "2026-11-17T08:00", "2026-11-17T16:00", {
          breaks: [{ from: at("2026-11-17T11:00"), to: at("2026-11-17T11:10"), breakType: 3 }],
        }),
      ),
    );
    const { entry, notes } = await s.service.time.create({ ...span, work: {}, breakSeconds: 1800 });
    expect(asked(s, create)).toMatchObject([
      { breaks: [{ breakType: 3, breakStart: "2026-11-18T12:45:00", breakEnd: "2026-11-18T13:15:00" }], projects: [] },
    ]);
    expect(entry).toMatchObject({ seconds: 27_000, breakSeconds: 1800 });
    expect(String(notes[0])).toMatch(/0:30 \("Coffee"\) was put at 12:45–13:15/);
  });

  it.each([
    [12 * 3600, "12:00:00", "12:30:00"],
    [9 * 3600, "09:00:00", "09:30:00"],
    [16.5 * 3600, "16:30:00", "17:00:00"],
  ])("has its break where it was said to be: %i seconds after midnight", async (breakAt, breakStart, breakEnd) => {
    const s = await begin();
    const { notes } = await s.service.time.create({ ...span, work: {}, breakSeconds: 1800, breakAt });
    expect(asked(s, create)).toMatchObject([
      { breaks: [{ breakStart: `2026-11-18T${breakStart}`, breakEnd: `2026-11-18T${breakEnd}` }] },
    ]);
    expect(notes.join()).not.toContain("was put at");
  });

  it.each([8.5, 16.75, 23])("has no break outside of itself: at %f hours nothing is sent", async (hours) => {
    const s = await begin();
    const draft = { ...span, work: {}, breakSeconds: 1800, breakAt: hours * 3600 };
    await expect(s.service.time.create(draft)).rejects.toThrow(/lies outside of 09:00–17:00/);
    expect(asked(s, create)).toEqual([]);
  });

  it("over midnight has a break that begins on the second day", async () => {
    const s = await begin();
    const night = { begin: "2026-11-16T21:00:00Z", end: "2026-11-17T03:00:00Z" };
    await s.service.time.create({ ...night, work: {}, breakSeconds: 900, breakAt: 2 * 3600 });
    expect(asked(s, create)).toMatchObject([{ breaks: [{ breakStart: "2026-11-17T02:00:00" }] }]);
  });

  it("has a break of a minute, the shortest that Calamari keeps", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create({ ...span, work: {}, breakSeconds: 60 });
    expect(entry).toMatchObject({ seconds: 28_740, breakSeconds: 60 });
  });

  it("over another one is refused before it is sent, for Calamari would keep both", async () => {
    const s = await begin(seeded(wednesday()));
    const error = await failureOf(s.service.time.create({ ...span, begin: "2026-11-18T15:00:00Z", work }));
    expect(error).toMatchObject({
      kind: "conflict",
      saved: "no",
      message: expect.stringMatching(/a shift already: 2026-11-18T09:00/),
    });
    const later = { begin: "2026-11-18T16:00:00Z", end: "2026-11-18T17:00:00Z" };
    await s.service.time.create({ ...later, work });
    expect(asked(s, create)).toHaveLength(1);
  });

  it("under a minute, ending before it begins, too long a text, HTML and endless breaks are refused unsent", async () => {
    const s = await begin();
    for (const draft of [
      { ...span, end: "2026-11-18T08:00:59Z" },
      { ...span, end: "2026-11-18T07:00:00Z" },
      { ...span, text: "x".repeat(4097) },
      { ...span, text: "<i>walls</i>" },
      { ...span, breakSeconds: 28_800 },
      { ...span, breakSeconds: 30 },
    ])
      expect(await failureOf(s.service.time.create({ work, ...draft }))).toMatchObject({ name: "InputError" });
    expect(asked(s, create)).toEqual([]);
  });

  it("on a project of others, or with Markdown, is refused in words", async () => {
    const s = await begin();
    expect(await failureOf(s.service.time.create({ ...span, work: { project: "16" } }))).toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/may not book on this project/),
      fields: { project: expect.any(String) },
    });
    expect((await failureOf(s.service.time.create({ ...span, work, text: "**walls**" }))).message).toMatch(/Markdown/);
    expect(s.calamari.state.shifts).toEqual([]);
  });

  it("for somebody else needs the permission, goes by their clock, and is told as theirs", async () => {
    const kept = await begin();
    const forIda = { ...span, work, personId: people.ida };
    expect(await failureOf(kept.service.time.create(forIda))).toMatchObject({ kind: "forbidden", saved: "no" });
    await kept.close();
    const s = await begin(
      { seed: (state) => void Object.assign(state.employees[2] ?? {}, { timezone: "Europe/London" }) },
      may("others_time.create"),
    );
    const { entry } = await s.service.time.create(forIda);
    expect(asked(s, create)).toMatchObject([{ person: people.ida, shiftStart: "2026-11-18T08:00:00" }]);
    expect(entry).toMatchObject({ ...span, person: { id: people.ida } });
    expect(entry.id).toMatch(/\.ida\.berg@/);
  });

  it("thirty at once take few reads beside their thirty writes", async () => {
    const s = await begin();
    await s.service.facts();
    const before = s.calamari.requests.length;
    const days = Array.from({ length: 18 }, (_, index) => `2026-11-${String(index + 1).padStart(2, "0")}`);
    await Promise.all(
      days.map((day) => s.service.time.create({ work, begin: `${day}T08:00:00Z`, end: `${day}T16:00:00Z` })),
    );
    expect(s.calamari.state.shifts).toHaveLength(18);
    expect(s.calamari.requests.length - before - 18).toBeLessThan(12);
  });

  it("needs no permission where it names the account's own person, in capitals too", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create({ ...span, work, personId: people.nora.toUpperCase() });
    expect(entry).toMatchObject({ person: { id: people.nora } });
    expect(await s.service.time.get(`${entry.id}.${people.nora}`)).toMatchObject({ id: entry.id });
  });

  it("in the hour that comes twice is deleted again where Calamari takes the other reading", async () => {
    const s = await begin();
    const late = { begin: "2026-10-25T01:30:00Z", end: "2026-10-25T05:00:00Z" };
    const failed = await failureOf(s.service.time.create({ ...late, work: {} }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(failed.message).toMatch(/02:30:00\+02:00 \(meant: 2026-10-25 02:30:00\+01:00\)/);
    expect(s.calamari.state.shifts).toEqual([]);
  });
});

describe("changing an entry", () => {
  const update = /timesheetentries\/v1\/update/;
  const projects = [{ from: at("2026-11-18T08:00"), to: at("2026-11-18T16:00"), project: 14 }];
  const full = () => wednesday({ breaks: [lunch], projects, description: "Walls" });

  it.each([true, false])(
    "sends the whole of it, with what was not asked for as it was (whole: %s)",
    async (updateWhole) => {
      const s = await begin({ ...seeded(full()), settings: { updateWhole, emptyAnswers: updateWhole } });
      const { entry } = await s.service.time.update("2026-11-18.500", { text: "Quay walls" });
      expect(asked(s, update)).toEqual([
        {
          id: 500,
          person: people.nora,
          shiftStart: "2026-11-18T09:00:00",
          shiftEnd: "2026-11-18T17:00:00",
          breaks: [{ breakType: 2, breakStart: "2026-11-18T12:00:00", breakEnd: "2026-11-18T12:30:00" }],
          projects: [{ projectType: 14, projectStart: "2026-11-18T09:00:00", projectEnd: "2026-11-18T17:00:00" }],
          description: "Quay walls",
        },
      ]);
      expect(entry).toMatchObject({ text: "Quay walls", seconds: 27_000 });
      expect(s.calamari.state.shifts).toEqual([{ ...full(), description: "Quay walls" }]);
    },
  );

  it("to another day takes its breaks and projects along, and its id is that of the new day", async () => {
    const s = await begin(seeded(full()));
    const moved = { begin: "2026-11-17T08:00:00Z", end: "2026-11-17T16:00:00Z" };
    const { entry, notes } = await s.service.time.update("2026-11-18.500", moved);
    expect(entry).toMatchObject({
      id: "2026-11-17.500",
      ...moved,
      breakSeconds: 1800,
      work: { project: { id: "14" } },
    });
    expect(notes).toEqual([]);
    expect(await failureOf(s.service.time.get("2026-10-10.500"))).toMatchObject({
      kind: "not_found",
      next: expect.stringMatching(/another day/),
    });
  });

  it("to a shorter one keeps its project over the whole, and says which break is gone", async () => {
    const s = await begin(seeded(full()));
    const { entry, notes } = await s.service.time.update("2026-11-18.500", { end: "2026-11-18T10:00:00Z" });
    expect(entry).toMatchObject({ seconds: 7200, breakSeconds: 0, work: { project: { id: "14" } } });
    expect(notes).toEqual([expect.stringMatching(/break that lies outside/)]);
  });

  it("to a longer one leaves a project of a part of it where it is", async () => {
    const part = [{ from: at("2026-11-18T09:00"), to: at("2026-11-18T12:00"), project: 14 }];
    const s = await begin(seeded(wednesday({ projects: part })));
    await s.service.time.update("2026-11-18.500", { end: "2026-11-18T17:00:00Z" });
    expect(s.calamari.state.shifts[0]).toMatchObject({ finished: at("2026-11-18T17:00"), projects: part });
  });

  it("without project has none afterwards", async () => {
    const s = await begin(seeded(wednesday()));
    await s.service.time.update("2026-11-18.500", { end: "2026-11-18T17:00:00Z" });
    expect(s.calamari.state.shifts[0]).toMatchObject({ finished: at("2026-11-18T17:00"), projects: [] });
  });

  it("to another day and to another length takes its break and its projects along", async () => {
    const two = [
      { from: at("2026-11-18T08:00"), to: at("2026-11-18T11:00"), project: 14 },
      { from: at("2026-11-18T11:00"), to: at("2026-11-18T16:00"), project: 15 },
    ];
    const s = await begin(seeded(wednesday({ breaks: [lunch], projects: two })));
    const longer = { begin: "2026-11-17T07:00:00Z", end: "2026-11-17T16:00:00Z" };
    const { entry, notes } = await s.service.time.update("2026-11-18.500", longer);
    expect(entry).toMatchObject({ ...longer, breakSeconds: 1800 });
    expect(notes).toEqual([]);
    expect(s.calamari.state.shifts[0]).toMatchObject({
      breaks: [{ from: at("2026-11-17T10:00"), to: at("2026-11-17T10:30") }],
      projects: [
        { from: at("2026-11-17T07:00"), to: at("2026-11-17T10:00"), project: 14 },
        { from: at("2026-11-17T10:00"), to: at("2026-11-17T15:00"), project: 15 },
      ],
    });
  });

  it("to one so short that a project falls out of it says so", async () => {
    const two = [
      { from: at("2026-11-18T08:00"), to: at("2026-11-18T11:00"), project: 14 },
      { from: at("2026-11-18T11:00"), to: at("2026-11-18T16:00"), project: 15 },
    ];
    const s = await begin(seeded(wednesday({ projects: two })));
    const { entry, notes } = await s.service.time.update("2026-11-18.500", { end: "2026-11-18T10:00:00Z" });
    expect(entry.work.project?.id).toBe("14");
    expect(notes).toEqual([expect.stringMatching(/project whose time lies outside/)]);
  });

  it("changes its project, its break, or takes them off", async () => {
    const s = await begin(seeded(full()));
    const id = "2026-11-18.500";
    expect((await s.service.time.update(id, { work: { project: "15" } })).entry.work.project?.id).toBe("15");
    expect((await s.service.time.update(id, { breakSeconds: 3600 })).entry).toMatchObject({ seconds: 25_200 });
    expect((await s.service.time.update(id, { breakSeconds: 0, work: {} })).entry).toMatchObject({
      seconds: 28_800,
      work: {},
    });
  });

  it("of which Calamari tells the project by name alone keeps it", async () => {
    const s = await begin({
      seed(state) {
        state.projects.push({ id: 90, name: "Pier", archived: false, restrictedTo: [40] });
        state.shifts.push(
          full(),
          shift(7, "2026-11-17T08:00", "2026-11-17T09:00", {
            projects: [{ from: at("2026-11-17T08:00"), to: at("2026-11-17T09:00"), project: 90 }],
          }),
        );
      },
      settings: { projectItems: "flat" },
    });
    expect((await s.service.time.get("2026-11-17.7")).work).toEqual({ project: { id: "90", name: "Pier" } });
    const { entry } = await s.service.time.update("2026-11-18.500", { text: "Quay" });
    expect(entry.work).toEqual({ project: { id: "14", name: "Harbour app" } });
    expect(s.calamari.state.shifts[0]?.projects).toEqual(projects);
  });

  it("by name alone is told so where the key does not read projects", async () => {
    const s = await begin({
      ...seeded(full()),
      settings: { projectItems: "flat", scopes: ["timesheet", "employees"] },
    });
    expect(await listed(s)).toMatchObject([{ work: { project: { id: "Harbour app", name: "Harbour app" } } }]);
    const error = await failureOf(s.service.time.update("2026-11-18.500", { text: "x" }));
    expect(error).toMatchObject({ kind: "unsupported", message: expect.stringMatching(/number of a project/) });
  });

  it("that a clock out left with a break of no length is still possible, and says what is gone", async () => {
    const empty = { from: at("2026-11-18T16:00"), to: at("2026-11-18T16:00"), breakType: 2 };
    const s = await begin(seeded(wednesday({ breaks: [lunch, empty] })));
    const { notes } = await s.service.time.update("2026-11-18.500", { text: "Walls" });
    expect(notes).toEqual([expect.stringMatching(/under a minute was taken out/)]);
    expect(s.calamari.state.shifts[0]?.breaks).toEqual([lunch]);
  });

  it("that changes nothing is not sent", async () => {
    const s = await begin(seeded(full()));
    const same = { text: "Walls", begin: "2026-11-18T08:00:00Z", breakSeconds: 1800, work: { project: "14" } };
    await s.service.time.update("2026-11-18.500", same);
    expect(asked(s, update)).toEqual([]);
  });

  it("that runs is refused with what to do", async () => {
    const s = await begin(seeded(shift(5, "2026-11-19T08:00", null)));
    const error = await failureOf(s.service.time.update("2026-11-19.5", { text: "x" }));
    expect(error).toMatchObject({ kind: "invalid", next: expect.stringMatching(/Clock out first/) });
  });

  it("onto another one is refused, and onto itself is not", async () => {
    const s = await begin(seeded(full(), shift(6, "2026-11-18T17:00", "2026-11-18T18:00")));
    const error = await failureOf(s.service.time.update("2026-11-18.500", { end: "2026-11-18T17:30:00Z" }));
    expect(error).toMatchObject({ kind: "conflict", saved: "no" });
    await s.service.time.update("2026-11-18.500", { end: "2026-11-18T16:30:00Z" });
  });
});

describe("deleting an entry", () => {
  const remove = /timesheetentries\/v1\/delete/;

  it.each([true, false])("sends its number alone, once (empty answer: %s)", async (emptyAnswers) => {
    const s = await begin({ ...seeded(wednesday()), settings: { emptyAnswers } });
    await s.service.time.remove("2026-11-18.500");
    expect(asked(s, remove)).toEqual([{ id: 500 }]);
    expect(s.calamari.state.shifts).toEqual([]);
    expect(await failureOf(s.service.time.remove("2026-11-18.500"))).toMatchObject({ kind: "not_found" });
    expect(asked(s, remove)).toHaveLength(1);
  });

  it("of somebody else is not possible by dressing it as one's own", async () => {
    const s = await begin(seeded(wednesday({ employee: 42 })));
    expect(await failureOf(s.service.time.remove("2026-11-18.500"))).toMatchObject({ kind: "not_found" });
    expect(await failureOf(s.service.time.update("2026-11-18.500", { text: "x" }))).toMatchObject({
      kind: "not_found",
    });
    expect(await failureOf(s.service.time.remove(`2026-11-18.500.${people.ida}`))).toMatchObject({ kind: "forbidden" });
    expect(asked(s, remove)).toEqual([]);
    expect(s.calamari.state.shifts).toHaveLength(1);
  });

  it("by what is no id is refused before anything is sent", async () => {
    const s = await begin();
    for (const id of ["500", "2026-13-45.5", "2026-11-18.0", "../../x", "2026-11-18.5.a b"])
      expect(await failureOf(s.service.time.remove(id))).toMatchObject({ name: "InputError" });
    expect(s.calamari.requests).toEqual([]);
  });
});

describe("where the answer is lost", () => {
  const writes = /v1\/(create|update|delete)/;
  const gateway = { kind: "status", status: 504 } as const;

  it.each([{ kind: "drop" }, { kind: "silence" }, gateway] as const)(
    "finds each write and sends it once after $kind",
    async (failure) => {
      const s = await begin({}, failure.kind === "silence" ? { silenceMs: shortSilenceMs } : {});
      s.calamari.fail({ path: writes, failure: { ...failure, afterEffect: true } });
      const span = { begin: "2026-11-18T08:00:00Z", end: "2026-11-18T16:00:00Z" };
      const made = await s.service.time.create({ ...span, work: { project: "14" } });
      const changed = await s.service.time.update(made.entry.id, { text: "Walls" });
      for (const { notes } of [made, changed]) expect(notes).toEqual([expect.stringMatching(/lost.*saved/)]);
      expect(s.calamari.state.shifts).toMatchObject([{ description: "Walls" }]);
      await s.service.time.remove(made.entry.id);
      expect(s.calamari.state.shifts).toEqual([]);
      expect(s.calamari.count(writes)).toBe(3);
    },
  );

  it("says of each write that had no effect that nothing was saved, and sends it once", async () => {
    const s = await begin(seeded(wednesday({ description: "Walls" })));
    s.calamari.fail({ path: writes, failure: gateway });
    const later = { begin: "2026-11-18T17:00:00Z", end: "2026-11-18T18:00:00Z" };
    const { time } = s.service;
    expect(await failureOf(time.create({ ...later, work: {} }))).toMatchObject({ saved: "no" });
    for (const patch of [{ text: "Quay" }, { work: { project: "15" } }])
      expect(await failureOf(time.update("2026-11-18.500", patch))).toMatchObject({ saved: "no" });
    expect(await failureOf(time.remove("2026-11-18.500"))).toMatchObject({ saved: "no" });
    expect(s.calamari.count(writes)).toBe(4);
  });
});

describe("in Warsaw when clocks change", () => {
  const warsaw = (...rows: FakeShift[]): FakeCalamariOptions => ({
    seed(state) {
      for (const each of state.employees) each.timezone = "Europe/Warsaw";
      state.shifts.push(...rows);
    },
  });
  it.each([
    ["forward", "2026-03-28T21:00:00Z", "2026-03-29T04:00:00Z", "2026-03-28T22:00:00", "2026-03-29T06:00:00", 7],
    ["back", "2026-10-24T20:00:00Z", "2026-10-25T05:00:00Z", "2026-10-24T22:00:00", "2026-10-25T06:00:00", 9],
  ])("%s, a night from 22 to 6 has its real length, written and read", async (_way, from, to, start, end, hours) => {
    const s = await begin(warsaw());
    const { entry, notes } = await s.service.time.create({ begin: from, end: to, work: {}, breakSeconds: 1800 });
    expect(asked(s, /v1\/create/)).toMatchObject([{ shiftStart: start, shiftEnd: end }]);
    expect(entry).toMatchObject({ begin: from, end: to, seconds: hours * 3600 - 1800, breakSeconds: 1800 });
    expect(notes.join()).not.toMatch(/own rules|text/);
  });

  it("a night is moved onto that of the change with its break", async () => {
    const night = shift(9, "2026-10-23T20:00", "2026-10-24T04:00", {
      breaks: [{ from: at("2026-10-23T23:00"), to: at("2026-10-23T23:30"), breakType: 2 }],
    });
    const s = await begin(warsaw(night));
    const moved = { begin: "2026-10-24T20:00:00Z", end: "2026-10-25T05:00:00Z" };
    const { entry } = await s.service.time.update("2026-10-23.9", moved);
    expect(entry).toMatchObject({ ...moved, breakSeconds: 1800, seconds: 9 * 3600 - 1800 });
  });
});

describe("without the right", () => {
  it.each(["triple", "empty", "html"] as const)(
    "a key without the scope says so, whatever Calamari's body is (%s)",
    async (forbiddenBody) => {
      const s = await begin({ settings: { scopes: ["status", "employees"], forbiddenBody } });
      const facts = await s.service.facts();
      expect(facts.refused["time.read"]).toMatch(/scope|module|Calamari/);
      const error = await failureOf(listed(s));
      expect(error).toMatchObject({ kind: "forbidden", saved: "no" });
    },
  );
});
