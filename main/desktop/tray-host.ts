import { setTimeout as sleep } from "node:timers/promises";
import { askSessionBus, type RunProgram } from "./ask-session-bus";

const hostAsked = {
  name: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
  member: "NameHasOwner",
  args: ["org.kde.StatusNotifierWatcher"],
};

/** Milliseconds: what login starts may be there before the panel is. */
const panelNeeds = 20_000;
const again = 1_000;

/** Waits for the panel that login starts at the same time as the app; without it, no icon would be seen all day. */
export async function waitForTrayHost(
  ask: () => Promise<boolean>,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<boolean> {
  for (let waited = 0; waited < panelNeeds; waited += again) {
    if (await ask()) return true;
    await wait(again);
  }
  return ask();
}

/**
 * Whether a tray icon would be seen. Making one never fails on Linux, it is just not shown, so the session bus is asked
 * for a tray host. Nobody to ask counts as no tray: a window too many is better than an app that cannot be found.
 * `PUNCHCARD_NO_TRAY=1` says no on every system.
 */
export async function hasTrayHost(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  ask?: RunProgram,
): Promise<boolean> {
  if (env.PUNCHCARD_NO_TRAY === "1") return false;
  if (platform !== "linux") return true;
  return /\btrue\b/.test((await askSessionBus(hostAsked, ask)) ?? "");
}
