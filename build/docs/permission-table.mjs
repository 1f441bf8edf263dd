// The permissions that a policy can bound, read in the code that declares them.
import { constantOf } from "./literals.mjs";

const file = "mcp-server/core/domain/permission-cells.ts";

/** @returns Markdown: a row for each kind, a column for each action */
export function permissionTable() {
  const actions = constantOf(file, "actions");
  const rows = Object.entries(constantOf(file, "usedActions")).map(
    ([kind, used]) => `| \`${kind}\` | ${actions.map((action) => (used.includes(action) ? "yes" : "")).join(" | ")} |`,
  );
  return [
    `| kind | ${actions.map((action) => `\`${action}\``).join(" | ")} |`,
    `|---|${actions.map(() => "---|").join("")}`,
    ...rows,
  ].join("\n");
}
