import { describe, expect, test } from "vitest";
import type { Entry } from "#core/domain/entities";
import { findOverlaps } from "#core/time/aggregate";
import { dayOf } from "#core/time/format";
import { Days } from "#core/time/report/keys";
import { SpanWatch } from "#core/time/report/spans";
import * as fc from "../../../../property";
import { ada, ben, entry, stream, zone } from "./entries";

const now = Date.parse("2026-12-31T00:00:00Z");
const watch = (
  entries: Entry[],
  more: Partial<{ first: string; shortestGap: number; keep: number; now: number }> = {},
) => {
  const spans = new SpanWatch(new Days("Europe/Berlin", 1), more.now ?? now, {
    first: more.first ?? "2020-01-01",
    shortestGap: more.shortestGap ?? 60,
    keep: more.keep ?? 10_000,
  });
  for (const one of entries) spans.add(one, dayOf(one.begin, "Europe/Berlin"), one.person ?? ada);
  spans.finish();
  return spans;
};
const at = (day: string, from: string, to: string | null, more: Partial<Entry> = {}) =>
  entry(`2026-11-${day}T${from}:00Z`, to && `2026-11-${day}T${to}:00Z`, more);

describe("overlaps", () => {
  test("are those that comparing all entries with all finds, person by person", () => {
    fc.assert(
      fc.property(stream(47), (entries) => {
        const naive = [ada, ben].flatMap((person) =>
          findOverlaps(entries.filter((one) => one.person?.id === person.id)).map(
            ({ first, second, from, seconds }) => [from, seconds, [first.id, second.id].sort().join()],
          ),
        );
        const { overlaps, tooLong } = watch(entries);
        const found = overlaps.found.map(({ from, seconds, ids }) => [from, seconds, [...ids].sort().join()]);
        expect(found.sort()).toEqual(naive.sort());
        expect(tooLong).toBe(0);
      }),
    );
  });

  test("and gaps that only seconds make are none, as nobody sees them", () => {
    const seconds = (from: string, to: string) => entry(`2026-11-19T${from}Z`, `2026-11-19T${to}Z`);
    const shortestGap = 1;
    const touching = [seconds("09:00:00", "10:00:00"), seconds("08:00:00", "09:00:40")];
    expect(watch(touching, { shortestGap }).overlaps.found).toEqual([]);
    const seen = [seconds("08:59:50", "10:00:00"), seconds("08:00:00", "09:00:10")];
    expect(watch(seen, { shortestGap }).overlaps.found).toMatchObject([{ seconds: 20 }]);
    const apart = [seconds("09:00:50", "10:00:00"), seconds("08:00:00", "09:00:10")];
    expect(watch(apart, { shortestGap }).gaps.found).toEqual([]);
    const open = [seconds("09:01:10", "10:00:00"), seconds("08:00:00", "09:00:50")];
    expect(watch(open, { shortestGap }).gaps.found).toMatchObject([{ seconds: 20 }]);
  });

  test("are none of what runs with what is planned for later", () => {
    const entries = [at("21", "09:00", "10:00", { id: "planned" }), at("19", "08:00", null, { id: "runs" })];
    expect(watch(entries, { now: Date.parse("2026-11-19T11:00:00Z") }).overlaps.found).toEqual([]);
  });

  test("with what still runs have no end only where both run", () => {
    const running = at("19", "08:00", null, { id: "runs" });
    const { overlaps } = watch([at("19", "09:00", "10:00", { id: "later" }), running], {
      now: Date.parse("2026-11-19T11:00:00Z"),
    });
    expect(overlaps.found).toMatchObject([{ ids: ["runs", "later"], seconds: 3600, to: "2026-11-19T10:00:00Z" }]);
    const two = watch([at("19", "09:00", null), running], { now: Date.parse("2026-11-19T11:00:00Z") });
    expect(two.overlaps.found).toMatchObject([{ seconds: null, to: null }]);
  });

  test("beyond what is kept are counted with their time", () => {
    const entries = ["12", "11", "10", "09"].flatMap((hour) => [
      at("19", `${hour}:30`, "13:00"),
      at("19", `${hour}:00`, "13:00"),
    ]);
    const { overlaps } = watch(entries, { keep: 3 });
    expect(overlaps.found).toHaveLength(3);
    expect(overlaps.more).toBe(28 - 3);
    expect(overlaps.seconds).toBeGreaterThan(25 * 1800);
  });
});

describe("gaps", () => {
  test("and covered time fill each day from its first begin to its last end, in every case", () => {
    fc.assert(
      fc.property(stream(30), (entries) => {
        const spans = watch(entries, { shortestGap: 1 });
        for (const person of [ada, ben]) {
          const own = entries.filter((one) => one.person?.id === person.id && one.end !== null && one.end > one.begin);
          for (const day of new Set(own.map(({ begin }) => dayOf(begin, "Europe/Berlin")))) {
            const ofDay = own.filter(({ begin }) => dayOf(begin, "Europe/Berlin") === day);
            const first = Math.min(...ofDay.map(({ begin }) => Date.parse(begin)));
            const last = Math.max(...ofDay.map(({ end }) => Date.parse(end ?? "")));
            let uncovered = 0;
            const lastBegin = Math.max(...ofDay.map(({ begin }) => Date.parse(begin)));
            // Begins and ends lie on minutes: count those that no entry of any day covers.
            for (let minute = first; minute < Math.min(last, lastBegin); minute += 60_000)
              if (!own.some(({ begin, end }) => Date.parse(begin) <= minute && Date.parse(end ?? "") > minute))
                uncovered += 60;
            const found = spans.gaps.found.filter((gap) => gap.day === day && gap.person.id === person.id);
            expect(found.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(uncovered);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test("are not found where an entry from the evening before reaches in", () => {
    const night = entry("2026-11-18T20:00:00Z", "2026-11-19T10:00:00Z");
    const { gaps } = watch([at("19", "11:00", "12:00"), at("19", "08:00", "09:00"), night]);
    expect(gaps.found).toMatchObject([
      { day: "2026-11-19", from: "2026-11-19T10:00:00Z", to: "2026-11-19T11:00:00Z", seconds: 3600 },
    ]);
  });

  test("shorter than the shortest are none", () => {
    const day = [at("19", "10:05", "11:00"), at("19", "09:04", "10:00"), at("19", "08:00", "09:00")];
    expect(watch(day, { shortestGap: 300 }).gaps.found.map(({ seconds }) => seconds)).toEqual([300]);
    expect(watch(day, { shortestGap: 60 }).gaps.found.map(({ seconds }) => seconds)).toEqual([240, 300]);
  });

  test("of days before the period are not told, though its entries were looked at", () => {
    const entries = [
      at("19", "11:00", "12:00"),
      at("19", "08:00", "09:00"),
      at("18", "11:00", "12:00"),
      at("18", "08:00", "09:00"),
    ];
    expect(watch(entries, { first: "2026-11-19" }).gaps.found).toHaveLength(1);
  });
});

describe("memory", () => {
  test("holds a few days of entries, however many come", () => {
    const spans = new SpanWatch(new Days("Europe/Berlin", 1), now, { first: "2020-01-01", shortestGap: 60, keep: 25 });
    const held = () => {
      const people = (spans as unknown as { people: Map<string, { open: unknown[] }> }).people;
      return [...people.values()].reduce((sum, { open }) => sum + open.length, 0);
    };
    let most = 0;
    for (let hour = 0; hour < 20_000; hour++) {
      const begin = new Date(now - hour * 3_600_000).toISOString();
      const one = entry(`${begin.slice(0, 19)}Z`, `${begin.slice(0, 14)}45:00Z`);
      spans.add(one, dayOf(one.begin, "Europe/Berlin"), ada);
      most = Math.max(most, held());
    }
    expect(most).toBeLessThanOrEqual(5 * 24);
    expect(spans.gaps.found).toHaveLength(25);
    expect(spans.gaps.more).toBeGreaterThan(10_000);
  });

  test("an entry of more than two days is told, for what it covers was settled before", () => {
    const entries = [at("19", "08:00", "09:00"), entry("2026-11-10T08:00:00Z", "2026-11-19T08:30:00Z")];
    expect(watch(entries).tooLong).toBe(1);
  });

  test("zones with other days find the same shared time", () => {
    fc.assert(
      fc.property(stream(20), zone, (entries, where) => {
        const spans = new SpanWatch(new Days(where, 1), now, { first: "2020-01-01", shortestGap: 60, keep: 10_000 });
        for (const one of entries) spans.add(one, dayOf(one.begin, where), one.person ?? ada);
        spans.finish();
        expect(spans.overlaps.seconds).toBe(watch(entries).overlaps.seconds);
      }),
    );
  });
});
