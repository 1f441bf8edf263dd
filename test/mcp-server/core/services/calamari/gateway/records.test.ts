import { afterEach, expect, test } from "vitest";
import { failureOf, setup } from "./setup";

let here: Awaited<ReturnType<typeof setup>>;
afterEach(() => here.close());
const page = { limit: 25, offset: 0 };

test("a company of 120 people is read whole, in pages", async () => {
  here = await setup({ may: ["person.read"] });
  const [someone] = here.gateway.state.employees;
  if (!someone) throw new Error("nobody");
  for (let id = 200; id < 320; id++)
    here.gateway.state.employees.push({
      ...someone,
      id,
      uuid: `u-${id}`,
      email: `p${id}@fjordworks.example`,
      lastName: `P${id}`,
    });
  expect(await here.service.work.people()).toHaveLength(124);
  expect((await here.service.work.people("P31")).map(({ name }) => name)).toHaveLength(10);
});

test("people are not asked for without permission", async () => {
  here = await setup();
  for (const asked of [here.service.work.people(), here.service.work.people("Ida")])
    expect(await failureOf(asked)).toMatchObject({ kind: "forbidden" });
  const person = here.service.records?.list({ type: "person", ...page });
  expect(await failureOf(Promise.resolve(person))).toMatchObject({ kind: "forbidden" });
  expect(here.tools()).not.toContain("searchPeople");
});

test("who is in a team is not asked for where people may not be read, and that is said", async () => {
  here = await setup({ may: ["team.read"] });
  const team = await here.service.records?.get({ type: "team", id: "5" });
  expect(team).toMatchObject({ name: "Design", values: {}, missing: expect.stringMatching(/read people/) });
  expect(here.tools()).not.toContain("getTeamMembers");
});

test("teams without the mark of one's own, with their members; people with address and position", async () => {
  here = await setup({ may: ["person.read"] });
  const { records } = here.service;
  expect((await records?.list({ type: "team", ...page }))?.records.map(({ name }) => name)).toEqual([
    "Design",
    "Remote",
  ]);
  expect((await records?.get({ type: "team", id: "5" }))?.values.members).toHaveLength(3);
  expect((await records?.get({ type: "person", id: "42" }))?.values).toMatchObject({
    email: here.gateway.people.ida,
    position: "Designer",
  });
});

test("public holidays and the working week are read; nothing is written", async () => {
  here = await setup();
  const { records } = here.service;
  const days = { first: "2026-12-01", last: "2026-12-31" };
  expect((await records?.list({ type: "holiday", ...page, ...days }))?.records).toHaveLength(3);
  expect((await records?.list({ type: "target_hours", ...page }))?.records[0]?.values.week).toEqual([
    27_000, 27_000, 27_000, 27_000, 27_000, 0, 0,
  ]);
  const made = records?.create({ type: "team", values: { name: "x" } });
  expect(await failureOf(Promise.resolve(made))).toMatchObject({ kind: "unsupported" });
});
