import { type Answered, type Asked, ok } from "../model";

/** What Kimai tells of itself; null for other paths. */
export function system(asked: Asked, path: string): Answered | null {
  const { settings } = asked.state;
  const [major = 0, minor = 0, patch = 0] = settings.version.split(".").map(Number);
  switch (path) {
    case "ping":
      return ok({ message: "pong" });
    case "version":
      return ok({
        version: settings.version,
        versionId: major * 10_000 + minor * 100 + patch,
        copyright: `Kimai ${settings.version}`,
      });
    case "plugins":
      return ok(settings.plugins);
    case "config/timesheet":
      return ok({
        trackingMode: settings.trackingMode,
        defaultBeginTime: settings.defaultBegin,
        activeEntriesHardLimit: settings.hardLimit,
        isAllowFutureTimes: settings.allowFuture,
        isAllowOverlapping: settings.allowOverlap,
      });
    case "config/colors":
      return ok(settings.colors);
  }
  return null;
}
