import type { AppState } from "#main/ipc/contract/app-state";

/** Minutes to which the calendar snaps. */
export type Step = AppState["ui"]["calendarStep"];
const steps: readonly Step[] = [60, 30, 15, 5];

/** The zoom before (−1) or after (1) this one; the same at the ends. */
export const stepBy = (step: Step, by: 1 | -1): Step => steps[steps.indexOf(step) + by] ?? step;

/** Pixels of an hour by the step. */
const hourHeights: Record<Step, number> = { 60: 24, 30: 34, 15: 44, 5: 96 };

/** Pixels of a minute. */
export const scaleOf = (step: Step): number => hourHeights[step] / 60;
