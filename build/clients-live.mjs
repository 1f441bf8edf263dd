// npm run test:clients-live [-- codex opencode …]: the real AI clients read what Punchcard writes; all, or those that are named.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { clientsLiveEnv, installClients, programNames } from "./client-programs.mjs";
import { conformanceEnv, installConformance } from "./conformance-suite.mjs";
import { build, ensureModules, ensureNode, root } from "./setup.mjs";

await ensureNode();
ensureModules();
const named = process.argv.slice(2);
const unknown = named.filter((name) => !programNames.includes(name));
if (unknown.length > 0) {
  console.log(`There is no ${unknown.join(", ")}. Choose from: ${programNames.join(", ")}`);
  process.exit(1);
}
const { programs, missing } = await installClients(named.length > 0 ? named : programNames);
const conformance = named.length > 0 ? { suite: null, missing: [] } : await installConformance();
build();
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const done = spawnSync(process.execPath, [vitest, "run", "--project", "clients-live"], {
  ...{
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...clientsLiveEnv(programs), ...conformanceEnv(conformance.suite) },
  },
});
const notRun = [...missing, ...conformance.missing];
for (const one of notRun) console.log(`NOT RUN: ${one}`);
process.exit(notRun.length > 0 ? 1 : (done.status ?? 1));
