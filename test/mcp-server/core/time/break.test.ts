import { expect, test } from "vitest";
import { readBreak } from "#core/time/break";

test.each([
  ["30m", { seconds: 1800 }],
  ["0", { seconds: 0 }],
  [" ", { seconds: 0 }],
  ["1:15", { seconds: 4500 }],
  ["12:00-12:30", { seconds: 1800, at: 43_200 }],
  ["12–12:45", { seconds: 2700, at: 43_200 }],
  ["12pm to 1pm", { seconds: 3600, at: 43_200 }],
  ["23:45-0:15", { seconds: 1800, at: 85_500 }],
])("the break %j is read", (text, expected) => expect(readBreak(text)).toEqual(expected));

test.each(["12:00-12:00", "12:00-", "-30m", "12-13-14", "25:00-26:00", "lunch", "30"])("%j is no break", (text) =>
  expect(() => readBreak(text)).toThrow(),
);
