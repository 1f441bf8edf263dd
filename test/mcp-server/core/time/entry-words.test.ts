import { describe, expect, test } from "vitest";
import { isEntryWords, readEntryWords } from "#core/time/entry-words";

/** Thursday, 2026-11-19, 14:00 in Berlin. */
const ctx = { now: "2026-11-19T13:00:00Z", zone: "Europe/Berlin", weekStartsOn: 1 };
const read = (text: string) => {
  const [first] = readEntryWords(text, ctx);
  const { period, ...rest } = first ?? { words: [] };
  return { ...(period && { days: [period.first, period.last] }), ...rest };
};

describe("readEntryWords", () => {
  test.each([
    ["last Friday's standup", { days: ["2026-11-13", "2026-11-13"], words: ["standup"] }],
    ["the standup on friday", { days: ["2026-11-13", "2026-11-13"], words: ["standup"] }],
    ["yesterday's last", { days: ["2026-11-18", "2026-11-18"], pointer: "last", words: [] }],
    ["last of yesterday", { days: ["2026-11-18", "2026-11-18"], pointer: "last", words: [] }],
    ["yesterday’s first entry", { days: ["2026-11-18", "2026-11-18"], pointer: "first", words: [] }],
    ["gestern letzter Eintrag", { days: ["2026-11-18", "2026-11-18"], pointer: "last", words: [] }],
    ["wczoraj ostatni wpis", { days: ["2026-11-18", "2026-11-18"], pointer: "last", words: [] }],
    ["the running one", { pointer: "running", words: [] }],
    ["running", { pointer: "running", words: [] }],
    ["last standup", { pointer: "last", words: ["standup"] }],
    ["this morning's", { days: ["2026-11-19", "2026-11-19"], part: { from: "00:00", to: "12:00" }, words: [] }],
    [
      "yesterday afternoon Acme call",
      { days: ["2026-11-18", "2026-11-18"], part: { from: "12:00", to: "18:00" }, words: ["acme", "call"] },
    ],
    ["the 9:00 one yesterday", { days: ["2026-11-18", "2026-11-18"], clock: "09:00", words: [] }],
    ["the one from yesterday", { days: ["2026-11-18", "2026-11-18"], words: [] }],
    ["standup from monday", { days: ["2026-11-16", "2026-11-16"], words: ["standup"] }],
    ["yesterday at 9", { days: ["2026-11-18", "2026-11-18"], clock: "09:00", words: [] }],
    ["gestern um 9 Uhr", { days: ["2026-11-18", "2026-11-18"], clock: "09:00", words: [] }],
    ["yesterday's 3pm call", { days: ["2026-11-18", "2026-11-18"], clock: "15:00", words: ["call"] }],
    ["Größenänderung", { words: ["grossenanderung"] }],
  ])("%j means %j", (text, meant) => {
    expect(read(text)).toEqual(meant);
  });

  test("a word that may be a day is also read as a word", () => {
    expect(readEntryWords("may planning", ctx)).toMatchObject([
      { period: { first: "2026-05-01" }, words: ["planning"] },
      { words: ["may", "planning"] },
    ]);
  });

  test("nothing but filling words names nothing", () => {
    expect(() => readEntryWords("the entry", ctx)).toThrow("Nothing is named");
  });

  test.each([
    ["12", false],
    ["#12", false],
    ["2026-10-05.90412-2", false],
    ["2026-10-05.90412.ida.berg@fjordworks.example", false],
    ["entry 12", false],
    ["Entry #12", false],
    ["Eintrag Nr. 12", false],
    ["running", true],
    ["entry 12 review", true],
    ["yesterday 9:00", true],
  ])("%j is words: %j", (text, words) => {
    expect(isEntryWords(text)).toBe(words);
  });
});
