import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { outputSchemas } from "#core/domain/results/tool-results";
import type { JsonSchema } from "#server/tools/lib/schema";
import { demandKnownMembers } from "../../../fakes/answer-schema";

const file = resolve(import.meta.dirname, "../../../../mcp-server/server/tools/output-schemas.json");
const made = outputSchemas();

test("the file of output schemas is what the result types say (npm run schemas writes it)", () => {
  const text = `${JSON.stringify(made)}\n`;
  if (process.env.PUNCHCARD_WRITE_SCHEMAS) writeFileSync(file, text);
  expect(readFileSync(file, "utf8") === text, "run npm run schemas").toBe(true);
});

test("every tool has its output schema, and nothing else has one", () => {
  expect(Object.keys(made).sort()).toEqual([...toolNames].sort());
});

/** Every schema in a schema, with the names that lead to it. */
function* schemasIn(schema: JsonSchema, at: string): Generator<[string, JsonSchema]> {
  yield [at, schema];
  for (const [name, member] of Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>))
    yield* schemasIn(member, `${at}.${name}`);
  for (const inner of [schema.items, schema.additionalProperties, ...((schema.anyOf ?? []) as JsonSchema[])])
    if (typeof inner === "object" && inner !== null) yield* schemasIn(inner as JsonSchema, `${at}[]`);
}

test("no schema has what some clients drop a tool for", () => {
  for (const [tool, whole] of Object.entries(made))
    for (const [at, schema] of schemasIn(whole as JsonSchema, tool)) {
      expect(Object.keys(schema), at).not.toContain("$ref");
      expect(Object.keys(schema), at).not.toContain("exclusiveMinimum");
      expect(Array.isArray(schema.type), at).toBe(false);
    }
});

test("every number of seconds says so", () => {
  for (const [tool, whole] of Object.entries(made))
    for (const [at, schema] of schemasIn(whole as JsonSchema, tool))
      if (/\.(seconds|target|balance|breakSeconds)$/.test(at) && schema.type === "number")
        expect(schema.description, at).toMatch(/[Ss]econds/);
});

test.each([
  ["a member that the schema does not name", "clock_out", { entries: [], notes: [], extra: 1 }],
  ["one deep inside", "get_status", { week: { days: [{ day: "2026-11-16", seconds: 1, target: null, extra: 1 }] } }],
  ["another type", "clock_out", { entries: [], notes: "none" }],
  ["null where nothing says so", "get_status", { zone: null }],
])("an answer with %s fails the tests of its tool", (_what, tool, answer) => {
  expect(() => demandKnownMembers(tool, answer)).toThrow("does not say");
});
