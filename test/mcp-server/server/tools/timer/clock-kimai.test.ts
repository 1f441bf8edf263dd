import { expect, test } from "vitest";
import { kimaiSession } from "../kimai-session";

test("clock_in asks Kimai once for what runs, and tells what it ended", async () => {
  const { ok, kimai } = await kimaiSession("user");
  const looks = () =>
    kimai.requests.filter(({ method, path }) => method === "GET" && /timesheets\/active/.test(path)).length;
  const [one, other] = (await ok("find_work", { levels: ["activity"], detail: "full" })).data.items as {
    id: string;
    parents: { project?: { id: string } };
  }[];
  const on = (item: typeof one) => ({ activity: `#${item?.id}`, project: `#${item?.parents.project?.id ?? 1}` });
  await ok("clock_in", on(one));
  const before = looks();
  const { data } = await ok("clock_in", on(other));
  expect(data.stopped).toHaveLength(1);
  // Before the start, and after it to see whether Kimai ended what ran.
  expect(looks() - before).toBe(2);
});

test("clock_out on a break ends the break, so that get_status is idle afterwards", async () => {
  const { ok } = await kimaiSession("user");
  await ok("clock_in", { project: "Website relaunch", activity: "Design" });
  await ok("take_break");
  expect((await ok("get_status")).data.state).toBe("break");
  const { data } = await ok("clock_out");
  expect(data).toMatchObject({ entries: [], notes: ["The break is over; nothing was running."] });
  expect((await ok("get_status")).data.state).toBe("idle");
});

const design = { project: "Website relaunch", activity: "Design" };
/** What the fake stores, oldest first, as clock times of Berlin's winter. */
const stored = ({ kimai }: Awaited<ReturnType<typeof kimaiSession>>) =>
  kimai.state.timesheets.map(({ begin, end }) =>
    [begin, end].map((at) => at && new Date(at + 3_600_000).toISOString().slice(11, 16)),
  );
const pass = (s: Awaited<ReturnType<typeof kimaiSession>>, seconds: number) => {
  s.clock.now += seconds * 1000;
  s.kimai.advance(seconds);
};

test("clock_in in retrospect ends the work before where the new one begins", async () => {
  const s = await kimaiSession("user");
  await s.ok("clock_in", design);
  pass(s, 3_600);
  const { data } = await s.ok("clock_in", { ...design, description: "Header", at: "-5m" });
  expect(data.stopped).toMatchObject([{ end: "2026-11-19T14:55:00+01:00", seconds: 3_300 }]);
  expect(data.notes).toEqual([]);
  expect(stored(s)).toEqual([
    ["14:00", "14:55"],
    ["14:55", null],
  ]);
});

test("clock_in like an old entry in retrospect ends the work before there too", async () => {
  const s = await kimaiSession("user");
  await s.ok("log_time", { entries: [{ ...design, from: "9", to: "10", description: "Header" }] });
  await s.ok("clock_in", design);
  pass(s, 3_600);
  await s.ok("clock_in", { again: "#1", at: "14:30" });
  expect(stored(s).slice(1)).toEqual([
    ["14:00", "14:30"],
    ["14:30", null],
  ]);
});

test("clock_in in retrospect says what it ended where the new work is refused", async () => {
  const s = await kimaiSession("user");
  await s.ok("clock_in", design);
  pass(s, 3_600);
  await s.service.facts();
  s.kimai.fail({ method: "POST", path: /^\/timesheets$/, times: 1, failure: { kind: "status", status: 403 } });
  const { error } = await s.refused("clock_in", { ...design, description: "Header", at: "-5m" });
  expect(error).toMatchObject({ message: expect.stringContaining("Ended #1, but nothing was started"), saved: "yes" });
});

test("clock_in asks before it ends a timer that ran for days, and tells its length", async () => {
  const s = await kimaiSession("user", { answers: ["no", "yes"] });
  await s.ok("clock_in", design);
  pass(s, 3 * 86_400);
  const again = { ...design, description: "Header", at: "-5m" };
  expect((await s.call("clock_in", again)).data.error).toMatchObject({ code: "declined" });
  expect(s.questions.flat().join("\n")).toMatch(/End #1 .*after 71:55/);
  expect(stored(s)).toEqual([["14:00", null]]);
  await s.ok("clock_in", again);
  expect(stored(s)[0]).toEqual(["14:00", "13:55"]);
});

test("clock_in in retrospect warns of ended entries that it overlaps, and is refused where none may", async () => {
  const log = { entries: [{ ...design, from: "13:00", to: "13:30", description: "Call" }] };
  const s = await kimaiSession("user");
  await s.ok("log_time", log);
  const { data } = await s.ok("clock_in", { ...design, at: "13:15" });
  expect(data.notes).toEqual([expect.stringContaining("It overlaps #1")]);
  const strict = await kimaiSession("user", {}, { settings: { allowOverlap: false } });
  await strict.ok("log_time", log);
  expect((await strict.refused("clock_in", { ...design, at: "13:15" })).error.code).toBe("time");
});

test("update_time with reopen warns of other running work and of a length that nobody works", async () => {
  const s = await kimaiSession("user");
  await s.ok("log_time", { entries: [{ ...design, from: "yesterday 9:00", to: "yesterday 10:00" }] });
  await s.ok("clock_in", design);
  const { data } = await s.ok("update_time", { changes: [{ id: "#1", reopen: true }] });
  expect(data.notes).toEqual(
    expect.arrayContaining([
      expect.stringContaining("Other work is running: #2"),
      expect.stringContaining("29:00 by now"),
    ]),
  );
});

test("again takes a favourite by its name, and the only one by the word alone", async () => {
  const s = await kimaiSession("user");
  await s.ok("log_time", {
    entries: [
      { ...design, from: "9:00", to: "10:00", description: "Header", tags: ["remote"] },
      { project: "Web", activity: "Meeting", from: "10:00", to: "11:00" },
    ],
  });
  expect((await s.refused("clock_in", { again: "favorite" })).error.message).toContain("no favorite");
  await s.ok("save_record", { type: "favourite", records: [{ values: { entry: "#1" } }] });
  const { data } = await s.ok("clock_in", { again: "favorite" });
  expect(data.entry).toMatchObject({ text: "Header", tags: ["remote"], end: null });
  await s.ok("clock_out");
  await s.ok("save_record", { type: "favourite", records: [{ values: { entry: "#2" } }] });
  expect((await s.refused("clock_in", { again: "favourite" })).error.code).toBe("ambiguous");
  expect((await s.ok("clock_in", { again: "Meeting" })).data.entry).toMatchObject({
    work: { activity: { name: "Meeting" } },
  });
});

test("a week that begins on Sunday has the number of its report in get_status too", async () => {
  const s = await kimaiSession(
    "user",
    {},
    {
      seed: ({ users }) => {
        for (const user of users) user.preferences = [...user.preferences, { name: "first_weekday", value: "sunday" }];
      },
    },
  );
  const { data } = await s.ok("get_status");
  expect(data.week).toMatchObject({ first: "2026-11-15", number: 47 });
});
