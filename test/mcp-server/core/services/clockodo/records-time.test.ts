import { describe, expect, it } from "vitest";
import type { FakeClockodo } from "../../../../fakes/clockodo";
import type { FakeState } from "../../../../fakes/clockodo/model";
import { fakeEntry } from "../../../../fakes/clockodo/seed";
import { failureOf, recordSession as start, writesTo } from "./setup";

const [mara, jonas] = [42, 43];
const hour = 3600;

const sent = (clockodo: FakeClockodo) => {
  const last = writesTo(clockodo).at(-1);
  return { to: `${last?.method} ${last?.path}`, body: JSON.parse(last?.body || "{}") as unknown };
};
const writes = (clockodo: FakeClockodo) => writesTo(clockodo).length;

describe("quotas and carries of leave", () => {
  const ownQuota = (state: FakeState) => {
    for (const user of state.users) user.default_holidays_count = user.id !== mara;
  };

  it("are made, changed and deleted, with what Clockodo refuses said by our names", async () => {
    const { create, records, clockodo, list } = await start("olga", { seed: ownQuota });
    const { record } = await create("leave_quota", { person: "42", days: 27.5, first_year: 2026, note: "part time" });
    expect(record).toMatchObject({
      name: "Mara Lind 2026–",
      values: { person: { id: "42", name: "Mara Lind" }, days: 27.5, first_year: 2026, note: "part time" },
    });
    expect(sent(clockodo)).toEqual({
      to: "POST /v2/holidaysQuota",
      body: { users_id: 42, count: 27.5, year_since: 2026, note: "part time" },
    });
    const place = { type: "leave_quota" as const, id: record.id };
    const changed = await records.update(place, { days: 30, last_year: 2027 });
    expect(changed.record.values).toMatchObject({ days: 30, last_year: 2027 });
    expect(sent(clockodo).body).toEqual({ count: 30, year_until: 2027 });
    expect((await records.get(place)).values).toMatchObject({ days: 30 });
    expect((await failureOf(records.update(place, { days: 400 }))).message).toBe("days takes 0 to 365.");
    const before = await failureOf(records.update(place, { last_year: 2020 }));
    expect(before.fields).toHaveProperty("last_year");
    const byDefault = await failureOf(create("leave_quota", { person: "43", days: 20, first_year: 2026 }));
    expect(byDefault.message).toMatch(/company's default/);
    await records.remove(place);
    expect((await list("leave_quota")).total).toBe(0);
    expect(await failureOf(records.get(place))).toMatchObject({ kind: "not_found" });
    expect(await records.consequences(place)).toEqual([]);
  });

  it("are listed by year and person; a quota counts for all its years", async () => {
    const { names } = await start("olga", {
      seed(state) {
        state.rows.holidaysQuota = [
          { id: 1, users_id: mara, year_since: 2020, year_until: 2024, count: 20, note: null },
          { id: 2, users_id: mara, year_since: 2025, year_until: null, count: 25, note: null },
          { id: 3, users_id: jonas, year_since: 2024, year_until: 2024, count: 25, note: null },
        ];
      },
    });
    expect(await names("leave_quota", { filters: { year: 2024 } })).toEqual([
      "Mara Lind 2020–2024",
      "Jonas Weber 2024",
    ]);
    expect(await names("leave_quota", { filters: { year: 2026, person: "42" } })).toEqual(["Mara Lind 2025–"]);
    expect(await names("leave_quota", { first: "2026-01-01", last: "2026-12-31" })).toEqual(["Mara Lind 2025–"]);
  });

  it.each([false, true])("tell that a year has its carry already (errors nested: %s)", async (nestedErrors) => {
    const { create } = await start("olga", { settings: { nestedErrors } });
    const made = await create("leave_carry", { person: "42", year: 2026, days: -1.5 });
    expect(made.record).toMatchObject({ name: "Mara Lind 2026", values: { days: -1.5, year: 2026 } });
    expect(await failureOf(create("leave_carry", { person: "42", year: 2026, days: 2 }))).toMatchObject({
      kind: "conflict",
      saved: "no",
    });
    const thirds = await failureOf(create("leave_carry", { person: "43", year: 2026, days: 0.3 }));
    expect(thirds.message).toBe("days takes multiples of 0.5.");
  });

  it("of others are not shown to a worker, who is told that some may be missing, and cannot be made", async () => {
    const { list, create, clockodo } = await start("jonas", {
      seed(state) {
        state.rows.holidaysCarry = [{ id: 1, users_id: mara, year: 2026, count: 3, note: null }];
      },
    });
    const page = await list("leave_carry");
    expect(page.records).toEqual([]);
    expect(String(page.notes[0])).toMatch(/may be missing/);
    expect(await failureOf(create("leave_carry", { person: "43", year: 2026, days: 99 }))).toMatchObject({
      kind: "forbidden",
    });
    expect(clockodo.state.rows.holidaysCarry).toHaveLength(1);
  });

  it("are found after a lost answer, and sent once", async () => {
    const { create, clockodo, records } = await start();
    clockodo.lose("POST", /holidaysCarry/);
    const made = await create("leave_carry", { person: "42", year: 2026, days: 3 });
    expect(String(made.notes[0])).toMatch(/it was saved/);
    expect(writes(clockodo)).toBe(1);
    clockodo.lose("DELETE", /holidaysCarry/);
    await records.remove({ type: "leave_carry", id: made.record.id });
    clockodo.lose("POST", /holidaysCarry/, false);
    expect(await failureOf(create("leave_carry", { person: "42", year: 2026, days: 3 }))).toMatchObject({
      saved: "no",
    });
    expect(clockodo.state.rows.holidaysCarry).toEqual([]);
  });
});

describe("overtime", () => {
  it("is kept in hours and told as time, below zero too", async () => {
    const { create, clockodo, records } = await start();
    const made = await create("overtime_carry", { person: "42", year: 2026, hours: -5400 });
    expect(sent(clockodo).body).toEqual({ users_id: 42, year: 2026, hours: -1.5 });
    expect(made.record.values).toMatchObject({ hours: -5400 });
    const changed = await records.update({ type: "overtime_carry", id: made.record.id }, { hours: 20 * 60 });
    expect(sent(clockodo).body).toEqual({ hours: 0.3333 });
    expect(changed.record.values.hours).toBe(1200);
    const many = await failureOf(create("overtime_carry", { person: "43", year: 2026, hours: 1000 * hour }));
    expect(many.message).toBe("hours takes -999 to 999 hours.");
    const field = (await records.describe("overtime_carry")).fields.find(({ name }) => name === "hours");
    expect(field).toMatchObject({ kind: "duration", signed: true });
    expect(field).not.toHaveProperty("wire");
    expect(field).not.toHaveProperty("scale");
  });

  it("that was struck off says by whom, and is found in its period", async () => {
    const { create, names } = await start();
    const made = await create("overtime_reduction", { person: "42", day: "2026-03-02", hours: 4 * hour, note: "paid" });
    expect(made.record.values).toMatchObject({
      day: "2026-03-02",
      hours: 4 * hour,
      added: "2026-11-19",
      added_by: { id: "40", name: "Olga Owner" },
    });
    expect(await names("overtime_reduction", { first: "2026-03-02", last: "2026-03-02" })).toEqual([
      "Mara Lind 2026-03-02",
    ]);
    expect(await names("overtime_reduction", { first: "2026-04-01", last: "2026-04-30" })).toEqual([]);
  });
});

describe("public holidays", () => {
  it("are listed by group and year, as they fall in it", async () => {
    const { list, names } = await start("mara");
    const page = await list("holiday");
    expect(page.records[0]).toMatchObject({
      name: "Neujahr",
      values: { kind: "every_year", day: "2026-01-01", half: false, group: { id: "2", name: "Berlin" } },
    });
    expect(await names("holiday", { filters: { group: "3" } })).toEqual(["Thanksgiving"]);
    expect(await names("holiday", { filters: { group: "3", year: 2027 } })).toEqual([]);
    expect(await names("holiday", { first: "2026-12-24", last: "2027-01-01" })).toEqual([
      "Heiligabend",
      "1. Weihnachtstag",
      "Neujahr",
    ]);
  });

  it("that come once or every year are written as days, and found again in their year", async () => {
    const { create, clockodo, records } = await start();
    const once = await create("holiday", { group: "2", name: "Betriebsausflug", kind: "once", day: "2027-06-04" });
    expect(sent(clockodo)).toEqual({
      to: "POST /v2/nonbusinessDays",
      body: { nonbusiness_group_id: 2, name: "Betriebsausflug", type: "DISTINCT_ONCE", day: 4, month: 6, year: 2027 },
    });
    expect(once.record.values).toMatchObject({ day: "2027-06-04", kind: "once" });
    const place = { type: "holiday" as const, id: once.record.id };
    expect((await records.get(place)).values.day).toBe("2027-06-04");
    await records.update(place, { kind: "every_year", half: true });
    expect(sent(clockodo).body).toEqual({ type: "DISTINCT_RECURRING", half_day: true, day: 4, month: 6 });
    await records.update(place, { day: "2027-06-11" });
    expect(sent(clockodo).body).toEqual({ day: 11, month: 6 });
    await records.remove(place);
    expect(await failureOf(records.get(place))).toMatchObject({ kind: "not_found" });
    expect((await failureOf(create("holiday", { group: "2", name: "?", kind: "once" }))).message).toMatch(/Which day/);
  });

  it("are changed and deleted once, also when the answer is lost on the way", async () => {
    const { records, clockodo } = await start();
    const place = { type: "holiday" as const, id: "62" };
    clockodo.lose("PUT", /nonbusinessDays/);
    const changed = await records.update(place, { half: false });
    expect(changed).toMatchObject({ record: { values: { half: false } }, notes: [expect.stringMatching(/looked/)] });
    clockodo.lose("DELETE", /nonbusinessDays/);
    await records.remove(place);
    expect(writes(clockodo)).toBe(2);
    expect(clockodo.state.rows.nonbusinessDays).toHaveLength(3);
  });

  it("have groups, and people in them for a time", async () => {
    const { create, records, names, list, clockodo } = await start();
    const group = await create("holiday_group", { name: "Bayern" });
    expect(sent(clockodo).body).toEqual({ name: "Bayern" });
    const made = await create("holiday_member", { person: "43", group: group.record.id, first: "2026-01-01" });
    expect(made.record).toMatchObject({
      name: "Jonas Weber in Bayern",
      values: { person: { name: "Jonas Weber" }, group: { name: "Bayern" }, first: "2026-01-01" },
    });
    expect((await list("holiday_member", { filters: { group: group.record.id } })).total).toBe(1);
    expect((await list("holiday_member", { filters: { person: "42" } })).total).toBe(0);
    await records.update({ type: "holiday_member", id: made.record.id }, { last: "2026-06-30" });
    expect(await names("holiday_member", { first: "2026-07-01", last: "2026-12-31" })).toEqual([]);
    await records.remove({ type: "holiday_member", id: made.record.id });
    await records.remove({ type: "holiday_group", id: group.record.id });
    expect(await names("holiday_group")).toEqual(["Berlin", "New York"]);
  });
});

describe("target hours", () => {
  it("by week: what is not named has no hours, changes send only what changes and what Clockodo demands", async () => {
    const { create, clockodo, records, list } = await start();
    const made = await create("target_hours", {
      person: "42",
      kind: "weekly",
      first: "2026-01-01",
      monday: 7.5 * hour,
      tuesday: 8 * hour,
      compensation_day: 15 * 60,
      holiday_credit: true,
    });
    expect(sent(clockodo)).toEqual({
      to: "POST /targethours",
      body: {
        users_id: 42,
        type: "weekly",
        date_since: "2026-01-01",
        date_until: null,
        monday: 7.5,
        tuesday: 8,
        wednesday: 0,
        thursday: 0,
        friday: 0,
        saturday: 0,
        sunday: 0,
        compensation_daily: 15,
        compensation_monthly: 0,
        holiday_fixed_credit: 1,
      },
    });
    expect(made.record.values).toMatchObject({ monday: 27_000, compensation_day: 900, holiday_credit: true });
    const place = { type: "target_hours" as const, id: made.record.id };
    await records.update(place, { friday: 4 * hour, last: "2026-12-31" });
    expect(sent(clockodo).body).toEqual({
      type: "weekly",
      date_since: "2026-01-01",
      friday: 4,
      date_until: "2026-12-31",
    });
    expect((await records.get(place)).values).toMatchObject({ friday: 14_400, last: "2026-12-31" });
    expect((await list("target_hours", { filters: { person: "43" } })).total).toBe(0);
    expect((await list("target_hours", { first: "2027-01-01", last: "2027-12-31" })).total).toBe(0);
    const refused = await failureOf(records.update(place, { workdays: ["monday"] }));
    expect(refused.message).toMatch(/weekly take no workdays/);
    await records.remove(place);
    expect(clockodo.state.rows.targethours).toEqual([]);
  });

  it("by month have workdays instead, and are found after a lost answer", async () => {
    const { create, clockodo } = await start();
    clockodo.lose("POST", /targethours/);
    const made = await create("target_hours", {
      person: "43",
      kind: "monthly",
      first: "2026-01-01",
      month: 120 * hour,
      workdays: ["monday", "friday"],
    });
    expect(made.record.values).toMatchObject({ kind: "monthly", month: 432_000, workdays: ["monday", "friday"] });
    expect(String(made.notes[0])).toMatch(/it was saved/);
    expect(writes(clockodo)).toBe(1);
    expect(sent(clockodo).body).toMatchObject({ workday_monday: true, workday_tuesday: false, monthly_target: 120 });
  });
});

it("makes a group of holidays with those of a country or region, or with none", async () => {
  const { create, records, names, clockodo } = await start();
  const choices = (await records.describe("holiday_group")).fields.find(({ name }) => name === "preset")?.choices;
  expect(choices).toHaveLength(34);
  const bavaria = await create("holiday_group", { name: "Bayern", preset: "germany_by_bw" });
  expect(sent(clockodo).body).toEqual({ name: "Bayern", preset: "germany_by_bw" });
  expect(await names("holiday", { filters: { group: bavaria.record.id } })).toEqual(["New Year"]);
  const empty = await create("holiday_group", { name: "Office" });
  expect(sent(clockodo).body).toEqual({ name: "Office" });
  expect(await names("holiday", { filters: { group: empty.record.id } })).toEqual([]);
  expect((await failureOf(create("holiday_group", { name: "?", preset: "" }))).message).toMatch(/takes one of/);
});

it("leaves the workdays of monthly target hours to Clockodo unless they are named", async () => {
  const { create, clockodo } = await start();
  const { record } = await create("target_hours", {
    person: "43",
    kind: "monthly",
    first: "2026-01-01",
    month: 400_000,
  });
  expect(Object.keys(sent(clockodo).body as object).filter((name) => name.startsWith("workday_"))).toEqual([]);
  expect(record.values.workdays).toHaveLength(5);
});

describe("user reports", () => {
  const worked = (state: FakeState) => {
    state.entries.push(fakeEntry("2026-11-18T08:00:00Z", { until: Date.parse("2026-11-18T10:00:00Z") }));
  };

  it("tell a year of everybody in short, and of one person by month, week and day", async () => {
    const { list, records, clockodo } = await start("olga", { seed: worked });
    const page = await list("user_report");
    expect(page.records.map(({ name }) => name)).toEqual(["Olga Owner 2026", "Mara Lind 2026", "Jonas Weber 2026"]);
    expect(page.records[1]?.values).toMatchObject({ worked: 7200, leave_days: 28, person: { id: "42" } });
    expect(page.records[1]?.values).not.toHaveProperty("months");
    expect(clockodo.requests.at(-1)?.query.get("type")).toBe("0");
    const one = await records.get({ type: "user_report", id: "42-2026" });
    expect(one.values.months).toHaveLength(12);
    const days = await list("user_report", {
      filters: { person: "42", detail: "times" },
      first: "2026-11-16",
      last: "2026-11-18",
    });
    const months = days.records[0]?.values.months as { month: string; weeks: { days: unknown[] }[] }[];
    expect(months.map(({ month }) => month)).toEqual(["2026-11"]);
    const told = months[0]?.weeks.flatMap((week) => week.days ?? []);
    expect(told).toHaveLength(3);
    expect(told?.[2]).toMatchObject({ day: "2026-11-18", worked: 7200, target: 28_800, begin: "09:00", end: "11:00" });
    const weeks = await list("user_report", { filters: { person: "42", detail: "week", year: 2026 } });
    expect(JSON.stringify(weeks.records)).toMatch(/"weeks"/);
    expect(JSON.stringify(weeks.records)).not.toMatch(/"days":\[/);
  });

  it("of others are refused to a worker, whose list says that some may be missing", async () => {
    const { list, records } = await start("mara", { seed: worked });
    const page = await list("user_report");
    expect(page.records.map(({ id }) => id)).toEqual(["42-2026"]);
    expect(String(page.notes[0])).toMatch(/may be missing/);
    expect(await failureOf(records.get({ type: "user_report", id: "43" }))).toMatchObject({ kind: "forbidden" });
    await failureOf(records.get({ type: "user_report", id: "42/../43" }));
    expect(await failureOf(list("user_report", { first: "2025-12-01", last: "2026-01-31" }))).toMatchObject({
      message: "A user report is of one year.",
    });
    expect((await failureOf(records.remove({ type: "user_report", id: "42" }))).kind).toBe("unsupported");
  });

  it("are not there where their module is off", async () => {
    const { list, records } = await start("mara", { company: { module_user_reports: false } });
    expect((await failureOf(list("user_report"))).message).toMatch(/switched off/);
    expect((await records.describe("user_report")).actions).toEqual([]);
  });
});

describe.each([false, true])("work times (answers in data: %s)", (wrappedRequests) => {
  const settings = { wrappedRequests };
  const days = (state: FakeState) => {
    state.rows.workTimes = [
      {
        id: 1,
        users_id: mara,
        date: "2026-11-18",
        intervals: [
          { time_since: "2026-11-18T08:00:00Z", time_until: "2026-11-18T11:00:00Z" },
          { time_since: "2026-11-18T12:00:00Z", time_until: "2026-11-18T15:30:00Z" },
        ],
      },
      {
        id: 2,
        users_id: mara,
        date: "2026-02-03",
        offset: 600,
        intervals: [{ time_since: "2026-02-03T08:00:00Z", time_until: "2026-02-03T09:00:00Z" }],
      },
    ];
  };

  it("are told by day in one's own zone, over as many days as asked for", async () => {
    const { list, records, names, clockodo } = await start("mara", { settings, seed: days });
    const page = await list("work_time");
    expect(page.records).toEqual([
      {
        type: "work_time",
        id: "42-2026-11-18",
        name: "Mara Lind 2026-11-18",
        values: {
          person: { id: "42", name: "Mara Lind" },
          day: "2026-11-18",
          worked: 6.5 * hour,
          times: ["09:00–12:00", "13:00–16:30"],
        },
      },
    ]);
    expect(clockodo.count("GET", /workTimes$/)).toBe(1);
    expect(await names("work_time", { first: "2026-01-01", last: "2026-12-31" })).toEqual([
      "Mara Lind 2026-02-03",
      "Mara Lind 2026-11-18",
    ]);
    expect((await records.get({ type: "work_time", id: "42-2026-02-03" })).values.worked).toBe(hour + 600);
    await failureOf(records.get({ type: "work_time", id: "42-2026-02-04" }));
    expect(await failureOf(list("work_time", { filters: { person: "43" } }))).toMatchObject({ kind: "forbidden" });
  });

  it("are changed by a request that others approve", async () => {
    const { create, records, as, list, clockodo } = await start("mara", { settings, seed: days });
    const made = await create("work_time_change", {
      day: "2026-11-18",
      add: ["16:30–18:00"],
      remove: ["9:00-9:30"],
    });
    expect(sent(clockodo).body).toEqual({
      date: "2026-11-18",
      users_id: 42,
      changes: [
        { type: 2, time_since: "2026-11-18T08:00:00Z", time_until: "2026-11-18T08:30:00Z" },
        { type: 1, time_since: "2026-11-18T15:30:00Z", time_until: "2026-11-18T17:00:00Z" },
      ],
    });
    expect(made.record.values).toMatchObject({
      day: "2026-11-18",
      add: ["16:30–18:00"],
      remove: ["09:00–09:30"],
      state: "requested",
    });
    const again = await create("work_time_change", { day: "2026-11-18", add: ["16:30–17:00"] });
    expect(String(again.notes[0])).toMatch(/took the place/);
    expect((await list("work_time_change")).total).toBe(1);
    const place = { type: "work_time_change" as const, id: again.record.id };
    expect(await failureOf(records.update(place, { decision: "approve" }))).toMatchObject({ kind: "forbidden" });
    const boss = as("olga").records;
    const done = await boss?.update(place, { decision: "approve" });
    expect(done?.record.values.state).toBe("approved");
    expect(sent(clockodo).to).toMatch(/^POST \/v3\/workTimes\/changeRequests\/\d+\/approve$/);
    expect((await records.get({ type: "work_time", id: "42-2026-11-18" })).values.times).toContain("16:30–17:00");
    expect((await list("work_time_change")).total).toBe(0);
  });

  it("and their requests can be declined, and then not deleted; waiting ones can", async () => {
    const { create, records, as, list, clockodo } = await start("mara", { settings, seed: days });
    const first = await create("work_time_change", { day: "2026-11-18", add: ["16:30–18:00"] });
    const place = { type: "work_time_change" as const, id: first.record.id };
    const boss = as("olga").records;
    const told = await boss?.update(place, { decision: "decline" });
    expect(told?.record.values.state).toBe("declined");
    expect((await list("work_time_change", { filters: { state: "declined" } })).total).toBe(1);
    expect((await list("work_time_change", { filters: { state: "requested" } })).total).toBe(0);
    const before = writes(clockodo);
    expect(await failureOf(records.remove(place))).toMatchObject({ kind: "conflict" });
    expect(writes(clockodo)).toBe(before);
    const second = await create("work_time_change", { day: "2026-11-17", add: ["9-10"] });
    await records.remove({ type: "work_time_change", id: second.record.id });
    expect((await list("work_time_change", { first: "2026-11-17", last: "2026-11-17" })).total).toBe(0);
  });

  it("change at once for somebody who may, also when the answer is lost", async () => {
    const { create, clockodo } = await start("olga", { settings, seed: days });
    const made = await create("work_time_change", { person: "42", day: "2026-11-18", add: ["17-18"] });
    expect(made.notes.join(" ")).toMatch(/at once/);
    expect(made.record.values.times).toEqual(["09:00–12:00", "13:00–16:30", "17:00–18:00"]);
    clockodo.lose("POST", /changeRequests/);
    const lost = await create("work_time_change", { person: "42", day: "2026-11-18", add: ["19-20"] });
    expect(lost.notes.join(" ")).toMatch(/it was saved.*at once/);
    expect(lost.record.values.times).toContain("19:00–20:00");
  });

  it("are decided once, also when the answer is lost on the way", async () => {
    const { create, as, clockodo } = await start("mara", { settings });
    const boss = as("olga").records;
    for (const [decision, state] of [
      ["approve", "approved"],
      ["decline", "declined"],
    ] as const) {
      const made = await create("work_time_change", { day: "2026-11-18", add: ["9-10"] });
      const before = writes(clockodo);
      clockodo.lose("POST", /(approve|decline)$/);
      const done = await boss?.update({ type: "work_time_change", id: made.record.id }, { decision });
      expect(done?.record.values.state).toBe(state);
      expect(String(done?.notes[0])).toMatch(/Punchcard looked/);
      expect(writes(clockodo)).toBe(before + 1);
    }
    const made = await create("work_time_change", { day: "2026-11-17", add: ["9-10"] });
    clockodo.lose("POST", /approve$/, false);
    const place = { type: "work_time_change" as const, id: made.record.id };
    expect(boss && (await failureOf(boss.update(place, { decision: "approve" })))).toMatchObject({ saved: "no" });
  });

  it("against the rules are approved only on purpose", async () => {
    const { create, as } = await start("mara", { settings });
    const made = await create("work_time_change", { day: "2026-11-18", add: ["6-18"] });
    const boss = as("olga").records;
    const place = { type: "work_time_change" as const, id: made.record.id };
    const refused = boss && (await failureOf(boss.update(place, { decision: "approve" })));
    expect(refused?.message).toMatch(/violates/);
    const done = await boss?.update(place, { decision: "approve", accept_violations: true });
    expect(done?.record.values.state).toBe("approved");
    expect((await failureOf(create("work_time_change", { day: "2026-11-18" }))).message).toMatch(/What shall change/);
  });
});
