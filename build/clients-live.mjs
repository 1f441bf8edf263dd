// npm run test:clients-live: the real AI clients read what Punchcard writes. Part of npm test.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installClients } from "./npm-programs.mjs";
import { build, ensureModules, ensureNode, root, say } from "./setup.mjs";

ensureNode();
ensureModules();
const state = installClients();
if (state !== "ready") {
  say(state === "offline" ? "NOT RUN: the npm registry does not answer" : "the clients could not be installed");
  process.exit(1);
}
build();
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const done = spawnSync(process.execPath, [vitest, "run", "--project", "clients-live"], { cwd: root, stdio: "inherit" });
process.exit(done.status ?? 1);
