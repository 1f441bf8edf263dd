import { expect, test } from "vitest";
import { openToolSession } from "../../../../fakes/tool-session";

const seeded = async (wanted: Parameters<typeof openToolSession>[0]) => {
  const session = openToolSession(wanted);
  await session.call("log_time", {
    entries: [7, 8, 9].map((hour) => ({
      from: `${hour}:00`,
      to: `${hour}:30`,
      project: "Website care",
      activity: "Bugs",
    })),
  });
  session.memory.writes.length = 0;
  return { ...session, ids: session.memory.entries.map(({ id }) => id) };
};

test("a person who is asked and says no keeps everything", async () => {
  const { call, memory, ids, questions } = await seeded({ answers: ["no"] });
  expect((await call("delete_time", { ids: [ids[0]] })).data).toMatchObject({
    error: { code: "declined", saved: "no" },
  });
  expect(questions[0]?.join("\n")).toContain("Acme / Website care / Bugs");
  expect(memory.entries).toHaveLength(3);
});

test("a yes deletes exactly those", async () => {
  const { call, memory, ids } = await seeded({ answers: ["yes"] });
  expect((await call("delete_time", { ids: ids.slice(0, 2) })).data).toMatchObject({
    deleted: ids.slice(0, 2),
    failed: [],
  });
  expect(memory.entries.map(({ id }) => id)).toEqual([ids[2]]);
});

test("one delete needs no question where the cell allows it, more than one always does, the tray never", async () => {
  const free = await seeded({ profile: "everything", answers: ["no"] });
  expect((await free.call("delete_time", { ids: [free.ids[0]] })).data).toMatchObject({ deleted: [free.ids[0]] });
  expect((await free.call("delete_time", { ids: free.ids.slice(1) })).data).toMatchObject({
    error: { code: "declined" },
  });
  const tray = await seeded({ tray: true });
  expect((await tray.call("delete_time", { ids: tray.ids })).data).toMatchObject({ deleted: tray.ids });
});

test("without a dialog the first call only shows, and the token acts once, for the same arguments, for five minutes", async () => {
  const { call, memory, ids, clock } = await seeded({ permissions: { confirmsItself: true } });
  const preview = async (args: object) => {
    const { data } = await call("delete_time", { ...args });
    return (data.confirm as { token: string }).token;
  };
  const first = await preview({ ids: [ids[0]] });
  expect(memory.writes).toEqual([]);
  const wrong = [
    { ids: [ids[1]], confirm: first },
    { ids: [ids[0], ids[1]], confirm: first },
    { ids: [ids[0]], confirm: `${first}x` },
    { ids: [ids[0]], confirm: "" },
  ];
  for (const args of wrong)
    expect((await call("delete_time", args)).data, JSON.stringify(args)).toMatchObject({ error: { code: "confirm" } });
  expect(memory.writes).toEqual([]);
  expect((await call("delete_time", { ids: [ids[0]], confirm: first })).data).toMatchObject({ deleted: [ids[0]] });
  expect((await call("delete_time", { ids: [ids[0]], confirm: first })).isError).toBe(true);
  const late = await preview({ ids: [ids[1]] });
  clock.now += 301_000;
  expect((await call("delete_time", { ids: [ids[1]], confirm: late })).data).toMatchObject({
    error: { code: "confirm" },
  });
  expect(memory.entries.map(({ id }) => id)).toContain(ids[1]);
});

test("a deleted entry is told with what it was, and the arguments that bring it back", async () => {
  const { call, memory } = openToolSession({ profile: "everything" });
  const row = { from: "8:00", to: "9:30", project: "Website care", activity: "Bugs", billable: false };
  await call("log_time", { entries: [{ ...row, description: "Call\nwith Ada", tags: [] }] });
  const { id: _id, ...before } = { ...memory.entries[0] };
  const { data, text } = await call("delete_time", { ids: [memory.entries[0]?.id] });
  expect(data.was).toMatchObject([
    { text: "Call\nwith Ada", seconds: 5400, work: { project: { name: "Website care" } } },
  ]);
  expect(memory.entries).toEqual([]);
  const { tool, entries } = data.restore as { tool: string; entries: object[] };
  expect(text).toContain(`To bring back: ${tool} ${JSON.stringify({ entries })}`);
  expect((await call(tool, { entries })).isError).toBe(false);
  expect(memory.entries).toMatchObject([before]);
});

test("the mark of invoiced time and custom fields come back with a deleted entry", async () => {
  const { call, memory } = openToolSession({
    profile: "everything",
    facts: { fields: ["text", "tags", "billable", "exported", "meta"] },
  });
  const row = { from: "8:00", to: "9:30", project: "Website care", activity: "Bugs" };
  await call("log_time", { entries: [{ ...row, exported: true, meta: { order: "A-17" } }] });
  const { data } = await call("delete_time", { ids: [memory.entries[0]?.id] });
  expect(data.restore).toMatchObject({ entries: [{ exported: true, meta: { order: "A-17" } }] });
});

test("nothing is said of bringing back what log_time could not record, or may not", async () => {
  const { call, memory } = openToolSession({ profile: "everything" });
  await call("clock_in", { project: "Website care", activity: "Bugs" });
  expect((await call("delete_time", { ids: [memory.entries[0]?.id] })).data.restore).toBeUndefined();
  const closed = await seeded({ profile: "everything" });
  closed.memory.facts_.booking.freeTimes = false;
  const { data } = await closed.call("delete_time", { ids: [closed.ids[0]] });
  expect([data.restore, (data.was as object[]).length]).toEqual([undefined, 1]);
});

test("an id that is gone is told beside those that were deleted", async () => {
  const { call, ids } = await seeded({ tray: true });
  expect((await call("delete_time", { ids: [ids[0], "999"] })).data).toMatchObject({
    deleted: [ids[0]],
    failed: [{ id: "999", message: expect.stringContaining("no such entry") }],
  });
});
