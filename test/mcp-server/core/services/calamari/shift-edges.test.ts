import { describe, expect, it } from "vitest";
import { changedShift } from "#core/services/calamari/entries/entry-change";
import { entriesOf, showsNetDuration, wholeShift } from "#core/services/calamari/mapping/shift";
import type { WireShift } from "#core/services/calamari/wire/shift";
import type { FakeShift } from "../../../../fakes/calamari/model";
import { at, shiftRow, withShifts } from "../../../../fakes/calamari/rows";
import { begin as beginSession, failureOf } from "./setup";

const shift = (id: number, from: string, to: string | null, more: Partial<FakeShift> = {}) =>
  shiftRow(id, from, to, { description: "Walls", ...more });
const full = shift(500, "2026-11-18T08:00", "2026-11-18T16:00", {
  breaks: [{ from: at("2026-11-18T11:00"), to: at("2026-11-18T11:30"), breakType: 2 }],
  projects: [{ from: at("2026-11-18T08:00"), to: at("2026-11-18T16:00"), project: 14 }],
});
async function begin(...rows: FakeShift[]) {
  const { calamari, service } = await beginSession(withShifts(...rows));
  return { time: service.time, shifts: () => calamari.state.shifts };
}
const id = "2026-11-18.500";

describe("a changed shift", () => {
  it("with a new end and a new break does not speak of the break that was replaced", async () => {
    const { time } = await begin(full);
    const { notes } = await time.update(id, { end: "2026-11-18T10:00:00Z", breakSeconds: 600 });
    expect(notes.join(" ")).not.toMatch(/taken out/);
    expect(notes.join(" ")).toMatch(/was put at/);
  });

  it("with a new end and its old project has it until the new end", async () => {
    const { time, shifts } = await begin(full);
    await time.update(id, { end: "2026-11-18T17:00:00Z", work: { project: "14" } });
    expect(shifts()[0]?.projects).toMatchObject([{ to: at("2026-11-18T17:00"), project: 14 }]);
  });

  it("has no text any more where it was taken away, and none around it where one was given", async () => {
    const { time, shifts } = await begin(full);
    await time.update(id, { text: "  Quay \n" });
    expect(shifts()[0]?.description).toBe("Quay");
    await time.update(id, { text: null });
    expect(shifts()[0]?.description).toBe("");
  });

  it("of two projects without times is refused, for nobody knows when each was", async () => {
    const row: WireShift = {
      ...{ id: 1, started: "2026-11-18T08:00:00+0000", finished: "2026-11-18T16:00:00+0000" },
      projects: [14, 15].map((number) => ({ project: { id: number, name: String(number) } })),
    };
    const around = { zone: "Europe/Oslo", breakTypes: {} as never, rows: async () => [row] };
    const change = changedShift(row, { text: "x" }, around);
    expect(await failureOf(change)).toMatchObject({ message: expect.stringMatching(/when a project was worked on/) });
  });

  it("in another month is held against what stands there, also where that runs", async () => {
    const { time, shifts } = await begin(full, shift(6, "2026-10-07T09:00", "2026-10-07T10:00"));
    const moved = { begin: "2026-10-07T08:00:00Z", end: "2026-10-07T16:00:00Z" };
    expect(await failureOf(time.update(id, moved))).toMatchObject({ kind: "conflict", saved: "no" });
    expect(shifts()[0]).toEqual(full);
  });
});

describe("a new shift", () => {
  it("has its break on whole minutes", async () => {
    const { time, shifts } = await begin();
    const span = { begin: "2026-11-18T08:00:00Z", end: "2026-11-18T16:01:00Z" };
    await time.create({ ...span, work: {}, breakSeconds: 1800 });
    expect(shifts()[0]?.breaks).toMatchObject([{ from: at("2026-11-18T11:45"), to: at("2026-11-18T12:15") }]);
  });

  it("may end when the next begins, and not run into one that is not over", async () => {
    const { time } = await begin(full, shift(7, "2026-11-19T08:00", null));
    const { entry } = await time.create({ begin: "2026-11-18T06:00:00Z", end: "2026-11-18T08:00:00Z", work: {} });
    expect(entry.seconds).toBe(7200);
    const over = time.create({ begin: "2026-11-19T08:30:00Z", end: "2026-11-19T09:00:00Z", work: {} });
    expect(await failureOf(over)).toMatchObject({ kind: "conflict", message: expect.stringMatching(/to now/) });
  });
});

describe("what was worked", () => {
  const own = { id: "me", name: "Me" };
  const reading = { now: "2026-11-18T20:00:00Z", own, other: own, isOwn: () => true, netDuration: true };
  const clock = (time: string) => `2026-11-18T${time}+0000`;
  const lunch = { from: clock("11:00:00"), to: clock("11:30:00"), breakType: { id: 2, name: "Lunch" } };
  const row = (more: Partial<WireShift>): WireShift => ({
    ...{ id: 1, started: clock("08:00:00"), finished: clock("16:00:00"), breaks: [lunch] },
    ...more,
  });

  it("shows whether breaks are taken off by a duration that is there, and by more than a rounded second", () => {
    expect([0, 27_000, 28_799, 28_800].map((duration) => showsNetDuration(row({ duration })))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it("is never less than the span without its breaks, whatever the duration says", () => {
    expect(wholeShift(row({ duration: 20_000 }), reading)).toMatchObject({ seconds: 27_000, breakSeconds: 1800 });
  });

  it("keeps its project where Calamari tells no length of it, and its projects by the clock however they are listed", () => {
    const item = (id: number, from: string, to: string) => ({
      ...{ project: { id, name: `P${id}` }, from: clock(from), to: clock(to) },
    });
    const started = row({ finished: clock("08:00:30"), breaks: [], projects: [item(14, "08:00:00", "08:00:00")] });
    expect(entriesOf(started, reading)).toMatchObject([{ work: { project: { id: "14" } } }]);
    const listed = row({ projects: [item(15, "12:00:00", "16:00:00"), item(14, "08:00:00", "12:00:00")] });
    expect(entriesOf(listed, reading).map(({ work }) => work.project?.id)).toEqual(["14", "15"]);
  });
});
