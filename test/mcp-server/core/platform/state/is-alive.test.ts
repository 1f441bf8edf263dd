import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { isAlive } from "#core/platform/state/is-alive";

test("a process that runs is alive, and one that was waited for is not", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
  const pid = child.pid ?? 0;
  expect([isAlive(process.pid), isAlive(pid)]).toEqual([true, true]);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isAlive(pid)).toBe(false);
});

test.runIf(process.platform === "linux")(
  "a process that ended is not alive, although nobody waited for it",
  async () => {
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const [line] = (await once(parent.stdout, "data")) as [Buffer];
      const pid = Number(line);
      // What `sleep` inherits from the shell it never waits for.
      const comm = () => readFileSync(`/proc/${parent.pid}/comm`, "utf8");
      await vi.waitFor(() => expect(comm()).toBe("sleep\n"), 20_000);
      expect(isAlive(pid)).toBe(true);
      process.kill(pid, "SIGKILL");
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 20_000);
      expect(() => process.kill(pid, 0)).not.toThrow();
    } finally {
      parent.kill("SIGKILL");
    }
  },
);
