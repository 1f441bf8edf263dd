// The messages that AI clients get from the server, read in its code: by kind, with the advice that goes with each.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { sourceFiles } from "../import-graph.mjs";
import { root } from "../setup.mjs";
import { catalog, meanings, shown } from "./error-text.mjs";

const isNode = (value) => typeof value === "object" && value !== null && "type" in value;
const childrenOf = (node) => Object.values(node).flat().filter(isNode);

/** Texts that an expression can be; what is put in is `{{}}`, but not behind the end, and what is computed elsewhere is none. */
function textsOf(node) {
  if (node?.type === "Literal") return typeof node.value === "string" ? [node.value] : [];
  if (node?.type === "TemplateLiteral")
    return [
      node.quasis
        .map(({ value }) => value.cooked)
        .join("{{}}")
        .replace(/(?<=[.!?])(\{\{\}\})+$/, ""),
    ];
  if (node?.type === "ConditionalExpression") return [...textsOf(node.consequent), ...textsOf(node.alternate)];
  return [];
}

/** @returns each error that the server throws in words of its own: its kind, its texts, and the advice of this place */
export function errorsIn(code, file = "code.ts") {
  const found = [];
  const visit = (node) => {
    if (node.type === "NewExpression" && /^(Service|Input)Error$/.test(node.callee.name)) {
      const [kind, message, more] = node.arguments;
      const texts = textsOf(message);
      const advice = textsOf(more?.properties?.find(({ key }) => key?.name === "next")?.value);
      // Where both depend on the same, each text has its own.
      const next = (index) => (advice.length === texts.length ? advice[index] : advice.join(" Or: ") || undefined);
      if (typeof kind?.value === "string")
        for (const [index, text] of texts.entries()) found.push({ kind: kind.value, text, next: next(index) });
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parseSync(file, code).program);
  return found;
}

const usesErrors = /new (Service|Input)Error\(/;

/**
 * @returns Markdown: for each kind of error a section with its messages in a table
 * @throws at a kind that windows have no words for
 */
export function errorTables(errors) {
  const kinds = new Map();
  for (const { kind, text, next } of errors) {
    // A message that is nothing but what is put in has no words to look for.
    if (!/[a-z]{3}/.test(text.replaceAll("{{}}", ""))) continue;
    const rows = kinds.get(kind) ?? new Map();
    rows.set(text, rows.get(text) ?? next);
    kinds.set(kind, rows);
  }
  const means = Object.assign({}, ...Object.values(meanings));
  const unsaid = [...kinds.keys()].filter((kind) => catalog.failure[kind] && !means[`failure.${kind}`]);
  if (unsaid.length > 0)
    throw new Error(`error-meanings.json does not say what these mean: failure.${unsaid.join(", failure.")}`);
  const sections = Object.keys(catalog.failure).filter((kind) => kinds.has(kind));
  const unknown = [...kinds.keys()].filter((kind) => !sections.includes(kind));
  if (unknown.length > 0) throw new Error(`renderer/i18n/en.json has no failure of the kind ${unknown.join(", ")}`);
  return sections.map((kind) => section(kind, kinds.get(kind), means[`failure.${kind}`])).join("\n\n");
}

/** The tables of all errors that the server throws in words of its own. */
export function serverErrors() {
  const codes = sourceFiles(["mcp-server"]).map((file) => [readFileSync(join(root, file), "utf8"), file]);
  return errorTables(codes.filter(([code]) => usesErrors.test(code)).flatMap((one) => errorsIn(...one)));
}

function section(kind, rows, given) {
  const { title, next } = catalog.failure[kind];
  const texts = [...rows].sort(([one], [other]) => one.localeCompare(other, "en"));
  return [
    `## ${shown(title)}`,
    shown(given),
    [
      "| Message | What to do |",
      "|---|---|",
      ...texts.map(([text, advice]) => `| ${shown(text)} | ${shown(advice ?? next)} |`),
    ].join("\n"),
  ].join("\n\n");
}
