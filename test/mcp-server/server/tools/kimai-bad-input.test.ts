import { describe, expect, test } from "vitest";
import type { FakeState } from "../../../fakes/kimai/model";
import { kimaiSession } from "./kimai-session";

/** The bad input that issue 3 names, through the tools on a Kimai; where it is met elsewhere too, only what is missing there. */

const values = (type: string, given: object, more: object = {}) => ({ type, records: [{ ...more, values: given }] });
const entry = { day: "yesterday", from: "9:00", to: "10:00", project: "Website relaunch", activity: "Design" };
const yes = { answers: Array<"yes">(20).fill("yes") };

describe("a leave", () => {
  const leave = { type: "holiday", comment: "Family" };
  const spans = (state: FakeState) => state.plugged.absences.map(({ first, last, halfDay }) => [first, last, halfDay]);

  test("over New Year, over 30 days and with halves at both ends is asked for in parts, and every day once", async () => {
    const { ok, kimai, questions } = await kimaiSession("user", {
      profile: "track",
      plugins: true,
      ...yes,
      permissions: { cells: { "absence.create": "ask" } },
    });
    const { data, text } = await ok("request_absence", {
      ...leave,
      from: "2026-11-30",
      to: "2027-01-22",
      half: "both",
    });
    expect(spans(kimai.state)).toEqual([
      ["2026-11-30", "2026-11-30", true],
      ["2026-12-01", "2026-12-30", false],
      ["2026-12-31", "2026-12-31", false],
      ["2027-01-01", "2027-01-21", false],
      ["2027-01-22", "2027-01-22", true],
    ]);
    expect(data.absences).toHaveLength(5);
    expect(text).toContain("The service takes it in 5 parts");
    // Asked once, with all of the parts.
    expect(questions).toHaveLength(1);
    expect(questions[0]?.filter((line) => line.startsWith("- "))).toHaveLength(5);
  });

  test("of which a later part is refused leaves nothing behind, and says so", async () => {
    const { refused, kimai, service } = await kimaiSession("super", { plugins: true });
    const { absences } = service;
    if (!absences) throw new Error("there are no absences");
    const { create } = absences;
    absences.create = async (...all) => {
      if (kimai.state.plugged.absences.length > 0)
        kimai.fail({ method: "POST", path: /^\/absences$/, failure: { kind: "status", status: 400 } });
      return await create(...all);
    };
    const asked = { ...leave, type: "unpaid_vacation", from: "2026-12-21", to: "2027-01-08" };
    const { text, data } = await refused("request_absence", asked);
    expect(text).toMatch(/Nothing was requested.*Part 2 of 2.*taken back: #1/s);
    expect(data.undone).toEqual(["1"]);
    expect(kimai.state.plugged.absences).toEqual([]);
  });

  test("on a weekend or a holiday takes no day, which a dry run says beforehand", async () => {
    const { ok, kimai } = await kimaiSession("user", { profile: "track", plugins: true });
    const dry = async (from: string, to?: string) =>
      (await ok("request_absence", { ...leave, from, ...(to && { to }), dry_run: true })).data;
    expect(await dry("2026-11-28", "2026-11-29")).toMatchObject({
      days: 0,
      skipped: [{ day: "2026-11-28" }, { day: "2026-11-29" }],
      warnings: [{ code: expect.any(String) }],
    });
    expect(await dry("2026-11-27", "2026-11-30")).toMatchObject({ days: 2 });
    expect(kimai.state.plugged.absences).toEqual([]);
  });

  test("that ends before it begins, is of hours where there are none, or has no comment is not sent", async () => {
    const { refused, kimai } = await kimaiSession("user", { profile: "track", plugins: true });
    for (const wrong of [
      { from: "2026-12-10", to: "2026-12-01" },
      { from: "2026-12-10", hours: "3h" },
      { from: "2026-12-10", to: "2026-12-11", hours: "3h" },
      { from: "2026-12-10", comment: "" },
      { from: "2026-12-10", to: "2029-12-10" },
      { from: "someday" },
    ])
      await refused("request_absence", { ...leave, ...wrong });
    expect(kimai.count("POST", /^\/absences/)).toBe(0);
  });
});

test("a team is never left without lead: neither made, nor changed, nor by taking the last one away", async () => {
  const { refused, sent } = await kimaiSession("super", yes);
  await refused("save_record", values("team", { name: "Night shift", members: ["me"] }));
  await refused("save_record", values("team", { name: "Night shift", leads: [] }));
  await refused("save_record", values("team", { leads: [] }, { id: "Web team" }));
  const last = await refused("delete_record", { type: "membership", of: "team Web team", ids: ["Tony Maier"] });
  expect(last.text).toMatch(/lead/);
  expect(sent()).toEqual([]);
});

test("a colour that this Kimai has not is told with those that it has, and nothing is saved", async () => {
  const { refused, sent } = await kimaiSession("super", yes);
  for (const color of ["#123456", "vermillion"])
    for (const [type, given, more] of [
      ["customer", { name: "Acme" }, {}],
      ["project", {}, { id: "Website relaunch" }],
      ["tag", { name: "loud" }, {}],
      ["team", { name: "Night shift", leads: ["me"] }, {}],
      ["person", {}, { id: "John Doe" }],
    ] as const) {
      const { text } = await refused("save_record", values(type, { ...given, color }, more));
      expect(text).toContain(`This Kimai has no colour ${color}`);
      expect(text).toContain("Red #ff0000");
    }
  expect(sent()).toEqual([]);
});

test("a customer with all it has is deleted only after a yes to the counts, whatever is allowed", async () => {
  const booked = (state: FakeState) => {
    for (let at = 0; at < 3; at++)
      state.timesheets.push({ ...sample, id: at + 1, begin: at * 3.6e6, end: at * 3.6e6 + 9e5 });
  };
  const { call, ok, refused, kimai } = await kimaiSession(
    "super",
    { permissions: { confirmsItself: true } },
    { seed: booked },
  );
  const wanted = { type: "customer", ids: ["Northwind"] };
  const { data } = await call("delete_record", wanted);
  const { token, preview } = data.confirm as { token: string; preview: string[] };
  expect(preview.join("\n")).toMatch(/Northwind.*with 4 projects, 4 activities, 3 /);
  expect(kimai.count("DELETE", /./)).toBe(0);
  await refused("delete_record", { type: "customer", ids: ["Bäckerei Süß"], confirm: token });
  const done = await ok("delete_record", { ...wanted, confirm: token });
  expect(done.text).toContain("with 4 projects");
  expect(kimai.state.customers.map(({ name }) => name)).not.toContain("Northwind");
});

test("a length of time without its unit is refused wherever one is given, with both readings", async () => {
  const { refused, sent } = await kimaiSession("super", { plugins: true });
  const project = (time_budget: unknown) => values("project", { time_budget }, { id: "Website relaunch" });
  for (const number of [10, "10", 36_000]) {
    expect((await refused("save_record", project(number))).text).toMatch(/hours|h\b/);
    const { text } = await refused("log_time", { entries: [{ ...entry, to: undefined, duration: number }] });
    expect(text).toMatch(/\dh or \d+m/);
  }
  await refused("save_record", values("preference", { weekly_hours: 38 }, { of: "person me" }));
  await refused("report_time", { show: ["gaps"], shortest_gap: "30" });
  expect(sent()).toEqual([]);
});

test("a custom field that is not defined is named with those that are, and nothing is saved", async () => {
  const fields = { workMetaFields: { project: ["cost centre"] }, metaFields: ["ticket"] };
  const { ok, refused, sent, kimai } = await kimaiSession("super", { plugins: true }, { settings: fields });
  const meta = { "cost center": "7" };
  const { text } = await refused("save_record", values("project", { meta }, { id: "Website relaunch" }));
  expect(text).toMatch(/no custom field "cost center".*cost centre/s);
  expect(sent()).toEqual([]);
  await ok("log_time", { entries: [entry] });
  const before = sent().length;
  const change = { changes: [{ id: "#1", meta: { tickte: "PC-7" } }] };
  expect((await refused("update_time", change)).text).toContain("tickte");
  expect(sent().slice(before)).toEqual([]);
  expect(kimai.state.timesheets[0]?.meta).toEqual({});
});

test("among 1,169 activities one is found, shown and booked on without reading them all out", async () => {
  const many = ({ activities }: FakeState) => {
    const [like] = activities;
    if (!like) throw new Error("the fake has no activities");
    for (let at = activities.length; at < 1_169; at++)
      activities.push({ ...like, id: 1_000 + at, name: `Phase ${at}`, project: 1 });
  };
  const { ok, refused, kimai } = await kimaiSession("super", {}, { seed: many });
  const list = await ok("list_records", { type: "activity", hidden: true });
  expect(list.data).toMatchObject({ total: 1_169, more: 1_144 });
  expect(list.text.length).toBeLessThan(4_000);
  const pages = new Set<string>();
  let cursor: unknown;
  do {
    const { data } = await ok("list_records", {
      type: "activity",
      hidden: true,
      limit: 500,
      ...(cursor ? { cursor } : {}),
    });
    for (const { id } of data.records as { id: string }[]) pages.add(id);
    cursor = data.next;
  } while (cursor !== undefined);
  expect(pages.size).toBe(1_169);
  expect((await ok("find_work", { query: "Phase 777", levels: ["activity"] })).text).toContain("Phase 777");
  const unclear = await refused("log_time", { entries: [{ ...entry, activity: "Phase" }] });
  expect(unclear.text.length).toBeLessThan(4_000);
  await ok("log_time", { entries: [{ ...entry, activity: "Phase 777" }] });
  expect(kimai.state.timesheets[0]?.activity).toBe(1_777);
  expect(kimai.count("GET", /^\/activities$/)).toBeLessThan(4);
});

describe("a lead without view_user", () => {
  test("works with the names that there are, and is told who may be missing", async () => {
    const { ok, refused, kimai } = await kimaiSession("teamlead", { plugins: true, ...yes });
    kimai.seedEntries(2, { user: 5 });
    const people = await ok("list_records", { type: "person" });
    expect(people.text).toContain("Paula Puck");
    expect(people.text).toContain("view_user");
    expect((await ok("report_time", { people: ["everyone"], by: ["person"], period: "2026" })).text).toContain("Paula");
    await ok("log_time", { entries: [{ ...entry, person: "Paula Puck" }] });
    expect(kimai.state.timesheets.at(-1)?.user).toBe(5);
    await refused("log_time", { entries: [{ ...entry, person: "Nina Nowhere" }] });
    const away = await ok("list_absences", { show: ["away"], people: ["everyone"] });
    expect(away.text).not.toMatch(/everybody is (here|present)/i);
  });

  test("is told which right is missing where nothing can stand in for it", async () => {
    const { refused, sent } = await kimaiSession("teamlead", yes);
    const { text } = await refused("save_record", values("person", { enabled: false }, { id: "#4" }));
    expect(text).toContain("no right to change this person");
    expect(sent()).toEqual([]);
  });
});

const sample: FakeState["timesheets"][number] = {
  id: 1,
  user: 4,
  project: 1,
  activity: 3,
  begin: 0,
  end: 1,
  zone: "Europe/Berlin",
  breakSeconds: 0,
  description: "Some work",
  tags: [],
  exported: false,
  billable: true,
  fixedRate: null,
  hourlyRate: null,
  meta: {},
  modified: 0,
};

test.each(["list_time", "report_time"])(
  "a token that expires between two pages ends %s as that, with no sum",
  async (tool) => {
    const { refused, kimai, service } = await kimaiSession("user", { profile: "track" }, { entries: 1_200 });
    const { list } = service.time;
    service.time.list = async function* (query, call) {
      for await (const page of list(query, call)) {
        yield page;
        for (const user of kimai.state.users) if (user.id === 4) user.token = "another";
      }
    };
    const { error, data, text } = await refused(tool, { from: "2026-09-01", to: "2026-11-19" });
    expect(error).toMatchObject({ code: "unauthorized" });
    expect(data.total).toBeUndefined();
    expect(text).toMatch(/credential|token/i);
  },
);

test("a token that expires in the middle of a batch tells what was saved and what was not", async () => {
  const { call, kimai, service } = await kimaiSession("user", { profile: "track" });
  const { create } = service.time;
  let made = 0;
  service.time.create = async (draft, more) => {
    if (made++ === 12) for (const user of kimai.state.users) if (user.id === 4) user.token = "another";
    return await create(draft, more);
  };
  const rows = Array.from({ length: 30 }, (_, at) => ({
    ...entry,
    from: `${at % 10}:00`,
    to: `${at % 10}:30`,
    text: `Row ${at}`,
  }));
  const { data, text } = await call("log_time", { entries: rows });
  const saved = kimai.state.timesheets.length;
  expect(saved).toBeGreaterThan(0);
  expect(saved).toBeLessThan(30);
  expect(data.failed).toHaveLength(30 - saved);
  expect(text).toContain(`${30 - saved} failed`);
});

test.each<[string, (state: FakeState, now: number) => void]>([
  ["exported", ({ timesheets }) => void Object.assign(timesheets[0] ?? {}, { exported: true })],
  ["locked with its period", ({ settings }, now) => void Object.assign(settings, { lockedBefore: now })],
])(
  "an entry that is %s after it was shown is neither changed, cut, deleted nor told as done",
  async (_what, meanwhile) => {
    for (const [tool, args] of [
      ["update_time", { changes: [{ id: "#1", text: "late" }] }],
      ["update_time", { changes: [{ id: "#1", from: "9:15" }] }],
      ["delete_time", { ids: ["#1"] }],
    ] as const) {
      const { ok, refused, kimai, service, wrote } = await kimaiSession("user", { profile: "track", ...yes });
      await ok("log_time", { entries: [entry] });
      const before = structuredClone(kimai.state.timesheets);
      const { update, remove } = service.time;
      const between = () => meanwhile(kimai.state, kimai.now());
      service.time.update = async (...all) => {
        between();
        return await update(...all);
      };
      service.time.remove = async (...all) => {
        between();
        return await remove(...all);
      };
      wrote.length = 0;
      const { error, text } = await refused(tool, args);
      expect(error, text).toMatchObject({ code: "locked", saved: "no" });
      expect(text).toMatch(/[Nn]othing was/);
      expect(wrote).toEqual([]);
      expect(kimai.state.timesheets.map(({ begin, end, description }) => [begin, end, description])).toEqual(
        before.map(({ begin, end, description }) => [begin, end, description]),
      );
    }
  },
);
