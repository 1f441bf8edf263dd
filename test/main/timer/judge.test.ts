import { describe, expect, test } from "vitest";
import type { EntryView } from "#core/domain/results/entries";
import type { StatusResult } from "#core/domain/results/timer";
import type { TimerCommand } from "#main/timer/commands";
import type { Expectation } from "#main/timer/expectation";
import { insisted, judge, type Stands } from "#main/timer/judge";
import { entry, iso, status, thursday } from "../fixtures";

const at = (minute: number) => iso(thursday + minute * 60_000);
const work = { project: { id: "3", name: "3" } };
const other = { project: { id: "9", name: "9" } };
const one = (id: string, begin: number, end: number | null, more: Partial<EntryView> = {}) =>
  entry({ id, begin: at(begin), end: end === null ? null : at(end), work, ...more });

const start: TimerCommand = { name: "clock_in", choice: { work, text: "", tags: [] }, createMissing: false };
const out: TimerCommand = { name: "clock_out" };
const pause: TimerCommand = { name: "take_break" };
const resume: TimerCommand = { name: "resume" };
const undo: TimerCommand = { name: "undo", entryId: "1" };

const running = (what: EntryView) => status({ state: "working", running: what });
const idle = (last: EntryView | null = null) => status({ last });
const onBreak = (since: number) =>
  status({ state: "break", break: { since: at(since), entry: one("1", -60, since) }, last: one("1", -60, since) });
const works: Expectation = { state: "working", entry: { id: "1", begin: at(-60), work } };
const rests: Expectation = { state: "break", entry: { id: "1", begin: at(-60), work } };
const nothing: Expectation = { state: "idle" };

/** Everything was clicked at minute 0. */
const verdict = (command: TimerCommand, expects: Expectation | undefined, now: StatusResult, isUnsure = false) =>
  judge({ command, meantAt: thursday, ...(expects && { expects }), isUnsure }, now).is;

describe("what waits and surely was not taken", () => {
  test.each<[string, TimerCommand, Expectation | undefined, StatusResult, string]>([
    ["a start where nothing runs", start, nothing, idle(), "free"],
    ["a start after what had ended before it", start, nothing, idle(one("7", -90, -10)), "free"],
    ["a start where something has ended after it", start, nothing, idle(one("7", 5, 30)), "contradicted"],
    [
      "a start beside a later end that was known",
      start,
      { ...nothing, last: one("7", 5, 30) },
      idle(one("7", 5, 30)),
      "free",
    ],
    [
      "a start beside that entry with another end",
      start,
      { ...nothing, last: one("7", 5, 30) },
      idle(one("7", 5, 40)),
      "contradicted",
    ],
    ["a start where something runs", start, nothing, running(one("8", -5, null)), "contradicted"],
    ["a start where the same runs since then", start, nothing, running(one("8", 0, null)), "contradicted"],
    ["a switch from what still runs", start, works, running(one("1", -60, null)), "free"],
    ["a switch from something else", start, works, running(one("8", -5, null, { work: other })), "contradicted"],
    ["a switch from what was ended before it", start, works, idle(one("1", -60, -5)), "free"],
    ["a start in a break that was known", start, rests, onBreak(-10), "free"],
    ["a start in a break that was not", start, nothing, onBreak(-10), "contradicted"],
    ["an end of what runs", out, works, running(one("1", -60, null)), "free"],
    ["an end of it under another id since the same begin", out, works, running(one("1.2", -60, null)), "free"],
    ["an end where other work runs", out, works, running(one("8", -5, null, { work: other })), "contradicted"],
    ["an end of whatever ran before it, where nobody knew", out, undefined, running(one("8", -5, null)), "free"],
    ["an end of what began in the same moment", out, undefined, running(one("8", 0, null)), "free"],
    [
      "an end of what was begun after it, where nobody knew",
      out,
      undefined,
      running(one("8", 5, null)),
      "contradicted",
    ],
    ["an end of what was ended then", out, works, idle(one("1", -60, 0)), "done"],
    ["an end of what was ended at another time", out, works, idle(one("1", -60, 18)), "contradicted"],
    ["an end where other work ended then", out, works, idle(one("8", -30, 0, { work: other })), "contradicted"],
    ["an end of a break", out, rests, onBreak(-10), "free"],
    ["an end where a break began meanwhile", out, works, onBreak(-10), "contradicted"],
    ["an end where nothing ran", out, nothing, idle(one("7", -90, -30)), "done"],
    ["a break from what runs", pause, works, running(one("1", -60, null)), "free"],
    ["a break that began then", pause, works, onBreak(0), "done"],
    ["a break that began at another time", pause, works, onBreak(-20), "contradicted"],
    ["a break from what was ended", pause, works, idle(one("1", -60, 0)), "contradicted"],
    ["going on after a break", resume, rests, onBreak(-10), "free"],
    ["going on after a break that began later", resume, rests, onBreak(10), "contradicted"],
    ["going on where it went on then", resume, rests, running(one("2", 0, null)), "done"],
    ["going on where other work runs", resume, rests, running(one("8", 30, null, { work: other })), "contradicted"],
    ["going on where nothing is paused", resume, rests, idle(one("1", -60, -10)), "contradicted"],
    ["taking an end back", undo, nothing, idle(one("1", -60, -1)), "free"],
    ["taking an end back that was", undo, nothing, running(one("1", -60, null)), "done"],
    ["taking an end back after another entry", undo, nothing, idle(one("8", -5, 0)), "contradicted"],
    ["taking an end back while other work runs", undo, nothing, running(one("8", 5, null)), "contradicted"],
  ])("%s", (_name, command, expects, now, is) => {
    expect(verdict(command, expects, now)).toBe(is);
  });
});

describe("a start whose answer was lost", () => {
  test.each<[string, Expectation | undefined, StatusResult, string]>([
    ["is seen running since then", nothing, running(one("8", 0, null)), "done"],
    ["is seen though it arrived late", nothing, running(one("8", 4, null)), "done"],
    ["is seen ended", nothing, idle(one("8", 0, 20)), "done"],
    ["is not what began long after", nothing, running(one("8", 20, null)), "contradicted"],
    [
      "is not what ran already",
      { state: "working", entry: { id: "1", begin: at(-1), work } },
      running(one("1", -1, null)),
      "free",
    ],
    ["is not other work", nothing, running(one("8", 0, null, { work: other })), "contradicted"],
    ["is not the work before it on the same", { state: "idle", last: one("7", -1, 0) }, idle(one("7", -1, 0)), "free"],
    [
      "is not what had ended when it was clicked",
      { ...works, entry: { begin: at(-0.2), work: other } },
      idle(one("7", -1, -0.2)),
      "free",
    ],
  ])("%s", (_name, expects, now, is) => {
    expect(verdict(start, expects, now, true)).toBe(is);
  });
});

test.each<[string, TimerCommand, Stands, TimerCommand | null]>([
  [
    "an end elsewhere is corrected",
    out,
    { is: "ended", entry: one("1", -60, 18), at: at(18) },
    { name: "edit", entryId: "1", end: at(0) },
  ],
  ["an entry that began later is not", out, { is: "ended", entry: one("8", 5, 18), at: at(18) }, null],
  ["what runs since before is ended", out, { is: "working", entry: one("8", -5, null), at: at(-5) }, out],
  ["what was begun later is not", out, { is: "working", entry: one("8", 5, null), at: at(5) }, null],
  ["a start ends what ran before it", start, { is: "working", entry: one("8", -5, null), at: at(-5) }, start],
  ["a start ends nothing begun later", start, { is: "working", entry: one("8", 5, null), at: at(5) }, null],
  ["a break of what runs begins", pause, { is: "working", entry: one("8", -5, null), at: at(-5) }, pause],
  ["a break of what has ended does not", pause, { is: "ended", entry: one("1", -60, 0), at: at(0) }, null],
  ["going on without a break does not", resume, { is: "idle", entry: null, at: null }, null],
])("where the person insists, %s", (_name, command, stands, becomes) => {
  expect(insisted({ command, meantAt: thursday }, stands)).toEqual(becomes);
});
