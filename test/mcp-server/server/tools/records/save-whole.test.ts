import { expect, test } from "vitest";
import { openToolSession } from "../../../../fakes/tool-session";
import { setup } from "../../../core/services/clockodo/setup";
import { openSheet } from "../../../core/services/local/sheet";

/** One new record with what it brings along, on Clockodo and on the time sheet of this computer. */
async function clockodoSession() {
  const { clockodo, service } = await setup("olga");
  return { clockodo, ...openToolSession({ profile: "everything", service, answers: ["yes"] }) };
}
const apollo = (more: object = {}) => ({
  type: "project",
  records: [{ values: { name: "Apollo", customer: "Seehof", activities: ["Consulting"], rate: 90, ...more } }],
});

test("Clockodo: a project is made with its activities and its rate", async () => {
  const { call, clockodo } = await clockodoSession();
  const { isError, text } = await call("save_record", apollo());
  expect(isError, text).toBe(false);
  const made = clockodo.state.projects.find(({ name }) => name === "Apollo");
  expect(made).toMatchObject({ service_assignments: [33] });
  expect(clockodo.state.rows.rates).toMatchObject([{ hourly_rate: 90, project_ids: [made?.id] }]);
});

test("Clockodo: a project whose rate fails is made inactive and deleted, as it deletes nothing that is active", async () => {
  const { call, clockodo } = await clockodoSession();
  const before = clockodo.state.projects.length;
  clockodo.fail({ method: "POST", path: /rates/, failure: { kind: "status", status: 422 } });
  const { data, text } = await call("save_record", apollo());
  expect(data.error).toMatchObject({ saved: "no" });
  expect(text).toContain('Taken back: project "Apollo"');
  expect(clockodo.state.projects).toHaveLength(before);
});

test("Clockodo: a project that cannot be taken back stays active", async () => {
  const { call, clockodo } = await clockodoSession();
  clockodo.fail({ method: "POST", path: /rates/, failure: { kind: "status", status: 422 } });
  clockodo.fail({ method: "DELETE", path: /projects/, failure: { kind: "status", status: 403 } });
  const { data, text } = await call("save_record", apollo());
  expect(data.error).toMatchObject({ saved: "yes" });
  expect(text).toContain('Could not be taken back: project "Apollo"');
  expect(clockodo.state.projects.find(({ name }) => name === "Apollo")).toMatchObject({ active: true });
});

test("Clockodo: several rates differ in people or activities", async () => {
  const { call, clockodo } = await clockodoSession();
  const twice = await call("save_record", apollo({ rate: [90, 100] }));
  expect(twice.text).toContain("there twice");
  const rate = [90, { rate: 120, activities: ["Consulting"] }];
  const { isError, text } = await call("save_record", apollo({ rate }));
  expect(isError, text).toBe(false);
  expect(clockodo.state.rows.rates).toHaveLength(2);
});

function localSession() {
  const session = openToolSession({ profile: "everything", answers: ["yes"] });
  Object.assign(session.memory, openSheet().sheet);
  session.policy.use({ ...session.loaded, accounts: [{ ...session.account, service: "local" as const }] });
  return session;
}

test("time sheet: a project is made with its activities, and one that it cannot take leaves nothing behind", async () => {
  const { call } = localSession();
  const make = (activities: unknown) =>
    call("save_record", { type: "project", records: [{ values: { name: "Apollo", activities } }] });
  expect((await make(["Design", " \u200b "])).isError).toBe(true);
  expect((await call("list_records", { type: "project" })).data).toMatchObject({ total: 0 });
  expect((await call("list_records", { type: "activity" })).data).toMatchObject({ total: 0 });
  expect((await make(["Design", "Review"])).text).toContain("Saved 1 project with 2 activities:");
  const { data } = await call("list_records", { type: "activity" });
  expect(data.records).toMatchObject([
    { name: "Design", of: { name: "Apollo" } },
    { name: "Review", of: { name: "Apollo" } },
  ]);
});

test("time sheet: a rate is refused, as it keeps none, before anything is made", async () => {
  const { call } = localSession();
  const values = { name: "Apollo", activities: ["Design"], rate: 90 };
  const { text } = await call("save_record", { type: "project", records: [{ values }] });
  expect(text).toContain('A project has no field "rate"');
  expect((await call("list_records", { type: "project" })).data).toMatchObject({ total: 0 });
});
