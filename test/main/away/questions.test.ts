import { expect, test } from "vitest";
import { type AskedOf, isStillOpen, questionAfter, questionOfForgotten } from "#main/away/questions";
import { isDone, stepsOf } from "#main/away/steps";
import type { AwayAnswer, AwayQuestion } from "#main/ipc/contract/timer/away";
import * as fc from "../../property";
import { entry, iso, status, working } from "../fixtures";

const minute = 60_000;
const hour = 60 * minute;
const at = (time: string, day = 19) => Date.parse(`2026-11-${day}T${time}:00+01:00`);
const asked = (more: Partial<AskedOf> = {}): AskedOf => ({
  status: working(),
  stamps: false,
  from: 10 * minute,
  marks: [],
  dayEnd: null,
  ...more,
});
const lunch = { since: at("12:02"), back: at("12:47"), reason: "locked" as const };

test("an absence over which the timer ran on is asked about, with what ran and the rules that fit its length", () => {
  expect(questionAfter(lunch, asked())).toMatchObject({
    kind: "away",
    entry: { begin: "2026-11-19T10:07:00+01:00", text: "Ticket page" },
    since: iso(lunch.since),
    back: iso(lunch.back),
    reason: "locked",
    suggestions: [],
    always: [60],
  });
  expect(questionAfter({ ...lunch, back: at("12:14") }, asked())?.always).toEqual([15, 30, 60]);
});

test.each([
  ["nothing ran", lunch, asked({ status: status() })],
  ["the work was begun later", { ...lunch, since: at("09:00") }, asked()],
  ["it was shorter than asked for", { ...lunch, back: at("12:11") }, asked()],
  ["no absence is to be asked about", lunch, asked({ from: 0 })],
])("nothing is asked where %s", (_why, absence, facts) => {
  expect(questionAfter(absence, facts)).toBeNull();
});

const sinceYesterday = (more: Partial<AskedOf> = {}) =>
  asked({
    status: working({
      running: entry({ begin: "2026-11-18T17:30:00+01:00", seconds: 53_400 }),
      now: "2026-11-19T08:20:00+01:00",
      week: {
        ...{ first: "2026-11-16", number: 47, seconds: 0, target: 0 },
        days: [{ day: "2026-11-18", seconds: 27_000 + 53_400, target: 28_800 }],
      },
    }),
    marks: [
      { at: at("12:00", 18), reason: "locked" },
      { at: at("17:42", 18), reason: "locked" },
      { at: at("20:15", 18), reason: "asleep" },
    ],
    ...more,
  });
const night = { since: at("17:42", 18), back: at("08:20"), reason: "locked" as const };
const suggested = (question: AwayQuestion | null) =>
  question?.suggestions.map(({ at, reason }) => `${new Date(at).toISOString().slice(11, 16)} ${reason}`);

test("what runs since yesterday is asked for its end, with the last activity, the end of the day and the sleep", () => {
  const question = questionAfter(night, sinceYesterday({ dayEnd: 18 * 60 }));
  expect(question).toMatchObject({ kind: "overnight", always: [] });
  expect(suggested(question)).toEqual(
    ["16:42 locked", "17:00 dayEnd", "17:00 target"].slice(0, 2).concat("19:15 asleep"),
  );
});

test("the end of the target is suggested where it is known and nothing is set for the end of the day", () => {
  // 7:30 were worked before: thirty minutes were missing.
  expect(suggested(questionAfter(night, sinceYesterday()))).toEqual(["16:42 locked", "17:00 target", "19:15 asleep"]);
});

test("a night is asked about also where no absence is, and a short pause after midnight is an ordinary absence", () => {
  expect(questionAfter(night, sinceYesterday({ from: 0 }))?.kind).toBe("overnight");
  const pause = { since: at("00:30"), back: at("00:50"), reason: "idle" as const };
  expect(questionAfter(pause, sinceYesterday())?.kind).toBe("away");
});

test("a timer that runs since yesterday for more than twelve hours is asked about once, without any absence", () => {
  expect(questionOfForgotten(at("08:20"), sinceYesterday())).toMatchObject({ kind: "overnight", reason: null });
  expect(questionOfForgotten(at("05:20"), sinceYesterday())).toBeNull();
  expect(questionOfForgotten(at("23:00"), asked())).toBeNull();
});

test("suggestions lie between begin and return, are three at most, in order, and no minute twice", () => {
  const mark = fc.record({
    at: fc.integer({ min: at("10:00", 18), max: at("12:00") }),
    reason: fc.constantFrom("idle" as const, "locked" as const, "asleep" as const),
  });
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 30 }), fc.integer({ min: 0, max: 1439 }), (marks, dayEnd) => {
      const times = questionAfter(night, sinceYesterday({ marks, dayEnd }))?.suggestions.map(({ at }) =>
        Date.parse(at),
      );
      expect(times?.length).toBeLessThanOrEqual(3);
      expect(times?.length).toBeGreaterThan(0);
      expect(new Set(times?.map((time) => Math.floor(time / minute))).size).toBe(times?.length);
      expect(times).toEqual([...(times ?? [])].sort((a, b) => a - b));
      for (const time of times ?? []) {
        expect(time).toBeGreaterThan(at("17:30", 18));
        expect(time).toBeLessThan(night.back);
      }
    }),
  );
});

const question = questionAfter(lunch, asked()) as AwayQuestion;
const steps = (answer: AwayAnswer, more: { choice?: never; at?: string } = {}, of = question) =>
  stepsOf(of, { answer, ...more }, at("13:00")).map(
    (step) => `${step.do} ${new Date(step.at).toISOString().slice(11, 16)}`,
  );

test("each answer does what it says, at the times that were shown", () => {
  expect(steps("keep")).toEqual([]);
  expect(steps("end")).toEqual(["clock_out 11:02"]);
  expect(steps("goOn")).toEqual(["clock_out 11:02", "clock_in 11:47"]);
  expect(steps("break")).toEqual(["take_break 11:02", "clock_in 11:47"]);
  const choice = { work: { project: { id: "9", name: "Studio" } }, text: "", tags: [] };
  const other = stepsOf(question, { answer: "other", choice }, at("13:00"));
  expect(other).toMatchObject([
    { do: "clock_in", at: lunch.since, choice },
    { do: "clock_in", at: lunch.back, choice: { work: { project: { id: "3" } }, text: "Ticket page" } },
  ]);
});

const overnight = questionAfter(night, sinceYesterday()) as AwayQuestion;
test.each([
  ["another project without one", () => steps("other"), "argument"],
  ["a time of one's own for an absence", () => steps("endAt", { at: iso(lunch.since) }), "argument"],
  ["a break for a night", () => steps("break", {}, overnight), "argument"],
  ["no time for a night", () => steps("endAt", {}, overnight), "time"],
  ["what is no time", () => steps("endAt", { at: "soon" }, overnight), "time"],
  ["an end before the begin", () => steps("endAt", { at: "2026-11-18T16:29:00Z" }, overnight), "time"],
  ["an end in the future", () => steps("endAt", { at: "2026-11-19T12:01:00Z" }, overnight), "time"],
  ["an end in the past where the service stamps", () => steps("end", {}, { ...question, stamps: true }), "time"],
])("%s is refused, and nothing is done", (_what, run, code) => {
  expect(run).toThrow(expect.objectContaining({ failure: expect.objectContaining({ code, saved: "no" }) }));
});

test("a question is over when the work that ran on was ended, or begun anew after it", () => {
  expect(isStillOpen(question, working())).toBe(true);
  expect(isStillOpen(question, status())).toBe(false);
  expect(isStillOpen(question, working({ running: entry({ begin: iso(lunch.back) }) }))).toBe(false);
  expect(isStillOpen(overnight, working())).toBe(false);
});

test("a step is done when the timer shows it, or when it waits in line", () => {
  const [out, again] = stepsOf(question, { answer: "goOn" }, at("13:00"));
  if (!out || !again) throw new Error("two steps");
  const ended = status({ last: entry({ end: iso(lunch.since) }) });
  expect([isDone(out, working(), []), isDone(out, ended, [])]).toEqual([false, true]);
  expect(isDone(again, working(), [])).toBe(false);
  expect(isDone(again, working({ running: entry({ begin: iso(lunch.back) }) }), [])).toBe(true);
  const over = entry({ begin: iso(lunch.back), end: iso(lunch.back + hour) });
  expect(isDone(again, status({ last: over }), [])).toBe(true);
  const click = { id: "1", command: "clock_out", work: null, text: "", state: "waiting" } as const;
  expect(isDone(out, null, [{ ...click, meantAt: iso(lunch.since) }])).toBe(true);
  expect(isDone(out, null, [{ ...click, meantAt: iso(lunch.back) }])).toBe(false);
});
