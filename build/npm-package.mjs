// node build/npm-package.mjs: out/npm, the server alone as the npm package punchcard-mcp, with its entry for the MCP registry.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./setup.mjs";

const title = "Time tracking for Kimai, Clockodo, Calamari or this computer, over MCP.";

/** What npm is told: only what the server needs when it runs. */
export const manifestOf = ({ version, license, author, engines, dependencies }) => ({
  name: "punchcard-mcp",
  version,
  description: title,
  license,
  author,
  engines,
  type: "commonjs",
  mcpName: "app.punchcard/punchcard-mcp",
  bin: { "punchcard-mcp": "server/index.js" },
  files: ["server", "team"],
  dependencies,
});

/** `server.json` of the MCP registry (schema 2025-12-11). */
export const registryEntry = ({ version }) => ({
  $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  name: "app.punchcard/punchcard-mcp",
  description: title,
  version,
  packages: [{ registryType: "npm", identifier: "punchcard-mcp", version, transport: { type: "stdio" } }],
});

function main() {
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const folder = join(root, "out/npm");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "out/mcp-server"), join(folder, "server"), { recursive: true });
  cpSync(join(root, "out/team"), join(folder, "team"), { recursive: true });
  for (const name of ["LICENSE", "README.md"]) cpSync(join(root, name), join(folder, name));
  const json = (name, value) => writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  json("package.json", manifestOf(own));
  json("server.json", registryEntry(own));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
