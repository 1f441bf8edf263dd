import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

/** Kills the process at the end of the test and waits for its end: until then it can write into folders to be removed. */
export function endWithTest(child: ChildProcess): void {
  const exit = once(child, "exit").catch(() => undefined);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exit;
  });
}
