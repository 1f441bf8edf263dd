// Compiles what AI clients start (build/launcher/launcher.c) into out/launcher/. Linux only; without a C compiler the
// app writes its script as before, and says so here.
import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, say } from "./setup.mjs";

const flags = [
  ...["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-fstack-protector-strong", "-D_FORTIFY_SOURCE=2"],
  ...["-s", "-Wl,-z,relro,-z,now,-z,noexecstack"],
];

/**
 * Static, so that it runs on every distribution, whatever C library that has; what is shipped has to be.
 * @returns the program's path; null: it cannot be made here
 */
export function buildLauncher({ isShipped = false } = {}) {
  const folder = join(root, "out/launcher");
  const target = join(folder, "punchcard-mcp");
  rmSync(target, { force: true });
  if (process.platform !== "linux") return null;
  mkdirSync(folder, { recursive: true });
  const draft = `${target}.${process.pid}`;
  const compile = (...more) =>
    spawnSync(process.env.CC || "cc", [...flags, ...more, "-o", draft, join(root, "build/launcher/launcher.c")], {
      encoding: "utf8",
    });
  let done = compile("-static");
  // Some systems have no static C library; on the computer that compiled it the other will do.
  if (done.status !== 0 && !done.error && !isShipped) done = compile();
  if (done.status === 0) {
    renameSync(draft, target);
    return target;
  }
  if (done.error?.code !== "ENOENT" || isShipped)
    throw new Error(`the launcher does not compile:\n${done.stderr || done.error}`);
  say("NOTICE: no C compiler (cc) here: AI clients get the script alone, which starts a server for each of them.");
  return null;
}

if (import.meta.filename === process.argv[1]) buildLauncher({ isShipped: process.argv.includes("--shipped") });
