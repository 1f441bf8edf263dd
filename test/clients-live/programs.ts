import { spawn } from "node:child_process";

interface Clients {
  /** Program -> the folder it lies in. */
  programs: Record<string, string>;
  /** What keeps them off the network. */
  env: Record<string, string>;
}

/** What build/client-programs.mjs installed; clients that it could not get are said last by npm test. */
export function clientPrograms(): Clients {
  const given = process.env.PUNCHCARD_CLIENTS;
  if (!given) throw new Error("Run it by: npm run test:clients-live");
  return JSON.parse(given);
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
