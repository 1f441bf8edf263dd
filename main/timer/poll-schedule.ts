import type { StatusResult } from "#core/domain/results/timer";
import { dayAfter, dayAt, momentFrom } from "#core/time/wall-clock";
import type { Scheduler } from "../app/scheduler";

const minute = 60_000;
const refreshEvery = { running: 5 * minute, idle: 15 * minute };
/** Where all people of a company share one small quota: what others do at the service is seen later. */
const sparingEvery = { running: 15 * minute, idle: 20 * minute };
/** Waits after one failed reading, two, … */
const backOff = [minute, minute, minute, 2 * minute, 5 * minute, 15 * minute];

/**
 * When to read again: seldom, because everything that happens here or through our servers is read at once anyway.
 * @param failures readings in a row that failed; 0: the last one went well.
 * @param sparing the service counts the requests of everybody in the company together.
 */
export function planRefresh(
  scheduler: Scheduler,
  status: StatusResult | null,
  failures: number,
  refresh: () => void,
  sparing = false,
): void {
  const calm = (sparing ? sparingEvery : refreshEvery)[status?.state === "idle" ? "idle" : "running"];
  const wait = failures > 0 ? (backOff[Math.min(failures, backOff.length) - 1] ?? minute) : calm;
  const now = scheduler.now();
  // "Today" counted on after midnight at the account would be yesterday's.
  const untilMidnight = status ? momentFrom(dayAfter(dayAt(now, status.zone)), 0, status.zone) - now : wait;
  scheduler.set("refresh", Math.min(wait, untilMidnight), refresh);
}

/** Redraws when the minute of the running entry or break turns. @param since null: nothing runs, no timer is kept. */
export function planMinute(scheduler: Scheduler, since: string | null, redraw: () => void): void {
  scheduler.clear("minute");
  if (since === null) return;
  const passed = scheduler.now() - Date.parse(since);
  scheduler.set("minute", minute - (((passed % minute) + minute) % minute), () => {
    redraw();
    planMinute(scheduler, since, redraw);
  });
}
