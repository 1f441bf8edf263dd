import { expect, test } from "vitest";
import { ServiceError } from "#core/domain/errors";
import { writtenResult } from "#core/domain/results/entries";
import { openToolSession } from "../../../../fakes/tool-session";

const row = { from: "9:00", to: "10:30", project: "Website care", activity: "Bugs" };

test("times in words become absolute intervals in the account's zone", async () => {
  const { call } = openToolSession();
  const { data } = await call("log_time", { entries: [{ ...row, day: "yesterday", text: "Fix" }] });
  expect(writtenResult.parse(data).entries).toMatchObject([
    { begin: "2026-11-18T09:00:00+01:00", end: "2026-11-18T10:30:00+01:00", seconds: 5400, text: "Fix" },
  ]);
});

test("a dry run shows the same and saves nothing, and a missing project stays unmade", async () => {
  const { call, memory, wrote } = openToolSession({ profile: "manage" });
  const { data } = await call("log_time", {
    entries: [{ ...row, project: "Brand new", activity: "Meeting" }],
    dry_run: true,
    create_missing: true,
  });
  expect(data).toMatchObject({ dry_run: true, entries: [{ seconds: 5400 }] });
  expect(data.notes).toEqual(expect.arrayContaining([expect.stringContaining("Brand new")]));
  expect(memory.writes).toEqual([]);
  expect(wrote).toEqual([]);
});

test("a project that two rows lack is told of and made once", async () => {
  const { call } = openToolSession({ profile: "manage" });
  const entries = [
    { ...row, project: "Brand new", activity: "Meeting" },
    { ...row, project: "brand new", activity: "Planning", from: "7:00", to: "8:00" },
  ];
  const { text } = await call("log_time", { entries, dry_run: true, create_missing: true });
  expect(text.match(/make project/gi)).toHaveLength(1);
});

test("overlaps and doubles are said, also between the rows of one call", async () => {
  const { call, questions } = openToolSession({ answers: ["yes"] });
  await call("log_time", { entries: [row] });
  const double = await call("log_time", { entries: [row] });
  expect(questions).toHaveLength(1);
  expect(double.text).toContain("same as");
  const inside = await call("log_time", {
    entries: [
      { ...row, from: "11", to: "12" },
      { ...row, from: "11:30", to: "13" },
    ],
    dry_run: true,
  });
  expect(inside.text).toContain("overlaps another entry of this call");
});

test("an overlap that only seconds make, which nobody sees, is no warning; one that is seen is", async () => {
  const { call } = openToolSession();
  await call("log_time", { entries: [{ ...row, from: "7:00", to: "8:00:40" }] });
  const unseen = await call("log_time", { entries: [{ ...row, from: "8:00", to: "9:00" }], dry_run: true });
  expect(unseen.text).not.toContain("overlaps");
  const seen = await call("log_time", { entries: [{ ...row, from: "7:59:50", to: "9:00" }], dry_run: true });
  expect(seen.text).toContain("overlaps");
});

test("an exact double of less than a minute is still told", async () => {
  const { call } = openToolSession({ answers: ["no"] });
  const brief = { ...row, from: "7:00:10", to: "7:00:40" };
  await call("log_time", { entries: [brief] });
  expect((await call("log_time", { entries: [brief], dry_run: true })).text).toContain("same as");
});

test("where the account allows no overlap, seconds that are in the way are named", async () => {
  const { call, memory } = openToolSession();
  memory.facts_.booking.allowsOverlap = false;
  await call("log_time", { entries: [{ ...row, from: "7:00", to: "8:00:40" }] });
  const { text } = await call("log_time", { entries: [{ ...row, from: "8:00", to: "9:00" }] });
  expect(text).toContain("one begins at 08:00:00, the other ends at 08:00:40");
  const seen = await call("log_time", { entries: [{ ...row, from: "7:30", to: "9:00" }] });
  expect(seen.text).toContain("Change the times, or the other entry.");
});

test("an entry of less than a minute is listed with its seconds, not as nothing", async () => {
  const { call } = openToolSession();
  await call("log_time", { entries: [{ ...row, from: "7:20:40", to: "7:21:10" }] });
  await call("log_time", { entries: [{ ...row, from: "8:00:40", to: "8:02:10" }] });
  const { text } = await call("list_time", { period: "today" });
  expect(text).toContain("07:20:40–07:21:10  0:00:30");
  expect(text).toContain("08:00–08:02  0:01");
});

test("where the account allows no overlap they are refused", async () => {
  const { call, memory } = openToolSession();
  memory.facts_.booking.allowsOverlap = false;
  await call("log_time", { entries: [row] });
  expect((await call("log_time", { entries: [row] })).data).toMatchObject({ error: { code: "time", saved: "no" } });
  expect(memory.writes).toEqual(["create"]);
});

test.each([
  { from: "10:00", to: "9:00" },
  { from: "25:00", to: "26:00" },
  { from: "9:00", duration: "1000000000h" },
  { from: "15:00", to: "16:00" },
  { day: "2026-03-29", from: "2:30", to: "4:00" },
])("%j is refused before anything is sent", async (times) => {
  const { call, memory } = openToolSession();
  const { data } = await call("log_time", { entries: [{ project: "Website care", activity: "Bugs", ...times }] });
  expect(data).toMatchObject({ error: { code: "time", saved: "no" } });
  expect(memory.writes).toEqual([]);
});

test("one bad row stops no other; all bad is an error; progress is told", async () => {
  const { call, memory, progress } = openToolSession();
  const { data, isError } = await call("log_time", {
    entries: [row, { ...row, project: "Nowhere" }, { ...row, from: "7", to: "8" }],
  });
  expect(isError).toBe(false);
  expect(data).toMatchObject({ failed: [{ index: 1 }] });
  expect(memory.writes).toEqual(["create", "create"]);
  expect(progress.at(-1)).toEqual([2, 2]);
  const none = await call("log_time", {
    entries: [
      { ...row, project: "Nowhere" },
      { ...row, tags: ["nope"] },
    ],
  });
  expect(none).toMatchObject({ isError: true, data: { entries: [], failed: [{ index: 0 }, { index: 1 }] } });
});

test("500 rows are saved; 501 are refused", async () => {
  const { call, memory } = openToolSession();
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...row, day: `2026-0${1 + (at % 9)}-${10 + (at % 18)}` }));
  expect((await call("log_time", { entries: many(501) })).data).toMatchObject({ error: { code: "argument" } });
  const { data } = await call("log_time", { entries: many(500) });
  expect(data.entries).toHaveLength(500);
  expect(memory.writes).toHaveLength(500);
});

test("a cancelled call sends no further row and says which were not sent", async () => {
  const { call, memory, abort } = openToolSession();
  const create = memory.time.create;
  memory.time.create = async (draft) => {
    abort.abort();
    return create(draft);
  };
  const entries = Array.from({ length: 30 }, (_, at) => ({
    ...row,
    day: `2026-10-${String(at + 1).padStart(2, "0")}`,
  }));
  const { data } = await call("log_time", { entries });
  expect(memory.writes.length).toBeLessThanOrEqual(10);
  expect((data.failed as unknown[]).length).toBe(30 - memory.writes.length);
});

test("what the service says about a write reaches the answer, with whether it was saved", async () => {
  const { call, memory } = openToolSession();
  memory.failNext = new ServiceError("timeout", "Kimai did not answer in time.", { saved: "unknown" });
  const { data, text } = await call("log_time", { entries: [row] });
  expect(data).toMatchObject({ error: { code: "timeout", saved: "unknown" } });
  expect(text).toContain("not known");
});

test("somebody else's time is off for Track, and asked for in Manage", async () => {
  const entries = [{ ...row, person: "Charles" }];
  expect((await openToolSession().call("log_time", { entries })).data).toMatchObject({ error: { code: "permission" } });
  const manage = openToolSession({ profile: "everything", answers: ["no", "yes"] });
  expect((await manage.call("log_time", { entries })).data).toMatchObject({ error: { code: "declined" } });
  expect(manage.memory.writes).toEqual([]);
  expect((await manage.call("log_time", { entries })).data).toMatchObject({
    entries: [{ person: { name: "Charles Babbage" } }],
  });
});

test("a name that was mistyped is told with what it was taken for, before and after it is saved", async () => {
  const { call } = openToolSession({ profile: "track" });
  const row = { from: "8:00", to: "9:00", project: "Websiet care", activity: "Bugs" };
  const said = '"Websiet care" was taken as the project "Website care" (#11).';
  for (const args of [{ dry_run: true }, {}]) {
    const { data, text } = await call("log_time", { entries: [row], ...args });
    expect(data.notes).toEqual([said]);
    expect(text).toContain(said);
  }
  expect((await call("clock_in", { project: "relauch", activity: "Design" })).data.notes).toContain(
    '"relauch" was taken as the project "Website relaunch" (#10).',
  );
  expect((await call("report_time", { project: "Website caer" })).data.notes).toEqual([
    '"Website caer" was taken as the project "Website care" (#11).',
  ]);
  // A part of the name is that name.
  expect(
    (await call("log_time", { entries: [{ ...row, project: "care", from: "10:00", to: "11:00" }] })).data.notes,
  ).toEqual([]);
});
