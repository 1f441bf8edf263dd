import { expect, it } from "vitest";
import { canBeMadeAgain } from "#core/domain/entities";
import { bringBack } from "#server/tools/lib/question/english";

it.each([
  [[true, true], "It can be brought back under Activity."],
  [[true, false], "Not all of it can be brought back."],
  [[false, false], "It cannot be brought back."],
])("of deletions that come back (%j) it says: %s", (back, line) => {
  expect(bringBack(back).text).toBe(line);
});

it("an entry of several things, of an amount or of a part of another one is not made again", () => {
  expect(canBeMadeAgain({})).toBe(true);
  for (const special of [{ mixed: true as const }, { amount: 0 }, { partOf: "7" }])
    expect(canBeMadeAgain(special), JSON.stringify(special)).toBe(false);
});
