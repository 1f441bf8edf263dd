import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { serviceIds } from "#core/service-catalog/descriptors";
import { circles, importEdges } from "../../build/import-graph.mjs";

/** Allowed imports between modules (docs/architecture.md). For a file the rule with the longest matching folder is used. */
const edges = importEdges(["main", "mcp-server", "renderer"]).filter(({ to }) => !/\.css$|^package\.json$/.test(to));

const core = (...names: string[]) => names.map((name) => `mcp-server/core/${name}`);
const services = serviceIds.map((id) => `services/${id}`);
const pure = core("domain", "time", "service-catalog");
/** Types of what the main process sends. Values are checked below: none of them runs code of the main process. */
const contract = ["main/ipc"];
const pages = ["renderer/features", "renderer/ui", "renderer/lib", "renderer/i18n", ...pure, ...contract];
const toolFamilies = ["timer", "entries", "absences", "reports", "records", "work", "account"];
const tools = (...names: string[]) => names.map((name) => `mcp-server/server/tools/${name}`);

/** Texts as codes with parameters, which every module passes on. */
const messages = "mcp-server/core/messages";

const rules: Record<string, readonly string[]> = {
  [messages]: [],
  "mcp-server/core/domain": [],
  "mcp-server/core/time": core("domain"),
  "mcp-server/core/service-catalog": core("domain"),
  "mcp-server/core/platform": core("domain", "service-catalog"),
  "mcp-server/core/imports": core("domain", "time"),
  "mcp-server/core/journal": core("domain", "time", "platform", "service-catalog"),
  "mcp-server/core/confirmation": core("domain", "platform"),
  "mcp-server/core/services": core("domain", "service-catalog", "services/shared", ...services),
  "mcp-server/core/services/http": core("domain", "time", "platform"),
  "mcp-server/core/services/shared": core("domain", "time", "platform", "services/http"),
  ...Object.fromEntries(
    services.map((service) => [
      `mcp-server/core/${service}`,
      core("domain", "time", "platform", "service-catalog", "services/shared", "services/http"),
    ]),
  ),
  "mcp-server/core/access": core("domain", "time", "platform", "service-catalog", "services", "journal"),
  "mcp-server/server/tools/lib": [...pure, "types of mcp-server/core/access"],
  ...Object.fromEntries(
    tools(...toolFamilies).map((family) => [
      family,
      [...pure, ...tools("lib", "entries"), "types of mcp-server/core/access"],
    ]),
  ),
  "mcp-server/server/tools": tools(...toolFamilies, "lib"),
  "mcp-server/server": [
    ...pure,
    ...core("platform", "access", "confirmation", "journal", "imports"),
    "mcp-server/server/tools",
    ...tools(...toolFamilies, "lib"),
  ],
  "mcp-server/team": [
    ...pure,
    ...core("platform", "access", "confirmation", "journal"),
    "mcp-server/server",
    "mcp-server/server/tools",
    ...tools("lib"),
  ],
  "mcp-server/cli": [
    ...pure,
    ...core("platform", "services", ...services, "access", "confirmation"),
    "mcp-server/server",
    ...tools("lib"),
    "mcp-server/team",
  ],
  "mcp-server": ["mcp-server/cli", "mcp-server/core/platform"],
  main: [...pure, ...core("platform", "access")],
  "renderer/i18n": ["renderer/lib", ...contract],
  "renderer/lib": ["renderer/i18n", ...pure, ...contract],
  "renderer/ui": ["renderer/lib", "renderer/i18n", ...pure, ...contract],
  "renderer/features": pages,
  "renderer/pages": pages,
  "renderer/app": ["renderer/pages", ...pages],
  // A page of its own that chats show: it contains nothing of the app's windows.
  "renderer/week-view": ["renderer/lib"],
  // Pages of the team server: the app's own components with another bridge.
  "renderer/team": ["renderer/pages", ...pages, "mcp-server/team/api"],
  renderer: ["renderer/app", "renderer/lib", "renderer/ui", "renderer/i18n"],
};

const modules = Object.keys(rules).sort((a, b) => b.length - a.length);
const moduleOf = (file: string) => modules.find((folder) => file.startsWith(`${folder}/`)) ?? "";

function isAllowed({ from, to, typeOnly }: (typeof edges)[number]): boolean {
  const source = moduleOf(from);
  const target = moduleOf(to);
  if (source === target || target === messages) return true;
  return (rules[source] ?? []).some((rule) => {
    if (rule.startsWith("types of ")) return typeOnly && rule.slice(9) === target;
    // A rule that is a folder inside a module, such as main/ipc, allows that folder only.
    return rule === target || (!(rule in rules) && to.startsWith(`${rule}/`));
  });
}

test("imports between modules follow the allowed directions", () => {
  expect(edges.filter((edge) => !isAllowed(edge)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  expect(edges.length).toBeGreaterThan(2_000);
});

/** Files that the entries run, by imports of values. */
function reachedByValues(entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set(entries);
  for (const file of reached) for (const edge of edges) if (edge.from === file && !edge.typeOnly) reached.add(edge.to);
  return reached;
}

/** Packages that the files import values of. */
const packagesOf = (files: Iterable<string>) =>
  [...files].flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^.#"][^"]*)"/gm)].map(
      ([, name]) => `${file}: ${name}`,
    ),
  );

test("the service catalog is plain data: no adapter, no schema, no HTTP", () => {
  const reached = reachedByValues(edges.map(({ to }) => to).filter((file) => file.includes("/service-catalog/")));
  const outside = [...reached].filter((file) => !/^mcp-server\/core\/(domain|messages|service-catalog)\//.test(file));
  expect(outside).toEqual([]);
  expect(packagesOf(reached)).toEqual([]);
  expect(reached.size).toBeGreaterThan(10);
});

test("windows contain only pure files of the other modules", () => {
  const entries = edges.filter(({ from, typeOnly }) => from.startsWith("renderer/") && !typeOnly).map(({ to }) => to);
  const foreign = [...reachedByValues(entries)].filter((file) => !file.startsWith("renderer/"));
  expect(packagesOf(foreign)).toEqual([]);
  expect(foreign.length).toBeGreaterThan(10);
});

test("no files import each other in a circle, types and lazy imports included", () => {
  expect(circles(edges)).toEqual([]);
});

test("a circle of types, of lazy imports or of three files is found", () => {
  const edge = (from: string, to: string) => ({ from, to, typeOnly: true, lazy: true });
  expect(circles([edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("c", "d")])).toEqual([["a", "b", "c"]]);
  expect(circles([edge("a", "a")])).toEqual([["a"]]);
  expect(circles([edge("a", "b"), edge("c", "b")])).toEqual([]);
});
