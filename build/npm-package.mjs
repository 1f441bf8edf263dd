// node build/npm-package.mjs: out/npm, the server alone as the npm package punchcard-mcp. After `npm run build`.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeNotices } from "./bundle/notices.mjs";
import { project } from "./project.mjs";
import { root } from "./setup.mjs";

export const title = "Time tracking for Kimai, Clockodo, Calamari or this computer, over MCP.";

/** The package's manifest: only what the server needs at run time. npm compares `repository` with the workflow that publishes. */
export const manifestOf = ({ version, license, author, engines, dependencies }, site = project()) => ({
  name: "punchcard-mcp",
  version,
  description: title,
  license,
  author,
  homepage: site.homepage,
  ...(site.repository ? { repository: site.repository } : {}),
  engines,
  type: "commonjs",
  mcpName: site.registryName,
  bin: { "punchcard-mcp": "server/index.js" },
  files: ["server", "team", "LICENSE", "THIRD-PARTY-NOTICES.txt"],
  dependencies,
});

/** `server.json` of the MCP registry (schema 2025-12-11). */
export const registryEntry = ({ version }, site = project()) => ({
  $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  name: site.registryName,
  title: "Punchcard",
  description: title,
  version,
  websiteUrl: site.homepage,
  ...(site.repository
    ? { repository: { url: site.repository.url.replace(/^git\+|\.git$/g, ""), source: "github" } }
    : {}),
  packages: [{ registryType: "npm", identifier: "punchcard-mcp", version, transport: { type: "stdio" } }],
});

function main() {
  const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const folder = join(root, "out/npm");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "out/mcp-server"), join(folder, "server"), { recursive: true });
  cpSync(join(root, "out/team"), join(folder, "team"), { recursive: true });
  cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  cpSync(join(root, "build/npm/README.md"), join(folder, "README.md"));
  writeNotices(root);
  cpSync(join(root, "out/notices/server/THIRD-PARTY-NOTICES.txt"), join(folder, "THIRD-PARTY-NOTICES.txt"));
  const json = (name, value) => writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  json("package.json", manifestOf(own));
  json("server.json", registryEntry(own));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
