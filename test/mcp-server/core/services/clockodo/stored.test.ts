import { describe, expect, it } from "vitest";
import type { FakeClockodoOptions } from "../../../../fakes/clockodo";
import type { FakeEntry } from "../../../../fakes/clockodo/model";
import type { PersonName } from "../../../../fakes/clockodo/seed";
import * as fc from "../../../../property";
import { failureOf, setup } from "./setup";

/** Clockodo takes and tells moments in UTC alone (clockodo-api.md §1.6), so nobody's zone may change an hour. */
const hour = 3_600_000;
const work = { customer: "510", project: "7720", activity: "31" };
const draft = { work, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:30:00Z" };

async function begin(who: PersonName = "mara", options: FakeClockodoOptions = {}) {
  const s = await setup(who, options);
  await s.service.facts();
  const { state } = s.clockodo;
  const rows = () => state.entries.map(({ changed: _, ...row }) => structuredClone(row));
  const distort = (change: (entry: FakeEntry) => void, times = Number.POSITIVE_INFINITY) => {
    let left = times;
    state.distort = (entry) => {
      if (left-- > 0) change(entry);
    };
  };
  const late = (entry: FakeEntry) => {
    if (entry.until !== null) entry.until += 9 * hour;
  };
  return { ...s, state, rows, distort, late };
}

describe("an entry that Clockodo stores otherwise than it was meant", () => {
  it("is deleted again where it was new", async () => {
    const s = await begin();
    s.distort(s.late);
    const failed = await failureOf(s.service.time.create(draft));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(failed.message).toMatch(/end 2026-11-18 19:30:00\+01:00 \(meant: 2026-11-18 10:30:00\+01:00\)/);
    expect(s.rows()).toEqual([]);
  });

  it("is set back where it was changed", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create({ ...draft, text: "Old" });
    const before = s.rows();
    s.distort(s.late, 1);
    const failed = await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T10:00:00Z", text: "New" }));
    expect(failed).toMatchObject({ kind: "conflict", saved: "no" });
    expect(s.rows()).toEqual(before);
  });

  it("is told as saved where it cannot be set back", async () => {
    const s = await begin();
    const { entry } = await s.service.time.create(draft);
    s.distort(s.late);
    expect(await failureOf(s.service.time.update(entry.id, { end: "2026-11-18T10:00:00Z" }))).toMatchObject({
      saved: "yes",
    });
  });

  it("is told as saved where the clock ended at another time, for nothing makes it run again", async () => {
    const s = await begin();
    await s.service.timer.start({ work, at: "2026-11-19T08:00:00Z" });
    s.distort(s.late);
    const failed = await failureOf(s.service.timer.stop("2026-11-19T09:00:00Z"));
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(failed.message).toContain("2026-11-19 19:00:00+01:00 (meant: 2026-11-19 10:00:00+01:00)");
  });

  it("is deleted again where a clock-in was backdated, unless it ended other work", async () => {
    const s = await begin();
    s.distort((entry) => {
      if (entry.until === null) entry.since -= hour;
    });
    expect(await failureOf(s.service.timer.start({ work, at: "2026-11-19T09:00:00Z" }))).toMatchObject({ saved: "no" });
    expect(s.rows()).toEqual([]);
    delete s.state.distort;
    await s.service.timer.start({ work, at: "2026-11-19T08:00:00Z" });
    s.distort((entry) => {
      if (entry.until === null) entry.since -= hour / 4;
    });
    const other = { ...work, activity: "32" };
    const second = s.service.timer.start({ work: other, at: "2026-11-19T09:00:00Z" });
    expect(await failureOf(second)).toMatchObject({ saved: "yes" });
    expect((await s.service.timer.read()).running).toHaveLength(1);
  });

  it("is an error where a change of all that fits left some as they were", async () => {
    const s = await begin();
    for (const day of ["16", "17", "18"])
      await s.service.time.create({ ...draft, begin: `2026-11-${day}T08:00:00Z`, end: `2026-11-${day}T09:00:00Z` });
    const query = { from: "2026-11-16T00:00:00Z", to: "2026-11-23T00:00:00Z", people: "me" as const };
    const plan = await s.service.time.bulk?.prepare(query, { text: "Meant" });
    s.distort((entry) => {
      entry.text = "Something else";
    }, 1);
    const failed = await failureOf(plan?.commit() ?? Promise.resolve());
    expect(failed).toMatchObject({ kind: "conflict", saved: "yes" });
    expect(failed.message).toMatch(/1 of the entries do not have what was meant/);
  });
});

describe("moments in Clockodo", () => {
  it("are the same after each write, whatever zone the person and the owner of an entry have", async () => {
    const zones = ["Europe/Berlin", "America/Vancouver", "Asia/Bangkok", "Asia/Kathmandu", "Pacific/Chatham"];
    for (const [index, zone] of zones.entries()) {
      const s = await begin("olga", {
        seed(state) {
          for (const user of state.users) user.timezone = zones[(index + user.id) % zones.length] ?? zone;
          state.company.allow_entry_overlaps = true;
        },
      });
      // From the hour before the clocks of Berlin went back on 25 October 2026.
      const first = Date.parse("2026-10-24T22:00:00Z");
      const minute = fc.integer({ min: 0, max: 6 * 60 });
      const length = fc.integer({ min: 1, max: 12 * 60 });
      const at = (minutes: number) => `${new Date(first + minutes * 60_000).toISOString().slice(0, 19)}Z`;
      await fc.assert(
        fc.asyncProperty(minute, length, minute, length, fc.boolean(), async (from, long, then, other, own) => {
          const meant = { begin: at(from), end: at(from + long) };
          const person = own ? {} : { personId: "43" };
          const { entry } = await s.service.time.create({ work, ...meant, ...person });
          expect(entry).toMatchObject(meant);
          const changed = { begin: at(then), end: at(then + other) };
          expect((await s.service.time.update(entry.id, changed)).entry).toMatchObject(changed);
          const copy = await s.service.time.copy?.(entry.id);
          expect(copy?.entry).toMatchObject(changed);
        }),
        { numRuns: 10 },
      );
    }
  });
});
