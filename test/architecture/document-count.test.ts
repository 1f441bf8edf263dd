import { expect, test } from "vitest";
import { documentLines, neverMet } from "../../build/document-count.mjs";

const sum = { requests: 30, answers: 20, errors: 10, mismatches: [], known: { "group is a number": 4 } };

test("the gate tells in one line what was held against Clockodo's document", () => {
  expect(documentLines(sum)).toEqual([
    "Clockodo's document: 30 requests, 20 results and 10 errors held against it, 0 mismatches, 1 known contradictions met 4 times",
  ]);
});

test("the gate names a mismatch and a known contradiction that no test met", () => {
  const wrong = { ...sum, mismatches: ["GET /v2/clock ?bar is not known"], known: { "group is a number": 0 } };
  expect(documentLines(wrong).slice(1)).toEqual([
    "  mismatch: GET /v2/clock ?bar is not known",
    "  known contradiction that was never met: group is a number",
  ]);
  expect(neverMet(wrong)).toEqual(["group is a number"]);
});
