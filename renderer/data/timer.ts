import type { AppState, TimerView } from "../../main/ipc/contract";
import { useNow } from "./clock";
import { useApp } from "./store";

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

function figuresAt(timer: TimerView, now: number): TimerFigures {
  const { status } = timer;
  if (!status) return { now, elapsed: 0, today: 0, running: 0, week: 0 };
  // A stale timer has no running clock: what happened after the reading is not known.
  const since = timer.stale ? 0 : Math.max(0, Math.floor((now - Date.parse(status.now)) / 1000));
  const grown = timer.phase === "working" ? since : 0;
  const atReading = status.break ? Math.floor((Date.parse(status.now) - Date.parse(status.break.since)) / 1000) : 0;
  return {
    now,
    elapsed: timer.phase === "break" ? Math.max(0, atReading + since) : (status.running?.seconds ?? 0) + grown,
    today: status.today.seconds + grown,
    running: status.today.running + grown,
    week: status.week.seconds + grown,
  };
}

/** The moment from which the shown minutes are counted, in milliseconds. */
function phaseOf({ timer }: AppState): number {
  const { status } = timer;
  if (!status) return 0;
  if (timer.phase === "break" && status.break) return Date.parse(status.break.since);
  return status.running ? Date.parse(status.now) - status.running.seconds * 1000 : 0;
}

export function useFigures(): TimerFigures {
  const app = useApp();
  return figuresAt(app.timer, useNow(phaseOf(app)));
}

/** The zone in which the active account's times are told. */
export function zoneOf(app: AppState): string | undefined {
  const account = app.accounts.find(({ id }) => id === app.activeAccount);
  return app.timer.status?.zone ?? account?.zone ?? undefined;
}
