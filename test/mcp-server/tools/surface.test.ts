import { expect, test } from "vitest";
import { toolRules } from "../../../mcp-server/access/tool-rules";
import type { EntryField } from "../../../mcp-server/domain/entities";
import { tools } from "../../../mcp-server/tools";
import { openToolSession } from "../../fakes/tool-session";

const allFields: EntryField[] = [
  "text",
  "tags",
  "billable",
  "exported",
  "person",
  "break",
  "rate",
  "meta",
  "begin",
  "end",
];

const listed = () => {
  const { catalog } = openToolSession({ profile: "everything", facts: { fields: allFields } });
  return catalog.offered().map(catalog.describe);
};

test("every tool has title, all annotations, an output schema, and each parameter a description", () => {
  for (const tool of listed()) {
    expect(tool.title.length).toBeGreaterThan(2);
    expect(tool.description).toMatch(/[Nn]ot /);
    for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const)
      expect(typeof tool.annotations[hint], `${tool.name}.${hint}`).toBe("boolean");
    expect(tool.annotations.readOnlyHint).toBe(toolRules[tool.name].kind === "read");
    expect(Object.keys(tool.outputSchema.properties).length).toBeGreaterThan(0);
    for (const [name, parameter] of Object.entries(tool.inputSchema.properties))
      expect((parameter as { description?: string }).description, `${tool.name}.${name}`).toBeTruthy();
  }
});

test("every name of the permission table has its tool", () => {
  expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(toolRules).sort());
});

/** Characters of JSON that make 1,000 tokens of such lists (o200k_base), measured: 4,150 to 4,220. */
const thousand = 4_150;

test.each([
  ["Track", "track", ["text", "tags", "begin", "end"], 3],
  ["Track, for one who may set every field", "track", allFields, 3.05],
  ["Everything", "everything", allFields, 4.5],
] as const)(
  "the whole list of %s costs a model little, the tools of the absence plugin among them",
  (_name, profile, fields, most) => {
    const { catalog } = openToolSession({ profile, facts: { fields: [...fields] } });
    const list = catalog.offered().map(catalog.describe);
    expect(list.map(({ name }) => name)).toContain("request_absence");
    expect(JSON.stringify(list).length).toBeLessThan(most * thousand);
  },
);

test("a parameter for other people is listed only where others may be seen", () => {
  const people = (profile: "track" | "manage") => {
    const { catalog } = openToolSession({ profile });
    const tool = catalog.offered().find(({ name }) => name === "list_time");
    return tool && Object.keys(catalog.describe(tool).inputSchema.properties).includes("people");
  };
  expect([people("track"), people("manage")]).toEqual([false, true]);
});
