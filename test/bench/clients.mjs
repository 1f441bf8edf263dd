// npm run bench:clients: what registering costs a person's file, with Punchcard and with add-mcp and install-mcp.
import { join } from "node:path";
import { npmInstall } from "../../build/npm.mjs";
import { build, ensureModules, ensureNode, root, say } from "../../build/setup.mjs";

await ensureNode();
ensureModules();
/** Other programs that write MCP servers into clients' files. */
const peers = { "add-mcp": "2.4.0", "install-mcp": "1.10.2" };
const folder = join(root, "out/bench-clients", Object.values(peers).join("-"));
const state = await npmInstall(folder, peers);
if (state !== "ready") {
  say(state === "offline" ? "NOT RUN: the npm registry does not answer" : "the peers could not be installed");
  process.exit(1);
}
build();
const { createServer } = await import("vite");
// Stays open while they run: they import more as they go.
const modules = await createServer({
  ...{ root, configFile: false, appType: "custom", logLevel: "error" },
  ...{ server: { middlewareMode: true, watch: null, hmr: false, ws: false }, optimizeDeps: { noDiscovery: true } },
});
const { measureLargeFiles } = await modules.ssrLoadModule("/test/bench/client-files.ts");
await measureLargeFiles();
const { compare } = await modules.ssrLoadModule("/test/bench/clients.ts");
const clean = await compare(folder);
await modules.close();
process.exit(clean ? 0 : 1);
