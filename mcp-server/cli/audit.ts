import { UsageError } from "#core/domain/headless-account";
import { AuditLog } from "#team/audit/audit-log";
import { onTeamStore } from "./team-command";

const usage = `Usage: punchcard-mcp audit verify|export

  verify   follows the log of the company from its first line to its last, and says whether one was
           changed, removed or moved
  export   prints it, one JSON object a line, oldest first
The options --data and DATABASE_URL are those of serve.`;

/** @returns the exit code; 1 where the log is not whole */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  let isWhole = true;
  const code = await onTeamStore(args, env, { usage, more: {} }, async ({ database, words, print }) => {
    const [action, ...more] = words;
    const log = new AuditLog(database, () => undefined);
    if (more.length > 0 || (action !== "verify" && action !== "export"))
      throw new UsageError("audit is followed by verify or export.");
    if (action === "export") {
      for await (const line of log.export()) print(line);
      return;
    }
    const verdict = await log.verify();
    isWhole = verdict.ok;
    print(
      verdict.ok
        ? `The log is whole: ${verdict.head.seq} lines, the last with hash ${verdict.head.hash}.`
        : `The log is not whole at line ${verdict.seq}: ${verdict.problem}.`,
    );
  });
  return code === 0 && !isWhole ? 1 : code;
}
