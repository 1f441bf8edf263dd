// npm run bench: speed and size as ratios within one run, against anchors measured beside us. Nothing here is a test.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build, ensureElectron, ensureModules, ensureNode, ensureSystemPackages, root } from "../../build/setup.mjs";

if (process.env.PUNCHCARD_SESSION !== "inside") {
  await ensureNode();
  ensureSystemPackages(["electron", "session"]);
  ensureModules();
  const electron = await ensureElectron();
  build();
  const done = spawnSync(join(root, "build/desktop-session.sh"), [process.execPath, ...process.argv.slice(1)], {
    stdio: "inherit",
    env: { ...process.env, PUNCHCARD_ELECTRON: electron },
  });
  process.exit(done.status ?? 1);
}
// Not `runnerImport`: what is imported late would find its runner closed.
const { createServer } = await import("vite");
const vite = await createServer({
  ...{ configFile: false, root, appType: "custom", logLevel: "warn", optimizeDeps: { noDiscovery: true } },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const module = await vite.ssrLoadModule("/test/bench/bench.ts");
await module.bench(process.argv.slice(2));
process.exit(0);
