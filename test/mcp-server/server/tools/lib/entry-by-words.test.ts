import { expect, test } from "vitest";
import { openToolSession } from "../../../../fakes/tool-session";

/** Entries named in words, as people do. Now is Thursday, 2026-11-19, 14:00. */
async function seeded(wanted: Parameters<typeof openToolSession>[0] = { profile: "everything" }) {
  const session = openToolSession(wanted);
  const care = { project: "Website care", activity: "Bugs" };
  const { data, text, isError } = await session.call("log_time", {
    entries: [
      { ...care, day: "2026-11-13", from: "9:00", to: "9:15", description: "Standup" },
      { ...care, day: "yesterday", from: "9:00", to: "9:15", description: "Standup" },
      { ...care, day: "yesterday", from: "10:00", to: "12:00", description: "Header" },
      { ...care, day: "yesterday", from: "15:00", to: "16:00", description: "Footer" },
      { ...care, day: "today", from: "8:00", to: "9:00", description: "Footer" },
      { ...care, day: "today", from: "12:30", to: "13:00", description: "Lunch talk" },
    ],
  });
  if (isError) throw new Error(`${text} ${JSON.stringify(data)}`);
  session.memory.writes.length = 0;
  const told = (id: string) => session.memory.entries.find((one) => one.id === id);
  /** What a dry run says would change. */
  const found = async (id: string) => {
    const answer = await session.call("update_time", { changes: [{ id, billable: false }], dry_run: true });
    return answer.isError ? answer : (/\d\d:\d\d–\S+/.exec(answer.text)?.[0] ?? answer.text);
  };
  return { ...session, found, told };
}

test.each([
  ["last Friday's standup", "09:00–09:15"],
  ["yesterday's last", "15:00–16:00"],
  ["yesterday's first", "09:00–09:15"],
  ["this morning's", "08:00–09:00"],
  ["yesterday footer", "15:00–16:00"],
  ["last footer", "08:00–09:00"],
  ["lunch", "12:30–13:00"],
  ["yesterday 10:00", "10:00–12:00"],
])("update_time finds %j", async (words, span) => {
  const { found } = await seeded();
  expect(await found(words)).toBe(span);
});

test("what runs is found by that, and only while it runs", async () => {
  const { call, found } = await seeded();
  expect(await found("the running one")).toMatchObject({ data: { error: { code: "unknown" } } });
  await call("clock_in", { project: "Website care", activity: "Bugs", description: "Now" });
  expect(await found("the running one")).toMatch(/–running$/);
});

test("words that fit more than one entry are refused with all of them, and nothing is changed or deleted", async () => {
  const { call, memory } = await seeded();
  for (const [tool, args] of [
    ["update_time", { changes: [{ id: "footer", description: "x" }] }],
    ["delete_time", { ids: ["yesterday"] }],
  ] as const) {
    const { data, text } = await call(tool, args);
    expect(data.error).toMatchObject({ code: "ambiguous", saved: "no" });
    expect(text).toContain("Footer");
  }
  expect((await call("delete_time", { ids: ["standup"] })).text).toContain("2026-11-13");
  expect(memory.writes).toEqual([]);
});

test("words that fit nothing are refused and named", async () => {
  const { call } = await seeded();
  const { text } = await call("delete_time", { ids: ["last Friday's retro"] });
  expect(text).toContain(`No entry of yours fits "last Friday's retro"`);
  const several = await call("update_time", {
    changes: [
      { id: "last friday's retro", description: "x" },
      { id: "yesterday's last", description: "Closed" },
    ],
  });
  expect(several.text).toContain(`"last friday's retro"`);
});

test("delete_time deletes the one that is named, also where an id names it too", async () => {
  const { call, memory } = await seeded({ profile: "everything", answers: ["yes"] });
  const [id] = memory.entries.filter(({ text }) => text === "Header").map((one) => one.id);
  const { data, isError } = await call("delete_time", { ids: ["yesterday's header", id] });
  expect(isError).toBe(false);
  expect(data.deleted).toEqual([id]);
  expect(memory.entries.map(({ text }) => text)).not.toContain("Header");
});

test("words are looked up only where own time may be read", async () => {
  const { found } = await seeded({ profile: "everything", permissions: { cells: { "time.read": "off" } } });
  expect(await found("yesterday's last")).toMatchObject({ data: { error: { code: "permission" } } });
});

test("an id that is called an entry is an id, and no number in some text", async () => {
  const { call, found, memory } = await seeded();
  await call("log_time", {
    entries: [
      {
        project: "Website care",
        activity: "Bugs",
        day: "yesterday",
        from: "17:00",
        to: "18:00",
        description: "Ticket 912",
      },
    ],
  });
  const [, , header] = memory.entries;
  expect(await found(`entry ${header?.id}`)).toBe("10:00–12:00");
  for (const id of ["entry 12", "ticket 12"]) expect(await found(id), id).toMatchObject({ isError: true });
});

test("a short word stands for itself only: 'all' deletes no call", async () => {
  const { call, memory, told } = await seeded();
  const [standup] = memory.entries;
  await call("update_time", { changes: [{ id: `#${standup?.id}`, description: "Call with Acme, installation" }] });
  memory.writes.length = 0;
  expect((await call("delete_time", { ids: ["all"] })).data.error).toMatchObject({ code: "unknown" });
  expect(memory.writes).toEqual([]);
  expect(await call("delete_time", { ids: ["call"] })).toMatchObject({ isError: false });
  expect(told(standup?.id ?? "")).toBeUndefined();
});

test("the first of many without a day is asked about, and words of a pointer may be what an entry says", async () => {
  const { call, found } = await seeded();
  expect(await found("first standup")).toMatchObject({ data: { error: { code: "ambiguous" } } });
  await call("log_time", {
    entries: [
      {
        project: "Website care",
        activity: "Bugs",
        day: "yesterday",
        from: "17:00",
        to: "18:00",
        description: "Active Directory",
      },
    ],
  });
  expect(await found("active directory")).toBe("17:00–18:00");
});

test("the last of today is asked about where something is planned for later", async () => {
  const booking = { levels: ["customer", "project", "activity"] as const, required: ["project"] as const };
  const more = { freeTimes: true, allowsFuture: true, allowsOverlap: true, runningLimit: 1 };
  const facts = { booking: { levels: [...booking.levels], required: [...booking.required], ...more } };
  const { call, found } = await seeded({ profile: "everything", facts });
  const care = { project: "Website care", activity: "Bugs" };
  await call("log_time", {
    entries: [{ ...care, day: "today", from: "17:00", to: "18:00", description: "Planned talk" }],
  });
  const answer = await found("today's last");
  expect(answer).toMatchObject({ data: { error: { code: "ambiguous" } } });
  expect(JSON.stringify(answer)).toMatch(/Lunch talk.*Planned talk|Planned talk.*Lunch talk/);
  expect(await found("last")).toBe("12:30–13:00");
});

test("two rows that change one entry are one row too many, however they name it", async () => {
  const { call, memory } = await seeded();
  const [id] = memory.entries.filter(({ text }) => text === "Header").map((one) => one.id);
  const { data, text } = await call("update_time", {
    changes: [
      { id: `#${id}`, add_tags: ["remote"] },
      { id: "yesterday's header", add_tags: ["late"] },
      { id: `#${id}`, copy: true, description: "Again" },
    ],
    create_missing: true,
  });
  expect(data.failed).toMatchObject([{ index: 1 }]);
  expect(text).toContain("is changed by row 1 too");
  expect(memory.entries.find((one) => one.id === id)?.tags).toEqual(["remote"]);
  expect(memory.entries.map((one) => one.text)).toContain("Again");
});

test("clock_in starts again like an entry in words", async () => {
  const { call } = await seeded();
  const { text, isError } = await call("clock_in", { again: "yesterday's header" });
  expect(isError, text).toBe(false);
  expect(text).toContain("Header");
});
