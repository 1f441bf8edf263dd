import { describe, expect, test } from "vitest";
import type { AccountFacts, Entry, EntryField } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { ToolCatalog } from "#server/tool-catalog";
import { openToolSession } from "../../../../fakes/tool-session";

const everyField: EntryField[] = [
  "text",
  "tags",
  "billable",
  "exported",
  "person",
  "break",
  "rate",
  "meta",
  "begin",
  "end",
];
const booking = (allowsOverlap: boolean): AccountFacts["booking"] => ({
  levels: ["customer", "project", "activity"],
  required: ["project", "activity"],
  freeTimes: true,
  allowsFuture: false,
  allowsOverlap,
  runningLimit: 1,
});

/** Monday 9:00 to 11:00 on Bugs. */
interface Seeded {
  fields?: EntryField[];
  overlap?: boolean;
  answers?: ("yes" | "no")[];
}
async function seeded({ fields = everyField, overlap = true, answers }: Seeded = {}) {
  const session = openToolSession({ profile: "everything", answers, facts: { fields, booking: booking(overlap) } });
  await session.call("log_time", {
    entries: [
      {
        day: "mon",
        from: "9:00",
        to: "11:00",
        project: "Website care",
        activity: "Bugs",
        text: "Old",
        tags: ["remote"],
      },
    ],
  });
  const [entry] = session.memory.entries;
  if (!entry) throw new Error("nothing was logged");
  session.memory.writes.length = 0;
  const change = (what: object) => session.call("update_time", { changes: [{ id: `#${entry.id}`, ...what }] });
  const spans = () =>
    [...session.memory.entries]
      .sort((a, b) => (a.begin < b.begin ? -1 : 1))
      .map(({ begin, end }) => [begin.slice(11, 16), end?.slice(11, 16)]);
  return { ...session, entry, change, spans };
}
const errorOf = ({ data }: { data: Record<string, unknown> }) =>
  data.error as { code: string; saved: string; message: string };

describe("a copy", () => {
  test("has what the entry has but what is named, and the entry stays", async () => {
    const { change, memory, entry, wrote } = await seeded();
    Object.assign(entry, { meta: { ticket: "PC-7" }, billable: true });
    const { data, text } = await change({ copy: true, day: "tue", text: "New" });
    expect(data, text).toMatchObject({
      entries: [
        {
          begin: "2026-11-17T09:00:00+01:00",
          end: "2026-11-17T11:00:00+01:00",
          text: "New",
          tags: ["remote"],
          billable: true,
          meta: { ticket: "PC-7" },
        },
      ],
    });
    expect(memory.writes).toEqual(["create"]);
    expect(memory.entries).toHaveLength(2);
    expect(entry).toMatchObject({ text: "Old", begin: "2026-11-16T08:00:00Z" });
    expect(wrote).toContain("kimai-1");
  });

  test("beside the entry is told as the same; where overlaps are forbidden it is refused", async () => {
    const { change } = await seeded();
    expect((await change({ copy: true })).data.notes).toEqual([expect.stringContaining("It is the same as")]);
    const strict = await seeded({ overlap: false });
    expect(errorOf(await strict.change({ copy: true }))).toMatchObject({ code: "time", saved: "no" });
    expect((await strict.change({ copy: true, day: "tue" })).isError).toBe(false);
  });

  test("is the service's own where it has one, and what cannot be changed on it takes it away again", async () => {
    const { change, memory, entry } = await seeded();
    memory.time.copy = async (id) => {
      memory.writes.push("copy");
      const copied: Entry = { ...entry, id: `${id}${memory.entries.length}`, rate: 120 };
      memory.entries.push(copied);
      return { entry: copied, notes: [] };
    };
    expect((await change({ copy: true, text: "New" })).data).toMatchObject({ entries: [{ text: "New", rate: 120 }] });
    expect(memory.writes).toEqual(["copy", "update"]);
    const before = memory.entries.length;
    const { update } = memory.time;
    memory.time.update = async () => {
      throw new ServiceError("locked", "Its period is closed.");
    };
    expect(errorOf(await change({ copy: true, text: "Newer" }))).toMatchObject({ code: "locked", saved: "no" });
    expect(memory.entries).toHaveLength(before);
    memory.time.update = update;
  });

  test("of what still runs is refused; making one needs the right to record", async () => {
    const free = openToolSession();
    await free.call("clock_in", { project: "Website care", activity: "Bugs", at: "13:00" });
    const runs = free.memory.entries[0]?.id;
    expect((await free.call("update_time", { changes: [{ id: runs, copy: true }] })).text).toContain("still runs");
    const { call, memory } = openToolSession({ permissions: { cells: { "time.create": "off" } } });
    await call("clock_in", { project: "Website care", activity: "Bugs", at: "13:00" });
    const id = memory.entries[0]?.id;
    await call("clock_out");
    expect((await call("update_time", { changes: [{ id, copy: true }] })).data).toMatchObject({
      error: { code: "permission" },
    });
    expect(memory.entries).toHaveLength(1);
  });
});

describe("a cut", () => {
  test("makes two entries that join, the later one with what is named", async () => {
    const { change, spans, entry } = await seeded();
    entry.meta = { ticket: "PC-7" };
    const { data, text } = await change({ split: "10:30", activity: "Meeting", text: "Call" });
    expect(data, text).toMatchObject({
      entries: [
        {
          id: entry.id,
          end: "2026-11-16T10:30:00+01:00",
          seconds: 5400,
          text: "Old",
          work: { activity: { name: "Bugs" } },
        },
        {
          begin: "2026-11-16T10:30:00+01:00",
          seconds: 1800,
          text: "Call",
          tags: ["remote"],
          work: { activity: { name: "Meeting" } },
          meta: { ticket: "PC-7" },
        },
      ],
    });
    expect(spans()).toEqual([
      ["08:00", "09:30"],
      ["09:30", "10:00"],
    ]);
  });

  test("a dry run shows both parts and sends nothing", async () => {
    const { call, entry, memory } = await seeded();
    const { data } = await call("update_time", { changes: [{ id: entry.id, split: "9:45" }], dry_run: true });
    expect(data).toMatchObject({ dry_run: true, entries: [{ seconds: 2700 }, { seconds: 4500 }] });
    expect(memory.writes).toEqual([]);
  });

  test.each([true, false])("is undone when its second step fails (overlaps allowed: %s)", async (overlap) => {
    const { change, memory, spans } = await seeded({ overlap });
    const { create } = memory.time;
    memory.time.create = async () => {
      throw new ServiceError("forbidden", "Kimai refuses it.");
    };
    expect(errorOf(await change({ split: "10:30" }))).toMatchObject({ code: "forbidden", saved: "no" });
    expect(spans()).toEqual([["08:00", "10:00"]]);
    Object.assign(memory.time, { create });
    expect((await change({ split: "10:30" })).isError).toBe(false);
    expect(spans()).toEqual([
      ["08:00", "09:30"],
      ["09:30", "10:00"],
    ]);
  });

  test.each([true, false])(
    "never has the same time twice, whenever the program ends (overlaps allowed: %s)",
    async (overlap) => {
      const { change, memory, spans } = await seeded({ overlap });
      const { create, copy } = memory.time;
      const states: unknown[] = [];
      memory.time.create = async (...args) => {
        states.push(spans());
        return create(...args);
      };
      if (copy)
        memory.time.copy = async (...args) => {
          states.push("copied");
          return copy(...args);
        };
      await change({ split: "10:30" });
      expect(states).toEqual([[["08:00", "09:30"]]]);
    },
  );

  test("that can neither be finished nor undone says what there is now", async () => {
    const { change, memory, wrote } = await seeded();
    wrote.length = 0;
    const { update } = memory.time;
    memory.time.create = async () => {
      memory.time.update = async () => {
        throw new ServiceError("unavailable", "Kimai is down.");
      };
      throw new ServiceError("unavailable", "Kimai is down.");
    };
    const error = errorOf(await change({ split: "10:30" }));
    memory.time.update = update;
    expect(error).toMatchObject({
      saved: "yes",
      message: expect.stringMatching(/the cut of #\S+ is there and could not be taken back/),
    });
    expect(wrote).toEqual(["kimai-1"]);
  });

  test("whose shortening has no answer creates nothing", async () => {
    const { change, memory } = await seeded();
    memory.time.update = async () => {
      throw new ServiceError("timeout", "No answer.", { saved: "unknown" });
    };
    expect(errorOf(await change({ split: "10:30" }))).toMatchObject({ code: "timeout", saved: "unknown" });
    expect(memory.entries).toHaveLength(1);
  });

  test.each([
    [{ split: "9:00" }, /only between/],
    [{ split: "12:00" }, /only between/],
    [{ split: "10:30", to: "12:00" }, /leave day, from, to and duration out/],
    [{ split: "10:30", copy: true }, /do not go together/],
    [{ copy: true, reopen: true }, /do not go together/],
  ])("%j is refused and nothing is sent", async (what, says) => {
    const { change, memory } = await seeded();
    expect((await change(what)).text).toMatch(says);
    expect(memory.writes).toEqual([]);
  });

  test("of an entry with a break is refused: nobody knows where the break lies", async () => {
    const { change, memory } = await seeded();
    await change({ break: "30m" });
    expect(memory.entries[0]).toMatchObject({ breakSeconds: 1800, seconds: 5400 });
    expect((await change({ split: "10:30" })).text).toContain("has a break");
    await change({ break: "0" });
    expect((await change({ split: "10:30" })).isError).toBe(false);
  });

  test("over midnight is cut on the day that the clock time means", async () => {
    const { call, memory } = await seeded();
    await call("log_time", {
      entries: [{ day: "mon", from: "22:00", duration: "4h", project: "Website care", activity: "Bugs" }],
    });
    const id = memory.entries.at(-1)?.id;
    expect((await call("update_time", { changes: [{ id, split: "0:30" }] })).data).toMatchObject({
      entries: [{ end: "2026-11-17T00:30:00+01:00", seconds: 9000 }, { seconds: 5400 }],
    });
  });
});

describe("what the account may not set", () => {
  test.each([
    ["billable", { billable: true }],
    ["exported", { exported: true }],
    ["break", { break: "30m" }],
    ["hourly_rate", { hourly_rate: 85 }],
    ["fixed_rate", { fixed_rate: "500" }],
    ["meta", { meta: { ticket: "PC-7" } }],
  ])("is refused by name before anything is sent: %s", async (name, what) => {
    const { change, call, memory } = await seeded({ fields: ["text", "tags", "begin", "end"] });
    const changed = errorOf(await change(what));
    expect(changed).toMatchObject({
      code: "forbidden",
      saved: "no",
      message: expect.stringContaining(`\`${name}\``),
      fields: { [name]: expect.any(String) },
    });
    const row = { from: "9:00", to: "10:00", project: "Website care", activity: "Bugs", ...what };
    expect(errorOf(await call("log_time", { entries: [row], dry_run: true }))).toMatchObject({ code: "forbidden" });
    expect(memory.writes).toEqual([]);
  });

  test("is not even listed; what it may set is", async () => {
    const rowOf = (catalog: ToolCatalog) => {
      const tool = catalog.offered().find(({ name }) => name === "update_time");
      return tool ? JSON.stringify(catalog.describe(tool).inputSchema) : "";
    };
    const plain = rowOf((await seeded({ fields: ["text", "tags", "begin", "end"] })).catalog);
    const full = rowOf((await seeded()).catalog);
    for (const name of ["billable", "exported", "hourly_rate", "meta", "break"]) {
      expect(plain).not.toContain(`"${name}"`);
      expect(full).toContain(`"${name}"`);
    }
    expect(full).not.toContain("subproject");
  });
});

test("custom fields are set by name, null clears one and leaves the others", async () => {
  const { change, entry } = await seeded();
  await change({ meta: { ticket: "PC-7", place: 5, remote: true } });
  expect(entry.meta).toEqual({ ticket: "PC-7", place: "5", remote: "true" });
  const { data } = await change({ meta: { ticket: null } });
  expect(data).toMatchObject({ entries: [{ meta: { place: "5", remote: "true" } }] });
  expect((await change({ meta: { ticket: { a: 1 } } })).isError).toBe(true);
});

test("exported is a mark and no switch: setting it twice leaves it set", async () => {
  const { change, entry } = await seeded();
  await change({ exported: true });
  await change({ exported: true });
  expect(entry.exported).toBe(true);
  await change({ exported: false });
  expect(entry.exported).toBe(false);
});

test("an entry that is passed on to somebody else asks first and needs both rights", async () => {
  const track = openToolSession({ facts: { fields: everyField } });
  await track.call("log_time", { entries: [{ from: "9:00", to: "10:00", project: "Website care", activity: "Bugs" }] });
  const id = track.memory.entries[0]?.id;
  expect((await track.call("update_time", { changes: [{ id, person: "Charles Babbage" }] })).data).toMatchObject({
    error: { code: "permission" },
  });
  const { change, entry, questions } = await seeded({ answers: ["no"] });
  expect((await change({ person: "Charles Babbage" })).data).toMatchObject({ error: { code: "declined" } });
  expect(questions[0]).toEqual(expect.arrayContaining([expect.stringContaining("by Charles Babbage")]));
  expect(entry.person).toBeUndefined();
});

test.each([["85 EUR"], ["1,000.00"], ["-5"]])("%s is no rate", async (rate) => {
  const { change, memory } = await seeded();
  expect((await change({ hourly_rate: rate })).text).toContain("without a currency");
  expect(memory.writes).toEqual([]);
});
