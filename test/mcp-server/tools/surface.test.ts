import { expect, test } from "vitest";
import { toolRules } from "../../../mcp-server/access/tool-rules";
import type { EntryField } from "../../../mcp-server/domain/entities";
import { tools } from "../../../mcp-server/tools";
import type { JsonSchema } from "../../../mcp-server/tools/lib/schema";
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
    expect(tool.description, `${tool.name} says when not to use it`).toMatch(/[Nn]ot /);
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

/** Characters of JSON that make 1,000 tokens of what a model reads of such lists (o200k_base), measured. */
const thousand = 4_080;

test.each([
  ["Track", "track", 4.5],
  ["Everything", "everything", 6.5],
] as const)("what a model reads of the tools of %s stays within its budget", (_name, profile, most) => {
  const { catalog } = openToolSession({ profile, facts: { fields: allFields } });
  const list = catalog.offered().map(catalog.describe);
  expect(list.map(({ name }) => name)).toContain("request_absence");
  const read = list.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  expect(JSON.stringify(read).length).toBeLessThan(most * thousand);
});

/** Every description that a model may read, with the place it stands at. */
function descriptions(schema: JsonSchema, at: string): [string, string][] {
  const own = typeof schema.description === "string" ? [[at, schema.description] as [string, string]] : [];
  const inner = Object.entries((schema.properties ?? {}) as JsonSchema).flatMap(([name, member]) =>
    descriptions(member as JsonSchema, `${at}.${name}`),
  );
  return [...own, ...inner, ...(schema.items ? descriptions(schema.items as JsonSchema, at) : [])];
}

test("every argument says more than one word of what it means, also in rows", () => {
  for (const { name, inputSchema } of listed()) {
    const said = descriptions(inputSchema, name);
    for (const [at, text] of said) expect(text.split(/\s+/).length, at).toBeGreaterThan(1);
    const rows = Object.values(inputSchema.properties).flatMap((one) => {
      const { items } = one as { items?: { properties?: object } };
      return items?.properties ? [items.properties] : [];
    });
    for (const properties of rows)
      for (const [member, schema] of Object.entries(properties))
        expect((schema as JsonSchema).description, `${name}[].${member}`).toBeTruthy();
  }
});

test("a parameter for other people is listed only where others may be seen", () => {
  const people = (profile: "track" | "manage") => {
    const { catalog } = openToolSession({ profile });
    const tool = catalog.offered().find(({ name }) => name === "list_time");
    return tool && Object.keys(catalog.describe(tool).inputSchema.properties).includes("people");
  };
  expect([people("track"), people("manage")]).toEqual([false, true]);
});
