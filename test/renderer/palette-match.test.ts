import { describe, expect, it } from "vitest";
import { marked, matches } from "../../renderer/app/palette/match";
import * as fc from "../property";

const shown = (text: string, query: string) =>
  marked(text, query)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join("");

describe("words found in a line", () => {
  it.each([
    ["Website relaunch", "we", "[We]bsite relaunch"],
    ["hours per weekday", "WE day", "hours per [we]ek[day]"],
    ["Łódź, Straße, Ångström", "lodz strasse ang", "[Łódź], [Straße], [Ång]ström"],
    ["aaa", "aa", "[aa]a"],
    ["Nothing", "", "Nothing"],
  ])("marks in %s what %s finds", (text, query, found) => {
    expect(shown(text, query)).toBe(found);
    expect(matches(text, query)).toBe(true);
  });

  it("finds only lines that have each word", () => {
    expect(matches("Website relaunch", "web care")).toBe(false);
    expect(matches("Website care", "care web")).toBe(true);
  });

  it("loses no letter of any text, and marks something wherever something is found", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), fc.string({ maxLength: 5 }), (text, query) => {
        const parts = marked(text, query);
        expect(parts.map(({ text }) => text).join("")).toBe(text);
        if (query.trim() !== "" && matches(text, query)) expect(parts.some(({ hit }) => hit)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
