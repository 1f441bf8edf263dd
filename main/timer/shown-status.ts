import type { StatusResult } from "#core/domain/results/timer";
import type { CommandResult } from "./commands";
import { instantOf } from "./instant";

/** What was read, as it is at `now`: what a write answered counts from then on, not from the reading before it. */
function grownTo(status: StatusResult, now: number): StatusResult {
  const passed = Math.max(0, Math.floor((now - Date.parse(status.now)) / 1000));
  const grown = status.running ? passed : 0;
  const { today, week } = status;
  // The clock time moves on, its offset stays.
  const local = new Date(Date.parse(`${status.now.slice(0, 19)}Z`) + passed * 1000).toISOString().slice(0, 19);
  return {
    ...status,
    now: `${local}${status.now.slice(19)}`,
    today: { ...today, seconds: today.seconds + grown },
    week: { ...week, seconds: week.seconds + grown },
  };
}

/** A reading with what the service has answered to a write since. @param now milliseconds */
export function withResult(status: StatusResult, { running, paused, ended }: CommandResult, now: number): StatusResult {
  const grown = grownTo(status, now);
  return {
    ...grown,
    state: running ? "working" : paused ? "break" : "idle",
    running: running ?? null,
    break: paused ?? null,
    last: ended ?? status.last,
    today: { ...grown.today, running: 0 },
  };
}

/** From when on the shown minutes are counted: a running entry's are net of its breaks. */
export function countedFrom(status: StatusResult | null): string | null {
  if (status?.running) return instantOf(Date.parse(status.now) - status.running.seconds * 1000);
  return status?.break?.since ?? null;
}
