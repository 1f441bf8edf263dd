import type { PowerMonitor } from "electron";
import type { PresenceNews, PresenceSource } from "./source";

/** Electron's own word: idle time by X11, Windows or macOS; locks not on Linux. */
export function electronPresence(
  power: Pick<PowerMonitor, "on" | "off" | "getSystemIdleTime">,
  platform: NodeJS.Platform,
): PresenceSource {
  const events = { "lock-screen": "locked", "unlock-screen": "unlocked", suspend: "asleep", resume: "awake" } as const;
  const listeners = new Map<keyof typeof events, () => void>();
  return {
    idle: async () => power.getSystemIdleTime() * 1000,
    follow(tell: (news: PresenceNews) => void) {
      for (const [event, news] of Object.entries(events) as [keyof typeof events, PresenceNews][]) {
        const listener = () => tell(news);
        listeners.set(event, listener);
        power.on(event as "suspend", listener);
      }
    },
    tells: () => ({ idle: true, lock: platform !== "linux", sleep: true }),
    stop() {
      for (const [event, listener] of listeners) power.off(event as "suspend", listener);
    },
  };
}
