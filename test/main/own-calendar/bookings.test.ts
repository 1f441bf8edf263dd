import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { AppFailure } from "../../../main/app/failure";
import { CalendarBookings } from "../../../main/own-calendar/bookings";
import { openCalendarMemory } from "../../../main/own-calendar/memory";
import { mostSimilar } from "../../../main/own-calendar/similar";
import type { Server } from "../../../main/server";

const key = (letter: string) => letter.repeat(24);
const website = { project: { id: "3", name: "Website" }, activity: { id: "4", name: "Meeting" } };
const row = (letter: string, text: string) => ({
  ...{ key: key(letter), series: key("f"), day: "2026-11-18", from: "10:00", to: "11:00", work: website, text },
});
const entry = (id: string, text: string, begin = "2026-11-18T10:00:00+01:00") => ({ id, text, begin, work: website });

let home: string;
let calls: [string, Record<string, unknown>][];
let answers: Record<string, () => unknown>;
let writes: number;
let bookings: CalendarBookings;

function open() {
  const server = {
    call: async (tool: string, args: Record<string, unknown>) => {
      calls.push([tool, args]);
      return answers[tool]?.();
    },
  } as unknown as Server;
  return new CalendarBookings({
    ...{ server, account: () => "kimai-1", log: () => undefined, progress: () => undefined },
    memory: openCalendarMemory(home, () => undefined),
    written: () => void writes++,
  });
}
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "bookings-"));
  [calls, writes] = [[], 0];
  answers = { list_time: () => ({ entries: [] }) };
  bookings = open();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const asked = { events: [{ key: key("a"), series: key("f"), title: "Weekly planning" }], before: "2026-11-22" };

describe("entries of events", () => {
  it("are written in one call, so that they are undone as one", async () => {
    answers.log_time = () => ({ entries: [entry("1", "One"), entry("2", "Two")], notes: ["rounded"] });
    const done = await bookings.book({ rows: [row("a", "One"), row("b", "Two")] });
    expect(done).toEqual({
      rows: [
        { key: key("a"), state: "booked" },
        { key: key("b"), state: "booked" },
      ],
      ...{ notes: ["rounded"], failure: null },
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.[1]).toMatchObject({
      entries: [{ project: "#3", activity: "#4", from: "10:00", description: "One" }, { description: "Two" }],
    });
    expect(writes).toBe(1);
  });

  it("that are refused are told one by one, and the others are remembered as theirs", async () => {
    answers.log_time = () => ({ entries: [entry("2", "Two")], notes: [], failed: [{ index: 0, message: "Locked" }] });
    const { rows } = await bookings.book({ rows: [row("a", "One"), row("b", "Two")] });
    expect(rows).toEqual([
      { key: key("a"), state: "failed", reason: "Locked" },
      { key: key("b"), state: "booked" },
    ]);
    const both = {
      ...asked,
      events: [
        { ...asked.events[0], key: key("a") },
        { ...asked.events[0], key: key("b") },
      ],
    };
    bookings = open();
    expect((await bookings.suggest(both as typeof asked)).booked).toEqual([{ key: key("b"), entryId: "2" }]);
  });

  it("are looked for where no answer came", async () => {
    answers.log_time = () => {
      throw new AppFailure({ code: "timeout", message: "Late", saved: "unknown" });
    };
    answers.list_time = () => ({ entries: [entry("1", "One")] });
    const { rows, failure } = await bookings.book({ rows: [row("a", "One"), row("b", "Two")] });
    expect(rows.map(({ state }) => state)).toEqual(["booked", "unknown"]);
    expect(failure?.code).toBe("timeout");
    answers.list_time = () => {
      throw new Error("offline");
    };
    expect((await bookings.book({ rows: [row("a", "One")] })).rows[0]?.state).toBe("unknown");
  });

  it("are said not to be booked where nothing was saved", async () => {
    answers.log_time = () => {
      throw new AppFailure({ code: "offline", message: "No", saved: "no" });
    };
    expect((await bookings.book({ rows: [row("a", "One")] })).rows).toEqual([{ key: key("a"), state: "failed" }]);
    expect(calls.map(([tool]) => tool)).toEqual(["log_time"]);
  });
});

describe("what an event could be booked on", () => {
  it("is what was chosen for its series, also after a restart, and only on that account", async () => {
    answers.log_time = () => ({ entries: [entry("1", "One")], notes: [] });
    await bookings.book({ rows: [row("b", "One")] });
    calls = [];
    bookings = open();
    expect((await bookings.suggest(asked)).works).toEqual([{ key: key("a"), work: website, from: "series" }]);
    expect(calls).toEqual([]);
    const memory = openCalendarMemory(home, () => undefined);
    expect(memory.workOf("local-1", key("f"))).toBeNull();
    memory.dropAccount("kimai-1");
    expect(memory.workOf("kimai-1", key("f"))).toBeNull();
    expect(readFileSync(join(home, "calendar.json"), "utf8")).not.toContain("Website");
  });

  it("else what the latest entry of a similar text was on, else nothing", async () => {
    const other = { project: { id: "9", name: "Old" } };
    answers.list_time = () => ({
      entries: [
        { ...entry("1", "weekly planning", "2026-10-01T10:00:00+02:00"), work: other },
        entry("2", "Weekly  Planning", "2026-11-01T10:00:00+01:00"),
      ],
    });
    expect((await bookings.suggest(asked)).works).toEqual([{ key: key("a"), work: website, from: "text" }]);
    answers.list_time = () => ({ entries: [entry("1", "Something else")] });
    expect((await bookings.suggest(asked)).works).toEqual([]);
  });

  it("is asked anew where the file of it is damaged", async () => {
    writeFileSync(join(home, "calendar.json"), "{");
    bookings = open();
    expect((await bookings.suggest(asked)).booked).toEqual([]);
    expect(readFileSync(join(home, "calendar.json.broken"), "utf8")).toBe("{");
  });
});

test.each([
  ["Planning sprint 48", "Planning Sprint 47", true],
  ["Weekly planning, Jana", "Weekly planning", true],
  ["Call with Jonas", "Call with Jana", false],
  ["12:30", "12:31", false],
  ["", "", false],
])("%j is taken for the same work as %j: %s", (title, text, is) => {
  expect(mostSimilar(title, [{ text: "Unrelated words" }, { text }])?.text === text).toBe(is);
});
