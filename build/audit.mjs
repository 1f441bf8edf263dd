// npm run audit: the tests that attack what guards people, alone. Ends with one line: N attempts, N got through.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { auditLine, forgetAudit, readAudit } from "./audit-count.mjs";
import { root } from "./setup.mjs";

/** Test files that count attempts; they run in `npm test` too, which prints the same line. */
function countingFiles() {
  const folder = join(root, "test");
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(folder, file))
    .filter((file) => /^const audit = countAttempts\(/m.test(readFileSync(file, "utf8")))
    .map((file) => relative(root, file));
}

const given = process.argv.slice(2);
const files = countingFiles();
forgetAudit();
const args = given.length > 0 ? given : ["--project", "unit", ...files];
const done = spawnSync(join(root, "node_modules/.bin/vitest"), ["run", ...args], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
  env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: "true" },
});
const audit = readAudit();
for (const what of audit.through) console.log(`got through: ${what}`);
// A file that crashed counted nothing, which must not look like nothing getting through.
const missing = given.length > 0 ? 0 : files.length - audit.areas;
if (missing > 0) console.log(`NOT COUNTED: ${missing} of ${files.length} files`);
console.log(auditLine(audit));
process.exit(done.status === 0 && missing <= 0 && audit.through.length === 0 && audit.attempts > 0 ? 0 : 1);
