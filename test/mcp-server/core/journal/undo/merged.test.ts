import { expect, test } from "vitest";
import type { Operation, Part, Subject } from "#core/journal/change";
import { merged } from "#core/journal/undo/merged";

let id = 0;
const part = (operation: Operation, before: unknown, after: unknown, more: Partial<Part> = {}): Part => ({
  ...{ id: ++id, change: 1, operation, subject: "entry" as Subject, subjectId: "1", of: null, state: "done" },
  ...{ before, after, wanted: null, error: null, whole: true, insteadOf: null },
  ...more,
});
const seen = (parts: readonly Part[]) =>
  merged(parts).map(({ operation, before, after }) => [operation, before, after]);

test("takes what was before all and after all of a record that was changed several times", () => {
  expect(seen([part("update", "a", "b"), part("update", "b", "c"), part("update", "c", "d")])).toEqual([
    ["update", "a", "d"],
  ]);
});

test("takes away what was made and then changed, as it is now", () => {
  expect(seen([part("create", null, "a"), part("update", "a", "b")])).toEqual([["create", null, "b"]]);
});

test("brings back what was changed and then deleted as it was before the change", () => {
  expect(seen([part("update", "a", "b"), part("delete", "b", null)])).toEqual([["delete", "a", null]]);
});

test("does nothing about what was made and deleted again", () => {
  expect(seen([part("create", null, "a"), part("update", "a", "b"), part("delete", "b", null)])).toEqual([]);
});

test("keeps the records apart, in the order of their last write", () => {
  const other = { subjectId: "2" };
  const below = { of: { type: "project", id: "9" } as Part["of"] };
  expect(
    merged([
      part("update", "a", "b"),
      part("update", "x", "y", other),
      part("update", "p", "q", below),
      part("update", "b", "c"),
    ]).map(({ subjectId, of, before, after }) => [subjectId, of?.id ?? null, before, after]),
  ).toEqual([
    ["2", null, "x", "y"],
    ["1", "9", "p", "q"],
    ["1", null, "a", "c"],
  ]);
});

test("leaves stops, reopenings and decisions as they were written", () => {
  const stopped = [part("update", "a", "b"), part("stop", "b", "c")];
  expect(merged(stopped)).toEqual(stopped);
  const decided = [part("update", "a", "b", { subject: "absence" }), part("update", "b", "c", { subject: "absence" })];
  expect(merged(decided)).toEqual(decided);
});
