import type { Scheduler } from "./scheduler";

const lookEvery = 15_000;

/**
 * Tells when the computer gets back on line. The system has no event for it in the main process, so it is looked at,
 * but only while a service cannot be reached.
 */
export function watchOnline(options: { scheduler: Scheduler; isOnline(): boolean; isStale(): boolean; back(): void }): {
  check(): void;
} {
  let wasOffline = false;
  const check = () => {
    if (!options.isStale()) {
      wasOffline = false;
      options.scheduler.clear("online");
      return;
    }
    const online = options.isOnline();
    if (online && wasOffline) options.back();
    wasOffline = !online;
    if (!options.scheduler.active.includes("online")) options.scheduler.set("online", lookEvery, check);
  };
  return { check };
}
