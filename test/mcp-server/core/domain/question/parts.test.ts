import { expect, test } from "vitest";
import { partsSchema } from "#core/domain/question/parts";

const standIn = { kind: "standIn", name: "Ada" };

test.each([
  ["an unknown kind", { kind: "explode", name: "Ada" }],
  ["a missing parameter", { kind: "standIn" }],
  ["a parameter of another type", { kind: "standIn", name: 7 }],
  ["a day that does not exist", { kind: "piece", first: "2026-02-30", last: "2026-03-01" }],
  ["no object", "standIn"],
  ["nothing", null],
])("%s leaves that line to its text, and the others as they are", (_what, part) => {
  expect(partsSchema.parse([part, standIn])).toEqual([null, standIn]);
});

test.each([
  ["no list", { 0: standIn }],
  ["10,000 parts", Array.from({ length: 10_000 }, () => standIn)],
  ["none", undefined],
])("%s: every line is told by its text", (_what, parts) => {
  expect(partsSchema.parse(parts)).toBeUndefined();
});

test("what nobody sees, turns the reading order or is too long does not get through", () => {
  const evil = { kind: "standIn", name: `A\u202eda\u2066\u{e0041}\n${"x".repeat(2_000)}`, more: "y" };
  const [read] = partsSchema.parse([evil]) ?? [];
  expect(read).toEqual({ kind: "standIn", name: `Ada ${"x".repeat(495)}…` });
});
