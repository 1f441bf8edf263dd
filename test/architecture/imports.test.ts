import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { serviceIds } from "#core/services/descriptors";
import { circles, importEdges } from "../../build/import-graph.mjs";

/** Who may import whom. The rooms are those of docs/architecture.md; a longer path wins over a shorter one. */
const edges = importEdges(["main", "mcp-server", "renderer"]);

const services = serviceIds.map((id) => `mcp-server/core/services/${id}`);
/** What all rooms but domain and time may know of services: pure data, checked below to bring no adapter along. */
const descriptors = ["mcp-server/core/services/index.ts", "mcp-server/core/services/descriptors.ts"];
const pureServer = ["mcp-server/core/domain", "mcp-server/core/time"];
const families = ["timer", "entries", "absences", "reports", "records", "work", "account"].map(
  (name) => `mcp-server/server/tools/${name}`,
);
/** What tools may take from access: the vocabulary of permissions, as types. */
const accessTypes = "types of mcp-server/core/access";
/** What every process may know of permissions: pure tables, no account and no settings. */
const permissionTables = [
  "mcp-server/core/access/permission-matrix.ts",
  "mcp-server/core/access/permission-view.ts",
  "mcp-server/core/access/tool-rules.ts",
];

/** Clock times as moments without a library for time: windows preview with it what the server will make of them. */
const wallClock = "mcp-server/core/time/wall-clock.ts";
/** What a gap is, for reports and lists alike. */
const gapRule = "mcp-server/core/time/gaps.ts";

const rules: Record<string, readonly string[]> = {
  "mcp-server/core/domain": [],
  "mcp-server/core/time": ["mcp-server/core/domain"],
  "mcp-server/core/platform": ["mcp-server/core/domain", ...descriptors],
  "mcp-server/core/services": ["mcp-server/core/domain", "mcp-server/core/services/shared", ...services],
  "mcp-server/core/services/http": ["mcp-server/core/domain", "mcp-server/core/time", "mcp-server/core/platform"],
  "mcp-server/core/services/shared": [...pureServer, "mcp-server/core/platform", "mcp-server/core/services/http"],
  ...Object.fromEntries(
    services.map((service) => [
      service,
      [...pureServer, "mcp-server/core/platform", "mcp-server/core/services/shared", "mcp-server/core/services/http"],
    ]),
  ),
  "mcp-server/server/tools/lib": [...pureServer, ...descriptors, accessTypes],
  ...Object.fromEntries(
    families.map((family) => [family, [...pureServer, ...descriptors, "mcp-server/server/tools/lib", accessTypes]]),
  ),
  // Reports read entries, and a clock-in warns as an entry does.
  "mcp-server/server/tools/reports": [
    ...pureServer,
    ...descriptors,
    "mcp-server/server/tools/lib",
    "mcp-server/server/tools/entries",
    accessTypes,
  ],
  "mcp-server/server/tools/timer": [
    ...pureServer,
    ...descriptors,
    "mcp-server/server/tools/lib",
    "mcp-server/server/tools/entries",
    accessTypes,
  ],
  "mcp-server/server/tools": families.concat("mcp-server/server/tools/lib"),
  "mcp-server/core/imports": pureServer,
  "mcp-server/core/journal": [...pureServer, "mcp-server/core/platform", ...descriptors],
  "mcp-server/core/confirmation": [
    "mcp-server/core/domain",
    "mcp-server/core/platform",
    "types of mcp-server/server/tools/lib",
  ],
  "mcp-server/core/access": [
    "mcp-server/core/journal",
    ...pureServer,
    "mcp-server/core/platform",
    "mcp-server/core/services",
    ...services,
    "mcp-server/server/tools",
    "mcp-server/server/tools/lib",
  ],
  "mcp-server/server": [
    "mcp-server/core/journal",
    "mcp-server/core/imports",
    ...pureServer,
    "mcp-server/core/platform",
    "mcp-server/core/access",
    "mcp-server/core/confirmation",
    "mcp-server/server/tools",
    "mcp-server/server/tools/lib",
    ...families,
  ],
  "mcp-server/team": [
    ...pureServer,
    "mcp-server/core/platform",
    "mcp-server/core/services",
    ...descriptors,
    "mcp-server/core/access",
    "mcp-server/core/confirmation",
    "mcp-server/core/journal",
    "mcp-server/server/tools",
    "mcp-server/server/tools/lib",
    "mcp-server/server",
  ],
  "mcp-server/cli": [
    "mcp-server/team",
    ...pureServer,
    "mcp-server/core/platform",
    "mcp-server/core/services",
    ...services,
    "mcp-server/core/access",
    "mcp-server/core/confirmation",
    "mcp-server/server",
    "mcp-server/server/tools/lib",
  ],
  "mcp-server": ["mcp-server/cli", "mcp-server/core/platform"],
  main: ["mcp-server/core/domain", "mcp-server/core/platform", wallClock, gapRule, ...descriptors, ...permissionTables],
  "renderer/ui": [
    ...descriptors,
    "renderer/lib",
    "renderer/i18n",
    "mcp-server/core/domain",
    "types of main/ipc",
    "main/ipc/channels.ts",
  ],
  "renderer/lib": [
    ...descriptors,
    wallClock,
    gapRule,
    "renderer/i18n",
    "mcp-server/core/domain",
    "types of main/ipc",
    "main/ipc/channels.ts",
  ],
  "renderer/i18n": ["renderer/lib", "types of main/ipc"],
  "renderer/features": [
    ...descriptors,
    wallClock,
    gapRule,
    "renderer/ui",
    "renderer/lib",
    "renderer/i18n",
    "mcp-server/core/domain",
    "types of main/ipc",
  ],
  "renderer/pages": [
    ...descriptors,
    wallClock,
    gapRule,
    "renderer/features",
    "renderer/ui",
    "renderer/lib",
    "renderer/i18n",
    "mcp-server/core/domain",
    "types of main/ipc",
  ],
  "renderer/app": [
    "renderer/pages",
    "renderer/features",
    "renderer/ui",
    "renderer/lib",
    "renderer/i18n",
    "types of main/ipc",
  ],
  // A page of its own that chats show: it knows none of the app's windows.
  "renderer/week-view": ["renderer/lib", "renderer/ui/styles/tokens.css"],
  // Pages of the team server: the app's own components over another bridge.
  "renderer/team": [
    ...descriptors,
    "renderer/pages",
    "renderer/features",
    "renderer/ui",
    "renderer/lib",
    "renderer/i18n",
    "renderer/app/main.css",
    "mcp-server/core/domain",
    "types of main/ipc",
    "types of mcp-server/team/api",
    "mcp-server/team/api/page-paths.ts",
    "mcp-server/team/accounts/lifetimes.ts",
  ],
  renderer: ["renderer/app", "renderer/lib", "renderer/ui", "renderer/i18n"],
};
const rooms = [...new Set([...Object.keys(rules), "mcp-server/core/services"])].sort((a, b) => b.length - a.length);
const roomOf = (file: string) => rooms.find((room) => file.startsWith(`${room}/`)) ?? "";

function allowed({ from, to, typeOnly }: (typeof edges)[number]): boolean {
  const room = roomOf(from);
  if (roomOf(to) === room || to === "package.json") return true;
  return (rules[room] ?? []).some((rule) => {
    if (rule.startsWith("types of ")) return typeOnly && to.startsWith(`${rule.slice(9)}/`);
    return rule === to || rule === roomOf(to);
  });
}

test("imports go only where the rooms allow", () => {
  expect(edges.filter((edge) => !allowed(edge)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  expect(edges.length).toBeGreaterThan(2_000);
});

test("a descriptor brings no adapter, no schema and no HTTP along", () => {
  const reached = new Set(descriptors);
  for (const file of reached) for (const edge of edges) if (edge.from === file && !edge.typeOnly) reached.add(edge.to);
  const pure =
    /^mcp-server\/core\/(domain\/[\w-]+|services\/[\w-]+|services\/[\w-]+\/(descriptor|headless|address|address-rule))\.ts$/;
  expect([...reached].filter((file) => !pure.test(file) || file.endsWith("/adapters.ts"))).toEqual([]);
  const packages = [...reached].flatMap((file) => [...readFileSync(file, "utf8").matchAll(/from "([^."][^"]*)"/g)]);
  expect(packages.map(([, name]) => name)).toEqual([]);
  expect(reached.size).toBeGreaterThan(10);
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
