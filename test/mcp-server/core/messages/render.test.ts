import { expect, it } from "vitest";
import { translate } from "#core/messages/catalog";
import { render } from "#core/messages/render";

const en = {
  moved: "The end of {entry} moved to {day:day}.",
  missing: { one: "{count} entry lasts {length:duration}.", other: "{count} entries last {length:duration}." },
  refused: "This cannot be done: {reason}.",
  reason: "{reason:sentence}",
  names: "Left out: {names:list}.",
} as const;
const pl = translate<typeof en, "pl">()({
  moved: "Koniec ({entry}) przesunięto na {day:day}.",
  missing: {
    one: "{count} wpis trwa {length:duration}.",
    few: "{count} wpisy trwają {length:duration}.",
    many: "{count} wpisów trwa {length:duration}.",
    other: "{count} wpisu trwa {length:duration}.",
  },
  refused: "Nie można tego zrobić: {reason}.",
  reason: "{reason:sentence}",
  names: "Pominięto: {names:list}.",
});
const english = { language: "en", catalog: en } as const;
const polish = { language: "pl", catalog: pl } as const;
const moved = { code: "moved", params: { entry: "$& {day}", day: "2026-11-19" } };

it("formats days in the language, and leaves the words of a parameter alone", () => {
  expect(render(moved, english)).toBe("The end of $& {day} moved to 19 Nov 2026.");
  expect(render(moved, polish)).toBe("Koniec ($& {day}) przesunięto na 19 lis 2026.");
});

it.each([
  [1, "1 entry lasts −0:30.", "1 wpis trwa −0:30."],
  [3, "3 entries last −0:30.", "3 wpisy trwają −0:30."],
  [5, "5 entries last −0:30.", "5 wpisów trwa −0:30."],
  [1.5, "1.5 entries last −0:30.", "1,5 wpisu trwa −0:30."],
])("selects the plural form of %d", (count, inEnglish, inPolish) => {
  const missing = { code: "missing", params: { count, length: -1_800 } };
  expect(render(missing, english)).toBe(inEnglish);
  expect(render(missing, polish)).toBe(inPolish);
});

it("renders a nested message inside another, and as a sentence of its own", () => {
  const reason = { code: "names", params: { names: ["a", "b", moved] } };
  expect(render({ code: "reason", params: { reason: "your role is too low" } }, english)).toBe("Your role is too low.");
  expect(render({ code: "refused", params: { reason } }, english)).toBe(
    "This cannot be done: Left out: a, b, and The end of $& {day} moved to 19 Nov 2026...",
  );
});

it("shows a text without a code as it is, and the code that a catalog lacks", () => {
  expect(render("{day} as the service says", polish)).toBe("{day} as the service says");
  expect(render({ code: "unknown", params: {} }, polish)).toBe("unknown");
});
