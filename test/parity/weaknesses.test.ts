import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { checkChapter } from "./document";
import { weaknessChapter, weaknesses, weaknessText } from "./weaknesses";

const root = resolve(import.meta.dirname, "../..");

/** Whether a file holds a test of exactly that title, which is not skipped. */
function holds(text: string, title: string): boolean {
  const plain = title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // The title is the first argument of `test(`, `it(`, `spawnedTest(`, or of what `test.each(…)` and the like return.
  const called = new RegExp(`(\\b(?:test|it|spawnedTest|describe)(?:\\.\\w+)*|\\))\\(\\s*"${plain}"\\s*,`).exec(
    text,
  )?.[1];
  return called !== undefined && !/^describe|\.(?:skip|todo|fails)\b/.test(called);
}

test("each of the 29 weaknesses is answered, by tests or with the reason why it is not ours", () => {
  const numbers = Array.from({ length: 29 }, (_, index) => index + 1);
  expect(Object.keys(weaknesses).map(Number)).toEqual(numbers);
  for (const [number, one] of Object.entries(weaknesses))
    if ("notOurs" in one) expect(one.notOurs.length, number).toBeGreaterThan(20);
    else expect(one.proofs.length, number).toBeGreaterThan(0);
});

test("every test that is named is there, and runs", () => {
  const missing: string[] = [];
  for (const [number, one] of Object.entries(weaknesses))
    for (const { file, tests } of "proofs" in one ? one.proofs : []) {
      const path = resolve(root, file);
      const text = existsSync(path) ? readFileSync(path, "utf8") : "";
      for (const title of tests) if (!holds(text, title)) missing.push(`${number}: ${file}: ${title}`);
    }
  expect(missing).toEqual([]);
});

test("a title that is a heading, skipped, or only part of one is not taken for a test", () => {
  expect(holds('test("adds up", () => {', "adds up")).toBe(true);
  expect(holds('it.each([1])(\n  "adds up",\n () => {', "adds up")).toBe(true);
  for (const text of ['describe("adds up", ', 'test.skip("adds up", ', 'test("adds up twice", ', '// "adds up"'])
    expect(holds(text, "adds up"), text).toBe(false);
});

test("docs/coverage.md has the table of them", () => {
  checkChapter(weaknessChapter, weaknessText());
});
