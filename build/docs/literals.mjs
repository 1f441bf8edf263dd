// Constants of the code that pages list, read without running it: the site is made without a build.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { root } from "../setup.mjs";

function literalOf(node) {
  if (node.type === "ObjectExpression")
    return Object.fromEntries(node.properties.map(({ key, value }) => [key.name ?? key.value, literalOf(value)]));
  if (node.type === "ArrayExpression") return node.elements.map(literalOf);
  return node.value;
}

/** The object below `as const satisfies …`. */
const unwrapped = (node) => (node.expression ? unwrapped(node.expression) : node);

/**
 * Reads an object or a list that is declared at the top of a file.
 *
 * @throws {Error} when there is no such constant
 */
export function constantIn(code, name) {
  const declarations = parseSync("code.ts", code).program.body.flatMap(
    (statement) => (statement.declaration ?? statement).declarations ?? [],
  );
  const constant = declarations.find(({ id }) => id.name === name);
  if (!constant) throw new Error(`no constant ${name}`);
  return literalOf(unwrapped(constant.init));
}

/** The same, of a file of the repository. */
export const constantOf = (file, name) => constantIn(readFileSync(join(root, file), "utf8"), name);
