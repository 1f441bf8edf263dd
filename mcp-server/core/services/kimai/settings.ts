import { z } from "zod";
import type { Call } from "../../domain/call";
import type { Service } from "../../domain/ports";
import { orFailed } from "../shared/refusals";
import { plugins, version } from "./client/wire";
import type { Kimai } from "./context";
import { palette } from "./records/work/colors";

/** Without stand-ins for what is missing: here only what Kimai really says is told. */
const timeRules = z.object({
  trackingMode: z.string().optional(),
  defaultBeginTime: z.string().optional(),
  activeEntriesHardLimit: z.number().optional(),
  isAllowFutureTimes: z.boolean().optional(),
  isAllowOverlapping: z.boolean().optional(),
});

/** §3.7: the rest shows only in what Kimai makes of an entry. */
const notTold = "breaks, rounding, closed periods, entries without duration, longest duration";

/** How this Kimai is set up, each part with the reason where it cannot be read. */
export function createSettings({ client }: Kimai): NonNullable<Service["settings"]> {
  return async (call?: Call) => {
    const part = <T, R>(asked: Promise<T>, shown: (read: T) => R) => orFailed(asked.then(shown));
    const { signal } = call ?? {};
    const [time, colours, installed, own] = await Promise.all([
      part(client.get(timeRules, ["config", "timesheet"], [], signal), (read) => ({
        tracking_mode: read.trackingMode,
        default_begin: read.defaultBeginTime,
        running_limit: read.activeEntriesHardLimit,
        future_times: read.isAllowFutureTimes,
        overlaps: read.isAllowOverlapping,
      })),
      part(client.get(palette, ["config", "colors"], [], signal), (read) => read),
      part(client.get(plugins, ["plugins"], [], signal), (read) =>
        Object.fromEntries(read.map((plugin) => [plugin.name, plugin.version])),
      ),
      part(client.get(version, ["version"], [], signal), (read) => read.version),
    ]);
    return {
      version: own,
      time,
      not_told_by_kimai: notTold,
      plugins: installed,
      colours,
      clock_skew_seconds: client.clockSkew() ?? null,
    };
  };
}
