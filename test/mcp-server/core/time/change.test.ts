import { expect, test } from "vitest";
import { InputError } from "#core/domain/errors";
import { parseChange } from "#core/time/change";
import { parseSpan, type SpanInput, type TimeContext } from "#core/time/parse";
import * as fc from "../../../property";

/** Thursday, 14:00 in Berlin. */
const ctx: TimeContext = { now: "2026-11-19T13:00:00Z", zone: "Europe/Berlin", weekStartsOn: 1 };
/** Monday, 9:00 to 11:00 in Berlin. */
const monday = { begin: "2026-11-16T08:00:00Z", end: "2026-11-16T10:00:00Z" };
const night = { begin: "2026-11-16T21:00:00Z", end: "2026-11-17T05:00:00Z" };

function said(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [error.code, error.message, error.next];
  }
}

test.each([
  [{}, "08:00", "10:00"],
  [{ from: "8:30" }, "07:30", "10:00"],
  [{ to: "12:15" }, "08:00", "11:15"],
  [{ duration: "1,5h" }, "08:00", "09:30"],
  [{ to: "12:00", duration: "1h" }, "10:00", "11:00"],
  [{ from: "10:00", duration: "90m" }, "09:00", "10:30"],
  [{ from: "9-11:30" }, "08:00", "10:30"],
  [{ from: "9-5pm" }, "08:00", "16:00"],
])("%j is read on the day of the entry, and the rest stays", (change, begin, end) => {
  expect(parseChange(monday, change, ctx)).toEqual({ begin: `2026-11-16T${begin}:00Z`, end: `2026-11-16T${end}:00Z` });
});

test("another day keeps clock time and length, over clock changes and midnight, and keeps odd seconds", () => {
  expect(parseChange(monday, { day: "2026-07-01" }, ctx)).toEqual({
    begin: "2026-07-01T07:00:00Z",
    end: "2026-07-01T09:00:00Z",
  });
  expect(parseChange(night, { day: "tue" }, ctx)).toEqual({
    begin: "2026-11-17T21:00:00Z",
    end: "2026-11-18T05:00:00Z",
  });
  expect(parseChange(night, { day: "tue", from: "23:00" }, ctx)).toEqual({
    begin: "2026-11-17T22:00:00Z",
    end: "2026-11-18T05:00:00Z",
  });
  const odd = { begin: "2026-11-16T08:00:33Z", end: null };
  expect(parseChange(odd, { day: "tue" }, ctx)).toEqual({ begin: "2026-11-17T08:00:33Z", end: null });
});

test("a begin in the hour that comes twice stays the one it was", () => {
  const second = { begin: "2026-10-25T01:30:00Z", end: "2026-10-25T03:00:00Z" };
  expect(parseChange(second, { duration: "1h" }, ctx)).toEqual({ begin: second.begin, end: "2026-10-25T02:30:00Z" });
});

test.each([
  [{ from: "12:00" }, "is not before the end, which stays 2026-11-16 11:00", "Give the end as well"],
  [{ from: "wed 9:00" }, "which stays", "Give the end as well"],
  [{ to: "0:30" }, "overnight", 'to "2026-11-17 00:30"'],
  [{ day: "2026-03-29", from: "2:30" }, "does not exist", undefined],
  [{ day: "2026-10-25", from: "2:30" }, "happens twice", undefined],
  [{ day: "tue", from: "mon 9:00" }, "The day is 2026-11-17, but the begin is on 2026-11-16", "Leave out one"],
  [{ duration: "25h" }, "24 hours at most", "Split it"],
  [{ duration: "1000000000h" }, "longer than a year", undefined],
  [{ from: "9:00", to: "10:00", duration: "2h" }, "contradict", "Leave out one"],
  [{ from: "25:00", to: "26:00" }, '"25:00"', "17:30"],
])("%j is refused with the reason and the way on", (change, message, next) => {
  const [code, says, advice] = said(() => parseChange(monday, change, ctx)) as [string, string, string | undefined];
  expect(code).toBe("time");
  expect(says).toContain(message);
  if (next) expect(advice).toContain(next);
});

test("what is complete in itself means the same in log_time and update_time, also where it is refused", () => {
  const clock = fc.constantFrom(
    "9:00",
    "11:30",
    "22:00",
    "6:00",
    "2:30",
    "2:30+01:00",
    "25:00",
    "1pm",
    "noon",
    "tue 8",
  );
  const day = fc.constantFrom("mon", "2026-03-29", "2026-10-25", "30.2.", "tomorrow", "10/11", "yesterday");
  const duration = fc.constantFrom("1h30", "1,5h", "90", "-1h", "25h", "1000000000h", "0m");
  const spans: fc.Arbitrary<SpanInput> = fc.oneof(
    fc.record({ day, from: clock, to: clock }),
    fc.record({ day, from: clock, duration }),
    fc.record({ day, to: clock, duration }),
    fc.record({ day, from: clock, to: clock, duration }),
  );
  fc.assert(
    fc.property(spans, fc.constantFrom(monday, night, { ...monday, end: null }), (span, entry) => {
      expect(said(() => parseChange(entry, span, ctx))).toEqual(said(() => parseSpan(span, ctx)));
    }),
    { numRuns: 500 },
  );
});
