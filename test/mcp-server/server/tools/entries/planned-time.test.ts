import { expect, test } from "vitest";
import { openToolSession } from "../../../../fakes/tool-session";
import { openSheet } from "../../../core/services/local/sheet";

/** Time that is logged ahead on the time sheet; the clock stands at Thursday, 2026-11-19, 14:00 in Berlin. */
function begin() {
  const { sheet } = openSheet();
  const session = openToolSession({ profile: "everything", service: sheet });
  const ok = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await session.call(name, args);
    if (answer.isError) throw new Error(answer.text);
    return answer;
  };
  return { ...session, ok, sheet };
}

test("what ends later is planned in the answer, the list, the status and the report, and past time is not", async () => {
  const { ok } = begin();
  const made = await ok("log_time", {
    entries: [
      { from: "13:00", to: "15:30", description: "Review" },
      { from: "8:00", to: "9:00", description: "Mail" },
    ],
  });
  expect(made.text).toMatch(/Review.*\(planned\)/);
  expect(made.text).toContain("Until then it is marked as planned.");
  expect(made.data.entries).toMatchObject([{ planned: true }, {}]);
  const list = await ok("list_time", { period: "today" });
  const [day] = list.data.days as { entries: { planned?: boolean }[] }[];
  expect(day?.entries.map(({ planned }) => planned)).toEqual([true, undefined]);
  expect(list.text).toContain("1:30 more are planned");
  expect((await ok("report_time", { period: "today" })).data).toMatchObject({
    total: { seconds: 7_200, planned: 5_400 },
  });
  const status = await ok("get_status");
  expect(status.text).toContain("1:30 more are planned");
  // What has not ended is not what was worked last.
  expect(status.data.last).toMatchObject({ text: "Mail" });
});

test("what runs now is in the way of time until now, and not of what is planned after it", async () => {
  const { ok } = begin();
  await ok("clock_in", { description: "Support", at: "8:00" });
  const ahead = await ok("log_time", { entries: [{ day: "tomorrow", from: "9:00", to: "10:00" }] });
  expect(ahead.text).not.toContain("overlaps");
  const before = await ok("log_time", { entries: [{ from: "8:15", to: "8:45" }] });
  expect(before.text).toContain("It overlaps #1");
});

test("an entry is copied into later today, and moved there", async () => {
  const { ok } = begin();
  await ok("log_time", { entries: [{ from: "8:00", to: "9:00" }] });
  const copied = await ok("update_time", { changes: [{ id: "1", copy: true, from: "16:00", to: "17:00" }] });
  expect(copied.data.entries).toMatchObject([{ begin: "2026-11-19T16:00:00+01:00", planned: true }]);
  const moved = await ok("update_time", { changes: [{ id: "2", from: "17:00", to: "18:00" }] });
  expect(moved.data.entries).toMatchObject([{ begin: "2026-11-19T17:00:00+01:00", planned: true }]);
});

test("the timer never runs from a time to come", async () => {
  const { ok, call } = begin();
  await ok("log_time", { entries: [{ from: "16:00", to: "17:00" }] });
  expect((await call("update_time", { changes: [{ id: "1", reopen: true }] })).text).toContain("future");
  expect((await call("clock_in", { at: "16:00" })).text).toContain("future");
  await ok("clock_in", {});
  expect((await call("update_time", { changes: [{ id: "2", from: "12:00" }] })).text).toContain("future");
  expect((await call("clock_out", { at: "12:00" })).isError).toBe(true);
});

test("what runs is listed by itself, and a question by changes is refused, for the sheet keeps none", async () => {
  const { ok, call } = begin();
  await ok("log_time", { entries: [{ from: "8:00", to: "9:00" }] });
  await ok("clock_in", { description: "Now" });
  for (const [running, ids] of [
    [true, ["2"]],
    [false, ["1"]],
  ] as const) {
    const { data } = await ok("list_time", { period: "today", running, detail: "full" });
    expect((data.entries as { id: string }[]).map(({ id }) => id)).toEqual(ids);
  }
  expect((await call("list_time", { changed_since: "yesterday" })).isError).toBe(true);
});
