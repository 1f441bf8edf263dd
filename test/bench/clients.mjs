// npm run bench:clients: what registering costs a person's file, with Punchcard and with add-mcp and install-mcp.
import { join } from "node:path";
import { installPeers } from "../../build/npm-programs.mjs";
import { ensureModules, ensureNode, root, say } from "../../build/setup.mjs";

ensureNode();
ensureModules();
const state = installPeers();
if (state !== "ready") {
  say(state === "offline" ? "NOT RUN: the npm registry does not answer" : "the peers could not be installed");
  process.exit(1);
}
const { runnerImport } = await import("vite");
const { module } = await runnerImport(join(root, "test/bench/clients.ts"));
process.exit((await module.compare(join(root, "out/bench-clients"))) ? 0 : 1);
