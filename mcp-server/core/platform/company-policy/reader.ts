import { existsSync, lstatSync, statSync } from "node:fs";
import { posix } from "node:path";
import { noPolicy, type PolicyState } from "../../domain/company-policy";
import { fileSource, linuxPolicy, macSource, type PolicySource, type Run, windowsSource } from "./sources";

/** Milliseconds after which what tells nothing of its changes is asked anew. */
const askAgainAfter = 60_000;
/** Names a policy for a test, or for a person who wants less: it counts only where the system has none. */
const variable = "PUNCHCARD_POLICY";

/** What the company says on this computer, and whether that has changed. */
export class CompanyPolicyReader {
  private state: PolicyState = noPolicy;
  private stamp: string | null = null;
  private askedAt = Number.NEGATIVE_INFINITY;
  private looking: Promise<boolean> | null = null;

  /** @param sources the first that has a policy counts, and hides the others */
  constructor(
    private readonly sources: readonly PolicySource[],
    private readonly now: () => number = Date.now,
  ) {}

  /** As it was read last; `none` before the first look. */
  current = (): PolicyState => this.state;

  /** Reads it where it may have changed. @returns whether something else holds now. Never throws. */
  look = (): Promise<boolean> => {
    this.looking ??= this.read().finally(() => {
      this.looking = null;
    });
    return this.looking;
  };

  private async read(): Promise<boolean> {
    const stamp = this.sources.map(stampOf).join("|");
    const asks = this.sources.some(({ file }) => file === undefined) && this.now() - this.askedAt >= askAgainAfter;
    if (stamp === this.stamp && !asks) return false;
    this.askedAt = this.now();
    const next = await firstOf(this.sources);
    // From before the reading: what changed during it is read again the next time.
    this.stamp = stamp;
    const differs = JSON.stringify(next) !== JSON.stringify(this.state);
    this.state = next;
    return differs;
  }
}

async function firstOf(sources: readonly PolicySource[]): Promise<PolicyState> {
  for (const source of sources) {
    const { place } = source;
    try {
      const text = await source.read();
      if (text === null) continue;
      const { parsePolicy } = await import("./schema");
      const parsed = parsePolicy(text);
      if ("problem" in parsed) return { kind: "broken", place, problem: parsed.problem };
      return { kind: "bound", place, policy: parsed.policy };
    } catch (error) {
      return { kind: "broken", place, problem: (error as Error).message };
    }
  }
  return noPolicy;
}

/** Changes with the file, its owner and its rights, and with those of its folder. */
function stampOf({ file }: PolicySource): string {
  if (file === undefined) return "";
  const of = (path: string, stat: typeof statSync) => {
    try {
      const found = stat(path, { throwIfNoEntry: false, bigint: true });
      return found ? `${found.ino}-${found.size}-${found.mtimeNs}-${found.ctimeNs}` : "none";
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? "error";
    }
  };
  return [of(file, statSync), of(file, lstatSync as typeof statSync), of(posix.dirname(file), statSync)].join("+");
}

const run: Run = async (program, args) => {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve) => {
    const limits = { timeout: 10_000, maxBuffer: 4 * 1024 * 1024, windowsHide: true };
    execFile(program, [...args], limits, (error, stdout) => {
      resolve({ code: error ? (typeof error.code === "number" ? error.code : null) : 0, output: stdout });
    });
  });
};

/** Not by PATH: the environment must not say which program tells what is allowed. */
function regProgram(env: NodeJS.ProcessEnv): string {
  const usual = "C:\\Windows\\System32\\reg.exe";
  return existsSync(usual) ? usual : `${env.SystemRoot ?? "C:\\Windows"}\\System32\\reg.exe`;
}

/** Where this system keeps a policy, and behind it the one that the environment names. */
export function openCompanyPolicy(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): CompanyPolicyReader {
  const own = env[variable];
  const system =
    platform === "win32"
      ? windowsSource(run, regProgram(env))
      : platform === "darwin"
        ? macSource(run)
        : fileSource(linuxPolicy, 0);
  return new CompanyPolicyReader(own ? [system, fileSource(own, null)] : [system]);
}
