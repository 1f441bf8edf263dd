import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { sourceFiles } from "../../build/import-graph.mjs";

const root = resolve(import.meta.dirname, "../..");

interface Node {
  type: string;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

/** What tools and services say about time and leave reaches windows; the rest is for models, or is told by its code. */
const reaches =
  /^mcp-server\/(tools\/(timer|entries|absences|reports|lib)|time|journal\/undo|server\/imports|services)\//;
const elsewhere =
  /\/(records|capabilities|client|own-person|database|person-guard|http)\/|descriptor|headless|address-rule|\/(settings|options|open|schema|facts|tokens|fetch)\.ts$/;
const isSentence = (text: string) =>
  /^([A-Z"]|\{\{)[^\n]*\s[^\n]*[.!?]$/.test(text) && !/^(SELECT|UPDATE|DELETE|INSERT|VACUUM|ORDER) /.test(text);
/** An error has a code, and words of its own in windows. */
const isError = (name: string) =>
  /(Error|conflict|refus|invalid|notFound|unsupported|fail|forbid|wrong|denied|notAllowed|locked|stopped)/i.test(name);

const templateText = (node: Node): string => {
  const quasis = node.quasis as { value: { cooked: string } }[];
  return quasis.map(({ value }, index) => (index === 0 ? value.cooked : `{{${index}}}${value.cooked}`)).join("");
};

/** @returns every sentence in the code that can come as a note, with `{{1}}` for what is put in, by file */
export function serverSentences(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = sourceFiles(["mcp-server"]);
  for (const file of files) {
    if (!reaches.test(file) || elsewhere.test(file)) continue;
    // The declaration of a tool is read by models only.
    if (files.includes(file.replace(/\.ts$/, ".run.ts"))) continue;
    const code = readFileSync(join(root, file), "utf8");
    const sentences: string[] = [];
    const visit = (node: Node) => {
      if (node.type === "ThrowStatement") return;
      if (node.type === "CallExpression" || node.type === "NewExpression") {
        const { start, end } = node.callee as { start: number; end: number };
        if (isError(code.slice(start, end))) return;
      }
      if (node.type === "Property") {
        const { start, end } = node.key as { start: number; end: number };
        if (["next", "message", "description"].includes(code.slice(start, end))) return;
      }
      const text =
        node.type === "Literal" && typeof node.value === "string"
          ? node.value
          : node.type === "TemplateLiteral"
            ? templateText(node)
            : "";
      if (isSentence(text)) sentences.push(text);
      for (const part of Object.values(node))
        for (const one of Array.isArray(part) ? part : [part]) if (isNode(one)) visit(one);
    };
    visit(parseSync(file, code).program as unknown as Node);
    if (sentences.length > 0) found.set(file, sentences);
  }
  return found;
}
