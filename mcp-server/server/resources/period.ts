import type { CalendarDay, Instant } from "#core/domain/entities";

export interface Period {
  first: CalendarDay;
  last: CalendarDay;
  /** `[from, to)` of both days in the account's zone. */
  from: Instant;
  to: Instant;
}
