import { z } from "zod";
import { messageText } from "../../messages/schema";
import { type WorkView, workView } from "./entries";
import { day, moment, notes, ref, seconds } from "./parts";

/** Sums of some entries. Money is absent where the caller may not see what all of them are worth. */
export const share = z.object({
  seconds,
  /** Absent in answers of older servers. */
  hours: z.string().describe("The seconds as H:MM").optional(),
  entries: z.number(),
  billable: seconds,
  exported: seconds.describe("Seconds that are exported or billed already").optional(),
  money: z.number().describe("Worth, where all is in one currency").optional(),
  currency: z.string().optional(),
  by_currency: z.array(z.object({ currency: z.string(), money: z.number() })).optional(),
});

export const reportKey = z.object({
  /** `day`, `week`, `project`, … : what this group is one of. */
  by: z.string(),
  /** Id of a work item, person or tag; first day of a day, week, month or year. */
  id: z.string(),
  name: z.string(),
  /** Levels above a work item. */
  parents: workView.optional(),
});

const groupPart = share.extend({ id: z.string(), parents: workView.optional() });

export interface ReportGroup extends z.infer<typeof share> {
  by: string;
  id: string;
  name: string;
  parents?: WorkView;
  /** Part of the whole, 0 to 1. */
  share: number;
  /** Part of the group above it. */
  share_above?: number;
  /** The single things of this name, where there are several: an activity of several projects. */
  parts?: z.infer<typeof groupPart>[];
  more_parts?: number;
  groups?: ReportGroup[];
  /** Groups below this one that did not fit in. */
  more?: number;
}

const reportGroup: z.ZodType<ReportGroup> = z.lazy(() =>
  z.object({
    ...reportKey.shape,
    ...share.shape,
    share: z.number(),
    share_above: z.number().optional(),
    parts: z.array(groupPart).optional(),
    more_parts: z.number().optional(),
    groups: z.array(reportGroup).optional(),
    more: z.number().optional(),
  }),
);

/** Worked against owed, for one stretch of days. Seconds. */
const owed = z.object({
  first: day,
  last: day,
  seconds,
  /** What had to be worked, without holidays and absences; null: no target is kept. */
  target: seconds.nullable(),
  difference: seconds.nullable(),
  /** Sum of differences since `balance_since`. */
  balance: seconds.nullable(),
  /** "sick on 14 Oct", "0:40 gap on 22 Oct": in words, for people. */
  notes,
});

const spent = z.object({
  budget: z.number(),
  used: z.number(),
  left: z.number().describe("null: only a part of the time can be read").nullable(),
});

/** `report_time`. Money in the account's currency, as the service gives it; absent where the caller may not see it. */
export const reportResult = z.object({
  zone: z.string(),
  /** `9–15 Nov 2026`, `16–22 Nov 2026, so far` */
  period: z.string(),
  from: moment,
  to: moment.describe("The first moment after the period"),
  now: moment,
  /** By name; absent: the account's own person only. */
  whose: z.string().optional(),
  /** `running`: the part of `seconds` that still grows. `days`: with any work. */
  total: z.object({
    ...share.shape,
    running: seconds,
    planned: seconds.describe("Seconds logged for after now; not in seconds").optional(),
    days: z.number(),
    longest_day: z.object({ day, seconds, person: ref.optional() }).optional(),
  }),
  groups: z.array(reportGroup),
  /** Groups that did not fit in. */
  more: z.number(),
  more_seconds: seconds.describe("Seconds of the groups that did not fit in").optional(),
  target: z
    .object({
      ...owed.shape,
      /** Up to which day it is owed: not the future. */
      until: day,
      balance_since: day.nullable(),
      days: z.number(),
      absences: z.array(z.object({ name: z.string(), days: z.number(), seconds: seconds.nullable() })),
      holidays: z.array(z.object({ day, name: z.string(), half: z.boolean() })),
      weeks: z.array(owed.extend({ number: z.number() })),
      /** What each day owes, where the groups are by day; days that owe nothing are left out. */
      by_day: z.array(z.object({ day, target: seconds })).optional(),
      /** Where the numbers come from, in words. */
      source: z.string(),
    })
    .optional(),
  /** In place of `target`, where it is about several people. */
  targets: z
    .array(
      z.object({
        person: ref,
        seconds,
        target: seconds.nullable(),
        difference: seconds.nullable(),
        balance: seconds.nullable(),
        balance_since: day.nullable(),
        until: day,
        days: z.number(),
        absences: z.array(z.object({ name: z.string(), days: z.number(), seconds: seconds.nullable() })),
      }),
    )
    .optional(),
  gaps: z
    .array(
      z.object({
        day,
        from: moment,
        to: moment,
        seconds,
        /** Absent where the report is about one person. */
        person: ref.optional(),
      }),
    )
    .optional(),
  overlaps: z
    .array(
      z.object({
        from: moment,
        to: moment.nullable(),
        seconds: seconds.nullable(),
        ids: z.array(z.string()),
        person: ref.optional(),
      }),
    )
    .optional(),
  missing: z
    .array(
      z.object({
        day,
        target: seconds.describe("null: none is kept, and nothing was logged").nullable(),
        seconds,
        why: messageText.describe("What was logged of the target, and what lowered that").optional(),
        person: ref.optional(),
      }),
    )
    .optional(),
  budgets: z
    .array(
      z.object({
        by: z.string(),
        id: z.string(),
        name: z.string(),
        parents: workView.optional(),
        /** `2026-11`, or null for the whole time. */
        month: z.string().nullable(),
        time: spent.optional(),
        money: spent.extend({ currency: z.string().optional() }).optional(),
        note: z.string().optional(),
      }),
    )
    .optional(),
  compare: z
    .array(
      z.object({
        what: z.string().describe("This period, the period before, a year before").optional(),
        period: z.string().optional(),
        from: moment,
        to: moment,
        ...share.shape,
        change: z.number().describe("Part by which this period is more, -1 and up").nullable(),
        groups: z
          .array(
            z.object({
              ...reportKey.shape,
              seconds,
              hours: z.string(),
              change: z.number().describe("Part by which the group is more in this period").nullable(),
            }),
          )
          .optional(),
        more: z.number().optional(),
      }),
    )
    .optional(),
  /** How to read the numbers: an entry with two tags counts in both, … */
  notes: notes.optional(),
  /** What was read, and what was left out and why; empty: nothing. */
  read: z.object({ at: moment, entries: z.number(), left_out: z.array(messageText) }),
});
export type ReportResult = z.infer<typeof reportResult>;
