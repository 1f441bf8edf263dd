// npm run lock: updates package-lock.json and adds the platform binaries that the registry in use does not serve.
// Without them `npm ci` refuses the lock file on every other platform (npm/cli#4828).
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingBinaries, withMissingBinaries } from "./lock-binaries.mjs";
import { root } from "./setup.mjs";

const file = join(root, "package-lock.json");
const install = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];
const npm = spawnSync("npm", install, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
if (npm.status !== 0) process.exit(npm.status ?? 1);
const lock = JSON.parse(readFileSync(file, "utf8"));
const missing = missingBinaries(lock);
writeFileSync(file, `${JSON.stringify(withMissingBinaries(lock, missing), null, 2)}\n`);
console.log(`Added ${missing.length} platform binaries to package-lock.json.`);
