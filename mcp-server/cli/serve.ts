import { join } from "node:path";
import { UsageError } from "#core/domain/headless-account";
import { teamUsage } from "#team/config/options";
import { readOptions } from "#team/config/read-options";
import { type TeamConfig, teamConfig } from "#team/config/team-config";

const usage = () => `Usage: punchcard-mcp serve --public-url URL [options]

Serves a company: MCP over HTTP with sign-in for each person. TLS is your proxy's part.

${teamUsage()}
`;

/** Serves until SIGTERM or SIGINT, then lets running requests end. @returns the exit code */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(usage());
    return 0;
  }
  let config: TeamConfig;
  try {
    const { values, notes, positionals } = readOptions(args, env);
    if (positionals.length > 0) throw new UsageError("serve takes options only.");
    for (const note of notes) process.stderr.write(`punchcard: ${note}\n`);
    config = teamConfig(values, process.cwd());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`punchcard: ${error.message}\nSee "punchcard-mcp serve --help".\n`);
    return 2;
  }
  const { startServing } = await import("#team/operation/start");
  const server = await startServing(config, join(__dirname, "pages"));
  const { host, operationHost, publicUrl } = config;
  const { port, operationPort } = server;
  // Whatever the log leaves out: who starts it by hand, or waits for it, looks for this.
  process.stderr.write(
    `punchcard: listening on ${host}:${port} for ${publicUrl.origin}, operation on ${operationHost}:${operationPort}\n`,
  );
  await new Promise<void>((ended) => process.once("SIGTERM", ended).once("SIGINT", ended));
  await server.stop();
  return 0;
}
