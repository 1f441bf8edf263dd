import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The clients as their makers publish them, in the versions that reference/ai-clients.md was checked with. */
const packages = {
  "@openai/codex": "0.169.0",
  "@google/gemini-cli": "0.61.0",
  "@github/copilot": "1.0.102",
  "@anthropic-ai/claude-code": "2.1.197",
};

/** Installs them once into a folder of their own. @returns where their programs lie. */
export function installClients(): string {
  const folder = process.env.PUNCHCARD_CLIENTS ?? join(tmpdir(), "punchcard-clients-live");
  const wanted = JSON.stringify({ private: true, dependencies: packages });
  const manifest = join(folder, "package.json");
  mkdirSync(folder, { recursive: true });
  const done = join(folder, "installed.json");
  const installed = (() => {
    try {
      return readFileSync(done, "utf8");
    } catch {
      return "";
    }
  })();
  if (installed !== wanted) {
    writeFileSync(manifest, wanted);
    execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit", timeout: 300_000 });
    // npm may have left its script out, as it does with scripts that nobody approved.
    const unpack = join("node_modules", "@anthropic-ai", "claude-code", "install.cjs");
    execFileSync(process.execPath, [unpack], { cwd: folder, stdio: "inherit", timeout: 120_000 });
    writeFileSync(done, wanted);
  }
  return join(folder, "node_modules", ".bin");
}

/** What a client's own command prints. Its environment is only what is given. */
export function ask(
  program: string,
  args: string[],
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (data) => {
      said.stdout += data;
    });
    child.stderr.on("data", (data) => {
      said.stderr += data;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
}
