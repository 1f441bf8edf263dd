/** One item of an error answer, whichever of the four shapes it came in (clockodo-api.md §1.5). */
export interface ClockodoProblem {
  /** `AbsenceCollision`, `General`, …; absent in the older shape. */
  type?: string;
  message: string;
  /** Names of Clockodo's fields. */
  fields: string[];
  details: Record<string, unknown>;
}
