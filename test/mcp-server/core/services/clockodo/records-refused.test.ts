import { expect, it } from "vitest";
import type { RecordDraft, RecordType } from "#core/domain/records";
import { fakeEntry } from "../../../../fakes/clockodo/seed";
import { bodiesTo, failureOf, recordSession, writesTo } from "./setup";

/** Values that the published document does not take (clockodo-api.md §1.8, §4): refused before anything is sent. */
const seed = () =>
  recordSession("olga", {
    seed(state) {
      for (const user of state.users) user.default_holidays_count = false;
      state.rows.targethours = [
        { id: 5, users_id: 42, type: "weekly", date_since: "2026-01-01", date_until: null, monday: 8 },
      ];
      state.rows.favorites = [
        {
          id: 6,
          users_id: 40,
          name: "Standup",
          customers_id: 512,
          projects_id: null,
          subprojects_id: null,
          text: null,
          services_id: 33,
          color: 1,
          position: 0,
          billable: 1,
        },
      ];
      state.rows.rates = [
        {
          ...{ id: 7, parent_rate_id: null, customer_ids: [510], project_ids: [], service_ids: [], user_ids: [] },
          ...{ hourly_rate: 80, test_data: false, position: 0 },
        },
      ];
      state.rows.holidaysQuota = [{ id: 8, users_id: 42, year_since: 2026, year_until: null, count: 28, note: null }];
    },
  });

it.each<[RecordType, string, RecordDraft]>([
  ["person", "42", { language: null }],
  ["person", "42", { timezone: null }],
  ["person", "42", { start_date: null }],
  ["person", "42", { wage_type: null }],
  ["person", "42", { active: null }],
  ["target_hours", "5", { monday: null }],
  ["target_hours", "5", { compensation_day: null }],
  ["target_hours", "5", { compensation_month: null }],
  ["favourite", "6", { color: null }],
  ["favourite", "6", { position: null }],
  ["favourite", "6", { billable: null }],
  ["customer", "510", { color: null }],
  ["rate", "7", { customers: null }],
  ["holiday", "62", { day: null }],
  ["project", "7721", { completed: null }],
])("refuses to empty what Clockodo keeps filled: %s %s %j", async (type, id, values) => {
  const s = await seed();
  expect(await failureOf(s.update(type, id, values))).toMatchObject({ name: "InputError", code: "argument" });
  expect(writesTo(s.clockodo)).toEqual([]);
});

it.each<[RecordType, RecordDraft]>([
  ["leave_quota", { person: "42", days: 366, first_year: 2026 }],
  ["leave_quota", { person: "42", days: 28, first_year: 1999 }],
  ["leave_carry", { person: "42", year: 2026, days: 1.25 }],
  ["leave_carry", { person: "42", year: 2038, days: 1 }],
  ["overtime_carry", { person: "42", year: 2026, hours: 1_000 * 3600 }],
  ["overtime_reduction", { person: "42", day: "2026-11-01", hours: -1_000 * 3600 }],
  ["target_hours", { person: "42", kind: "weekly", first: "2026-01-01", monday: 25 * 3600 }],
  ["rate", { rate: 100 }],
])("refuses numbers that Clockodo would refuse: %s %j", async (type, values) => {
  const s = await seed();
  expect(await failureOf(s.create(type, values))).toMatchObject({ name: "InputError", code: "argument" });
  expect(writesTo(s.clockodo)).toEqual([]);
});

it("refuses a lock after days that Clockodo does not know, with those that it knows", async () => {
  const s = await seed();
  for (const name of ["edit_lock_days", "work_time_edit_lock_days"])
    expect((await failureOf(s.update("person", "42", { [name]: 4 }))).message).toMatch(/takes one of: .*3, 5, 8/);
  expect(writesTo(s.clockodo)).toEqual([]);
  await s.update("person", "42", { edit_lock_days: 5, work_time_edit_lock_days: 0 });
  expect(bodiesTo(s, "PUT", /users/)).toEqual([{ edit_lock_dyn: 5, work_time_edit_lock_days: 0 }]);
});

it("clears what Clockodo takes null for, and empties lists", async () => {
  const s = await seed();
  await s.update("person", "42", { number: null, team: null, edit_lock: null, edit_lock_days: null });
  await s.update("project", "7720", { note: null, start: null, deadline: null });
  await s.update("leave_quota", "8", { last_year: null, note: null });
  await s.update("customer", "510", { activities: null });
  expect(bodiesTo(s, "PUT", /./)).toEqual([
    { number: null, teams_id: null, edit_lock: null, edit_lock_dyn: null },
    { note: null, start_date: null, deadline: null },
    { year_until: null, note: null },
    { service_assignments: [] },
  ]);
});

it("leaves what is empty out of what is made", async () => {
  const s = await seed();
  await s.create("person", {
    name: "Nora",
    email: "nora@example.test",
    role: "worker",
    language: null,
    wage_type: null,
  });
  expect(bodiesTo(s, "POST", /users/)).toEqual([{ name: "Nora", email: "nora@example.test", role: "worker" }]);
});

it("says of a refused lock that the value is wrong, not that a day is closed", async () => {
  const s = await seed();
  const body = { errors: [{ error: { type: "UnexpectedValue", message: "Wrong edit lock", path: "edit_lock_dyn" } }] };
  s.clockodo.fail({ method: "PUT", times: 1, failure: { kind: "status", status: 422, body: JSON.stringify(body) } });
  expect(await failureOf(s.update("person", "42", { edit_lock_days: 5 }))).toMatchObject({
    kind: "invalid",
    fields: { edit_lock_days: expect.any(String) },
  });
});

it("takes a lump sum from its project and keeps its customer", async () => {
  const s = await recordSession("olga", {
    seed(state) {
      const lump = { id: 3, users_id: 40, type: 2 as const, lumpsum: 250, projects_id: 7720, subprojects_id: 9010 };
      state.entries.push(fakeEntry("2026-11-18T11:00:00Z", { ...lump, until: Date.parse("2026-11-18T11:00:00Z") }));
    },
  });
  const { record } = await s.update("lump_sum", "3", { project: null });
  expect(bodiesTo(s, "PUT", /entries/)).toEqual([
    { customers_id: 510, projects_id: null, subprojects_id: null, services_id: 31 },
  ]);
  expect(record.values).toMatchObject({ customer: { id: "510" } });
  expect(record.values).not.toHaveProperty("project");
});
