import { expect, test } from "vitest";
import type { Entry } from "#core/domain/entities";
import { openToolSession, thursday } from "../../../fakes/tool-session";
import { nightly } from "../../../nightly";
import * as fc from "../../../property";
import { propertyTimeoutMs } from "../../../property";

const minute = 60_000;
const day = 86_400_000;
/** Monday 00:00 in each zone, in the week of the session's clock: offsets that hold all week. */
const zones = { "Europe/Berlin": 1, "Asia/Kolkata": 5.5, "Asia/Kathmandu": 5.75, "America/New_York": -5, UTC: 0 };
const mondayOf = (offsetHours: number) => Date.parse("2026-11-16T00:00:00Z") - offsetHours * 3_600_000;

const generated = fc.record({
  zone: fc.constantFrom(...(Object.keys(zones) as (keyof typeof zones)[])),
  spans: fc.array(
    fc.record({
      // From two days before the week until its end, in minutes; a planned one lies after the clock.
      begin: fc.integer({ min: -2 * 1440 + 1, max: 7 * 1440 - 1 }),
      length: fc.integer({ min: 2, max: 1440 }),
    }),
    { maxLength: 12 },
  ),
  running: fc.option(fc.integer({ min: 1, max: 1440 })),
});

/** Seconds of a span inside `[from, to)`, and before the clock. Knows nothing of the code that it judges. */
const inside = (begin: number, end: number, from: number, to: number) =>
  Math.max(0, Math.min(end, to, thursday) - Math.max(begin, from)) / 1000;

test(
  "status, report, and list agree with each other and with plain arithmetic on every week",
  async () => {
    await fc.assert(
      fc.asyncProperty(generated, async ({ zone, spans, running }) => {
        const monday = mondayOf(zones[zone]);
        const session = openToolSession({ facts: { zone } });
        const times = spans.map(({ begin, length }) => [monday + begin * minute, monday + (begin + length) * minute]);
        const all: [number, number | null][] = times.map(([begin = 0, end = 0]) => [begin, end]);
        if (running !== null) all.push([thursday - running * minute, null]);
        all.sort(([a], [b]) => b - a);
        session.memory.entries = all.map(
          ([begin, end], index): Entry => ({
            id: String(index + 1),
            work: { project: { id: "1", name: "Website care" } },
            begin: `${new Date(begin).toISOString().slice(0, 19)}Z`,
            end: end === null ? null : `${new Date(end).toISOString().slice(0, 19)}Z`,
            seconds: end === null ? null : (end - begin) / 1000,
            breakSeconds: 0,
            text: "",
            tags: [],
          }),
        );
        const expected = Array.from({ length: 7 }, (_, index) => {
          const from = monday + index * day;
          return all.reduce((sum, [begin, end]) => sum + inside(begin, end ?? thursday, from, from + day), 0);
        });
        const whole = expected.reduce((sum, seconds) => sum + seconds, 0);
        const period = { from: "2026-11-16", to: "2026-11-22" };
        const status = (await session.call("get_status")).data as {
          today: { day: string; seconds: number };
          week: { seconds: number; days: { seconds: number }[] };
        };
        const report = (await session.call("report_time", { ...period, by: ["day"] })).data as {
          total: { seconds: number };
          groups: { id: string; seconds: number }[];
        };
        const list = (await session.call("list_time", period)).data as { total: { seconds: number } };
        const byDay = new Map(report.groups.map(({ id, seconds }) => [id, seconds]));
        const reported = expected.map((_, index) => byDay.get(`2026-11-${16 + index}`) ?? 0);
        expect(status.week.days.map(({ seconds }) => seconds)).toEqual(expected);
        expect(reported).toEqual(expected);
        expect([status.week.seconds, report.total.seconds, list.total.seconds]).toEqual([whole, whole, whole]);
        expect(status.today.seconds).toBe(expected[Number(status.today.day.slice(8)) - 16]);
      }),
      { numRuns: nightly ? 10_000 : 60 },
    );
  },
  propertyTimeoutMs(nightly ? 1_800_000 : 30_000),
);
