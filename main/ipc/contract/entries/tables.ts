import { z } from "zod";

/** A text, our own number, a civil day, or nothing. */
const tableCell = z.union([z.string().max(20_000), z.number(), z.object({ day: z.iso.date() }), z.null()]);

/** What a window shows as a table, into a file that the person chooses. */
export const tableChannels = {
  /**
   * `form`: `language` is what spreadsheets of the language in force open, `neutral` what programs read. `path` is null where
   * no place was chosen.
   */
  "tables:save": {
    request: z.object({
      name: z.string().regex(/^[\w.-]{1,100}\.csv$/),
      head: z.array(z.string().max(200)).min(1).max(60),
      rows: z.array(z.array(tableCell).max(60)).max(20_000),
      form: z.enum(["language", "neutral"]),
    }),
    response: z.object({ path: z.string().nullable() }),
  },
} as const;
