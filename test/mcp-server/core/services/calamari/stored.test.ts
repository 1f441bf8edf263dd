import { describe, expect, it, onTestFinished } from "vitest";
import type { FakeCalamariOptions } from "../../../../fakes/calamari";
import type { FakeShift } from "../../../../fakes/calamari/model";
import * as fc from "../../../../property";
import { failureOf, setup } from "./setup";

/** Calamari takes the clock times of a person's zone and tells moments (calamari-api.md §1.3). */
const hour = 3_600_000;
const draft = { work: {}, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T16:00:00Z" };

async function begin(options: FakeCalamariOptions = {}, may: (cell: string) => boolean = () => false) {
  const s = await setup("nora", options, { may });
  onTestFinished(s.close);
  await s.service.facts();
  const { state } = s.calamari;
  const distort = (change: (shift: Omit<FakeShift, "id">) => void, times = Number.POSITIVE_INFINITY) => {
    let left = times;
    state.distort = (shift) => {
      if (left-- > 0) change(shift);
    };
  };
  const late = (shift: Omit<FakeShift, "id">) => {
    if (shift.finished !== null) shift.finished += hour;
  };
  return { ...s, state, distort, late };
}

describe("a shift that Calamari stores otherwise than it was meant", () => {
  it("is deleted again where it was new", async () => {
    const s = await begin();
    s.distort(s.late);
    const failed = await failureOf(s.service.time.create(draft));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(failed.message).toMatch(/end 2026-11-18 18:00:00\+01:00 \(meant: 2026-11-18 17:00:00\+01:00\)/);
    expect(s.state.shifts).toEqual([]);
  });

  it("is deleted again where the company's Calamari reads clock times in another zone than the person's", async () => {
    const s = await begin({
      seed(state) {
        state.settings.timesIn = "Asia/Bangkok";
      },
    });
    expect(await failureOf(s.service.time.create(draft))).toMatchObject({ kind: "conflict", saved: "no" });
    expect(s.state.shifts).toEqual([]);
  });

  it("is set back with its breaks and projects where it was changed", async () => {
    const s = await begin();
    const work = { project: "14" };
    const { entry } = await s.service.time.create({ ...draft, work, breakSeconds: 1800, text: "Walls" });
    const before = structuredClone(s.state.shifts);
    s.distort(s.late, 1);
    const change = s.service.time.update(entry.id, { end: "2026-11-18T15:00:00Z", text: "Roof" });
    expect(await failureOf(change)).toMatchObject({ kind: "conflict", saved: "no" });
    expect(s.state.shifts).toEqual(before);
  });

  it("is told as saved where setting it back goes wrong too", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    s.distort(s.late);
    const failed = await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T15:00:00Z" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
  });

  it("is an error also where a break is missing", async () => {
    const s = await begin();
    s.distort((shift) => {
      shift.breaks = [];
    });
    const failed = await failureOf(s.service.time.create({ ...draft, breakSeconds: 1800 }));
    expect(failed).toMatchObject({ saved: "no" });
    expect(failed.message).toContain("break 0:00 (meant: 0:30)");
  });
});

describe("clock times in Calamari", () => {
  const zones = ["Europe/Oslo", "America/Vancouver", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham"];
  it("mean the moments that were given, or are refused and nothing is left, in nights of a clock change too", async () => {
    const nights = ["2026-10-24T20:00:00Z", "2026-11-01T05:00:00Z", "2026-04-04T11:00:00Z", "2026-10-03T12:00:00Z"];
    let kept = 0;
    let refused = 0;
    for (const zone of zones) {
      const s = await begin({
        now: "2026-12-01T09:00:00Z",
        seed(state) {
          for (const each of state.employees) each.timezone = zone;
        },
      });
      // Half past two before and after clocks go back in Oslo: no clock time tells the two apart, so one is refused.
      const twice: [string, number, number, number][] = [270, 330].map((from) => [nights[0] ?? "", from, 60, 0]);
      const minute = fc.integer({ min: 0, max: 10 * 60 });
      const length = fc.integer({ min: 1, max: 8 * 60 });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...nights), minute, length, minute, async (night, from, long, then) => {
          s.state.shifts.length = 0;
          const at = (minutes: number) =>
            `${new Date(Date.parse(night) + minutes * 60_000).toISOString().slice(0, 19)}Z`;
          const meant = { begin: at(from), end: at(from + long) };
          const stored = () =>
            s.state.shifts.map(({ started, finished }) =>
              [started, finished].map((ms) => ms && new Date(ms).toISOString()),
            );
          const exact = ({ begin: first, end }: typeof meant) => [[first, end].map((one) => one.replace("Z", ".000Z"))];
          const made = await s.service.time.create({ work: {}, ...meant }).catch((error: unknown) => {
            expect(error).toMatchObject({ saved: "no" });
            expect(stored()).toEqual([]);
            refused += 1;
            return null;
          });
          if (!made) return;
          kept += 1;
          expect(stored()).toEqual(exact(meant));
          const moved = { begin: at(then), end: at(then + long) };
          const done = await s.service.time.update(made.entry.id, moved).catch((error: unknown) => {
            expect(error).toMatchObject({ saved: "no" });
            return null;
          });
          expect(stored()).toEqual(exact(done ? moved : meant));
        }),
        { numRuns: 30, examples: twice },
      );
    }
    expect(kept).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(0);
  });
});
