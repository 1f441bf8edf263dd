// npm run mcpb [-- FILE]: makes the extension for Claude Desktop, out/mcpb/punchcard.mcpb (docs/decisions/mcpb.md).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ensureModules, ensureNode, root, say } from "./setup.mjs";

await ensureNode();
ensureModules();

const { runnerImport } = await import("vite");
const { manifest } = await import("./mcpb/manifest.mjs");
const { zip } = await import("./zip.mjs");

const text = (path) => readFileSync(join(root, path), "utf8");
const [named] = process.argv.slice(2).filter((argument) => argument !== "--quiet");
const file = resolve(named ?? join(root, "out/mcpb/punchcard.mcpb"));
const { module } = await runnerImport(join(root, "mcp-server/server/tools/index.ts"), {
  configFile: false,
  logLevel: "error",
});

const bytes = zip(
  [
    ["manifest.json", `${JSON.stringify(manifest(JSON.parse(text("package.json")), module.tools), null, 2)}\n`],
    ["icon.png", readFileSync(join(root, "build/mcpb/icon.png"))],
    ["LICENSE", readFileSync(join(root, "LICENSE"))],
    // Claude asks for a file that ends in .js; without a package.json next to it, that is CommonJS for every Node.
    ["server/index.js", text("build/mcpb/server.cjs")],
  ].map(([name, content]) => [name, Buffer.from(content)]),
);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, bytes);
if (!process.argv.includes("--quiet")) say(`${file}, ${(bytes.length / 1024).toFixed(1)} kB`);
