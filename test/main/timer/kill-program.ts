import fs from "node:fs";
import { AppFailure } from "#main/app/failure";
import type { Failure } from "#main/ipc/contract/index";
import type { TimerServer } from "#main/timer/commands";
import { runApp } from "./clicks";

/**
 * A program that clicks in the timer against a service over HTTP and kills itself by SIGKILL before its n-th step: each
 * operation on a file and each request has a moment before and one behind it. Bundled and started by kill.test.ts.
 * Arguments: folder, address, clicks (`out,in:7,online`), n.
 */
const [, , home = "", address = "", clicks = "", killedAt = "0"] = process.argv;

let steps = 0;
function step(): void {
  steps += 1;
  if (steps === Number(killedAt)) process.kill(process.pid, "SIGKILL");
}

type Functions = Record<string, (...args: unknown[]) => unknown>;
const real = fs as unknown as Functions;
const say = fs.writeSync.bind(null, 1);
for (const name of ["openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync", "rmSync"]) {
  const run = real[name] as Functions[string];
  real[name] = (...args) => {
    step();
    const done = run(...args);
    step();
    return done;
  };
}

async function post(path: string, body: unknown): Promise<{ ok: boolean; value: unknown }> {
  const response = await fetch(`${address}/${path}`, { method: "POST", body: JSON.stringify(body) });
  return (await response.json()) as { ok: boolean; value: unknown };
}

const server: TimerServer = {
  request: () => Promise.reject(new Error("The journal is not asked here.")),
  async call(tool, args, schema) {
    step();
    const answer = await post("call", { tool, args });
    step();
    if (!answer.ok) throw new AppFailure(answer.value as Failure);
    return schema.parse(answer.value);
  },
};

runApp(home, server, clicks, {
  online: () => post("online", {}),
  // Synchronous, so that what was said had really been answered before.
  answered: (click) => say(`${click}\n`),
}).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
