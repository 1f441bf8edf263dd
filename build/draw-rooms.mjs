// npm run docs:rooms: draws the rooms and who imports whom into docs/architecture.md, from the imports themselves.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importEdges, sourceFiles } from "./import-graph.mjs";

const file = fileURLToPath(new URL("../docs/architecture.md", import.meta.url));
const folders = ["main", "mcp-server", "renderer"];
/** Folders of one kind share a box. */
const boxOf = (path) => {
  const [top, second, third, fourth] = path.split("/");
  if (top === "main") return "main";
  if (top === "renderer") return third ? `renderer/${second}` : null;
  if (third === "services") {
    if (["http", "shared"].includes(fourth)) return `mcp-server/core/services/${fourth}`;
    return "mcp-server/core/services/‹service›";
  }
  if (third === "tools") return fourth === "lib" ? "mcp-server/server/tools/lib" : "mcp-server/server/tools";
  if (second === "core") return fourth ? `mcp-server/core/${third}` : null;
  return third ? `mcp-server/${second}` : null;
};

function graph() {
  const next = new Map();
  for (const { from, to, typeOnly } of importEdges(folders)) {
    const [a, b] = [boxOf(from), boxOf(to)];
    // Types are erased: within one process they tie nothing together. Between two they are the contract.
    if (!a || !b || a === b || (typeOnly && a.split("/")[0] === b.split("/")[0])) continue;
    next.set(a, (next.get(a) ?? new Set()).add(b));
  }
  return next;
}

/** Leaves out an arrow where a longer way says the same, so that the picture can be read. */
function reduced(next) {
  const reaches = (from, to, seen = new Set()) =>
    [...(next.get(from) ?? [])].some((via) => {
      if (via === to) return true;
      if (seen.has(via)) return false;
      seen.add(via);
      return reaches(via, to, seen);
    });
  return [...next].flatMap(([from, all]) =>
    [...all].filter((to) => ![...all].some((via) => via !== to && reaches(via, to))).map((to) => [from, to]),
  );
}

const id = (box) => box.replaceAll(/[^a-z0-9]/g, "_");

export function drawing() {
  const next = graph();
  const lines = new Map();
  for (const path of sourceFiles(folders)) {
    const box = boxOf(path);
    const count = readFileSync(new URL(`../${path}`, import.meta.url), "utf8").split("\n").length;
    if (box) lines.set(box, (lines.get(box) ?? 0) + count);
  }
  const label = (box) =>
    `${box.replace(/^(renderer|mcp-server)\//, "")}<br/>${(Math.round((lines.get(box) ?? 0) / 100) / 10).toFixed(1)}k lines`;
  const group = (top) => {
    const boxes = [...lines.keys()].filter((box) => box === top || box.startsWith(`${top}/`)).sort();
    return [`  subgraph ${id(top)}_ ["${top}"]`, ...boxes.map((box) => `    ${id(box)}["${label(box)}"]`), "  end"];
  };
  const arrows = reduced(next)
    .map(([from, to]) => `  ${id(from)} --> ${id(to)}`)
    .sort();
  return [
    "```mermaid",
    "flowchart TD",
    ...folders.flatMap(group),
    ...arrows,
    "  main -. starts, over stdio .-> mcp_server_cli",
    "```",
  ].join("\n");
}

const block = /(<!-- rooms: made by npm run docs:rooms -->\n)[\s\S]*?(\n<!-- \/rooms -->)/;

/** @returns {boolean} whether the picture in the document is the one of the imports */
export const isCurrent = () =>
  withoutCounts(block.exec(readFileSync(file, "utf8"))?.[0]) ===
  withoutCounts(`<!-- rooms: made by npm run docs:rooms -->\n${drawing()}\n<!-- /rooms -->`);

/** How long a room is changes with every commit; who imports whom does not. */
const withoutCounts = (text) => text?.replaceAll(/<br\/>[\d.]+k lines/g, "");

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(block, (_all, begin, end) => `${begin}${drawing()}${end}`),
  );
