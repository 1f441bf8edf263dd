import { execFile } from "node:child_process";
import { configLocationsOf, type Machine } from "./config-locations";

/**
 * The path of a command-line program: on `PATH`, or where installers put it, since an app started from a desktop knows
 * little of `PATH` (reference/ai-clients.md §1.3). On Windows only an `.exe`: a `.cmd` cannot be started without a shell.
 */
export async function programOf(name: string, machine: Machine): Promise<string | null> {
  const { platform, env, fs } = machine;
  const at = configLocationsOf(machine);
  const windows = platform === "win32";
  const path = (env.PATH ?? env.Path ?? "")
    .split(windows ? ";" : ":")
    .filter((folder) => /^([/\\]|[a-z]:)/i.test(folder));
  const usual = windows
    ? [at.home(".local", "bin"), at.home(".bun", "bin")]
    : [
        at.home(".local", "bin"),
        at.home(".claude", "local"),
        at.home(".npm-global", "bin"),
        at.home(".bun", "bin"),
        "/opt/homebrew/bin",
        "/usr/local/bin",
        "/usr/bin",
      ];
  for (const folder of [...path, ...usual]) {
    const file = at.join(folder, windows ? `${name}.exe` : name);
    const facts = await fs.facts(file, { follow: true });
    if (facts?.kind === "file" && (windows || (facts.mode & 0o111) !== 0)) return file;
  }
  return null;
}

/**
 * Ends within half a minute; what it prints comes together. `code` null: it could not be started, was killed, or took too
 * long, and is ended then.
 * @param patience milliseconds
 */
export function runProgram(
  program: string,
  args: string[],
  { env, cwd, patience = 30_000 }: { env: NodeJS.ProcessEnv; cwd: string; patience?: number },
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const options = { env, cwd, timeout: patience, windowsHide: true, maxBuffer: 1024 * 1024 };
    const child = execFile(program, args, { ...options, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      clearTimeout(late);
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, output: `${stderr}\n${stdout}`.trim() });
    });
    // A child of its own may hold its output open after it is gone.
    const late = setTimeout(() => resolve({ code: null, output: "" }), patience + 1_000);
    child.stdin?.on("error", () => undefined).end();
  });
}
