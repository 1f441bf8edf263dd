import { setTimeout as sleep } from "node:timers/promises";
import { openLog } from "#core/platform/log";
import type { CommandLine } from "./command-line";
import { openSession } from "./session";
import type { TrayHello } from "./tray-hello";

/** Milliseconds that a session gets to close. */
const goodbye = 1_500;

/** Serves MCP on standard input and output until it ends; what is not ours never reaches stdout. */
export async function runStdio(line: CommandLine, hello: TrayHello | null): Promise<void> {
  const { stdin: input, stdout: output } = process;
  const session = await openSession({
    ...{ line, hello, log: openLog(line.home), input, output },
    note: (text) => void process.stderr.write(`punchcard: ${text}\n`),
  });
  const exit = () => process.exit(0);
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    const closed = Promise.race([session.close(), sleep(goodbye, undefined, { ref: false })]);
    // A pipe takes 64 KiB at once: the rest of a long answer is written as the client reads it.
    void closed.finally(() => output.write("", exit));
  };
  const endSoon = () => {
    setTimeout(exit, goodbye).unref();
    end();
  };
  input.once("end", end).once("close", end);
  output.on("error", end);
  process.once("SIGTERM", endSoon).once("SIGINT", endSoon);
}
