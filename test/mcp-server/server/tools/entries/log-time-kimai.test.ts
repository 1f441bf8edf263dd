import { expect, test } from "vitest";
import { kimaiSession } from "../kimai-session";

const design = { project: "Website relaunch", activity: "Design" };

test("log_time asks before it saves an entry that is there already", async () => {
  const s = await kimaiSession("user", { answers: ["no"] });
  const log = { entries: [{ ...design, from: "9:00", to: "10:00", description: "Header" }] };
  await s.ok("log_time", log);
  expect(s.questions).toEqual([]);
  expect((await s.refused("log_time", log)).error.code).toBe("declined");
  expect(s.questions.flat().join()).toContain("It is the same as #1");
  expect(s.kimai.state.timesheets).toHaveLength(1);
});

test("an end that was rounded up to the next minute is not in the future", async () => {
  const s = await kimaiSession("user", {}, { settings: { allowFuture: false } });
  s.clock.now -= 27_000;
  s.kimai.advance(-27);
  const { data } = await s.ok("log_time", { entries: [{ ...design, from: "13:00", to: "14:00" }] });
  expect(data.notes).toEqual([]);
  expect((await s.refused("log_time", { entries: [{ ...design, from: "13:00", to: "14:02" }] })).error.code).toBe(
    "time",
  );
});

test("a duration with a break says what counts", async () => {
  const s = await kimaiSession("teamlead", {}, { settings: { breakTime: true }, zones: { teamlead: "Europe/Berlin" } });
  const { data } = await s.ok("log_time", { entries: [{ ...design, from: "9:00", duration: "2h", break: "30m" }] });
  const [entry] = data.entries as { seconds: number }[];
  const counted = entry?.seconds === 5_400 ? "1:30 counts: 2:00" : "2:00 counts: 2:30";
  expect(data.notes).toEqual([`${counted} less the break of 0:30.`]);
});

test("the same tag twice is sent once", async () => {
  const s = await kimaiSession("user");
  await s.ok("log_time", { entries: [{ ...design, from: "9:00", to: "10:00", tags: ["remote", "Remote", "remote"] }] });
  expect(s.sent().join()).toContain('"tags":"remote"');
});

test("an unknown tag is answered with those like it, or with three others and where all are listed", async () => {
  const s = await kimaiSession("user");
  const tagged = (tag: string) => ({ entries: [{ ...design, from: "9:00", to: "10:00", tags: [tag] }] });
  const like = await s.refused("log_time", tagged("remot"));
  expect(like.text).toMatch(/- remote \(#1\)\nUse one of these/);
  const { text } = await s.refused("log_time", tagged("xylophone"));
  expect(text.match(/\(#\d\)/g)).toHaveLength(3);
  expect(text).toContain("find_work lists tags");
  expect(s.sent()).toEqual([]);
});

test("a batch of which a part failed says so at its head", async () => {
  const s = await kimaiSession("user");
  const { text } = await s.ok("log_time", {
    entries: [
      { ...design, from: "9:00", to: "10:00" },
      { project: "Nowhere", from: "10:00", to: "11:00" },
    ],
  });
  expect(text).toMatch(/^Saved 1, 1 failed/m);
});

test("take_break names everything that it ended", async () => {
  const s = await kimaiSession("user", {}, { settings: { hardLimit: 2 } });
  await s.ok("clock_in", design);
  await s.ok("clock_in", { project: "Web", activity: "Meeting" });
  const { data } = await s.ok("take_break");
  expect(data.notes).toContainEqual("Ended too, and not resumed after the break: #1 Website relaunch / Design.");
});

test("rate is answered with the two rates that there are", async () => {
  const s = await kimaiSession("admin");
  const { data } = await s.refused("log_time", { entries: [{ ...design, from: "9:00", to: "10:00", rate: "85" }] });
  expect(data.error).toMatchObject({ next: expect.stringContaining("hourly_rate, or fixed_rate") });
});
