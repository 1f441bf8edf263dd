import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { sourceFiles } from "../../build/import-graph.mjs";

const root = resolve(import.meta.dirname, "../..");

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

/** What tools and services say about time and leave reaches windows; the rest is for models, or is told by its code or parts. */
const reaches =
  /^mcp-server\/(server\/(tools\/(timer|entries|absences|reports|lib)|imports)|core\/(time|journal\/undo|services))\//;
const elsewhere =
  /\/(records|capabilities|client|own-person|database|person-guard|http|question)\/|descriptor|headless|address-rule|\/(settings|options|open|schema|facts|tokens|fetch)\.ts$/;
/** Where what is thrown can be the reason that a window gives; what is done with records there is only about projects. */
const throws = /^mcp-server\/core\/(services\/|domain\/(drafts|leave-draft|names)\.ts|platform\/keychain\.ts)/;
const throwsElsewhere =
  /\/(headless|descriptors?|address-rule|client\/address|wire\/.*)\.ts$|\/records(\.ts|\/(?!shared\.ts|work\/work\b|work\/work-write))/;
/** What describes fields and types of records is for models; only what is thrown there is not. */
const records = /\/records\//;
/** Where is read what an account may, with the reason where it may not. */
const reasons = /^mcp-server\/core\/services\/\w+\/capabilities\//;

const isSentence = (text: string) =>
  /^([A-Z"]|\{\{)[^\n]*\s[^\n]*[.!?]$/.test(text) &&
  hasWords(text) &&
  !/\b(SELECT|UPDATE|DELETE|INSERT|VACUUM|WHERE|ORDER) /.test(text);
/** What is put in says the rest. */
const hasWords = (text: string) => /[a-z]{2}/i.test(text.replace(/\{\{\d\}\}/g, ""));
/** Words enough to be read by a person; the rest are ids, cells and paths. */
const isPhrase = (text: string) =>
  /[a-z]{3}/.test(text.replace(/\{\{\d\}\}/g, "")) && /^[a-z][\w'’-]*( [\w'’{},-]+)+[^/]*$/.test(text);
/** An error has a code, and words of its own in windows. */
const isError = (name: string) =>
  /(Error|conflict|refus|invalid|notFound|unsupported|fail|forbid|wrong|denied|notAllowed|locked|stopped)/i.test(name);
/** Never shown to people. */
const isInternal = (name: string) => /^(Range|Usage|Type|Syntax)?Error$/.test(name);
const messageAt: Readonly<Record<string, number>> = { ServiceError: 1, InputError: 1, reworded: 1, partlyDone: 1 };

/** `export const noRight = "your role has no right to"` by name. */
const constants = (code: string, exported: boolean): [string, string][] =>
  [...code.matchAll(/^( *)(export )?const (\w+) = "([^"\n]+ [^"\n]+)";/gm)].flatMap(
    ([, , shared, name = "", text = ""]) => (exported && !shared ? [] : [[name, text]]),
  );

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** `message("code")`, or a choice between two. */
const isMessage = (node: Node): boolean =>
  node.type === "ConditionalExpression"
    ? isMessage(node.consequent as Node)
    : node.type === "CallExpression" && (node.callee as Node).name === "message";

/** The text of a literal or template, `{{1}}` for what is put in; constants are put in as they are. */
function textOf(node: Node, code: string, known: ReadonlyMap<string, string>): string {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : "";
  if (node.type !== "TemplateLiteral") return "";
  let count = 0;
  const expressions = node.expressions as Node[];
  return (node.quasis as { value: { cooked: string } }[])
    .map(({ value }, index) => {
      const before = expressions[index - 1];
      if (!before) return value.cooked;
      const constant = known.get(code.slice(before.start, before.end));
      if (constant === undefined) count += 1;
      return `${constant ?? `{{${count}}}`}${value.cooked}`;
    })
    .join("");
}

/** Functions that make a sentence of a part that they are given, with the place of that part. */
function makersIn(program: Node): Map<string, number> {
  const makers = new Map<string, number>();
  const visit = (node: Node) => {
    const made = node.type === "VariableDeclarator" ? (node.init as Node | null) : node;
    const name = (node.id as Node | null | undefined)?.name;
    if (made && /^(ArrowFunctionExpression|FunctionDeclaration)$/.test(made.type) && typeof name === "string") {
      const names = (made.params as Node[]).map((param) => param.name);
      const inside = (part: Node): void => {
        if (part.type === "TemplateLiteral" && isSentence(textOf(part, "", new Map())))
          for (const one of part.expressions as Node[]) {
            const at = names.indexOf(one.name);
            if (one.type === "Identifier" && at >= 0 && !makers.has(name)) makers.set(name, at);
          }
        for (const child of childrenOf(part)) inside(child);
      };
      inside(made.body as Node);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return makers;
}

/** Names of what is given as advice (`next`), which windows word themselves by the code of an error. */
function adviceIn(program: Node, isSaid: (node: Node) => boolean): Set<string> {
  const names = new Set<string>();
  const take = (node: Node | undefined) => {
    if (node?.type === "Identifier") names.add(String(node.name));
  };
  const visit = (node: Node) => {
    if (node.type === "Property" && (node.key as Node).name === "next") take(node.value as Node);
    if (node.type === "CallExpression") {
      const given = node.arguments as Node[];
      const said = given.findIndex(isSaid);
      if (isError(String((node.callee as Node).name))) for (const one of given.slice(said + 1)) take(one);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return names;
}

/** @returns what the code can say in front of people, with `{{1}}` for what is put in, by file */
export function serverSentences(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = sourceFiles(["mcp-server"]);
  const codes = new Map<string, string>(files.map((file: string) => [file, readFileSync(join(root, file), "utf8")]));
  const serviceOf = (file: string) => /^mcp-server\/core\/services\/\w+\//.exec(file)?.[0] ?? dirname(file);
  const known = new Map<string, Map<string, string>>();
  for (const [file, code] of codes)
    known.set(serviceOf(file), new Map([...(known.get(serviceOf(file)) ?? []), ...constants(code, true)]));

  const programs = new Map(
    [...codes]
      .filter(([file]) => throws.test(file) || reaches.test(file))
      .map(([file, code]) => [file, parseSync(file, code).program as unknown as Node]),
  );
  const makersOf = new Map<string, Map<string, number>>();
  for (const [file, program] of programs)
    makersOf.set(serviceOf(file), new Map([...(makersOf.get(serviceOf(file)) ?? []), ...makersIn(program)]));

  for (const [file, program] of programs) {
    const code = codes.get(file) ?? "";
    const notes = reaches.test(file) && !elsewhere.test(file);
    const thrown = throws.test(file) && !throwsElsewhere.test(file);
    // The declaration of a tool is read by models only.
    if ((!notes && !thrown) || files.includes(file.replace(/\.ts$/, ".run.ts"))) continue;
    const makers = thrown ? (makersOf.get(serviceOf(file)) ?? new Map()) : new Map<string, number>();
    const shared = thrown ? (known.get(serviceOf(file)) ?? []) : [];
    const words = new Map([...shared, ...constants(code, false)]);
    const constant = new Set(words.values());
    const sentences = new Set<string>();
    const messages = (node: Node) => {
      if (/^(Conditional|Logical)Expression$/.test(node.type)) for (const child of childrenOf(node)) messages(child);
      else {
        const text = textOf(node, code, words);
        if (/[\w}.] [\w{]/.test(text) && hasWords(text)) sentences.add(text);
      }
    };
    const isSaid = (node: Node): boolean =>
      node.type === "ArrowFunctionExpression"
        ? isSaid(node.body as Node)
        : isMessage(node) || isSentence(textOf(node, code, words)) || isPhrase(textOf(node, code, words));
    const advice = thrown ? adviceIn(program, isSaid) : new Set<string>();
    const untilSaid = (nodes: Node[]) => {
      const said = nodes.findIndex(isSaid);
      return said < 0 ? nodes : nodes.slice(0, said + 1);
    };
    const visit = (node: Node) => {
      if (node.type === "ThrowStatement" && !thrown) return;
      if (
        node.type === "VariableDeclarator" &&
        (advice.has(String((node.id as Node).name)) || /^next/.test(String((node.id as Node).name)))
      )
        return;
      // A table of errors: what is said, then advice.
      if (node.type === "ArrayExpression" && thrown && !notes)
        return untilSaid((node.elements as (Node | null)[]).filter(isNode)).forEach(visit);
      const text = textOf(node, code, words);
      const isReason = reasons.test(file) && isPhrase(text) && text.split(" ").length > 3 && !constant.has(text);
      if (!records.test(file) && (isSentence(text) || isReason)) sentences.add(text);
      if (node.type === "Property") {
        const { start, end } = node.key as Node;
        const key = code.slice(start, end);
        if (key === "next" || key === "description" || (key === "message" && !thrown)) return;
        if (key === "message") messages(node.value as Node);
      }
      if (node.type === "CallExpression" || node.type === "NewExpression") {
        const { start, end } = node.callee as Node;
        const name = code.slice(start, end);
        if (isInternal(name) || (isError(name) && !thrown)) return;
        const given = node.arguments as Node[];
        const message = given[messageAt[name] ?? -1];
        if (thrown && message) messages(message);
        if (notes && /\b(notes|leftOut)\.push$/.test(name)) for (const one of given) messages(one);
        const part = given[makers.get(name) ?? -1];
        if (part && isPhrase(textOf(part, code, words))) sentences.add(textOf(part, code, words));
        // What follows the sentence of an error is advice, which windows word themselves.
        visit(node.callee as Node);
        for (const one of isError(name) || makers.has(name) ? untilSaid(given) : given) visit(one);
        return;
      }
      for (const child of childrenOf(node)) visit(child);
    };
    visit(program);
    if (sentences.size > 0) found.set(file, [...sentences]);
  }
  return found;
}
