import { describe, expect, it } from "vitest";
import { figuresAt } from "../../renderer/lib/elapsed";
import {
  addDays,
  clockOf,
  dayOf,
  dayRange,
  hoursMinutes,
  isoWeek,
  untilTarget,
  weekdayOf,
} from "../../renderer/lib/format";
import { hoursText, spreadHours } from "../../renderer/pages/accounts/hours";
import { daysOf, type Entry } from "../../renderer/pages/entries/analysis";
import { appState, entry, working } from "../main/fixtures";
import * as fc from "../property";
import { entries, now } from "./fixtures";

describe("what grows while something runs", () => {
  const at = Date.parse("2026-11-19T11:12:00+01:00");
  const figuresOf = (begin: string) => {
    const { timer } = appState({ status: working({ running: entry({ begin }) }) });
    return figuresAt(timer, at + 600_000);
  };

  it("is the entry, today and this week, whenever it began", () => {
    expect(figuresOf("2026-11-19T10:07:00+01:00")).toMatchObject({ elapsed: 4_500, today: 9_600, week: 93_300 });
    expect(figuresOf("2026-11-18T22:00:00+01:00")).toMatchObject({ elapsed: 4_500, today: 9_600, week: 93_300 });
    expect(figuresOf("2026-11-15T22:00:00+01:00")).toMatchObject({ elapsed: 4_500, today: 9_600, week: 93_300 });
  });
});

describe("durations and days", () => {
  it("shows whole minutes, as a clock that has not yet turned", () => {
    expect(hoursMinutes(3900)).toBe("1:05");
    expect(hoursMinutes(3959)).toBe("1:05");
    expect(hoursMinutes(-1800)).toBe("−0:30");
    expect(hoursMinutes(-1)).toBe("−0:01");
    expect(hoursMinutes(-0)).toBe("0:00");
    expect(hoursMinutes(360_000)).toBe("100:00");
  });

  it("worked and left add up to the target in the minutes that are shown", () => {
    expect(hoursMinutes(untilTarget(84_630, 135_000))).toBe("14:00");
    const minutes = (shown: string) => shown.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    fc.assert(
      fc.property(fc.nat(400_000), fc.nat(400_000), (seconds, target) => {
        const left = untilTarget(seconds, target);
        const sign = left < 0 ? -1 : 1;
        const sum = minutes(hoursMinutes(seconds)) + sign * minutes(hoursMinutes(sign * left));
        expect(sum).toBe(minutes(hoursMinutes(target)));
      }),
    );
  });

  it("tells clock and day in the account's zone", () => {
    expect(clockOf("2026-11-19T23:30:00Z", "Europe/Berlin")).toBe("00:30");
    expect(dayOf("2026-11-19T23:30:00Z", "Europe/Berlin")).toBe("2026-11-20");
  });

  it("knows ISO weeks at the turn of years", () => {
    expect(isoWeek("2026-11-16")).toBe(47);
    expect(isoWeek("2026-12-28")).toBe(53);
    expect(isoWeek("2026-11-15")).toBe(47);
    expect(isoWeek("2027-01-04")).toBe(1);
    expect(isoWeek("2024-12-30")).toBe(1);
  });

  it("writes a week's span without needless words", () => {
    expect(dayRange("2026-11-16", "2026-11-22", "en-GB")).toBe("16–22 Nov 2026");
    expect(dayRange("2026-11-30", "2026-12-06", "en-GB")).toMatch(/30 Nov.*6 Dec 2026/);
  });

  it("steps days over months, leap days and clock changes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -400, max: 400 }), (start, step) => {
        const day = addDays("2000-01-01", start);
        expect(addDays(addDays(day, step), -step)).toBe(day);
        expect(Math.abs((weekdayOf(addDays(day, step)) - weekdayOf(day) - step) % 7)).toBe(0);
      }),
    );
  });
});

describe("hours a week", () => {
  it("spreads what is typed over Monday to Friday, exactly", () => {
    expect(spreadHours("40")).toEqual([28_800, 28_800, 28_800, 28_800, 28_800, 0, 0]);
    expect(spreadHours("38,5")).toEqual([27_720, 27_720, 27_720, 27_720, 27_720, 0, 0]);
    expect(spreadHours("38:30")).toEqual(spreadHours("38.5"));
    expect(spreadHours(" ")).toBeNull();
    expect(spreadHours("0")).toBeNull();
    for (const wrong of ["a lot", "40h", "-3", "121", "8:75", "1e2"]) expect(spreadHours(wrong)).toBeUndefined();
  });

  it("gives back what was typed, to the minute", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 * 60 }), (minutes) => {
        const typed = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
        const target = spreadHours(typed) ?? [];
        expect(target.reduce((sum, day) => sum + day, 0)).toBe(minutes * 60);
        expect(spreadHours(hoursText(target))).toEqual(target);
      }),
    );
  });
});

describe("a week of entries", () => {
  const days = daysOf("2026-11-16", entries.entries, Date.parse(now));
  const of = (day: string) => days.find((one) => one.day === day);

  it("counts the running entry up to now and shows the latest first", () => {
    const today = of("2026-11-19");
    expect(today?.seconds).toBe(9000);
    expect(today?.lines.map((line) => line.kind === "entry" && line.entry.id)).toEqual(["101", "100"]);
  });

  it("counts what is planned apart from what was worked", () => {
    const ahead = {
      begin: "2026-11-20T09:00:00+01:00",
      end: "2026-11-20T11:00:00+01:00",
      seconds: 7200,
      planned: true,
    };
    const [sample] = entries.entries;
    const week = daysOf("2026-11-16", [{ ...sample, ...ahead } as Entry], Date.parse(now));
    expect(week.map(({ seconds, planned }) => [seconds, planned])[4]).toEqual([0, 7200]);
  });

  it("finds the gap of an hour and more, not the lunch", () => {
    expect(of("2026-11-18")?.lines.filter((line) => line.kind === "gap")).toEqual([
      { kind: "gap", from: "2026-11-18T10:00:00+01:00", to: "2026-11-18T11:15:00+01:00", seconds: 4500 },
    ]);
    expect(of("2026-11-17")?.gaps).toBe(0);
  });

  it("finds what is counted twice and where the later entry would begin", () => {
    const overlaps = of("2026-11-17")?.lines.flatMap((line) =>
      line.kind === "entry" && line.overlap ? [line.overlap] : [],
    );
    expect(overlaps).toHaveLength(1);
    expect(overlaps?.[0]).toMatchObject({ seconds: 1800, fix: "2026-11-17T15:00:00+01:00", with: { id: "79" } });
    expect(of("2026-11-17")?.twice).toBe(1800);
  });

  it("neither loses nor doubles seconds, whatever the entries", () => {
    const minute = fc.integer({ min: 0, max: 23 * 60 });
    const span = fc.tuple(minute, fc.integer({ min: 1, max: 59 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        const base = Date.parse("2026-11-18T00:00:00Z");
        const made = spans.map(([begin, length], index): Entry => {
          const from = base + begin * 60_000;
          const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
          return {
            id: String(index),
            begin: iso(from),
            end: iso(from + length * 60_000),
            seconds: length * 60,
            work: {},
            text: "",
            tags: [],
          };
        });
        const week = daysOf("2026-11-16", made, Date.parse("2026-11-19T00:00:00Z"));
        const sum = week.reduce((total, day) => total + day.seconds, 0);
        expect(sum).toBe(spans.reduce((total, [, length]) => total + length * 60, 0));
        expect(week.flatMap((day) => day.lines).filter((line) => line.kind === "entry")).toHaveLength(made.length);
        // Minute by minute: the seconds minus those counted twice are the minutes that are covered at all.
        const covered = new Set(spans.flatMap(([begin, length]) => Array.from({ length }, (_, at) => begin + at)));
        const twice = week.reduce((total, day) => total + day.twice, 0);
        expect(sum - twice).toBe(covered.size * 60);
      }),
    );
  });
});
