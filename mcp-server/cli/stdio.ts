import { openLog } from "#core/platform/log";
import type { CommandLine } from "./command-line";
import { openSession } from "./session";
import type { TrayHello } from "./tray-hello";

/** Milliseconds. */
const goodbye = 1_500;

/** Serves MCP on standard input and output until it ends; what is not ours never reaches stdout. */
export async function runStdio(line: CommandLine, hello: TrayHello | null): Promise<void> {
  const session = await openSession({
    ...{ line, hello, log: openLog(line.home) },
    ...{ input: process.stdin, output: process.stdout },
    note: (text) => void process.stderr.write(`punchcard: ${text}\n`),
  });
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), goodbye).unref();
    void session.close().finally(() => process.exit(0));
  };
  process.stdin.once("end", end).once("close", end);
  process.stdout.once("error", end);
  process.once("SIGTERM", end).once("SIGINT", end);
}
