import { expect, test } from "vitest";
import { openToolSession } from "../../../../fakes/tool-session";
import { openSheet } from "../../../core/services/local/sheet";

/** The time sheet's lists are its person's alone, so what is plainly meant is made without another word. */
async function begin(more: Parameters<typeof openToolSession>[0] = {}) {
  const { sheet } = openSheet();
  const session = openToolSession({ profile: "everything", service: sheet, ...more });
  const entries = [
    { day: "mon", from: "9:00", to: "10:00", project: "Care", activity: "Calls", tags: ["remote"] },
    { day: "mon", from: "10:00", to: "11:00", project: "Book", activity: "Design" },
  ];
  const seeded = openToolSession({ profile: "everything", service: sheet });
  expect((await seeded.call("log_time", { entries, create_missing: true })).isError).toBeFalsy();
  return session;
}
const row = { day: "tue", from: "9:00", to: "10:00", project: "Book" };

test("an activity that another project has is made where it is named, spelled as there, and told", async () => {
  const { call } = await begin();
  const { text, isError } = await call("log_time", { entries: [{ ...row, activity: "calls" }] });
  expect(isError, text).toBeFalsy();
  expect(text).toContain('Made activity "Calls"');
  expect((await call("find_work", { query: "calls" })).data.found).toMatchObject({ activity: { length: 2 } });
});

test("a tag that is like no other is made, and told", async () => {
  const { call } = await begin();
  const { text, isError } = await call("log_time", { entries: [{ ...row, tags: ["urgent"] }] });
  expect(isError, text).toBeFalsy();
  expect(text).toContain('Made tag "urgent"');
});

test.each([
  [{ activity: "Cals" }, /activity/],
  [{ activity: "Painting" }, /There is no activity "Painting"/],
  [{ tags: ["remot"] }, /There is no tag "remot"/],
  [{ tags: ["#77"] }, /There is no tag/],
])("%j may be a slip, and nothing is made of it", async (more, said) => {
  const { call } = await begin();
  const { text, isError } = await call("log_time", { entries: [{ ...row, ...more }] });
  expect(isError).toBe(true);
  expect(text).toMatch(said);
});

test("nothing is made where that is off, nor by reading", async () => {
  const off = await begin({ permissions: { cells: { "activity.create": "off", "tag.create": "off" } } });
  for (const more of [{ activity: "Calls" }, { tags: ["urgent"] }])
    expect((await off.call("log_time", { entries: [{ ...row, ...more }] })).isError).toBe(true);
  const { call } = await begin();
  expect((await call("list_time", { project: "Book", activity: "Calls" })).isError).toBe(true);
});
