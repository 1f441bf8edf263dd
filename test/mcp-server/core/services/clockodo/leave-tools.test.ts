import { describe, expect, it } from "vitest";
import type { FakeState } from "../../../../fakes/clockodo/model";
import { fakeAbsence, fakeEntry, type PersonName } from "../../../../fakes/clockodo/seed";
import { openToolSession } from "../../../../fakes/tool-session";
import { setup } from "./setup";

/** The session's clock stands at the same Thursday as the fake's. */
async function session(who: PersonName, seed?: (state: FakeState) => void, answers: ("yes" | "no")[] = []) {
  const made = await setup(who, { seed });
  return { ...made, ...openToolSession({ service: made.service, profile: "everything", answers }) };
}

describe("leave in Clockodo by the tools", () => {
  it.each([
    ["holiday", 1],
    ["vacation", 1],
    ["urlop", 1],
    ["sick leave", 4],
    ["chorobowe", 4],
    ["time off", 3],
    ["unpaid leave", 10],
    ["Sonderurlaub unbezahlt", 10],
    ["#5", 5],
  ])("is found in a German account by the word %s", async (type, number) => {
    const { call, clockodo } = await session("mara");
    const hours = number === 3 ? { hours: "4h" } : {};
    const made = await call("request_absence", { type, from: "2026-12-09", ...hours });
    expect(made.isError, made.text).toBe(false);
    expect(clockodo.state.absences.map((each) => each.type)).toEqual([number]);
  });

  it("is asked for over New Year as one request, sent as one part for each year and the halves", async () => {
    const { call, clockodo } = await session("mara");
    const dry = await call("request_absence", {
      type: "Urlaub",
      from: "2026-12-23",
      to: "2027-01-05",
      half: "first",
      dry_run: true,
    });
    expect(dry.isError).toBe(false);
    // 23 Dec half, 24 half a holiday, 25 and 1 Jan holidays.
    expect(dry.data.days).toBe(7);
    expect(clockodo.state.absences).toEqual([]);
    const made = await call("request_absence", { type: "Urlaub", from: "2026-12-23", to: "2027-01-05", half: "first" });
    expect(made.isError).toBe(false);
    expect(
      clockodo.state.absences.map((each) => [each.date_since, each.date_until, each.half_day, each.status]),
    ).toEqual([
      ["2026-12-23", "2026-12-23", true, 0],
      ["2026-12-24", "2026-12-31", false, 0],
      ["2027-01-01", "2027-01-05", false, 0],
    ]);
    expect(made.text).toMatch(/requested/);
  });

  it("takes back the parts before the one that collides, and says with what", async () => {
    const { call, clockodo } = await session("mara", (state) => {
      state.absences.push(fakeAbsence({ id: 7, date_since: "2027-01-04", date_until: "2027-01-04", type: 2 }));
    });
    const dry = await call("request_absence", { type: "Urlaub", from: "2026-12-28", to: "2027-01-05", dry_run: true });
    expect(JSON.stringify(dry.data.warnings)).toMatch(/Overlaps Sonderurlaub/);
    const made = await call("request_absence", { type: "Urlaub", from: "2026-12-28", to: "2027-01-05" });
    expect(made.isError).toBe(true);
    expect(made.text).toMatch(/Sonderurlaub 4 Jan 2027, approved/);
    expect(made.text).toMatch(/taken back/);
    expect(clockodo.state.absences.map(({ id }) => id)).toEqual([7]);
  });

  it("by hours is for overtime only, and a half day is told as half", async () => {
    const { call, clockodo } = await session("mara");
    const wrong = await call("request_absence", { type: "Urlaub", from: "2026-12-07", hours: "3h" });
    expect(wrong.text).toMatch(/cannot be taken by hours/);
    const hours = await call("request_absence", { type: "Überstundenabbau", from: "2026-12-07", hours: "3h30" });
    expect(hours.isError).toBe(false);
    expect(clockodo.state.absences[0]).toMatchObject({ type: 3, count_hours: 3.5, half_day: false });
    await call("request_absence", { type: "Krankheit", from: "2026-12-08", half: "first" });
    const list = await call("list_absences", { period: "2026-12" });
    expect(list.text).toMatch(/Krankheit {2}8 Dec 2026, half {2}0.5 days/);
    expect(list.text).toMatch(/Überstundenabbau/);
  });

  it("is approved by another person who may, after they were asked", async () => {
    const { call, clockodo } = await session(
      "olga",
      (state) => {
        state.absences.push(fakeAbsence({ id: 1, status: 0 }));
      },
      ["yes"],
    );
    const done = await call("update_absence", { ids: ["1"], action: "approve" });
    expect(done.isError, done.text).toBe(false);
    expect(clockodo.state.absences[0]).toMatchObject({ status: 1, approved_by: 40 });
  });

  it("does not count who works from home as away, and says who is not known", async () => {
    const home = (state: FakeState) => {
      state.absences.push(fakeAbsence({ type: 8 }), fakeAbsence({ users_id: 43, type: 4 }));
    };
    const boss = await session("olga", home);
    const away = await boss.call("list_absences", { period: "2026-12-07", show: ["away"] });
    expect(away.text).toMatch(/away Jonas Weber \(Krankheit\)/);
    expect(away.text).toMatch(/not away: Mara Lind \(Homeoffice\), Olga Owner/);
    const worker = await session("mara", home);
    const seen = await worker.call("list_absences", { period: "2026-12-07", show: ["away"] });
    expect(seen.text).toMatch(/away Jonas Weber\n/);
    expect(seen.text).toMatch(/not known: Olga Owner/);
  });

  it("has its balance in days and overtime in hours", async () => {
    const { call } = await session("mara", (state) => {
      state.absences.push(fakeAbsence({}));
    });
    const told = await call("get_leave_balance");
    expect(told.isError).toBe(false);
    const [holiday, overtime] = told.data.balances as Record<string, unknown>[];
    expect(holiday).toMatchObject({ entitled: 28, planned: 5, left: 23, unit: "days" });
    expect(overtime).toMatchObject({ unit: "hours" });
  });
});

describe("records of time in Clockodo by the tools", () => {
  it("take people, groups and lengths of time in words", async () => {
    const { call, clockodo } = await session("olga", undefined, ["yes", "yes", "yes"]);
    const carry = await call("save_record", {
      type: "overtime_carry",
      records: [{ values: { person: "Mara", year: 2026, hours: "-1h30" } }],
    });
    expect(carry.isError, carry.text).toBe(false);
    expect(clockodo.state.rows.overtimeCarry?.[0]).toMatchObject({ users_id: 42, hours: -1.5 });
    expect(carry.text).toMatch(/−1:30/);
    const holiday = await call("save_record", {
      type: "holiday",
      records: [{ values: { group: "Berlin", name: "Sommerfest", kind: "once", day: "2027-07-02" } }],
    });
    expect(holiday.isError, holiday.text).toBe(false);
    const list = await call("list_records", { type: "holiday", period: "2027-07" });
    expect(list.text).toMatch(/Sommerfest/);
    const hours = await call("save_record", {
      type: "target_hours",
      records: [{ values: { person: "Jonas Weber", kind: "weekly", first: "2027-01-01", monday: "8h" } }],
    });
    expect(hours.isError, hours.text).toBe(false);
    expect(clockodo.state.rows.targethours?.[0]).toMatchObject({ users_id: 43, monday: 8, tuesday: 0 });
  });

  it("of another year or day are found by the id that the list shows", async () => {
    const { call } = await session("mara", (state) => {
      const intervals = [{ time_since: "2026-02-03T08:00:00Z", time_until: "2026-02-03T09:00:00Z" }];
      state.rows.workTimes = [{ id: 1, users_id: 42, date: "2026-02-03", intervals }];
    });
    const report = await call("list_records", { type: "user_report", id: "#42-2025" });
    expect(report.text).toMatch(/Mara Lind 2025/);
    const day = await call("list_records", { type: "work_time", id: "#42-2026-02-03" });
    expect(day.text).toMatch(/worked 1:00, times \[.*09:00–10:00/);
    const none = await call("list_records", { type: "work_time", id: "#42-2026-02-04" });
    expect(none.isError).toBe(true);
  });

  it("tell months as hours, and days with their times by the id of a report", async () => {
    const { call, clockodo } = await session("mara", (state) => {
      state.entries.push(fakeEntry("2026-02-03T08:00:00Z", { until: Date.parse("2026-02-03T09:30:00Z") }));
    });
    const year = await call("list_records", { type: "user_report", id: "#42-2026" });
    expect(year.text).toMatch(/month "2026-02" worked 1:30 target 152:00 difference −150:30,/);
    const [{ values }] = year.data.records as [{ values: { months: { month: string; worked?: number }[] } }];
    expect(values.months.find(({ month }) => month === "2026-02")?.worked).toBe(5_400);
    expect(clockodo.requests.at(-1)?.query.get("type")).toBe("1");
    const asked = { type: "user_report", id: "#42-2026", filter: { detail: "times" }, period: "2026-02-03" };
    const day = await call("list_records", asked);
    expect(day.text).toMatch(/day "2026-02-03" worked 1:30 target 8:00 difference −6:30 begin "09:00" end "10:30"/);
    expect(day.text).not.toMatch(/2026-03|2026-02-04/);
  });

  it("tell what they can do without any of Clockodo's own names", async () => {
    const { call } = await session("olga");
    for (const type of [
      "leave_quota",
      "overtime_carry",
      "target_hours",
      "user_report",
      "work_time_change",
      "holiday",
    ]) {
      const told = await call("list_records", { type, describe: true });
      expect(told.isError, told.text).toBe(false);
      expect(told.text).not.toMatch(/users_id|date_since|nonbusiness|compensation_daily|"wire"/);
    }
  });
});
