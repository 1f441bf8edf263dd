// npm run test:quick: lint, types and the pure parts, in less than a minute. The whole gate is npm test.
import { spawn } from "node:child_process";
import { bin, ensureModules, ensureNode, root, say } from "./setup.mjs";

await ensureNode();
ensureModules();

/** What is computed without files, processes and servers. */
const pure = [
  "test/architecture",
  ...["access", "confirmation", "domain", "imports", "services/shared", "time"].map(
    (name) => `test/mcp-server/core/${name}`,
  ),
  ...["app/state", "clients/adapters", "settings", "shortcuts", "tray", "windows"].map((name) => `test/main/${name}`),
].map((folder) => `${folder}/`);
const checks = [
  ["lint", [...bin("biome"), "check", "--error-on-warnings", "."]],
  ["types", [...bin("tsc"), "-p", "tsconfig.json"]],
  ["types of the windows", [...bin("tsc"), "-p", "renderer/tsconfig.json"]],
  ["pure parts", [...bin("vitest"), "run", "--project", "unit", "--reporter=dot", ...pure]],
];

/** Prints what a check said only where it failed, so that several can run at once. */
const run = ([name, [command, ...args]]) =>
  new Promise((done) => {
    const began = Date.now();
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: "true" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
    child.on("close", (code) => {
      say(`${name}: ${code === 0 ? "ok" : "FAILED"} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
      if (code !== 0) console.error(output);
      done(code === 0);
    });
  });

const results = await Promise.all(checks.map(run));
const failed = results.filter((ok) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
