import { expect, test } from "vitest";
import { openToolSession, thursday } from "../../../../fakes/tool-session";

const relaunch = { project: "Website relaunch", activity: "Design" };
const morning = { entries: [{ from: "8:00", to: "11:30", ...relaunch }] };

test.each([
  ["clock_out", /Ended: .*1:30[\s\S]*Today: 5:00 of 8:00\./],
  ["take_break", /worked 1:30[\s\S]*Today: 5:00 of 8:00\./],
])("%s tells what the entry and the day come to", async (tool, told) => {
  const { call, clock } = openToolSession();
  await call("log_time", morning);
  await call("clock_in", relaunch);
  clock.now = thursday + 5_400_000;
  const { text, data } = await call(tool);
  expect(text).toMatch(told);
  expect(data.today).toEqual({ seconds: 18_000, target: 28_800 });
});

test.each([
  ["the person is to be asked before time is read", { permissions: { cells: { "time.read": "ask" as const } } }],
  ["the app calls, which reads the day by itself", { tray: true }],
])("nothing is said of the day where %s", async (_why, wanted) => {
  const { call, clock } = openToolSession(wanted);
  await call("clock_in", relaunch);
  clock.now = thursday + 5_400_000;
  const { data, isError } = await call("clock_out");
  expect(isError).toBe(false);
  expect(data).not.toHaveProperty("today");
});

test("an end that was saved is told also where the day cannot be read", async () => {
  const { call, clock, memory } = openToolSession();
  await call("clock_in", relaunch);
  clock.now = thursday + 5_400_000;
  memory.time.list = () => {
    throw new Error("unreachable");
  };
  const { data, isError, text } = await call("clock_out");
  expect([isError, text]).toEqual([false, expect.stringContaining("Ended: ")]);
  expect(data).not.toHaveProperty("today");
});
