import { z } from "zod";

/** Minutes after midnight. */
const clock = z.number().int().min(0).max(1439);
/** Minutes of work. */
const length = z.number().int().min(60).max(1440);

export const reminderKinds = ["begin", "end", "break", "long", "week", "month"] as const;
export type ReminderKind = (typeof reminderKinds)[number];

const at = z.object({ on: z.boolean(), at: clock });
const after = z.object({ on: z.boolean(), after: length });

/** When the person wants to be reminded of what; one set for all accounts. */
export const reminderSettings = z.object({
  begin: at,
  end: at,
  break: after,
  long: after,
  /** On the first workday of a week, of the one before. */
  week: at,
  /** On the last workday of a month. */
  month: at,
  /** From `from` until `to`, over midnight where that is earlier. */
  quiet: z.object({ on: z.boolean(), from: clock, to: clock }),
});
export type ReminderSettings = z.infer<typeof reminderSettings>;
