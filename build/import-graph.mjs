// Reads every import of one of our own files to another, types included, with a real parser.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const endings = ["", ".ts", ".tsx", ".css", ".json", "/index.ts", "/index.tsx"];

/** @typedef {{ from: string, to: string, typeOnly: boolean, lazy: boolean }} Edge paths from the root, with `/` */

/** All TypeScript files below the folders, sorted. @param {string[]} folders @returns {string[]} */
export function sourceFiles(folders) {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
    )
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
    .sort();
}

/** The specifiers of one file: static, re-exported, dynamic and in types (`import("./x").T`). */
function specifiers(file) {
  const text = readFileSync(join(root, file), "utf8");
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const found = [];
  for (const { moduleRequest, entries } of module.staticImports)
    found.push({
      name: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
      lazy: false,
    });
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest) found.push({ name: moduleRequest.value, typeOnly: isType, lazy: false });
  for (const { moduleRequest } of module.dynamicImports)
    found.push({ name: text.slice(moduleRequest.start + 1, moduleRequest.end - 1), typeOnly: false, lazy: true });
  walk(program, (node) => {
    if (node.type === "TSImportType") found.push({ name: node.source.value, typeOnly: true, lazy: true });
  });
  return found;
}

function walk(node, visit) {
  if (Array.isArray(node)) for (const each of node) walk(each, visit);
  else if (typeof node === "object" && node !== null) {
    if (typeof node.type === "string") visit(node);
    for (const key of Object.keys(node)) walk(node[key], visit);
  }
}

const subpaths = Object.entries(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).imports).map(
  ([pattern, target]) => ({ prefix: pattern.slice(0, -1), folder: target.slice(2, target.indexOf("*")) }),
);

/** The path from the root that an import names, perhaps without its ending. Undefined for an import of a package. */
function importedPath(from, name) {
  if (name.startsWith(".")) return normalize(join(dirname(from), name)).replaceAll("\\", "/");
  const subpath = subpaths.find(({ prefix }) => name.startsWith(prefix));
  return subpath && subpath.folder + name.slice(subpath.prefix.length);
}

/** @param {string[]} folders @returns {Edge[]} one for each import of our own files; one that names no file is an error */
export function importEdges(folders) {
  return sourceFiles(folders).flatMap((from) =>
    specifiers(from)
      .filter(({ name }) => importedPath(from, name) !== undefined)
      .map(({ name, typeOnly, lazy }) => {
        const base = importedPath(from, name);
        const ending = endings.find((each) => /\.\w+$/.test(base + each) && existsSync(join(root, base + each)));
        if (ending === undefined) throw new Error(`${from} imports ${name}, which is no file`);
        return { from, to: base + ending, typeOnly, lazy };
      }),
  );
}

/** Groups of files that import each other in a loop (Tarjan's strongly connected components). @param {Edge[]} edges @returns {string[][]} */
export function circles(edges) {
  const next = new Map();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const index = new Map();
  const low = new Map();
  const stack = [];
  const groups = [];
  const connect = (file) => {
    index.set(file, index.size);
    low.set(file, index.get(file));
    stack.push(file);
    for (const to of next.get(file) ?? []) {
      if (!index.has(to)) connect(to);
      if (stack.includes(to)) low.set(file, Math.min(low.get(file), low.get(to)));
    }
    if (low.get(file) !== index.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1 || (next.get(file) ?? []).includes(file)) groups.push(group.sort());
  };
  for (const file of next.keys()) if (!index.has(file)) connect(file);
  return groups.sort((a, b) => b.length - a.length);
}
