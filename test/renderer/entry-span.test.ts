import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { readMoment } from "#core/time/resolve-moment";
import { resolveSpan } from "#core/time/span";
import { daysLater, endText, typedSpan } from "../../renderer/lib/entry-span";
import type { Entry } from "../../renderer/pages/entries/analysis";
import { daysOf } from "../../renderer/pages/entries/analysis";
import * as fc from "../property";

const berlin = "Europe/Berlin";
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

describe("typed times of an entry", () => {
  it.each([
    ["22:00", "02:00", 4, true, "2026-11-20 02:00"],
    ["22", "2", 4, true, "2026-11-20 02:00"],
    ["9:00", "17:30", 8.5, false, "17:30"],
    ["20:00", "00:00", 4, false, "00:00"],
    ["20:00", "24:00", 4, false, "24:00"],
    ["23:59", "00:01", 2 / 60, true, "2026-11-20 00:01"],
  ])("%s to %s is %f hours", (from, to, hours, nextDay, sent) => {
    expect(typedSpan("2026-11-19", from, to, berlin)).toEqual({
      seconds: Math.round(hours * 3600),
      nextDay,
      problem: null,
      to: sent,
    });
  });

  it.each([
    ["17:00", "16:00"],
    ["9:00", "9:00"],
    ["9:00", "soon"],
    ["9:00", ""],
    ["9:61", "10:00"],
    ["10:00", "25:00"],
  ])("%s to %s is left to the server as typed", (from, to) => {
    expect(typedSpan("2026-11-19", from, to, berlin)).toMatchObject({ seconds: null, nextDay: false, to });
  });

  it("counts the hour that the clocks skip or repeat over a night, and says of a time in it that it is none or two", () => {
    expect(typedSpan("2026-03-28", "22:00", "06:00", berlin).seconds).toBe(7 * 3600);
    expect(typedSpan("2026-10-24", "22:00", "06:00", berlin).seconds).toBe(9 * 3600);
    expect(typedSpan("2026-03-28", "22:00", "02:30", berlin)).toMatchObject({ seconds: null, problem: "skipped" });
    expect(typedSpan("2026-10-24", "22:00", "02:30", berlin)).toMatchObject({ seconds: null, problem: "twice" });
  });

  it("previews just what the server makes of what is sent, in every zone and over every change of the clocks", () => {
    const zone = fc.constantFrom(berlin, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
    const day = fc
      .integer({ min: 0, max: 1_500 })
      .map((days) => Temporal.PlainDate.from("2024-01-01").add({ days }).toString());
    const minutes = fc.integer({ min: 0, max: 1439 });
    let previews = 0;
    fc.assert(
      fc.property(day, minutes, minutes, zone, (day, from, to, zone) => {
        const span = typedSpan(day, clock(from), clock(to), zone);
        if (span.seconds === null) return;
        previews += 1;
        const context = { zone, today: day, now: "2030-01-01T00:00:00Z" };
        const moment = (text: string) => readMoment(text, context as never);
        const texts = { from: moment(clock(from)), to: moment(span.to), duration: null };
        const { begin, end } = resolveSpan(texts, day, context as never);
        expect((Date.parse(end) - Date.parse(begin)) / 1000).toBe(span.seconds);
        expect(daysLater(begin, end, zone)).toBe(span.nextDay ? 1 : 0);
      }),
      { numRuns: 1_500 },
    );
    expect(previews).toBeGreaterThan(500);
  });

  it("tells an end with its day where that is another one", () => {
    const begin = "2026-11-19T22:00:00+01:00";
    expect(endText(begin, "2026-11-20T02:00:00+01:00", berlin)).toBe("2026-11-20 02:00");
    expect(endText(begin, "2026-11-19T23:00:00+01:00", berlin)).toBe("23:00");
    expect(daysLater(begin, "2026-11-20T00:00:00+01:00", berlin)).toBe(0);
  });
});

const entry = (id: string, begin: string, end: string | null): Entry => ({
  ...{ id, begin, end, work: {}, text: "", tags: [] },
  seconds: end === null ? 0 : (Date.parse(end) - Date.parse(begin)) / 1000,
});

describe("days of a week", () => {
  const now = Date.parse("2026-11-21T12:00:00+01:00");

  it("flags what overlaps work that goes on over midnight, and finds the gap after it", () => {
    const night = entry("1", "2026-11-19T22:00:00+01:00", "2026-11-20T02:00:00+01:00");
    const early = entry("2", "2026-11-20T01:30:00+01:00", "2026-11-20T04:00:00+01:00");
    const days = daysOf("2026-11-16", [night, early], now);
    const friday = days[4]?.lines ?? [];
    expect(friday).toMatchObject([{ kind: "entry", overlap: { seconds: 1_800, with: { id: "1" }, fix: night.end } }]);
    expect(days[4]?.twice).toBe(1_800);
    expect(days[3]?.twice).toBe(0);
  });

  it("takes no night for a gap of the day after", () => {
    const evening = entry("1", "2026-11-19T16:00:00+01:00", "2026-11-19T18:00:00+01:00");
    const morning = entry("2", "2026-11-20T08:00:00+01:00", "2026-11-20T09:00:00+01:00");
    expect(daysOf("2026-11-16", [evening, morning], now)[4]).toMatchObject({ gaps: 0 });
  });
});
