import { describe, expect, test } from "vitest";
import { dayOf } from "#core/time/format";
import { dayPieces } from "#core/time/report/day-pieces";
import { Days } from "#core/time/report/keys";
import * as fc from "../../../../property";

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const now = "2026-11-19T10:00:00Z";
const berlin = () => new Days("Europe/Berlin", 1);

describe("an entry cut at midnight", () => {
  test("is itself where it lies on one day, up to the midnight", () => {
    const day = { begin: "2026-11-18T20:00:00Z", end: "2026-11-18T23:00:00Z", seconds: 10_800, breakSeconds: 0 };
    expect(dayPieces(day, berlin(), now)).toEqual([day]);
  });

  test("has its seconds and its worth by length, latest piece first", () => {
    const begin = "2026-11-17T21:00:00Z";
    const night = { begin, end: "2026-11-18T01:00:00Z", seconds: 10_800, breakSeconds: 3_600, rate: 100 };
    expect(dayPieces(night, berlin(), now)).toEqual([
      {
        begin: "2026-11-17T23:00:00Z",
        end: "2026-11-18T01:00:00Z",
        seconds: 5_400,
        breakSeconds: 0,
        rate: 50,
        whole: night,
      },
      { begin, end: "2026-11-17T23:00:00Z", seconds: 5_400, breakSeconds: 0, rate: 50, whole: night },
    ]);
  });

  test("runs on in each piece, up to now", () => {
    const running = { begin: "2026-11-18T22:00:00Z", end: null, seconds: null, breakSeconds: 0 };
    expect(dayPieces(running, berlin(), now).map(({ begin, end, seconds }) => [begin, end, seconds])).toEqual([
      ["2026-11-18T23:00:00Z", null, 11 * 3600],
      ["2026-11-18T22:00:00Z", null, 3600],
    ]);
  });

  test("adds up to the whole, and each piece lies on one day, in zones that change their clocks", () => {
    const entry = fc.record({
      zone: fc.constantFrom("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "America/St_Johns"),
      at: fc.integer({
        min: Date.parse("2018-01-01T00:00:00Z") / 1000,
        max: Date.parse("2019-12-31T00:00:00Z") / 1000,
      }),
      length: fc.integer({ min: 1, max: 3 * 86_400 }),
      rest: fc.integer({ min: 0, max: 1_000 }),
      cents: fc.integer({ min: 0, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(entry, ({ zone, at, length, rest, cents }) => {
        const seconds = Math.max(0, length - rest);
        const whole = {
          begin: iso(at * 1000),
          end: iso((at + length) * 1000),
          seconds,
          breakSeconds: rest,
          rate: cents / 100,
        };
        const pieces = dayPieces(whole, new Days(zone, 1), "2027-01-01T00:00:00Z").reverse();
        expect(pieces.reduce((sum, piece) => sum + (piece.seconds ?? 0), 0)).toBe(seconds);
        expect(pieces.reduce((sum, piece) => sum + (piece.rate ?? 0), 0)).toBeCloseTo(cents / 100, 6);
        expect(pieces[0]?.begin).toBe(whole.begin);
        expect(pieces.at(-1)?.end).toBe(whole.end);
        for (const [index, { begin, end, seconds: part }] of pieces.entries()) {
          expect(part).toBeGreaterThanOrEqual(0);
          expect(dayOf(begin, zone)).toBe(dayOf(iso(Date.parse(end ?? "") - 1000), zone));
          if (index > 0) expect(begin).toBe(pieces[index - 1]?.end);
        }
      }),
      { numRuns: 300 },
    );
  });
});
