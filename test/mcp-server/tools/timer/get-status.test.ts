import { expect, test } from "vitest";
import { statusResult } from "../../../../mcp-server/domain/results";
import { openToolSession, thursday } from "../../../fakes/tool-session";

test("tells what runs, today and the week against target, in the account's zone", async () => {
  const { call, clock } = openToolSession();
  await call("log_time", {
    entries: [
      { day: "mon", from: "9:00", to: "17:00", project: "Website relaunch", activity: "Design" },
      { from: "8:00", to: "12:00", project: "Website care", activity: "Bugs" },
    ],
  });
  await call("clock_in", { project: "Website relaunch", activity: "Design", text: "Header" });
  clock.now = thursday + 65 * 60_000;
  const { data, text } = await call("get_status");
  const status = statusResult.parse(data);
  expect(status).toMatchObject({
    now: "2026-11-19T15:05:00+01:00",
    zone: "Europe/Berlin",
    state: "working",
    running: { seconds: 3900, work: { project: { name: "Website relaunch" } } },
    today: { day: "2026-11-19", seconds: 4 * 3600 + 3900, running: 3900, target: 28_800 },
    week: { first: "2026-11-16", number: 47, seconds: 12 * 3600 + 3900, target: 5 * 28_800 },
    last: { end: "2026-11-19T12:00:00+01:00" },
  });
  expect(text).toContain("Today 5:05 of 8:00");
  expect(text).toContain("Header");
});

test("while nothing runs the last ended entry is found, also weeks ago", async () => {
  const { call, memory } = openToolSession();
  await call("log_time", {
    entries: [{ day: "2026-11-03", from: "9:00", to: "10:00", project: "Website care", activity: "Bugs" }],
  });
  expect(memory.entries).toHaveLength(1);
  expect((await call("get_status")).data).toMatchObject({
    state: "idle",
    running: null,
    today: { seconds: 0 },
    last: { begin: "2026-11-03T09:00:00+01:00" },
  });
});
