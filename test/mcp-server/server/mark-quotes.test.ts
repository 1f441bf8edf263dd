import { expect, test } from "vitest";
import { markQuotes } from "#server/mark-quotes";
import { untrusted } from "#server/tools/lib/view";

const answer = (text: string, data: Record<string, unknown>) => ({
  content: [{ type: "text" as const, text }],
  structuredContent: data,
});
const isMarked = ({ content, structuredContent }: ReturnType<typeof markQuotes>) => [
  content[0]?.type === "text" && content[0].text.startsWith(untrusted),
  (structuredContent as { untrusted?: string }).untrusted === untrusted,
];

test.each([
  ["its text alone", answer("on Website", {})],
  ["a value of its data alone", answer("done", { entries: [{ work: { project: { name: "the Website" } } }] })],
  ["a name in its data alone", answer("done", { meta: { Website: 1 } })],
])("an answer that quotes people in %s is marked in both forms", (_, given) => {
  expect(isMarked(markQuotes(given, new Set(["other", "Website"])))).toEqual([true, true]);
});

test("an answer that shows none of what was quoted stays as it is", () => {
  const given = answer("done", { entries: [1, null, { name: "Web" }] });
  expect(markQuotes(given, new Set(["Website"]))).toBe(given);
  expect(markQuotes(given, new Set())).toBe(given);
});
