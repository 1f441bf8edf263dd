import { describe, expect, it, test } from "vitest";
import { openCalendar } from "#main/own-calendar/ics/read";
import * as fc from "../../../property";
import { calendarOf, customZone, event } from "./write";

const berlin = "Europe/Berlin";
const read = (text: string, { from = "2026-10-19", to = "2026-10-30", zone = berlin, owners = [] as string[] } = {}) =>
  openCalendar(text, owners).events(from, to, zone);
const begins = (text: string, options?: Parameters<typeof read>[1]) =>
  read(text, options).timed.map(({ begin }) => begin.replace(":00.000Z", "Z"));
const nine = (tzid: string) => [`DTSTART;TZID=${tzid}:20261023T090000`, `DTEND;TZID=${tzid}:20261023T100000`];
const overTheChange = ["2026-10-23T07:00Z", "2026-10-24T07:00Z", "2026-10-25T08:00Z", "2026-10-26T08:00Z"];

describe("a series over the end of summer time", () => {
  test.each([
    ["Google and Apple, which name the zone", "Europe/Berlin", ""],
    ["Outlook, which names it as Windows does", "W. Europe Standard Time", ""],
    ["Exchange with a definition of its own", "Customized Time Zone", customZone],
    ["Evolution with a path before the name", "/freeassociation.sourceforge.net/Europe/Berlin", ""],
    ["a name in quotes", '"Europe/Berlin"', ""],
  ])("keeps its hour as %s write it", (_who, tzid, zones) => {
    const series = event(...nine(tzid), "RRULE:FREQ=DAILY;COUNT=4");
    expect(begins(calendarOf(...(zones ? [zones] : []), series))).toEqual(overTheChange);
  });

  it("counts an hour that clocks skip by the offset before, and one that they show twice as the first", () => {
    const at = (day: string) => event(`DTSTART;TZID=Europe/Berlin:${day}T023000`, "DURATION:PT15M");
    const spring = { from: "2026-03-28", to: "2026-03-30" };
    expect(begins(calendarOf(at("20260329")), spring)).toEqual(["2026-03-29T01:30Z"]);
    expect(begins(calendarOf(at("20261025")))).toEqual(["2026-10-25T00:30Z"]);
  });

  it("takes as many seconds each time as the first one", () => {
    const night = event(
      "DTSTART;TZID=Europe/Berlin:20261023T220000",
      "DTEND;TZID=Europe/Berlin:20261024T060000",
      "RRULE:FREQ=DAILY;COUNT=3",
    );
    expect(read(calendarOf(night)).timed.map(({ end }) => end)).toEqual([
      "2026-10-24T04:00:00.000Z",
      "2026-10-25T04:00:00.000Z",
      "2026-10-26T05:00:00.000Z",
    ]);
  });
});

describe("examples of RFC 5545 §3.8.5.3, at 9:00 in New York", () => {
  const zone = "America/New_York";
  test.each([
    ["FREQ=DAILY;COUNT=3", "0902", ["09-02T13", "09-03T13", "09-04T13"]],
    ["FREQ=WEEKLY;INTERVAL=2;COUNT=5;WKST=SU", "0902", ["09-02T13", "09-16T13", "09-30T13", "10-14T13", "10-28T14"]],
    ["FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "0905", ["09-05T13", "10-03T13", "11-07T14"]],
    ["FREQ=MONTHLY;BYMONTHDAY=-3;UNTIL=19971130T000000Z", "0928", ["09-28T13", "10-29T14", "11-28T14"]],
    ["FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3;COUNT=3", "0904", ["09-04T13", "10-07T13", "11-06T14"]],
    ["FREQ=WEEKLY;COUNT=4;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "0805", ["08-05T13", "08-10T13", "08-19T13", "08-24T13"]],
    ["FREQ=WEEKLY;COUNT=4;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "0805", ["08-05T13", "08-17T13", "08-19T13", "08-31T13"]],
    ["FREQ=MINUTELY;INTERVAL=90;COUNT=4", "0902", ["09-02T13", "09-02T14", "09-02T16", "09-02T17"]],
  ])("%s", (rule, start, expected) => {
    const series = event(`DTSTART;TZID=${zone}:1997${start}T090000`, "DURATION:PT1H", `RRULE:${rule}`);
    const { timed } = read(calendarOf(series), { from: "1997-08-01", to: "1997-12-31", zone });
    expect(timed.map(({ begin }) => begin.slice(5, 13))).toEqual(expected);
  });
});

describe("what is left out of a series, and what stands in for it", () => {
  const series = [...nine("Europe/Berlin"), "RRULE:FREQ=DAILY;COUNT=4", "UID:s"];
  test.each([
    ["in its own zone", "EXDATE;TZID=Europe/Berlin:20261024T090000"],
    ["in UTC", "EXDATE:20261024T070000Z"],
    ["as a day", "EXDATE;VALUE=DATE:20261024"],
  ])("leaves out what EXDATE names %s", (_how, line) => {
    expect(begins(calendarOf(event(...series, line)))).toEqual(overTheChange.filter((at) => !at.includes("10-24")));
  });

  it("leaves out all of several that stand in no order", () => {
    const lines = ["EXDATE;TZID=Europe/Berlin:20261026T090000,20261023T090000", "EXDATE:20261024T070000Z"];
    expect(begins(calendarOf(event(...series, ...lines)))).toEqual(["2026-10-25T08:00Z"]);
  });

  it("shows a moved one at its new time only, also where its old one is told in UTC, and as the same event", () => {
    const before = read(calendarOf(event(...series))).timed.find(({ begin }) => begin.includes("10-25"));
    for (const id of ["RECURRENCE-ID;TZID=Europe/Berlin:20261025T090000", "RECURRENCE-ID:20261025T080000Z"]) {
      const moved = event("UID:s", id, "DTSTART:20261028T120000Z", "DTEND:20261028T130000Z");
      const { timed } = read(calendarOf(event(...series), moved));
      expect(timed.map(({ begin }) => begin.slice(5, 16))).toEqual([
        "10-23T07:00",
        "10-24T07:00",
        "10-26T08:00",
        "10-28T12:00",
      ]);
      expect(timed.at(-1)?.key).toBe(before?.key);
    }
  });

  it("leaves out a cancelled one of a series", () => {
    const off = event("UID:s", "RECURRENCE-ID:20261025T080000Z", "DTSTART:20261025T080000Z", "STATUS:CANCELLED");
    expect(begins(calendarOf(event(...series), off))).toHaveLength(3);
  });

  it("keeps the last one where UNTIL is its own begin, or its day", () => {
    for (const until of ["20261026T080000Z", "20261026"]) {
      const text = calendarOf(event(...nine("Europe/Berlin"), `RRULE:FREQ=DAILY;UNTIL=${until}`));
      expect(begins(text)).toEqual(overTheChange);
    }
  });

  it("adds what RDATE names, once", () => {
    const text = calendarOf(
      event(...nine("Europe/Berlin"), "RDATE;TZID=Europe/Berlin:20261023T090000,20261028T150000"),
    );
    expect(begins(text)).toEqual(["2026-10-23T07:00Z", "2026-10-28T14:00Z"]);
  });
});

describe("what counts", () => {
  const at = ["DTSTART:20261023T090000Z", "DTEND:20261023T100000Z"];
  it("leaves out what is cancelled, and what its person declined", () => {
    const declined = "ATTENDEE;CN=Marta;PARTSTAT=DECLINED:MAILTO:Marta@example.org";
    const text = calendarOf(event(...at, "STATUS:CANCELLED"), event(...at, declined));
    expect(begins(text, { owners: ["marta@example.org"] })).toEqual([]);
    expect(begins(calendarOf("X-WR-CALNAME:marta@example.org", event(...at, declined)))).toEqual([]);
    expect(begins(text, { owners: ["jonas@example.org"] })).toHaveLength(1);
  });

  it("marks what is shown as free, as Outlook says it too", () => {
    const text = calendarOf(
      event(...at, "TRANSP:TRANSPARENT"),
      event(...at, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
      event(...at),
    );
    expect(read(text).timed.map(({ isFree }) => isFree)).toEqual([true, true, false]);
  });

  it("tells events of whole days by their first and last day", () => {
    const text = calendarOf(
      event("DTSTART;VALUE=DATE:20261020", "DTEND;VALUE=DATE:20261023", "TRANSP:TRANSPARENT"),
      event("DTSTART;VALUE=DATE:20261025"),
      event("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261026"),
    );
    expect(read(text).allDay.map(({ first, last }) => [first, last])).toEqual([
      ["2026-10-20", "2026-10-22"],
      ["2026-10-25", "2026-10-25"],
      ["2026-10-26", "2026-10-26"],
    ]);
  });

  it("shows what began before the first day and reaches into it, and nothing that ends with its begin", () => {
    const text = calendarOf(
      event("DTSTART:20261018T200000Z", "DTEND:20261018T230000Z"),
      event("DTSTART:20261018T200000Z", "DTEND:20261018T220000Z"),
    );
    expect(read(text).timed.map(({ end }) => end)).toEqual(["2026-10-18T23:00:00.000Z"]);
  });

  it("shows a time without a zone by the clock of whoever looks, and says where a zone is unknown", () => {
    const text = calendarOf(event("DTSTART:20261023T090000"), event("DTSTART;TZID=Mars/Olympus:20261023T090000"));
    expect(read(text).timed.map(({ begin, noZone }) => [begin, noZone])).toEqual([
      ["2026-10-23T07:00:00.000Z", false],
      ["2026-10-23T07:00:00.000Z", true],
    ]);
  });
});

describe("a calendar that is not as it should be", () => {
  const at = ["DTSTART:20261023T090000Z", "DTEND:20261023T100000Z"];
  test.each([
    ["", "not_a_calendar"],
    ["hello", "not_a_calendar"],
    ["<!doctype html><title>Sign in</title>", "web_page"],
    ["BEGIN:VCARD\r\nEND:VCARD", "not_a_calendar"],
  ])("is refused where it is none: %j", (text, code) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  });

  it("is read without its broken lines and events, and says that something is missing", () => {
    const text = calendarOf(
      "NONSENSE",
      event("garbage", ...at),
      event("DTSTART:20269999T990000Z"),
      event(...at, "RRULE:FREQ=NEVER"),
    );
    expect(read(text)).toMatchObject({ timed: [{ begin: "2026-10-23T09:00:00.000Z" }], incomplete: true });
    expect(read(calendarOf(event(...at), "GARBAGE"))).toMatchObject({ incomplete: false });
  });

  it("is read as far as it came", () => {
    const text = calendarOf(event(...at), event(...at));
    expect(read(text.slice(0, text.length - 60))).toMatchObject({ timed: [{}], incomplete: true });
  });

  it("gives an event without an end, or with one before its begin, no time", () => {
    const text = calendarOf(
      event("DTSTART:20261023T090000Z"),
      event("DTSTART:20261023T090000Z", "DTEND:20261023T080000Z"),
    );
    const { timed } = read(text);
    expect(timed).toHaveLength(2);
    for (const { begin, end } of timed) expect(end).toBe(begin);
  });

  it("does not follow a series for ever", () => {
    const each = (rule: string) => event("DTSTART:20200101T000000Z", "DURATION:PT1S", `RRULE:FREQ=${rule}`);
    const endless = calendarOf(...Array.from({ length: 3 }, () => each("SECONDLY")), event(...at));
    expect(read(endless)).toMatchObject({ timed: [{ begin: "2026-10-23T09:00:00.000Z" }], incomplete: true });
    expect(read(calendarOf(each("YEARLY;BYMONTH=2;BYMONTHDAY=30"))).timed.length).toBeLessThan(3);
  });

  it("shows different events with one UID, and of revisions the newest", () => {
    const later = ["UID:x", "DTSTART:20261024T090000Z", "DTEND:20261024T100000Z"];
    const both = read(calendarOf(event("UID:x", ...at), event(...later))).timed;
    expect(new Set(both.map(({ key }) => key)).size).toBe(2);
    expect(begins(calendarOf(event("UID:x", ...at), event(...later, "SEQUENCE:2")))).toEqual(["2026-10-24T09:00Z"]);
    expect(begins(calendarOf(event("UID:x", ...at), event("UID:x", ...at)))).toHaveLength(1);
  });

  it("keeps emoji and right-to-left words, and takes out what nobody can see", () => {
    const titleOf = (summary: string) => read(calendarOf(event(...at, `SUMMARY:${summary}`))).timed[0]?.title;
    expect(titleOf("🎉 פגישה")).toBe("🎉 פגישה");
    expect(titleOf("a\u202Eb\\, <b>c</b>")).toBe("ab, <b>c</b>");
    expect(titleOf("x".repeat(5000))?.length).toBeLessThan(310);
  });

  it("reads lines that are folded, with any line ends and a mark at the begin", () => {
    const text = calendarOf(event(...at, "SUMMARY:Weekly\r\n  planning"));
    expect(read(`\uFEFF${text.replaceAll("\r\n", "\n")}`).timed[0]?.title).toBe("Weekly planning");
  });
});

test("a daily series keeps its clock time in every zone, whatever its clocks do", () => {
  const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago", "UTC"];
  const hour = fc.integer({ min: 4, max: 22 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), hour, fc.integer({ min: 0, max: 700 }), (zone, at, ahead) => {
      const day = new Date(Date.UTC(2026, 0, 1 + ahead)).toISOString().slice(0, 10);
      const clock = `${String(at).padStart(2, "0")}:30`;
      const start = `DTSTART;TZID=${zone}:20260101T${clock.replace(":", "")}00`;
      const { timed } = read(calendarOf(event(start, "DURATION:PT30M", "RRULE:FREQ=DAILY")), {
        from: day,
        to: day,
        zone,
      });
      const shown = timed.map(({ begin }) =>
        new Date(begin).toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }),
      );
      expect(shown).toEqual([clock]);
    }),
    { numRuns: 60 },
  );
});
