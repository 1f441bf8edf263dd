// npm run test:clients-live: the real AI clients read what Punchcard writes. Part of npm test.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { clientsLiveEnv, installClients } from "./client-programs.mjs";
import { build, ensureModules, ensureNode, root } from "./setup.mjs";

ensureNode();
ensureModules();
const { programs, missing } = await installClients();
build();
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const done = spawnSync(process.execPath, [vitest, "run", "--project", "clients-live"], {
  ...{ cwd: root, stdio: "inherit", env: { ...process.env, ...clientsLiveEnv(programs) } },
});
for (const one of missing) console.log(`NOT RUN: ${one}`);
process.exit(missing.length > 0 ? 1 : (done.status ?? 1));
