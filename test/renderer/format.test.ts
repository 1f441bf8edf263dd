import { expect, it } from "vitest";
import { ago } from "../../renderer/lib/format";

it.each([
  [12_000, "12s ago", "vor 12\u00a0Sek.", "12\u00a0s temu"],
  [300_000, "5m ago", "vor 5\u00a0Min.", "5\u00a0min temu"],
  [7_200_000, "2h ago", "vor 2\u00a0Std.", "2\u00a0g. temu"],
])("a time of %i ms keeps its number and unit on one line in each language", (time, en, de, pl) => {
  expect(["en", "de", "pl"].map((language) => ago(time, language))).toEqual([en, de, pl]);
});
