import { describe, expect, test } from "vitest";
import type { Entry } from "#core/domain/entities";
import { secondsByDay, workedSeconds } from "#core/time/aggregate";
import { dayOf } from "#core/time/format";
import { type Group, Groups } from "#core/time/report/groups";
import { Days } from "#core/time/report/keys";
import { type ReportKey, reportKeys } from "#core/time/report/names";
import { Totals } from "#core/time/report/totals";
import * as fc from "../../../../property";
import { ada, entry, stream, zone } from "./entries";

const now = "2026-11-30T00:00:00Z";
const sum = (entries: Entry[], by: ReportKey[], where = "Europe/Berlin", weekStartsOn = 1) => {
  const days = new Days(where, weekStartsOn);
  const groups = new Groups(by, days, ada);
  const totals = new Totals();
  for (const one of entries) {
    const seconds = workedSeconds(one, now);
    const day = days.of(one.begin);
    totals.addOn(day, one, seconds);
    groups.add(one, seconds, day);
  }
  const all = by.map(() => 10_000);
  return { totals, rows: groups.rows(all, totals.seconds).groups, groups };
};
const secondsOf = (groups: Group[]) => groups.reduce((whole, { sum: { seconds } }) => whole + seconds, 0);

describe("totals", () => {
  test("are what adding up all entries yields, for every day of every zone", () => {
    fc.assert(
      fc.property(stream(), zone, (entries, where) => {
        const { totals } = sum(entries, [], where);
        expect(totals.entries).toBe(entries.length);
        expect(totals.seconds).toBe(entries.reduce((whole, { seconds }) => whole + (seconds ?? 0), 0));
        expect(totals.billable).toBe(
          entries.filter(({ billable }) => billable).reduce((whole, { seconds }) => whole + (seconds ?? 0), 0),
        );
        expect(Object.fromEntries(totals.days)).toEqual(Object.fromEntries(secondsByDay(entries, where, now)));
      }),
    );
  });

  test("are net of breaks, and tell what still runs apart", () => {
    const { totals } = sum(
      [
        entry("2026-11-29T22:00:00Z", null, { breakSeconds: 1800 }),
        entry("2026-11-28T08:00:00Z", "2026-11-28T17:00:00Z", { breakSeconds: 3600 }),
      ],
      [],
    );
    expect(totals).toMatchObject({ seconds: 8 * 3600 + 5400, running: 5400, entries: 2 });
  });

  test("have no sum of money where one amount is hidden", () => {
    const rated = (rate?: number) => entry("2026-11-28T08:00:00Z", "2026-11-28T09:00:00Z", { rate });
    expect([...(sum([rated(10.1), rated(20.25)], []).totals.worth ?? [])]).toEqual([["", 30.35]]);
    expect(sum([rated(10.1), rated()], []).totals.worth).toBeNull();
    expect(sum([], []).totals.worth).toBeNull();
  });
});

describe("groups", () => {
  const exclusive = reportKeys.filter((by) => by !== "tag");

  test("of each key sum up to the whole, at every level", () => {
    fc.assert(
      fc.property(
        stream(),
        zone,
        fc.uniqueArray(fc.constantFrom(...exclusive), { minLength: 1, maxLength: 3 }),
        (entries, where, by) => {
          const { rows, totals } = sum(entries, by, where);
          expect(secondsOf(rows)).toBe(totals.seconds);
          const check = (groups: Group[]) => {
            for (const group of groups) {
              expect(group.sum.entries).toBeGreaterThan(0);
              if (group.groups) {
                expect(secondsOf(group.groups)).toBe(group.sum.seconds);
                check(group.groups);
              }
            }
          };
          check(rows);
        },
      ),
    );
  });

  test("by tag count an entry in each of its tags, and those without one by themselves", () => {
    const hour = (tags: string[]) => entry("2026-11-18T08:00:00Z", "2026-11-18T09:00:00Z", { tags });
    const { rows } = sum([hour(["a", "b"]), hour(["a"]), hour([])], ["tag"]);
    expect(rows.map(({ name, sum: { seconds }, share }) => [name, seconds / 3600, share])).toEqual([
      ["a", 2, 0.6667],
      ["(no tag)", 1, 0.3333],
      ["b", 1, 0.3333],
    ]);
  });

  test("are the largest first, and days in their order", () => {
    const on = (day: string, hours: number, id: string) =>
      entry(`2026-11-${day}T08:00:00Z`, `2026-11-${day}T${String(8 + hours).padStart(2, "0")}:00:00Z`, {
        work: { project: { id, name: `P${id}` } },
      });
    const entries = [on("19", 1, "2"), on("18", 5, "1"), on("17", 2, "2")];
    expect(sum(entries, ["project"]).rows.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(sum(entries, ["day"]).rows.map(({ id }) => id)).toEqual(["2026-11-17", "2026-11-18", "2026-11-19"]);
  });

  test("that do not fit in are counted, and the latest days stay", () => {
    const entries = ["19", "18", "17"].map((day) => entry(`2026-11-${day}T08:00:00Z`, `2026-11-${day}T09:00:00Z`));
    const { groups } = sum(entries, ["day"]);
    const { groups: rows, more } = groups.rows([2], 1);
    expect(rows.map(({ id }) => id)).toEqual(["2026-11-18", "2026-11-19"]);
    expect(more).toBe(1);
  });

  test("an entry over midnight counts whole on the day it begins in the account's zone", () => {
    const night = entry("2026-11-18T22:30:00Z", "2026-11-19T03:00:00Z");
    expect(sum([night], ["day"], "Europe/Berlin").rows[0]).toMatchObject({
      id: "2026-11-18",
      sum: { seconds: 16_200 },
    });
    expect(sum([night], ["day"], "Asia/Kathmandu").rows[0]?.id).toBe("2026-11-19");
  });

  test("a day on which clocks change has its real length", () => {
    const long = entry("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
    expect(sum([long], ["day"]).rows[0]).toMatchObject({ id: "2026-10-25", sum: { seconds: 25 * 3600 } });
    const short = entry("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
    expect(sum([short], ["day"]).rows[0]).toMatchObject({ id: "2026-03-29", sum: { seconds: 23 * 3600 } });
  });

  test.each([
    ["2026-11-16T08:00:00Z", 1, "2026-11-16", "2026-W47"],
    ["2026-11-15T08:00:00Z", 1, "2026-11-09", "2026-W46"],
    ["2026-11-15T08:00:00Z", 7, "2026-11-15", "2026-W47"],
    ["2027-01-01T08:00:00Z", 1, "2026-12-28", "2026-W53"],
    ["2026-12-27T12:00:00Z", 7, "2026-12-27", "2026-W53"],
  ])("%s, weeks from weekday %d, lies in the week of %s: %s", (begin, weekStartsOn, first, name) => {
    const one = entry(begin, begin.replace(/T(\d\d):00/, "T$1:30"));
    expect(sum([one], ["week"], "Europe/Berlin", weekStartsOn).rows[0]).toMatchObject({ id: first, name });
  });

  test("a civil day by kept bounds is the day that the zone itself says, in any order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: Date.UTC(2026, 2, 25), max: Date.UTC(2026, 10, 10) }), { maxLength: 50 }),
        zone,
        (moments, where) => {
          const days = new Days(where, 1);
          for (const moment of moments) {
            const instant = `${new Date(moment).toISOString().slice(0, 19)}Z`;
            expect(days.of(instant)).toBe(dayOf(instant, where));
          }
        },
      ),
    );
  });
});
