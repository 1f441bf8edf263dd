import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { textOf } from "../../../fakes/mcp-session";
import { InProcessClient } from "../../../fakes/server-in-process";

/** Mistyped times, on the local time sheet in Berlin's zone, through every tool that takes a time. */
beforeEach(() => void vi.stubEnv("TZ", "Europe/Berlin"));
afterEach(() => void vi.unstubAllEnvs());

const opened = async () => {
  const server = new InProcessClient();
  await server.open();
  const base = { day: "2026-03-02", from: "9:00", to: "10:00", text: "base" };
  const saved = await server.call("log_time", { entries: [base] });
  const [{ id }] = saved.structuredContent.entries as [{ id: string }];
  return { server, id };
};

test.each([
  [
    "end before begin",
    { day: "2026-03-03", from: "12:00", to: "9:00" },
    /is before the begin[\s\S]*21:00 for the afternoon/,
  ],
  [
    "a night without its second day",
    { day: "2026-03-03", from: "22:00", to: "6:00" },
    /overnight[\s\S]*to "2026-03-04 06:00"/,
  ],
  ["nothing between begin and end", { day: "2026-03-03", from: "9:00", to: "9:00" }, /are the same/],
  [
    "a time that the clocks skip",
    { day: "2026-03-29", from: "2:30", to: "4:00" },
    /does not exist[\s\S]*01:30 or 03:30/,
  ],
  [
    "a time that comes twice",
    { day: "2025-10-26", from: "2:30", to: "4:00" },
    /twice[\s\S]*02:30\+02:00 or 02:30\+01:00/,
  ],
  ["25:00", { day: "2026-03-03", from: "25:00", to: "26:00" }, /"25:00" is not a clock time[\s\S]*17:30/],
  ["a billion hours", { day: "2026-03-03", from: "9:00", duration: "1000000000h" }, /longer than a year/],
  ["more than a day", { day: "2026-03-03", from: "9:00", duration: "25h" }, /24 hours at most[\s\S]*Split it/],
  ["a month", { from: "2026-03-03 9:00", to: "2026-03-30 9:00" }, /longer than a day[\s\S]*Split it/],
  ["a bare number", { day: "2026-03-03", from: "9:00", duration: "90" }, /90h or 90m/],
  ["a thousand or one", { day: "2026-03-03", from: "9:00", duration: "1.000h" }, /thousand or a fraction/],
  ["less than nothing", { day: "2026-03-03", from: "9:00", duration: "-1h" }, /cannot be negative/],
  ["a day that is none", { day: "30.2.", from: "9:00", to: "10:00" }, /no such day/],
  ["a day with two readings", { day: "10/11", from: "9:00", to: "10:00" }, /could be .* or /],
  ["three that contradict", { day: "2026-03-03", from: "9:00", to: "10:00", duration: "2h" }, /contradict/],
])("%s is refused in the same words by log_time and update_time, and nothing is saved", async (_name, span, says) => {
  const { server, id } = await opened();
  const logged = await server.call("log_time", { entries: [span] });
  const changed = await server.call("update_time", { changes: [{ id, ...span }] });
  expect(logged.structuredContent).toMatchObject({ error: { code: "time", saved: "no" } });
  expect(textOf(logged)).toMatch(says);
  expect(textOf(logged)).toContain("Nothing was changed.");
  const clockless = (text: string) => text.replace(/now it is [^;.]+/, "now");
  expect(clockless(textOf(changed))).toBe(clockless(textOf(logged)));
  const list = await server.call("list_time", { from: "2025-10-01", to: "today" });
  expect(list.structuredContent.total).toEqual({ entries: 1, seconds: 3600 });
});

test("tomorrow is planned in the same words by log_time and update_time", async () => {
  const { server, id } = await opened();
  const span = { day: "tomorrow", from: "9:00", to: "10:00" };
  for (const [tool, args] of [
    ["log_time", { entries: [span] }],
    ["update_time", { changes: [{ id, ...span, from: "11:00", to: "12:00" }] }],
  ] as const) {
    const answer = await server.call(tool, args);
    expect(textOf(answer)).toContain("Until then it is marked as planned.");
    expect(answer.structuredContent).toMatchObject({ entries: [{ planned: true }] });
  }
});

test.each([
  [
    "a night with its second day",
    { day: "2026-03-03", from: "22:00", to: "2026-03-04 6:00" },
    8 * 3600,
    "goes over midnight",
  ],
  ["1,5h", { day: "2026-03-03", from: "9:00", duration: "1,5h" }, 5400, ""],
  ["the later of two readings", { day: "2025-10-26", from: "2:30+01:00", to: "4:00" }, 5400, ""],
  ["the earlier of two readings", { day: "2025-10-26", from: "2:30+02:00", to: "4:00" }, 9000, ""],
  ["a range in one field", { from: "2026-03-03 9–11:30" }, 9000, ""],
  ["an overlap", { day: "2026-03-02", from: "9:30", duration: "1h" }, 3600, "overlaps #1"],
])("%s is taken by both, with its length and what is unusual about it", async (_name, span, seconds, says) => {
  const { server, id } = await opened();
  const dry = await server.call("log_time", { entries: [span], dry_run: true });
  const changed = await server.call("update_time", { changes: [{ id, ...span }] });
  for (const answer of [dry, changed]) {
    expect(answer.structuredContent, textOf(answer)).toMatchObject({ entries: [{ seconds }] });
  }
  expect(textOf(dry)).toContain(says);
});

test.each([
  [{ period: "30.2." }, /no such day/],
  [{ from: "30.2." }, /no such day/],
  [{ from: "mon", to: "30.2." }, /no such day/],
  [{ from: "25:00" }, /"25:00" is not a clock time/],
  [{ from: "2026-03-29 2:30", to: "2026-03-30" }, /does not exist/],
  [{ from: "10/11" }, /could be/],
  [{ period: "2026-13" }, /months 1 to 12/],
  [{ period: "2026-w54" }, /no week 54/],
  [{ from: "next month" }, /begins after today[\s\S]*`to`/],
  [{ from: "today", to: "yesterday" }, /ends before it begins/],
  [{ from: "soonish" }, /neither a day nor a moment[\s\S]*2026-11-19/],
  [{ period: "soonish" }, /not a period[\s\S]*last week/],
])("list_time of %j says exactly what is wrong with it", async (args, says) => {
  const { server } = await opened();
  const answer = await server.call("list_time", args);
  expect(answer.structuredContent).toMatchObject({ error: { code: "time", saved: "no" } });
  expect(textOf(answer)).toMatch(says);
  expect(textOf(answer)).not.toContain("Nothing was changed");
});

test.each([
  [{ to: "6:00" }, /is before the begin/],
  [{ from: "12:00" }, /not before the end, which stays 2026-03-02 10:00[\s\S]*Give the end as well/],
  [{ day: "2026-03-29", from: "2:30" }, /does not exist/],
])("update_time of %j alone is judged with what stays", async (change, says) => {
  const { server, id } = await opened();
  const answer = await server.call("update_time", { changes: [{ id, ...change }] });
  expect(answer.structuredContent).toMatchObject({ error: { code: "time", saved: "no" } });
  expect(textOf(answer)).toMatch(says);
});

test("of many rows the good ones are saved, and each bad one says why", async () => {
  const { server } = await opened();
  const rows = [
    { day: "2026-03-03", from: "9:00", to: "10:00" },
    { day: "2026-03-03", from: "25:00", to: "26:00" },
  ];
  const answer = await server.call("log_time", { entries: rows });
  expect(answer.structuredContent).toMatchObject({
    entries: [{ seconds: 3600 }],
    failed: [{ index: 1, message: expect.stringContaining("25:00") }],
  });
  expect(textOf(answer)).toContain('Row 2 failed: "25:00"');
});
