// The options of the team server, read in the code that declares them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { root } from "../setup.mjs";

const file = "mcp-server/team/config/options.ts";

/** Value of a literal object, as far as options use it. */
const literalOf = (node) =>
  node.type === "ObjectExpression"
    ? Object.fromEntries(node.properties.map(({ key, value }) => [key.name ?? key.value, literalOf(value)]))
    : node.value;

/** The object below `as const satisfies …`. */
const unwrapped = (node) => (node.expression ? unwrapped(node.expression) : node);

/** @returns each option by its name in the code */
export function optionsIn(code) {
  const declarations = parseSync(file, code).program.body.flatMap(({ declaration }) => declaration?.declarations ?? []);
  return literalOf(unwrapped(declarations.find(({ id }) => id.name === "options").init));
}

/** @returns Markdown: a row for each option, with its environment variable */
export function teamOptions() {
  const cell = (text) => text.replaceAll("|", "\\|");
  const rows = Object.values(optionsIn(readFileSync(join(root, file), "utf8"))).map(
    ({ flag, variable, takes, list, secret, help }) => {
      const option = flag ? `\`--${flag}${takes ? ` ${takes}` : ""}\`${list ? ", repeatable" : ""}` : "";
      const variables = `\`${variable}\`${secret ? `, \`${variable}_FILE\`` : ""}`;
      return `| ${cell(option)} | ${variables} | ${cell(help)} |`;
    },
  );
  return ["| option | variable | meaning |", "|---|---|---|", ...rows].join("\n");
}
