import { expect, test } from "vitest";
import { noteLines } from "#main/updates/notes";
import * as fc from "../../property";

test.each<[string, unknown, string[]]>([
  ["HTML of GitHub", "<h2>New</h2><ul><li>One &amp; two</li><li>Three</li></ul>", ["New", "One & two", "Three"]],
  [
    "Markdown",
    "## 2.0.0\n\n- **One** is [there](https://x.example)\n* `two`\n1. three\n- four",
    ["One is there", "two", "three"],
  ],
  ["notes by version", [{ version: "2", note: "a" }, { version: "1", note: "b" }, null], ["a", "b"]],
  ["a script", "<script>alert(1)</script>fine<style>x{}</style>", ["fine"]],
  ["a tag that is cut", "x <img src=x onerror=alert(1)", ["x <img src=x onerror=alert(1)"]],
  ["marks that turn the text", "a\u202Eb\u0007c", ["abc"]],
  ["nothing", null, []],
  ["something else", { a: 1 }, []],
])("%s is told in plain lines", (_name, notes, lines) => {
  expect(noteLines(notes)).toEqual(lines);
});

test("whatever comes, there are at most three lines of 160 characters", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000 }), (text) => {
      const lines = noteLines(text);
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(160);
    }),
  );
  expect(noteLines(`${"x".repeat(500)}`)[0]).toHaveLength(160);
  // 10 GB, if it were put together.
  const long = { note: "\n".repeat(100_000) };
  expect(noteLines(Array.from({ length: 100_000 }, () => long))).toEqual([]);
});
