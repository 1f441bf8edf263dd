import { z } from "zod";
import { entryView } from "./entries";
import { day, moment, notes, seconds } from "./parts";

/** `get_status` */
export const statusResult = z.object({
  account: z.object({ id: z.string(), service: z.string(), label: z.string() }),
  /** Time of reading and the zone of all times in this answer. */
  now: moment,
  zone: z.string(),
  state: z.enum(["idle", "working", "break"]),
  running: entryView.nullable(),
  break: z.object({ since: moment, entry: entryView }).nullable(),
  /** Worked seconds including the running entry up to `now`; `running` is the part of it that still grows. */
  today: z.object({ day, seconds, running: seconds, target: seconds.nullable() }),
  week: z.object({
    first: day,
    /** ISO week number. */
    number: z.number().describe("ISO week"),
    seconds,
    target: seconds.nullable(),
    days: z.array(z.object({ day, seconds, target: seconds.nullable() })),
  }),
  /** The entry that ended last, for "since when not working" and for clocking in again. */
  last: entryView.nullable(),
});
export type StatusResult = z.infer<typeof statusResult>;

/** `clock_in`, and `take_break` when it resumes */
export const startedResult = z.object({
  entry: entryView,
  stopped: z.array(entryView),
  notes,
});

/** `clock_out` */
export const stoppedResult = z.object({ entries: z.array(entryView), notes });

/** `take_break` when it pauses */
export const pausedResult = z.object({
  break: z.object({ since: moment, entry: entryView }),
  notes,
});
