import { expect } from "vitest";

/** By its shape: with isolation off, test files of one worker have copies of the class. */
const isMessage = (value: unknown): value is object =>
  typeof value === "object" && value !== null && "code" in value && "params" in value && "toJSON" in value;

// Tests name messages by their English text, as models read them.
expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    if (isMessage(a) && typeof b === "string") return String(a) === b;
    if (isMessage(b) && typeof a === "string") return String(b) === a;
    return undefined;
  },
]);

const patched = Symbol.for("punchcard.acceptsMessages");
for (const matcher of [expect.stringContaining(""), expect.stringMatching("")]) {
  const prototype = Object.getPrototypeOf(matcher);
  if (prototype[patched]) continue;
  const { asymmetricMatch } = prototype;
  prototype[patched] = true;
  prototype.asymmetricMatch = function (this: unknown, value: unknown) {
    return asymmetricMatch.call(this, isMessage(value) ? String(value) : value);
  };
}
