import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Where the clients' programs lie, which build/npm-programs.mjs installs. */
export function clientPrograms(): string {
  if (!existsSync(resolve("out/clients-live/installed.json")))
    throw new Error("The clients are not installed: npm run test:clients-live");
  return resolve("out/clients-live/node_modules/.bin");
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
