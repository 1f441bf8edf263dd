import type { PowerMonitor } from "electron";
import type { Log } from "../../app/failure";
import { electronPresence } from "./electron";
import type { PresenceSource } from "./source";

/** One whose parts are only asked for when somebody listens: what starts the app waits for no desktop. */
function opening(open: () => Promise<PresenceSource>): PresenceSource {
  let source: PresenceSource | null = null;
  let stopped = false;
  let opened: Promise<PresenceSource> | null = null;
  const get = () => {
    opened ??= open().then((there) => {
      source = there;
      if (stopped) there.stop();
      return there;
    });
    return opened;
  };
  return {
    idle: async () => (await get()).idle(),
    follow(tell) {
      void get().then((there) => stopped || there.follow(tell));
    },
    tells: () => source?.tells() ?? { idle: false, lock: false, sleep: false },
    stop() {
      stopped = true;
      source?.stop();
    },
  };
}

/** The same event from two sources is one: the tracker takes each once. */
function together(own: PresenceSource, desktop: PresenceSource, idleOf: PresenceSource): PresenceSource {
  return {
    idle: () => idleOf.idle(),
    follow(tell) {
      own.follow(tell);
      desktop.follow(tell);
    },
    tells() {
      const [one, other] = [own.tells(), desktop.tells()];
      return { idle: idleOf.tells().idle, lock: one.lock || other.lock, sleep: one.sleep || other.sleep };
    },
    stop() {
      own.stop();
      desktop.stop();
    },
  };
}

/**
 * Where this system's word comes from. Under Wayland no program sees other programs' keys, so the desktop is asked; locks
 * are told over D-Bus on every Linux desktop.
 */
export function openPresence(
  powerMonitor: Pick<PowerMonitor, "on" | "off" | "getSystemIdleTime">,
  { platform, env, log }: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; log: Log },
): PresenceSource {
  const own = electronPresence(powerMonitor, platform);
  if (platform !== "linux") return own;
  const wayland = env.XDG_SESSION_TYPE === "wayland" || (env.WAYLAND_DISPLAY ?? "") !== "";
  return opening(async () => {
    const { dbusPresence } = await import("./dbus");
    const desktop = await dbusPresence(log);
    return together(own, desktop, wayland ? desktop : own);
  });
}
