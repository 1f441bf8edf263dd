import { describe, expect, test } from "vitest";
import { InputError } from "#core/domain/errors";
import { withOffset } from "#core/time/format";
import { parseDay, parseDuration, parseMoment, parsePeriod, parseSpan, type SpanInput } from "#core/time/parse";
import * as fc from "../../../property";

/** A Thursday, 14:30 in Berlin. */
const berlin = { now: "2026-11-19T13:30:00Z", zone: "Europe/Berlin", weekStartsOn: 1 };

function refusal(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

describe("parseDay", () => {
  test.each([
    ["today", "2026-11-19"],
    ["Heute", "2026-11-19"],
    ["dziś", "2026-11-19"],
    ["yesterday", "2026-11-18"],
    ["gestern", "2026-11-18"],
    ["wczoraj", "2026-11-18"],
    ["tomorrow", "2026-11-20"],
    ["jutro", "2026-11-20"],
    ["vorgestern", "2026-11-17"],
    ["übermorgen", "2026-11-21"],
    ["thu", "2026-11-19"],
    ["fri", "2026-11-13"],
    ["Monday", "2026-11-16"],
    ["am Montag", "2026-11-16"],
    ["środa", "2026-11-18"],
    ["last thursday", "2026-11-12"],
    ["last monday", "2026-11-16"],
    ["next monday", "2026-11-23"],
    ["this sunday", "2026-11-22"],
    ["monday last week", "2026-11-09"],
    ["last week friday", "2026-11-13"],
    ["Freitag letzte Woche", "2026-11-13"],
    ["2026-11-02", "2026-11-02"],
    ["2026-W47-4", "2026-11-19"],
    ["16.11.", "2026-11-16"],
    ["16.11.2025", "2025-11-16"],
    ["16.11.26", "2026-11-16"],
    ["5.1.", "2027-01-05"],
    ["19 nov", "2026-11-19"],
    ["19. November 2024", "2024-11-19"],
    ["Nov 3rd", "2026-11-03"],
    ["3 listopada", "2026-11-03"],
    ["19 mar", "2027-03-19"],
    ["29 feb 2024", "2024-02-29"],
    ["25/12/2025", "2025-12-25"],
    ["3 days ago", "2026-11-16"],
    ["vor 2 Wochen", "2026-11-05"],
    ["3 dni temu", "2026-11-16"],
    ["Thu 19 Nov", "2026-11-19"],
    ["2026-11-19T23:30:00Z", "2026-11-20"],
  ])("%s is %s", (text, day) => {
    expect(parseDay(text, berlin)).toBe(day);
  });

  test.each([
    ["30.2.", "no such day"],
    ["2026-13-01", "no such day"],
    ["29 feb 2025", "no such day"],
    ["99999-01-01", "not a day"],
    ["0019-11-19", "between 1970"],
    ["3/4/2026", "2026-04-03 or 2026-03-04"],
    ["3/12/2026", "2026-12-03 or 2026-03-12"],
    ["12/3/2026", "2026-03-12 or 2026-12-03"],
    ["2026-11-19T24:00:00Z", "not a day"],
    ["mon 19 nov", "not a mon"],
    ["last week", "2026-11-09 to 2026-11-15"],
    ["", "empty"],
    ["soon", "not a day"],
    ["x".repeat(1_000_000), "characters long"],
  ])("%.20s is refused: %s", (text, reason) => {
    const error = refusal(() => parseDay(text, berlin));
    expect(error.code).toBe("time");
    expect(error.message).toContain(reason);
  });

  test("today is the day of the account's zone, not of this computer", () => {
    const late = { now: "2026-11-19T23:30:00Z", weekStartsOn: 1 };
    expect(parseDay("today", { ...late, zone: "Europe/Berlin" })).toBe("2026-11-20");
    expect(parseDay("today", { ...late, zone: "America/Vancouver" })).toBe("2026-11-19");
    expect(parseDay("today", { ...late, zone: "Pacific/Apia" })).toBe("2026-11-20");
  });
});

describe("parsePeriod", () => {
  test.each([
    ["today", "2026-11-19", "2026-11-19"],
    ["this week", "2026-11-16", "2026-11-22"],
    ["last week", "2026-11-09", "2026-11-15"],
    ["next week", "2026-11-23", "2026-11-29"],
    ["letzte Woche", "2026-11-09", "2026-11-15"],
    ["zeszły tydzień", "2026-11-09", "2026-11-15"],
    ["this month", "2026-11-01", "2026-11-30"],
    ["last month", "2026-10-01", "2026-10-31"],
    ["last year", "2025-01-01", "2025-12-31"],
    ["last quarter", "2026-07-01", "2026-09-30"],
    ["last 7 days", "2026-11-13", "2026-11-19"],
    ["letzte 7 Tage", "2026-11-13", "2026-11-19"],
    ["past 2 weeks", "2026-11-06", "2026-11-19"],
    ["next 3 days", "2026-11-19", "2026-11-21"],
    ["2 weeks ago", "2026-11-02", "2026-11-08"],
    ["last two weeks", "2026-11-06", "2026-11-19"],
    ["letzte drei Tage", "2026-11-17", "2026-11-19"],
    ["first week of October", "2026-10-01", "2026-10-07"],
    ["erste Woche im Oktober", "2026-10-01", "2026-10-07"],
    ["third week of last month", "2026-10-15", "2026-10-21"],
    ["last week of February 2026", "2026-02-22", "2026-02-28"],
    ["2026-11", "2026-11-01", "2026-11-30"],
    ["2026-02", "2026-02-01", "2026-02-28"],
    ["2026", "2026-01-01", "2026-12-31"],
    ["november", "2026-11-01", "2026-11-30"],
    ["december", "2025-12-01", "2025-12-31"],
    ["März 2026", "2026-03-01", "2026-03-31"],
    ["2026-W47", "2026-11-16", "2026-11-22"],
    ["KW 47", "2026-11-16", "2026-11-22"],
    ["2026-W01", "2025-12-29", "2026-01-04"],
    ["Q4 2026", "2026-10-01", "2026-12-31"],
    ["mon–wed", "2026-11-16", "2026-11-18"],
    ["this week so far", "2026-11-16", "2026-11-19"],
    ["year to date", "2026-01-01", "2026-11-19"],
    ["mtd", "2026-11-01", "2026-11-19"],
    ["november until today", "2026-11-01", "2026-11-19"],
    ["diese Woche bis heute", "2026-11-16", "2026-11-19"],
    ["ten miesiąc do dziś", "2026-11-01", "2026-11-19"],
    ["last month so far", "2026-10-01", "2026-10-31"],
    ["mon-fri", "2026-11-16", "2026-11-20"],
    ["fri to mon", "2026-11-13", "2026-11-16"],
    ["Montag bis Mittwoch", "2026-11-16", "2026-11-18"],
    ["od poniedziałku do środy".replace("poniedziałku", "pon").replace("środy", "śr"), "2026-11-16", "2026-11-18"],
    ["2026-11-01..2026-11-05", "2026-11-01", "2026-11-05"],
    ["2026-11-01…2026-11-05", "2026-11-01", "2026-11-05"],
    ["2026-11-01/2026-11-05", "2026-11-01", "2026-11-05"],
    ["2026-11-01-2026-11-05", "2026-11-01", "2026-11-05"],
    ["from 1 nov to yesterday", "2026-11-01", "2026-11-18"],
    ["16.–20.11.", "2026-11-16", "2026-11-20"],
    ["16-20 nov", "2026-11-16", "2026-11-20"],
    ["nov 2 – 6", "2026-11-02", "2026-11-06"],
    ["nov–jan", "2026-11-01", "2027-01-31"],
    ["2024-2025", "2024-01-01", "2025-12-31"],
    ["since monday", "2026-11-16", "2026-11-19"],
    ["2026-11-02..", "2026-11-02", "2026-11-19"],
  ])("%s is %s to %s", (text, first, last) => {
    expect(parsePeriod(text, berlin)).toMatchObject({ first, last });
  });

  test("is half open, from midnight to midnight of the zone", () => {
    expect(parsePeriod("yesterday", berlin)).toMatchObject({
      from: "2026-11-17T23:00:00Z",
      to: "2026-11-18T23:00:00Z",
    });
    expect(parsePeriod("2026-10-25", berlin)).toMatchObject({
      from: "2026-10-24T22:00:00Z",
      to: "2026-10-25T23:00:00Z",
    });
  });

  test("a week begins on the account's day", () => {
    expect(parsePeriod("this week", { ...berlin, weekStartsOn: 7 })).toMatchObject({
      first: "2026-11-15",
      last: "2026-11-21",
    });
  });

  test("hours of a day are a period too", () => {
    expect(parsePeriod("yesterday 9–11:30", berlin)).toEqual({
      from: "2026-11-18T08:00:00Z",
      to: "2026-11-18T10:30:00Z",
      first: "2026-11-18",
      last: "2026-11-18",
    });
  });

  test.each([
    ["2026-11-05..2026-11-01", "before it begins"],
    ["2026-W60", "no week 60"],
    ["whenever", "not a period"],
    ["next month so far", "after today"],
    ["last 0 days", "not a period"],
    ["last 99999999999 days", "not a period"],
    ["last 9999 years", "calendar"],
    ["2026-00", "months 1 to 12"],
    ["drop table; --", "not a period"],
  ])("%s is refused: %s", (text, reason) => {
    expect(refusal(() => parsePeriod(text, berlin)).message).toMatch(new RegExp(reason));
  });
});

describe("parseMoment", () => {
  test.each([
    ["now", "2026-11-19T14:30:00+01:00"],
    ["9", "2026-11-19T09:00:00+01:00"],
    ["9:00", "2026-11-19T09:00:00+01:00"],
    ["11.30", "2026-11-19T11:30:00+01:00"],
    ["1730", "2026-11-19T17:30:00+01:00"],
    ["0905", "2026-11-19T09:05:00+01:00"],
    ["9am", "2026-11-19T09:00:00+01:00"],
    ["12 am", "2026-11-19T00:00:00+01:00"],
    ["12:15 pm", "2026-11-19T12:15:00+01:00"],
    ["9 Uhr", "2026-11-19T09:00:00+01:00"],
    ["14h05", "2026-11-19T14:05:00+01:00"],
    ["noon", "2026-11-19T12:00:00+01:00"],
    ["24:00", "2026-11-20T00:00:00+01:00"],
    ["-15m", "2026-11-19T14:15:00+01:00"],
    ["−15 min", "2026-11-19T14:15:00+01:00"],
    ["15 minutes ago", "2026-11-19T14:15:00+01:00"],
    ["an hour ago", "2026-11-19T13:30:00+01:00"],
    ["vor 20 Minuten", "2026-11-19T14:10:00+01:00"],
    ["15 minut temu", "2026-11-19T14:15:00+01:00"],
    ["in 10 minutes", "2026-11-19T14:40:00+01:00"],
    ["yesterday 9:00", "2026-11-18T09:00:00+01:00"],
    ["yesterday at 9", "2026-11-18T09:00:00+01:00"],
    ["gestern um 9:30", "2026-11-18T09:30:00+01:00"],
    ["9:00 yesterday", "2026-11-18T09:00:00+01:00"],
    ["last monday 17.30", "2026-11-16T17:30:00+01:00"],
    ["16.11. 8:15", "2026-11-16T08:15:00+01:00"],
    ["2026-11-02 8:15", "2026-11-02T08:15:00+01:00"],
    ["2026-11-02T08:15", "2026-11-02T08:15:00+01:00"],
    ["2026-11-02T08:15:00Z", "2026-11-02T09:15:00+01:00"],
    ["2026-11-02T08:15:30.999+05:30", "2026-11-02T03:45:30+01:00"],
    ["2026-07-02T08:15:00+02:00[Europe/Berlin]", "2026-07-02T08:15:00+02:00"],
  ])("%s is %s", (text, moment) => {
    expect(withOffset(parseMoment(text, berlin), berlin.zone)).toBe(moment);
  });

  test("a clock time belongs to the day that is given beside it, unless it says its own", () => {
    expect(parseMoment("9:00", berlin, "2026-11-02")).toBe("2026-11-02T08:00:00Z");
    expect(parseMoment("yesterday 9:00", berlin, "2026-11-02")).toBe("2026-11-18T08:00:00Z");
  });

  test.each(["25:00", "9:75", "24:30", "13 pm", "99", "9:5x", "yesterday", "", "later", "2026-11-02T25:00:00Z"])(
    "%j is refused with what is valid",
    (text) => {
      const error = refusal(() => parseMoment(text, berlin));
      expect(error.code).toBe("time");
      expect(`${error.message} ${error.next ?? ""}`).toMatch(/\d{1,2}[:.]\d{2}|empty/);
    },
  );

  test("a time that happens twice is refused with both readings, and each of them is accepted", () => {
    const error = refusal(() => parseMoment("2:30", berlin, "2026-10-25"));
    expect(error.message).toBe(
      "02:30 happens twice on 2026-10-25 in Europe/Berlin, because the clocks go back: write 02:30+02:00 or 02:30+01:00.",
    );
    expect(parseMoment("02:30+02:00", berlin, "2026-10-25")).toBe("2026-10-25T00:30:00Z");
    expect(parseMoment("02:30+01:00", berlin, "2026-10-25")).toBe("2026-10-25T01:30:00Z");
    expect(parseMoment("2026-10-25 02:30 +01:00", berlin)).toBe("2026-10-25T01:30:00Z");
  });

  test("west of Greenwich the readings have a minus, which is no range", () => {
    const vancouver = { now: "2026-11-19T13:30:00Z", zone: "America/Vancouver", weekStartsOn: 7 };
    const error = refusal(() => parseMoment("1:30", { ...vancouver }, "2025-11-02"));
    expect(error.message).toContain("01:30-07:00 or 01:30-08:00");
    expect(parseMoment("01:30-07:00", vancouver, "2025-11-02")).toBe("2025-11-02T08:30:00Z");
    expect(parseSpan({ day: "2025-11-02", from: "01:30-08:00", duration: "1h" }, vancouver)).toEqual({
      begin: "2025-11-02T09:30:00Z",
      end: "2025-11-02T10:30:00Z",
    });
  });

  test("a time that is skipped is refused with both readings, and each of them is accepted", () => {
    const error = refusal(() => parseMoment("2:30", berlin, "2026-03-29"));
    expect(error.message).toContain("does not exist on 2026-03-29");
    expect(error.message).toContain("write 01:30 or 03:30");
    expect(parseMoment("03:30", berlin, "2026-03-29")).toBe("2026-03-29T01:30:00Z");
  });

  test("an offset that the zone does not have that day is not guessed at", () => {
    expect(refusal(() => parseMoment("9:00-11:30", berlin)).message).toContain("Europe/Berlin is at +01:00");
  });
});

describe("parseDuration", () => {
  test.each([
    ["1h30", 5400],
    ["1:30", 5400],
    ["0:45", 2700],
    ["1:30:15", 5415],
    ["90m", 5400],
    ["1.5h", 5400],
    ["1,5 h", 5400],
    ["1,5h", 5400],
    ["1h 30m", 5400],
    ["1 h 30 min", 5400],
    ["2 hours and 15 minutes", 8100],
    ["45 min", 2700],
    ["45 Minuten", 2700],
    ["2 Std. 30 Min.", 9000],
    ["2 godz 15 min", 8100],
    ["90 sec", 90],
    ["PT1H30M", 5400],
    ["half an hour", 1800],
    ["an hour", 3600],
    ["0.125h", 450],
  ])("%s is %d seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each([
    ["90", "90h or 90m"],
    ["1.5", "1.5h or 1.5m"],
    ["", "empty"],
    ["0m", "longer than nothing"],
    ["-1h", "negative"],
    ["1:75", "59 minutes"],
    ["1000000000h", "longer than a year"],
    ["999999999999999999h", "not a duration"],
    ["1,000 h", "thousand or a fraction"],
    ["1m 1h", "not a duration"],
    ["2 days", "no fixed length"],
    ["1e9 h", "not a duration"],
    ["all day", "not a duration"],
  ])("%j is refused: %s", (text, reason) => {
    const error = refusal(() => parseDuration(text));
    expect(error.code).toBe("time");
    expect(error.message).toContain(reason);
  });

  test("every length of whole minutes below a day reads back from all of its spellings", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1439 }), (minutes) => {
        const [h, m] = [Math.floor(minutes / 60), minutes % 60];
        const spellings = [
          `${minutes}m`,
          `${h}:${String(m).padStart(2, "0")}`,
          `${h}h${m}`,
          `PT${minutes}M`,
          `${minutes / 60}h`,
        ];
        const fine = spellings.filter((text) => !/^[1-9]\d*\.\d{3}h$/.test(text) && !/\.\d{10}/.test(text));
        for (const text of fine) expect(parseDuration(text)).toBe(minutes * 60);
      }),
    );
  });
});

describe("parseSpan", () => {
  const shown = (input: SpanInput, context = berlin) => {
    const { begin, end } = parseSpan(input, context);
    return `${withOffset(begin, context.zone)}/${withOffset(end, context.zone)}`.replaceAll(/:00\+01:00/g, "");
  };
  test.each<[SpanInput, string]>([
    [{ from: "9:00", to: "11:30" }, "2026-11-19T09:00/2026-11-19T11:30"],
    [{ day: "yesterday", from: "9", to: "11:30" }, "2026-11-18T09:00/2026-11-18T11:30"],
    [{ from: "yesterday 9–11:30" }, "2026-11-18T09:00/2026-11-18T11:30"],
    [{ day: "yesterday 9–11:30" }, "2026-11-18T09:00/2026-11-18T11:30"],
    [{ from: "9:00-11:30" }, "2026-11-19T09:00/2026-11-19T11:30"],
    [{ day: "mon", from: "9-11:30" }, "2026-11-16T09:00/2026-11-16T11:30"],
    [{ from: "9-11:30 yesterday" }, "2026-11-18T09:00/2026-11-18T11:30"],
    [{ from: "1-3pm" }, "2026-11-19T13:00/2026-11-19T15:00"],
    [{ from: "9-5pm" }, "2026-11-19T09:00/2026-11-19T17:00"],
    [{ from: "9am to 1pm" }, "2026-11-19T09:00/2026-11-19T13:00"],
    [{ day: "2026-11-02", from: "9:00", duration: "1h30" }, "2026-11-02T09:00/2026-11-02T10:30"],
    [{ day: "2026-11-02", to: "17:00", duration: "1h30" }, "2026-11-02T15:30/2026-11-02T17:00"],
    [{ from: "yesterday 9:00", to: "11:00" }, "2026-11-18T09:00/2026-11-18T11:00"],
    [{ from: "22:00", to: "2026-11-20 06:00" }, "2026-11-19T22:00/2026-11-20T06:00"],
    [{ from: "22:00", to: "0:00" }, "2026-11-19T22:00/2026-11-20T00:00"],
    [{ from: "22:00", to: "24:00" }, "2026-11-19T22:00/2026-11-20T00:00"],
    [{ from: "23:00", duration: "2h" }, "2026-11-19T23:00/2026-11-20T01:00"],
    [{ duration: "2h" }, "2026-11-19T12:30/2026-11-19T14:30"],
    [{ from: "9:00", to: "now" }, "2026-11-19T09:00/2026-11-19T14:30"],
    [{ from: "9:00", to: "11:00", duration: "2h" }, "2026-11-19T09:00/2026-11-19T11:00"],
    [{ from: "2026-11-19T08:00:00Z", to: "2026-11-19T09:00:00Z" }, "2026-11-19T09:00/2026-11-19T10:00"],
    [{ from: "2026-11-14 08:00", to: "2026-11-16 10:00" }, "2026-11-14T08:00/2026-11-16T10:00"],
    [{ day: " ", from: "9:00", to: "10:00" }, "2026-11-19T09:00/2026-11-19T10:00"],
  ])("%j is %s", (input, expected) => {
    expect(shown(input)).toBe(expected);
  });

  test("a night across the change of the clocks has its true length", () => {
    const { begin, end } = parseSpan({ from: "2026-10-24 22:00", to: "2026-10-25 06:00" }, berlin);
    expect(Date.parse(end) - Date.parse(begin)).toBe(9 * 3600_000);
  });

  test("overnight is refused with both readings and how to write it, and that is accepted", () => {
    const error = refusal(() => parseSpan({ from: "22:00", to: "6:00" }, berlin));
    expect(error.message).toContain("overnight (2026-11-19 22:00 to 2026-11-20 06:00)");
    expect(error.message).toContain("wrong way round");
    expect(error.next).toContain('to "2026-11-20 06:00"');
    expect(shown({ from: "22:00", to: "2026-11-20 06:00" })).toBe("2026-11-19T22:00/2026-11-20T06:00");
  });

  test.each<[SpanInput, RegExp]>([
    [{ from: "11:30", to: "9:00" }, /before/],
    [{ from: "9:00", to: "5:00" }, /before the begin.*17:00|17:00/],
    [{ from: "2026-11-19 9:00", to: "2026-11-18 10:00" }, /before the begin/],
    [{ from: "9:00", to: "9:00" }, /same/],
    [{ from: "9:00" }, /end is missing/],
    [{ to: "9:00" }, /begin is missing/],
    [{}, /From, to and duration are missing/],
    [{ day: "yesterday" }, /missing/],
    [{ day: "yesterday", duration: "2h" }, /does not say when/],
    [{ from: "9:00", to: "11:00", duration: "3h" }, /contradict/],
    [{ day: "yesterday", from: "today 9:00", to: "10:00" }, /day is 2026-11-18/],
    [{ day: "yesterday 9:00", from: "9:00", to: "10:00" }, /already says/],
    [{ from: "9:00", duration: "25h" }, /24 hours at most/],
    [{ from: "2024-11-19 9:00", to: "2026-11-19 10:00" }, /longer than 31 days/],
    [{ from: "9:00", duration: "1000000000h" }, /longer than a year/],
    [{ from: "25:00", to: "26:00" }, /not a clock time/],
    [{ from: "9:00", duration: "90" }, /90h or 90m/],
    [{ day: "2026-10-25", from: "1:00", to: "2:30" }, /happens twice/],
  ])("%j is refused: %s", (input, reason) => {
    const error = refusal(() => parseSpan(input, berlin));
    expect(error.code).toBe("time");
    expect(`${error.message} ${error.next ?? ""}`).toMatch(reason);
  });
});

describe("any text", () => {
  const word = fc.constantFrom(
    ..."today yesterday mon – - .. to 9 9:00 25:00 2026 2026-11 2026-11-19 w47 last 7 days nov 16. 11. ago in h m 1h30 +02:00 z t am pm".split(
      " ",
    ),
  );
  const text = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.array(word, { maxLength: 5 }).map((parts) => parts.join(" ")),
  );

  test("is read, or refused as a time: nothing else ever happens", () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        for (const run of [
          () => parsePeriod(first, berlin),
          () => parseDay(first, berlin),
          () => parseMoment(first, berlin),
          () => parseDuration(first),
          () => parseSpan({ from: first, to: second }, berlin),
          () => parseSpan({ day: first, duration: second }, berlin),
        ])
          try {
            const result = run();
            if (typeof result === "object" && "begin" in result) expect(result.begin < result.end).toBe(true);
            if (typeof result === "object" && "first" in result) expect(result.from < result.to).toBe(true);
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
            expect(error.code).toBe("time");
          }
      }),
      { numRuns: 1500 },
    );
  });
});
