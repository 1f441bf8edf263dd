import { expect, test } from "vitest";
import { toolRules } from "../../../mcp-server/permissions";
import { tools } from "../../../mcp-server/tools";
import { testDesk } from "../../fakes/desk";

const listed = () => {
  const { desk } = testDesk({ profile: "everything" });
  return desk.offered().map(desk.describe);
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

test("every name of the permission table has its tool, and the list stays small", () => {
  expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(toolRules).sort());
  expect(JSON.stringify(listed()).length).toBeLessThan(17_500);
});
