import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const folder = resolve(import.meta.dirname, "../../out/main");

/** The built file of main and all that it loads at once: a `require` in an arrow function waits until it is asked for. */
function readAtStart(): string[] {
  const files = [join(folder, "index.js")];
  for (const file of files)
    for (const [, part = ""] of readFileSync(file, "utf8").matchAll(
      /(?<!=>(?:\w+\()?)require\("\.\/([\w./-]+\.js)"\)/g,
    )) {
      const found = join(dirname(file), part);
      if (!files.includes(found)) files.push(found);
    }
  return files;
}

const all = () => [
  join(folder, "index.js"),
  ...readdirSync(join(folder, "assets")).map((name) => join(folder, "assets", name)),
];
const withText = (files: string[], text: string) => files.filter((file) => readFileSync(file, "utf8").includes(text));

test.each([
  ["the schemas of what is stored and sent", "Invalid input: expected"],
  ["its translations", "i18next:"],
  ["the contract of the windows", "Not understood: "],
  ["the registration with AI clients", "No AI client has an entry of Punchcard."],
  ["a library of JSON schemas", "schema with key or id"],
])("the tray does not wait for %s", (_what, text) => {
  const early = readAtStart();
  expect(
    withText(all(), text).map((file) => basename(file)),
    "its words are in the app",
  ).not.toEqual([]);
  expect(withText(early, text)).toEqual([]);
});

test("what is read at the start includes the parts that its file asks for at once", () => {
  // The kinds of errors are a part of their own, which the log needs.
  expect(readAtStart().some((file) => basename(file).startsWith("errors"))).toBe(true);
});
