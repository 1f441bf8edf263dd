import { expect, onTestFinished, test } from "vitest";
import type { FakeKimaiOptions } from "../../../../fakes/kimai";
import { openToolSession } from "../../../../fakes/tool-session";
import { setup } from "../../../core/services/kimai/setup";

/** The record tools over the real adapter and a fake Kimai, each test a weakness of kimai-mcp (kimai-api.md §6). */
async function kimaiSession(
  who: Parameters<typeof setup>[0],
  wanted: Parameters<typeof openToolSession>[0] = { profile: "everything" },
  options: FakeKimaiOptions = {},
) {
  const { kimai, service, close } = await setup(who, options);
  onTestFinished(close);
  const session = openToolSession(wanted);
  const { records, work, time, facts } = service;
  Object.assign(session.memory, { records, work, time, facts });
  const errorOf = async (name: string, args: Record<string, unknown>) => {
    const { data, isError } = await session.call(name, args);
    expect(isError).toBe(true);
    return data.error as { code: string; message: string; next?: string };
  };
  return { ...session, kimai, errorOf };
}

test("6: tags are listed, also without a word to look for", async () => {
  const { call } = await kimaiSession("user");
  const { data } = await call("list_records", { type: "tag" });
  expect((data.records as unknown[]).length).toBeGreaterThan(2);
});

test("a project of two customers at once is refused before anything is sent", async () => {
  const { call, kimai, errorOf } = await kimaiSession("admin", { profile: "everything", answers: ["yes"] });
  const [one, other] = kimai.state.customers.map(({ name }) => name);
  const make = (customer: string | undefined) => ({
    type: "project",
    records: [{ of: `customer ${one}`, values: { name: "New site", customer } }],
  });
  expect((await errorOf("save_record", make(other))).message).toContain("two different customers");
  expect(kimai.state.projects.map(({ name }) => name)).not.toContain("New site");
  expect((await call("save_record", make(one))).text).toContain("New site");
});

test("7: a time budget of 10 hours is written in hours and arrives as 10 hours", async () => {
  const { call, kimai, errorOf } = await kimaiSession("admin");
  const change = (time_budget: unknown) => ({
    type: "project",
    records: [{ id: "Website relaunch", values: { time_budget } }],
  });
  expect((await errorOf("save_record", change(36_000))).next).toContain('"36000s"');
  const { isError, data } = await call("save_record", change("10h"));
  expect(isError, JSON.stringify(data)).toBe(false);
  expect(kimai.state.projects.find(({ id }) => id === 1)).toMatchObject({ values: { timeBudget: 36_000 } });
});

test("11: a person is switched off with one word, and an activity is changed without its name", async () => {
  const { call, kimai } = await kimaiSession("super", { profile: "everything", answers: ["yes"] });
  const off = await call("save_record", { type: "person", records: [{ id: "#6", values: { enabled: false } }] });
  expect(off.isError, off.text).toBe(false);
  expect(kimai.state.users.find(({ id }) => id === 6)?.enabled).toBe(false);
  const activity = await call("save_record", {
    type: "activity",
    records: [{ id: "Meeting", values: { number: 17 } }],
  });
  expect(activity.isError, activity.text).toBe(false);
  expect(kimai.state.activities.find(({ id }) => id === 1)).toMatchObject({ name: "Meeting", number: "17" });
});

test("11: a team without lead is refused before anything is sent; with one, by name, it is made", async () => {
  const { call, kimai, errorOf } = await kimaiSession("super");
  const teams = kimai.state.teams.length;
  const without = await errorOf("save_record", { type: "team", records: [{ values: { name: "Night shift" } }] });
  expect(without.message).toContain("leads");
  const { isError, text } = await call("save_record", {
    type: "team",
    records: [{ values: { name: "Night shift", leads: ["me"] } }],
  });
  expect(isError, text).toBe(false);
  expect(kimai.state.teams).toHaveLength(teams + 1);
});

test("11: null clears a field", async () => {
  const { call, kimai } = await kimaiSession("admin");
  const { isError, text } = await call("save_record", {
    type: "customer",
    records: [{ id: "Northwind", values: { number: null } }],
  });
  expect(isError, text).toBe(false);
  expect(kimai.state.customers.find(({ id }) => id === 1)?.number ?? null).toBeNull();
});

test("12: a customer needs its name only", async () => {
  const { call, errorOf } = await kimaiSession("admin");
  const made = await call("save_record", { type: "customer", records: [{ values: { name: "Tiny Ltd" } }] });
  expect(made.isError, made.text).toBe(false);
  // What was just made is found by its name at once.
  const project = { type: "project", records: [{ values: { name: "Tiny site", customer: "tiny ltd" } }] };
  expect((await call("save_record", project)).data).toMatchObject({ records: [{ name: "Tiny site" }] });
  expect((await call("find_work", { query: "Tiny site", levels: ["project"] })).text).toContain("Tiny site");
  const address = { type: "customer", records: [{ values: { name: "Tall Ltd", address: "Up 1" } }] };
  expect((await errorOf("save_record", address)).message).toContain("address");
});

test("17: who may not open a single project is still shown what the list has", async () => {
  const { call } = await kimaiSession("user", { profile: "everything" });
  const { isError, data, text } = await call("list_records", { type: "project", id: "Website relaunch" });
  expect(isError, text).toBe(false);
  expect(data).toMatchObject({ records: [{ name: "Website relaunch" }] });
});

test("28: a customer that takes projects, activities and time along is told with counts and asked for", async () => {
  const { call, kimai, questions } = await kimaiSession("admin", { profile: "everything", answers: ["no"] });
  const { data } = await call("delete_record", { type: "customer", ids: ["Northwind"] });
  expect(data).toMatchObject({ error: { code: "declined" } });
  expect(questions[0]?.join("\n")).toMatch(/customer "Northwind" \(#1\): with \d+ projects, \d+ activities/);
  expect(kimai.state.customers.some(({ id }) => id === 1)).toBe(true);
});

test("what Kimai's rights close is told in words, and nothing is sent", async () => {
  const { kimai, errorOf } = await kimaiSession("user", { profile: "everything" });
  const before = kimai.state.customers.length;
  const make = { type: "customer", records: [{ values: { name: "Tiny Ltd" } }] };
  expect(await errorOf("save_record", make)).toMatchObject({
    code: "permission",
    message: expect.stringMatching(/customer\.create.*your Kimai role has no right to create customers/),
    next: expect.stringContaining("the service refuses it"),
  });
  expect(kimai.state.customers).toHaveLength(before);
});
