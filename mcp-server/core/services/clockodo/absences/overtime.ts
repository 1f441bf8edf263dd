import type { WireReport } from "../wire/balance";

const hours = (seconds: number) => Math.round(seconds / 36) / 100;
const near = (a: number, b: number) => Math.abs(a - b) < 60;

/**
 * Hours of overtime as of now. Whether `diff` of a user report has in it what was carried over and paid out is not
 * documented (clockodo-api.md §2.13): the sums of the report itself say which it is.
 * @returns null where its numbers fit neither way or both; then nothing is reckoned
 */
export function overtimeOf(report: WireReport): { hours: number; parts: string } | null {
  const { diff, sum_hours: worked, sum_target: target } = report;
  const carried = report.overtime_carryover ?? 0;
  const paid = report.overtime_reduced ?? 0;
  if (diff == null) return null;
  const told = (seconds: number) => ({
    hours: hours(seconds),
    parts: [
      ...(carried === 0 ? [] : [`${hours(carried)} h carried over`]),
      ...(paid === 0 ? [] : [`${hours(paid)} h reduced by hand`]),
    ].join(", "),
  });
  if (carried === 0 && paid === 0) return told(diff);
  if (worked == null || target == null) return null;
  const used = report.sum_reduction_used ?? 0;
  const year = [worked - target, worked - target - used, worked - target + used];
  const alone = year.some((each) => near(diff, each));
  const whole = year.some((each) => near(diff, each + carried - paid));
  // Where the numbers would fit both ways, they only tell something when both ways are one.
  if (alone && whole && !near(carried, paid)) return null;
  if (alone) return told(diff + carried - paid);
  return whole ? told(diff) : null;
}
