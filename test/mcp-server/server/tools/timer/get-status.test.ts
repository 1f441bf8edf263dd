import { expect, test } from "vitest";
import { statusResult } from "#core/domain/results/timer";
import { dayBounds } from "#core/time/aggregate";
import { openToolSession, thursday } from "../../../../fakes/tool-session";
import * as fc from "../../../../property";

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

test("what runs since yesterday counts today from midnight on", async () => {
  const { call, clock } = openToolSession();
  clock.now = Date.parse("2026-11-18T22:00:00+01:00");
  await call("clock_in", { project: "Website relaunch", activity: "Design" });
  clock.now = Date.parse("2026-11-19T01:30:00+01:00");
  const { data, text } = await call("get_status");
  expect(data).toMatchObject({
    running: { seconds: 3.5 * 3600 },
    today: { day: "2026-11-19", seconds: 5400, running: 5400 },
    week: { seconds: 3.5 * 3600 },
  });
  expect((data as { week: { days: object[] } }).week.days[2]).toMatchObject({ day: "2026-11-18", seconds: 7200 });
  expect(text).toContain("Today 1:30");
});

test("today counts exactly what lies within it, also on days of 23 and 25 hours", async () => {
  const minutes = { min: 1, max: 40 * 60 };
  const night = fc.constantFrom("2026-10-25", "2026-03-29", "2026-11-19");
  await fc.assert(
    fc.asyncProperty(night, fc.integer(minutes), fc.integer(minutes), async (day, before, length) => {
      const { call, clock } = openToolSession();
      const { from, to } = dayBounds(day, "Europe/Berlin");
      const begin = Date.parse(from) - before * 60_000 + 14 * 3_600_000;
      const now = Math.min(begin + length * 60_000, Date.parse(to) - 60_000);
      fc.pre(now > Date.parse(from) && begin < now);
      clock.now = begin;
      await call("clock_in", { project: "Website relaunch", activity: "Design" });
      clock.now = now;
      const { today, running } = statusResult.parse((await call("get_status")).data);
      expect(today.day).toBe(day);
      const part = (now - Math.max(begin, Date.parse(from))) / 1000;
      expect(today.seconds).toBe(part);
      expect(today.running).toBe(part);
      expect(running?.seconds).toBe((now - begin) / 1000);
    }),
    { numRuns: 25 },
  );
});

test("what runs since before the days that are read counts today all the same", async () => {
  const { call, clock } = openToolSession();
  clock.now = Date.parse("2026-11-12T22:00:00+01:00");
  await call("clock_in", { project: "Website relaunch", activity: "Design" });
  clock.now = Date.parse("2026-11-19T01:00:00+01:00");
  const { data } = await call("get_status");
  expect(data).toMatchObject({ today: { seconds: 3600, running: 3600 }, week: { seconds: 73 * 3600 } });
});
