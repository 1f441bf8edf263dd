import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";

/** The compiled launcher, made where it is missing or older than its source. */
export function launcherProgram(): string {
  const program = resolve("out/launcher/punchcard-mcp");
  const source = resolve("build/launcher/launcher.c");
  if (!existsSync(program) || statSync(program).mtimeMs < statSync(source).mtimeMs)
    spawnSync(process.execPath, ["build/launcher.mjs"], { stdio: "inherit" });
  if (!existsSync(program)) throw new Error("The launcher could not be compiled: install a C compiler (cc).");
  return program;
}
