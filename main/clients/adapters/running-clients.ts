import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { posix, win32 } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

interface Process {
  /** The binary's path, where the system tells. */
  exe: string;
  argv: string[];
}

/**
 * Whether a Linux process is Claude Desktop: its own binary, or an Electron that runs its archive. Neither Claude Code
 * (`claude`) nor anything that merely has the name in an argument, as our own server has.
 */
export function isClaudeDesktop({ exe, argv }: Process): boolean {
  const binaries = [exe.replace(/ \(deleted\)$/, ""), argv[0] ?? ""];
  if (binaries.some((path) => posix.basename(path) === "claude-desktop")) return true;
  if (binaries.some((path) => /\/claude-desktop\/(?:.*\/)?(?:claude|electron)$/i.test(path))) return true;
  return argv.slice(1).some((argument) => /^\/.*\/claude-desktop\/.*\.asar$/i.test(argument));
}

async function linuxProcesses(): Promise<Process[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    ids.map(async (id) => ({
      exe: await readlink(`/proc/${id}/exe`).catch(() => ""),
      argv: await readFile(`/proc/${id}/cmdline`, "utf8").then(
        (text) => text.split("\0").filter(Boolean),
        () => [],
      ),
    })),
  );
}

async function windowsRuns(env: NodeJS.ProcessEnv): Promise<boolean> {
  const system = win32.join(env.SystemRoot ?? "C:\\Windows", "System32");
  const { stdout } = await run(
    win32.join(system, "tasklist.exe"),
    ["/FI", "IMAGENAME eq claude.exe", "/FO", "CSV", "/NH"],
    {
      timeout: 10_000,
      windowsHide: true,
    },
  );
  if (!/claude\.exe/i.test(stdout)) return false;
  // Claude Code's program has the same name; only the path tells. Where that cannot be had, be careful.
  const shell = win32.join(system, "WindowsPowerShell", "v1.0", "powershell.exe");
  const paths = await run(
    shell,
    ["-NoProfile", "-NonInteractive", "-Command", "(Get-Process -Name claude -ErrorAction SilentlyContinue).Path"],
    { timeout: 10_000, windowsHide: true },
  ).then(
    (result) => result.stdout,
    () => null,
  );
  return paths === null || /\\WindowsApps\\Claude_|\\AnthropicClaude\\/i.test(paths);
}

/** Whether a client that rewrites its own file runs now. Only Claude Desktop does; a failing look counts as not running. */
export async function isRunning(clientId: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (clientId !== "claude-desktop") return false;
  try {
    if (platform === "linux") return (await linuxProcesses()).some(isClaudeDesktop);
    if (platform === "win32") return await windowsRuns(env);
    const { stdout } = await run("/bin/ps", ["-axo", "comm="], { timeout: 10_000 });
    return /\/Claude\.app\/Contents\/MacOS\/Claude$/m.test(stdout);
  } catch {
    return false;
  }
}
