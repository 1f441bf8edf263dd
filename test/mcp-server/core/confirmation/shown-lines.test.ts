import { expect, test } from "vitest";
import { shownLines } from "#core/confirmation/shown-lines";
import { said } from "#server/tools/lib/question/english";

const row = (name: string) => said({ kind: "standIn", name });

test("each line goes with its parts, and a sentence without", () => {
  expect(shownLines([row("Ada"), "A note."])).toEqual({
    lines: ["Ada stands in.", "A note."],
    parts: [{ kind: "standIn", name: "Ada" }, null],
  });
});

test("of 10,000 lines the first are told, and how many are left", () => {
  const { lines, parts } = shownLines(Array.from({ length: 10_000 }, (_, at) => row(`P${at}`)));
  expect([lines.length, parts.length]).toEqual([200, 200]);
  expect([lines[198], parts[198]]).toEqual(["P198 stands in.", { kind: "standIn", name: "P198" }]);
  expect([lines[199], parts[199]]).toEqual(["and 9801 more lines", { kind: "more", count: 9801, lines: true }]);
  expect(shownLines(Array.from({ length: 200 }, () => row("P"))).lines.at(-1)).toBe("P stands in.");
});

test("marks that turn the reading order are in neither", () => {
  const { lines, parts } = shownLines([row("A\u202eda\u2066")]);
  expect(JSON.stringify([lines, parts])).toBe('[["Ada stands in."],[{"kind":"standIn","name":"Ada"}]]');
});
