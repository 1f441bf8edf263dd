// npm run test:nightly [-- gate | random | clock]: what takes too long for the gate; all parts, or the named ones.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureNode, root, say } from "./setup.mjs";

await ensureNode();
process.env.PUNCHCARD_NIGHTLY = "1";

const parts = {
  // With full grids, real AI clients, database outages, and the conformance suite.
  gate: ["build/test.mjs"],
  random: ["build/test-random.mjs", "--minutes", "40"],
  clock: ["build/test-clock.mjs"],
};
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = names.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.log(`Unknown part: ${unknown.join(", ")}. Choose from: ${Object.keys(parts).join(", ")}`);
  process.exit(2);
}
const failed = names.filter((name) => {
  say(`${name}: started`);
  const [script, ...args] = parts[name];
  return spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: "inherit" }).status !== 0;
});
for (const name of failed) console.log(`FAILED: ${name}`);
console.log(`${names.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);
