import { expect, test } from "vitest";
import { fold } from "#core/domain/fold";
import * as fc from "../../../property";

test.each([
  ["Größenänderung", "grossenanderung"],
  ["  Żółw  i ĘŚĆ ", "zołw i esc".replace("ł", "l")],
  ["Œuvre ÆØ", "oeuvre aeo"],
  ["İstanbul", "istanbul"],
  ["ＷＩＤＥ", "wide"],
  ["so\u00adft \u200bmark", "soft mark"],
])("folds %j to %j", (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test("folds Latin letters with a table to what the Unicode forms make of them", () => {
  const letter = fc.integer({ min: 0xc0, max: 0x17f }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.array(fc.oneof(letter, fc.constantFrom("a", "Z", " ")), { maxLength: 30 }), (letters) => {
      const text = letters.join("");
      // A letter of another script beside it takes the general way.
      expect(fold(`${text}д`)).toBe(fold(`${text}x`).replace(/x$/, "д"));
    }),
    { numRuns: 2_000 },
  );
});
