import { runInThisContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { asciiOutput } from "../../build/ascii-output";
import * as fc from "../property";

/** What the plugin makes of a file of the bundle. */
function written(code: string): string {
  const part = { type: "chunk", code };
  const { generateBundle } = asciiOutput();
  if (typeof generateBundle !== "function") throw new Error("the plugin writes nothing");
  Reflect.apply(generateBundle, undefined, [{}, { "index.js": part }]);
  return part.code;
}

describe("asciiOutput", () => {
  it("writes only ASCII, which means the same to JavaScript", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        for (const code of [JSON.stringify(text), `(/* ${text.replaceAll(/[*\r\n\u2028\u2029]/g, "")} */ 1)`]) {
          const ascii = written(code);
          expect(ascii).toMatch(/^[\0-\x7f]*$/);
          expect(runInThisContext(ascii)).toEqual(runInThisContext(code));
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ["a template", "`„${1}“ – żółć 👋`", "„1“ – żółć 👋"],
    ["a range in a regular expression", "/^[–-—]$/.test('—')", true],
    ["a letter outside of the first plane in a regular expression", "/^[👋👍]$/u.test('👍')", true],
    ["half of such a letter", "/^[👋👍]$/u.test('\\ud83d')", false],
    ["a name", "(() => { const größe = 3; return größe; })()", 3],
  ])("keeps what %s means", (_what, code, value) => {
    expect(runInThisContext(written(code))).toBe(value);
  });

  it("leaves alone what is no code", () => {
    const asset = { type: "asset", source: "ż" };
    const { generateBundle } = asciiOutput();
    if (typeof generateBundle === "function") Reflect.apply(generateBundle, undefined, [{}, { "index.html": asset }]);
    expect(asset.source).toBe("ż");
  });
});
