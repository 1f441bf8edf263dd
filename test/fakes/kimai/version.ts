import type { FakeState } from "./model";

/** Whether this Kimai is of a version that has a route or field already. */
export function isAtLeast(state: FakeState, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = state.settings.version.split(".").map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
