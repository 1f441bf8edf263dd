import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { asidesOf } from "#core/platform/put-aside";
import { AppFailure } from "#main/app/failure";
import { CalendarBookings } from "#main/own-calendar/bookings";
import { openCalendarMemory } from "#main/own-calendar/memory";
import { mostSimilar } from "#main/own-calendar/similar";
import type { CallOptions, Server } from "#main/server/index";

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
let journals: (number | null)[];
let told: string[];
let bookings: CalendarBookings;

function open() {
  const server = {
    call: async (tool: string, args: Record<string, unknown>, _schema: unknown, options?: CallOptions) => {
      calls.push([tool, args]);
      if (options?.change) {
        journals.push(options.change.id);
        options.change.id = 7;
      }
      return answers[tool]?.();
    },
  } as unknown as Server;
  return new CalendarBookings({
    ...{
      server,
      account: () => "kimai-1",
      log: () => undefined,
      progress: (done, total) => void told.push(`${done}/${total}`),
    },
    memory: openCalendarMemory(home, () => undefined),
    written: () => void writes++,
  });
}
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "bookings-"));
  [calls, writes, journals, told] = [[], 0, [], []];
  answers = { list_time: () => ({ entries: [] }) };
  bookings = open();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const asked = { events: [{ key: key("a"), series: key("f"), title: "Weekly planning" }], before: "2026-11-22" };

const made = (id: string, text: string) => ({ entries: [entry(id, text)], notes: ["rounded"] });
const refused = (code: string, saved: "no" | "unknown") => () => {
  throw new AppFailure({ code, message: code, saved });
};
/** An answer of the server per row. */
const inTurn =
  (...all: (() => unknown)[]) =>
  () =>
    all.shift()?.();
const rows = [row("a", "One"), row("b", "Two"), row("c", "Three")];
const states = ({ rows: all }: Awaited<ReturnType<CalendarBookings["book"]>>) => all.map(({ state }) => state);
const written = () => calls.filter(([tool]) => tool === "log_time");

describe("entries of events", () => {
  it("are written one after the other as one change of the journal", async () => {
    answers.log_time = inTurn(
      () => made("1", "One"),
      () => made("2", "Two"),
      () => made("3", "Three"),
    );
    const done = await bookings.book({ rows });
    expect(done).toMatchObject({ notes: ["rounded"], change: 7, failure: null });
    expect(states(done)).toEqual(["booked", "booked", "booked"]);
    expect(written()).toHaveLength(3);
    expect(written()[0]?.[1]).toMatchObject({
      entries: [{ project: "#3", activity: "#4", day: "2026-11-18", from: "10:00", to: "11:00", description: "One" }],
    });
    expect(journals).toEqual([null, 7, 7]);
    expect([writes, told]).toEqual([1, ["1/3", "2/3", "3/3"]]);
  });

  it("that are refused stop no other, and are told with the reason", async () => {
    answers.log_time = inTurn(
      refused("locked", "no"),
      () => made("2", "Two"),
      () => made("3", "Three"),
    );
    const done = await bookings.book({ rows });
    expect(states(done)).toEqual(["failed", "booked", "booked"]);
    expect(done.rows[0]?.reason).toBe("locked");
    bookings = open();
    const both = { ...asked, events: rows.map(({ key: each, series, text }) => ({ key: each, series, title: text })) };
    expect((await bookings.suggest(both)).booked).toEqual([
      { key: key("b"), entryId: "2" },
      { key: key("c"), entryId: "3" },
    ]);
  });

  it("are not sent any more once the service is out of reach", async () => {
    answers.log_time = inTurn(() => made("1", "One"), refused("offline", "no"));
    const done = await bookings.book({ rows });
    expect(states(done)).toEqual(["booked", "left", "left"]);
    expect(done.failure?.code).toBe("offline");
    expect(written()).toHaveLength(2);
  });

  it("are looked for where no answer came", async () => {
    answers.list_time = () => ({ entries: [entry("1", "One")] });
    answers.log_time = inTurn(refused("timeout", "unknown"));
    expect(states(await bookings.book({ rows }))).toEqual(["booked", "left", "left"]);
    answers.log_time = inTurn(refused("timeout", "unknown"));
    expect(states(await bookings.book({ rows: [row("b", "Two")] }))).toEqual(["unknown"]);
    answers.list_time = refused("offline", "no");
    answers.log_time = inTurn(refused("timeout", "unknown"));
    expect(states(await bookings.book({ rows: [row("a", "One")] }))).toEqual(["unknown"]);
  });

  it("that were not sent yet can be stopped", async () => {
    answers.log_time = () => {
      bookings.stop();
      return made("1", "One");
    };
    expect(states(await bookings.book({ rows }))).toEqual(["booked", "left", "left"]);
    expect(states(await bookings.book({ rows: [row("b", "Two")] }))).toEqual(["booked"]);
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
    expect(asidesOf(join(home, "calendar.json")).map(({ file }) => readFileSync(file, "utf8"))).toEqual(["{"]);
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
