import { execFile } from "node:child_process";

export type RunProgram = (program: string, args: string[]) => Promise<string>;

const run: RunProgram = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 2_000, windowsHide: true }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });

export interface BusCall {
  name: string;
  path: string;
  interface: string;
  member: string;
  args: string[];
}

/** Programs that can ask the session bus; desktops have at least one of them. */
const askers: [string, (call: BusCall) => string[]][] = [
  ["gdbus", (of) => ["call", "--session", "-d", of.name, "-o", of.path, "-m", method(of), ...of.args]],
  [
    "busctl",
    (of) => ["--user", "call", of.name, of.path, of.interface, of.member, "s".repeat(of.args.length), ...of.args],
  ],
  [
    "dbus-send",
    (of) => [
      ...["--session", "--print-reply", `--dest=${of.name}`, of.path, method(of)],
      ...of.args.map((value) => `string:${value}`),
    ],
  ],
];
const method = (of: BusCall) => `${of.interface}.${of.member}`;

/** The text of the answer to a call with strings only; null: it was refused, or there is nobody to ask. */
export async function askSessionBus(call: BusCall, ask: RunProgram = run): Promise<string | null> {
  for (const [program, argsOf] of askers) {
    try {
      return await ask(program, argsOf(call));
    } catch {
      // Not installed, or no bus: the next one may know.
    }
  }
  return null;
}
