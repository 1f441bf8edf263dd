import { execFile } from "node:child_process";

/** Programs that can ask the session bus whether a name has an owner; desktops have at least one of them. */
const watcher = "org.kde.StatusNotifierWatcher";
const bus = { name: "org.freedesktop.DBus", path: "/org/freedesktop/DBus" };
const askers: [string, string[]][] = [
  ["gdbus", ["call", "--session", "-d", bus.name, "-o", bus.path, "-m", `${bus.name}.NameHasOwner`, watcher]],
  ["busctl", ["--user", "call", bus.name, bus.path, bus.name, "NameHasOwner", "s", watcher]],
  [
    "dbus-send",
    ["--session", "--print-reply", `--dest=${bus.name}`, bus.path, `${bus.name}.NameHasOwner`, `string:${watcher}`],
  ],
];

export type RunProgram = (program: string, args: string[]) => Promise<string>;

const run: RunProgram = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 2_000, windowsHide: true }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });

/**
 * Whether a tray icon would be seen. Making one never fails on Linux, it is just not shown, so the session bus is asked
 * for a tray host. Nobody to ask counts as no tray: a window too many is better than an app that cannot be found.
 * `PUNCHCARD_NO_TRAY=1` says no on every system.
 */
export async function hasTrayHost(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  ask: RunProgram = run,
): Promise<boolean> {
  if (env.PUNCHCARD_NO_TRAY === "1") return false;
  if (platform !== "linux") return true;
  for (const [program, args] of askers) {
    try {
      return /\btrue\b/.test(await ask(program, args));
    } catch {
      // Not installed, or no bus: the next one may know.
    }
  }
  return false;
}
