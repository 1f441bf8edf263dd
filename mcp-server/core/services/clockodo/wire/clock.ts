import { z } from "zod";
import { entry } from "./entry";

/** The clock (clockodo-api.md §2.1). What a company's settings or rights hide is absent. */

export const clockReading = z.object({ running: entry.nullish() });

export const clockStart = z.object({
  running: entry,
  /** What ran before and was ended for it. */
  stopped: entry.nullish(),
  stopped_has_been_truncated: z.boolean().nullish(),
  additional_message: z.object({ text: z.string().nullish() }).nullish().catch(null),
});
export type WireClockStart = z.infer<typeof clockStart>;

export const clockStop = z.object({
  stopped: entry,
  stopped_has_been_truncated: z.boolean().nullish(),
});
export type WireClockStop = z.infer<typeof clockStop>;

export const clockChange = z.object({
  updated: entry,
  overlapping_correction: z
    .object({ overlapping: z.boolean().nullish(), overlapping_free_time_since: z.string().nullish() })
    .nullish()
    .catch(null),
});
