import { expect, test } from "vitest";
import { gapBefore, leastGap } from "#core/time/gaps";
import { Days } from "#core/time/report/keys";
import { SpanWatch } from "#core/time/report/spans";
import { daysOf, type Entry } from "../../../../renderer/pages/entries/analysis";
import * as fc from "../../../property";

const day = Date.parse("2026-11-18T00:00:00Z");
const minute = 60_000;
const at = (minutes: number) => new Date(day + minutes * minute).toISOString().replace(".000", "");
const evening = day + 20 * 60 * minute;

test("an hour is a gap and a lunch is a break, to the minute", () => {
  const rule = { now: evening, least: leastGap };
  expect(gapBefore(day, day + 60 * minute, rule)).toBe(3_600);
  expect(gapBefore(day, day + 59 * minute, rule)).toBeNull();
  expect(gapBefore(day + minute, day, rule)).toBeNull();
  expect(gapBefore(day + 59_000, day + 60_000, { now: evening, least: 1 })).toBe(1);
  expect(gapBefore(day, day + 59_000, { now: evening, least: 1 })).toBeNull();
});

test("free time before what is only planned is no gap", () => {
  const begin = day + 120 * minute;
  expect(gapBefore(day, begin, { now: begin - 1, least: leastGap })).toBeNull();
  expect(gapBefore(day, begin, { now: begin, least: leastGap })).toBe(7_200);
});

const spans = fc.array(
  fc.record({ begin: fc.integer({ min: 0, max: 1_100 }), length: fc.integer({ min: 1, max: 200 }) }),
  {
    maxLength: 8,
  },
);

test("reports and the list of entries find the same gaps", () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 0, max: 1_439 }), (rows, clock) => {
      const now = day + clock * minute;
      const entries = rows.map(({ begin, length }, index): Entry => {
        const seconds = length * 60;
        return { id: String(index), begin: at(begin), end: at(begin + length), seconds, work: {}, text: "", tags: [] };
      });
      const watch = new SpanWatch(new Days("UTC", 1), now, { first: "2026-11-18", shortestGap: leastGap, keep: 50 });
      for (const entry of [...entries].sort((a, b) => (a.begin < b.begin ? 1 : -1)))
        watch.add(entry, "2026-11-18", { id: "me", name: "Me" });
      watch.finish();
      const listed = daysOf("2026-11-16", entries, now)
        .flatMap(({ lines }) =>
          lines.flatMap((line) => (line.kind === "gap" ? [[line.from, line.to, line.seconds]] : [])),
        )
        .sort();
      expect(listed).toEqual(watch.gaps.found.map(({ from, to, seconds }) => [from, to, seconds]));
      for (const [, to, seconds] of listed)
        expect([Date.parse(String(to)) <= now, Number(seconds) >= leastGap]).toEqual([true, true]);
    }),
  );
});
