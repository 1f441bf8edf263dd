import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

/** The compiled launcher, made where it is missing or older than its source. */
export function launcherProgram(): string {
  const program = resolve("out/launcher/punchcard-mcp");
  const source = resolve("build/launcher");
  const newest = Math.max(...readdirSync(source).map((name) => statSync(join(source, name)).mtimeMs));
  if (!existsSync(program) || statSync(program).mtimeMs < newest)
    spawnSync(process.execPath, ["build/launcher.mjs", "--try"], { stdio: "inherit" });
  if (!existsSync(program)) throw new Error("The launcher could not be compiled: install a C compiler (cc).");
  return program;
}
