/**
 * Loaded before a program: at its n-th change of a file (PUNCHCARD_FAIL_AT) the program is killed, or from there on the disk
 * is full (PUNCHCARD_FAIL=ENOSPC). Without a number it only counts, into the file PUNCHCARD_FAIL_COUNT.
 */
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");

const at = Number(process.env.PUNCHCARD_FAIL_AT ?? 0);
const isFull = process.env.PUNCHCARD_FAIL === "ENOSPC";
/** What a full disk still does: no new data is written by it. */
const free = new Set(["renameSync", "rename", "rmSync", "unlinkSync"]);
const sheet = /timesheet\.db|sheet\.db/;
let count = 0;

function wrap(module, name, isAsync) {
  const original = module[name];
  module[name] = (...args) => {
    const touches = args.slice(0, 2).some((arg) => typeof arg === "string" && sheet.test(arg));
    const reads = (name === "openSync" || name === "open") && (args[1] === "r" || args[1] === undefined);
    if (touches && !reads) {
      count += 1;
      if (process.env.PUNCHCARD_FAIL_COUNT) fs.writeFileSync(process.env.PUNCHCARD_FAIL_COUNT, String(count));
      if (at > 0 && count === at && !isFull) process.kill(process.pid, "SIGKILL");
      if (at > 0 && count >= at && isFull && !free.has(name)) {
        const error = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        if (isAsync) return Promise.reject(error);
        throw error;
      }
    }
    return original.apply(module, args);
  };
}
for (const name of ["openSync", "linkSync", "renameSync", "copyFileSync", "rmSync", "unlinkSync"])
  wrap(fs, name, false);
for (const name of ["open", "rename", "copyFile"]) wrap(fs.promises, name, true);
syncBuiltinESMExports();
