import { expect, test } from "vitest";
import { openToolSession, thursday } from "../../../../fakes/tool-session";

const relaunch = { project: "Website relaunch", activity: "Design" };

test("clock_in takes names, says what it ended, and writes once", async () => {
  const { call, memory, clock, wrote } = openToolSession();
  await call("clock_in", { project: "website care", activity: "bugs" });
  clock.now = thursday + 3_600_000;
  const { data, text } = await call("clock_in", { ...relaunch, text: "Header", tags: ["remote"] });
  expect(data).toMatchObject({
    entry: {
      end: null,
      text: "Header",
      tags: ["remote"],
      work: { customer: { name: "Acme" }, activity: { name: "Design" } },
    },
    stopped: [{ seconds: 3600, work: { project: { name: "Website care" } } }],
  });
  expect(text).toContain("Acme / Website relaunch / Design");
  expect(memory.writes).toEqual(["start", "start"]);
  expect(wrote).toEqual(["kimai-1", "kimai-1"]);
});

test("a second clock_in of the same work sends nothing and says so", async () => {
  const { call, memory, wrote } = openToolSession();
  await call("clock_in", relaunch);
  const again = await call("clock_in", relaunch);
  expect(again.isError).toBe(false);
  expect(again.data).toMatchObject({ stopped: [], notes: [expect.stringContaining("runs already")] });
  expect(memory.writes).toEqual(["start"]);
  expect(wrote).toHaveLength(1);
});

test("a missing activity is the one used last on that project, and the answer says so", async () => {
  const { call } = openToolSession();
  await call("log_time", { entries: [{ from: "8", to: "9", project: "Website care", activity: "Meeting" }] });
  const { data } = await call("clock_in", { project: "Website care" });
  expect(data).toMatchObject({ entry: { work: { activity: { name: "Meeting" } } } });
  expect(data.notes).toEqual([expect.stringContaining("used last")]);
});

test("nothing named means the most recent work; without any the needed level is asked for", async () => {
  const { call } = openToolSession();
  const none = await call("clock_in");
  expect(none).toMatchObject({ isError: true, data: { error: { code: "unknown", saved: "no" } } });
  await call("clock_in", relaunch);
  await call("clock_out");
  expect((await call("clock_in")).data).toMatchObject({ entry: { work: { project: { name: "Website relaunch" } } } });
});

test.each([
  [{ project: "Website" }, "ambiguous", ["Website relaunch", "Website care"]],
  [{ project: "Webseite xyz" }, "unknown", []],
  [{ project: "Attic" }, "unknown", []],
  [{ project: "Website care", activity: "Design" }, "unknown", []],
  [{ ...relaunch, tags: ["remot"] }, "unknown", ["remote"]],
  [{ subproject: "x" }, "argument", []],
])("%j is refused with what is valid, and nothing is sent", async (args, code, candidates) => {
  const { call, memory } = openToolSession();
  const { data, isError } = await call("clock_in", args);
  expect(isError).toBe(true);
  const { error } = data as { error: { code: string; saved: string; candidates?: { name: string }[] } };
  expect(error).toMatchObject({ code, saved: "no" });
  for (const name of candidates) expect(error.candidates?.map((one) => one.name)).toContain(name);
  expect(memory.writes).toEqual([]);
});

test("a hidden project and an activity of another project are named as such", async () => {
  const { call } = openToolSession();
  expect((await call("clock_in", { project: "Attic" })).text).toContain("the project has ended");
  expect((await call("clock_in", { project: "Website care", activity: "Design" })).text).toContain("belongs to");
});

test("create_missing makes what is missing, only where that is allowed", async () => {
  const track = openToolSession();
  const refused = await track.call("clock_in", { project: "New thing", create_missing: true });
  expect(refused.data).toMatchObject({ error: { code: "permission" } });
  expect(track.memory.writes).toEqual([]);
  const manage = openToolSession({ profile: "manage" });
  const made = await manage.call("clock_in", {
    project: "New thing",
    activity: "Meeting",
    tags: ["fresh"],
    create_missing: true,
  });
  expect(made.data).toMatchObject({ entry: { work: { project: { name: "New thing" } }, tags: ["fresh"] } });
  expect(manage.memory.writes).toEqual(["create project", "createTag", "start"]);
});

test("clock_in at a time begins then; the future is refused where the account forbids it", async () => {
  const { call } = openToolSession();
  expect((await call("clock_in", { ...relaunch, at: "13:10" })).data).toMatchObject({
    entry: { begin: "2026-11-19T13:10:00+01:00" },
  });
  expect((await call("clock_in", { ...relaunch, at: "15:00" })).data).toMatchObject({ error: { code: "time" } });
});

test("clock_out ends what runs, at a time if one is given, and says when it is not now", async () => {
  const { call, clock } = openToolSession();
  await call("clock_in", relaunch);
  clock.now = thursday + 2 * 3_600_000;
  const { data } = await call("clock_out", { at: "15:30" });
  expect(data).toMatchObject({ entries: [{ end: "2026-11-19T15:30:00+01:00", seconds: 5400 }] });
  expect(data.notes).toEqual([expect.stringContaining("15:30")]);
});

test("clock_out with nothing running sends nothing; before the begin it is refused", async () => {
  const { call, memory } = openToolSession();
  expect(await call("clock_out")).toMatchObject({ isError: false, data: { entries: [] } });
  await call("clock_in", relaunch);
  expect((await call("clock_out", { at: "13:00" })).data).toMatchObject({ error: { code: "time" } });
  expect(memory.writes).toEqual(["start"]);
});

test("a break pauses and resumes the same work", async () => {
  const { call, clock } = openToolSession();
  expect((await call("take_break")).data).toMatchObject({ error: { code: "nothing_running" } });
  await call("clock_in", { ...relaunch, text: "Header" });
  clock.now = thursday + 3_600_000;
  expect((await call("take_break")).data).toMatchObject({ break: { since: "2026-11-19T15:00:00+01:00" } });
  expect((await call("get_status")).data).toMatchObject({ state: "break" });
  expect((await call("take_break", { resume: true })).data).toMatchObject({ entry: { text: "Header", end: null } });
});

test("a break that is over for a while ends when it did, and not before it began", async () => {
  const { call, clock } = openToolSession();
  await call("clock_in", { ...relaunch, text: "Header" });
  clock.now = thursday + 3_600_000;
  await call("take_break");
  clock.now = thursday + 2 * 3_600_000;
  expect((await call("take_break", { resume: true, at: "14:59" })).data).toMatchObject({
    error: { code: "time", message: expect.stringContaining("The break began at") },
  });
  expect((await call("take_break", { resume: true, at: "17:00" })).data).toMatchObject({ error: { code: "time" } });
  expect((await call("get_status")).data).toMatchObject({ state: "break" });
  expect((await call("take_break", { resume: true, at: "15:20" })).data).toMatchObject({
    entry: { text: "Header", begin: "2026-11-19T15:20:00+01:00", end: null },
  });
});

test("a break is not ended in the past where the service takes no other time than now", async () => {
  const { call, clock } = openToolSession({ facts: { booking: { freeTimes: false } } as never });
  await call("clock_in", relaunch);
  await call("take_break");
  clock.now = thursday + 3_600_000;
  expect((await call("take_break", { resume: true, at: "14:20" })).data).toMatchObject({
    error: { message: expect.stringContaining("stamps the time itself") },
  });
});

test("again starts like an old entry, with its text, tags and custom fields", async () => {
  const { call, memory, clock } = openToolSession({ facts: { fields: ["text", "tags", "meta"] } });
  await call("clock_in", { ...relaunch, text: "Header", tags: ["remote"], at: "12:00" });
  await call("clock_out", { at: "13:00" });
  const [old] = memory.entries;
  if (old) Object.assign(old, { meta: { ticket: "PC-7" }, billable: true });
  clock.now = thursday + 3_600_000;
  await call("clock_in", { project: "Website care", activity: "Bugs" });
  const { data } = await call("clock_in", { again: `#${old?.id}` });
  expect(data).toMatchObject({
    entry: { end: null, text: "Header", tags: ["remote"], begin: "2026-11-19T15:00:00+01:00" },
    stopped: [{ work: { activity: { name: "Bugs" } } }],
  });
  // Billable is the service's own decision where this account may not say it.
  expect(data.entry).not.toHaveProperty("billable");
  expect(memory.entries).toHaveLength(3);
});

test("again: last is what ended last, also a moment ago; at begins it earlier", async () => {
  const { call, clock } = openToolSession();
  await call("clock_in", { ...relaunch, text: "First" });
  clock.now += 60_000;
  await call("clock_in", { project: "Website care", activity: "Bugs", text: "Second" });
  clock.now += 60_000;
  await call("clock_out");
  expect((await call("clock_in", { again: "last", at: "14:01" })).data).toMatchObject({
    entry: { text: "Second", begin: "2026-11-19T14:01:00+01:00" },
  });
});

test("again uses the service's own way where it has one, and sends nothing for what runs already", async () => {
  const { call, memory } = openToolSession();
  await call("clock_in", { ...relaunch, text: "Header" });
  const id = memory.entries[0]?.id;
  expect((await call("clock_in", { again: id })).data.notes).toEqual([expect.stringContaining("runs already")]);
  await call("clock_out");
  const asked: unknown[] = [];
  memory.timer.again = async (entryId, at) => {
    asked.push([entryId, at]);
    return memory.timer.start({ work: { project: "10", activity: "20" }, text: "Header" });
  };
  await call("clock_in", { again: "last" });
  expect(asked).toEqual([[id, undefined]]);
});

test("again with anything but at, with nothing to repeat, or with no such entry is refused", async () => {
  const { call, memory } = openToolSession();
  expect((await call("clock_in", { again: "last", ...relaunch })).data).toMatchObject({ error: { code: "argument" } });
  expect((await call("clock_in", { again: "last", text: "x" })).data).toMatchObject({ error: { code: "argument" } });
  expect((await call("clock_in", { again: "last" })).text).toContain("nothing to start again");
  expect((await call("clock_in", { again: "#999" })).data).toMatchObject({ error: { code: "not_found" } });
  expect(memory.writes).toEqual([]);
});

test("a clock_out after more than a day is refused as the same entry would be, until it says when it ended", async () => {
  const { call, memory, clock } = openToolSession();
  await call("clock_in", relaunch);
  clock.now = thursday + 24 * 3_600_000 + 61_000;
  const refused = await call("clock_out");
  expect(refused).toMatchObject({ isError: true, data: { error: { code: "time", saved: "no" } } });
  expect(refused.text).toContain("longer than a day");
  expect(memory.writes).toEqual(["start"]);
  const ended = await call("clock_out", { at: "20 hours ago" });
  expect(ended.data).toMatchObject({ entries: [{ end: expect.any(String) }] });
});
