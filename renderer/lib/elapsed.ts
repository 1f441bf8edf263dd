import type { TimerView } from "#main/ipc/contract/timer/timer";

/** What has grown since the reading. All in seconds. */
export interface TimerFigures {
  /** Main's time in milliseconds at which the rest was true. */
  now: number;
  /** Of the running entry, net of breaks, or of the break. */
  elapsed: number;
  today: number;
  /** The part of today that the running entry has. */
  running: number;
  week: number;
}

export function figuresAt(timer: TimerView, now: number): TimerFigures {
  const { status } = timer;
  if (!status) return { now, elapsed: 0, today: 0, running: 0, week: 0 };
  // A stale timer has no running clock: what happened after the reading is not known.
  const since = timer.stale ? 0 : Math.max(0, Math.floor((now - Date.parse(status.now)) / 1000));
  // What is only assumed counts in no sum.
  const grown = status.state === "working" ? since : 0;
  const atReading = status.break ? Math.floor((Date.parse(status.now) - Date.parse(status.break.since)) / 1000) : 0;
  return {
    now,
    elapsed: status.state === "break" ? Math.max(0, atReading + since) : (status.running?.seconds ?? 0) + grown,
    today: status.today.seconds + grown,
    running: status.today.running + grown,
    week: status.week.seconds + grown,
  };
}
