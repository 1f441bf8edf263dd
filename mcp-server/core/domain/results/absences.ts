import { z } from "zod";
import { messageText } from "../../messages/schema";
import { absenceDecisions, absenceStatuses } from "../absences";
import { day, moment, notes, ref, seconds } from "./parts";

export const absenceView = z.object({
  id: z.string(),
  person: ref.optional(),
  /** The account's own person. */
  mine: z.boolean(),
  type: ref.optional(),
  status: z.enum(absenceStatuses),
  first: day,
  last: day,
  first_half: z.boolean().optional(),
  last_half: z.boolean().optional(),
  /** Of a single day: `morning`, `09:00–11:00`. */
  part: z.string().optional(),
  days: z.number().describe("Working days that it takes").nullable(),
  seconds: seconds.nullable().optional(),
  comment: z.string(),
});
export type AbsenceView = z.infer<typeof absenceView>;

/** `list_absences` */
export const absencesResult = z.object({
  zone: z.string(),
  first: day,
  last: day,
  absences: z.array(absenceView),
  holidays: z.array(z.object({ day, name: z.string(), half: z.boolean() })),
  /** The service does not tell whether they are approved: all are listed as requested. */
  status_untold: z.boolean().optional(),
  /** Whose absences were read, and whose could not be: those may be away too. */
  people: z.object({ read: z.number(), unread: z.array(ref.extend({ why: messageText })) }),
  /** With `show: away`: by day, who is away, who is not, who is not known. */
  away: z.array(z.object({ day, away: z.array(ref), here: z.array(ref), unknown: z.array(ref) })).optional(),
  /** With `show: statistics`. */
  statistics: z
    .array(
      z.object({
        by: z.enum(["type", "status", "person", "month"]),
        id: z.string(),
        name: z.string(),
        days: z.number(),
        absences: z.number(),
      }),
    )
    .optional(),
  types: z
    .array(
      ref.extend({
        half_days: z.boolean(),
        /** Of half a day it is asked which one. */
        which_half: z.boolean().optional(),
        hours: z.boolean(),
        comment_needed: z.boolean(),
        counted: z.boolean(),
        /** What a request for it tells beside its days; a member that is absent is not asked for. */
        asks: z
          .partialRecord(z.enum(["reason", "comment", "substitute"]), z.enum(["none", "optional", "needed"]))
          .optional(),
        /** The only reasons that it takes. */
        reasons: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  decisions: z.array(z.enum(absenceDecisions)).optional(),
  /** Address at which people decide themselves what is not among `decisions`. */
  decide_where: z.string().optional(),
  more: z.number(),
  next: z.string().optional(),
});
export type AbsencesResult = z.infer<typeof absencesResult>;

/** `get_leave_balance` */
export const balanceResult = z.object({
  zone: z.string(),
  as_of: day,
  person: ref,
  balances: z.array(
    z.object({
      type: ref,
      year: z.number(),
      unit: z.enum(["days", "hours"]),
      entitled: z.number().nullable(),
      taken: z.number(),
      planned: z.number(),
      requested: z.number(),
      left: z.number().nullable(),
      notes,
    }),
  ),
});

/** `request_absence`; with `dry_run` nothing was sent and `absences` are the parts as they would be. */
export const requestedResult = z.object({
  dry_run: z.boolean().optional(),
  absences: z.array(absenceView),
  /** Working days that it takes, and its days that are none. */
  days: z.number(),
  skipped: z.array(z.object({ day, why: messageText })),
  warnings: z.array(
    z.object({
      code: z.enum([
        "balance",
        "overlap",
        "no_working_day",
        "past",
        "time_booked",
        "comment",
        "needed",
        "service",
        "not_known",
      ]),
      message: messageText,
      /** A first or last day with which this warning would be gone. */
      first: z.string().optional(),
      last: z.string().optional(),
      days: z.number().optional(),
    }),
  ),
  /** Others who are away on some of these days, where the caller may know. */
  also_away: z.array(z.object({ person: ref, first: day, last: day })),
  left_after: z.number().nullable(),
  /** Of `left_after`; absent: days. */
  left_unit: z.literal("hours").optional(),
  checked_at: moment,
  notes,
});
export type RequestedResult = z.infer<typeof requestedResult>;

/** `update_absence` */
export const decidedResult = z.object({
  absences: z.array(absenceView),
  done: z.array(z.string()),
  failed: z.array(z.object({ id: z.string(), message: messageText })),
  notes,
});
