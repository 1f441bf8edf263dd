// npm run bench:clients: what registering costs a person's file, with Punchcard and with add-mcp and install-mcp.
import { join } from "node:path";
import { npmInstall } from "../../build/npm.mjs";
import { ensureModules, ensureNode, root, say } from "../../build/setup.mjs";

ensureNode();
ensureModules();
/** Other programs that write MCP servers into clients' files. */
const peers = { "add-mcp": "2.4.0", "install-mcp": "1.10.2" };
const folder = join(root, "out/bench-clients", Object.values(peers).join("-"));
const state = await npmInstall(folder, peers);
if (state !== "ready") {
  say(state === "offline" ? "NOT RUN: the npm registry does not answer" : "the peers could not be installed");
  process.exit(1);
}
const { runnerImport } = await import("vite");
const { module } = await runnerImport(join(root, "test/bench/clients.ts"));
process.exit((await module.compare(folder)) ? 0 : 1);
