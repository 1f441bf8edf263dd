import { expect, test } from "vitest";
import type { FakeClockodoOptions } from "../../../../fakes/clockodo";
import type { PersonName } from "../../../../fakes/clockodo/seed";
import { openToolSession } from "../../../../fakes/tool-session";
import { setup } from "../../../core/services/clockodo/setup";

/** The neutral tools over the real Clockodo adapter and a fake Clockodo: what time is booked on, favourites, budgets. */
async function clockodoSession(
  who: PersonName,
  wanted: Parameters<typeof openToolSession>[0] = { profile: "everything" },
  options: FakeClockodoOptions = {},
) {
  const { clockodo, service } = await setup(who, options);
  const session = openToolSession(wanted);
  const { records, work, time, timer, budgets, currencies, facts } = service;
  Object.assign(session.memory, { records, work, time, timer, budgets, currencies, facts });
  const good = async (name: string, args: Record<string, unknown>) => {
    const answer = await session.call(name, args);
    expect(answer.isError, answer.text).toBe(false);
    return answer;
  };
  const errorOf = async (name: string, args: Record<string, unknown>) => {
    const { data, isError } = await session.call(name, args);
    expect(isError).toBe(true);
    return data.error as { code: string; message: string; next?: string };
  };
  return { ...session, clockodo, good, errorOf };
}

const favourite = {
  type: "favourite",
  records: [
    { values: { name: "Standup", customer: "Seehof", project: "App relaunch", activity: "Consulting", text: "Daily" } },
  ],
};

test("a favourite is made by names, shown by its name, and starts the clock", async () => {
  const { good, clockodo } = await clockodoSession("mara", { profile: "everything", answers: ["yes", "yes"] });
  await good("save_record", favourite);
  const { text, data } = await good("find_work", { recent: true });
  expect(text).toContain("Favourites, for clock_in with again:\n- Standup");
  expect(data.favourites).toEqual([{ name: "Standup" }]);
  await good("clock_in", { again: "standup" });
  expect(clockodo.state.entries.at(-1)).toMatchObject({
    customers_id: 510,
    projects_id: 7720,
    services_id: 33,
    text: "Daily",
    until: null,
  });
});

test("a favourite that is not there is said not to be there, and nothing starts", async () => {
  const { good, errorOf, clockodo } = await clockodoSession("mara", { profile: "everything", answers: ["yes"] });
  await good("save_record", favourite);
  expect(await errorOf("clock_in", { again: "Retro" })).toMatchObject({ code: "unknown" });
  expect(clockodo.state.entries).toEqual([]);
});

test("descriptions that were used before are found by a part of them, of the named project only", async () => {
  const { good, clockodo } = await clockodoSession("olga");
  const entry = { customer: "Seehof Hotels", activity: "Design", day: "2026-11-18" };
  await good("log_time", {
    entries: [
      { ...entry, project: "App", text: "Wireframes onboarding", from: "9:00", to: "10:00" },
      { ...entry, project: "App relaunch", text: "Wireframes checkout", from: "10:00", to: "11:00" },
    ],
  });
  const { data, text } = await good("find_work", { query: "wire", recent: true, project: "App" });
  expect(data.texts).toEqual(["Wireframes onboarding"]);
  expect(text).toContain('Texts used before:\n- "Wireframes onboarding"');
  clockodo.fail({ path: /entriesTexts/, failure: { kind: "status", status: 403, body: '{"errors":[]}' } });
  expect((await good("find_work", { query: "wire", recent: true })).data).not.toHaveProperty("texts");
});

test("a subproject is found below its project, and activities below none", async () => {
  const { good } = await clockodoSession("mara");
  const { text } = await good("find_work", { levels: ["subproject", "activity"], project: "App relaunch" });
  expect(text).toContain("subproject #9010 iOS (Seehof Hotels / App relaunch)");
  expect(text).toContain("activity #31 Design");
});

test("what is completed is left out, and said to be so when asked for", async () => {
  const { good } = await clockodoSession("mara");
  expect((await good("find_work", { query: "Shop" })).text).not.toContain("#7722");
  const { text } = await good("find_work", { query: "Shop", include_hidden: true });
  expect(text).toContain("[not bookable: The project is completed.]");
});

test("a budget of 10 hours is written in hours and told with what is used and left", async () => {
  const { good, clockodo } = await clockodoSession("olga");
  await good("save_record", { type: "project", records: [{ id: "App", values: { time_budget: "10h" } }] });
  expect(clockodo.state.projects.find(({ id }) => id === 7721)?.budget).toMatchObject({ amount: 10, monetary: false });
  await good("log_time", {
    entries: [
      { customer: "Seehof Hotels", project: "App", activity: "Design", day: "2026-11-18", from: "9:00", to: "11:30" },
    ],
  });
  const { data } = await good("report_time", { period: "this week", show: ["budget"], project: "App" });
  expect(data.budgets).toMatchObject([{ name: "App", time: { budget: 36_000, used: 9_000, left: 27_000 } }]);
});

test("time is listed and summed up of one subproject only", async () => {
  const { good } = await clockodoSession("olga");
  const day = { customer: "Seehof Hotels", project: "App relaunch", activity: "Design", day: "2026-11-18" };
  await good("log_time", {
    entries: [
      { ...day, subproject: "iOS", from: "9:00", to: "10:00" },
      { ...day, subproject: "Android", from: "10:00", to: "12:00" },
    ],
  });
  const { data } = await good("list_time", { period: "this week", subproject: "Android" });
  expect(data.total).toMatchObject({ entries: 1, seconds: 7_200 });
  const report = await good("report_time", { period: "this week", subproject: "iOS", by: ["subproject"] });
  expect(report.data.groups).toMatchObject([{ name: "iOS", seconds: 3_600, currency: "EUR", exported: 0 }]);
});

test("a company that wants a project for all time gets none without, and the person is asked for it", async () => {
  const { errorOf, good, clockodo } = await clockodoSession(
    "mara",
    { profile: "everything" },
    { company: { allow_entries_for_customers: false } },
  );
  const error = await errorOf("clock_in", { customer: "Backhaus Ost", activity: "Design" });
  expect(error.message).toMatch(/project/);
  expect(clockodo.state.entries).toEqual([]);
  await good("clock_in", { project: "App relaunch", activity: "Design" });
  expect(clockodo.state.entries.at(-1)).toMatchObject({ customers_id: 510, projects_id: 7720 });
});

test("without such a rule time goes on a customer alone", async () => {
  const { good, clockodo } = await clockodoSession("mara");
  await good("clock_in", { customer: "Backhaus Ost", activity: "Design" });
  expect(clockodo.state.entries.at(-1)).toMatchObject({ customers_id: 511, projects_id: null });
});

test("deleting what is in use is refused with the step before it, and nobody is asked in vain", async () => {
  const { errorOf, clockodo, good } = await clockodoSession("olga", { profile: "everything", answers: ["yes", "yes"] });
  const refused = await errorOf("delete_record", { type: "activity", ids: ["Consulting"] });
  expect(refused.next).toBe("Set active to false with save_record first, then delete it.");
  await good("save_record", { type: "activity", records: [{ id: "Consulting", values: { active: false } }] });
  await good("delete_record", { type: "activity", ids: ["#33"] });
  expect(clockodo.state.services.map(({ id }) => id)).not.toContain(33);
});
