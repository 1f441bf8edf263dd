import { expect, test } from "vitest";
import { joinTags, splitTags } from "#core/domain/export/tag-list";
import * as fc from "../../../../property";

const cells: [cell: string, tags: string[]][] = [
  ["deep, new", ["deep", "new"]],
  ["deep; new", ["deep", "new"]],
  ['"Smith, John", new', ["Smith, John", "new"]],
  ['5" screen, say "hi"', ['5" screen', 'say "hi"']],
  ['"open, new', ['"open', "new"]],
  [" , ;", []],
  ["", []],
];

test.each(cells)("reads the cell %j as its tags", (cell, tags) => {
  expect(splitTags(cell)).toEqual(tags);
});

test("writes plain tags as before, without quotes", () => {
  expect(joinTags(["deep", "new"])).toBe("deep, new");
});

test("brings back any tags that were written", () => {
  const char = fc.constantFrom("a", "b", ",", ";", '"', " ", "ß", "'");
  const tag = fc.string({ unit: char, minLength: 1, maxLength: 8 }).filter((one) => one.trim() !== "");
  fc.assert(
    fc.property(fc.array(tag, { maxLength: 4 }), (tags) => {
      expect(splitTags(joinTags(tags))).toEqual(tags);
    }),
  );
});
