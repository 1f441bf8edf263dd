import { expect, test } from "vitest";
import type { FakeClockodoOptions } from "../../../../fakes/clockodo";
import type { FakeEntry } from "../../../../fakes/clockodo/model";
import { fakeEntry, type PersonName } from "../../../../fakes/clockodo/seed";
import { openToolSession, thursday } from "../../../../fakes/tool-session";
import { setup } from "../../../core/services/clockodo/setup";

/** The clock and entries through the tools that an AI client calls, over the real adapter and a fake Clockodo. */
async function clockodoSession(who: PersonName = "mara", options: FakeClockodoOptions = {}) {
  const { clockodo, service } = await setup(who, { now: thursday, ...options });
  const session = openToolSession({ profile: "everything", answers: Array(9).fill("yes"), service });
  const ok = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await session.call(name, args);
    expect(answer.isError, answer.text).toBe(false);
    return answer;
  };
  const advance = (seconds: number) => {
    clockodo.advance(seconds);
    session.clock.now += seconds * 1000;
  };
  return { ...session, clockodo, ok, advance };
}
const row = (more: Partial<FakeEntry>) =>
  fakeEntry("2026-11-18T08:00:00Z", {
    id: 1,
    projects_id: 7720,
    until: Date.parse("2026-11-18T10:00:00Z"),
    changed: thursday - 86_400_000,
    ...more,
  });
const seeded = (...rows: FakeEntry[]) => ({
  seed: (state: { entries: FakeEntry[] }) => void state.entries.push(...rows),
});

test("clock in by names, take a break, go on, clock out, and see it all in the status and the list", async () => {
  const { ok, advance } = await clockodoSession();
  const started = await ok("clock_in", {
    project: "app relaunch",
    subproject: "ios",
    activity: "design",
    text: "Icons",
  });
  expect(started.text).toContain("Seehof Hotels / App relaunch / iOS / Design");
  advance(1800);
  await ok("take_break");
  expect((await ok("get_status")).data).toMatchObject({ state: "break" });
  advance(600);
  await ok("take_break", { resume: true });
  const status = await ok("get_status");
  expect(status.data).toMatchObject({ state: "working", running: { text: "Icons" } });
  advance(600);
  expect((await ok("clock_out")).data).toMatchObject({ entries: [{ seconds: 600 }] });
  const listed = await ok("list_time", { period: "today" });
  expect(listed.data).toMatchObject({ total: { entries: 2, seconds: 2400 } });
});

test("clocking out while on a break ends the break", async () => {
  const { ok, advance } = await clockodoSession();
  await ok("clock_in", { project: "App relaunch", activity: "design" });
  advance(1800);
  await ok("take_break");
  advance(600);
  expect((await ok("clock_out")).text).toContain("The break is over");
  expect((await ok("get_status")).data).toMatchObject({ state: "idle" });
});

test("an activity that is not named is the one that was used last", async () => {
  const { ok } = await clockodoSession("mara", seeded(row({ services_id: 32 })));
  const started = await ok("clock_in", { project: "App relaunch" });
  expect(started.text).toContain("Development");
});

test("several entries at once, with a preview first and by names", async () => {
  const { ok, clockodo } = await clockodoSession();
  const entries = [
    { day: "yesterday", from: "9:00", to: "11:30", project: "App relaunch", activity: "Design", text: "Icons" },
    { day: "yesterday", from: "12:00", duration: "1h30", customer: "Backhaus Ost", activity: "Consulting" },
  ];
  await ok("log_time", { entries, dry_run: true });
  expect(clockodo.state.entries).toEqual([]);
  const saved = await ok("log_time", { entries });
  expect(saved.data).toMatchObject({ entries: [{ seconds: 9000, text: "Icons" }, { seconds: 5400 }] });
});

test("an overlap is told and not saved", async () => {
  const { call, clockodo } = await clockodoSession("mara", seeded(row({})));
  const entries = [{ day: "yesterday", from: "10:00", to: "12:00", project: "App relaunch", activity: "Design" }];
  const answer = await call("log_time", { entries });
  expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(/overlap/i) });
  expect(clockodo.state.entries).toHaveLength(1);
});

test("an entry is corrected, cut in two, copied and deleted", async () => {
  const { ok, clockodo } = await clockodoSession("mara", seeded(row({ text: "Icons" })));
  await ok("update_time", { changes: [{ id: "#1", to: "12:00", text: "Icons and fonts", subproject: "Android" }] });
  expect(clockodo.state.entries[0]).toMatchObject({ text: "Icons and fonts", subprojects_id: 9011 });
  const cut = await ok("update_time", { changes: [{ id: "1", split: "10:30", activity: "Development" }] });
  expect(cut.data).toMatchObject({ entries: [{ seconds: 5400 }, { seconds: 5400, work: { activity: { id: "32" } } }] });
  await ok("update_time", { changes: [{ id: "1", copy: true, day: "2026-11-17" }] });
  expect(clockodo.state.entries).toHaveLength(3);
  await ok("delete_time", { ids: clockodo.state.entries.map(({ id }) => String(id)) });
  expect(clockodo.state.entries).toEqual([]);
});

test("running again is a new entry, and that is said", async () => {
  const { ok, advance, clockodo } = await clockodoSession();
  await ok("clock_in", { project: "App relaunch", activity: "Design" });
  advance(600);
  const stopped = await ok("clock_out");
  const [{ id } = { id: "" }] = stopped.data.entries as { id: string }[];
  advance(4);
  const again = await ok("update_time", { changes: [{ id, reopen: true }] });
  expect(again.text).toMatch(/cannot run again there.*goes on from where it ended/);
  expect(clockodo.state.entries.at(-1)).toMatchObject({ until: null, since: thursday + 600_000 });
});

test("a lump sum has no duration; its day, text and amount change", async () => {
  const at = Date.parse("2026-11-18T11:00:00Z");
  const lump = row({ id: 7, type: 2, lumpsum: 250, since: at, until: at, text: "Licence" });
  const { ok, call, clockodo } = await clockodoSession("mara", seeded(lump, row({})));
  const listed = await ok("list_time", { period: "yesterday", detail: "full" });
  expect(listed.data).toMatchObject({ total: { entries: 2, seconds: 7200 } });
  expect(listed.text).toContain("lump sum 250");
  await ok("update_time", { changes: [{ id: "7", day: "2026-11-17", fixed_rate: "300", text: "Licences" }] });
  await ok("update_time", { changes: [{ id: "7", from: "9:00" }] });
  const kept = { lumpsum: 300, text: "Licences", since: Date.parse("2026-11-17T08:00:00Z") };
  expect(clockodo.state.entries.find(({ id }) => id === 7)).toMatchObject({ ...kept, until: kept.since });
  const refused = await call("update_time", { changes: [{ id: "7", duration: "2h" }] });
  expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/no duration/) });
});

test("a month's report takes one request for its entries", async () => {
  const { ok, clockodo } = await clockodoSession(
    "mara",
    seeded(row({}), row({ id: 2, since: thursday - 7_200_000, until: thursday - 3_600_000 })),
  );
  const report = await ok("report_time", { period: "this month", by: ["project"] });
  expect(report.data).toMatchObject({ total: { seconds: 10_800, entries: 2 } });
  expect(clockodo.count("GET", /^\/v2\/entries$/)).toBe(1);
});

test("what is closed for changes is said before anything is sent", async () => {
  const { call, clockodo } = await clockodoSession("mara", {
    seed(state) {
      state.entries.push(row({ since: Date.parse("2026-11-02T08:00:00Z"), until: Date.parse("2026-11-02T09:00:00Z") }));
      for (const user of state.users) if (user.id === 42) user.edit_lock_dyn = 8;
    },
  });
  const answer = await call("update_time", { changes: [{ id: "1", text: "x" }] });
  expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(/closed for changes after 8 days/) });
  expect(clockodo.count("PUT", /./)).toBe(0);
});

/** Berlin: from 22:00 to 04:00 of the day after. */
const night = (id: number, day: string) => {
  const begin = Date.parse(`${day}T21:00:00Z`);
  return row({ id, since: begin, until: begin + 6 * 3_600_000 });
};

test("an entry over midnight counts on both of its days in reports, and is one entry in the list", async () => {
  const { ok } = await clockodoSession(
    "mara",
    seeded(night(1, "2026-10-31"), night(2, "2026-11-16"), night(3, "2026-11-30")),
  );
  const months = await ok("report_time", { from: "2026-11-01", to: "2026-11-30", by: ["month", "day"] });
  // Four hours of the first, six of the second; the last is planned.
  expect(months.data.total).toMatchObject({ seconds: 10 * 3600, planned: 2 * 3600, entries: 2 });
  const [november] = months.data.groups as { id: string; groups: { id: string; seconds: number; entries: number }[] }[];
  expect(november?.groups.map(({ id, seconds, entries }) => [id, seconds / 3600, entries])).toEqual([
    ["2026-11-01", 4, 1],
    ["2026-11-16", 2, 1],
    ["2026-11-17", 4, 1],
  ]);
  const compared = await ok("report_time", { from: "2026-11-01", to: "2026-11-15", show: ["compare"] });
  expect((compared.data.compare as { seconds: number }[]).map(({ seconds }) => seconds / 3600)).toEqual([4, 2, 0]);
  const listed = await ok("list_time", { from: "2026-11-16", to: "2026-11-16", detail: "full" });
  expect(listed.data.entries).toMatchObject([{ id: "2", seconds: 6 * 3600 }]);
});

test("the status and a clock-out count what today has of an entry that began yesterday", async () => {
  const { ok, clockodo } = await clockodoSession("mara", seeded(night(1, "2026-11-18")));
  const today = (await ok("get_status")).data.today as { seconds: number };
  expect(today.seconds).toBe(4 * 3600);
  clockodo.state.entries.push(row({ id: 2, since: Date.parse("2026-11-19T08:00:00Z"), until: null, clocked: true }));
  const out = await ok("clock_out");
  expect(out.data.today).toMatchObject({ seconds: 4 * 3600 + (thursday - Date.parse("2026-11-19T08:00:00Z")) / 1000 });
});
