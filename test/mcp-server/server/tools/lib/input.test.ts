import { expect, test } from "vitest";
import type { InputError } from "#core/domain/errors";
import { parseInput } from "#server/tools/lib/input";
import { also, count, need, rows, text, texts, unclear, values } from "#server/tools/lib/schema";

const row = {
  id: text("Id"),
  from: also(["start", "begin"], text("Start")),
  description: also(["text", "note"], text("Description")),
  values: values("Values"),
};
const shape = {
  type: text("Type"),
  ids: also(["id"], texts("Ids")),
  limit: unclear({ size: "A size is limit." }, count("Limit", 500)),
  values: values("Values"),
};
const listShape = { type: text("Type"), records: need(rows(row, "Rows", 500)) };

test.each<[string, object, object]>([
  ["a name that another program has", { id: "7" }, { ids: ["7"] }],
  ["a number where a text is wanted", { type: 12 }, { type: "12" }],
  ["one value where a list is wanted", { ids: "7" }, { ids: ["7"] }],
  ["null for what is not given", { type: null, ids: ["7"] }, { ids: ["7"] }],
  ["another name, where its own one behind it is null", { id: "7", ids: null }, { ids: ["7"] }],
  ["another name, where its own one before it is null", { ids: null, id: "7" }, { ids: ["7"] }],
])("takes %s", (_what, given, meant) => {
  expect(parseInput(shape, given)).toEqual(meant);
});

test.each<[string, object, object]>([
  [
    "names of other programs in rows",
    { records: [{ start: "9:00", note: "Call" }] },
    { from: "9:00", description: "Call" },
  ],
  ["a single row in place of a list", { records: { from: "9:00" } }, { from: "9:00" }],
  [
    "the members of a single row beside the list",
    { type: "rate", id: "7", text: "Call" },
    { id: "7", description: "Call" },
  ],
  ["another name in a row, where its own one is null", { records: [{ start: "9:00", from: null }] }, { from: "9:00" }],
  ["the members of a single row beside a list that is null", { text: "Call", records: null }, { description: "Call" }],
  ["null inside of values, which clears", { records: [{ values: { color: null } }] }, { values: { color: null } }],
])("takes %s", (_what, given, meant) => {
  expect(parseInput(listShape, given)).toMatchObject({ records: [meant] });
});

test.each<[string, object, RegExp]>([
  ["a name that nothing has", { colour: "red" }, /colour/],
  ["an own name and its other name at once", { ids: ["7"], id: "8" }, /"id"/],
  ["a number that is too large", { limit: 501 }, /limit/],
  ["two names that look the same", { type: "a", "ty\u200bpe": "b" }, /look the same: type/],
  ["two names that look the same, deeper inside", { values: { a: 1, "a\u200b": 2 } }, /look the same: a/],
  ["a name that objects cannot take", JSON.parse('{"__proto__": 1}'), /__proto__/],
])("refuses %s and names it", (_what, given, said) => {
  expect(() => parseInput(shape, given)).toThrow(said);
});

test.each<[string, object, RegExp]>([
  ["members of a row beside a list that is given", { records: [{ id: "7" }], from: "9:00" }, /from/],
  ["an own name and its other name in one row", { records: [{ from: "9:00", start: "8:00" }] }, /start/],
  ["no row at all", { type: "rate" }, /records/],
])("refuses %s and names it", (_what, given, said) => {
  expect(() => parseInput(listShape, given)).toThrow(said);
});

test("tells what a name that can mean two arguments may be, also in rows, and nothing where another is wrong", () => {
  const nextOf = (of: Parameters<typeof parseInput>[0], given: object) => {
    try {
      parseInput(of, given);
    } catch (error) {
      return (error as InputError).next;
    }
    throw new Error("was not refused");
  };
  const taken = "This tool takes: type, ids, limit, values.";
  expect(nextOf(shape, { size: 3 })).toBe(`A size is limit. ${taken}`);
  expect(nextOf(shape, { sizes: 3 })).toBe(taken);
  expect(nextOf({ list: rows(shape, "Rows", 5) }, { list: [{ size: 3 }] })).toContain("A size is limit.");
});
